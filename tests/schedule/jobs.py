"""Jobs and schedules for the tests."""

from datetime import UTC, datetime
from typing import Any

from gonggu.schedule.jobs import Job, Owner, Schedule
from gonggu.strict import checked


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def job(name: str, cron: str, zone: str = "Asia/Shanghai", **more: Any) -> Job:
    """A job of 2019; a check of the district where nothing else is said."""
    content = {"name": name, "what": ["check"], "year": 2019, "when": {"cron": cron, "zone": zone}, **more}
    return checked(Job, content, "schedule.yaml")


def schedule(*jobs: Job) -> Schedule:
    """A schedule with an owner."""
    return Schedule(owner=Owner(name="管理员", address="a@example.gov.cn"), jobs=jobs)
