"""What has changed since the edition that a reader was sent last: figures with what they were, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from gonggu.circulation.reasons import reasons
from gonggu.comparison.changes import Change, changes
from gonggu.comparison.sides import Side
from gonggu.figures.card import OK
from gonggu.figures.headline import CARDS_SHOWN, HEADLINE, headline_label
from gonggu.figures.numbers import WITHHELD, with_unit
from gonggu.history import RowChanges
from gonggu.report.headline import change_of

SAME = "没有变化"
LACKING = "没有这一项"
HARD_TO_COMPARE = "口径等有变化，不宜直接相比"
FURTHER_SHOWN = 6
_WHOLE = (Fraction(0), Fraction(100))


@dataclass(frozen=True)
class Row:
    """A figure as printed, with its unit: now, and in the edition before; `change` in words, blank where there is none to tell.

    `before` is blank in a first message, and in words where the figure had no value.
    """

    id: str
    label: str
    now: str
    before: str = ""
    change: str = ""

    @property
    def told(self) -> str:
        """What it was and how it has changed: 上次 29人，减少5人; blank in a first message."""
        blank = "" if self.before.startswith(("没", "无", WITHHELD)) else " "
        return "，".join(filter(None, (f"上次{blank}{self.before}", self.change))) if self.before else ""


@dataclass(frozen=True)
class Since:
    """All that is told of one edition against the one before: `year` and `day` say which that was and when it was sent.

    `headline` are the headline figures of now, `further` the most telling of the other `further_count` that differ.
    """

    year: int
    day: str
    is_of_year: bool
    headline: tuple[Row, ...]
    further: tuple[Row, ...]
    further_count: int
    reasons: tuple[str, ...]

    @property
    def edition(self) -> str:
        """The edition before as a reader knows it: 2020年1月6日发送, or 2018年版，2019年1月6日发送."""
        return ("" if self.is_of_year else f"{self.year}年版，") + f"{self.day}发送"

    @property
    def changed(self) -> tuple[Row, ...]:
        """The figures to show that differ, the headline ones first."""
        return (*(row for row in self.headline if row.change != SAME), *self.further)

    @property
    def hidden_count(self) -> int:
        """How many figures differ that are not shown."""
        return self.further_count - len(self.further)

    @property
    def changed_count(self) -> int:
        """How many figures differ."""
        return len(self.changed) + self.hidden_count

    @property
    def further_said(self) -> str:
        """How many figures differ beside the headline ones."""
        if not self.further:
            return "主要指标以外的指标没有变化。"
        shown = f"，变化较大的{len(self.further)}项是" if self.hidden_count else ""
        return f"主要指标以外还有{self.further_count}项有变化{shown}："

    @property
    def why(self) -> str:
        """What the reasons begin with."""
        return "变化的原因：" if self.changed else "有变化的是："


def headline_rows(figures: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    """The headline figures that an edition has, in the report's order, at most eight."""
    known = {one["id"]: one for one in figures if one["status"] == OK}
    shown = [known[one] for one in HEADLINE if one in known][:CARDS_SHOWN]
    return tuple(
        Row(one["id"], headline_label(one["id"], one["label"]), with_unit(one["value"], one["unit"]))
        for one in shown
    )


def since(before: Side, after: Side, day: str, records: Mapping[str, RowChanges] | None) -> Since:
    """What the later edition says otherwise than the one sent on `day`; `records` are the changes of records where they are told."""
    found = {one.id: one for one in changes(before, after)}
    headline = tuple(_compared(row, found[row.id]) for row in headline_rows(after.figures.values()))
    shown = {row.id for row in headline}
    others = sorted((one for one in found.values() if one.id not in shown and _differs(one)), key=_place)
    further = [_compared(Row(one.id, one.label, _said(one, 1)), one) for one in others[:FURTHER_SHOWN]]
    why = tuple(reasons(before, after, records))
    is_of_year = before.year == after.year
    return Since(before.year, day, is_of_year, headline, tuple(further), len(others), why)


def _differs(one: Change) -> bool:
    """Whether a reader sees a difference; what a public edition may say is no difference of what it says of."""
    if WITHHELD in one.said or one.state in ("same", "nothing"):
        return False
    return bool(one.breaks) or one.said[0] != one.said[1]


def _place(one: Change) -> tuple[int, Fraction]:
    """The most telling first: lost or new, a share that reaches or leaves nothing or all, then by the relative change."""
    old, new = one.values
    if old is None or new is None:
        return 0, Fraction(0)
    largest = max(abs(old), abs(new))
    size = abs(new - old) / largest if largest else Fraction(0)
    reaches = one.unit == "%" and (old in _WHOLE) != (new in _WHOLE)
    return 1 if reaches else 2, -size


def _compared(row: Row, one: Change) -> Row:
    old, new = one.values
    change = ""
    if old is not None and new is not None:
        size = change_of(new, old, one.unit) if one.difference is not None else ""
        change = "，".join(filter(None, (size, HARD_TO_COMPARE))) if one.breaks else size or SAME
    return replace(row, before=_said(one, 0), change=change)


def _said(one: Change, side: int) -> str:
    """What an edition says of the figure; an edition that has no such figure says a dash."""
    is_lacking = one.values[side] is None and one.said[side] == "—"
    return LACKING if is_lacking else one.said[side]
