"""A sheet as raw cells: each column as its distinct values and, for each row, which of them it holds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.reading.marks import Marks
from gonggu.reading.text import is_blank

Raw = Any  # what a cell holds: str, float, bool, date, datetime, time, timedelta, or "" where it is blank


@dataclass(frozen=True)
class Cells:
    """One column of a sheet: `distinct[codes[i]]` is the cell of row i."""

    distinct: list[Raw]
    codes: NDArray[np.int32]

    def __getitem__(self, row: int) -> Raw:
        return self.distinct[self.codes[row]]


@dataclass(frozen=True)
class Sheet:
    """A sheet whose first row and column are the workbook's own, so that places stay Excel's."""

    name: str
    columns: list[Cells]
    height: int
    marks: Marks = field(default_factory=Marks)
    top: int = 0  # the first row that is looked at
    table: int = 0  # number of the table among those of the workbook's sheet
    titles: tuple[str, ...] = ()  # what the sheet and its file are called
    head: int | None = None  # a row that likely is the header, or its last
    inherited: frozenset[int] = (
        frozenset()
    )  # units of money (in 元) stated for the tables beside or above this one

    def row(self, number: int) -> list[Raw]:
        """The cells of one row, counted from 0."""
        return [column[number] for column in self.columns]

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which cells are not blank, rows x columns."""
        shape = (self.height, len(self.columns))
        found = np.zeros(shape, dtype=bool)
        for place, cells in enumerate(self.columns):
            blank = np.fromiter(map(is_blank, cells.distinct), bool, len(cells.distinct))
            found[:, place] = ~blank[cells.codes]
        return found

    def cut(self, rows: range, columns: range) -> "Sheet":
        """The sheet with only these rows and columns; whatever is left keeps its place."""
        nothing = Cells([""], np.zeros(self.height, dtype=np.int32))
        kept = [
            _only(cells, rows) if place in columns else nothing for place, cells in enumerate(self.columns)
        ]
        return replace(self, columns=kept, top=rows.start)


def _only(cells: Cells, rows: range) -> Cells:
    codes = np.full(len(cells.codes), len(cells.distinct), dtype=np.int32)
    codes[rows.start : rows.stop] = cells.codes[rows.start : rows.stop]
    return Cells([*cells.distinct, ""], codes)


def sheet_of_rows(name: str, rows: Sequence[Sequence[Raw]], marks: Marks | None = None) -> Sheet:
    """The sheet that these rows make; short rows are filled up with blanks."""
    columns = [encode(column) for column in zip_longest(*rows, fillvalue="")]
    return Sheet(name, columns, len(rows), marks or Marks())


def encode(column: Sequence[Raw]) -> Cells:
    """The column's distinct values in order of appearance and each row's place among them.

    TRUE and 1 are equal to Python but not to a reader of the ledger, so truth values are told apart.
    """
    seen: defaultdict[Raw, int] = defaultdict(count().__next__)
    if bool in set(map(type, column)):
        keys: Sequence[Raw] = [(value,) if value is True or value is False else value for value in column]
    else:
        keys = column
    codes = np.fromiter(map(seen.__getitem__, keys), np.int32, len(column))
    return Cells([key[0] if isinstance(key, tuple) else key for key in seen], codes)


def letter(column: int) -> str:
    """Excel's letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
