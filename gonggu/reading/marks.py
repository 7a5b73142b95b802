"""What a sheet says beside its cells' values: broken, merged, hidden, struck-out cells, formats, read from its XML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from math import isfinite

from gonggu.reading.styles import Look

Cell = tuple[int, int]  # row and column, counted from 0
Block = tuple[Cell, Cell]  # first and last cell

NEVER_COMPUTED = "公式"
_MOST_BESIDE = 1_000_000  # cells that formulas of several cells fill
_FEW = 50
_VALUE = re.compile(rb"<v(?: [^<>]*)?>([^<]+)</v>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<f(?: ([^<>]*?))?(?:/>|>([^<]*)</f>)")
_ARRAY = re.compile(rb'\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MERGED = re.compile(rb'<mergeCell\b[^<>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HIDDEN = rb'\b(?:hidden="(?:1|true)"|(?:ht|width)="0(?:\.0*)?")'
_HIDDEN_ROW = re.compile(rb"<row\b(?=[^<>]*" + _HIDDEN + rb')[^<>]*?\br="(\d+)"')
_HIDDEN_COLUMNS = re.compile(rb"<col\b(?=[^<>]*" + _HIDDEN + rb")([^<>]*)>")
_CONCEALS = (b'hidden="', b' ht="0')
_BOUND = re.compile(rb'\b(?:min|max)="(\d+)"')
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


@dataclass(frozen=True)
class Marks:
    """Rows and columns are counted from 0.

    A broken cell shows an error value (#DIV/0!), or holds a formula whose result was never stored (公式);
    calamine gives both as blank. `defaults` are formulas whose stored result is 0 or no text, as writers
    store it that do not compute; `computed` says that another formula of the sheet has a result. `looks` are cells under a style
    that matters, each with its number where it holds one; `struck` are cells with struck-out text. Of a refused
    cell it is not known what it shows; each with what is expected there.
    """

    broken: Mapping[Cell, str] = field(default_factory=dict)
    merged: tuple[Block, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[range, ...] = ()
    hidden: bool = False  # the sheet itself
    looks: Mapping[Cell, tuple[Look, Decimal | None]] = field(default_factory=dict)
    struck: frozenset[Cell] = frozenset()
    defaults: Mapping[Cell, str] = field(default_factory=dict)
    computed: bool = False
    refused: Mapping[Cell, str] = field(default_factory=dict)
    from_1904: bool = False  # whether the workbook's dates count from 1904


@dataclass(frozen=True)
class Book:
    """What the workbook's other parts say of its cells: styles that matter, shared texts with struck-out runs."""

    looks: Mapping[int, Look] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()
    from_1904: bool = False


def marks_of(xml: bytes, book: Book, struck: Iterable[bytes] = ()) -> Marks:
    """The marks of one worksheet part; whether the sheet itself is hidden stands in the book's index.

    `struck` are the places of cells whose own text has a struck-out run.
    """
    start = max(0, xml.find(b"<sheetData"))
    conceals = any(word in xml for word in _CONCEALS) or xml.find(b'width="0', 0, start) >= 0
    end = max(0, xml.rfind(b"</sheetData>"))
    cells = _Cells(book)
    for attributes, inner in _odd_cells(xml, book):
        cells.look_at(attributes, inner)
    return Marks(
        cells.broken,
        tuple(_block(found) for found in _MERGED.finditer(xml, end)),
        frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml)) if conceals else frozenset(),
        tuple(_bounds(found) for found in _HIDDEN_COLUMNS.findall(xml)) if conceals else (),
        False,
        cells.looks,
        frozenset(cells.struck) | {place_of(name) for name in struck},
        cells.defaults,
        cells.computed,
        from_1904=book.from_1904,
    )


def column_number(letters: bytes) -> int:
    """Excel's letters as a number: A is 1."""
    number = 0
    for character in letters.upper():
        number = number * 26 + character - 64
    return number


def place_of(name: bytes) -> Cell:
    """The row and column, counted from 0, of a place such as B2."""
    letters = name.rstrip(b"0123456789")
    return int(name[len(letters) :]) - 1, column_number(letters) - 1


def stored_number(value: float) -> Decimal | None:
    """A stored number with the 15 digits that Excel counts on; None where it is none."""
    return Decimal(f"{value:.15g}") if isfinite(value) else None


def _block(found: re.Match[bytes]) -> Block:
    first, top, last, bottom = found.groups()
    return (int(top) - 1, column_number(first) - 1), (int(bottom) - 1, column_number(last) - 1)


def _bounds(attributes: bytes) -> range:
    numbers = [int(bound) for bound in _BOUND.findall(attributes)]
    return range(min(numbers) - 1, max(numbers)) if numbers else range(0)


def _odd_cells(xml: bytes, book: Book) -> Iterator[tuple[bytes, bytes]]:
    """The attributes and the content of the cells that need looking at; in most sheets there are none."""
    every = 0 in book.looks or len(book.struck) > _FEW  # a cell without a style has style 0
    marks = [b't="e"', b"<f", *(b' s="%d"' % number for number in book.looks)]
    marks += [] if every else [b">%d</v>" % number for number in book.struck]
    marks = [mark for mark in marks if mark in xml]
    if marks or every:
        marked = re.compile(b"" if every else b"|".join(map(re.escape, marks))).search
        for cell in xml.split(b"<c ")[1:]:
            if marked(cell):
                attributes, _, inner = cell.partition(b">")
                yield attributes, inner


class _Cells:
    """Collects the marks of single cells."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.broken: dict[Cell, str] = {}
        self.looks: dict[Cell, tuple[Look, Decimal | None]] = {}
        self.struck: set[Cell] = set()
        self.defaults: dict[Cell, str] = {}
        self.computed = False

    def look_at(self, attributes: bytes, inner: bytes) -> None:
        place = _PLACE.search(attributes)
        if not place:
            return
        cell = int(place[2]) - 1, column_number(place[1]) - 1
        kind, value = _found(_TYPE, attributes) or b"n", _found(_VALUE, inner)
        formula = None if attributes.endswith(b"/") else _FORMULA.search(inner)
        if kind == b"e":
            self.broken[cell] = value.decode("utf-8", "replace") if value else "#N/A"
        elif formula and value is None and kind != b"str":
            self.broken[cell] = NEVER_COMPUTED
        elif formula:
            self._look_at_result(cell, formula, kind, value)
        self._look_at_style(cell, attributes, kind, value)

    def _look_at_result(self, cell: Cell, formula: re.Match[bytes], kind: bytes, value: bytes | None) -> None:
        if value is not None and (kind != b"n" or _number(value)):
            self.computed = True
            return
        text = _text(formula[2] or b"")
        self.defaults[cell] = text
        array = _ARRAY.search(formula[1] or b"")
        if array:  # its other cells hold results without a formula
            (top, left), (bottom, right) = _block(array)
            around = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            room = max(0, _MOST_BESIDE - len(self.defaults))
            self.defaults.update(dict.fromkeys(islice(around, room), text))

    def _look_at_style(self, cell: Cell, attributes: bytes, kind: bytes, value: bytes | None) -> None:
        look = self.book.looks.get(int(_found(_STYLE, attributes) or 0))
        if look and look.struck:
            self.struck.add(cell)
        if look and look.format:
            self.looks[cell] = look, _number(value) if kind == b"n" else None
        if kind == b"s" and value and value.isdigit() and int(value) in self.book.struck:
            self.struck.add(cell)


def _found(pattern: re.Pattern[bytes], text: bytes) -> bytes | None:
    match = pattern.search(text)
    return match[1] if match else None


def _number(value: bytes | None) -> Decimal | None:
    try:
        return stored_number(float(value)) if value else None
    except ValueError:
        return None


def _text(escaped: bytes) -> str:
    text = escaped.decode("utf-8", "replace")
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
