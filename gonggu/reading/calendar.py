"""Dates, months and years as offices write them; what may be read as two different days is not read."""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any, TypeVar

from gonggu.reading.text import is_spaced, plain, unmarked
from gonggu.reading.unread import Unread

FIRST, LAST = (
    1990,
    2099,
)  # what an event of these ledgers can be dated; the year's own bound is drawn when it is known
_NOT_GUESSED = 40  # two digits from here on are the last century's, or lie far ahead
_NO_DAY = 13  # up to here, two digits before a point may also be a day or a month: 06.05.19
_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's serial numbers after February 1900
# A program that takes the sun's time of Shanghai for the clock's keeps a day as the last minute before it.
_BEFORE_MIDNIGHT = timedelta(minutes=6)
_EXACT = 0.05  # seconds that a number of days may be off
_BEIJING = timedelta(hours=8)
_HALF = r"(?:凌晨|早上|上午|中午|下午|晚上|晚)?"
_CLOCK = rf"{_HALF}(?:\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:[AP]M)?|\d{{1,2}}[时点](?:\d{{1,2}}分?)?(?:\d{{1,2}}秒)?|{_HALF})"
_BEHIND = re.compile(
    rf"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?(?:(?<=\d)T)?{_CLOCK}(?:\+08:?00)?$", re.IGNORECASE
)
_WORLD = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z")
_PARTED = re.compile(r"(?<=\d)\s+(?=\d)")
_DATE = re.compile(r"(\d{4})(?:([-/.T])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_SHORT = re.compile(r"(\d{2})(?:\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?份?)|(\d{2})年(\d{1,2})月份?")
_YEAR = re.compile(r"(\d{4})(?:年度?|\.0)?")
Day = TypeVar("Day", bound=date)
_SERIALS = range((datetime(FIRST, 1, 1) - _EPOCH).days, (datetime(LAST, 12, 31) - _EPOCH).days + 1)
_HAN_DATE = re.compile(
    r"(?:[〇零○O0一二三四五六七八九]{4}|\d{4})年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号]?|份)?|度)?"
)
_HAN = re.compile(r"[〇零○O0一二三四五六七八九十]+")
_HAN_DIGITS = {sign: str(place) for place, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○O0", "0"
)


def day(value: Any) -> date:
    """A date; real dates, serial numbers and the usual ways of writing it."""
    if isinstance(value, datetime):
        return _possible(_day_meant(_possible(value)))
    if isinstance(value, date):
        return _possible(value)
    if isinstance(value, float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        text = _written(value)
        if text.isdecimal() and len(text) < 8 and is_spaced(value):  # 2019 6 is no serial number
            raise _no_date()
        return _from_text(text)
    raise _no_date()


def month(value: Any) -> str:
    """A month as YYYY-MM; a date means its month."""
    if isinstance(value, str):
        found = _MONTH.fullmatch(_written(value))
        if found:
            year = int(found[1]) if found[1] else _century(int(found[4]))
            return _month(year, int(found[2] or found[3] or found[5]))
    digits = _digits(value)
    if len(digits) == 6:
        return _month(int(digits[:4]), int(digits[4:]))
    try:
        return day(value).strftime("%Y-%m")
    except Unread:
        raise Unread("value_type", "月份，如 2019-06") from None


def year(value: Any) -> int:
    """A year of four digits."""
    written = _written(value) if isinstance(value, str) else _digits(value)
    found = _YEAR.fullmatch(written)
    if not found or not FIRST <= int(found[1]) <= LAST:
        raise Unread("value_type", "四位年度，如 2019")
    return int(found[1])


def _written(value: str) -> str:
    """The text without blanks and footnote marks, T where a blank parts two numbers, Chinese numerals as digits."""
    text = unmarked(plain(_PARTED.sub("T", value.strip().removeprefix("'"))))
    if not (words := _HAN_DATE.match(text)):
        return text
    return _HAN.sub(lambda found: _han_number(found[0]), words[0]) + text[words.end() :]


def _han_number(numeral: str) -> str:
    """二〇一九 as 2019, 三十一 as 31, 十 as 10."""
    tens, ten, ones = numeral.partition("十")
    digits = "".join(_HAN_DIGITS[sign] for sign in tens + ones if sign in _HAN_DIGITS)
    if not ten:
        return digits
    return (digits[: len(tens)] or "1") + (digits[len(tens) :] or "0")


def _from_number(value: float) -> date:
    digits = _digits(value)
    if len(digits) == 8:
        return _from_text(digits)
    if not isfinite(value) or int(value) not in _SERIALS:
        raise _no_date()
    return _possible(_day_meant(_EPOCH + timedelta(days=value)))


def _day_meant(moment: datetime) -> date:
    """The day of a moment; of the last minutes the next, unless somebody wrote them: 23:59:00, 23:59:59."""
    left = (datetime.combine(moment.date(), time()) + timedelta(days=1) - moment).total_seconds()
    written = abs(left - round(left)) < _EXACT and (round(left) == 1 or (left > 1 and round(left) % 60 == 0))
    early = left <= _BEFORE_MIDNIGHT.total_seconds() and not written
    return moment.date() + timedelta(days=1) if early else moment.date()


def _from_text(text: str) -> date:
    if re.fullmatch(r"\d{5}", text):
        return _from_number(float(text))
    if packed := _DIGITS.fullmatch(text):
        return _date(*(int(part) for part in packed.groups()))
    if world := _WORLD.fullmatch(text):
        return day(datetime.fromisoformat(world[1]) + _BEIJING)
    bare = _BEHIND.sub("", text)
    found = _DATE.fullmatch(bare)
    if found:
        return _date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    short = _SHORT.fullmatch(bare)
    if not short or (short[2] and int(short[1]) < _NO_DAY):
        raise _no_date()
    return _date(_century(int(short[1])), int(short[2] or short[4]), int(short[3] or short[5]))


def _century(short: int) -> int:
    """19 is 2019; a year that may be the last century's or lies far ahead is not guessed."""
    if short >= _NOT_GUESSED:
        raise _no_date()
    return 2000 + short


def _date(year: int, month: int, day: int) -> date:
    try:
        return _possible(date(year, month, day))
    except ValueError:
        raise _no_date() from None


def _possible(value: Day) -> Day:
    if not FIRST <= value.year <= LAST:
        raise Unread("value_type", f"{FIRST} 年以后的日期，如 2019-06-05")
    return value


def _month(year: int, month: int) -> str:
    if not (FIRST <= year <= LAST and 1 <= month <= 12):
        raise Unread("value_type", "月份，如 2019-06")
    return f"{year}-{month:02d}"


def _digits(value: Any) -> str:
    """A whole number's digits, a digit text's digits, or nothing."""
    if isinstance(value, float) and value.is_integer() and 0 <= value < 1e9:
        return str(int(value))
    text = plain(value) if isinstance(value, str) else ""
    return text if text.isdecimal() and not is_spaced(value) else ""


def _no_date() -> Unread:
    return Unread("value_type", "日期，如 2019-06-05")
