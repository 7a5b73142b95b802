"""Independent jobs shared out among the machine's processors."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_MOST = 4  # processes: each may need some 600 MB for a workbook of 100,000 rows


def shared_out(work: Callable[[Job], Result], jobs: Sequence[Job], weights: Sequence[float]) -> list[Result]:
    """What `work` gives for each job, in the jobs' order; the heaviest are begun first.

    A process that dies (the machine may be short of memory) costs time only: what it left is done here, one by one.
    """
    count = min(most_processes(), len(jobs))
    if count < 2:
        return [work(job) for job in jobs]
    heaviest_first = sorted(range(len(jobs)), key=lambda number: -weights[number])
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=_end_with_parent) as pool:
        begun = {number: _begun(pool, work, jobs[number]) for number in heaviest_first}
        return [_result(begun[number], work, job) for number, job in enumerate(jobs)]


def most_processes() -> int:
    """How many jobs may run at once."""
    return min(processors(), _MOST)


def processors() -> int:
    """How many of the machine's processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end_with_parent() -> None:
    """In a worker: end when the process that began it is gone. It holds both ends of its queue, so reading never ends."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _begun(pool: ProcessPoolExecutor, work: Callable[[Job], Result], job: Job) -> Future[Result] | None:
    try:
        return pool.submit(work, job)
    except BrokenProcessPool:
        return None


def _result(begun: Future[Result] | None, work: Callable[[Job], Result], job: Job) -> Result:
    try:
        return begun.result() if begun else work(job)
    except BrokenProcessPool:
        return work(job)
