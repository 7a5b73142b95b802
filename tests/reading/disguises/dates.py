"""Dates, months and years in the many ways of writing and keeping them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.reading.disguises.amounts import WIDE
from tests.reading.disguises.registry import UnfitError, disguise
from tests.reading.disguises.scene import Scene, Shown
from tests.reading.disguises.workbook import serial

_NUMERALS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def chinese(number: int) -> str:
    """A number up to 31 in words: 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens]) + "十" * (tens > 0) + (_NUMERALS[ones] if ones else "")


def chinese_year(year: int) -> str:
    """A year digit by digit: 二〇一九."""
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def _choose(scene: Scene, *patterns: str) -> Callable[[date], str]:
    pattern = scene.choice(*patterns)
    return lambda day: pattern.format(d=day)


@disguise(plain=True, needs=("date",))
def write_dates_as_text(scene: Scene) -> None:
    """One of the usual ways, the same on the whole sheet."""
    way = _choose(
        scene, "{d.year}年{d.month}月{d.day}日", "{d.year}.{d.month}.{d.day}", "{d.year}/{d.month}/{d.day}",
        "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y年%m月%d日}", "{d:%Y.%m.%d}", "{d.year}-{d.month}-{d.day}",
        "{d.year} 年 {d.month} 月 {d.day} 日", "{d.year}. {d.month}. {d.day}", "{d.year}年{d.month}月{d.day}号", "{d:%Y%m%d}",
        "{d:%Y—%m—%d}", "{d.year}．{d.month}．{d.day}", "'{d:%Y-%m-%d}", "{d:%Y－%m－%d}", "{d:%Y-%m-%d}\n",
    )  # fmt: skip
    wide = scene.rng.random() < 0.15
    scene.write(scene.headers("date"), lambda day: way(day).translate(WIDE) if wide else way(day))


@disguise(plain=True, needs=("date",))
def write_dates_in_words(scene: Scene) -> None:
    """二〇一九年六月五日."""
    zero = scene.choice("〇", "○", "零", "O", "0")
    scene.write(
        scene.headers("date"),
        lambda d: f"{chinese_year(d.year).replace('〇', zero)}年{chinese(d.month)}月{chinese(d.day)}日",
    )


@disguise(plain=True, needs=("date",))
def write_dates_with_the_day_of_the_week(scene: Scene) -> None:
    """2019年6月5日（星期三）."""
    frame = scene.choice("（星期{}）", " 星期{}", "(周{})", "星期{}")
    scene.write(
        scene.headers("date"),
        lambda d: f"{d.year}年{d.month}月{d.day}日{frame.format(_WEEKDAYS[d.weekday()])}",
    )


@disguise(plain=True, needs=("date",))
def write_dates_with_the_hour(scene: Scene) -> None:
    """A time of day behind the date, as systems export it."""
    way = _choose(
        scene, "{d:%Y-%m-%d} 10:30:00", "{d:%Y-%m-%d} 0:00", "{d.year}/{d.month}/{d.day} 23:59", "{d:%Y-%m-%d}T00:00:00",
        "{d:%Y-%m-%d} 00:00:00.0", "{d.year}年{d.month}月{d.day}日 10时30分", "{d:%Y-%m-%d} 下午2:30", "{d:%Y-%m-%d}T08:00:00+08:00",
        "{d:%Y-%m-%d} 10:30:00.000",
    )  # fmt: skip
    scene.write(scene.headers("date"), way)


@disguise(plain=True, needs=("date",))
def keep_the_hour_with_dates(scene: Scene) -> None:
    """Real dates with a time of day, which the format may not show."""
    hour = scene.choice(time(10, 30), time(23, 59), time(0, 0, 1), time(8), time(23, 50))
    pattern = scene.choice("yyyy\\-mm\\-dd", "yyyy/m/d;@", "yyyy/m/d h:mm", "14")
    scene.write(scene.headers("date"), lambda d: Shown(datetime.combine(d, hour), pattern))


@disguise(plain=True, needs=("date",))
def show_dates_by_other_formats(scene: Scene) -> None:
    """Real dates under any format."""
    pattern = scene.choice(
        'yyyy"年"m"月"d"日"', "yyyy/m/d;@", "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "14", "27", "31", "57", "58", 'm"月"d"日"',
        "dd-mmm-yy", "mm-dd-yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "yyyy.mm.dd", "yyyymmdd", "e-m-d", "YYYY-MM-DD",
        '[DBNum1][$-804]yyyy"年"m"月"d"日"', "[$-404]e/m/d", 'yyyy"年"mm"月"dd"日" aaaa', "yyyy-mm-dd;;",
    )  # fmt: skip
    scene.write(scene.headers("date"), lambda d: Shown(d, pattern))


@disguise(plain=True, needs=("date",))
def leave_dates_as_serials(scene: Scene) -> None:
    """The number of the day, its format lost; or that number as text."""
    way = scene.choice(
        lambda d: int(serial(d)), lambda d: str(int(serial(d))), lambda d: Shown(int(serial(d)), "0")
    )
    scene.write(scene.headers("date"), way)


@disguise(plain=True, needs=("date",))
def pack_dates_into_eight_digits(scene: Scene) -> None:
    """20190605 as a number."""
    scene.write(scene.headers("date"), lambda d: int(f"{d:%Y%m%d}"))


@disguise(plain=True, needs=("date",))
def shorten_years(scene: Scene) -> None:
    """19.6.5 and its like, which begin with the year as everything here does."""
    scene.write(
        scene.headers("date"),
        _choose(
            scene,
            "{d:%y}.{d.month}.{d.day}",
            "{d:%y}年{d.month}月{d.day}日",
            "{d:%y-%m-%d}",
            "{d:%y}/{d.month}/{d.day}",
        ),
    )


@disguise(plain=False, needs=("date",))
def write_dates_that_can_be_read_otherwise(scene: Scene) -> None:
    """Day, month and year in another order, or one of them missing, or a span."""
    way = _choose(
        scene, "{d.month}/{d.day}/{d.year}", "{d:%d/%m/%Y}", "{d:%d.%m.%Y}", "{d:%d-%m-%y}", "{d.month}月{d.day}日", "{d.month}.{d.day}",
        "{d.year}年{d.month}月", "{d.year}年{d.month}月中旬", "{d.year}年", "{d:%Y%m}", "{d:%Y-%m-%d}至{d:%Y-%m-%d}", "{d:%y%m%d}",
        "{d.year}年{d.month}月{d.day}日左右", "{d.year}.{d.month}", "{d.month}-{d.day}", "{d.year}年{d.month}月{d.day}日前", "{d.year}、{d.month}、{d.day}",
        "{d:%Y-%m-%d}\n{d:%Y}-12-30", "农历{d.month}月{d.day}", "{d:%Y.%m%d}", "{d.year}{d.month}{d.day}",
    )  # fmt: skip
    scene.write(scene.headers("date"), way)


@disguise(plain=False, needs=("date",))
def write_dates_in_english(scene: Scene) -> None:
    """5-Jun-2019 and its like."""
    scene.write(
        scene.headers("date"), _choose(scene, "{d:%d-%b-%Y}", "{d:%d %B %Y}", "{d:%b %d, %Y}", "{d:%d-%b-%y}")
    )


@disguise(plain=False, needs=("date",))
def keep_dates_43_seconds_early(scene: Scene) -> None:
    """As a well-known library for browsers writes dates in China."""
    scene.write(scene.headers("date"), lambda d: datetime.combine(d, time()) - timedelta(seconds=43))


@disguise(plain=False, needs=("month",))
def keep_months_43_seconds_early(scene: Scene) -> None:
    """The first of each month less 43 seconds."""
    scene.write(
        ["月份"], lambda m: Shown(datetime.fromisoformat(f"{m}-01") - timedelta(seconds=43), "yyyy\\-mm")
    )


@disguise(plain=True, needs=("date",))
def count_dates_from_1904(scene: Scene) -> None:
    """Real dates of a workbook that counts from 1904."""
    scene.book.date1904 = True


@disguise(plain=False, needs=("date",))
def count_serials_from_1904(scene: Scene) -> None:
    """Numbers of days, their format lost, of a workbook that counts from 1904."""
    scene.book.date1904 = True
    scene.write(scene.headers("date"), lambda d: int(serial(d)) - 1462)


@disguise(plain=False, needs=("month",))
def count_months_from_1904(scene: Scene) -> None:
    """The first of each month as such a number."""
    scene.book.date1904 = True
    scene.write(["月份"], lambda m: int(serial(datetime.fromisoformat(f"{m}-01"))) - 1462)


@disguise(plain=True, needs=("month",))
def write_months_otherwise(scene: Scene) -> None:
    """2019年3月 and its like."""
    way = _choose(
        scene, "{d.year}年{d.month}月", "{d:%Y年%m月}", "{d.year}/{d.month}", "{d.year}.{d.month:02d}", "{d:%Y%m}", "{d.year}年{d.month}月份",
        "{d:%y}年{d.month}月", "{d.year} 年 {d.month} 月", "{d:%Y-%m-01}", "{d.year}-{d.month}",
    )  # fmt: skip
    if scene.rng.random() < 0.15:
        scene.write(["月份"], lambda m: f"{m[:4]}年{chinese(int(m[5:]))}月")
    else:
        scene.write(["月份"], lambda m: way(date.fromisoformat(f"{m}-01")))


@disguise(plain=True, needs=("month",))
def keep_months_as_dates(scene: Scene) -> None:
    """A day of the month, shown as its month; or six digits."""
    pattern = scene.choice("yyyy\\-mm", 'yyyy"年"m"月"', 'm"月"', "mmm-yy", "57", "14")
    way = scene.choice(
        lambda m: Shown(date.fromisoformat(f"{m}-01"), pattern), lambda m: int(m.replace("-", ""))
    )
    scene.write(["月份"], way)


@disguise(plain=False, needs=("month",))
def write_months_without_certainty(scene: Scene) -> None:
    """A month without its year, or as a decimal that loses the last 0."""
    scene.write(
        ["月份"],
        scene.choice(
            lambda m: f"{int(m[5:])}月",
            lambda m: float(m.replace("-", ".")),
            lambda m: int(m[5:]),
            lambda m: f"{chinese(int(m[5:]))}月",
            lambda m: f"{m}至{m}",
            lambda m: f"{m[:4]}年第{(int(m[5:]) + 2) // 3}季度",
        ),
    )


@disguise(plain=True, needs=("year",))
def write_years_otherwise(scene: Scene) -> None:
    """2019年, 二〇一九年, or a date shown as its year."""
    way = scene.choice(
        lambda y: f"{y}年", lambda y: f"{y}年度", str, lambda y: f"{y} 年", lambda y: str(y).translate(WIDE),
        lambda y: f"{chinese_year(y)}年", lambda y: Shown(date(y, 1, 1), "yyyy"), lambda y: Shown(date(y, 12, 31), 'yyyy"年"'),
        lambda y: Shown(y, '0"年"'),
    )  # fmt: skip
    scene.write(scene.headers("year"), lambda y: way(int(y)))


@disguise(plain=False, needs=("year",))
def write_years_in_short(scene: Scene) -> None:
    """19年 or 19, or a span of years."""
    scene.write(
        scene.headers("year"),
        scene.choice(
            lambda y: f"{int(y) % 100}年",
            lambda y: int(y) % 100,
            lambda y: f"{int(y)}-{int(y) + 1}",
            lambda y: f"{int(y)}年末",
        ),
    )


@disguise(plain=True, ledgers=("帮扶干部", "就业", "兜底保障"))
def write_until_today(scene: Scene) -> None:
    """至今 where something has not ended."""
    ends = [header for header in ("离任日期", "离岗日期", "停发日期") if header in scene.form.columns]
    if not scene.fill_blanks(ends, lambda: scene.choice("至今", "至今 ", "在岗")):
        raise UnfitError


@disguise(plain=False, needs=("date",))
def show_dates_of_no_day(scene: Scene) -> None:
    """0 in a date's format, as a look-up of a blank gives it: 1900/1/0."""
    optional = scene.headers("date", req=False)
    nought: Any = scene.choice(
        Shown(0, "yyyy/m/d"),
        "1900-01-00",
        "1900/1/0",
        Shown(0, "yyyy\\-mm\\-dd"),
        "0000-00-00",
        "1900-01-01",
        "9999-12-31",
    )
    if not optional or not scene.fill_blanks(optional, lambda: nought):
        raise UnfitError
