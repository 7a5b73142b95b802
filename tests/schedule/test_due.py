"""A simulated year of schedules: the right runs, once each, whatever the clock and the machine do."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from gonggu.schedule.due import State, due
from gonggu.schedule.jobs import Job
from tests.schedule.jobs import at, job

NIGHTLY = job("每夜", "30 2 * * *", "America/New_York")  # 02:30 does not exist on 2020-03-08
REPEATED = job("重复", "30 1 * * *", "America/New_York")  # 01:30 comes twice on 2020-11-01
WEEKLY = job("每周", "0 6 * * 1")
LEAP = job("闰日", "15 9 29 2 *")
YEAR_END = job("年末", "55 23 31 12 *")
JOBS = (NIGHTLY, REPEATED, WEEKLY, LEAP, YEAR_END)
Done = list[tuple[str, datetime]]


def _live(jobs: tuple[Job, ...], wakes: Iterator[datetime], state: State = State()) -> Done:  # noqa: B008
    """Wake at these moments and do what is due: name and time of each."""
    done: Done = []
    for now in wakes:
        found, state = due(jobs, state, now)
        for one in found:
            done.append((one.job.name, one.time.astimezone(UTC)))
            state = state.noting(one.job, state.jobs[one.job.name].model_copy(update={"until": now}))
    return done


def _wakes(
    start: datetime, end: datetime, minutes: int, off: tuple[datetime, datetime] | None = None
) -> Iterator[datetime]:
    """Every so many minutes, but while the machine is off."""
    now = start
    while now <= end:
        if off is None or not off[0] <= now < off[1]:
            yield now
        now += timedelta(minutes=minutes)


def _of(done: Done, one: Job) -> list[datetime]:
    return [time for name, time in done if name == one.name]


@pytest.mark.parametrize("minutes", [360, pytest.param(5, marks=pytest.mark.slow)])
def test_a_leap_year_with_a_week_of_rest(minutes: int) -> None:
    off = (at("2020-07-10T12:01"), at("2020-07-17T12:00"))
    done = _live(JOBS, _wakes(at("2020-01-01T00:00"), at("2021-01-01T00:00"), minutes, off))
    # 366 nights from 1 January on, New York being behind; seven are one.
    assert len(_of(done, NIGHTLY)) == 366 - 6
    assert len(_of(done, REPEATED)) == 366 - 6
    assert len(set(done)) == len(done)
    weekly = _of(done, WEEKLY)
    assert len(weekly) == 52
    assert all(time.weekday() == 6 and time.hour == 22 for time in weekly)  # Monday 06:00 in Shanghai
    assert _of(done, LEAP) == [at("2020-02-29T01:15")]
    assert _of(done, YEAR_END) == [at("2020-12-31T15:55")]
    made_up = [time for time in _of(done, NIGHTLY) if off[0] <= time < off[1]]
    assert made_up == [at("2020-07-17T06:30")]  # the last of the missed nights stands for all


@pytest.mark.parametrize(
    ("day", "times"),
    [
        ("2020-03-08", ["2020-03-08T06:30", "2020-03-08T07:00"]),
        ("2020-11-01", ["2020-11-01T05:30", "2020-11-01T07:30"]),
        ("2020-02-29", ["2020-02-29T06:30", "2020-02-29T07:30"]),
    ],
)
def test_the_nights_on_which_the_clocks_are_changed_minute_by_minute(day: str, times: list[str]) -> None:
    start = at(f"{day}T00:00")
    done = _live((NIGHTLY, REPEATED), _wakes(start, start + timedelta(hours=20), 1))
    assert [(name, time) for name, time in done] == [
        ("重复", at(times[0])),
        ("每夜", at(times[1])),
    ]


def test_whenever_the_machine_runs_each_time_is_done_once_or_stood_for_by_the_next() -> None:
    """Random hours on and off: no time twice; after every pause that held times exactly one of them, the last."""
    drawn = random.Random(7)
    for _ in range(20):
        now, wakes = at("2020-10-20T00:00"), []
        while now < at("2020-11-20T00:00"):
            now += timedelta(minutes=drawn.choice([5, 5, 20, 300, 3000]))
            wakes.append(now)
        done = _of(_live((REPEATED,), iter(wakes)), REPEATED)
        every = [
            time.astimezone(UTC) for time, _ in zip(REPEATED.when.after(wakes[0]), range(40), strict=False)
        ]
        held = [[time for time in every if before < time <= after] for before, after in pairwise(wakes)]
        assert done == [times[-1] for times in held if times]


def test_a_job_begins_with_what_comes_after_it_was_first_seen() -> None:
    found, state = due((WEEKLY,), State(), at("2020-06-01T00:00"))
    assert found == []
    assert due((WEEKLY,), state, at("2020-06-07T22:00"))[0][0].time.astimezone(UTC) == at("2020-06-07T22:00")


def test_what_was_missed_before_a_changed_expression_is_not_made_up() -> None:
    monthly = job("每周", "0 6 1 * *")
    state = State()
    for now in _wakes(at("2020-06-02T00:00"), at("2020-06-20T00:00"), 60):
        _, state = due((monthly,), state, now)
    assert due((WEEKLY,), state, at("2020-06-20T01:00"))[0] == []


def test_a_job_that_was_taken_out_is_forgotten() -> None:
    _, state = due((WEEKLY, NIGHTLY), State(), at("2020-06-01T00:00"))
    assert set(due((WEEKLY,), state, at("2020-06-01T01:00"))[1].jobs) == {"每周"}


def test_a_clock_that_is_set_back_makes_nothing_come_twice() -> None:
    wakes = [at("2020-06-07T21:00"), at("2020-06-07T22:05"), at("2020-06-07T21:30"), at("2020-06-07T22:10")]
    assert len(_live((WEEKLY,), iter(wakes))) == 1


def test_a_clock_that_once_stood_years_ahead_does_not_stop_the_jobs() -> None:
    wakes = [at("2020-06-01T00:00"), at("2037-01-01T00:00"), at("2020-06-02T00:00"), at("2020-06-07T22:05")]
    assert _of(_live((WEEKLY,), iter(wakes)), WEEKLY)[-1] == at("2020-06-07T22:00")


def test_jobs_that_are_due_together_stand_in_the_order_of_their_times() -> None:
    state = State()
    _, state = due((WEEKLY, NIGHTLY), state, at("2020-06-07T00:00"))
    found, _ = due((WEEKLY, NIGHTLY), state, at("2020-06-08T00:00"))
    assert [one.job.name for one in found] == ["每夜", "每周"]
