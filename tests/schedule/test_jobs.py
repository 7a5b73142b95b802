"""The schedule's file, and the times that it means."""

from itertools import islice
from pathlib import Path

import pytest

from gonggu.errors import UsageError
from gonggu.schedule.jobs import load_schedule, upcoming
from tests.schedule.jobs import at, job, schedule

PROJECT = Path(__file__).resolve().parents[2]


def _times(cron: str, zone: str, after: str, count: int) -> list[str]:
    return [f"{time:%Y-%m-%d %H:%M %z}" for time in islice(job("a", cron, zone).when.after(at(after)), count)]


def test_the_projects_own_schedule_can_be_read_and_has_ten_times_to_come() -> None:
    own = load_schedule(PROJECT / "params")
    times = upcoming(own, at("2026-11-24T22:00"), 10)
    assert len(times) == 10
    assert [time for time, _ in times] == sorted(time for time, _ in times)
    assert {one.name for _, one in times} <= {one.name for one in own.jobs}


def test_a_time_that_daylight_saving_skips_comes_right_after_the_jump() -> None:
    assert _times("30 2 * * *", "America/New_York", "2026-03-07T12:00", 3) == [
        "2026-03-08 03:00 -0400",
        "2026-03-09 02:30 -0400",
        "2026-03-10 02:30 -0400",
    ]


@pytest.mark.parametrize("after", ["2026-11-01T00:00", "2026-11-01T05:29"])
def test_a_time_that_daylight_saving_repeats_comes_once(after: str) -> None:
    assert _times("30 1 * * *", "America/New_York", after, 2) == [
        "2026-11-01 01:30 -0400",
        "2026-11-02 01:30 -0500",
    ]


@pytest.mark.parametrize("after", ["2026-11-01T05:30", "2026-11-01T06:20", "2026-11-01T06:30"])
def test_within_the_repeated_hour_the_time_that_was_is_not_to_come(after: str) -> None:
    """06:20 UTC is the second 01:20 of that night."""
    assert _times("30 1 * * *", "America/New_York", after, 1) == ["2026-11-02 01:30 -0500"]


def test_a_job_of_every_hour_has_all_hours_that_pass() -> None:
    autumn = _times("0 * * * *", "Europe/Berlin", "2026-10-24T23:30", 4)
    assert autumn == [
        f"2026-10-25 0{hour}:00 +0{offset}00" for hour, offset in ((2, 2), (2, 1), (3, 1), (4, 1))
    ]
    spring = _times("0 * * * *", "Europe/Berlin", "2026-03-28T23:30", 3)
    assert spring == ["2026-03-29 01:00 +0100", "2026-03-29 03:00 +0200", "2026-03-29 04:00 +0200"]


def test_leap_days_and_the_years_end() -> None:
    assert _times("0 0 29 2 *", "Asia/Shanghai", "2019-01-01T00:00", 2) == [
        "2020-02-29 00:00 +0800",
        "2024-02-29 00:00 +0800",
    ]
    assert _times("0 0 1 1 *", "Asia/Shanghai", "2019-12-31T15:59", 1) == ["2020-01-01 00:00 +0800"]
    assert _times("59 23 31 12 *", "Asia/Shanghai", "2019-12-31T15:58", 2) == [
        "2019-12-31 23:59 +0800",
        "2020-12-31 23:59 +0800",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"when": {"cron": "0 6 * *", "zone": "Asia/Shanghai"}}, "应为五段的 cron 表达式"),
        ({"when": {"cron": "0 0 6 * * *", "zone": "Asia/Shanghai"}}, "应为五段的 cron 表达式"),
        ({"when": {"cron": "0 25 * * *", "zone": "Asia/Shanghai"}}, "不是能用的 cron 表达式"),
        ({"when": {"cron": "0 0 30 2 *", "zone": "Asia/Shanghai"}}, "不是能用的 cron 表达式"),
        ({"when": {"cron": "0 6 * * *", "zone": "Asia/Shanghia"}}, "没有这个时区"),
        ({"what": []}, "what"),
        ({"what": ["send", "run"]}, "先后"),
        ({"what": ["run", "run"]}, "只写一次"),
        ({"scopes": ["甲乡/乙村/丙组"]}, "某乡/某村"),
        ({"yaer": 2019}, "未知的键“yaer”"),
        ({"year": "这年"}, "应为整数"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_expected(changes: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        job("a", "0 6 * * *", **changes)


@pytest.mark.parametrize(
    ("name", "address", "says"),
    [
        ('"值班\\r\\nBcc: all@example.com"', "a@b.cn", "owner › name：不能有换行"),
        ('"=?utf-8?b?5YC8?="', "a@b.cn", "owner › name：不能写成"),
        ('"值班\\"室"', "a@b.cn", "owner › name：不能有引号"),
        ('" "', "a@b.cn", "owner › name：不能为空"),
        ("值班室", "é@district.gov.cn", "owner › address：不是一个邮箱地址"),
        ("值班室", '"a@b.cn\\nX: y"', "owner › address：不能有换行"),
        ("值班室", "a@b", "owner › address：不是一个邮箱地址"),
        ("值班室", "a b@c.cn", "owner › address：不是一个邮箱地址"),
    ],
)
def test_an_owner_that_no_message_could_reach_is_refused(
    tmp_path: Path, name: str, address: str, says: str
) -> None:
    line = 'jobs:\n  - {name: 甲, what: [check], year: 2019, when: {cron: "0 6 * * *", zone: UTC}}\n'
    text = f"owner: {{name: {name}, address: {address}}}\n{line}"
    (tmp_path / "schedule.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        load_schedule(tmp_path)


def test_a_job_whose_name_has_characters_that_cannot_be_seen_is_refused() -> None:
    for name in ("a\nb", "a\x00b", "a\u202eb"):
        with pytest.raises(UsageError, match="看不见的控制字符"):
            job(name, "0 6 * * *")


def test_two_jobs_of_one_name_are_refused(tmp_path: Path) -> None:
    line = '  - {name: 甲, what: [check], year: 2019, when: {cron: "0 6 * * *", zone: UTC}}\n'
    (tmp_path / "schedule.yaml").write_text(
        f"owner: {{name: 甲, address: a@b.cn}}\njobs:\n{line}{line}", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="重复的 name"):
        load_schedule(tmp_path)


@pytest.mark.parametrize(
    ("what", "scopes", "lines"),
    [
        ("run", "townships", ["run --year 2019 --all townships"]),
        ("send", "townships", ["send --year 2019 --really"]),
        ("check", "villages", ["check --year 2019"]),
        ("run", "全区", ["run --year 2019"]),
        (
            "run",
            ["全区", "甲乡", "甲乡/东村"],
            [
                "run --year 2019",
                "run --year 2019 --township 甲乡",
                "run --year 2019 --township 甲乡 --village 东村",
            ],
        ),
        ("check", ["甲乡/东村"], ["check --year 2019 --township 甲乡"]),
    ],
)
def test_a_step_is_the_command_that_a_person_would_type(what: str, scopes: object, lines: list[str]) -> None:
    one = job("a", "0 6 * * *", what=[what], scopes=scopes)
    assert [" ".join(words) for words in one.words(one.what[0])] == lines


def test_times_of_several_zones_stand_in_the_order_in_which_they_come_and_of_like_ones_in_the_files() -> None:
    """20:00 in New York is 08:00 of the next day in Shanghai."""
    west, east = job("西", "0 20 * * *", "America/New_York"), job("东", "0 8 * * *")
    later = job("晚", "30 8 * * *")
    told = upcoming(schedule(later, west, east), at("2026-06-01T00:30"), 4)
    assert [f"{one.name} {time:%d %H:%M}" for time, one in told] == [
        "西 01 20:00",
        "东 02 08:00",
        "晚 02 08:30",
        "西 02 20:00",
    ]
