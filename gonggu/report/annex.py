"""annex.xlsx: every figure with its parts and definition, and the tables of each chapter, ready to print."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.figures.card import WITHHELD as CARD_WITHHELD
from gonggu.figures.card import Figure
from gonggu.figures.numbers import NO_DATA, WITHHELD
from gonggu.figures.view import LedgerAbsent, View
from gonggu.report import tables
from gonggu.report.charts.chart import Chart
from gonggu.report.sheet import Formats, column_widths, put_table, set_up_page
from gonggu.report.standards import standards_table
from gonggu.withholding import Withheld
from gonggu.writing import writing

TableMaker = Callable[[View, dict[str, Figure], Withheld | None], pd.DataFrame]

# Sheet: the charts whose tables stand there, then further tables with their titles.
SHEETS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, TableMaker], ...]]] = {
    "总述": (("poverty-rate", "causes", "last-plan"), ()),
    "工作机制": (("team-sizes",), ()),
    "资金投入": (("funds-by-purpose", "payments-by-month", "projects"), ()),
    "项目": ((), (("项目清单", lambda view, *_: tables.projects_table(view)),)),
    "民生工程": (("standards-by-village",), ()),
    "产业发展": (("collective-income",), ()),
    "驻村帮扶": (("attendance-by-month",), ()),
    "问题整改": (
        ("problems",),
        (("按问题来源", lambda view, *_: tables.problems_by(view, "问题来源", "source")),),
    ),
    "易地搬迁": (
        ("relocation-employment",),
        (("各安置点", lambda view, *_: tables.relocation_sites(view)),),
    ),
    "四支队伍": (("visits-by-month",), ()),
    "乡镇对比": ((), (("主要指标", tables.township_table),)),
    "行政村": ((), (("各村基本情况", lambda view, *_: tables.village_table(view)),)),
    "收入与贫困测度": (("income-sources", "income-distribution"), ()),
    "所用标准": ((), (("所用标准", lambda view, figures, _: standards_table(view, figures)),)),
}
NOT_OF_A_VILLAGE = ("乡镇对比",)
NOTHING = "没有记录。"
FIGURE_HEADERS = ("编号", "指标", "数值", "单位", "分子", "分母", "记录数", "来源台账", "口径", "章节")


def write_annex(
    path: Path,
    view: View,
    figures: dict[str, Figure],
    charts: Sequence[Chart],
    title: str,
    notes: Sequence[str],
    sheets: Collection[str] = tuple(SHEETS),
    withheld: Withheld | None = None,
) -> None:
    """Write the workbook with those of `SHEETS` that are named; the same inputs give the same bytes. Texts never become formulas or links.

    `withheld` is what the year's public editions withhold, of a public one.
    """
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content := BytesIO(), plain) as book:
        # XlsxWriter would put the time of writing there.
        book.set_properties({"title": title, "created": datetime(view.year, 12, 31)})
        formats = Formats(book)
        contents = [
            (name, found)
            for name in SHEETS
            if name in sheets and (found := _tables(name, view, figures, charts, withheld)) is not None
        ]
        _cover(book, formats, title, notes, [name for name, _ in contents])
        _figures_sheet(book, formats, title, figures.values())
        for name, found in contents:
            _chapter(book, formats, title, name, found)
    with writing(path):
        path.write_bytes(content.getvalue())


def _tables(
    name: str, view: View, figures: dict[str, Figure], charts: Sequence[Chart], withheld: Withheld | None
) -> list[tuple[str, str, pd.DataFrame]] | None:
    """(title, note, table) of a sheet; None where the edition has no such sheet."""
    if view.scope.level == "village" and name in NOT_OF_A_VILLAGE:
        return None
    ids, makers = SHEETS[name]
    by_id = {chart.id: chart for chart in charts}
    shown = [by_id[one] for one in ids if one in by_id]
    found = [(chart.title, chart.caption, chart.table) for chart in shown]
    for heading, maker in makers:
        try:
            found.append((heading, "", maker(view, figures, withheld)))
        except LedgerAbsent:
            continue
    return found or None


def _cover(book: Any, formats: Formats, title: str, notes: Sequence[str], names: Sequence[str]) -> None:
    sheet = book.add_worksheet("说明")
    set_up_page(sheet, title)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, title, formats.title)
    lines = [
        *notes,
        "“指标”表列出本版全部指标：数值、分子、分母、计入的记录数、来源台账和口径。数值未经四舍五入，单元格只显示部分小数。",
        f"“{NO_DATA}”表示所需台账缺失，或没有可以计算的对象；空格表示该项没有数据，不是零。",
        "各章附表：" + "、".join(names) + "。",
    ]
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, formats.wrapped)


def _figures_sheet(book: Any, formats: Formats, title: str, figures: Iterable[Figure]) -> None:
    sheet = book.add_worksheet("指标")
    set_up_page(sheet, title, header_row=0)
    records = [figure.record() for figure in figures]
    table = pd.DataFrame(
        [_figure_row(record) for record in records], columns=list(FIGURE_HEADERS), dtype=object
    )
    put_table(sheet, formats, 0, table)
    sheet.freeze_panes(1, 2)
    for column, width in enumerate((30, 26, 14, 8, 14, 14, 9, 26, 60, 14)):
        sheet.set_column(column, column, width)


def _figure_row(record: dict[str, Any]) -> list[Any]:
    absent = WITHHELD if record["status"] == CARD_WITHHELD else NO_DATA
    value = absent if record["value"] is None else record["value"]
    parts = [record["numerator"], record["denominator"], record["rows"]]
    ledgers = "、".join(record["ledgers"])
    return [
        record["id"],
        record["label"],
        value,
        record["unit"],
        *parts,
        ledgers,
        record["definition"],
        record["section"],
    ]


def _chapter(
    book: Any, formats: Formats, title: str, name: str, found: Sequence[tuple[str, str, pd.DataFrame]]
) -> None:
    sheet = book.add_worksheet(name)
    single = len(found) == 1
    set_up_page(sheet, f"{title}　{name}", header_row=2 if single else None)
    row = 0
    for heading, note, table in found:
        sheet.write_string(row, 0, heading, formats.heading)
        sheet.write_string(row + 1, 0, note, formats.note)
        if len(table):
            put_table(sheet, formats, row + 2, table)
        else:
            sheet.write_string(row + 2, 0, NOTHING)
        row += len(table) + 5
    if single:
        sheet.freeze_panes(3, 1)
    for column, width in enumerate(column_widths([table for _, _, table in found])):
        sheet.set_column(column, column, width)
