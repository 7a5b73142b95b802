"""The tables of a sheet: one below the other or side by side, of one ledger or of several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gonggu.forms import Forms, Ledger
from gonggu.reading.headers import SEARCHED_COLUMNS, Header, find_header, heading_word, normalised
from gonggu.reading.row_words import is_figure, is_total, signs_off
from gonggu.reading.sheets import Sheet
from gonggu.reading.stated_units import units_said

_LONGEST_WORD = 40
_FEWEST = 3  # headings that make a row the header of a further table
_MOST_IN_TITLE = 2  # filled cells of a line above a header that belongs to it
_Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class _Words:
    """All headers and aliases of the forms, and with what they begin."""

    known: frozenset[str]
    beginnings: frozenset[str]


@dataclass(frozen=True)
class _Area:
    """Rows and columns of a table, and the row of its header, all counted from 0."""

    rows: range
    columns: range
    head: int


@lru_cache(maxsize=8)
def _words_of(names: tuple[tuple[str, ...], ...]) -> _Words:
    known = frozenset(normalised(name) for some in names for name in some)
    return _Words(known, frozenset(word[:1] for word in known))


def header_words(forms: Forms) -> frozenset[str]:
    """All headers and aliases of the forms, normalised."""
    return _words_of(tuple(map(_names, forms.ledgers.values()))).known


def tables_of(sheet: Sheet, forms: Forms) -> list[Sheet]:
    """The sheet's tables in order, each as the sheet without the cells of the others.

    A sheet with one table, or with none, is returned whole.
    """
    words = _words_of(tuple(map(_names, forms.ledgers.values())))
    named = _named_cells(sheet, words)
    areas = list(_areas(sheet, named, forms)) if named.sum() >= _FEWEST else []
    if len(areas) < 2:
        return [replace(sheet, head=areas[0].head)] if areas else [sheet]
    return [
        replace(
            sheet.cut(area.rows, area.columns),
            table=number,
            head=area.head,
            inherited=frozenset(_inherited(sheet, areas, number)),
        )
        for number, area in enumerate(areas)
    ]


def is_whole(form: Ledger, header: Header) -> bool:
    """Whether the header has most of what the form requires."""
    required = sum(column.req for column in form.columns.values())
    return len(header.missing(form)) * 2 < required


def _names(form: Ledger) -> tuple[str, ...]:
    return tuple(name for header, column in form.columns.items() for name in (header, *column.aliases))


def _named_cells(sheet: Sheet, words: _Words) -> _Bools:
    """Which cells hold a registered header, rows x columns."""
    found = np.zeros((sheet.height, len(sheet.columns)), dtype=bool)
    for place, cells in enumerate(sheet.columns[:SEARCHED_COLUMNS]):
        is_named = np.fromiter(
            (_is_named(value, words) for value in cells.distinct), bool, len(cells.distinct)
        )
        if is_named.any():
            found[:, place] = is_named[cells.codes]
    return found


def _is_named(value: object, words: _Words) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST_WORD or value.isascii():
        return False
    bare = value.strip(" \u3000\n*※★＊(（【0123456789.、)）一二三四五六七八九十\u200b\ufeff")
    return bare[:1] in words.beginnings and heading_word(value) in words.known


def _areas(sheet: Sheet, named: _Bools, forms: Forms) -> Iterator[_Area]:
    height = range(sheet.height)
    for columns in _apart(sheet, height, named, forms):
        inside = np.zeros_like(named)
        inside[:, columns.start : columns.stop] = True
        for rows, head in _bands(sheet, named & inside, sheet.filled & inside):
            for part in _beside(sheet, rows, head, named & inside, columns, forms):
                yield _Area(rows, part, head)


def _apart(sheet: Sheet, rows: range, named: _Bools, forms: Forms) -> list[range]:
    """The columns of tables that blank columns part over all these rows, each with a header of its own."""
    pieces = _pieces(sheet, rows, range(len(sheet.columns)), named)
    if len(pieces) > 1 and all(_stands_alone(sheet.cut(rows, piece), forms) for piece in pieces):
        return pieces
    return [range(len(sheet.columns))]


def _pieces(sheet: Sheet, rows: range, columns: range, named: _Bools) -> list[range]:
    """The columns between blank ones; those without any header go with what is left of them."""
    used: _Bools = np.any(sheet.filled[rows.start : rows.stop], axis=0)
    starts = [place for place in columns[1:] if used[place] and not used[place - 1]]
    return _with_headers(starts, rows, columns, named)


def _with_headers(starts: list[int], rows: range, columns: range, named: _Bools) -> list[range]:
    ends = [*starts, columns.stop]
    headed = [
        start
        for start, end in zip(starts, ends[1:], strict=True)
        if named[rows.start : rows.stop, start:end].any()
    ]
    return [range(*piece) for piece in pairwise([columns.start, *headed, columns.stop])]


def _bands(sheet: Sheet, named: _Bools, filled: _Bools) -> Iterator[tuple[range, int]]:
    """Rows of the tables that stand one below the other, each with its header's row."""
    starts = _header_rows(sheet, named, filled)
    tops = [0, *(_with_title(sheet, start, named, filled) for start in starts[1:])]
    for (top, bottom), start in zip(pairwise([*tops, sheet.height]), starts, strict=False):
        yield range(top, bottom), start


def _header_rows(sheet: Sheet, named: _Bools, filled: _Bools) -> list[int]:
    """Rows in which a header begins that is not the last one again, as at the top of a printed page."""
    counts, sizes = named.sum(axis=1), filled.sum(axis=1)
    likely = np.flatnonzero((counts >= _FEWEST) & (counts * 2 >= sizes)).tolist()
    starts: list[int] = []
    for row in likely:
        if starts and (row - 1 in likely or _is_again(sheet, starts[-1], row, named, filled)):
            continue
        starts.append(row)
    return starts


def _is_again(sheet: Sheet, first: int, row: int, named: _Bools, filled: _Bools) -> bool:
    """Whether a header says the same as the one above, column by column, and no unit is stated between them."""
    places = np.flatnonzero(filled[first] | filled[row]).tolist()
    same = all(_said(sheet.columns[place][first]) == _said(sheet.columns[place][row]) for place in places)
    above = range(_with_title(sheet, row, named, filled), row)
    return same and not any(units_said(sheet.row(line)) for line in above)


def _said(cell: object) -> str:
    return normalised(cell) if isinstance(cell, str) else str(cell)


def _with_title(sheet: Sheet, header: int, named: _Bools, filled: _Bools) -> int:
    """The first row of the title, unit line, groups and the like that stand above a header and below the records before."""
    top = row = header
    while row > 0:
        places = np.flatnonzero(filled[row - 1]).tolist()
        cells = [sheet.columns[place][row - 1] for place in places]
        is_title = len(cells) <= _MOST_IN_TITLE or (
            row == header and len(cells) * 3 <= filled[header].sum() * 2 and not named[row - 1].any()
        )
        if (
            any(map(is_figure, cells))
            or any(map(is_total, cells))
            or any(map(signs_off, cells))
            or not is_title
        ):
            break
        row -= 1
        top = row if places else top
    return top


def _beside(sheet: Sheet, rows: range, head: int, named: _Bools, columns: range, forms: Forms) -> list[range]:
    """The columns of the tables that stand side by side in a band: parted by blank columns or by a header that recurs."""
    if named[head].sum() < 2 * _FEWEST:
        return [columns]
    recurring = _with_headers(_recurring(sheet, head, named), rows, columns, named)
    for pieces in (_pieces(sheet, rows, columns, named), recurring):
        if len(pieces) > 1 and all(_stands_alone(sheet.cut(rows, piece), forms) for piece in pieces):
            return pieces
    return [columns]


def _recurring(sheet: Sheet, head: int, named: _Bools) -> list[int]:
    """Columns in which the first of the header's words stands again."""
    words = [_said(cells[head]) for cells in sheet.columns]
    first = next(place for place, word in enumerate(words) if word and (named[head, place] or word == "序号"))
    return [place for place in range(first + 1, len(words)) if words[place] == words[first]]


def _stands_alone(piece: Sheet, forms: Forms) -> bool:
    """Whether the piece has a header with all key columns and most required ones of some ledger."""
    fits = ((form, find_header(piece, form)) for form in forms.ledgers.values())
    return any(
        header is not None and not header.lacks_key(form) and is_whole(form, header) for form, header in fits
    )


def _inherited(sheet: Sheet, areas: list[_Area], number: int) -> set[int]:
    """The units stated for the first table, or beside this one; with 元 where it is not known for which ledger."""
    own = areas[number]
    others = [
        area
        for at, area in enumerate(areas)
        if at != number and (at == 0 or area.rows.start == own.rows.start)
    ]
    said: set[int] = set()
    for area in others:
        units = {
            unit
            for row in range(area.rows.start, area.head)
            for unit in units_said([sheet.columns[place][row] for place in area.columns])
        }
        alike = _heads_alike(sheet, own, area)
        said |= units if alike or not units else units | {1}
    return said


def _heads_alike(sheet: Sheet, one: _Area, other: _Area) -> bool:
    """Whether two tables share most of their headers."""
    words = [
        {_said(sheet.columns[place][area.head]) for place in area.columns} - {"", "序号", "备注"}
        for area in (one, other)
    ]
    return len(words[0] & words[1]) * 2 > min(map(len, words))
