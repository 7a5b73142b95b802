"""A job that takes next to no memory, called as `python -m tests.small_job`."""

from gonggu.benchmarks.measured import tell

if __name__ == "__main__":
    tell(lambda: 7)
