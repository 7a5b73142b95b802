"""What a disguise changes: the books of one ledger as pages of cells, and the records that they mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from gonggu.forms import Forms, Ledger
from tests.reading.disguises.dialect import Dialect

Record = dict[str, Any]
Records = list[Record]
AREAS = (("乡镇", "行政村"), ("迁出乡镇", "迁出行政村"), ("派驻乡镇", "派驻行政村"))


@dataclass(frozen=True)
class Shown:
    """A value with the number format that shows it; `strike` crosses the cell out."""

    value: float | str | date
    pattern: str
    strike: bool = False


@dataclass(frozen=True)
class Formula:
    """A formula and its stored result, None where there is none."""

    text: str
    result: float | str | None
    pattern: str = ""


@dataclass(frozen=True)
class Rich:
    """A text of runs, each with its look: blank, `superscript` or `strike`."""

    runs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Error:
    """An error value as Excel stores it."""

    text: str


Cell = Any  # None, str, int, float, bool, date, datetime, Shown, Formula, Rich, Error


@dataclass
class Page:
    """One sheet. Rows and columns count from 0; the records stand in `first` to before `last`."""

    name: str
    rows: list[list[Cell]]
    head: int = 0
    first: int = 1
    last: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = ""
    shows_zeros: bool = True
    filtered: bool = False

    @property
    def header(self) -> list[Cell]:
        """The row of headers."""
        return self.rows[self.head]

    @property
    def body(self) -> list[list[Cell]]:
        """The rows of records."""
        return self.rows[self.first : self.last]

    def insert(self, at: int, *rows: Sequence[Cell]) -> None:
        """Put rows before row `at`; what stands there moves down."""
        count = len(rows)
        self.rows[at:at] = [list(row) for row in rows]
        self.head += count * (at <= self.head)
        self.first += count * (at <= self.first)
        self.last += count * (at < self.last)
        self.merged = [
            (top + count * (at <= top), left, bottom + count * (at <= bottom), right)
            for top, left, bottom, right in self.merged
        ]
        self.hidden_rows = {row + count * (at <= row) for row in self.hidden_rows}

    def insert_column(self, at: int, header: Cell, cells: Callable[[int], Cell] = lambda _: None) -> None:
        """Put a column before column `at`, filled for each record by its number from 0."""
        for number, row in enumerate(self.rows):
            row.extend([None] * (at - len(row)))
            inside = self.first <= number < self.last
            row.insert(at, header if number == self.head else cells(number - self.first) if inside else None)
        self.merged = [(t, le + (at <= le), b, r + (at <= r)) for t, le, b, r in self.merged]


@dataclass
class Book:
    """One file: its place in the year's folder, its pages and how it is written."""

    path: str
    pages: list[Page]
    dialect: Dialect = field(default_factory=Dialect)
    encode: Callable[[list[Page]], bytes] | None = None  # instead of the workbook's own form
    date1904: bool = False
    recalculates: bool = False


@dataclass
class Scene:
    """A ledger's records and the books that hold them in disguise."""

    rng: Random
    forms: Forms
    form: Ledger
    records: Records
    others: dict[str, Records]
    books: list[Book] = field(default_factory=list)
    expected: dict[str, Records] = field(default_factory=dict)
    beside: dict[str, bytes] = field(default_factory=dict)  # other files
    links: dict[str, str] = field(default_factory=dict)  # place in the year's folder -> place outside it

    def __post_init__(self) -> None:
        """Begin with the records on one page of a book of the ledger's name."""
        self.expected = {self.form.name: self.records}
        self.books = [Book(f"{self.form.name}.xlsx", [page_of(self.form, self.records)])]

    @property
    def book(self) -> Book:
        """The first book."""
        return self.books[0]

    @property
    def page(self) -> Page:
        """The first page of the first book."""
        return self.book.pages[0]

    def headers(self, *types: str, req: bool | None = None) -> list[str]:
        """The form's headers of these types; only required or only optional ones where asked for."""
        columns = self.form.columns.values()
        return [c.header for c in columns if c.type in types and (req is None or c.req == req)]

    def place(self, header: str) -> int:
        """The column of a header on an undisguised page."""
        return list(self.form.columns).index(header)

    def area(self) -> tuple[str, str] | None:
        """The headers of township and village, if the ledger has them."""
        return next((pair for pair in AREAS if pair[0] in self.form.columns), None)

    def change_records(self, headers: list[str], change: Callable[[Any], Any]) -> None:
        """Give the records other values, before the disguise."""
        for record in self.records:
            record.update({name: change(record[name]) for name in headers if record[name] is not None})
        self.page.rows[1:] = page_of(self.form, self.records).rows[1:]

    def write(self, headers: list[str], way: Callable[[Any], Cell]) -> int:
        """Write the filled cells of these columns another way; returns how many changed."""
        return self._replace(headers, lambda cell: cell if cell is None else way(cell))

    def fill_blanks(self, headers: list[str], way: Callable[[], Cell]) -> int:
        """Write the blank cells of these columns another way; returns how many there are."""
        return self._replace(headers, lambda cell: way() if cell is None else cell)

    def _replace(self, headers: list[str], way: Callable[[Any], Cell]) -> int:
        changed = 0
        for header in headers:
            at = self.place(header)
            for row in self.page.body:
                written = way(row[at])
                changed += written is not row[at]
                row[at] = written
        return changed

    def parts(self, count: int) -> Iterator[Records]:
        """The records in `count` runs, none of them empty."""
        cuts = sorted(self.rng.sample(range(1, len(self.records)), count - 1))
        for start, end in zip([0, *cuts], [*cuts, len(self.records)], strict=True):
            yield self.records[start:end]

    def choice(self, *options: Any) -> Any:
        """One of the options."""
        return self.rng.choice(options)


def page_of(form: Ledger, records: Records, name: str = "") -> Page:
    """The records below their headers, in the form's order."""
    rows = [list(form.columns), *([record[header] for header in form.columns] for record in records)]
    return Page(name or form.name, rows, last=len(rows))
