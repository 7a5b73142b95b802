"""Amounts and counts exactly as written: money in integer 分, counts as integers, never through binary rounding."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gonggu.reading.text import plain, unmarked
from gonggu.reading.unread import Unread
from gonggu.units import units_counted, yuan_counted

# What Excel leaves behind after adding amounts; anything larger was written so.
NOISE = Decimal("1e-6")
MOST = Decimal(10) ** 15
_YUAN = yuan_counted()
_ANY = units_counted("")
# 1 234 567 and 1 234.50 are one number; 12 34, 20000 150, 120 500 and digits on two lines may be several.
_GAP = re.compile(r"\d\s+\d")
_GROUPED = re.compile(
    r"\D*\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}|(?: \d{3})+(?: \d{3}|(?=\.\d)))(?:[ \u00a0\u2009\u202f]\d{3})*(?:\.\d+)?\D*"
)
_CURRENCY = re.compile(r"^(?:人民币:?|RMB)?¥?", re.IGNORECASE)
_EXACTLY = re.compile(r"(?<=[元圆])[整正]$")
_IN_BRACKETS = re.compile(r"\((.*)\)")
_OLD_SIGNS = str.maketrans("萬圓圆億", "万元元亿")
# 伍佰捌拾陆万元整, as on a cheque: up to four digits before 亿, 万 and 元.
_CAPITALS = {sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_PLACES = {"": 1, "拾": 10, "佰": 100, "仟": 1000}
_DIGIT = f"[{''.join(_CAPITALS)}]"
_SECTION = f"((?:{_DIGIT}仟)?零?(?:{_DIGIT}佰)?零?(?:{_DIGIT}拾)?零?{_DIGIT}?)"
_CHEQUE = re.compile(
    f"(?=[^元]*{_DIGIT}|零元)(?:{_SECTION}亿)?零?(?:{_SECTION}万)?{_SECTION}元(?:({_DIGIT})角)?(?:零?({_DIGIT})分)?[整正]?"
)
_NUMBER = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|[+-]?\.\d+)(\D*)")


def money(value: Any, unit: int) -> int:
    """An amount in 分; `unit` is how many 元 the column counts in, a unit in the cell goes before it."""
    amount, written = _from_capitals(value) or _decimal(value, "金额（数字）")
    if written and written not in _YUAN:
        raise Unread("value_type", "金额（数字）")
    yuan = amount * _YUAN.get(written, unit)
    fen = (yuan * 100).to_integral_value()
    if abs(yuan * 100 - fen) > NOISE * 100:
        raise Unread("value_type", "金额，最多到分（两位小数）")
    return int(fen)


def integer(value: Any, unit: int, units: Mapping[str, int] = _ANY) -> int:
    """A count; `unit` is how many the column counts in, `units` the words that may stand behind it."""
    amount, written = _decimal(value, "整数")
    count = amount * _factor(written, unit, units, "整数")
    whole = count.to_integral_value()
    if abs(count - whole) > NOISE:
        raise Unread("value_type", "整数")
    return int(whole)


def number(value: Any, unit: int, units: Mapping[str, int] = {}) -> float:
    """A measure such as an area or a length; `units` are the words that may stand behind it."""
    amount, written = _decimal(value, "数字")
    return float(amount * _factor(written, unit, units, "数字"))


def _factor(written: str, unit: int, units: Mapping[str, int], expected: str) -> int:
    """How many the unit behind the number makes; a unit of another kind is none of the column's."""
    if not written:
        return unit
    if written not in units:
        own = next(iter(units), "")
        raise Unread(
            "value_type", f"{expected}（按{own}计）" if own else f"{expected}（计量单位不要写在格内）"
        )
    return units[written]


def _from_capitals(value: Any) -> tuple[Decimal, str] | None:
    """An amount in the characters of cheques and its unit; None where it is not written so."""
    if not isinstance(value, str) or value.isascii():
        return None
    found = _CHEQUE.fullmatch(_CURRENCY.sub("", plain(value).translate(_OLD_SIGNS)))
    if not found:
        return None
    hundred_millions, ten_thousands, ones, tenths, cents = (_section(part or "") for part in found.groups())
    return Decimal(hundred_millions * 10**8 + ten_thousands * 10**4 + ones) + Decimal(
        tenths * 10 + cents
    ) / 100, "元"


def _section(capitals: str) -> int:
    """Up to four digits with their places: 伍佰捌拾陆 is 586."""
    digits = re.findall(f"({_DIGIT})([拾佰仟]?)", capitals)
    return sum(_CAPITALS[digit] * _PLACES[place] for digit, place in digits)


def _decimal(value: Any, expected: str) -> tuple[Decimal, str]:
    """The number and the unit written behind it; a binary float counts as its shortest decimal."""
    if isinstance(value, str):
        if _GAP.search(value) and not _GROUPED.fullmatch(value.strip()):
            raise Unread("value_type", f"{expected}，一格只填一个数")
        found = _NUMBER.fullmatch(_EXACTLY.sub("", _CURRENCY.sub("", unmarked(plain(value)))))
        if not found:
            raise Unread("value_type", expected)
        amount = Decimal(found[1].replace(",", ""))
        written = _IN_BRACKETS.sub(r"\1", unmarked(found[2]).translate(_OLD_SIGNS))
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        amount, written = Decimal(repr(value)), ""
    else:
        raise Unread("value_type", expected)
    if abs(amount) >= MOST:
        raise Unread("value_type", expected)
    return amount, written
