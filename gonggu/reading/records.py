"""A sheet's rows become typed records: blank and total rows are left out, every distinct cell is read once."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.headers import Header, Heading
from gonggu.reading.sheets import Cells, Sheet, letter
from gonggu.reading.text import is_blank, plain
from gonggu.reading.typed import DTYPES, PLACE, TEXT, Flaw, TypedLedger, dtype
from gonggu.reading.unread import Unread
from gonggu.reading.values import Reader, reader

_TOTAL = re.compile(r"(?:合计|小计|总计|共计|总数|本页合计|.{0,12}(?:合计|小计|总计))[:：]?")
_SIGNED = re.compile(
    r"(?:填表人|审核人|制表人|制表|复核人|经办人|负责人|填报人|填报单位|填表单位|填表日期|填报日期|单位负责人|联系人|报送日期)"
    r"(?:[:：(].*)?"
)
_EXAMPLE = re.compile(r"示例(?:[:(].*)?")


@dataclass(frozen=True)
class Skipped:
    """A row that is no record (合计, 填表人, 示例 …): its number as Excel shows it and the word that says so."""

    row: int
    column: str
    word: str


def read_records(
    sheet: Sheet, header: Header, form: Ledger, forms: Forms, file: str
) -> tuple[TypedLedger, list[Skipped]]:
    """The records below the header, with their places, and the rows that are none."""
    blank = {heading.column.field: _blank(sheet.columns[heading.position]) for heading in header.headings}
    filled = ~np.logical_and.reduce(list(blank.values()))
    filled[: header.row + 1] = False
    skipped = _other_rows(sheet, header, form, np.flatnonzero(filled))
    filled[[skip.row - 1 for skip in skipped]] = False
    rows = np.flatnonzero(filled)
    by_field = {heading.column.field: heading for heading in header.headings}
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for column in form.columns.values():
        heading = by_field.get(column.field)
        if heading is None:
            values[column.name] = pd.Series(pd.NA, index=range(len(rows)), dtype=dtype(column)).array
            continue
        values[column.name], unread = _typed(sheet, heading, forms, rows)
        flaws += unread
    frame = pd.DataFrame(
        values | _places(file, sheet.name, rows), index=pd.RangeIndex(len(rows), name="record")
    )
    letters = {heading.column.name: letter(heading.position) for heading in header.headings}
    return TypedLedger(form, frame, tuple(flaws), {(file, sheet.name): letters}), _worth_telling(
        skipped, header
    )


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


def _places(file: str, sheet: str, rows: NDArray[np.int64]) -> dict[str, Any]:
    """Where each record stands: file, sheet and the row as Excel numbers it."""
    count = len(rows)
    texts = {
        name: pd.array([text], dtype=TEXT).repeat(count)
        for name, text in zip(PLACE, (file, sheet), strict=False)
    }
    return {**texts, "_row": rows + 1}


def _blank(cells: Cells) -> NDArray[np.bool_]:
    return np.fromiter((is_blank(value) for value in cells.distinct), bool, len(cells.distinct))[cells.codes]


def _other_rows(sheet: Sheet, header: Header, form: Ledger, rows: NDArray[np.int64]) -> list[Skipped]:
    """Rows whose first filled cell calls them an example, or a total or a signature without a key of their own."""
    suspects: set[int] = set()
    for cells in sheet.columns:
        words = [code for code, value in enumerate(cells.distinct) if _is_other(value)]
        if words:
            suspects.update(rows[np.isin(cells.codes[rows], words)].tolist())
    keys = [heading.position for heading in header.headings if heading.column.header in form.key]
    found = (_other_row(sheet, keys, row) for row in sorted(suspects))
    return [skip for skip in found if skip]


def _worth_telling(skipped: list[Skipped], header: Header) -> list[Skipped]:
    """All but the example right below a template's header, which is never read."""
    return [skip for skip in skipped if skip.row != header.row + 2 or not _EXAMPLE.fullmatch(skip.word)]


def _other_row(sheet: Sheet, keys: list[int], row: int) -> Skipped | None:
    cells = sheet.row(row)
    first = next((position for position, cell in enumerate(cells) if not is_blank(cell)), None)
    if first is None or not _is_other(cells[first]):
        return None
    if not _EXAMPLE.fullmatch(plain(cells[first])) and all(
        not is_blank(cells[key]) and not _is_other(cells[key]) for key in keys
    ):
        return None
    return Skipped(row + 1, letter(first), plain(cells[first]))


def _is_other(value: Any) -> bool:
    if not isinstance(value, str) or value.isascii() or len(value) > 60:
        return False
    word = plain(value)
    return bool(_TOTAL.fullmatch(word) or _SIGNED.fullmatch(word) or _EXAMPLE.fullmatch(word))


def _typed(sheet: Sheet, heading: Heading, forms: Forms, rows: NDArray[np.int64]) -> tuple[Any, list[Flaw]]:
    """The column's values as a typed array, and the cells that could not be read."""
    column = heading.column
    cells = sheet.columns[heading.position]
    codes = cells.codes[rows]
    values, unread = _each_once(cells.distinct, codes, reader(column, forms, heading.unit))
    typed = _array(values, column).take(codes)
    flaws = [
        Flaw(check, column, expected, records, [cells.distinct[codes[record]] for record in records])
        for (check, expected), wrong in unread.items()
        if len(records := np.flatnonzero(np.isin(codes, wrong)))
    ]
    return typed, flaws + _broken(sheet, heading, rows)


def _each_once(
    distinct: list[Any], codes: NDArray[np.int32], read: Reader
) -> tuple[list[Any], dict[tuple[str, str], list[int]]]:
    """Every distinct cell that a record holds, read; and which of them fail, by reason."""
    values: list[Any] = [None] * len(distinct)
    unread: dict[tuple[str, str], list[int]] = defaultdict(list)
    for code in np.unique(codes).tolist():
        if is_blank(distinct[code]):
            continue
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
    shown = {row: text for (row, column), text in sheet.broken.items() if column == heading.position}
    records = np.flatnonzero(np.isin(rows, list(shown)))
    if not len(records):
        return []
    expected = "公式算出的结果；请在 Excel 中重新计算并改正后保存"
    return [
        Flaw("value_formula", heading.column, expected, records, [shown[rows[record]] for record in records])
    ]
