"""Processes that share a job out end with the process that began them, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running.scene import has_linux
from tests.running.warm import descendants

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "import time\nfrom gonggu.processes import shared_out\nif __name__ == '__main__':\n    shared_out(time.sleep, [60.0, 60.0], [1.0, 1.0])\n"
WORKERS = 2
SECONDS = 15.0


@pytest.mark.skipif(not has_linux(), reason="the processes are looked up as on Linux")
def test_workers_do_not_outlive_a_killed_process(tmp_path: Path) -> None:
    script = tmp_path / "job.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], env=environment) as process:
        workers = _workers(process.pid)
        process.kill()
    try:
        assert _gone(workers), "workers still run"
    finally:
        for worker in filter(_runs, workers):
            os.kill(worker, signal.SIGKILL)


def _workers(pid: int) -> list[int]:
    """The workers, once both are there: multiprocessing's own tracker of resources is one more."""
    end = time.monotonic() + 60
    while len(found := descendants(pid)) < WORKERS + 1 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1)
    return found


def _gone(pids: list[int]) -> bool:
    end = time.monotonic() + SECONDS
    while any(map(_runs, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
