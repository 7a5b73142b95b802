"""annex.xlsx: exact values, texts that stay texts, ready to print, the same bytes each time."""

from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from gonggu.figures.catalogue import figures_of
from gonggu.report.annex import SHEETS, write_annex
from gonggu.report.charts import charts_of
from gonggu.report.charts.catalogue import CHAPTERS
from gonggu.report.sheet import column_widths
from gonggu.scope import Scope
from tests.report.made_up import district, view_of

TITLE = "洪江区2019年附表 & 说明"
NOTES = ["=1+1", "http://example.invalid/说明"]


def annex(path, frames, scope=Scope()):  # noqa: B008
    view = view_of(frames, scope)
    figures = figures_of(view)
    charts = [chart for chapter in CHAPTERS for chart in charts_of(chapter, view, figures)]
    write_annex(path, view, figures, charts, TITLE, NOTES)
    return figures


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("annex") / "annex.xlsx"
    frames = district(villages=6, townships=2)
    frames["projects"].loc[0, "name"] = "=HYPERLINK(1)"
    return path, annex(path, frames), openpyxl.load_workbook(path)


def test_every_chapter_has_its_sheet(written):
    assert written[2].sheetnames == ["说明", "指标", *SHEETS]


def test_a_village_is_not_compared(tmp_path):
    path = tmp_path / "annex.xlsx"
    annex(path, district(villages=2, townships=2), Scope("云一乡", "青一一村"))
    names = openpyxl.load_workbook(path).sheetnames
    assert "乡镇对比" not in names
    assert "总述" in names


def test_figures_stand_at_full_precision_with_their_parts(written):
    _, figures, book = written
    rows = {row[0]: row for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert list(rows) == list(figures)
    rate = figures["poverty_rate"].record()
    assert rows["poverty_rate"][2] == pytest.approx(rate["value"], rel=1e-15)
    assert rows["poverty_rate"][4:7] == (rate["numerator"], rate["denominator"], rate["rows"])
    assert rows["poverty_rate"][8] == rate["definition"]


def test_a_figure_without_a_value_says_so_and_is_no_zero(written):
    _, figures, book = written
    without = [name for name, figure in figures.items() if figure.measure.value is None]
    rows = {row[0]: row for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert without
    assert {rows[name][2] for name in without} == {"无数据"}


def test_texts_never_become_formulas_or_links(written):
    book = written[2]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    texts = {cell.value for cell in cells}
    assert {"=1+1", "=HYPERLINK(1)", "http://example.invalid/说明"} <= texts


def test_sheets_print_on_a4_with_repeated_heads_and_filters(written):
    book = written[2]
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.fitToHeight == 0
    assert book["指标"].print_title_rows == "$1:$1"
    assert book["指标"].freeze_panes == "C2"
    assert book["项目"].print_title_rows == "$3:$3"
    assert all(table.autoFilter for table in book["资金投入"].tables.values())
    assert len(book["资金投入"].tables) == 3


def test_money_and_dates_are_numbers_with_a_format(written):
    sheet = written[2]["项目"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    planned = sheet.cell(4, heads["计划资金（万元）"])
    assert isinstance(planned.value, int | float)
    assert planned.number_format == "#,##0.00##"
    assert isinstance(sheet.cell(4, heads["计划完工日期"]).value, datetime)


@pytest.mark.slow  # tests/running compare whole editions each time
def test_the_same_inputs_give_the_same_bytes(tmp_path):
    frames = district(villages=3)
    for name in ("a", "b"):
        annex(tmp_path / name, frames)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_columns_are_as_wide_as_their_texts_within_bounds():
    table = pd.DataFrame({"乡": ["桂花园乡"], "说明": ["很长的一段话" * 20], "x": [1]})
    assert column_widths([table]) == [10, 44, 8]
