"""The totals that an office wrote into its sheet, against the sums of the records that they stand for."""

from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.forms import Forms
from gonggu.reading.headers import Header, Heading
from gonggu.reading.other_rows import Skipped
from gonggu.reading.records import COUNTING
from gonggu.reading.sheets import Sheet, letter
from gonggu.reading.text import is_blank
from gonggu.reading.typed import TypedLedger
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Mismatch:
    """A total that is not the sum: Excel's row, the column's header, its cell, what stands there, the sum."""

    row: int
    column: str
    cell: str
    stated: str
    summed: str


def mismatches(
    sheet: Sheet, header: Header, typed: TypedLedger, skipped: list[Skipped], forms: Forms
) -> list[Mismatch]:
    """Totals that differ from the sum of their records; a column with a cell that cannot be read is left alone."""
    totals = [skip for skip in skipped if skip.rank is not None]
    counted = [heading for heading in header.headings if heading.column.type in COUNTING]
    rows = typed.frame["_row"].to_numpy()
    found: list[Mismatch] = []
    for total in totals:
        stated = _stated(sheet, counted, total.row, forms)
        blocks = [_compared(typed, stated, block) for block in _blocks(total, totals, rows)]
        if blocks:
            wrong = min(blocks, key=len)  # the records that the total most likely stands for
            found += [_mismatch(sheet, heading, total.row, summed) for heading, summed in wrong]
    return found


def _blocks(total: Skipped, totals: list[Skipped], rows: NDArray[np.int64]) -> list[Mask]:
    """The records that a total may stand for: since the last total of its rank, all above, all, those below it."""
    before = [other.row for other in totals if other.row < total.row and _rank(other) >= _rank(total)]
    after = [other.row for other in totals if other.row > total.row]
    above = rows < total.row
    since = above & (rows > max(before, default=0))
    below = (rows > total.row) & (rows < min(after, default=rows.max(initial=0) + 1))
    return [block for block in (since, above, np.ones(len(rows), dtype=bool), below) if block.any()]


def _rank(total: Skipped) -> int:
    return -1 if total.rank is None else total.rank


def _stated(sheet: Sheet, counted: list[Heading], row: int, forms: Forms) -> list[tuple[Heading, Any]]:
    """The total's amounts as typed values; None for a number that no such column can hold."""
    stated: list[tuple[Heading, Any]] = []
    for heading in counted:
        cell = sheet.columns[heading.position][row - 1]
        if is_blank(cell):
            continue
        try:
            stated.append((heading, reader(heading.column, forms, heading.unit)(cell)))
        except Unread:
            if isinstance(cell, float):
                stated.append((heading, None))
    return stated


def _compared(
    typed: TypedLedger, stated: list[tuple[Heading, Any]], block: Mask
) -> list[tuple[Heading, float]]:
    """The columns in which the total is not the sum over the block, with that sum."""
    wrong = []
    for heading, value in stated:
        if (typed.unread(heading.column) & block).any():
            continue
        summed = typed.frame[heading.column.name][block].sum().item()
        if not _equal(value, summed):
            wrong.append((heading, summed))
    return wrong


def _equal(value: Any, summed: float) -> bool:
    if isinstance(value, float):
        return isclose(value, summed, rel_tol=1e-9, abs_tol=1e-6)
    return bool(value == summed)


def _mismatch(sheet: Sheet, heading: Heading, row: int, summed: float) -> Mismatch:
    cell = sheet.columns[heading.position][row - 1]
    shown = f"{cell:.10g}" if isinstance(cell, float) else str(cell)
    cents = 100 if heading.column.type == "money" else 1
    own = Decimal(repr(summed)) / (cents * heading.unit)
    return Mismatch(
        row, heading.column.header, f"{letter(heading.position)}{row}", shown, f"{own.normalize():f}"
    )
