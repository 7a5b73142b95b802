"""Where editions are made: on this machine's cores, or on a Dask cluster; both take work through one interface."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gonggu.processes import processors
from gonggu.running.steps import Progress
from gonggu.running.stopping import stop


@dataclass(frozen=True)
class Workplace:
    """Who does the work of a run, what that work tells its progress by, and the run's folder, in which it builds.

    `is_here` says whether this machine does it.
    """

    pool: Executor
    told: Progress
    folder: Path
    is_here: bool


@contextmanager
def workplace(workers: int, cluster: str, folder: Path, progress: Progress) -> Iterator[Workplace]:
    """`workers` 0 is one more than processors; `cluster` is a scheduler's address, blank for this machine.

    Threads suffice here: the work itself is done by the kernels, each a process of its own. One more, since an edition
    now and then waits for a kernel that starts or ends: that saves 7 % of the time of 18 editions on 2 processors.
    """
    if cluster:
        # Imported late: most runs need no cluster.
        from gonggu.running.cluster import connected

        with connected(cluster, folder, progress) as (pool, told):
            yield Workplace(pool, told, folder, is_here=False)
        return
    with ThreadPoolExecutor(workers or processors() + 1, "edition") as threads:
        try:
            yield Workplace(threads, progress, folder, is_here=True)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            stop()
            raise
