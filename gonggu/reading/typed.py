"""A ledger after reading: its typed records, where each stands, and the cells that could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.forms import Column, Ledger

PLACE = ["_file", "_sheet", "_row"]
# The record's table: several may stand on one sheet, in other columns or another order of columns.
TABLE = ["_file", "_sheet", "_table"]
DTYPES = {
    "int": "Int64", "year": "Int64", "money": "Int64", "number": "Float64", "bool": "boolean", "date": "datetime64[ms]",
}  # fmt: skip
TEXT = "str"


def dtype(column: Column) -> str:
    """The dtype of a column in a typed frame; whatever is no number, date or truth value is text."""
    return DTYPES.get(column.type, TEXT)


@dataclass(frozen=True)
class Flaw:
    """Cells of one column that could not be read, all for the same reason; their typed values are missing."""

    check: str
    column: Column
    expected: str
    records: NDArray[np.int64]
    raw: list[Any]


@dataclass(frozen=True)
class TypedLedger:
    """All records of one ledger, numbered 0..n-1 in reading order, with the columns of its form."""

    form: Ledger
    frame: pd.DataFrame
    flaws: tuple[Flaw, ...] = ()
    # (file, sheet, table) -> column name -> Excel's letters of the column there
    letters: Mapping[tuple[str, str, int], Mapping[str, str]] = field(default_factory=dict)

    def absent(self) -> tuple[str, ...]:
        """Names of the form's columns that no sheet has."""
        anywhere = {name for letters in self.letters.values() for name in letters}
        return tuple(column.name for column in self.form.columns.values() if column.name not in anywhere)

    def unread(self, column: Column) -> NDArray[np.bool_]:
        """Which records' cells of the column held something that could not be read."""
        mask = np.zeros(len(self.frame), dtype=bool)
        for flaw in self.flaws:
            if flaw.column.field == column.field:
                mask[flaw.records] = True
        return mask

    def without_column(self, column: Column) -> NDArray[np.bool_]:
        """Which records stand in a sheet that lacks the column."""
        lacking = {place for place, letters in self.letters.items() if column.name not in letters}
        if len(lacking) in (0, len(self.letters)):  # nearly always
            return np.full(len(self.frame), bool(lacking))
        places = pd.MultiIndex.from_frame(self.frame[TABLE])
        result: NDArray[np.bool_] = places.isin(list(lacking))
        return result


def located(ledgers: Mapping[str, TypedLedger], frames: Mapping[str, pd.DataFrame]) -> dict[str, TypedLedger]:
    """The ledgers by id with these frames in place of their own."""
    return {name: replace(typed, frame=frames[name]) for name, typed in ledgers.items()}
