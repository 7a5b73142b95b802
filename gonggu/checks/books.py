"""The year's ledgers as checks see them, and how a check points at the cells that it finds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.catalogue import CHECKS
from gonggu.checks.findings import no_findings
from gonggu.checks.masking import shown, yuan
from gonggu.forms import Column, Forms
from gonggu.reading.areas import AREA
from gonggu.reading.typed import TABLE, TypedLedger

Found = Iterator[pd.DataFrame]
T = TypeVar("T")


@dataclass(frozen=True)
class Books:
    """A year's typed ledgers by id, their frames with areas, and the rules in force.

    `unread` names, by ledger, the files that were not read and may hold records of it.
    """

    ledgers: Mapping[str, TypedLedger]
    forms: Forms
    year: int
    rules: Mapping[str, Decimal]
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __contains__(self, ledger: str) -> bool:
        return ledger in self.ledgers

    def frame(self, ledger: str) -> pd.DataFrame:
        """A ledger's records."""
        return self.ledgers[ledger].frame

    def complete(self, ledger: str) -> bool:
        """Whether all files of a ledger were read, so that what is not in it is nowhere."""
        return ledger in self.ledgers and ledger not in self.unread

    def once(self, make: Callable[["Books"], T]) -> T:
        """What `make` gives for these ledgers; made when first asked for, as several checks share it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    def columns(self, *types: str) -> Iterator[tuple[TypedLedger, Column]]:
        """Every column of these types, with its ledger."""
        for typed in self.ledgers.values():
            for column in typed.form.columns.values():
                if column.type in types:
                    yield typed, column

    @property
    def year_end(self) -> pd.Timestamp:
        """31 December of the year."""
        return pd.Timestamp(self.year, 12, 31)


def at(
    typed: TypedLedger,
    column: Column,
    where: Any,
    check: str,
    expected: str | Sequence[str],
    raw: Sequence[Any] | None = None,
) -> pd.DataFrame:
    """Findings at the column's cells of some records.

    `where` is a mask or positions; `expected` one text for all or one each; `raw` what stands in cells
    that could not be read, else the typed values are shown.
    """
    records = positions(where)
    if not len(records):
        return no_findings()
    rows = typed.frame.iloc[records]
    cells = _cells(typed, column, rows)
    known = CHECKS[check]
    values = list(raw) if raw is not None else _values(rows[column.name], column)
    return pd.DataFrame(
        {
            "check": pd.array([check] * len(rows), dtype="str"),
            "severity": known.severity,
            "ledger": typed.form.name,
            "file": rows["_file"].to_numpy(),
            "sheet": rows["_sheet"].to_numpy(),
            "row": pd.array(rows["_row"].to_numpy(), dtype="Int64"),
            "column": column.header,
            "cell": pd.array(cells, dtype="str"),
            "value": pd.array([shown(value, column) for value in values], dtype="str"),
            "expected": pd.array(
                [expected] * len(rows) if isinstance(expected, str) else expected, dtype="str"
            ),
            "advice": known.advice,
            "township": rows[AREA[0]].to_numpy(),
            "village": rows[AREA[1]].to_numpy(),
        }
    )


def positions(where: Any) -> NDArray[np.int64]:
    """Record positions of a mask (a missing answer is no), or the positions given."""
    values = where.to_numpy(dtype=bool, na_value=False) if isinstance(where, pd.Series) else np.asarray(where)
    return np.flatnonzero(values) if values.dtype == bool else values.astype(np.int64)


def places(typed: TypedLedger, column: Column, records: Sequence[int] | NDArray[np.int64]) -> list[str]:
    """Where these records' cells stand, as a person looks them up: file, sheet, cell."""
    rows = typed.frame.iloc[np.asarray(records)]
    cells = _cells(typed, column, rows)
    return [
        " ".join(filter(None, (file, sheet, cell)))
        for file, sheet, cell in zip(rows["_file"], rows["_sheet"], cells, strict=True)
    ]


def _cells(typed: TypedLedger, column: Column, rows: pd.DataFrame) -> list[str]:
    """Excel's cell of the column for each row; only the row where the sheet lacks the column."""
    return [
        f"{typed.letters.get((file, sheet, table), {}).get(column.name, '')}{row}"
        for file, sheet, table, row in zip(*(rows[name] for name in TABLE), rows["_row"], strict=True)
    ]


def _values(values: pd.Series, column: Column) -> list[Any]:
    if column.type == "money":
        return [yuan(int(value)) if value is not pd.NA else "" for value in values]
    return list(values)
