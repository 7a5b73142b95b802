"""Which row of a sheet is the header, and which column of the form each of its cells names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gonggu.forms import Column, Ledger
from gonggu.reading.numbers import COUNTED, YUAN
from gonggu.reading.sheets import Sheet
from gonggu.reading.text import plain

SEARCHED_ROWS = 30  # titles, notes and unit lines above the header are never longer
FEWEST_COLUMNS = 2
# Columns that every office adds; nobody needs to hear of them.
ORDINARY = frozenset({"序号", "备注"})
_UNIT_LINE = re.compile(r"(?:金额)?单位[::](" + "|".join(sorted(YUAN, key=len, reverse=True)) + r")(?![\w])")
_SUFFIX = re.compile(r"(.+?)\((?:单位[::]?)?([^()]*)\)")
_MEASURES = frozenset(
    {"平方米", "㎡", "m2", "m²", "公里", "米", "km", "月", "年", "人", "户", "天", "个", "次"}
)


@dataclass(frozen=True)
class Heading:
    """A registered column found in the sheet: where, and in what unit it counts (元 or pieces)."""

    column: Column
    position: int
    unit: int


@dataclass(frozen=True)
class Header:
    """A sheet's header read against one form."""

    row: int  # of its last line, counted from 0
    headings: tuple[Heading, ...]
    repeated: tuple[str, ...]
    unknown: tuple[str, ...]
    shown: tuple[str, ...]  # every header as it stands there

    def missing(self, ledger: Ledger) -> list[Column]:
        """Required columns that the sheet lacks."""
        found = {heading.column.field for heading in self.headings}
        return [column for column in ledger.columns.values() if column.req and column.field not in found]

    def lacks_key(self, ledger: Ledger) -> bool:
        """Whether a key column that every record needs is not there, so that records cannot be told apart."""
        return any(column.header in ledger.key for column in self.missing(ledger))


def find_header(sheet: Sheet, ledger: Ledger) -> Header | None:
    """The row that names most of the form's columns, or None where no row names at least two."""
    known = _names(ledger)
    best: Header | None = None
    for row, shown in _candidates(sheet):
        header = _read(row, shown, known, _stated_unit(sheet, row))
        if len(header.headings) >= FEWEST_COLUMNS and (
            best is None or len(header.headings) > len(best.headings)
        ):
            best = header
    return best


def _candidates(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Rows that may be a header, each with the names it gives to the sheet's columns."""
    for row in range(min(SEARCHED_ROWS, sheet.height)):
        yield row, [cell if isinstance(cell, str) else "" for cell in sheet.row(row)]


def _read(row: int, shown: list[str], known: dict[str, Column], stated: int) -> Header:
    headings: dict[str, Heading] = {}
    repeated: list[str] = []
    unknown: list[str] = []
    for position, name in enumerate(shown):
        word = normalised(name)
        column, unit = _match(word, known, stated)
        if column is None:
            if word and word not in ORDINARY:
                unknown.append(_one_line(name))
        elif column.field in headings:
            repeated.append(column.header)
        else:
            headings[column.field] = Heading(column, position, unit)
    names = tuple(_one_line(name) for name in shown if name.strip())
    return Header(row, tuple(headings.values()), tuple(repeated), tuple(unknown), names)


def _match(word: str, known: dict[str, Column], stated: int) -> tuple[Column | None, int]:
    """The column that a header names and the unit it counts in; the header's own unit goes before `stated`."""
    if word in known:
        column = known[word]
        return column, stated if column.type == "money" else 1
    found = _SUFFIX.fullmatch(word)
    column = known.get(found[1]) if found else None
    if found is None or column is None:
        return None, 1
    unit = _unit(found[2], column)
    return (column, unit) if unit else (None, 1)


def _unit(word: str, column: Column) -> int | None:
    if column.type == "money":
        return YUAN.get(word)
    if column.type in ("int", "number"):
        return COUNTED.get(word) or (1 if word in _MEASURES else None)
    return None


def _names(ledger: Ledger) -> dict[str, Column]:
    """Normalised header or alias -> column; a header goes before another column's alias."""
    aliases = {normalised(alias): column for column in ledger.columns.values() for alias in column.aliases}
    return aliases | {normalised(header): column for header, column in ledger.columns.items()}


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """A header reduced to what it says: no blanks, line breaks or required-mark, half-width brackets."""
    return plain(name).strip("*※").removesuffix("(必填)").strip("*※").casefold()


def _stated_unit(sheet: Sheet, row: int) -> int:
    """The multiplier of a `单位：万元` line above the header; 元 where there is none."""
    cells = [cell for above in range(row) for cell in sheet.row(above) if isinstance(cell, str)]
    found = [_UNIT_LINE.search(plain(cell)) for cell in cells]
    return next((YUAN[match[1]] for match in found if match), 1)


def _one_line(name: str) -> str:
    return " ".join(name.split())
