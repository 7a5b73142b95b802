"""One value written as offices write it: every way that a careful person reads back as the same value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pandas as pd

from gonggu.forms import Column, Forms

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code).isalnum()})
_WIDE_ALL = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_INVISIBLE = (" ", "\u00a0", "\u200b", "\u3000", "\ufeff", "  ", "\t")
_TRUTHS: tuple[tuple[Any, Any], ...] = (
    ("是", "否"), ("有", "无"), ("√", "×"), ("Y", "N"), ("y", "n"), ("1", "0"), (1, 0), (True, False), ("Ｙ", "Ｎ"),
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A number that a formula has computed."""

    result: float


Cell = str | float | bool | date | Formula | None
Writer = Callable[[Any], Cell]


def cell_writer(column: Column, forms: Forms, unit: int, rng: Random) -> Writer:
    """Ways to write the column's values, one chosen at random for each cell; `unit` is how many 元 it counts in."""
    if column.type == "code":
        return lambda value: _code(value, forms, column.codes, rng)
    if column.type == "money":
        return lambda value: _money(value, unit, rng)
    ways: dict[str, Callable[[Any, Random], Cell]] = {
        "text": _name if column.pii else _text,
        "id": _identity, "phone": _digits, "account": _digits, "int": _count, "number": _measure,
        "year": _year, "month": _month, "date": _date, "bool": _truth,
    }  # fmt: skip
    way = ways[column.type]
    return lambda value: way(value, rng)


def padded(text: str, rng: Random) -> str:
    """The text with something invisible before or behind it, or as it is."""
    sign = rng.choice(_INVISIBLE)
    return rng.choice((text, text, text + sign, sign + text))


def _text(value: str, rng: Random) -> Cell:
    return padded(rng.choice((value, value, value.translate(_WIDE))), rng)


def _name(value: str, rng: Random) -> Cell:
    return padded(rng.choice((value, "　".join(value), " ".join(value))) if len(value) == 2 else value, rng)


def _identity(value: str, rng: Random) -> Cell:
    ways = (
        value,
        value.lower(),
        value.translate(_WIDE),
        f"{value[:6]} {value[6:14]} {value[14:]}",
        f"'{value}",
    )
    return padded(rng.choice(ways), rng)


def _digits(value: str, rng: Random) -> Cell:
    grouped = " ".join(value[start : start + 4] for start in range(0, len(value), 4))
    ways = [value, value.translate(_WIDE), grouped]
    short_number: list[Any] = [float(value)] if len(value) < 15 and not value.startswith("0") else []
    return rng.choice([padded(rng.choice(ways), rng), *short_number])


def _count(value: int, rng: Random) -> Cell:
    value = int(value)
    ways: list[Cell] = [
        value,
        Formula(value),
        f"{value}",
        f"{value:,}",
        f"{value}".translate(_WIDE),
        f"{value}\u00a0",
    ]
    return rng.choice(ways)


def _measure(value: float, rng: Random) -> Cell:
    written = f"{Decimal(repr(float(value))):f}"
    ways: list[Cell] = [
        float(value),
        Formula(float(value)),
        written,
        written.translate(_WIDE_ALL),
        f"{value:,}",
    ]
    return rng.choice(ways)


def _money(value: float, unit: int, rng: Random) -> Cell:
    yuan = Decimal(repr(float(value)))
    counted = yuan / unit
    plain, grouped = f"{counted.normalize():f}", f"{counted:,}" if unit > 1 else f"{yuan:,.2f}"
    ways: list[Cell] = [
        float(counted), float(counted), Formula(float(counted)), plain, grouped, plain.translate(_WIDE_ALL),
        f"{yuan.normalize():f}元", f"{yuan.normalize():f}元".translate(_WIDE_ALL), f"{(yuan / 10_000).normalize():f}万",
        f"{(yuan / 10_000).normalize():f}万元", f"{plain}\u200b", f"¥{grouped}",
    ]  # fmt: skip
    return rng.choice(ways)


def _year(value: int, rng: Random) -> Cell:
    year = int(value)
    return rng.choice(
        (year, f"{year}", f"{year}年", f"{year}年度", f"{year}".translate(_WIDE), Formula(year))
    )


def _month(value: str, rng: Random) -> Cell:
    year, month = (int(part) for part in value.split("-"))
    ways: list[Cell] = [
        value, f"{year}/{month}", f"{year}.{month:02d}", f"{year}年{month}月", f"{year}{month:02d}", year * 100 + month,
        f"{year % 100}年{month}月", f"{year} 年 {month} 月", date(year, month, 1), f"{year}－{month}".translate(_WIDE),
        f"{year}年{month}月份",
    ]  # fmt: skip
    return rng.choice(ways)


def _date(value: pd.Timestamp | date, rng: Random) -> Cell:
    day = value.date() if isinstance(value, pd.Timestamp) else value
    serial = (day - date(1899, 12, 30)).days
    packed = day.year * 10_000 + day.month * 100 + day.day
    dotted = f"{day.year}.{day.month}.{day.day}"
    ways: list[Cell] = [
        day, day, day, float(serial), Formula(serial), f"{serial}", f"{packed}", packed, day.isoformat(), dotted,
        f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日", dotted[2:], dotted.translate(_WIDE),
        f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.isoformat()} 00:00:00", f"{dotted}\u00a0",
    ]  # fmt: skip
    return rng.choice(ways)


def _truth(value: str, rng: Random) -> Cell:
    yes, no = rng.choice(_TRUTHS)
    return yes if value == "是" else no


def _code(value: str, forms: Forms, codes: str, rng: Random) -> Cell:
    number = forms.codes[codes].index(value) + 1
    others = [word for word, to in forms.synonyms.get(codes, {}).items() if to == value]
    ways = (
        value,
        value,
        f"{number:02d} {value}",
        f"{number:02d}{value}",
        f"{number}.{value}",
        f"（{number}）{value}",
    )
    spaced = f"{value[:1]} {value[1:]}"
    return padded(rng.choice((*ways, f"{number}、{value}", spaced, *others)), rng)
