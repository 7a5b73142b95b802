"""问题清单.xlsx: what an office has to mend, by ledger, one line a finding. Internal, never circulated."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import xlsxwriter

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.scope import DISTRICT_NAME, Scope

NAME = "问题清单.xlsx"
_OTHER = "其他文件"
_MOST_LINES = 100_000  # of one ledger; nobody mends more by hand, and a sheet has an end
_MOST_LINKS = 60_000  # Excel takes 65,530 a sheet
_HEADERS = {
    "级别": 7, "问题": 26, "文件": 30, "工作表": 12, "单元格": 9, "列": 14, "现值": 24, "应为": 44, "怎么改": 44,
    "乡镇": 11, "行政村": 11,
}  # fmt: skip


def write_problem_list(
    findings: pd.DataFrame, path: Path, title: str, year: int, raw: Path | None = None
) -> None:
    """Write the list at `path`; `title` is the office it is for, `raw` the year's folder that cells are linked to.

    The same findings give the same bytes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": f"{title} {year} 年问题清单", "created": datetime(year, 12, 31)})
        formats = _formats(book)
        grouped = _by_ledger(findings)
        _write_overview(book.add_worksheet("总表"), findings, f"{title} {year} 年台账问题清单", formats)
        for ledger, lines in grouped.items():
            _write_ledger(book.add_worksheet(ledger), lines, formats, _folder(raw, path))


def title_of(scope: Scope, district: str) -> str:
    """The office that a list is for."""
    return f"{district}（{DISTRICT_NAME}）" if scope.level == "district" else f"{district} {scope.name}"


def _formats(book: Any) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEEEEE", **wrapped}),
        "text": book.add_format(wrapped),
        "link": book.add_format({"font_color": "#1F4E79", "underline": 1, "valign": "top"}),
        "total": book.add_format({"bold": True, "top": 1}),
        "plain": book.add_format({}),
    }


def _by_ledger(findings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The lines of each ledger's sheet, the grave ones first; files of no known ledger stand last."""
    sheets = _sheet_names(findings)
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    ranked = findings.assign(_rank=findings["severity"].map(ranks)).sort_values("_rank", kind="stable")
    return {name: ranked[sheets.loc[ranked.index] == name] for name in dict.fromkeys(sheets)}


def _sheet_names(findings: pd.DataFrame) -> pd.Series:
    single = findings["ledger"].ne("") & ~findings["ledger"].str.contains("、", regex=False)
    return findings["ledger"].where(single, _OTHER)


def _write_overview(sheet: Any, findings: pd.DataFrame, title: str, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 4, 9)
    sheet.set_column(5, 5, 60)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, "内部资料，仅供改正台账使用，不得对外流转。", formats["plain"])
    if findings.empty:
        sheet.write_string(3, 0, "没有发现问题。", formats["plain"])
        return
    end = _write_counts(sheet, 3, findings, formats)
    _write_checks(sheet, end + 2, findings, formats)


def _write_counts(sheet: Any, row: int, findings: pd.DataFrame, formats: dict[str, Any]) -> int:
    """Findings by ledger and severity, with their sums; returns the last row."""
    sheet.write_row(row, 0, ["台账", *SEVERITIES.values(), "合计"], formats["head"])
    counts = pd.crosstab(_sheet_names(findings), findings["severity"]).reindex(
        columns=list(SEVERITIES), fill_value=0
    )
    for ledger in dict.fromkeys(_sheet_names(findings)):
        row += 1
        numbers = counts.loc[ledger].tolist()
        sheet.write_url(row, 0, f"internal:'{ledger}'!A1", formats["link"], ledger)
        sheet.write_row(row, 1, [*numbers, sum(numbers)], formats["plain"])
    totals = counts.sum().tolist()
    sheet.write_row(row + 1, 0, ["合计", *totals, sum(totals)], formats["total"])
    return row + 1


def _write_checks(sheet: Any, row: int, findings: pd.DataFrame, formats: dict[str, Any]) -> None:
    """How often each check found something, and how that is mended."""
    sheet.write_row(row, 0, ["问题", "级别", "条数"], formats["head"])
    sheet.merge_range(row, 3, row, 5, "怎么改", formats["head"])
    counts = findings["check"].value_counts()
    for check in (check for check in CHECKS.values() if check.id in counts.index):
        row += 1
        sheet.write_string(row, 0, check.says, formats["text"])
        sheet.write_string(row, 1, SEVERITIES[check.severity], formats["text"])
        sheet.write_number(row, 2, int(counts[check.id]), formats["text"])
        sheet.merge_range(row, 3, row, 5, check.advice, formats["text"])


def _write_ledger(sheet: Any, lines: pd.DataFrame, formats: dict[str, Any], folder: str | None) -> None:
    for number, width in enumerate(_HEADERS.values()):
        sheet.set_column(number, number, width)
    sheet.write_row(0, 0, list(_HEADERS), formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    listed = lines.head(_MOST_LINES)
    for row, line in enumerate(listed.to_dict("records"), start=1):
        _write_line(sheet, row, line, formats, folder if row <= _MOST_LINKS else None)
    sheet.autofilter(0, 0, max(len(listed), 1), len(_HEADERS) - 1)
    if len(lines) > len(listed):
        more = f"另有 {len(lines) - len(listed)} 条未列出，改正以上各条后重新检查。"
        sheet.write_string(len(listed) + 1, 0, more, formats["plain"])


def _write_line(
    sheet: Any, row: int, line: dict[Any, Any], formats: dict[str, Any], folder: str | None
) -> None:
    known = CHECKS[line["check"]]
    cell = line["cell"] or ("" if line["row"] is pd.NA else f"第 {line['row']} 行")
    texts = [
        SEVERITIES[known.severity], known.says, line["file"], line["sheet"], cell, line["column"],
        line["value"], line["expected"], line["advice"], line["township"], line["village"],
    ]  # fmt: skip
    for number, text in enumerate(texts):
        sheet.write_string(row, number, text, formats["text"])
    if folder is not None and line["file"]:
        link = f"external:{folder}/{quote(line['file'])}{_anchor(line)}"
        # A link that Excel would refuse (too long) is left out; the text stands there already.
        if len(link) <= 2000:
            sheet.write_url(row, 4, link, formats["link"], cell or "打开")


def _anchor(line: dict[Any, Any]) -> str:
    if not line["sheet"] or not line["cell"]:
        return ""
    return f"#'{line['sheet']}'!{line['cell']}"


def _folder(raw: Path | None, path: Path) -> str | None:
    """The year's folder as seen from the list; nothing where no link is wanted or the disks differ."""
    if raw is None:
        return None
    try:
        return quote(Path(os.path.relpath(raw.resolve(), path.parent.resolve())).as_posix())
    except ValueError:
        return None
