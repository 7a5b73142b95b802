"""What an old workbook (.xls) says beside its cells' values; the parser gives their values only."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlrd
from xlrd.formula import FMLA_TYPE_CELL, decompile_formula

from gonggu.reading.marks import Block, Cell, Marks, stored_number
from gonggu.reading.runs import Run, without_marks
from gonggu.reading.styles import Look, look_of

_FORMULA, _BEGIN, _END = 0x0006, 0x0809, 0x000A  # kinds of records
_SUPERSCRIPT = 1
_DEFAULTS = (bytes(8), b"\x03\0\0\0\0\0\xff\xff")  # 0 and no text
_SUMMARY = "SummaryInformation".encode("utf-16-le")  # a part that programs write which compute
_AGAIN = 0b11  # flags of a formula that is to be computed when the workbook is opened


@dataclass(frozen=True)
class OldSheet:
    """The marks of one sheet, and the texts from which raised marks were taken."""

    marks: Marks
    texts: dict[Cell, str]
    doubted: bool


def old_sheets(content: bytes) -> list[OldSheet]:
    """The sheets of an .xls in order; xlrd's errors where its formats cannot be read."""
    with open(os.devnull, "w", encoding="utf-8") as silent:  # noqa: PTH123 - no file of ours
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=silent,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,
        )
    looks = {
        number: look
        for number, style in enumerate(book.xf_list)
        if (look := look_of(_code(book, style.format_key), bool(book.font_list[style.font_index].struck_out)))
    }
    sheets = map(book.sheet_by_index, range(book.nsheets))
    computes = _SUMMARY in content
    return [_old_sheet(book, number, sheet, looks, computes) for number, sheet in enumerate(sheets)]


def _code(book: Any, key: int) -> str:
    known = book.format_map.get(key)
    return str(known.format_str) if known else ""


def _old_sheet(book: Any, number: int, sheet: Any, looks: dict[int, Look], computes: bool) -> OldSheet:
    broken: dict[Cell, str] = {}
    shown: dict[Cell, tuple[Look, Decimal | None]] = {}
    struck: set[Cell] = set()
    for row in range(sheet.nrows):
        kinds, styles = sheet.row_types(row), sheet._cell_xf_indexes[row]
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_ERROR:
                broken[row, column] = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#N/A")
            elif (look := looks.get(styles[column])) and kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                if look.struck:
                    struck.add((row, column))
                shown[row, column] = look, _number(kind, sheet.cell_value(row, column))
    texts, runs_struck = _runs(book, sheet)
    defaults, computed, doubted = _results(book, number)
    marks = Marks(
        broken=broken,
        merged=tuple(_block(bounds) for bounds in sheet.merged_cells),
        hidden_rows=frozenset(
            row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
        ),
        hidden_columns=tuple(
            range(column, column + 1)
            for column, info in sheet.colinfo_map.items()
            if info.hidden or info.width == 0
        ),
        looks=shown,
        struck=frozenset(struck | runs_struck),
        defaults=defaults,
        computed=computed,
        from_1904=bool(book.datemode),
    )
    return OldSheet(marks, texts, doubted or not computes)


def _number(kind: int, value: Any) -> Decimal | None:
    return stored_number(value) if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) else None


def _block(bounds: tuple[int, int, int, int]) -> Block:
    top, below, left, right = bounds
    return (top, left), (below - 1, right - 1)


def _runs(book: Any, sheet: Any) -> tuple[dict[Cell, str], set[Cell]]:
    """Texts without their raised marks, and the cells with a struck-out run."""
    texts: dict[Cell, str] = {}
    struck: set[Cell] = set()
    for cell, starts in sheet.rich_text_runlist_map.items():
        runs = list(_runs_of(book, str(sheet.cell_value(*cell)), starts))
        if any(out and text.strip() for text, _, out in runs):
            struck.add(cell)
        if any(raised for _, raised, _ in runs):
            texts[cell] = "".join(without_marks(runs))
    return texts, struck


def _runs_of(book: Any, text: str, starts: list[tuple[int, int]]) -> Iterator[Run]:
    yield text[: starts[0][0] if starts else None], False, False
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, font), end in zip(starts, ends, strict=True):
        known = book.font_list[font]
        yield text[start:end], known.escapement == _SUPERSCRIPT, bool(known.struck_out)


def _results(book: Any, number: int) -> tuple[dict[Cell, str], bool, bool]:
    """Formulas whose stored result is 0 or no text, whether another has a result, whether any is to be computed on opening."""
    defaults: dict[Cell, str] = {}
    computed = doubted = False
    for record in _formulas(book, number):
        row, column, _, result, flags, _, length = struct.unpack_from("<HHH8sHIH", record)
        if result in _DEFAULTS:
            defaults[row, column] = _formula(book, record[22 : 22 + length], length, row, column)
            doubted |= bool(flags & _AGAIN)
        else:
            computed = True
    return defaults, computed, doubted


def _formulas(book: Any, number: int) -> Iterator[bytes]:
    """The records of formulas in one sheet's part of the stream."""
    at, depth = book._sh_abs_posn[number], 0
    while at + 4 <= len(book.mem):
        kind, length = struct.unpack_from("<HH", book.mem, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if kind == _FORMULA and depth == 1 and length >= 22:
            yield bytes(book.mem[at + 4 : at + 4 + length])
        at += 4 + length


def _formula(book: Any, code: bytes, length: int, row: int, column: int) -> str:
    """The formula as text; nothing where it refers to what xlrd does not write out."""
    try:
        return str(decompile_formula(book, code, length, FMLA_TYPE_CELL, browx=row, bcolx=column) or "")
    except Exception:
        return ""
