"""The sheets of 问题清单.xlsx that list findings, one line each, with a link to the cell that is to be mended."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.mending import STATE
from gonggu.sheets import print_on_a4, row_height

_MOST_LINES = 100_000  # of one sheet; nobody mends more by hand, and a sheet has an end
_MOST_LINKS = 60_000  # Excel takes 65,530 a sheet
POINTS = 9  # the lines' font size
_HEAD_HEIGHT = 28  # points: a filter's arrow leaves room for the word
_LONGEST_LINK = 2000  # characters that Excel takes
_SPECIAL = re.compile(r'[\x00-\x20"#%<>\[\]^`{}]')

Line = dict[Any, Any]


@dataclass(frozen=True)
class Shown:
    """One column of a list: its width in characters and what it shows of a finding."""

    width: float
    text: Callable[[Line], str]


def _of(name: str) -> Callable[[Line], str]:
    return lambda line: str(line[name])


def cell_of(line: Line) -> str:
    """The finding's cell, or only its row where the sheet lacks the column; blank for a whole file, ledger or figure."""
    return str(line["cell"] or ("" if pd.isna(line["row"]) else f"第 {line['row']} 行"))


def file_of(line: Line) -> str:
    """The finding's file; what stands in its place where it lies between figures, or no file is there."""
    if line["file"]:
        return str(line["file"])
    if line["check"] == "ledger_missing":
        return NOT_SENT
    return BETWEEN_FIGURES if CHECKS[line["check"]].kind in _OF_FIGURES else IN_NO_FILE


def sheet_of(line: Line) -> str:
    """The finding's sheet; for one that lies between figures the chapter of the report that shows both sides."""
    between = not line["file"] and CHECKS[line["check"]].kind in _OF_FIGURES
    return IN_REPORT if between else str(line["sheet"])


_OF_FIGURES = ("figure", "published")
BETWEEN_FIGURES, IN_NO_FILE, NOT_SENT = "指标之间，不在某个文件", "不在某个文件", "没有收到文件"
IN_REPORT = "见报告“勾稽核对”"

_SEVERITY = Shown(5, lambda line: SEVERITIES[CHECKS[line["check"]].severity])
_SAYS = Shown(16, lambda line: CHECKS[line["check"]].says)
_CELL = "单元格"
_PLACE = {
    "文件": Shown(13, file_of),
    "工作表": Shown(9, sheet_of),
    _CELL: Shown(7.5, cell_of),
    "列": Shown(9, _of("column")),
}
_AREA = {"乡镇": Shown(7.5, _of("township")), "行政村": Shown(7.5, _of("village"))}
# Together as wide as a lying A4 page at full size, so that what is printed can be read.
PRESENT = {
    "级别": _SEVERITY, "状态": Shown(5.5, _of(STATE)), "问题": _SAYS, **_PLACE,
    "现值": Shown(13, _of("value")), "应为": Shown(21, _of("expected")), "怎么改": Shown(22, _of("advice")), **_AREA,
}  # fmt: skip
GONE = {
    "级别": _SEVERITY, "现状": Shown(11, _of(STATE)), "问题": _SAYS, "台账": Shown(9, _of("ledger")), **_PLACE,
    "上次的值": Shown(13, _of("value")), "应为": Shown(26, _of("expected")), **_AREA,
}  # fmt: skip


def write_lines(
    sheet: Any,
    lines: pd.DataFrame,
    columns: dict[str, Shown],
    formats: dict[str, Any],
    folder: str | None = None,
) -> None:
    """Write the lines below a header that stays in sight and is repeated on each page.

    `folder` is the year's folder as seen from the list; without it there are no links.
    """
    for number, column in enumerate(columns.values()):
        sheet.set_column(number, number, column.width)
    sheet.set_row(0, _HEAD_HEIGHT)
    sheet.write_row(0, 0, list(columns), formats["head"])
    sheet.freeze_panes(1, 0)
    listed = lines.head(_MOST_LINES)
    for row, line in enumerate(listed.to_dict("records"), start=1):
        _write_line(sheet, row, line, columns, formats)
        if folder is not None and row <= _MOST_LINKS:
            _link(sheet, row, list(columns).index(_CELL), line, folder, formats)
    sheet.autofilter(0, 0, max(len(listed), 1), len(columns) - 1)
    if len(lines) > len(listed):
        more = f"另有 {len(lines) - len(listed)} 条未列出，改正以上各条后重新检查。"
        sheet.write_string(len(listed) + 1, 0, more, formats["plain"])
    print_on_a4(sheet)
    sheet.repeat_rows(0)


def folder_seen_from(path: Path, raw: Path | None) -> str | None:
    """The year's folder as seen from the list; nothing where no link is wanted or the disks differ."""
    if raw is None:
        return None
    try:
        return Path(os.path.relpath(raw.resolve(), path.parent.resolve())).as_posix()
    except ValueError:
        return None


def _write_line(sheet: Any, row: int, line: Line, columns: dict[str, Shown], formats: dict[str, Any]) -> None:
    texts = [column.text(line) for column in columns.values()]
    widths = [column.width for column in columns.values()]
    sheet.set_row(row, row_height(texts, widths, POINTS))
    for number, text in enumerate(texts):
        grave = line["severity"] == "error" and number == 0
        sheet.write_string(row, number, text, formats["grave" if grave else "line"])


def _link(sheet: Any, row: int, column: int, line: Line, folder: str, formats: dict[str, Any]) -> None:
    if not line["file"]:
        return
    link = f"external:{_escaped(folder)}/{_escaped(line['file'])}{_anchor(line)}"
    # A link that Excel would refuse is left out; the text stands there already.
    if len(link) <= _LONGEST_LINK:
        sheet.write_url(row, column, link, formats["cell link"], cell_of(line) or "打开")


def _escaped(path: str) -> str:
    """A path as Excel writes it into a link: what would end or break the link encoded, Chinese as it is."""
    return _SPECIAL.sub(lambda found: quote(found[0], safe=""), path)


def _anchor(line: Line) -> str:
    if not line["sheet"] or not line["cell"]:
        return ""
    name = line["sheet"].replace("'", "''")
    return f"#'{name}'!{line['cell']}"
