"""The year's corrections made in the typed ledgers; one that no longer fits is refused, never passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from gonggu.checks.books import places
from gonggu.checks.masking import shown, yuan
from gonggu.corrections import Applied, Correction, place_of
from gonggu.errors import UsageError, nearest
from gonggu.forms import Column, Forms, Ledger
from gonggu.params import Params
from gonggu.reading.areas import AREA
from gonggu.reading.text import is_blank, tidy
from gonggu.reading.typed import Flaw, TypedLedger
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader

_MOST_PLACES = 5


@dataclass(frozen=True)
class Change:
    """A correction made: in which ledger (by id) and record, and what it says, personal values masked."""

    correction: Correction
    ledger: str
    record: int
    key: str
    old: str
    new: str

    def noted(self, frames: Mapping[str, pd.DataFrame]) -> Applied:
        """The change with the area of its record, from frames that have areas."""
        area = frames[self.ledger][AREA].iloc[self.record]
        one = self.correction
        return Applied(
            ledger=one.ledger, record=self.key, column=one.column, old=self.old, new=self.new,
            reason=one.reason, date=one.date, township=area[AREA[0]], village=area[AREA[1]],
        )  # fmt: skip


def corrected(
    ledgers: Mapping[str, TypedLedger], params: Params, forms: Forms
) -> tuple[dict[str, TypedLedger], list[Change]]:
    """The ledgers by id with the year's corrections made in their order, and what was changed.

    UsageError names the correction that fits no record, more than one, or a cell that says something else by now.
    """
    mended = dict(ledgers)
    changes: list[Change] = []
    for number, correction in enumerate(params.corrections, start=1):
        where = place_of(params.year.year, number)
        form, column = _column(correction, forms, where)
        if form.id not in mended:
            raise UsageError(f"{where}：今年没有读到台账“{form.name}”，无从更正。")
        typed = mended[form.id]
        record = _record(correction, typed, forms, where)
        old = _present(typed, column, record)
        if not _fits(correction.old, old, column, forms):
            raise UsageError(_unfit(correction, typed, column, record, where))
        new = _parsed(correction.new, column, forms, f"{where} › to")
        mended[form.id] = _with(typed, column, record, new)
        key = "，".join(
            f"{header} {_shown(value, form.columns[header])}" for header, value in correction.record.items()
        )
        changes.append(Change(correction, form.id, record, key, _shown(old, column), _shown(new, column)))
    return mended, changes


def _column(correction: Correction, forms: Forms, where: str) -> tuple[Ledger, Column]:
    form = forms.ledgers.get(correction.ledger)
    if form is None:
        hint = nearest(correction.ledger, forms.ledgers)
        raise UsageError(f"{where} › ledger：没有台账“{correction.ledger}”。{hint}")
    column = form.columns.get(correction.column)
    if column is None:
        hint = nearest(correction.column, form.columns)
        raise UsageError(f"{where} › column：台账“{form.name}”没有列“{correction.column}”。{hint}")
    if set(correction.record) != set(form.key):
        raise UsageError(f"{where} › record：应写明且只写台账“{form.name}”的主键：{'、'.join(form.key)}。")
    return form, column


def _record(correction: Correction, typed: TypedLedger, forms: Forms, where: str) -> int:
    """The one record that has this key."""
    same = np.ones(len(typed.frame), dtype=bool)
    for header, said in correction.record.items():
        column = typed.form.columns[header]
        value = _parsed(said, column, forms, f"{where} › record › {header}")
        values = typed.frame[column.name]
        found = values.isna() if value is None else values.eq(_stored(value)).fillna(False)
        same &= found.to_numpy(dtype=bool)
    records = np.flatnonzero(same)
    if len(records) == 1:
        return int(records[0])
    key = "，".join(
        f"{header} {_shown(said, typed.form.columns[header])}" for header, said in correction.record.items()
    )
    if not len(records):
        raise UsageError(
            f"{where}：台账“{typed.form.name}”中没有这条记录（{key}）。原件已改的，请删去这条更正。"
        )
    listed = "、".join(places(typed, typed.form.columns[correction.column], records[:_MOST_PLACES]))
    raise UsageError(
        f"{where}：台账“{typed.form.name}”中有 {len(records)} 条这样的记录（{key}）：{listed}。更正只能指向一条。"
    )


@dataclass(frozen=True)
class Unreadable:
    """What stands in a cell that could not be read as its column's type."""

    text: str


def _present(typed: TypedLedger, column: Column, record: int) -> Any:
    """What the cell says: a plain typed value, None where it is blank, or Unreadable."""
    for flaw in typed.flaws:
        if flaw.column.field == column.field and record in flaw.records:
            return Unreadable(_raw_text(flaw.raw[int(np.flatnonzero(flaw.records == record)[0])]))
    value = typed.frame[column.name].iloc[record]
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _raw_text(raw: Any) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else tidy(str(raw))


def _fits(said: str | None, present: Any, column: Column, forms: Forms) -> bool:
    if isinstance(present, Unreadable):
        return said is not None and tidy(said) == present.text
    try:
        return bool(_read(said, column, forms) == present)
    except Unread:
        return False


def _parsed(said: str | None, column: Column, forms: Forms, where: str) -> Any:
    try:
        return _read(said, column, forms)
    except Unread as reason:
        raise UsageError(f"{where}：“{shown(said, column)}”不合要求，应为：{reason.expected}。") from None


def _read(said: str | None, column: Column, forms: Forms) -> Any:
    """The value as the column's cells are read, amounts in 元; None where it is blank."""
    return None if said is None or is_blank(said) else reader(column, forms, 1)(said)


def _with(typed: TypedLedger, column: Column, record: int, value: Any) -> TypedLedger:
    """The ledger with one cell changed, which is no longer unreadable then; the given one stays as it is."""
    values = typed.frame[column.name].copy()
    values.iloc[record] = _stored(value)
    flaws = [_without(flaw, record) if flaw.column.field == column.field else flaw for flaw in typed.flaws]
    return replace(
        typed,
        frame=typed.frame.assign(**{column.name: values}),
        flaws=tuple(flaw for flaw in flaws if len(flaw.records)),
    )


def _without(flaw: Flaw, record: int) -> Flaw:
    kept = flaw.records != record
    return replace(
        flaw,
        records=flaw.records[kept],
        raw=[raw for raw, stays in zip(flaw.raw, kept, strict=True) if stays],
    )


def _stored(value: Any) -> Any:
    return pd.Timestamp(value) if isinstance(value, date) else value


def _unfit(correction: Correction, typed: TypedLedger, column: Column, record: int, where: str) -> str:
    (place,) = places(typed, column, [record])
    said = _shown(correction.old, column) or "空白"
    now = _shown(_present(typed, column, record), column) or "空白"
    return (
        f"{where} › from：写的是“{said}”，而{place}“{column.header}”现在是“{now}”。"
        "原件已改的，请删去这条更正；否则请核对 from。"
    )


def _shown(value: Any, column: Column) -> str:
    """A value as messages and the report show it, personal ones masked; amounts in 元."""
    if isinstance(value, Unreadable):
        return shown(value.text, column)
    if column.type == "money" and isinstance(value, int):
        return yuan(value)
    return shown(value, column)
