"""Ledgers without any record: as if absent, for a form that nobody filled in says nothing of the year.

Unless the year's parameters say that there were none.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from gonggu.errors import UsageError, nearest
from gonggu.forms import Forms, Ledger
from gonggu.manifest import INDISPENSABLE
from gonggu.params import Params
from gonggu.reading.ledgers import YearRead
from gonggu.reading.trouble import Trouble
from gonggu.reading.typed import PLACE, TypedLedger, dtype

_MISSING = "ledger_missing"


def require_known_ledgers(params: Params, forms: Forms) -> None:
    """UsageError where `none_this_year` names no ledger of the forms, or one without which there is no report."""
    for name in params.year.none_this_year:
        if name not in forms.ledgers:
            raise UsageError(f"{_place(params)}：没有台账“{name}”。{nearest(name, forms.ledgers)}")
        if name in INDISPENSABLE:
            raise UsageError(f"{_place(params)}：没有“{name}”就没有报告，请删去这一项。")


def without_empty(read: YearRead, params: Params, forms: Forms) -> YearRead:
    """What was read without the ledgers that have no record, each told; those that `none_this_year` names are there, and empty.

    UsageError where one of these has records after all.
    """
    none = [forms.ledgers[name] for name in params.year.none_this_year]
    for form in none:
        count = len(read.ledgers[form.id].frame) if form.id in read.ledgers else 0
        if count:
            raise UsageError(f"{_place(params)}：“{form.name}”有 {count} 条记录，请删去这一项。")
    sent_none = {
        form.id: _empty(form) for form in none if form.id not in read.ledgers and form.id not in read.unread
    }
    filled = {name for name, typed in read.ledgers.items() if len(typed.frame)}
    there = read.ledgers | sent_none
    kept = {
        name: there[name]
        for name in forms.by_id
        if name in filled | {form.id for form in none} and name in there
    }
    not_missing = {form.name for form in none if form.id in sent_none}
    troubles = [one for one in read.troubles if not (one.check == _MISSING and one.ledger in not_missing)]
    empty = (forms.by_id[name] for name in read.ledgers if name not in kept and name not in read.unread)
    return replace(read, ledgers=kept, troubles=(*troubles, *_told(empty, read)))


def _told(empty: Iterator[Ledger], read: YearRead) -> Iterator[Trouble]:
    for form in empty:
        files = [file for file, ledgers in read.files.items() if form.id in ledgers]
        yield Trouble(
            "ledger_empty",
            form.name,
            files[0] if len(files) == 1 else "",
            value="、".join(files),
            expected=f"至少一条记录；当年确实没有的，在年度参数中写 none_this_year: [{form.name}]",
        )


def _empty(form: Ledger) -> TypedLedger:
    """The ledger with all its columns and no record."""
    columns = {column.name: pd.Series(dtype=dtype(column)) for column in form.columns.values()}
    places = {
        name: pd.Series(dtype="int64" if name in ("_row", "_table") else "str") for name in (*PLACE, "_table")
    }
    frame = pd.DataFrame(columns | places).rename_axis("record")
    return TypedLedger(form, frame, (), {("", "", 0): dict.fromkeys(columns, "")})


def _place(params: Params) -> str:
    return f"{params.folder.name}/{params.year.year}.yaml › none_this_year"
