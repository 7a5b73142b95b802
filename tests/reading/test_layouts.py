"""Headers of two rows, merged and hidden cells, and the totals that offices write below their records."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gonggu.reading.ledgers import YearRead, read_year
from tests.ledgers_for_tests import FORMS, rows_of, store_of, told, write_book

ALLOCATIONS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额"
FUNDS = "2019-03-01 | 衔接资金 | 财政专项扶贫资金 | 中央 | 产业发展"


def _allocations(*amounts: str) -> str:
    """Allocations of these amounts; an amount behind a word is that word's total."""
    lines = [
        f"{amount.split()[0]} |  |  |  |  |  | {amount.split()[1]}"
        if " " in amount
        else f"{number} | {FUNDS} | {amount}"
        for number, amount in enumerate(amounts)
    ]
    return "\n".join([ALLOCATIONS, *lines])


@pytest.mark.parametrize(
    ("amounts", "wrong"),
    [
        (("1.5", "2.5", "合计 4"), []),
        (("1.5", "2.5", "合计 4.01"), ["资金下达 G4 4.01"]),
        (("合计 4", "1.5", "2.5"), []),
        (("1", "2", "小计 3", "4", "小计 4", "合计 7"), []),
        (("1", "2", "小计 3", "4", "小计 5", "合计 7"), ["资金下达 G6 5"]),
        (("1", "2", "东村合计 3", "4", "西村合计 4", "总计 7"), []),
        (("1", "2", "小计 3", "4", "小计 4", "合计 8"), ["资金下达 G7 8"]),
        (("1", "2", "合计 4000元"), ["资金下达 G4 4000元"]),
        (("1", "二", "合计 4"), []),
    ],
)
def test_a_total_is_held_against_the_records_that_it_stands_for(
    tmp_path: Path, amounts: tuple[str, ...], wrong: list[str]
) -> None:
    findings = store_of(tmp_path, {"资金下达": _allocations(*amounts)}).findings()
    assert told(findings, "total_mismatch") == wrong


@pytest.mark.parametrize(
    "alone",
    ["（盖章）", "2. 金额以文件为准。", "以下空白", "2019年资金下达情况表（续）", "单位：元", "以上共计2笔", "单位负责人签字：", "联系电话：13800138000"],
)  # fmt: skip
def test_what_stands_alone_below_the_records_is_none_of_them(tmp_path: Path, alone: str) -> None:
    store = store_of(tmp_path, {"资金下达": f"{_allocations('1', '2')}\n{alone} |  |  |  |  |  | "})
    assert len(store.read("allocations")) == 2
    assert [line.split()[1] for line in told(store.findings(), "row_total")] == ["A4"]


def test_a_record_of_which_only_the_key_is_filled_in_stays_a_record_with_its_findings(tmp_path: Path) -> None:
    store = store_of(tmp_path, {"资金下达": f"{_allocations('1')}\n湘财〔2019〕9号 |  |  |  |  |  | "})
    assert len(store.read("allocations")) == 2
    assert "资金下达 G3" in told(store.findings(), "value_required")


def test_the_row_that_numbers_the_columns_is_no_record(tmp_path: Path) -> None:
    table = _allocations("1").replace("\n", "\n甲 | 乙 | 丙 | 1 | 2 | 3 | 4\n", 1)
    assert store_of(tmp_path, {"资金下达": table}).read("allocations")["amount_fen"].tolist() == [100]


@pytest.mark.parametrize("header", ["金额/万元", "金额万元", "金额（单位：万元）"])
def test_a_unit_is_read_behind_its_header_in_every_usual_way(tmp_path: Path, header: str) -> None:
    table = _allocations("1.5").replace("金额", header)
    assert store_of(tmp_path, {"资金下达": table}).read("allocations")["amount_fen"].tolist() == [1_500_000]


def test_the_unit_may_stand_behind_the_title(tmp_path: Path) -> None:
    table = f"2019年资金下达表（万元）\n{_allocations('1.5')}"
    assert store_of(tmp_path, {"资金下达": table}).read("allocations")["amount_fen"].tolist() == [1_500_000]


def test_the_sum_is_told_in_the_columns_own_unit(tmp_path: Path) -> None:
    table = _allocations("1.5", "2.25", "合计 4").replace("金额", "金额（万元）")
    findings = store_of(tmp_path, {"资金下达": table}).findings()
    assert findings.loc[findings["check"].eq("total_mismatch"), "expected"].tolist() == ["各行之和 3.75"]


def _read(folder: Path, name: str, rows: list[list[Any]]) -> YearRead:
    write_book(folder / f"{name}.xlsx", {"表": rows})
    return read_year(folder, FORMS)


def test_sub_headings_are_read_alone_or_behind_their_group_whose_unit_they_take(tmp_path: Path) -> None:
    upper = ["户编号", "户主", "", "迁出", "", "", "安置方式", "安置面积", "拆旧复垦完成", "备注"]
    lower = ["", "姓名", "证件", "乡镇", "行政村", "安置点", "", "（平方米）", "", ""]
    record = ["H1", "张三", "x", "甲乡", "东村", "新区", "集中安置", 75, "是", ""]
    read = _read(tmp_path, "易地搬迁", [["易地搬迁台账"], upper, lower, record])
    frame = read.ledgers["relocation"].frame
    names = ["household_id", "head_name", "township", "village", "site", "mode", "floor_area", "_row"]
    assert frame[names].to_numpy().tolist() == [["H1", "张三", "甲乡", "东村", "新区", "集中安置", 75, 4]]
    assert [one.value for one in read.troubles if one.check == "header_unknown"] == ["证件"]


def test_a_groups_unit_is_its_columns_unit(tmp_path: Path) -> None:
    upper = ["培训编号", "户编号", "人编号", "姓名", "培训工种", "补贴（万元）", ""]
    lower = ["", "", "", "", "", "培训补贴", "生活费补贴（元）"]
    read = _read(tmp_path, "培训学员", [upper, lower, ["T1", "H1", "P1", "张三", "电工", 0.05, 300]])
    frame = read.ledgers["trainees"].frame
    assert frame[["course_subsidy_fen", "living_subsidy_fen"]].to_numpy().tolist() == [[50_000, 30_000]]


def _book(folder: Path, name: str) -> tuple[Any, Any]:
    folder.mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(folder / f"{name}.xlsx", {"strings_to_formulas": False})
    sheet = book.add_worksheet("表")
    for place, row in enumerate(rows_of(_allocations("1", "2", "3"))):
        sheet.write_row(place, 0, row)
    return book, sheet


def test_a_word_merged_over_rows_stands_in_each_and_an_amount_only_once(tmp_path: Path) -> None:
    book, sheet = _book(tmp_path, "资金下达")
    sheet.merge_range("C2:C4", "合并资金")
    sheet.merge_range("G2:G3", 5, book.add_format())
    book.close()
    frame = read_year(tmp_path, FORMS).ledgers["allocations"].frame
    assert frame["name"].tolist() == ["合并资金"] * 3
    assert frame["amount_fen"].astype(object).where(frame["amount_fen"].notna(), None).tolist() == [
        500,
        None,
        300,
    ]


def test_hidden_rows_columns_and_sheets_count_and_are_told_of(tmp_path: Path) -> None:
    book, sheet = _book(tmp_path, "资金下达")
    for row in (1, 2):
        sheet.set_row(row, options={"hidden": True})
    sheet.set_column("D:D", None, None, {"hidden": True})
    sheet.set_column("K:L", None, None, {"hidden": True})
    sheet.hide()
    book.add_worksheet("说明").activate()
    book.close()
    read = read_year(tmp_path, FORMS)
    assert len(read.ledgers["allocations"].frame) == 3
    told_of = [(one.cell, one.column, one.value) for one in read.troubles if one.check == "row_hidden"]
    assert told_of == [
        ("", "", "隐藏的工作表（3 条记录）"),
        ("A2", "", "隐藏的第 2–3 行"),
        ("D1", "资金类别", "隐藏的 D 列"),
    ]


def test_the_header_again_and_a_count_in_the_key_column_are_no_records(tmp_path: Path) -> None:
    header = ALLOCATIONS.split(" | ")
    record = ["甲", *FUNDS.split(" | "), 5]
    turned = [row[1:] + row[:1] for row in (header, record, header, ["乙", *record[1:]])]
    rows = [*turned, ["合计", "", "", "", "", 10, "2笔"], ["注：本表单位为元。"]]
    read = _read(tmp_path, "资金下达", rows)
    assert read.ledgers["allocations"].frame["document"].tolist() == ["甲", "乙"]
    assert [one.value for one in read.troubles if one.check == "row_total"] == [
        "合计",
        "注:本表单位为元。",
        "重复的表头",
    ]
