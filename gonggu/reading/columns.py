"""A column's cells as its type has to see them: refused cells blank, numbers without their unit, dates from 1900."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from gonggu.reading.headers import Header, Heading
from gonggu.reading.sheets import Cells, Raw, Sheet
from gonggu.reading.text import plain

_YEARS_BETWEEN = 1462  # days from the one epoch of Excel to the other
_MOST_SERIAL = 100_000  # what is larger is no serial number: 201906, 20190601
_NUMBER_AND_UNIT = re.compile(r"(-?[\d,]*\.?\d+)([^\d.,].*)")
_IN_BRACKETS = re.compile(r".*\((?:单位:?)?([^()]*)\).*", re.DOTALL)
_SAME_UNITS = {"百分比": "%", "百分之": "%", "㎡": "平方米", "m2": "平方米", "m²": "平方米", "km": "公里"}


def column_cells(sheet: Sheet, header: Header, heading: Heading) -> Cells:
    """The column's cells; the sheet's own where nothing is to be changed."""
    cells = sheet.columns[heading.position]
    if sheet.marks.from_1904 and heading.column.type in ("date", "month"):
        cells = Cells([_since_1900(value) for value in cells.distinct], cells.codes)
    changed = {row: "" for row, column in sheet.marks.refused if column == heading.position}
    if heading.column.type == "number":
        changed = {**dict(_in_their_unit(sheet, header, heading)), **changed}
    if heading.column.type == "year":
        changed = {**dict(_years(sheet, heading)), **changed}
    return _with(cells, changed) if changed else cells


def _with(cells: Cells, changed: dict[int, Raw]) -> Cells:
    codes = cells.codes.copy()
    rows = [row for row in changed if row < len(codes)]
    codes[rows] = np.arange(len(cells.distinct), len(cells.distinct) + len(rows))
    return Cells([*cells.distinct, *(changed[row] for row in rows)], codes)


def _since_1900(value: Raw) -> Raw:
    """A date's serial number that counts from 1904, counted from 1900; anything else as it is."""
    if type(value) is float and 0 < value < _MOST_SERIAL:
        return value + _YEARS_BETWEEN
    if isinstance(value, str) and len(value) == 5 and value.isdecimal():
        return str(int(value) + _YEARS_BETWEEN)
    return value


def _in_their_unit(sheet: Sheet, header: Header, heading: Heading) -> Iterator[tuple[int, str]]:
    """Numbers with their unit behind them, such as 94.8%, where the row or the header gives the same: 94.8."""
    cells = sheet.columns[heading.position]
    parted = {code: found for code, value in enumerate(cells.distinct) if (found := _parted(value))}
    if not parted:
        return
    above = _unit(_IN_BRACKETS.sub(r"\1", _text(cells[header.row]))) if header.row >= 0 else ""
    units = _unit_column(header, heading)
    for row in np.flatnonzero(np.isin(cells.codes, list(parted))).tolist():
        number, written = parted[cells.codes[row]]
        beside = _unit(_text(sheet.columns[units.position][row])) if units else ""
        if written == (beside or above):
            yield row, number


def _parted(value: Raw) -> tuple[str, str] | None:
    found = _NUMBER_AND_UNIT.fullmatch(_text(value))
    return (found[1], _unit(found[2])) if found else None


def _unit(word: str) -> str:
    return _SAME_UNITS.get(word, word)


def _text(value: Raw) -> str:
    return plain(value) if isinstance(value, str) else ""


def _unit_column(header: Header, heading: Heading) -> Heading | None:
    """The column that gives the unit of each number in this one: `unit` or, of `quantity`, `quantity_unit`."""
    names = ("unit", f"{heading.column.field}_unit")
    return next((one for one in header.headings if one.column.field in names), None)


def _years(sheet: Sheet, heading: Heading) -> Iterator[tuple[int, Any]]:
    """Dates of which the cell shows nothing but the year."""
    for (row, column), (look, _) in sheet.marks.looks.items():
        if column == heading.position and look.format and look.format.only_year:
            value = sheet.columns[column][row]
            if isinstance(value, date):
                yield row, str(value.year)
