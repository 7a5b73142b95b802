"""Empty ledgers to fill in: what they offer and allow, and that they read without a finding once filled."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment
from openpyxl.utils import column_index_from_string, get_column_letter

import pipeline
from gonggu.checks.catalogue import CHECKS
from gonggu.errors import UsageError
from gonggu.reading.files import read_file
from gonggu.reading.typed import PLACE
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.templates import write_templates
from tests.ledgers_for_tests import FORMS, YEAR, clean, raw, rows_of, store_of, told, write_book


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year's empty ledgers."""
    folder = tmp_path_factory.mktemp("templates")
    write_templates(FORMS, YEAR, folder)
    return folder


@pytest.fixture(scope="module")
def district() -> dict[str, pd.DataFrame]:
    """A sample district of two villages, by ledger."""
    return make_district(YEAR, villages=2)


@pytest.fixture(scope="module")
def books(empty: Path) -> dict[str, Any]:
    """The empty ledgers as openpyxl opens them, by ledger."""
    return {name: openpyxl.load_workbook(empty / f"{name}.xlsx") for name in FORMS.ledgers}


def _records(frame: pd.DataFrame) -> Iterator[list[Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    for record in plain.itertuples(index=False):
        yield [value.to_pydatetime() if isinstance(value, pd.Timestamp) else value for value in record]


def _fill(book: Any, path: Path, frame: pd.DataFrame) -> None:
    """Write the records from row 3 on, each value below the header of its column."""
    sheet = book.worksheets[0]
    places = {cell.value.lstrip("*"): cell.column for cell in sheet[1]}
    for row, record in enumerate(_records(frame), start=3):
        for header, value in zip(frame.columns, record, strict=True):
            if value is not None:
                sheet.cell(row, places[header], value)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


@pytest.mark.slow
def test_filled_in_with_the_sample_the_ledgers_are_the_samples_without_a_finding_on_any_record(
    tmp_path: Path, empty: Path, district: dict[str, pd.DataFrame]
) -> None:
    write_district(district, raw(tmp_path / "sample"), YEAR)
    for name, frame in district.items():
        path = raw(tmp_path / "filled") / f"{name}.xlsx"
        _fill(openpyxl.load_workbook(empty / f"{name}.xlsx"), path, frame)
    wanted, filled = clean(tmp_path / "sample"), clean(tmp_path / "filled")
    assert len(filled.present()) == len(FORMS.ledgers)
    for ledger in FORMS.by_id:
        pd.testing.assert_frame_equal(
            filled.read(ledger).drop(columns=PLACE), wanted.read(ledger).drop(columns=PLACE)
        )
    assert filled.findings()["check"].tolist() == wanted.findings()["check"].tolist()
    # A smaller district than the sample's misses the sample's task; every record is sound.
    assert {CHECKS[check].kind for check in filled.findings()["check"]} <= {"figure"}


def test_left_empty_they_hold_no_record_and_nothing_is_said_of_their_rows(empty: Path) -> None:
    for name, ledger in FORMS.ledgers.items():
        read = read_file(empty / f"{name}.xlsx", empty, FORMS)
        assert [part.form.id for part in read.parts] == [ledger.id]
        assert not len(read.parts[0].frame)
        assert not read.troubles


def test_the_example_below_a_header_is_not_read_and_one_further_down_is_told(tmp_path: Path) -> None:
    header = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额"
    rest = "2019-03-01 | 衔接资金 | 财政专项扶贫资金 | 中央 | 产业发展"
    example = f"示例（不读取）：甲1号 | {rest}"
    table = f"{header}\n{example} | 5\n甲1号 | {rest} | 6\n{example} | 7\n示例镇1号 | {rest} | 8"
    store = store_of(tmp_path, {"资金下达": table})
    assert store.read("allocations")["amount_fen"].tolist() == [600, 800]
    assert told(store.findings(), "row_total") == ["资金下达 A4 示例(不读取):甲1号"]


def test_an_example_that_was_written_over_is_a_record(tmp_path: Path, empty: Path) -> None:
    book = openpyxl.load_workbook(empty / "培训班.xlsx")
    book["培训班"]["A2"] = "PX1"
    path = raw(tmp_path) / "培训班.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    assert clean(tmp_path).read("courses")["course_id"].tolist() == ["PX1"]


def test_headers_are_the_forms_and_mark_what_is_required(books: dict[str, Any]) -> None:
    for name, ledger in FORMS.ledgers.items():
        shown = [cell.value for cell in books[name][name][1]]
        assert shown == [f"{'*' * column.req}{header}" for header, column in ledger.columns.items()]


def test_every_header_explains_its_column(books: dict[str, Any]) -> None:
    comments = {cell.value: cell.comment for cell in books["贫困户"]["贫困户"][1]}
    assert all(isinstance(comment, Comment) for comment in comments.values())
    assert "主键：户编号不得与他行相同" in comments["*户编号"].text
    assert "可选：一般贫困户、低保贫困户、特困供养户" in comments["*户类型"].text
    assert "须在台账“帮扶干部”的“干部编号”列中存在" in comments["帮扶责任人编号"].text
    assert "个人信息" in comments["*户主姓名"].text
    assert "单位：元" in books["资金下达"]["资金下达"]["G1"].comment.text


def test_only_header_and_example_are_locked_and_the_header_stays_in_sight(books: dict[str, Any]) -> None:
    for name, ledger in FORMS.ledgers.items():
        sheet = books[name][name]
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.freeze_panes == "A2"
        columns = range(1, len(ledger.columns) + 1)
        assert all(sheet.cell(row, column).protection.locked for row in (1, 2) for column in columns)
        assert not any(sheet.cell(3, column).protection.locked for column in columns)
        assert not any(dimension.protection.locked for dimension in sheet.column_dimensions.values())


def test_numbers_that_are_names_are_kept_as_text_and_dates_as_dates(books: dict[str, Any]) -> None:
    sheet = books["贫困户"]["贫困户"]
    formats = {sheet.cell(1, cell.column).value: cell.number_format for cell in sheet[3]}
    texts = ("*户编号", "*户主姓名", "*户主证件号码", "联系电话", "一卡通账号")
    assert {formats[header] for header in texts} == {"@"}
    assert formats["危改竣工日期"] == "yyyy-mm-dd"


def _rules(sheet: Any) -> dict[int, Any]:
    """Validation by column number."""
    return {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}


def _day(value: Any) -> float:
    return float((value - datetime(1899, 12, 30)).days if isinstance(value, datetime) else value)


def _within(rule: Any, measure: float) -> bool:
    return float(rule.formula1) <= measure <= float(rule.formula2)


ALLOWS: Mapping[str, Callable[[Any, Any], bool]] = {
    "list": lambda rule, value: value in rule.formula1.strip('"').split(","),
    "custom": lambda rule, value: str(len(value)) in re.findall(r"=(\d+)", rule.formula1),
    "textLength": lambda rule, value: _within(rule, len(value)),
    "whole": lambda rule, value: float(value).is_integer() and _within(rule, value),
    "decimal": _within,
    "date": lambda rule, value: _within(rule, _day(value)),
}


def test_validation_lets_every_record_of_the_sample_pass(
    books: dict[str, Any], district: dict[str, pd.DataFrame]
) -> None:
    for name, frame in district.items():
        rules = _rules(books[name][name])
        headers = list(FORMS.ledgers[name].columns)
        for place, header in enumerate(headers, start=1):
            if place in rules:
                rule = rules[place]
                refused = [
                    value
                    for (value,) in _records(frame[[header]])
                    if value is not None and not ALLOWS[rule.type](rule, value)
                ]
                assert not refused, f"{name} {header}"


@pytest.mark.parametrize(
    ("ledger", "header", "value"),
    [
        ("贫困户", "户类型", "五保户"),
        ("贫困户", "识别年度", 2020),
        ("贫困户", "户主证件号码", "9990001980010100"),
        ("贫困户", "联系电话", "123"),
        ("贫困户", "不愁吃穿", "大概"),
        ("贫困户", "回头看日期", datetime(2020, 1, 1)),
        ("家庭收入", "工资性收入", -1),
        ("贫困人口", "务工月数", 2.5),
        ("驻村考勤", "月份", "2020-01"),
    ],
)
def test_validation_refuses_in_chinese(
    books: dict[str, Any], ledger: str, header: str, value: object
) -> None:
    place = list(FORMS.ledgers[ledger].columns).index(header) + 1
    rule = _rules(books[ledger][ledger])[place]
    assert not ALLOWS[rule.type](rule, value)
    assert rule.errorStyle in (None, "stop")
    assert rule.showErrorMessage
    assert rule.errorTitle == f"{header}填写有误"
    assert re.fullmatch(r"应为：.+。", rule.error)


def test_a_plan_may_lie_ahead_of_the_year(books: dict[str, Any]) -> None:
    rules = _rules(books["项目"]["项目"])
    headers = list(FORMS.ledgers["项目"].columns)
    assert ALLOWS["date"](rules[headers.index("计划完工日期") + 1], datetime(2021, 6, 30))
    assert not ALLOWS["date"](rules[headers.index("完工日期") + 1], datetime(2021, 6, 30))


def test_a_list_too_long_for_a_drop_down_stands_on_a_hidden_sheet_that_is_not_read(tmp_path: Path) -> None:
    causes = tuple(f"致贫原因之第{number}种情形" for number in range(40))
    forms = FORMS.model_copy(update={"codes": {**FORMS.codes, "致贫原因": causes}})
    write_templates(forms, YEAR, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "贫困户.xlsx")
    assert book["代码表"].sheet_state == "hidden"
    assert [cell.value for cell in book["代码表"]["A"]] == ["代码：致贫原因", *causes]
    place = list(forms.ledgers["贫困户"].columns).index("主要致贫原因") + 1
    assert _rules(book["贫困户"])[place].formula1 == "'代码表'!$A$2:$A$41"
    read = read_file(tmp_path / "贫困户.xlsx", tmp_path, forms)
    assert [(part.form.name, len(part.frame)) for part in read.parts] == [("贫困户", 0)]
    assert not read.troubles


def test_the_same_year_gives_the_same_bytes_and_no_other_file_is_written_over(
    tmp_path: Path, empty: Path
) -> None:
    write_templates(FORMS, YEAR, tmp_path)
    assert (tmp_path / "走访.xlsx").read_bytes() == (empty / "走访.xlsx").read_bytes()
    write_book(tmp_path / "走访.xlsx", {"走访": rows_of("走访编号\nZF1")})
    filled = (tmp_path / "走访.xlsx").read_bytes()
    with pytest.raises(UsageError, match=r"走访\.xlsx.*换一个文件夹"):
        write_templates(FORMS, YEAR, tmp_path)
    assert (tmp_path / "走访.xlsx").read_bytes() == filled


def test_the_command_writes_all_ledgers_of_a_year_that_has_no_parameters_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pipeline.main(["templates", "--year", "2031", "--to", str(tmp_path / "空白")]) == 0
    assert "空白台账 22 个工作簿" in capsys.readouterr().out
    assert {path.stem for path in (tmp_path / "空白").iterdir()} == set(FORMS.ledgers)
    sheet = openpyxl.load_workbook(tmp_path / "空白" / "走访.xlsx")["走访"]
    assert sheet["B2"].value == datetime.combine(date(2031, 6, 5), datetime.min.time())


def test_a_year_that_cannot_be_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pipeline.main(["templates", "--year", "20", "--to", str(tmp_path)]) == 2
    assert "现为 20" in capsys.readouterr().err


def test_printed_ledgers_are_readable_and_every_page_tells_whose_record_it_is(books: dict[str, Any]) -> None:
    for name, book in books.items():
        sheet, guide = book[name], book["说明"]
        columns = FORMS.ledgers[name].columns
        widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, len(columns) + 1)]
        pages = sheet.page_setup.fitToWidth or 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"
        again = 0.0
        if sheet.print_title_cols:
            first, last = re.findall(r"[A-Z]+", sheet.print_title_cols)
            told = column_index_from_string(last)
            assert first == "A"
            assert set(FORMS.ledgers[name].key) <= set(list(columns)[:told])
            again = sum(widths[:told]) * (pages - 1)
        # 147 columns of 7 pixels are a lying page between its margins; at 0.7 of its size the print is 7 points high.
        assert 147 * pages / (sum(widths) + again) > 0.7, name
        assert (pages > 1) == bool(sheet.print_title_cols)
        assert guide.page_setup.orientation != "landscape"
        assert sum(guide.column_dimensions[letter].width for letter in "AB") < 102
