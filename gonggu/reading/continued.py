"""Sheets that go on where the sheet before ends, without a header, as exports do beyond so many rows."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gonggu.forms import Forms, Ledger
from gonggu.reading.headers import Header, Heading
from gonggu.reading.other_rows import COUNTING
from gonggu.reading.sheets import Cells, Sheet
from gonggu.reading.text import is_blank
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader

_LOOKED_AT = 200  # distinct cells of a column
_FIT = 0.9  # of the cells that can be told right or wrong
_FIT_EACH = 0.5
_WITH_KEY = 0.8  # of the rows


def continued(sheet: Sheet, before: Sheet, fit: tuple[Ledger, Header], forms: Forms) -> Header | None:
    """The header of the sheet before, where this one has the same columns with cells of the same kinds."""
    form, header = fit
    there = tuple(one for one in header.headings if one.position < len(sheet.columns))
    header = replace(header, headings=there)
    if sheet.table or before.name == sheet.name or not _same_columns(sheet, before, fit[1]):
        return None
    shares = list(_shares(sheet, header, forms))
    if (
        not shares
        or min(shares) < _FIT_EACH
        or sum(shares) < _FIT * len(shares)
        or not _has_keys(sheet, form, header)
    ):
        return None
    return replace(header, first=-1, row=-1, body=0, repeated=(), unknown=())


def _same_columns(sheet: Sheet, before: Sheet, header: Header) -> bool:
    """Whether the columns that are filled are among those of the table before, the required ones all of them."""
    used = set(np.flatnonzero(sheet.filled.any(axis=0)).tolist())
    there = set(np.flatnonzero(before.filled.any(axis=0)).tolist())
    required = {one.position for one in header.headings if one.column.req}
    return bool(used) and required <= used <= there


def _has_keys(sheet: Sheet, form: Ledger, header: Header) -> bool:
    """Whether most rows have a key."""
    keys = [one.position for one in header.headings if one.column.header in form.key]
    rows = sheet.filled[sheet.filled.sum(axis=1) > 1]
    return bool(len(rows)) and bool(rows[:, keys].all(axis=1).mean() >= _WITH_KEY)


def _shares(sheet: Sheet, header: Header, forms: Forms) -> Iterator[float]:
    """Of each column that is no text, the share of its cells that can be read as what it holds."""
    for heading in header.headings:
        if heading.column.type != "text":
            cells = _sample(sheet.columns[heading.position])
            if cells:
                yield sum(_reads(heading, forms, cell) for cell in cells) / len(cells)


def _sample(cells: Cells) -> list[object]:
    return [cell for cell in cells.distinct[:_LOOKED_AT] if not is_blank(cell)]


def _reads(heading: Heading, forms: Forms, cell: object) -> bool:
    if heading.column.type in COUNTING and isinstance(cell, float):
        return True  # in whatever unit
    try:
        reader(heading.column, forms, heading.unit or 1)(cell)
    except Unread:
        return False
    return True
