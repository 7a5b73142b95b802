"""Which rows of a sheet, one or two, are the header, and which column of the form each of its cells names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from gonggu.forms import Column, Ledger
from gonggu.reading.sheets import Raw, Sheet
from gonggu.reading.stated_units import states_unit, units_in, units_said
from gonggu.reading.text import is_blank, plain
from gonggu.units import COUNTED, YUAN

SEARCHED_ROWS = 30  # titles, notes and unit lines above the header are never longer
SEARCHED_COLUMNS = 256  # ten times the widest form
LONGEST_HEADER = 500  # characters, hints and unit lines too
FEWEST_COLUMNS = 2
# Columns that every office adds; nobody needs to hear of them.
ORDINARY = frozenset({"序号", "备注"})
_UNITS = "|".join(sorted(YUAN, key=len, reverse=True))
# 金额/万元, 金额万元, 金额，以万元计
_BARE_UNIT = re.compile(rf"(.+?)[/:_,\-]*(?:单位)?:?(?:以|按)?(?:人民币)?({_UNITS})(?:计|为单位)?")
_SUFFIX = re.compile(r"(.+?)[:_]?\((?:(?:计量|金额)?单位)?:?(?:以|按)?([^()]*?)(?:计|为单位)?\)")
_NUMBER_BEFORE = re.compile(
    r"^(?:\(\d{1,2}\)|\d{1,2}[.、:)]|[一二三四五六七八九十]{1,2}、)(?=\D)"
)  # 1.姓名, （1）姓名
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
_UNSAID = -1  # while a header is read: no unit is said in it
# A hint how to fill in, in a row of its own below the header or in brackets behind it.
_HINT = re.compile(
    r"(?:必填|选填|可空|非必填|填写?|请|如|例如|格式|下拉|文本|数字|数值|日期|整数|小数|单选|字符|\d{1,2}位|[一二三四五六八十]{1,2}位).{0,30}|年[-/.]?月(?:[-/.]?日)?|[yY]{4}.{0,20}|是否|有无|[√×/]{1,3}"
)
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,40}")  # a column's name in a database
_FEWEST_FIELDS = 3
_MOST_IN_NOTE = 2  # filled cells of a line that may state a unit below the table
_UNIT_COLUMNS = frozenset(
    {
        "金额单位",
        "计量单位",
        "货币单位",
        "币种单位",
        "资金单位",
        "计价单位",
        "单位(金额)",
        "金额(单位)",
        "单位(元/万元)",
    }
)
_SAYS_NOTHING = frozenset({"-", "--", "/", ""})
_UNIT_WORDS = (
    frozenset(YUAN)
    | frozenset(COUNTED)
    | _MEASURES
    | _HINTS
    | {"%", "亩", "头", "只", "名", "口", "处", "栋", "座", "元/人", "计量单位"}
    | _SAYS_NOTHING
)
Names = tuple[str, ...]  # how one column may be called, the likeliest first


@dataclass(frozen=True)
class Heading:
    """A registered column found in the sheet: where, and in what unit it counts (元 or pieces; 0 where that is open)."""

    column: Column
    position: int
    unit: int


@dataclass(frozen=True)
class Header:
    """A sheet's header read against one form."""

    first: int  # its first row, counted from 0
    row: int  # and its last; -1 where the header stands on a sheet before
    body: int  # the row in which records may begin
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
    best: Header | None = None
    for rows, shown in _candidates(sheet):
        header = _read(rows, shown, known)
        if len(header.headings) >= FEWEST_COLUMNS and (best is None or _says_more(header, best)):
            best = header
    return _with_units(sheet, best, known) if best else None


def _says_more(header: Header, other: Header) -> bool:
    """Whether a header names more columns, or as many and more of their units."""
    return _said(header) > _said(other)


def _said(header: Header) -> tuple[int, int]:
    return len(header.headings), sum(one.unit != _UNSAID for one in header.headings)


def _with_units(sheet: Sheet, header: Header, known: dict[str, Column]) -> Header:
    """The header with the row of units or hints below it, and with the unit of money that is stated near the table."""
    lower = _near(sheet, header.body) if header.body < sheet.height else []
    if _is_hints(lower, known):
        own = (_with_hint(one, lower[one.position], known) for one in header.headings)
        header = replace(header, body=header.body + 1, headings=tuple(own))
    said = stated_units(sheet, header) if any(one.unit == _UNSAID for one in header.headings) else {1}
    stated = 0 if len(said) > 1 else next(iter(said), 1)
    settled = (
        replace(one, unit=stated if one.column.type == "money" else 1) if one.unit == _UNSAID else one
        for one in header.headings
    )
    return replace(header, headings=tuple(settled))


def _with_hint(heading: Heading, below: Raw, known: dict[str, Column]) -> Heading:
    """The heading in the unit that stands in the row below it; open where the two contradict each other."""
    unit = _first_match((f"{heading.column.header}({_bare_hint(below)})",), known)[1]
    if unit in (_UNSAID, heading.unit) or not _says_unit(below):
        return heading
    return replace(heading, unit=unit if heading.unit == _UNSAID else 0)


def _says_unit(below: Raw) -> bool:
    return _bare_hint(below) in _UNIT_WORDS


def _is_hints(cells: list[Raw], names: dict[str, Column]) -> bool:
    """Whether a row right below a header holds nothing but units, hints how to fill in, names of columns or fields."""
    words = [_bare_hint(cell) for cell in cells if not is_blank(cell)]
    known = [word in _UNIT_WORDS or word in names or bool(_HINT.fullmatch(word)) for word in words]
    return not _SAYS_NOTHING.issuperset(words) and (
        all(known) or (len(words) >= _FEWEST_FIELDS and all(_FIELD.fullmatch(word) for word in words))
    )


def _bare_hint(cell: Raw) -> str:
    """What a cell below a header says, without the brackets around it; a number says nothing of the kind."""
    if not isinstance(cell, str):
        return "" if cell == "" else "#"
    word = plain(cell).translate(_BRACKETS)
    return word.removeprefix("(").removesuffix(")").removeprefix("单位").lstrip(":").removeprefix("人民币")


def stated_units(sheet: Sheet, header: Header) -> set[int]:
    """Every unit of money (in 元) that is stated near the table: around it, in its columns, in its titles."""
    sizes = sheet.filled.sum(axis=1)
    lone = np.flatnonzero((sizes > 0) & (sizes <= _MOST_IN_NOTE))
    near = {*range(sheet.top, header.first), *lone[lone >= header.body].tolist()}
    said = {unit for row in near for unit in units_said(sheet.row(row))} | _units_beside(sheet, header)
    said |= _units_in_column(sheet, header)
    return (said or set(sheet.inherited)) | {unit for title in sheet.titles for unit in units_in(title)}


def _units_beside(sheet: Sheet, header: Header) -> set[int]:
    """The units that are stated in the header's own rows, where no column is headed."""
    taken = {heading.position for heading in header.headings}
    cells = [
        cell
        for row in range(header.first, header.row + 1)
        for place, cell in enumerate(_near(sheet, row))
        if place not in taken and isinstance(cell, str) and states_unit(cell)
    ]
    return {unit for cell in cells for unit in units_in(cell)}


def _units_in_column(sheet: Sheet, header: Header) -> set[int]:
    """The units that an unregistered column 金额单位 holds for its rows."""
    taken = {heading.position for heading in header.headings}
    for place, cells in enumerate(sheet.columns):
        name = cells[header.row]
        if place in taken or not isinstance(name, str) or normalised(name) not in _UNIT_COLUMNS:
            continue
        below = {
            plain(value)
            for value in map(cells.distinct.__getitem__, set(cells.codes[header.body :].tolist()))
            if isinstance(value, str)
        }
        return {YUAN[word.removeprefix("人民币")] for word in below if word.removeprefix("人民币") in YUAN}
    return set()


def _candidates(sheet: Sheet) -> Iterator[tuple[tuple[int, int], list[Names]]]:
    """Rows, then pairs of rows, that may be a header: the first and last row and how they call the columns."""
    searched = set(range(sheet.top, sheet.top + SEARCHED_ROWS))
    if sheet.head is not None:
        searched |= set(range(max(sheet.top, sheet.head - 1), sheet.head + 3))
    rows = [
        (row, [cell if isinstance(cell, str) else "" for cell in _near(sheet, row)])
        for row in sorted(searched)
        if row < sheet.height
    ]
    for number, row in rows:
        yield (number, number), [(name,) for name in row]
    for (above, upper), (number, lower) in pairwise(rows):
        if above + 1 == number:
            yield (above, number), _under_groups(upper, lower)


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


def _read(rows: tuple[int, int], shown: list[Names], known: dict[str, Column]) -> Header:
    headings: dict[str, Heading] = {}
    repeated: list[str] = []
    unknown: list[str] = []
    for position, names in enumerate(shown):
        column, unit = _first_match(names, known)
        if not column:
            if (
                (word := normalised(names[-1]))
                and word not in ORDINARY | _UNIT_COLUMNS
                and not states_unit(word)
            ):
                unknown.append(_one_line(names[-1]))
        elif column.field in headings:
            repeated.append(column.header)
        else:
            headings[column.field] = Heading(column, position, unit)
    called = tuple(_one_line(names[-1]) for names in shown if names[-1].strip())
    return Header(*rows, rows[1] + 1, tuple(headings.values()), tuple(repeated), tuple(unknown), called)


def _first_match(names: Names, known: dict[str, Column]) -> tuple[Column | None, int]:
    matches = (_match(normalised(name), known) for name in names)
    return next((match for match in matches if match[0]), (None, _UNSAID))


def _match(word: str, known: dict[str, Column]) -> tuple[Column | None, int]:
    """The column that a header names and the unit that it says it counts in, if any."""
    word = word if word in known else _NUMBER_BEFORE.sub("", word).rstrip(":")
    if word in known:
        return known[word], _UNSAID
    found = _SUFFIX.fullmatch(word) or _BARE_UNIT.fullmatch(word)
    column = known.get(found[1]) if found else None
    if found is None or column is None:
        return None, _UNSAID
    unit = _unit(found[2], column)
    return (column, unit) if unit else (None, _UNSAID)


def _unit(word: str, column: Column) -> int | None:
    """How many of the column's own a unit or hint behind its header is; None where it is of another kind."""
    word = word.removeprefix("人民币")
    if column.type == "money" or column.units:
        return column.units.get(word) or (1 if _HINT.fullmatch(word) else None)
    if column.type == "number":
        return COUNTED.get(word) or (1 if word in _MEASURES or _HINT.fullmatch(word) else None)
    return 1 if word in _HINTS or _HINT.fullmatch(word) else None


def heading_word(cell: object) -> str:
    """Return what a cell says as a header, without a number before it and a unit or hint behind it."""
    word = _NUMBER_BEFORE.sub("", normalised(cell)).rstrip(":") if isinstance(cell, str) else ""
    suffix = _SUFFIX.fullmatch(word)
    return suffix[1] if suffix else word


def _names(ledger: Ledger) -> dict[str, Column]:
    """Normalised header or alias -> column; a header goes before another column's alias."""
    aliases = {normalised(alias): column for column in ledger.columns.values() for alias in column.aliases}
    return aliases | {normalised(header): column for header, column in ledger.columns.items()}


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """A header reduced to what it says: no blanks, line breaks or required-mark, half-width brackets."""
    bare = plain(name).translate(_BRACKETS).strip("*※★")
    return bare.removesuffix("(必填)").removesuffix("(选填)").strip("*※★").casefold()


def _one_line(name: str) -> str:
    return " ".join(name.split())
