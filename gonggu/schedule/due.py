"""What is due: the times since a job was last looked at, made up once however many there were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import Field, ValidationError

from gonggu.schedule.jobs import Job
from gonggu.strict import Strict
from gonggu.writing import replacing

# A clock that stood this far ahead was wrong: what it noted is not waited for.
FARTHEST = timedelta(days=1)
# Longer ago nothing is made up.
OLDEST = timedelta(days=400)


class Noted(Strict):
    """Of one job: up to when its times are settled, how often the present one was begun, what was sent last."""

    until: datetime
    attempts: int = 0
    sent: str = ""


class State(Strict):
    """What is remembered between two calls."""

    jobs: Mapping[str, Noted] = Field(default_factory=dict)

    def noting(self, job: Job, noted: Noted) -> "State":
        """The state with another note of one job."""
        return State(jobs={**self.jobs, job.name: noted})


@dataclass(frozen=True)
class Due:
    """A job whose time has come: the latest of its times, and how many went by."""

    job: Job
    time: datetime
    missed: int

    @property
    def said(self) -> str:
        """The time, and how many before it were missed."""
        before = f"，此前错过 {self.missed - 1} 次，只补这一次" if self.missed > 1 else ""
        return f"{self.time:%Y-%m-%d %H:%M}（{self.job.when.zone}）{before}"


def due(jobs: Iterable[Job], state: State, now: datetime) -> tuple[list[Due], State]:
    """The jobs to be done now, in the order of their times, and the state in which the others are settled up to now.

    A job that was never seen begins now; one that is no longer there is forgotten.
    """
    found, noted = [], {}
    for job in jobs:
        before = state.jobs.get(job.name) or Noted(until=now)
        if before.until > now + FARTHEST:
            before = Noted(until=now, sent=before.sent)
        start = max(before.until, now - OLDEST)
        times = _until(job, start, now)
        if times:
            found.append(Due(job, times[-1], len(times)))
        # One that is due stays so until it is done; and no clock that is set back makes a time come twice.
        noted[job.name] = before if times else before.model_copy(update={"until": max(before.until, now)})
    return sorted(found, key=lambda one: one.time.astimezone(UTC)), State(jobs=noted)


def read_state(path: Path) -> State:
    """The state kept at `path`; an empty one where there is none, or what lies there cannot be read."""
    try:
        return State.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return State()


def write_state(path: Path, state: State) -> None:
    """Keep the state at `path`."""
    with replacing(path) as fresh:
        fresh.write_text(state.model_dump_json(indent=1), encoding="utf-8")


def _until(job: Job, start: datetime, now: datetime) -> list[datetime]:
    times = []
    for time in job.when.after(start):
        if time.astimezone(UTC) > now:
            break
        times.append(time)
    return times
