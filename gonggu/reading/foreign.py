"""Blocks below a table that have a header of their own which no form knows: sums by category, lists of telephone numbers."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from gonggu.forms import Forms
from gonggu.reading.headers import Header
from gonggu.reading.row_words import is_figure, is_signature, is_total
from gonggu.reading.sheets import Sheet
from gonggu.reading.text import is_blank
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader

_MOST_IN_TITLE = 1
_LOOKED_AT = 5  # rows of a block
_RECORD = 0.5  # of what a form requires


def foreign_blocks(sheet: Sheet, header: Header, forms: Forms) -> Iterator[range]:
    """Rows behind a blank one that begin with a row of texts and of which none can be read as a record."""
    for rows in _blocks(sheet, header.body):
        begin = next((row for row in rows if sheet.filled[row].sum() > _MOST_IN_TITLE), rows.stop)
        table = range(begin, rows.stop)
        if len(table) > 1 and _is_heading(sheet, begin):
            looked_at = table[:_LOOKED_AT]
            if not any(_is_record(sheet, header, forms, row) for row in looked_at):
                yield table


def _blocks(sheet: Sheet, body: int) -> Iterator[range]:
    """Runs of filled rows that a blank row parts from the records above."""
    filled = np.flatnonzero(sheet.filled.any(axis=1))
    filled = filled[filled >= body].tolist()
    cuts = [at for at, (row, after) in enumerate(pairwise(filled), 1) if after > row + 1]
    for start, end in pairwise([*cuts, len(filled)]):
        yield range(filled[start], filled[end - 1] + 1)


def _is_heading(sheet: Sheet, row: int) -> bool:
    """Whether a row holds texts as a header does, and neither signs nor adds up."""
    cells = [cell for cell in sheet.row(row) if not is_blank(cell)]
    return all(isinstance(cell, str) for cell in cells) and not any(
        is_figure(cell) or is_total(cell) or is_signature(cell) for cell in cells
    )


def _is_record(sheet: Sheet, header: Header, forms: Forms, row: int) -> bool:
    """Whether half of what the form requires is there and can be read."""
    required = [one for one in header.headings if one.column.req]
    cells = [(one, sheet.columns[one.position][row]) for one in required]
    read = 0
    for heading, cell in cells:
        if not is_blank(cell):
            try:
                reader(heading.column, forms, heading.unit or 1)(cell)
            except Unread:
                continue
            read += 1
    return read >= _RECORD * len(required)
