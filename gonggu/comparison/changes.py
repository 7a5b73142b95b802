"""Figures of two editions beside each other: value, difference, and what makes the two hard to compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from gonggu.comparison.sides import Side, names_of
from gonggu.figures.card import WITHHELD as IS_WITHHELD
from gonggu.figures.catalogue import BY_ID
from gonggu.figures.limits import exceeds_whole
from gonggu.figures.measure import exact
from gonggu.figures.numbers import NO_DATA, WITHHELD, decimal_text, number_text, with_unit
from gonggu.rule_names import rule_name, value_said
from gonggu.scope import DISTRICT_NAME

State = Literal["changed", "same", "absent", "nothing"]
# From here on the whole of a share is another one.
WIDE = Fraction(30, 100)


@dataclass(frozen=True)
class Change:
    """One figure on both sides; a value is None where there is none, and `reasons` say why."""

    id: str
    label: str
    unit: str
    section: str
    values: tuple[Fraction | None, Fraction | None]
    said: tuple[str, str]
    parts: tuple[str, str]
    breaks: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def state(self) -> State:
        """Whether the figure differs, or has no value on one side, or on both."""
        if None in self.values:
            return "nothing" if self.values == (None, None) else "absent"
        return "same" if self.values[0] == self.values[1] and not self.breaks else "changed"

    @property
    def difference(self) -> Fraction | None:
        """New less old, in the unit; None where they cannot be subtracted, or one of them is no possible value."""
        old, new = self.values
        if old is None or new is None or not self.unit or self.is_impossible:
            return None
        return new - old

    @property
    def is_impossible(self) -> bool:
        """Whether a side says that more money was paid than there was."""
        return any(exceeds_whole(self.id, value) for value in self.values)

    @property
    def direction(self) -> str:
        """The difference in words: 增加, 减少, 提高, 降低, 持平."""
        size = self.difference
        if size is None:
            return "不能相减"
        words = ("提高", "降低") if self.unit == "%" else ("增加", "减少")
        return words[size < 0] if size else "持平"

    @property
    def size(self) -> str:
        """How much: in the unit, and in per cent of the old; of a share in percentage points."""
        gap, old = self.difference, self.values[0]
        if not gap:
            return "—"
        if self.unit == "%":
            return f"{number_text(abs(gap), '%')}个百分点"
        told = with_unit(abs(gap), self.unit.partition("/")[0])
        return f"{told}（{with_unit(abs(gap) / abs(old) * 100, '%')}）" if old else told


def changes(before: Side, after: Side) -> list[Change]:
    """Every figure that either side has, in the order of the later one."""
    ids = dict.fromkeys([*after.figures, *before.figures])
    return [_change(one, before, after) for one in ids]


def _change(one: str, before: Side, after: Side) -> Change:
    old, new = before.figures.get(one), after.figures.get(one)
    known = new or old
    assert known is not None
    units = {side["unit"] for side in (old, new) if side}
    return Change(
        id=one,
        label=known["label"],
        unit=known["unit"] if len(units) == 1 else "",
        section=known["section"],
        values=(_value(old), _value(new)),
        said=(_said(old), _said(new)),
        parts=(_parts(old), _parts(new)),
        breaks=tuple(_breaks(one, before, after)) if old and new else (),
        reasons=tuple(
            f"{name}：{reason}"
            for name, side, figure in zip(names_of(before, after), (before, after), (old, new), strict=True)
            if (reason := _absence(one, side, figure))
        ),
    )


def _value(figure: Mapping[str, Any] | None) -> Fraction | None:
    return None if figure is None or figure["value"] is None else exact(figure["value"])


def _said(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "—"
    if figure["status"] == IS_WITHHELD:
        return WITHHELD
    return with_unit(_value(figure), figure["unit"])


def _parts(figure: Mapping[str, Any] | None) -> str:
    """Numerator / denominator of a share or mean; blank where there is none."""
    if figure is None or figure["denominator"] is None or figure["numerator"] is None:
        return ""
    return " / ".join(decimal_text(exact(figure[part]), 2) for part in ("numerator", "denominator"))


def _absence(one: str, side: Side, figure: Mapping[str, Any] | None) -> str:
    """Why there is no value; blank where there is one."""
    if figure is None:
        card = BY_ID.get(one)
        if card and card.district_only and side.scope.level != "district":
            return f"只有{DISTRICT_NAME}的报告有这一项"
        return "那一版报告没有这一项（程序版本不同）"
    if figure["status"] == IS_WITHHELD:
        return "公开版不予公布"
    if figure["value"] is not None:
        return ""
    if figure["denominator"] == 0:
        return "分母为 0，无法计算"
    ledgers = "、".join(figure["ledgers"])
    return f"{NO_DATA}：缺少台账，或台账“{ledgers}”中没有可算的记录" if ledgers else NO_DATA


def _breaks(one: str, before: Side, after: Side) -> Iterator[str]:
    """What makes the values differ in kind: unit, ledgers, standards, definition, the whole of a share."""
    old, new = before.figures[one], after.figures[one]
    for name, side in zip(names_of(before, after), (old, new), strict=True):
        if exceeds_whole(one, _value(side)):
            yield f"{name}超过100%，账目有误"
    if old["unit"] != new["unit"]:
        yield f"单位由“{old['unit']}”改为“{new['unit']}”"
    if old["ledgers"] != new["ledgers"] and old["value"] is not None and new["value"] is not None:
        yield f"来源台账由{'、'.join(old['ledgers'])}改为{'、'.join(new['ledgers'])}"
    ruled = list(_ruled(one, before.record.get("rules", {}), after.record.get("rules", {})))
    yield from ruled
    if not ruled and _definition(old, before.year) != _definition(new, after.year):
        yield f"口径由“{old['definition']}”改为“{new['definition']}”"
    # Of two places the whole is another one anyway.
    if before.scope == after.scope and old["unit"] == "%" and old["denominator"] and new["denominator"]:
        whole, now = exact(old["denominator"]), exact(new["denominator"])
        if abs(now - whole) > WIDE * whole:
            yield f"分母由{decimal_text(whole, 2)}变为{decimal_text(now, 2)}，变化超过三成"


def _ruled(one: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    card = BY_ID.get(one)
    for name in card.rules if card else ():
        if name in old and name in new and Fraction(old[name]["value"]) != Fraction(new[name]["value"]):
            was, now = (value_said(Decimal(side[name]["value"]), side[name]["unit"]) for side in (old, new))
            yield f"{rule_name(name)}由{was}改为{now}"


def _definition(figure: Mapping[str, Any], year: int) -> str:
    """The definition with the edition's own year taken out."""
    return str(figure["definition"]).replace(str(year), "")
