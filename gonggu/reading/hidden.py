"""Records in hidden rows, columns or sheets: they count, and whoever filled in the sheet should know."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gonggu.reading.headers import Header
from gonggu.reading.sheets import Sheet, letter
from gonggu.reading.typed import TypedLedger


@dataclass(frozen=True)
class Hidden:
    """What is hidden; row as Excel numbers it and column are those of the first cell concerned."""

    what: str
    row: int | None = None
    column: str = ""
    cell: str = ""


def hidden_records(sheet: Sheet, header: Header, typed: TypedLedger) -> Iterator[Hidden]:
    """Hidden places in which records of the ledger stand."""
    if typed.frame.empty:
        return
    marks = sheet.marks
    if marks.hidden:
        yield Hidden(f"隐藏的工作表（{len(typed.frame)} 条记录）")
    rows = typed.frame["_row"].to_numpy()
    first = header.headings[0].position
    for top, bottom in _runs(rows[np.isin(rows - 1, list(marks.hidden_rows))].tolist()):
        shown = f"第 {top} 行" if top == bottom else f"第 {top}–{bottom} 行"
        yield Hidden(f"隐藏的{shown}", top, cell=f"{letter(first)}{top}")
    for heading in header.headings:
        if any(heading.position in columns for columns in marks.hidden_columns):
            place = letter(heading.position)
            yield Hidden(
                f"隐藏的 {place} 列", header.row + 1, heading.column.header, f"{place}{header.row + 1}"
            )


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow one another, as first and last of each run."""
    if not rows:
        return
    ends = [after for before, after in pairwise(rows) if after > before + 1]
    starts = [rows[0], *ends]
    lasts = [before for before, after in pairwise(rows) if after > before + 1]
    yield from zip(starts, [*lasts, rows[-1]], strict=True)
