"""The cells of a sheet as they are shown: formats applied, formulas that were never computed blank."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from gonggu.reading.marks import NEVER_COMPUTED, Cell, Marks
from gonggu.reading.styles import Look

_STRUCK = "没有划去（删除线）的内容；请把划去的部分删掉后保存"
_HIDDEN = "看得清的内容；单元格格式把它隐藏或改了样，请把格式改为“常规”并核对后保存"


def as_shown(rows: list[list[Any]], marks: Marks, uncomputed: frozenset[Cell]) -> Marks:
    """Write into the rows what the cells show; the marks returned name the cells of which that cannot be known."""
    refused: dict[Cell, str] = {}
    for cell, (look, number) in marks.looks.items():
        raw = _raw(rows, cell)
        shown = _shown(look, number, raw)
        if shown is None:
            refused[cell] = _HIDDEN
        elif shown is not raw:
            rows[cell[0]][cell[1]] = shown
    refused |= {cell: _STRUCK for cell in marks.struck if _raw(rows, cell) != ""}
    for row, column in uncomputed:
        rows[row][column] = ""
    broken = {**marks.broken, **dict.fromkeys(uncomputed, NEVER_COMPUTED)}
    return replace(marks, broken=broken, refused=refused) if refused or uncomputed else marks


def _raw(rows: list[list[Any]], cell: Cell) -> Any:
    row, column = cell
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _shown(look: Look, number: Decimal | None, raw: Any) -> Any:
    """What a cell shows of `raw`; None where that is not known."""
    if look.format is None or raw == "" or isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return look.format.shown_text(raw) if look.format.changes_text else raw
    return raw if number is None or look.format.dated else look.format.shown(number)
