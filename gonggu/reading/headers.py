"""Which rows of a sheet, one or two, are the header, and which column of the form each of its cells names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gonggu.forms import Column, Ledger
from gonggu.reading.sheets import Raw, Sheet
from gonggu.reading.text import plain
from gonggu.units import COUNTED, YUAN

SEARCHED_ROWS = 30  # titles, notes and unit lines above the header are never longer
SEARCHED_COLUMNS = 256  # ten times the widest form
LONGEST_HEADER = 500  # characters, hints and unit lines too
FEWEST_COLUMNS = 2
# Columns that every office adds; nobody needs to hear of them.
ORDINARY = frozenset({"序号", "备注"})
_UNITS = "|".join(sorted(YUAN, key=len, reverse=True))
# 单位：万元, 金额单位:人民币元, 单位：户、人、万元; 填报单位 names an office.
_UNIT_LINE = re.compile(rf"(?<!填报)(?<!填表)单位:?(?:人民币)?(?:[^:、,/]{{1,4}}[、,/])*({_UNITS})(?!\w)")
_UNIT_AT_END = re.compile(rf"\(({_UNITS})\)$")  # 资金下达表（万元）
_BARE_UNIT = re.compile(rf"(.+?)[/:]?({_UNITS})")  # 金额/万元, 金额万元
_SUFFIX = re.compile(r"(.+?)\((?:单位:?)?([^()]*)\)")
_BRACKETS = str.maketrans("【】[]〔〕", "()()()")
_MEASURES = frozenset(
    {"平方米", "㎡", "m2", "m²", "公里", "米", "km", "月", "年", "人", "户", "天", "个", "次", "%"}
)
# How a cell is to be filled, said in the header of a column that counts nothing.
_HINTS = frozenset(
    {
        "是/否",
        "是或否",
        "有/无",
        "√/×",
        "年月日",
        "年/月/日",
        "年-月-日",
        "年月",
        "年/月",
        "年",
        "下拉",
        "下拉选择",
        "18位",
    }
)
Names = tuple[str, ...]  # how one column may be called, the likeliest first


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
    """The row or pair of rows that names most of the form's columns, or None where none names at least two."""
    known = _names(ledger)
    stated = _stated_units(sheet)
    best: Header | None = None
    for first, last, shown in _candidates(sheet):
        header = _read(last, shown, known, stated[first])
        if len(header.headings) >= FEWEST_COLUMNS and (
            best is None or len(header.headings) > len(best.headings)
        ):
            best = header
    return best


def _candidates(sheet: Sheet) -> Iterator[tuple[int, int, list[Names]]]:
    """Rows, then pairs of rows, that may be a header: the first and last row and how they call the columns."""
    rows = [
        [cell if isinstance(cell, str) else "" for cell in _near(sheet, row)]
        for row in range(min(SEARCHED_ROWS, sheet.height))
    ]
    for number, row in enumerate(rows):
        yield number, number, [(name,) for name in row]
    for number, (upper, lower) in enumerate(pairwise(rows)):
        yield number, number + 1, _under_groups(upper, lower)


def _near(sheet: Sheet, row: int) -> list[Raw]:
    """The cells of a row in which a header may stand; a text that is longer than any header counts as blank."""
    cells = [column[row] for column in sheet.columns[:SEARCHED_COLUMNS]]
    return [cell if not isinstance(cell, str) or len(cell) <= LONGEST_HEADER else "" for cell in cells]


def _under_groups(upper: list[str], lower: list[str]) -> list[Names]:
    """Columns called by a sub-heading, alone or behind its group's heading, or by a heading without sub-headings.

    A group's heading stands in the first of the columns that it spans.
    """
    group = ""
    names: list[Names] = []
    for above, below in zip(upper, lower, strict=True):
        group = above if above.strip() or not below.strip() else group
        if not below.strip():
            names.append((above,))
        elif above.strip() or group.strip():
            unit = _SUFFIX.fullmatch(normalised(group))
            inherited = (f"{below}({unit[2]})",) if unit and unit[2] in YUAN else ()
            names.append((group + below, *inherited, below))
        else:
            names.append((below,))
    return names


def _read(row: int, shown: list[Names], known: dict[str, Column], stated: int) -> Header:
    headings: dict[str, Heading] = {}
    repeated: list[str] = []
    unknown: list[str] = []
    for position, names in enumerate(shown):
        column, unit = _first_match(names, known, stated)
        if not column:
            if (word := normalised(names[-1])) and word not in ORDINARY:
                unknown.append(_one_line(names[-1]))
        elif column.field in headings:
            repeated.append(column.header)
        else:
            headings[column.field] = Heading(column, position, unit)
    called = tuple(_one_line(names[-1]) for names in shown if names[-1].strip())
    return Header(row, tuple(headings.values()), tuple(repeated), tuple(unknown), called)


def _first_match(names: Names, known: dict[str, Column], stated: int) -> tuple[Column | None, int]:
    matches = (_match(normalised(name), known, stated) for name in names)
    return next((match for match in matches if match[0]), (None, 1))


def _match(word: str, known: dict[str, Column], stated: int) -> tuple[Column | None, int]:
    """The column that a header names and the unit it counts in; the header's own unit goes before `stated`."""
    if word in known:
        return known[word], stated if known[word].type == "money" else 1
    found = _SUFFIX.fullmatch(word) or _BARE_UNIT.fullmatch(word)
    column = known.get(found[1]) if found else None
    if found is None or column is None:
        return None, 1
    unit = _unit(found[2], column)
    return (column, unit) if unit else (None, 1)


def _unit(word: str, column: Column) -> int | None:
    if column.type == "money":
        return YUAN.get(word.removeprefix("人民币"))
    if column.type in ("int", "number"):
        return COUNTED.get(word) or (1 if word in _MEASURES else None)
    return 1 if word in _HINTS else None


def _names(ledger: Ledger) -> dict[str, Column]:
    """Normalised header or alias -> column; a header goes before another column's alias."""
    aliases = {normalised(alias): column for column in ledger.columns.values() for alias in column.aliases}
    return aliases | {normalised(header): column for header, column in ledger.columns.items()}


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """A header reduced to what it says: no blanks, line breaks or required-mark, half-width brackets."""
    bare = plain(name).translate(_BRACKETS).strip("*※★")
    return bare.removesuffix("(必填)").removesuffix("(选填)").strip("*※★").casefold()


def _stated_units(sheet: Sheet) -> list[int]:
    """For each row that may be a header, the multiplier of the first `单位：万元` line above it; 元 where there is none."""
    units: list[int] = []
    found = None
    for row in range(min(SEARCHED_ROWS, sheet.height)):
        units.append(found or 1)
        found = found or next(filter(None, map(_unit_line, _near(sheet, row))), None)
    return units


def _unit_line(cell: Raw) -> int | None:
    if not isinstance(cell, str):
        return None
    word = plain(cell)
    match = _UNIT_LINE.search(word) if "单位" in word else _UNIT_AT_END.search(word)
    return YUAN[match[1]] if match else None


def _one_line(name: str) -> str:
    return " ".join(name.split())
