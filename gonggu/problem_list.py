"""问题清单.xlsx: what an office has to mend, by ledger, and what it has mended. Internal, never circulated."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.mending import NEW, STATE, STILL, UNTOLD, Mending
from gonggu.problem_lines import GONE, POINTS, PRESENT, folder_seen_from, write_lines
from gonggu.scope import DISTRICT_NAME, Scope
from gonggu.sheets import page_header, print_on_a4, printed, row_height
from gonggu.writing import replacing

MENDED = "已整改"
_OTHER = "其他"
_ADVICE_WIDTH = 68
_WIDTHS = (42, 8.5, 8.5, 8.5, 8.5, 8.5, 8.5, _ADVICE_WIDTH - 2 * 8.5)
_NOTE = "内部资料，仅供改正台账使用，不得对外流转。"
_FIRST_TIME = "本年度第一次检查，没有上次的清单可比。"


def write_problem_list(mending: Mending, path: Path, title: str, year: int, raw: Path | None = None) -> None:
    """Write the list at `path`; `title` is the office it is for, `raw` the year's folder that cells are linked to.

    The same findings, now and before, give the same bytes.
    """
    titled = f"{title} {year} 年台账问题清单"
    with xlsxwriter.Workbook(content := BytesIO(), printed()) as book:
        book.set_properties({"title": titled, "created": datetime(year, 12, 31)})
        formats = _formats(book)
        _write_overview(book.add_worksheet("总表"), mending, titled, formats)
        folder = folder_seen_from(path, raw)
        for name, lines in _by_ledger(mending.now).items():
            sheet = book.add_worksheet(name)
            write_lines(sheet, lines, PRESENT, formats, folder)
            page_header(sheet, titled, f"{name}：{_counted(lines)}")
        for name, lines in ((MENDED, mending.mended), (UNTOLD, mending.untold)):
            if len(lines):
                sheet = book.add_worksheet(name)
                write_lines(sheet, _grave_first(lines), GONE, formats)
                page_header(sheet, titled, f"{name}：{_counted(lines)}")
    with replacing(path) as fresh:
        fresh.write_bytes(content.getvalue())


def title_of(scope: Scope, district: str) -> str:
    """The office that a list is for."""
    return f"{district}（{DISTRICT_NAME}）" if scope.level == "district" else f"{district} {scope.name}"


def _formats(book: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8BFC7"}
    line = {**text, "font_size": POINTS}
    link = {"font_color": "#1F4E79", "underline": 1}
    number = {**text, "num_format": "#,##0", "align": "center"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({**text, "bold": True, "bg_color": "#E3E9F0"}),
        "text": book.add_format(text),
        "line": book.add_format(line),
        "grave": book.add_format({**line, "bold": True, "font_color": "#B03A00"}),
        "number": book.add_format(number),
        "link": book.add_format({**text, **link}),
        "cell link": book.add_format({**line, **link}),
        "total": book.add_format({**text, "bold": True}),
        "total number": book.add_format({**number, "bold": True}),
        "plain": book.add_format(),
    }


def _by_ledger(findings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The lines of each ledger's sheet, the grave ones first; what concerns none or several stands last."""
    ranked = _grave_first(findings)
    sheets = _sheet_names(ranked)
    names = [name for name in dict.fromkeys(_sheet_names(findings)) if name != _OTHER]
    return {name: ranked[sheets.eq(name)] for name in [*names, _OTHER] if sheets.eq(name).any()}


def _grave_first(findings: pd.DataFrame) -> pd.DataFrame:
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    return findings.assign(_rank=findings["severity"].map(ranks)).sort_values("_rank", kind="stable")


def _sheet_names(findings: pd.DataFrame) -> pd.Series:
    single = findings["ledger"].ne("") & ~findings["ledger"].str.contains("、", regex=False)
    return findings["ledger"].where(single, _OTHER)


def _counted(lines: pd.DataFrame) -> str:
    counts = lines["severity"].value_counts()
    told = [f"{word} {counts[severity]} 处" for severity, word in SEVERITIES.items() if severity in counts]
    return "，".join(told)


def _write_overview(sheet: Any, mending: Mending, title: str, formats: dict[str, Any]) -> None:
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    print_on_a4(sheet)
    page_header(sheet, "", "")
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, _NOTE, formats["plain"])
    sheet.write_string(2, 0, mending.said() or _FIRST_TIME, formats["plain"])
    row = _write_change(sheet, 4, mending, formats)
    if mending.now.empty:
        sheet.write_string(row, 0, "没有发现问题。", formats["plain"])
        return
    row = _write_ledgers(sheet, row, mending, formats)
    _write_checks(sheet, row, mending, formats)


def _write_change(sheet: Any, row: int, mending: Mending, formats: dict[str, Any]) -> int:
    """What there was, what has become of it, what there is; returns the row where the next table begins."""
    if mending.gone is None:
        return row
    grades = [severity for severity in SEVERITIES if severity != "info"]
    sheet.write_row(
        row, 0, ["与上次检查相比", *(SEVERITIES[grade] for grade in grades), "合计"], formats["head"]
    )
    parts = {
        "上次": [mending.still, mending.mended, mending.untold],
        MENDED: [mending.mended],
        f"{UNTOLD}（有台账读不出来）": [mending.untold],
        STILL: [mending.still],
        NEW: [mending.new],
        "现有": [mending.still, mending.new],
    }
    for name, lines in parts.items():
        if name.startswith(UNTOLD) and mending.untold.empty:
            continue
        row += 1
        numbers = [sum(int(one["severity"].eq(grade).sum()) for one in lines) for grade in grades]
        bold = name in ("上次", "现有")
        sheet.write_string(row, 0, name, formats["total" if bold else "text"])
        _write_numbers(sheet, row, [*numbers, sum(numbers)], formats["total number" if bold else "number"])
    return row + 2


def _write_ledgers(sheet: Any, row: int, mending: Mending, formats: dict[str, Any]) -> int:
    """Findings by ledger and severity with their sums; returns the row where the next table begins."""
    sheet.write_row(row, 0, ["台账", *SEVERITIES.values(), "合计", NEW, MENDED], formats["head"])
    mended = _sheet_names(mending.mended).value_counts()
    grouped = _by_ledger(mending.now)
    every = {**grouped, **{name: mending.now.iloc[:0] for name in mended.index if name not in grouped}}
    for name, lines in every.items():
        row += 1
        if len(lines):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", formats["link"], name)
        else:
            sheet.write_string(row, 0, name, formats["text"])
        numbers = [*_grades(lines), int(mended.get(name, 0))]
        _write_numbers(sheet, row, numbers, formats["number"])
    sheet.write_string(row + 1, 0, "合计", formats["total"])
    _write_numbers(sheet, row + 1, [*_grades(mending.now), len(mending.mended)], formats["total number"])
    return row + 3


def _grades(lines: pd.DataFrame) -> list[int]:
    """Numbers by severity, all, and new ones."""
    numbers = [int(lines["severity"].eq(severity).sum()) for severity in SEVERITIES]
    return [*numbers, sum(numbers), int(lines[STATE].eq(NEW).sum())]


def _write_checks(sheet: Any, row: int, mending: Mending, formats: dict[str, Any]) -> None:
    """How often each check found something, and how that is mended."""
    sheet.write_row(row, 0, ["问题", "级别", "条数", NEW, MENDED], formats["head"])
    sheet.merge_range(row, 5, row, 7, "怎么改", formats["head"])
    counts = mending.now["check"].value_counts()
    new, mended = mending.new["check"].value_counts(), mending.mended["check"].value_counts()
    for check in (check for check in CHECKS.values() if check.id in counts.index):
        row += 1
        sheet.set_row(row, row_height([check.says, check.advice], [_WIDTHS[0], _ADVICE_WIDTH], 10))
        sheet.write_string(row, 0, check.says, formats["text"])
        sheet.write_string(row, 1, SEVERITIES[check.severity], formats["text"])
        numbers = [int(count.get(check.id, 0)) for count in (counts, new, mended)]
        _write_numbers(sheet, row, numbers, formats["number"], 2)
        sheet.merge_range(row, 5, row, 7, check.advice, formats["text"])


def _write_numbers(sheet: Any, row: int, numbers: list[int], form: Any, begin: int = 1) -> None:
    sheet.write_row(row, begin, numbers, form)
