"""What has changed since the edition that a reader was sent last: the headline figures, and what they rest on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gonggu.circulation.recipients import FILE as RECIPIENTS
from gonggu.figures.card import OK
from gonggu.figures.headline import CARDS_SHOWN, HEADLINE
from gonggu.figures.measure import exact
from gonggu.figures.numbers import number_text
from gonggu.report.headline import change_of

SAME = "没有变化"
_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """A headline figure as printed: its number now, with its unit, and then; `change` in words, blank without a then."""

    label: str
    unit: str
    now: str
    before: str = ""
    change: str = ""


@dataclass(frozen=True)
class Sent:
    """An edition that a reader has: its year, the day it was sent, its figures and run.json."""

    year: int
    day: str
    figures: list[dict[str, Any]]
    record: Mapping[str, Any]

    @classmethod
    def of(cls, year: int, day: str, figures_json: bytes, record_json: bytes) -> "Sent":
        """From the files that were kept of it."""
        return cls(year, day, json.loads(figures_json)["figures"], json.loads(record_json))


def headline_rows(figures: list[dict[str, Any]], before: Sent | None) -> list[Row]:
    """The headline figures that the edition has, in the report's order, at most eight."""
    now = _by_id(figures)
    then = _by_id(before.figures) if before else {}
    shown = [now[one] for one in HEADLINE if one in now][:CARDS_SHOWN]
    return [_row(one, then.get(one["id"])) for one in shown]


def reasons(record: Mapping[str, Any], before: Sent) -> list[str]:
    """Why figures may have changed: what the two runs have read and by what they were made, a line each."""
    lines = _files("台账", record.get("inputs", {}), before.record.get("inputs", {}))
    params, earlier = (
        {name: digest for name, digest in one.get("params", {}).items() if name != RECIPIENTS}
        for one in (record, before.record)
    )
    lines += _files("参数", params, earlier)
    code = ("notebooks", "package")
    if any(record.get(part) != before.record.get(part) for part in code):
        lines.append("程序：有更新")
    return lines


def _by_id(figures: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in figures if one["status"] == OK}


def _row(now: Mapping[str, Any], then: Mapping[str, Any] | None) -> Row:
    unit = now["unit"]
    text = number_text(_value(now), unit)
    if then is None:
        return Row(now["label"], unit, text)
    change = change_of(_value(now), _value(then), unit) or SAME
    return Row(now["label"], unit, text, number_text(_value(then), unit), change)


def _value(figure: Mapping[str, Any]) -> Fraction:
    return exact(figure["value"])


def _files(what: str, now: Mapping[str, str], then: Mapping[str, str]) -> list[str]:
    kinds = {
        "有改动": [one for one in now if one in then and now[one] != then[one]],
        "新增": [one for one in now if one not in then],
        "减少": [one for one in then if one not in now],
    }
    return [f"{what}{word}：{_listed(names)}" for word, names in kinds.items() if names]


def _listed(names: list[str]) -> str:
    plain = [name.rpartition(".")[0] or name for name in sorted(names)]
    more = f"等{len(plain)}个文件" if len(plain) > _SHOWN else ""
    return "、".join(plain[:_SHOWN]) + more
