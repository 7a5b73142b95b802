"""A real Dask cluster on this machine for the tests: one scheduler, workers that can be killed, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gonggu.kernels.forking import ADDRESS

PATIENCE_SECONDS = 90.0
GONE_SECONDS = 15.0


class Cluster:
    """The scheduler and its workers, each a process of its own with one thread and no nanny."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        contact = folder / "scheduler.json"
        self.scheduler = _start(
            "scheduler",
            *("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"),
            *("--scheduler-file", str(contact)),
            log=folder / "scheduler.log",
        )
        wait_for(lambda: contact.is_file() and b"tcp://" in contact.read_bytes())
        import json

        self.address = str(json.loads(contact.read_text(encoding="utf-8"))["address"])

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """One more worker, connected."""
        known = self.connected()
        worker = _start(
            *("worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"),
            *("--dashboard-address", "127.0.0.1:0", "--local-directory", str(self.folder)),
            log=self.folder / f"worker-{len(self.workers)}.log",
            environment=environment,
        )
        self.workers.append(worker)
        wait_for(lambda: self.connected() > known)
        return worker

    def stop_worker(self, worker: subprocess.Popen[bytes]) -> None:
        """Without this worker, and the scheduler knows it."""
        known = self.connected()
        _end(worker)
        self.workers.remove(worker)
        wait_for(lambda: self.connected() < known)

    def connected(self) -> int:
        """How many workers the scheduler knows."""
        return len(self.on_workers(os.getpid))

    def on_workers(self, called: Callable[..., object]) -> dict[str, object]:
        """What a function gives on each worker."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return dict(client.run(called))


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster that is gone at the end, with all that its workers had started."""
    made = Cluster(folder)
    try:
        for _ in range(workers):
            made.start_worker()
        yield made
    finally:
        started = {pid for worker in made.workers for pid in descendants(worker.pid)}
        for process in [*made.workers, made.scheduler]:
            _end(process)
    wait_for(lambda: not any(map(runs, started)), GONE_SECONDS)


def wait_for(happened: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something has happened; AssertionError where it does not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"not within {seconds:g} seconds"
        time.sleep(0.05)


def descendants(pid: int) -> set[int]:
    """The processes that it has started, and theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in {pid, *found}} - found:
        found |= more
    return found


def runs(pid: int) -> bool:
    """Whether the process is there and not only unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _start(*words: str, log: Path, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            stdout=said,
            stderr=said,
            cwd=log.parent,
            # A worker has a fork parent of its own, as on a machine of its own.
            env={
                **{name: value for name, value in os.environ.items() if name != ADDRESS},
                **(environment or {}),
            },
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(GONE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
