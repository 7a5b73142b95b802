"""One piece of work timed in a process of its own, so that the memory it takes is its own too."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from gonggu.processes import most_processes

_KB = 1024  # the unit of Linux; macOS counts bytes


@dataclass(frozen=True)
class Cost:
    """What a job took: seconds by the clock and of processors, at most how many MB at a time (None on Windows).

    `count` is what the job counted, such as rows or findings.
    """

    seconds: float
    processor_seconds: float
    peak_mb: float | None
    count: int


def in_child(module: str, *words: object) -> Cost:
    """The cost of `python -m module words…`, which must end with `tell`."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def tell(job: Callable[[], int]) -> None:
    """Does the job, which gives its count, and prints its cost."""
    begun, busy = perf_counter(), _processor_seconds()
    count = job()
    cost = Cost(perf_counter() - begun, _processor_seconds() - busy, _peak_mb(), count)
    print(json.dumps(asdict(cost)))


def _processor_seconds() -> float:
    """Of this process and those it started that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mb() -> float | None:
    """The most that this process held and, as often as may run at once, the most that any it started held."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else _KB
    own, other = (
        resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return ((_high_water_bytes() or own) + most_processes() * other) / 2**20


def _high_water_bytes() -> int | None:
    """Peak resident size of this program (Linux): `ru_maxrss` keeps that of the process that executed it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * _KB for line in lines if line.startswith("VmHWM:")), None)
