"""Records that are there twice, and ID numbers that two people share."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books, Found, at, places
from gonggu.forms import Column, Ledger
from gonggu.reading.typed import TypedLedger

Positions = NDArray[np.int64]

_MOST_PLACES = 5
# ledger, ID number, whose it is
_HOLDERS = (
    ("贫困人口", "证件号码", "人编号"),
    ("贫困户", "户主证件号码", "户编号"),
    ("参保缴费", "证件号码", "人编号"),
    ("教育资助", "证件号码", "人编号"),
)


def repeated(books: Books) -> Found:
    """row_repeated where a record is there again word for word, else key_repeated where only its key is."""
    for typed in books.ledgers.values():
        frame, form = typed.frame, typed.form
        twice = frame.duplicated(form.key_names, keep=False)
        if not twice.any():
            continue
        names = [column.name for column in form.columns.values()]
        suspects = frame.loc[twice, names]
        copies = suspects.duplicated()
        column = pointed(form)
        yield _repeats(typed, column, suspects.index[copies], names, "row_repeated", "每条记录只有一行")
        rest = suspects[~copies].dropna(subset=form.key_names)
        again = rest.index[rest.duplicated(form.key_names)]
        key = "、".join(form.key)
        yield _repeats(typed, column, again, form.key_names, "key_repeated", f"{key}不与他行相同")


def pointed(form: Ledger) -> Column:
    """The key column that tells records apart best: an ID number, else its last free text."""
    key = [form.columns[header] for header in form.key]
    numbers = [column for column in key if column.type == "id"]
    texts = [column for column in key if column.type == "text"]
    return (numbers or texts or key)[0 if numbers else -1]


def id_repeated(books: Books) -> Found:
    """ID numbers that stand with two persons, or as head of two households."""
    for name, number, holder in _HOLDERS:
        form = books.forms.ledgers[name]
        if form.id not in books:
            continue
        typed = books.ledgers[form.id]
        column, whose = form.columns[number], form.columns[holder].name
        pairs = typed.frame[[column.name, whose]].dropna().drop_duplicates()
        shared = pairs.loc[pairs.duplicated(column.name, keep=False), column.name]
        if shared.empty:
            continue
        later = pairs.index[pairs.duplicated(column.name)]
        expected = f"一个证件号码只属于一个{holder}"
        yield _repeats(typed, column, later, [column.name], "id_repeated", expected)


def _repeats(
    typed: TypedLedger, column: Column, again: pd.Index, same: list[str], check: str, expected: str
) -> pd.DataFrame:
    """Findings at the later records, each with the places of all records that are the same in these columns."""
    if not len(again):
        return at(typed, column, [], check, expected)
    values = typed.frame[same]
    alike = np.flatnonzero(values.duplicated(keep=False))
    group = values.iloc[alike].groupby(same, dropna=False, sort=False).ngroup().to_numpy()
    records = again.to_numpy()
    others = _others(typed, column, alike, group, records)
    return at(typed, column, records, check, [f"{expected}；另见 {one}" for one in others])


def _others(
    typed: TypedLedger, column: Column, alike: Positions, group: Positions, records: Positions
) -> Iterator[str]:
    """Where the others of each record's group stand; `group` numbers that of each of the records `alike`.

    Only the first of a group are ever named, so that a number that all share is told of as quickly as any other.
    """
    order = np.argsort(group, kind="stable")
    members, sizes = alike[order], np.bincount(group)
    starts = np.cumsum(sizes) - sizes
    first = np.arange(len(members)) - starts[group[order]] <= _MOST_PLACES
    text = dict(zip(members[first].tolist(), places(typed, column, members[first]), strict=True))
    for own, number in zip(records.tolist(), group[np.searchsorted(alike, records)].tolist(), strict=True):
        start, count = starts[number], sizes[number]
        named = members[start : start + min(count, _MOST_PLACES + 1)].tolist()
        listed = "、".join([text[one] for one in named if one != own][:_MOST_PLACES])
        yield listed if count <= _MOST_PLACES + 1 else f"{listed} 等 {count - 1} 处"
