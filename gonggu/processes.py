"""Independent jobs shared out among the machine's processors."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
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
    with ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn")) as pool:
        begun = {number: _begun(pool, work, jobs[number]) for number in heaviest_first}
        return [_result(begun[number], work, job) for number, job in enumerate(jobs)]


def most_processes() -> int:
    """How many jobs may run at once."""
    return min(os.cpu_count() or 1, _MOST)


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
