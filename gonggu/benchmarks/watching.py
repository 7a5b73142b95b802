"""A command, watched as it runs: how long it took, which processes it started, how much memory they held at most."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.03
# Adding up memory takes longer than looking for processes.
WEIGH_SECONDS = 0.2
_PROC = Path("/proc")


@dataclass(frozen=True)
class Watched:
    """A command that has ended.

    `processes` it has started, without itself, and `peak_mb` of it and all of them together, each shared page
    counted once, are known on Linux only and None elsewhere.
    """

    code: int
    said: str
    seconds: float
    processes: int | None
    peak_mb: float | None


def watch(command: Sequence[str], folder: Path, *, weigh: bool = False) -> Watched:
    """Run a command in `folder` to its end; with `weigh` its memory is added up on the way, which takes some of a core."""
    begun = weighed = time.perf_counter()
    seen: set[int] = set()
    peak = 0.0
    with (folder / "said.txt").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            seen |= set(_descendants(process.pid))
            if weigh and time.perf_counter() - weighed > WEIGH_SECONDS:
                weighed = time.perf_counter()
                peak = max(peak, sum(_megabytes(pid) for pid in [process.pid, *_descendants(process.pid)]))
            time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - begun
        said.seek(0)
        known = _PROC.is_dir()
        return Watched(
            process.returncode,
            said.read(),
            seconds,
            len(seen) if known else None,
            peak if known and weigh else None,
        )


def _descendants(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from _descendants(int(child))


def _megabytes(pid: int) -> float:
    """The process's share of memory: a page that several hold is divided among them."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
