"""What a sheet says beside its cells' values: broken, merged and hidden cells, read from its XML."""

import re
from dataclasses import dataclass, field

Cell = tuple[int, int]  # row and column, counted from 0
Block = tuple[Cell, Cell]  # first and last cell

_VALUE = re.compile(rb"<v(?: [^<>]*)?>([^<]+)</v>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HIDDEN = rb'\bhidden="(?:1|true)"'
_HIDDEN_ROW = re.compile(rb"<row\b(?=[^<>]*" + _HIDDEN + rb')[^<>]*?\br="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb"<col\b(?=[^<>]*" + _HIDDEN + rb")([^<>]*)>")
_BOUND = re.compile(rb'\b(?:min|max)="(\d+)"')


@dataclass(frozen=True)
class Marks:
    """Rows and columns are counted from 0.

    A broken cell shows an error value (#DIV/0!), or holds a formula whose result was never stored (公式);
    calamine gives both as blank.
    """

    broken: dict[Cell, str] = field(default_factory=dict)
    merged: tuple[Block, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()
    hidden: bool = False  # the sheet itself


def marks_of(xml: bytes) -> Marks:
    """The marks of one worksheet part; whether the sheet itself is hidden stands in the book's index."""
    conceals = b'hidden="' in xml
    end = max(0, xml.rfind(b"</sheetData>"))
    return Marks(
        _broken(xml),
        tuple(_block(found) for found in _MERGED.finditer(xml, end)),
        frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml)) if conceals else frozenset(),
        tuple(_bounds(found) for found in _HIDDEN_COLUMNS.findall(xml)) if conceals else (),
    )


def column_number(letters: bytes) -> int:
    """Excel's letters as a number: A is 1."""
    number = 0
    for character in letters.upper():
        number = number * 26 + character - 64
    return number


def _block(found: re.Match[bytes]) -> Block:
    first, top, last, bottom = found.groups()
    return (int(top) - 1, column_number(first) - 1), (int(bottom) - 1, column_number(last) - 1)


def _bounds(attributes: bytes) -> range:
    numbers = [int(bound) for bound in _BOUND.findall(attributes)]
    return range(min(numbers) - 1, max(numbers)) if numbers else range(0)


def _broken(xml: bytes) -> dict[Cell, str]:
    if b't="e"' not in xml and b"<f" not in xml:
        return {}
    broken: dict[Cell, str] = {}
    for cell in xml.split(b"<c ")[1:]:
        if b't="e"' in cell or b"<f" in cell:
            attributes, _, inner = cell.partition(b">")
            shown = _shown(attributes, inner)
            place = _PLACE.search(attributes) if shown else None
            if place:
                broken[int(place[2]) - 1, column_number(place[1]) - 1] = shown
    return broken


def _shown(attributes: bytes, inner: bytes) -> str:
    """The error that a cell shows, 公式 for a formula that was never computed, blank where all is well."""
    value = _VALUE.search(inner)
    if b't="e"' in attributes:
        return value[1].decode("utf-8", "replace") if value else "#N/A"
    without_result = value is None and b't="str"' not in attributes
    return "公式" if without_result and re.search(rb"<f[ >/]", inner) else ""
