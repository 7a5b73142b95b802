"""A sheet's rows become typed records: blank and total rows are left out, every distinct cell is read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.columns import column_cells
from gonggu.reading.headers import Header, Heading
from gonggu.reading.marks import Cell
from gonggu.reading.other_rows import COUNTING, Skipped, other_rows
from gonggu.reading.sheets import Cells, Sheet, letter
from gonggu.reading.text import is_blank
from gonggu.reading.typed import DTYPES, PLACE, TEXT, Flaw, TypedLedger, dtype
from gonggu.reading.unread import Unread
from gonggu.reading.values import Reader, reader


def read_records(
    sheet: Sheet, header: Header, form: Ledger, forms: Forms, file: str, foreign: Iterable[range] = ()
) -> tuple[TypedLedger, list[Skipped]]:
    """The records below the header, with their places, and the rows that are none; `foreign` rows are left out."""
    blank = {heading.column.field: _blank(sheet.columns[heading.position]) for heading in header.headings}
    columns = {heading.column.field: sheet.columns[heading.position].codes for heading in header.headings}
    empty: NDArray[np.bool_] = np.array([blank[field][codes] for field, codes in columns.items()])
    filled: NDArray[np.bool_] = ~np.logical_and.reduce(empty)
    filled[: header.body] = False
    for block in foreign:
        filled[block.start : block.stop] = False
    lone = filled & ((~empty).sum(axis=0) == 1)
    deleted = _struck_rows(sheet, header, empty, filled)
    filled[[skip.row - 1 for skip in deleted]] = False
    skipped = deleted + other_rows(sheet, header, form, np.flatnonzero(filled), np.flatnonzero(lone))
    filled[[skip.row - 1 for skip in skipped]] = False
    rows = np.flatnonzero(filled)
    sheet = _merged_down(sheet, header)
    by_field = {heading.column.field: heading for heading in header.headings}
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for column in form.columns.values():
        heading = by_field.get(column.field)
        if heading is None:
            values[column.name] = pd.Series(pd.NA, index=range(len(rows)), dtype=dtype(column)).array
            continue
        cells = column_cells(sheet, header, heading)
        unchanged = cells is sheet.columns[heading.position]
        known_blank = blank[column.field] if unchanged else _blank(cells)
        values[column.name], unread = _typed(cells, heading, forms, rows, known_blank)
        unread += _broken(sheet, heading, rows) + _refused(sheet, heading, rows)
        flaws += unread
    frame = pd.DataFrame(values | _places(file, sheet, rows), index=pd.RangeIndex(len(rows), name="record"))
    letters = {heading.column.name: letter(heading.position) for heading in header.headings}
    typed = TypedLedger(form, frame, tuple(flaws), {(file, sheet.name, sheet.table): letters})
    return typed, skipped


def _struck_rows(
    sheet: Sheet, header: Header, empty: NDArray[np.bool_], filled: NDArray[np.bool_]
) -> list[Skipped]:
    """Rows of which every cell is struck out: deleted, but for whoever kept them in sight."""
    struck = sheet.marks.struck
    rows = sorted({row for row, _ in struck if row < len(filled) and filled[row]})
    positions = [heading.position for heading in header.headings]
    return [
        Skipped(row + 1, letter(positions[0]), "整行划去（删除线）")
        for row in rows
        if all(
            blank or (row, position) in struck
            for position, blank in zip(positions, empty[:, row], strict=True)
        )
    ]


def together(form: Ledger, parts: Iterable[TypedLedger]) -> TypedLedger:
    """The ledger that several sheets make, its records numbered on."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(part.frame) for part in parts)])
    frame = pd.concat([part.frame for part in parts], ignore_index=True).rename_axis("record")
    flaws = tuple(
        Flaw(flaw.check, flaw.column, flaw.expected, flaw.records + start, flaw.raw)
        for part, start in zip(parts, starts, strict=False)
        for flaw in part.flaws
    )
    letters = {place: names for part in parts for place, names in part.letters.items()}
    return TypedLedger(form, frame, flaws, letters)


def _places(file: str, sheet: Sheet, rows: NDArray[np.int64]) -> dict[str, Any]:
    """Where each record stands: file, sheet, the row as Excel numbers it, the table on the sheet."""
    count = len(rows)
    texts = {
        name: pd.array([text], dtype=TEXT).repeat(count)
        for name, text in zip(PLACE, (file, sheet.name), strict=False)
    }
    return {**texts, "_row": rows + 1, "_table": np.full(count, sheet.table)}


def _blank(cells: Cells) -> NDArray[np.bool_]:
    """Which of the column's distinct values are blank."""
    return np.fromiter(map(is_blank, cells.distinct), bool, len(cells.distinct))


def _merged_down(sheet: Sheet, header: Header) -> Sheet:
    """The sheet in which a value merged over several rows stands in each of them.

    What counts or adds up is not repeated: an amount merged over three rows is not three amounts.
    """
    repeatable = {one.position for one in header.headings if one.column.type not in COUNTING}
    columns = list(sheet.columns)
    for left in repeatable:
        blocks = [
            (top, bottom) for (top, at), (bottom, _) in sheet.marks.merged if at == left and top > header.row
        ]
        if blocks:
            columns[left] = _filled_down(columns[left], sorted(blocks))
    marks = sheet.marks
    broken, refused = (_marked_down(marked, sheet, repeatable) for marked in (marks.broken, marks.refused))
    return replace(sheet, columns=columns, marks=replace(marks, broken=broken, refused=refused))


def _marked_down(marked: Mapping[Cell, str], sheet: Sheet, repeatable: set[int]) -> Mapping[Cell, str]:
    """The marks of cells that are repeated, in each of their rows."""
    below = {
        (row, left): marked[top, left]
        for (top, left), (bottom, _) in sheet.marks.merged
        if left in repeatable and (top, left) in marked
        for row in range(top, min(bottom + 1, sheet.height))
    }
    return {**below, **marked} if below else marked


def _filled_down(cells: Cells, blocks: list[tuple[int, int]]) -> Cells:
    """The column with each block's first cell in all its rows; a block that overlaps the one before is none."""
    codes = cells.codes.copy()
    free = 0
    for top, bottom in blocks:
        if top >= free:
            codes[top + 1 : bottom + 1] = codes[top : top + 1]
            free = bottom + 1
    return Cells(cells.distinct, codes)


def _typed(
    cells: Cells, heading: Heading, forms: Forms, rows: NDArray[np.int64], blank: NDArray[np.bool_]
) -> tuple[Any, list[Flaw]]:
    """The column's values as a typed array, and the cells that could not be read."""
    column = heading.column
    codes = cells.codes[rows]
    read = reader(column, forms, heading.unit) if heading.unit else _refuse_unit
    values, unread = _each_once(cells.distinct, codes, blank, read)
    typed = _array(values, column).take(codes)
    flaws = [
        Flaw(check, column, expected, records, [cells.distinct[codes[record]] for record in records])
        for (check, expected), wrong in unread.items()
        if len(records := np.flatnonzero(np.isin(codes, wrong)))
    ]
    return typed, flaws


def _refuse_unit(_: Any) -> None:
    raise Unread(
        "value_type", "金额的计量单位只有一种说法（表内外写了两种），请在列名中写明，如“金额（万元）”"
    )


def _each_once(
    distinct: list[Any], codes: NDArray[np.int32], blank: NDArray[np.bool_], read: Reader
) -> tuple[list[Any], dict[tuple[str, str], list[int]]]:
    """Every distinct cell that a record holds, read; and which of them fail, by reason."""
    values: list[Any] = [None] * len(distinct)
    unread: dict[tuple[str, str], list[int]] = defaultdict(list)
    held = np.unique(codes)
    for code in held[~blank[held]].tolist():
        try:
            values[code] = read(distinct[code])
        except Unread as reason:
            unread[reason.check, reason.expected].append(code)
    return values, unread


def _array(values: list[Any], column: Column) -> Any:
    if column.type == "date":
        return pd.array(np.array(values, dtype="datetime64[ms]"), dtype=DTYPES["date"])
    return pd.array(values, dtype=dtype(column))


def _broken(sheet: Sheet, heading: Heading, rows: NDArray[np.int64]) -> list[Flaw]:
    """Cells that show an error value, or a formula whose result was never stored; both read as blank."""
    expected = "公式算出的结果；请在 Excel 中重新计算并改正后保存"
    shown = _in_column(sheet.marks.broken, heading)
    records = np.flatnonzero(np.isin(rows, list(shown)))
    raw = [shown[rows[record]] for record in records]
    return [Flaw("value_formula", heading.column, expected, records, raw)] if len(records) else []


def _refused(sheet: Sheet, heading: Heading, rows: NDArray[np.int64]) -> list[Flaw]:
    """Cells of which it is not known what they show, by what is expected there."""
    reasons = _in_column(sheet.marks.refused, heading)
    cells = sheet.columns[heading.position]
    flaws = []
    for expected in dict.fromkeys(reasons.values()):
        places = [row for row, reason in reasons.items() if reason == expected]
        records = np.flatnonzero(np.isin(rows, places))
        if len(records):
            raw = [cells[rows[record]] for record in records]
            flaws.append(Flaw("value_type", heading.column, expected, records, raw))
    return flaws


def _in_column(marked: Mapping[Cell, str], heading: Heading) -> dict[int, str]:
    return {row: text for (row, column), text in marked.items() if column == heading.position}
