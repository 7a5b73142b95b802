"""The totals that an office wrote into its sheet, against the sums of the records that they stand for."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.forms import Column, Forms
from gonggu.reading.headers import Header, Heading
from gonggu.reading.other_rows import COUNTING, Skipped
from gonggu.reading.records import together
from gonggu.reading.sheets import Sheet, letter
from gonggu.reading.text import is_blank
from gonggu.reading.typed import TypedLedger
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader

_MOST_BOUNDS = 60  # other totals that a total may reach to


@dataclass(frozen=True)
class Mismatch:
    """A total that is not the sum: Excel's row, the column's header, its cell, what stands there, the sum."""

    row: int
    column: str
    cell: str
    stated: str
    summed: str


@dataclass(frozen=True)
class ReadTable:
    """A table of a sheet as it was read: its records, and the rows that are none."""

    sheet: Sheet
    header: Header
    typed: TypedLedger
    skipped: list[Skipped]


@dataclass(frozen=True)
class _Total:
    """A row of totals: its table, and how many of the records of all tables stand before it."""

    table: ReadTable
    row: int
    rank: int
    before: int


def mismatches(tables: Sequence[ReadTable], forms: Forms) -> list[tuple[ReadTable, Mismatch]]:
    """Totals that differ from the sum of their records; a column with a cell that cannot be read is left alone.

    `tables` are those of one ledger in one file, for a total may be that of several.
    """
    starts = np.cumsum([0, *(len(table.typed.frame) for table in tables)]).tolist()
    totals = [total for table, start in zip(tables, starts, strict=False) for total in _totals(table, start)]
    if not totals or not starts[-1]:
        return []
    whole = together(tables[0].typed.form, [table.typed for table in tables])
    counted = [column for column in whole.form.columns.values() if column.type in COUNTING]
    amounts = {column.name: _Amounts.of(whole, column) for column in counted}
    found: list[tuple[ReadTable, Mismatch]] = []
    for total, blocks in zip(totals, _blocks(totals, starts), strict=True):
        sheet, stated = total.table.sheet, _stated(total.table, total.row, forms)
        wrong = _least_wrong(amounts, stated, blocks)
        found += [(total.table, _mismatch(sheet, heading, total.row, summed)) for heading, summed in wrong]
    return found


def _totals(table: ReadTable, start: int) -> Iterator[_Total]:
    rows = table.typed.frame["_row"].to_numpy()
    for skip in sorted(table.skipped, key=lambda skip: skip.row):
        if skip.rank is not None:
            yield _Total(table, skip.row, skip.rank, start + int(np.searchsorted(rows, skip.row)))


@dataclass(frozen=True)
class _Amounts:
    """One column's amounts, to be summed over any run of records; `unread` counts what could not be read up to each."""

    values: pd.Series
    running: NDArray[np.int64] | None  # sums up to each record, where they are exact
    unread: NDArray[np.int64]

    @classmethod
    def of(cls, typed: TypedLedger, column: Column) -> "_Amounts":
        values = typed.frame[column.name]
        exact = column.type != "number"
        running = _running(values.to_numpy(dtype=np.int64, na_value=0)) if exact else None
        return cls(values, running, _running(typed.unread(column).astype(np.int64)))

    def readable(self, block: range) -> bool:
        return bool(self.unread[block.stop] == self.unread[block.start])

    def total(self, block: range) -> Any:
        if self.running is None:
            return self.values.iloc[block.start : block.stop].sum().item()
        return (self.running[block.stop] - self.running[block.start]).item()


def _running(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values)])


def _blocks(totals: list[_Total], starts: list[int]) -> Iterator[list[range]]:
    """The records that each total may stand for, the likeliest first.

    Since the last total of its rank, all above, all, those below it; then from any other total or table on, up to here
    or up to there: subtotals of subtotals, one table's total.
    """
    last = dict.fromkeys(range(3), 0)  # the record after the last total of each rank or a higher one
    bounds = sorted({*starts, *(total.before for total in totals)})
    for number, total in enumerate(totals):
        here, end = total.before, starts[-1]
        after = totals[number + 1].before if number + 1 < len(totals) else end
        blocks = [range(last[total.rank], here), range(here), range(end), range(here, after)]
        at = bisect_left(bounds, here)
        blocks += [range(bound, here) for bound in reversed(bounds[max(0, at - _MOST_BOUNDS) : at])]
        blocks += [range(here, bound) for bound in bounds[at + 1 : at + _MOST_BOUNDS]]
        yield [block for block in dict.fromkeys(blocks) if block]
        last |= dict.fromkeys(range(total.rank + 1), here)


def _least_wrong(
    amounts: Mapping[str, _Amounts], stated: list[tuple[Heading, Any]], blocks: list[range]
) -> list[tuple[Heading, Any]]:
    """The columns in which the total is not the sum of the records that it most likely stands for, with that sum."""
    least: list[tuple[Heading, Any]] | None = None
    for block in blocks:
        wrong = _compared(amounts, stated, block)
        if least is None or len(wrong) < len(least):
            least = wrong
        if not least:
            break
    return least or []


def _stated(table: ReadTable, row: int, forms: Forms) -> list[tuple[Heading, Any]]:
    """The total's amounts as typed values; None for a number that no such column can hold."""
    stated: list[tuple[Heading, Any]] = []
    for heading in table.header.headings:
        cell = table.sheet.columns[heading.position][row - 1]
        if heading.column.type not in COUNTING or not heading.unit or is_blank(cell):
            continue
        try:
            stated.append((heading, reader(heading.column, forms, heading.unit)(cell)))
        except Unread:
            if isinstance(cell, float):
                stated.append((heading, None))
    return stated


def _compared(
    amounts: Mapping[str, _Amounts], stated: list[tuple[Heading, Any]], block: range
) -> list[tuple[Heading, Any]]:
    """The columns in which the total is not the sum over the block, with that sum."""
    wrong = []
    for heading, value in stated:
        column = amounts[heading.column.name]
        if column.readable(block) and not _equal(value, summed := column.total(block)):
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
