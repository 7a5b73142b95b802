"""`params/schedule.yaml`: what is done by the clock, for which year and places, and when."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field, field_validator, model_validator

from gonggu.circulation.headings import require_address, require_line, require_seen
from gonggu.errors import UsageError
from gonggu.scope import DISTRICT_NAME
from gonggu.strict import Strict, read_yaml, show

FILE = "schedule.yaml"
What = Literal["check", "run", "send"]
WHATS: dict[What, str] = {"check": "核查", "run": "生成报告", "send": "寄发"}
FAN_OUTS = {"townships": f"{DISTRICT_NAME}及各乡镇", "villages": f"{DISTRICT_NAME}、各乡镇和各村"}
# A cron expression is read as within this many fields only: some tools take a sixth for seconds.
_FIELDS = 5


class Owner(Strict):
    """Who is told when a job fails: an office's own address, never a reader's."""

    name: Annotated[str, AfterValidator(require_line)]
    address: Annotated[str, AfterValidator(require_address)]


class When(Strict):
    """Times of a wall clock: a cron expression of five fields, read as Debian's cron does, in a time zone."""

    cron: str
    zone: str

    @field_validator("zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("没有这个时区，应如 Asia/Shanghai") from None
        return value

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        if len(value.split()) != _FIELDS:
            raise ValueError("应为五段的 cron 表达式（分 时 日 月 星期），如 30 6 * * 1")
        try:
            next(CronSim(value, datetime(2000, 1, 1, tzinfo=UTC)))
        except (CronSimError, StopIteration):
            raise ValueError("不是能用的 cron 表达式（分 时 日 月 星期），如 30 6 * * 1") from None
        return value

    def after(self, moment: datetime) -> Iterator[datetime]:
        """The times after an aware moment, rising, in this zone; a day that skips or repeats an hour has each once.

        A time that daylight saving skips comes as soon as the clock has jumped; of one that it repeats the first counts.
        With a star for the hour or minute, all hours that pass count.
        """
        zone = ZoneInfo(self.zone)
        for time in CronSim(self.cron, moment.astimezone(zone)):
            # Within an hour that repeats, cronsim begins anew with the first of both.
            if time.astimezone(UTC) > moment:
                yield time


class Job(Strict):
    """One thing to do: the steps one after another, for a year and its places."""

    name: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(require_seen)]
    what: tuple[What, ...] = Field(min_length=1)
    year: int
    scopes: Literal["townships", "villages"] | tuple[str, ...] = (DISTRICT_NAME,)
    when: When

    @field_validator("scopes", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """One place may stand without brackets."""
        return (value,) if isinstance(value, str) and value not in FAN_OUTS else value

    @model_validator(mode="after")
    def _in_order(self) -> "Job":
        known = list(WHATS)
        if sorted(set(self.what), key=known.index) != list(self.what):
            raise ValueError("what 中各项只写一次，并按 check、run、send 的先后")
        if any(not one or one.count("/") > 1 for one in self._places()):
            raise ValueError("scopes 应为 townships、villages，或若干地名：全区、某乡、某乡/某村")
        return self

    @property
    def said(self) -> str:
        """What it does, in words."""
        what = "、".join(WHATS[one] for one in self.what)
        places = "、".join(self.scopes) if isinstance(self.scopes, tuple) else FAN_OUTS[self.scopes]
        return f"{what}（{self.year} 年，{places}）"

    def words(self, what: What) -> list[list[str]]:
        """The command lines of one of the steps, without the folders."""
        begin = [what, "--year", str(self.year)]
        end = ["--really"] if what == "send" else []
        if isinstance(self.scopes, str):
            # Checking reads the whole year, and each recipient has places of his own.
            return [[*begin, *(["--all", self.scopes] if what == "run" else []), *end]]
        return [[*begin, *_place_words(place, what), *end] for place in self._places()]

    def _places(self) -> tuple[str, ...]:
        return self.scopes if isinstance(self.scopes, tuple) else ()


class Schedule(Strict):
    """The whole file."""

    owner: Owner
    jobs: tuple[Job, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _told_apart(self) -> "Schedule":
        names = [job.name for job in self.jobs]
        if len(set(names)) < len(names):
            raise ValueError("jobs 中有重复的 name")
        return self


def load_schedule(params: Path) -> Schedule:
    """The schedule of a params folder; UsageError where there is none or something in it does not fit."""
    path = params / FILE
    if not path.is_file():
        raise UsageError(f"没有计划文件 {show(path)}，请照项目自带的 params/{FILE} 写一份。")
    return read_yaml(path, Schedule)


def upcoming(schedule: Schedule, now: datetime, count: int) -> list[tuple[datetime, Job]]:
    """The next times of all jobs together, rising."""
    times = [
        (time, number)
        for number, job in enumerate(schedule.jobs)
        for time, _ in zip(job.when.after(now), range(count), strict=False)
    ]
    rising = sorted(times, key=lambda one: (one[0].astimezone(UTC), one[1]))
    return [(time, schedule.jobs[number]) for time, number in rising[:count]]


def _place_words(place: str, what: What) -> list[str]:
    township, _, village = place.partition("/")
    if township == DISTRICT_NAME:
        return []
    # A village's problems stand in its township's list.
    of_village = ["--village", village] if village and what != "check" else []
    return ["--township", township, *of_village]
