"""The totals that an office wrote into its sheet, against the sums of the records that they stand for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.forms import Column, Forms
from gonggu.reading.headers import Header, Heading
from gonggu.reading.other_rows import Skipped
from gonggu.reading.records import COUNTING
from gonggu.reading.sheets import Sheet, letter
from gonggu.reading.text import is_blank
from gonggu.reading.typed import TypedLedger
from gonggu.reading.unread import Unread
from gonggu.reading.values import reader


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
    totals = sorted((skip for skip in skipped if skip.rank is not None), key=lambda skip: skip.row)
    if not totals or typed.frame.empty:
        return []
    counted = [heading for heading in header.headings if heading.column.type in COUNTING]
    amounts = {heading.column.name: _Amounts.of(typed, heading.column) for heading in counted}
    found: list[Mismatch] = []
    for total, blocks in zip(totals, _blocks(totals, typed.frame["_row"].to_numpy()), strict=True):
        stated = _stated(sheet, counted, total.row, forms)
        wrong = _least_wrong(amounts, stated, blocks)
        found += [_mismatch(sheet, heading, total.row, summed) for heading, summed in wrong]
    return found


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


def _blocks(totals: list[Skipped], rows: NDArray[np.int64]) -> Iterator[list[range]]:
    """The records that each total may stand for: since the last total of its rank, all above, all, those below it."""
    ends = np.append([total.row for total in totals], rows[-1] + 1)
    before = np.searchsorted(rows, ends).tolist()  # no total stands in a record's row
    last = dict.fromkeys(range(3), 0)  # the record after the last total of each rank or a higher one
    for number, total in enumerate(totals):
        here = before[number]
        blocks = (
            range(last[_rank(total)], here), range(here), range(len(rows)), range(here, before[number + 1])
        )  # fmt: skip
        yield [block for block in blocks if block]
        last |= dict.fromkeys(range(_rank(total) + 1), here)


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
            value = reader(heading.column, forms, heading.unit)(cell)
            stated += [(heading, value)] if value is not None else []
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
