"""What is counted is what a person with the workbook open sees: formats, marks, struck-out text, errors, other epochs."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from gonggu.reading.files import read_file
from gonggu.reading.typed import TypedLedger
from tests.ledgers_for_tests import FORMS
from tests.workbook_parts import Cell, sheet_data, styles, write_parts

HEADER = ["指标文号", "下达日期", "资金名称", "资金类别", "资金级次", "资金用途", "金额"]
ROW: list[Cell] = ["甲", "2019-03-01", "资金", "财政专项扶贫资金", "中央", "产业发展"]
STRUCK = "<font/><font><strike/></font>"
SUPERSCRIPT = '<rPr><vertAlign val="superscript"/></rPr>'
Told = list[tuple[str, str]]


def funds(amounts: Sequence[Cell], unit: str = "") -> list[list[Cell]]:
    """The rows of a ledger of funds with these amounts."""
    return [
        [*HEADER[:-1], f"金额{unit}"],
        *([f"{ROW[0]}{at}", *ROW[1:], one] for at, one in enumerate(amounts)),
    ]


def typed_of(path: Path) -> TypedLedger:
    """The one ledger of a workbook."""
    read = read_file(path, path.parent, FORMS)
    assert len(read.parts) == 1, read.troubles
    return read.parts[0]


def told_of(typed: TypedLedger) -> Told:
    """Each cell that could not be read, as the check it fails and its place."""
    letters = next(iter(typed.letters.values()))
    return [
        (flaw.check, f"{letters[flaw.column.name]}{typed.frame['_row'][record]}")
        for flaw in typed.flaws
        for record in flaw.records
    ]


def yuan(typed: TypedLedger) -> list[float | None]:
    """The amounts in 元; None where there is none."""
    return [
        None if value is None else value / 100
        for value in typed.frame["amount_fen"].astype(object).where(lambda cells: cells.notna(), None)
    ]


def read_amount(folder: Path, stored: float, code: str, unit: str = "") -> tuple[float | None, Told]:
    """The amount that a cell with this number format gives, and what is told of it."""
    sheet = sheet_data(funds([stored, 5.0], unit), {"G2": f'<c r="G2" s="1"><v>{stored!r}</v></c>'})
    typed = typed_of(write_parts(folder / "资金下达.xlsx", sheet, styles([code])))
    return yuan(typed)[0], told_of(typed)


SHOWN: dict[str, tuple[float, str, str, float]] = {
    "ten thousands by an escaped point": (5_860_000, "0!.0,", "（万元）", 5_860_000),
    "ten thousands by a backslash": (5_860_000, r"0\.0,", "（万元）", 5_860_000),
    "ten thousands by a quoted point": (5_860_000, '#,##0"."0,', "（万元）", 5_860_000),
    "four digits behind an escaped point": (5_861_234, "0!.0000", "（万元）", 5_861_234),
    "ten thousands by a per cent sign below the edge": (5_860_000, "0.00,,\n%", "（万元）", 5_860_000),
    "thousands, rounded": (5_861_234, "0.0,", "（千元）", 5_861_234),
    "millions": (5_860_000, "#,##0,,", "（百万元）", 5_860_000),
    "its unit behind it": (586, '0.00"万元"', "", 5_860_000),
    "its unit behind it without quotes": (586, "#,##0.00万元", "", 5_860_000),
    "General with a unit": (586, 'General"万元"', "", 5_860_000),
    "General as WPS writes it": (586, 'G/通用格式"万元"', "", 5_860_000),
    "its unit above what the header says": (5_860_000, '#,##0.00"元"', "（万元）", 5_860_000),
    "scaled with its unit": (5_860_000, '0!.0,"万"', "", 5_860_000),
    "scaled above a limit": (5_860_000, '[>=10000]0!.0,"万元";0"元"', "", 5_860_000),
    "not scaled below the limit": (5_860, '[>=10000]0!.0,"万元";0"元"', "", 5_860),
    "digits before it": (5, '"1"0000', "", 10_005),
    "digits behind it": (586, '0"0000"', "", 5_860_000),
    "in red": (-586, "0;[Red]0", "", -586),
    "in brackets": (-586, "#,##0_);(#,##0)", "", -586),
    "an account's zero": (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "", 0),
    "a zero that is not shown": (0, "0;-0;;@", "", 0),
    "an account in 元": (-586, '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "", -586),
    "in characters": (586, '[DBNum2][$-804]General"元整"', "", 586),
    "rounded": (586.25, "0", "", 586.25),
}


@pytest.mark.parametrize("case", SHOWN)
def test_an_amount_is_what_its_format_shows(tmp_path: Path, case: str) -> None:
    stored, code, unit, right = SHOWN[case]
    assert read_amount(tmp_path, stored, code, unit) == (right, [])


UNKNOWN: dict[str, tuple[float, str]] = {
    "hidden": (586, ";;;"),
    "hidden where it is negative": (-586, "0;;0"),
    "negative without a sign": (-586, "0;0"),
    "per cent of money": (0.948, "0.0%"),
    "dollars": (586, "[$$-409]#,##0"),
    "a word for it": (586, '0;-0;"待定"'),
    "a date": (586, "yyyy-mm-dd"),
    "rounded before digits": (5.86, '0"000"'),
}
UNKNOWN["a word for it"] = (0, UNKNOWN["a word for it"][1])


@pytest.mark.parametrize("case", UNKNOWN)
def test_an_amount_that_cannot_be_told_from_what_is_shown_is_refused(tmp_path: Path, case: str) -> None:
    assert read_amount(tmp_path, *UNKNOWN[case]) == (None, [("value_type", "G2")])


def test_a_cell_without_a_style_has_the_first_one(tmp_path: Path) -> None:
    code = styles(["0!.0,"]).replace('<xf numFmtId="0" fontId="0"/>', "")
    typed = typed_of(
        write_parts(tmp_path / "资金下达.xlsx", sheet_data(funds([5_860_000.0], "（万元）")), code)
    )
    assert yuan(typed) == [5_860_000]


STATISTICS = ["指标", "年度", "数值", "单位", "来源"]


@pytest.mark.parametrize(
    ("code", "stored", "header", "unit", "right"),
    [
        ("0.0%", 0.948, "数值", "%", 94.8),
        ("0%", 0.9475999999999999, "数值", "％", 94.76),
        ("0.00%", 0.948, "数值", "百分比", 94.8),
        ("0.00%", 0.948, "数值（%）", "", 94.8),
        ("0.00%", 0.948, "数值（%）", "人", None),
        ('0.0"%"', 94.8, "数值", "%", 94.8),
        ("0.0%", 0.948, "数值", "人", None),
        ('0"件"', 5, "数值", "件", 5),
        ('0"件"', 5, "数值", "人", None),
        ("0.0", 94.8, "数值", "%", 94.8),
    ],
)
def test_a_per_cent_cell_is_read_in_its_unit(
    tmp_path: Path, code: str, stored: float, header: str, unit: str, right: float | None
) -> None:
    rows: list[list[Cell]] = [
        [STATISTICS[0], STATISTICS[1], header, *STATISTICS[3:]],
        ["甲", 2019.0, stored, unit, "统计局"],
    ]
    sheet = sheet_data(rows, {"C2": f'<c r="C2" s="1"><v>{stored!r}</v></c>'})
    typed = typed_of(write_parts(tmp_path / "区级统计.xlsx", sheet, styles([code])))
    told = [] if right is not None else [("value_type", "C2")]
    assert told_of(typed) == told
    assert typed.frame["value"].dropna().tolist() == [right] * (not told)


def test_built_in_per_cents_are_known_without_being_listed(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*STATISTICS], ["甲", 2019.0, 0.948, "%", "统计局"]]
    sheet = sheet_data(rows, {"C2": '<c r="C2" s="1"><v>0.948</v></c>'})
    styled = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>'
    assert typed_of(write_parts(tmp_path / "区级统计.xlsx", sheet, styled)).frame["value"].tolist() == [94.8]


VILLAGE = ["乡镇", "行政村"]


@pytest.mark.parametrize(
    ("code", "content", "right"),
    [
        ('@"村"', '<c r="B2" s="1" t="inlineStr"><is><t>东</t></is></c>', "东村"),
        ('"东村"0', '<c r="B2" s="1"><v>1</v></c>', "东村1"),
        ("000", '<c r="B2" s="1"><v>7</v></c>', "007"),
        ('[=1]"东村";[=2]"西村"', '<c r="B2" s="1"><v>2</v></c>', "西村"),
    ],
)
def test_a_text_is_what_its_format_shows(tmp_path: Path, code: str, content: str, right: str) -> None:
    sheet = sheet_data([[*VILLAGE], ["甲乡", None]], {"B2": content})
    assert typed_of(write_parts(tmp_path / "行政村.xlsx", sheet, styles([code]))).frame[
        "village"
    ].tolist() == [right]


ATTENDANCE = ["干部编号", "月份", "驻村天数", "住村天数"]


@pytest.mark.parametrize(
    ("stored", "code", "right"),
    [
        (201903, '0000"年"00"月"', "2019-03"),
        (201903, "0000-00", "2019-03"),
        (43525, "yyyy/m", "2019-03"),
        (43525, "General", "2019-03"),
    ],
)
def test_a_month_is_what_its_format_shows(tmp_path: Path, stored: float, code: str, right: str) -> None:
    sheet = sheet_data(
        [[*ATTENDANCE], ["A1", None, 20.0, 20.0]], {"B2": f'<c r="B2" s="1"><v>{stored}</v></c>'}
    )
    typed = typed_of(write_parts(tmp_path / "驻村考勤.xlsx", sheet, styles([code])))
    assert typed.frame["month"].tolist() == [right]


def test_a_date_that_shows_its_year_only_is_that_year(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [*STATISTICS],
        ["甲", None, 5.0, "件", "统计局"],
        ["乙", None, 5.0, "件", "统计局"],
    ]
    years = {"B2": '<c r="B2" s="1"><v>43525</v></c>', "B3": '<c r="B3" s="2"><v>43525</v></c>'}
    path = write_parts(
        tmp_path / "区级统计.xlsx", sheet_data(rows, years), styles(['yyyy"年"', "yyyy-mm-dd"])
    )
    typed = typed_of(path)
    assert typed.frame["year"].dropna().tolist() == [2019]
    assert told_of(typed) == [("value_type", "B3")]


@pytest.mark.parametrize(
    ("stored", "code", "right"),
    [
        (42063, "General", "2019-03"),  # 1 March counted from 1904
        (42024, "General", "2019-01"),
        (42063, "yyyy-mm-dd", "2019-03"),
        (201903, "General", "2019-03"),
        (20190301, "0", "2019-03"),
    ],
)
def test_a_workbook_that_counts_from_1904_gives_the_days_it_shows(
    tmp_path: Path, stored: float, code: str, right: str
) -> None:
    sheet = sheet_data(
        [[*ATTENDANCE], ["A1", None, 20.0, 20.0]], {"B2": f'<c r="B2" s="1"><v>{stored}</v></c>'}
    )
    path = write_parts(
        tmp_path / "驻村考勤.xlsx", sheet, styles([code]), settings='<workbookPr date1904="true"/>'
    )
    assert typed_of(path).frame["month"].tolist() == [right]


def test_dates_count_from_1904_too(tmp_path: Path) -> None:
    rows = funds([5.0])
    sheet = sheet_data(rows, {"B2": '<c r="B2"><v>42063</v></c>'})
    path = write_parts(
        tmp_path / "资金下达.xlsx", sheet, styles(["0"]), settings='<workbookPr date1904="1"/>'
    )
    assert typed_of(path).frame["date"].dt.date.tolist() == [date(2019, 3, 1)]


RUNS: dict[str, tuple[str, float | None]] = {
    "a raised digit": (f"<r><t>5860000</t></r><r>{SUPERSCRIPT}<t>1</t></r>", 5_860_000),
    "a raised note": (f"<r><t>5860000</t></r><r>{SUPERSCRIPT}<t>注1</t></r>", 5_860_000),
    "a raised number in brackets": (f"<r><t>5860000</t></r><r>{SUPERSCRIPT}<t>[12]</t></r>", 5_860_000),
    "a raised star before the unit": (
        f"<r><t>586</t></r><r>{SUPERSCRIPT}<t>*</t></r><r><t>万元</t></r>",
        5_860_000,
    ),
    "raised as a whole": (f"<r>{SUPERSCRIPT}<t>586</t></r>", 586),
    "a power": (f"<r><t>10</t></r><r>{SUPERSCRIPT}<t>4</t></r>", None),
    "struck-out digits": ("<r><rPr><strike/></rPr><t>5</t></r><r><t>860000</t></r>", None),
    "struck-out digits behind": ('<r><t>586</t></r><r><rPr><strike val="1"/></rPr><t>00</t></r>', None),
    "not struck out": ('<r><rPr><strike val="0"/></rPr><t>5</t></r><r><t>860000</t></r>', 5_860_000),
    "a reading aid": ('<t>5860000</t><rPh sb="0" eb="1"><t>99</t></rPh>', 5_860_000),
    "runs with a reading aid": (
        '<r><t>586</t></r><r><t>0000</t></r><rPh sb="0" eb="1"><t>99</t></rPh>',
        5_860_000,
    ),
}


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("case", RUNS)
def test_runs_are_read_as_they_are_seen(tmp_path: Path, case: str, inline: bool) -> None:
    runs, right = RUNS[case]
    content = f'<c r="G2" t="inlineStr"><is>{runs}</is></c>' if inline else '<c r="G2" t="s"><v>1</v></c>'
    sheet = sheet_data(funds([None, 5.0]), {"G2": content})
    typed = typed_of(
        write_parts(tmp_path / "资金下达.xlsx", sheet, texts=f"<si><t>别</t></si><si>{runs}</si>")
    )
    assert yuan(typed) == [right, 5]
    assert told_of(typed) == ([] if right else [("value_type", "G2")])


def test_a_raised_mark_is_no_part_of_a_name_nor_of_a_header(tmp_path: Path) -> None:
    marked = {
        "B1": f'<c r="B1" t="inlineStr"><is><r><t>行政村</t></r><r>{SUPERSCRIPT}<t>2</t></r></is></c>',
        "B2": f'<c r="B2" t="inlineStr"><is><r><t>东村</t></r><r>{SUPERSCRIPT}<t>①</t></r></is></c>',
    }
    path = write_parts(tmp_path / "行政村.xlsx", sheet_data([[*VILLAGE], ["甲乡", None]], marked))
    assert typed_of(path).frame["village"].tolist() == ["东村"]


def test_square_metres_stay_what_they_are(tmp_path: Path) -> None:
    runs = f"<r><t>安置面积（m</t></r><r>{SUPERSCRIPT}<t>2</t></r><r><t>）</t></r>"
    rows: list[list[Cell]] = [["户编号", None], ["H1", 75.0]]
    sheet = sheet_data(rows, {"B1": f'<c r="B1" t="inlineStr"><is>{runs}</is></c>'})
    typed = typed_of(write_parts(tmp_path / "易地搬迁.xlsx", sheet))
    assert typed.frame["floor_area"].tolist() == [75]


def test_a_struck_out_cell_is_refused_whatever_it_holds(tmp_path: Path) -> None:
    struck = {
        "G2": '<c r="G2" s="1"><v>5860000</v></c>',
        "E3": '<c r="E3" s="1" t="inlineStr"><is><t>中央</t></is></c>',
    }
    path = write_parts(
        tmp_path / "资金下达.xlsx", sheet_data(funds([None, 5.0]), struck), styles(["0"], STRUCK)
    )
    typed = typed_of(path)
    assert yuan(typed) == [None, 5]
    assert sorted(told_of(typed)) == [("value_type", "E3"), ("value_type", "G2")]


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#FIELD!", "#BUSY!", "#GETTING_DATA", "#N/A", "#UNKNOWN!", "#PYTHON!", ""]
)
@pytest.mark.parametrize("formula", ["<f>X()</f>", ""])
def test_every_error_value_is_told_at_its_cell(tmp_path: Path, error: str, formula: str) -> None:
    sheet = sheet_data(funds([None, 5.0]), {"G2": f'<c r="G2" t="e" vm="1">{formula}<v>{error}</v></c>'})
    typed = typed_of(write_parts(tmp_path / "资金下达.xlsx", sheet))
    assert yuan(typed) == [None, 5]
    assert told_of(typed) == [("value_formula", "G2")]


@pytest.mark.parametrize(("code", "right"), [('0.0"㎡"', 75), ('0"平方米"', 75), ('0"亩"', None)])
def test_a_number_with_the_unit_of_its_header_is_read(tmp_path: Path, code: str, right: float | None) -> None:
    rows: list[list[Cell]] = [["户编号", "安置面积（㎡）"], ["H1", None]]
    sheet = sheet_data(rows, {"B2": '<c r="B2" s="1"><v>75</v></c>'})
    typed = typed_of(write_parts(tmp_path / "易地搬迁.xlsx", sheet, styles([code])))
    assert typed.frame["floor_area"].dropna().tolist() == [right] * (right is not None)


@pytest.mark.parametrize("number", ["NaN", "INF", "1e999", "1e300", "-0"])
@pytest.mark.parametrize("code", ["0.0%", "0!.0,", "0;0;0", '[>1]0"万"'])
def test_numbers_that_are_none_stop_nothing(tmp_path: Path, number: str, code: str) -> None:
    sheet = sheet_data(funds([None, 5.0]), {"G2": f'<c r="G2" s="1"><v>{number}</v></c>'})
    path = write_parts(tmp_path / "资金下达.xlsx", sheet, styles([code]))
    read = read_file(path, tmp_path, FORMS)
    assert read.troubles or yuan(read.parts[0])[0] in (None, 0)


def test_a_row_that_is_struck_out_as_a_whole_is_no_record_and_told(tmp_path: Path) -> None:
    rows = sheet_data(funds([5.0, 6.0, 7.0]))
    struck = re.sub(r'<c r="([A-G])3"', r'<c r="\g<1>3" s="1"', rows)
    path = write_parts(tmp_path / "资金下达.xlsx", struck, styles(["General"], STRUCK))
    read = read_file(path, tmp_path, FORMS)
    assert yuan(read.parts[0]) == [5, 7]
    assert told_of(read.parts[0]) == []
    assert [(trouble.check, trouble.cell, trouble.value) for trouble in read.troubles] == [
        ("row_total", "A3", "整行划去（删除线）")
    ]


def test_a_code_is_what_its_format_shows(tmp_path: Path) -> None:
    shown = {
        "E2": '<c r="E2" s="1"><v>1</v></c>',
        "E3": '<c r="E3" s="1"><v>2</v></c>',
    }
    codes = styles(['[=1]"中央";[=2]"省级"'])
    typed = typed_of(write_parts(tmp_path / "资金下达.xlsx", sheet_data(funds([5.0, 6.0]), shown), codes))
    assert typed.frame["level"].tolist() == ["中央", "省级"]


def test_what_is_merged_over_several_records_is_refused_or_broken_in_each(tmp_path: Path) -> None:
    content = {
        "E2": '<c r="E2" s="1" t="inlineStr"><is><t>中央</t></is></c>',
        "F2": '<c r="F2" t="e"><v>#N/A</v></c>',
    }
    content |= dict.fromkeys(["E3", "F3"], "<!-- -->")
    merged = '<mergeCells><mergeCell ref="E2:E3"/><mergeCell ref="F2:F3"/></mergeCells>'
    path = write_parts(
        tmp_path / "资金下达.xlsx", sheet_data(funds([5.0, 6.0]), content) + merged, styles(["0"], STRUCK)
    )
    assert sorted(told_of(typed_of(path))) == [
        ("value_formula", "F2"), ("value_formula", "F3"), ("value_type", "E2"), ("value_type", "E3")
    ]  # fmt: skip
