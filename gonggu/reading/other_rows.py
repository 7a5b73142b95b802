"""Rows below the header that are no records: totals, signatures, notes, a template's example, the header once more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.forms import Ledger
from gonggu.reading.headers import ORDINARY, Header, normalised
from gonggu.reading.row_words import (
    GRAND_TOTAL,
    begins_as_example,
    column_number,
    is_count,
    is_example,
    is_figure,
    is_heading,
    is_note,
    is_other,
    is_signature,
    is_total,
    total_rank,
)
from gonggu.reading.sheets import Cells, Sheet, letter
from gonggu.reading.text import is_blank, plain

COUNTING = frozenset({"money", "int", "number"})
_MOST_BESIDE = 1  # filled cells that say what a row that sounds like a total is of
_MOST_BESIDE_PLAINLY = 2
_LABELS = 3  # the first filled cells, in one of which a total's word stands
_FEWEST_NUMBERED = 3
_UNREAD_EXAMPLE = "示例(不读取)"
_WITH_CODE = 0.9  # of a key's cells


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: its number as Excel shows it, the word that says so and where that stands.

    `rank` orders totals: 小计 0, 合计 1, 总计 2; what is no total has none.
    """

    row: int
    column: str
    word: str
    rank: int | None = None


@dataclass(frozen=True)
class _Rows:
    """The rows of one table, and what its columns are."""

    sheet: Sheet
    header: Header
    form: Ledger

    @cached_property
    def keys(self) -> list[int]:
        return [one.position for one in self.header.headings if one.column.header in self.form.key]

    @cached_property
    def registered(self) -> set[int]:
        return {one.position for one in self.header.headings}

    @cached_property
    def counting(self) -> set[int]:
        return {one.position for one in self.header.headings if one.column.type in COUNTING}

    @cached_property
    def beside(self) -> set[int]:
        """Columns that every office adds, and columns without a header."""
        row = self.header.row
        free = set(range(len(self.sheet.columns))) - self.registered
        return {place for place in free if row < 0 or _is_ordinary(self.sheet.columns[place][row])}

    @cached_property
    def named(self) -> list[int]:
        """Key columns and those of persons' names."""
        return [
            one.position
            for one in self.header.headings
            if one.position in self.keys or (one.column.pii and one.column.type == "text")
        ]

    def has_key(self, cells: list[Any], counted: bool = False) -> bool:
        """Whether every key column holds a key; in a row called 合计, 35户 is how many there are."""
        return all(
            not is_blank(cells[key])
            and not is_total(cells[key])
            and not is_signature(cells[key])
            and not (counted and is_count(cells[key]))
            for key in self.keys
        )

    def labels(self, cells: list[Any]) -> list[int]:
        """The first filled columns, without numbers that are in no registered column."""
        filled = [place for place, cell in enumerate(cells) if not is_blank(cell)]
        if filled and filled[0] not in self.registered and is_figure(cells[filled[0]]):
            filled = filled[1:]
        return filled

    def told_apart(self, cells: list[Any], place: int) -> int:
        """How many cells beside this one say what the row is, and do not count."""
        return sum(
            not is_blank(cell) and at != place and at in self.registered and at not in self.counting
            for at, cell in enumerate(cells)
        )


def other_rows(
    sheet: Sheet, header: Header, form: Ledger, rows: NDArray[np.int64], lone: NDArray[np.int64]
) -> list[Skipped]:
    """Rows whose first filled cells call them an example, or a total, signature or note without a key of their own.

    Of `lone`, the rows in which one cell of the form is filled, also stamps, titles and notes.
    """
    table = _Rows(sheet, header, form)
    numbers = _column_numbers(sheet, header)
    suspects = _suspects(sheet.columns, rows, lone, form)
    found = (_other_row(table, row) for row in sorted(suspects))
    below = [skip for skip in found if skip]
    known = {skip.row for skip in [*below, *numbers]}
    again = [skip for skip in _headers_again(sheet, header, rows) if skip.row not in known]
    known |= {skip.row for skip in again}
    groups = [skip for skip in _group_lines(table, rows, lone) if skip.row not in known]
    known |= {skip.row for skip in groups}
    left = np.array([row for row in rows.tolist() if row + 1 not in known], dtype=np.int64)
    return [*below, *again, *groups, *numbers, *_unnamed_total(table, left)]


def worth_telling(skipped: list[Skipped], header: Header) -> list[Skipped]:
    """All but the example right below a template's header, which says itself that it is not read."""
    return [
        skip for skip in skipped if skip.row != header.body + 1 or not skip.word.startswith(_UNREAD_EXAMPLE)
    ]


def _is_ordinary(cell: Any) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and normalised(cell) in ORDINARY)


def _suspects(
    columns: Iterable[Cells], rows: NDArray[np.int64], lone: NDArray[np.int64], form: Ledger
) -> set[int]:
    """Rows with a cell that may make them no record."""
    suspects: set[int] = set()
    for cells in columns:
        words = [code for code, value in enumerate(cells.distinct) if is_other(value)]
        if words:
            suspects.update(rows[np.isin(cells.codes[rows], words)].tolist())
        alone = np.unique(cells.codes[lone]).tolist()
        notes = [code for code in alone if is_note(cells.distinct[code], form.name)]
        if notes:
            suspects.update(lone[np.isin(cells.codes[lone], notes)].tolist())
    return suspects


def _other_row(table: _Rows, row: int) -> Skipped | None:
    """The row as what its cells call it; None where it is a record all the same."""
    cells = table.sheet.row(row)
    labels = table.labels(cells)
    if not labels:
        return None
    first = labels[0]
    if len(labels) == 1 and is_note(cells[first], table.form.name):
        return _skipped(cells, row, first)
    example = _example(table, cells, first)
    if example is not None:
        return _skipped(cells, row, example)
    total = _total(table, cells, labels)
    if total is not None:
        return _skipped(cells, row, total, total_rank(cells[total]))
    if is_signature(cells[first]) and not table.has_key(cells):
        return _skipped(cells, row, first)
    return None


def _skipped(cells: list[Any], row: int, place: int, rank: int | None = None) -> Skipped:
    return Skipped(row + 1, letter(place), plain(cells[place]), rank)


def _example(table: _Rows, cells: list[Any], first: int) -> int | None:
    """Where a row says that it is an example: first of all, in a column beside the form's, or in its own key or name."""
    places = [first, *sorted(table.beside)]
    said = next((place for place in places if is_example(cells[place])), None)
    return (
        next((place for place in table.named if begins_as_example(cells[place])), None)
        if said is None
        else said
    )


def _total(table: _Rows, cells: list[Any], labels: list[int]) -> int | None:
    """Where a row says that it is a total, unless it has a key of its own or says too much for one."""
    for place in dict.fromkeys([*labels[:_LABELS], *table.keys]):
        plainly = total_rank(cells[place], plainly=True) is not None
        if not is_total(cells[place]) or table.has_key(cells, counted=plainly):
            continue
        beside = table.told_apart(cells, place)
        if (plainly and place == labels[0]) or beside <= (_MOST_BESIDE_PLAINLY if plainly else _MOST_BESIDE):
            return place
    return None


def _group_lines(table: _Rows, rows: NDArray[np.int64], lone: NDArray[np.int64]) -> Iterator[Skipped]:
    """Rows of which one cell alone is filled that names the records below it, such as their township."""
    alone = set(lone.tolist())
    others = np.array([row for row in rows.tolist() if row not in alone], dtype=np.int64)
    for row in sorted(alone):
        cells = table.sheet.row(row)
        labels = table.labels(cells)
        if len(labels) == 1 and is_heading(cells[labels[0]]) and _names_group(table, others, labels[0], row):
            yield _skipped(cells, row, labels[0])


def _names_group(table: _Rows, others: NDArray[np.int64], place: int, row: int) -> bool:
    """Whether a text alone in its row can be no record: below no key, below one of codes, or the area of others."""
    if place not in table.keys:
        return place not in table.counting
    cells = table.sheet.columns[place]
    keys = cells.codes[others]
    if len(table.keys) > 1 and cells.codes[row] in keys:
        return True
    coded = [
        not is_heading(cells.distinct[key]) for key in keys.tolist() if not is_blank(cells.distinct[key])
    ]
    return bool(coded) and sum(coded) >= _WITH_CODE * len(coded)


def _unnamed_total(table: _Rows, rows: NDArray[np.int64]) -> Iterator[Skipped]:
    """The last row where it holds nothing but the sums of the amounts above, though no word says so."""
    if len(rows) < _FEWEST_NUMBERED:
        return
    last = int(rows[-1])
    filled = [place for place, cell in enumerate(table.sheet.row(last)) if not is_blank(cell)]
    if not filled or not table.counting.issuperset(filled):
        return
    if all(_is_sum(table.sheet.columns[place], rows[:-1], last) for place in filled):
        yield Skipped(last + 1, letter(filled[0]), "没有写明的合计", GRAND_TOTAL)


def _is_sum(cells: Cells, above: NDArray[np.int64], last: int) -> bool:
    total = cells[last]
    amounts = [cells[row] for row in above.tolist()]
    if not isinstance(total, float) or not all(isinstance(one, float) or is_blank(one) for one in amounts):
        return False
    return isclose(total, sum(one for one in amounts if isinstance(one, float)), rel_tol=1e-9, abs_tol=1e-6)


def _headers_again(sheet: Sheet, header: Header, rows: NDArray[np.int64]) -> list[Skipped]:
    """The header repeated at the top of a printed page, with the group's row above it."""
    if header.row < 0:
        return []
    found = _alike(sheet, header, header.row, rows)
    upper = found - 1
    if header.first < header.row:
        upper = upper[np.isin(upper, _alike(sheet, header, header.first, rows))]
        found = np.union1d(found, upper)
    if header.body > header.row + 1:
        units = found + 1
        found = np.union1d(found, units[np.isin(units, _alike(sheet, header, header.body - 1, rows))])
    column = letter(header.headings[0].position)
    return [Skipped(int(row) + 1, column, "重复的表头") for row in found]


def _alike(sheet: Sheet, header: Header, line: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of which most cells are those of the header's line."""
    again = np.zeros(len(rows), dtype=int)
    filled = 0
    for heading in header.headings:
        cells = sheet.columns[heading.position]
        if not is_blank(cells[line]):
            filled += 1
            again += cells.codes[rows] == cells.codes[line]
    return rows[again * 2 > (len(header.headings) if line == header.row else filled)]


def _column_numbers(sheet: Sheet, header: Header) -> list[Skipped]:
    """The row right below the header of a statistical table that numbers its columns: 甲, 乙, 1, 2, 3."""
    if header.row < 0 or header.body >= sheet.height:
        return []
    filled = [(place, cell) for place, cell in enumerate(sheet.row(header.body)) if not is_blank(cell)]
    found = [column_number(cell) for _, cell in filled]
    numbers = [number for _, number in found if number is not None]
    if (
        len(filled) < max(_FEWEST_NUMBERED, len(header.headings))
        or not all(numbered for numbered, _ in found)
        or numbers != [*range(1, len(numbers) + 1)]
    ):
        return []
    return [Skipped(header.body + 1, letter(filled[0][0]), "栏次")]
