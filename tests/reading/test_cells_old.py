"""An old workbook (.xls) says what the same book as .xlsx says: errors, formats, marks, hidden cells, formulas."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt

from gonggu.reading.files import read_file
from tests.ledgers_for_tests import FORMS
from tests.reading.test_cells_shown import ATTENDANCE, STATISTICS, VILLAGE, funds, told_of, typed_of, yuan

NO_TEXT = b"\x03\0\0\0\0\0\xff\xff"  # the result that the writer stores for every formula


def write_old(path: Path, rows: list[list[Any]], change: Callable[[Any, Any], None]) -> Path:
    """An .xls with these rows, to whose book and sheet `change` adds."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表", cell_overwrite_ok=True)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    change(book, sheet)
    book.save(str(path))
    return path


def styled(code: str = "General", struck: bool = False, raised: bool = False) -> Any:
    """A style with this number format and font."""
    font = xlwt.Font()
    font.struck_out = struck
    font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT if raised else xlwt.Font.ESCAPEMENT_NONE
    style = xlwt.XFStyle()
    style.num_format_str = code
    style.font = font
    return style


@pytest.mark.parametrize(
    ("code", "shown"), [(0x2A, "#N/A"), (0x07, "#DIV/0!"), (0x17, "#REF!"), (0x0F, "#VALUE!")]
)
def test_an_error_is_told_at_its_cell(tmp_path: Path, code: int, shown: str) -> None:
    path = write_old(
        tmp_path / "资金下达.xls", funds([None, 5.0]), lambda _, sheet: sheet.row(1).set_cell_error(6, code)
    )
    typed = typed_of(path)
    assert (yuan(typed), told_of(typed)) == ([None, 5], [("value_formula", "G2")])
    assert typed.flaws[0].raw == [shown]


@pytest.mark.parametrize(
    ("stored", "code", "unit", "right"),
    [
        (5_860_000, "0!.0,", "（万元）", 5_860_000),
        (586, '0.00"万元"', "", 5_860_000),
        (5, '"1"0000', "", 10_005),
        (-586, "#,##0.00_);[Red](#,##0.00)", "", -586),
        (586, ";;;", "", None),
        (0.948, "0.0%", "", None),
    ],
)
def test_an_amount_is_what_its_format_shows(
    tmp_path: Path, stored: float, code: str, unit: str, right: float | None
) -> None:
    path = write_old(
        tmp_path / "资金下达.xls",
        funds([None, 5.0], unit),
        lambda _, sheet: sheet.write(1, 6, stored, styled(code)),
    )
    typed = typed_of(path)
    assert yuan(typed)[0] == right
    assert told_of(typed) == ([] if right else [("value_type", "G2")])


def test_a_per_cent_cell_is_read_in_its_unit(tmp_path: Path) -> None:
    rows = [[*STATISTICS], ["甲", 2019, None, "%", "统计局"]]
    path = write_old(
        tmp_path / "区级统计.xls", rows, lambda _, sheet: sheet.write(1, 2, 0.948, styled("0.0%"))
    )
    assert typed_of(path).frame["value"].tolist() == [94.8]


def test_struck_out_cells_and_runs_are_refused(tmp_path: Path) -> None:
    def strike(_: Any, sheet: Any) -> None:
        sheet.write(1, 6, 586, styled(struck=True))
        sheet.write_rich_text(2, 6, [("5", styled(struck=True).font), ("86", styled().font)])

    typed = typed_of(write_old(tmp_path / "资金下达.xls", funds([None, None, 5.0]), strike))
    assert (yuan(typed), told_of(typed)) == ([None, None, 5], [("value_type", "G2"), ("value_type", "G3")])


def test_raised_marks_are_no_part_of_a_number_nor_of_a_name(tmp_path: Path) -> None:
    def mark(_: Any, sheet: Any) -> None:
        sheet.write_rich_text(1, 6, ["586", ("1", styled(raised=True).font)])
        sheet.write_rich_text(1, 2, ["资金", ("注2", styled(raised=True).font)])

    typed = typed_of(write_old(tmp_path / "资金下达.xls", funds([None, 5.0]), mark))
    assert (yuan(typed), told_of(typed)) == ([586, 5], [])
    assert typed.frame["name"].tolist() == ["资金", "资金"]


@pytest.mark.parametrize("code", ["General", "yyyy-mm-dd"])
def test_a_workbook_that_counts_from_1904_gives_the_days_it_shows(tmp_path: Path, code: str) -> None:
    def count_from_1904(book: Any, sheet: Any) -> None:
        book.dates_1904 = True
        sheet.write(1, 1, 42063, styled(code))

    path = write_old(tmp_path / "驻村考勤.xls", [[*ATTENDANCE], ["A1", None, 20, 20]], count_from_1904)
    assert typed_of(path).frame["month"].tolist() == ["2019-03"]


def test_merged_and_hidden_cells_are_seen(tmp_path: Path) -> None:
    def conceal(_: Any, sheet: Any) -> None:
        sheet.write_merge(1, 2, 0, 0, "甲乡")
        sheet.row(2).hidden = True
        sheet.col(1).hidden = True

    path = write_old(tmp_path / "行政村.xls", [[*VILLAGE], [None, "东村"], [None, "西村"]], conceal)
    assert typed_of(path).frame["township"].tolist() == ["甲乡", "甲乡"]
    hidden = [
        trouble.cell for trouble in read_file(path, tmp_path, FORMS).troubles if trouble.check == "row_hidden"
    ]
    assert hidden == ["A3", "B1"]


def test_a_hidden_sheet_is_seen(tmp_path: Path) -> None:
    def conceal(book: Any, sheet: Any) -> None:
        book.add_sheet("空").write(0, 0, "空")
        book.set_active_sheet(1)
        sheet.visibility = 1

    path = write_old(tmp_path / "行政村.xls", [[*VILLAGE], ["甲乡", "东村"]], conceal)
    assert any(trouble.check == "row_hidden" for trouble in read_file(path, tmp_path, FORMS).troubles)


@pytest.mark.parametrize("formula", ["5000000+860000", "SUM(G3:G4)", "G3*2", "VLOOKUP(A2;A3:G4;7;0)"])
def test_a_formula_that_nobody_computed_is_told(tmp_path: Path, formula: str) -> None:
    path = write_old(
        tmp_path / "资金下达.xls",
        funds([None, 4.0, 5.0]),
        lambda _, sheet: sheet.write(1, 6, xlwt.Formula(formula)),
    )
    typed = typed_of(path)
    assert (yuan(typed), told_of(typed)) == ([None, 4, 5], [("value_formula", "G2")])


def test_a_formula_whose_result_is_no_text_is_blank_where_others_were_computed(tmp_path: Path) -> None:
    def compute(_: Any, sheet: Any) -> None:
        sheet.write(1, 6, xlwt.Formula('IF(H2="","",H2)'))
        sheet.write(2, 6, xlwt.Formula("2+2"))

    path = write_old(tmp_path / "资金下达.xls", funds([None, None, 5.0]), compute)
    four = bytes(6) + b"\x10\x40"
    content = path.read_bytes()
    assert content.count(NO_TEXT) == 2
    at = content.rfind(NO_TEXT)
    path.write_bytes(content[:at] + four + content[at + 8 :])
    typed = typed_of(path)
    assert (yuan(typed), told_of(typed)) == ([None, 4, 5], [])
