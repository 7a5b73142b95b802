"""One call of `schedule due`: whatever has become due since the last one is done, each job once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from gonggu.folders import Folders
from gonggu.schedule.doing import Failure, Result
from gonggu.schedule.due import Due, State, due, read_state, write_state
from gonggu.schedule.jobs import Job, Schedule
from gonggu.writing import writing

FOLDER = ".schedule"
# A job that the machine did not survive so often is given up.
ATTEMPTS = 3
# So long is waited for another run of the year to end.
PATIENCE = timedelta(hours=6)
BUSY = Failure("等待", "这一年一直由另一次运行占用，没有轮到。")
DIED = Failure("运行", f"连续 {ATTEMPTS} 次没有做完就中断了（机器关机、重启或进程被终止），不再重试。")

# Told of a failure: what was due, what failed, when the job comes next.
Tell = Callable[[Due, Failure, datetime | None], None]


class Doing(Protocol):
    """What does a job; `sent` is what it said the last time of what is with the readers."""

    def do(self, job: Job, sent: str) -> Result:
        """Do the job to its end."""


@dataclass(frozen=True)
class Woken:
    """What became of one job."""

    due: Due
    result: Result


def folder_of(folders: Folders) -> Path:
    """Where the state, the logs and the messages lie."""
    return folders.outputs / FOLDER


def wake(
    schedule: Schedule, folder: Path, clock: Callable[[], datetime], doing: Doing, tell: Tell
) -> list[Woken]:
    """Do what is due by the clock (aware), in the order of time; nothing where another call is still at work.

    The state is written before and after each job: a call that is killed leaves its job due, and the next one does it.
    """
    path = folder / "state.json"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=0):
            now = clock().astimezone(UTC)
            before = read_state(path)
            waiting, state = due(schedule.jobs, before, now)
            if state != before:
                write_state(path, state)
            woken = []
            for one in waiting:
                result, state = _settle(one, state, now, path, doing)
                write_state(path, state)
                woken.append(Woken(one, result))
                if result.failure:
                    tell(one, result.failure, next(one.job.when.after(now), None))
            return woken
    except Timeout:
        return []


def _settle(one: Due, state: State, now: datetime, path: Path, doing: Doing) -> tuple[Result, State]:
    """The job's result, and the state after it."""
    noted = state.jobs[one.job.name]
    if noted.attempts >= ATTEMPTS:
        result = Result(DIED, sent=noted.sent)
    else:
        begun = state.noting(one.job, noted.model_copy(update={"attempts": noted.attempts + 1}))
        write_state(path, begun)
        result = doing.do(one.job, noted.sent)
    if result.busy:
        if now - one.time.astimezone(UTC) < PATIENCE:
            return result, state
        result = Result(BUSY, sent=result.sent)
    done = noted.model_copy(update={"until": now, "attempts": 0, "sent": result.sent})
    return result, state.noting(one.job, done)
