"""Dates, months and years as offices write them; a two-digit year is of this century."""

import re
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from gonggu.reading.text import is_spaced, plain
from gonggu.reading.unread import Unread

FIRST, LAST = 1950, 2099  # what an event of these ledgers can be dated
_NOT_GUESSED = 40  # two digits from here on
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial numbers after February 1900
_CLOCK = r"(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE = re.compile(r"(\d{4}|\d{2})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)" + _CLOCK)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?份?)|(\d{2})年(\d{1,2})月份?")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_SERIALS = range((date(FIRST, 1, 1) - _EPOCH).days, (date(LAST, 12, 31) - _EPOCH).days + 1)


def day(value: Any) -> date:
    """A date; real dates, serial numbers and the usual ways of writing it."""
    if isinstance(value, datetime):
        return _possible(value.date())
    if isinstance(value, date):
        return _possible(value)
    if isinstance(value, float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        text = plain(value)
        if text.isdecimal() and len(text) < 8 and is_spaced(value):  # 2019 6 is no serial number
            raise _no_date()
        return _from_text(text)
    raise _no_date()


def month(value: Any) -> str:
    """A month as YYYY-MM; a date stands for its month."""
    if isinstance(value, str):
        found = _MONTH.fullmatch(plain(value))
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
    written = plain(value) if isinstance(value, str) else _digits(value)
    found = _YEAR.fullmatch(written)
    if not found or not FIRST <= int(found[1]) <= LAST:
        raise Unread("value_type", "四位年度，如 2019")
    return int(found[1])


def _from_number(value: float) -> date:
    digits = _digits(value)
    if len(digits) == 8:
        return _from_text(digits)
    if not isfinite(value) or int(value) not in _SERIALS:
        raise _no_date()
    return _EPOCH + timedelta(days=int(value))


def _from_text(text: str) -> date:
    if re.fullmatch(r"\d{5}", text):
        return _from_number(float(text))
    if packed := _DIGITS.fullmatch(text):
        return _date(*(int(part) for part in packed.groups()))
    found = _DATE.fullmatch(text)
    if not found:
        raise _no_date()
    whole = int(found[1]) if len(found[1]) == 4 else _century(int(found[1]))
    return _date(whole, int(found[3] or found[5]), int(found[4] or found[6]))


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


def _possible(value: date) -> date:
    if not FIRST <= value.year <= LAST:
        raise _no_date()
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
