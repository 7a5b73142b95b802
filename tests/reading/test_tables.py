"""Several tables on a sheet, sheets without a header, totals by any word, examples, units stated anywhere near a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from gonggu.reading.ledgers import YearRead, read_year
from tests.ledgers_for_tests import FORMS, rows_of, write_book

HEAD = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额"
KIND = "2019-03-01 | 补助资金 | 财政专项扶贫资金 | 中央 | 产业发展"
VILLAGE_HEAD = "乡镇 | 行政村 | 是否贫困村 | 乡村户数 | 农村户籍人口 | 村集体经济收入"
Rows = Sequence[Sequence[Any]]


def _read(folder: Path, sheets: Mapping[str, Rows], file: str = "资金下达.xlsx") -> YearRead:
    write_book(folder / "2019" / file, sheets)
    return read_year(folder / "2019", FORMS)


def _amounts(read: YearRead) -> list[float]:
    """The amounts in 元."""
    return [fen / 100 for fen in read.ledgers["allocations"].frame["amount_fen"].dropna().tolist()]


def _told(read: YearRead) -> list[tuple[str, str, int | None]]:
    """Check, sheet and row of what reading found, but for ledgers that are not there and what the rows are skipped as."""
    return [
        (one.check, one.sheet, one.row)
        for one in read.troubles
        if one.check not in ("ledger_missing", "row_total")
        and (one.check, one.ledger) != ("header_missing", "行政村")
    ]


def _skipped(read: YearRead) -> list[int | None]:
    return [one.row for one in read.troubles if one.check == "row_total"]


def _document(number: int, amount: object) -> str:
    return f"湘财〔2019〕{number}号 | {KIND} | {amount}"


def _table(*lines: str) -> list[list[str | None]]:
    return rows_of("\n".join(lines))


PLAIN = _table(HEAD, _document(1, 1.5), _document(2, 2.5))


@pytest.mark.parametrize(
    "above",
    [
        "单位（万元）",
        "（单位：万元）",
        "金额单位：人民币万元",
        "单位：万元、户",
        "以万元为单位",
        "单位:  万元",
        "计量单位 | 万元",
        "资金下达情况表（万元）",
    ],
)
def test_a_unit_that_is_stated_above_the_table_counts(tmp_path: Path, above: str) -> None:
    read = _read(tmp_path, {"Sheet1": [*_table(above), *PLAIN]})
    assert (_amounts(read), _told(read)) == ([15_000, 25_000], [])


@pytest.mark.parametrize("below", ["（万元）", "万元", "单位：万元"])
def test_a_unit_in_a_row_below_the_header_counts_for_its_column(tmp_path: Path, below: str) -> None:
    read = _read(tmp_path, {"Sheet1": [PLAIN[0], [None] * 6 + [below], *PLAIN[1:]]})
    assert (_amounts(read), _told(read)) == ([15_000, 25_000], [])


def test_a_unit_in_a_note_below_or_in_the_sheet_s_name_counts(tmp_path: Path) -> None:
    note = [["注：本表金额单位为万元。"]]
    assert _amounts(_read(tmp_path / "a", {"Sheet1": [*PLAIN, *note]})) == [15_000, 25_000]
    assert _amounts(_read(tmp_path / "b", {"资金下达（万元）": PLAIN})) == [15_000, 25_000]


def test_a_sentence_that_mentions_an_amount_states_no_unit(tmp_path: Path) -> None:
    read = _read(tmp_path, {"Sheet1": [["超过10万元的资金另附说明"], *PLAIN]})
    assert _amounts(read) == [1.5, 2.5]


def test_two_units_that_contradict_each_other_leave_the_amounts_out_with_a_finding(tmp_path: Path) -> None:
    read = _read(tmp_path, {"Sheet1": [["单位：元"], *PLAIN, ["注：金额单位为万元"]]})
    flaws = read.ledgers["allocations"].flaws
    assert _amounts(read) == []
    assert [(flaw.check, flaw.column.header, len(flaw.records)) for flaw in flaws] == [
        ("value_type", "金额", 2)
    ]


def test_a_column_s_own_unit_goes_before_what_stands_above(tmp_path: Path) -> None:
    own = _table(HEAD + "（元）", _document(1, 1.5))
    assert _amounts(_read(tmp_path, {"Sheet1": [["单位：万元"], *own]})) == [1.5]


@pytest.mark.parametrize("header", ["金额（户）", "金额（人）"])
def test_a_unit_of_another_kind_in_a_header_is_told(tmp_path: Path, header: str) -> None:
    read = _read(tmp_path, {"Sheet1": _table(HEAD.replace("金额", header), _document(1, 2))})
    assert {check for check, _, _ in _told(read)} >= {"header_missing"}
    assert "allocations" not in read.ledgers or _amounts(read) == []


@pytest.mark.parametrize(
    "total",
    [
        "合计", "小 计", "总计", "累计", "汇总", "总额", "共计", "Total", "全区合计", "甲乡小计", "本页合计", "分类汇总 合计",
    ],
)  # fmt: skip
def test_a_total_by_any_word_is_no_record(tmp_path: Path, total: str) -> None:
    read = _read(tmp_path, {"Sheet1": [*PLAIN, [total, *[None] * 5, 4]]})
    assert (_amounts(read), _told(read), _skipped(read)) == ([1.5, 2.5], [], [4])


def test_a_total_behind_a_serial_number_and_one_of_excel_s_subtotals_are_no_records(tmp_path: Path) -> None:
    head, *records = _table(f"序号 | {HEAD}", f"1 | {_document(1, 1.5)}", f"2 | {_document(2, 2.5)}")
    behind = _read(tmp_path / "a", {"Sheet1": [head, *records, [3, "合计", *[None] * 5, 4]]})
    assert (_amounts(behind), _told(behind)) == ([1.5, 2.5], [])
    grouped = [
        *PLAIN,
        [None, None, None, "财政专项扶贫资金 汇总", None, None, 4],
        [None, None, None, "总计", None, None, 4],
    ]
    excel = _read(tmp_path / "b", {"Sheet1": grouped})
    assert (_amounts(excel), _told(excel)) == ([1.5, 2.5], [])


def test_a_township_beside_its_subtotal_is_no_village(tmp_path: Path) -> None:
    rows = _table(
        VILLAGE_HEAD, "甲乡 | 东村 | 否 | 10 | 30 | 1", "甲乡 | 小计 |  | 10 | 30 | 1", "乙乡 | 北村 | 否 | 5 | 20 | 2",
        "乙乡 | 小计 |  | 5 | 20 | 2", "合计 |  |  | 15 | 50 | 3",
    )  # fmt: skip
    read = _read(tmp_path, {"Sheet1": rows}, "行政村.xlsx")
    assert read.ledgers["villages"].frame["village"].tolist() == ["东村", "北村"]
    assert _skipped(read) == [3, 5, 6]
    assert "total_mismatch" not in {check for check, _, _ in _told(read)}


def test_a_wrong_total_is_told_and_a_record_whose_text_ends_in_a_total_s_word_stays_one(
    tmp_path: Path,
) -> None:
    wrong = _read(tmp_path / "a", {"Sheet1": [*PLAIN, ["累计", *[None] * 5, 5]]})
    assert _told(wrong) == [("total_mismatch", "Sheet1", 4)]
    named = _document(3, 3).replace("补助资金", "项目资金汇总")
    assert _amounts(_read(tmp_path / "b", {"Sheet1": [*PLAIN, *_table(named)]})) == [1.5, 2.5, 3]


@pytest.mark.parametrize("example", ["例", "例：", "样例", "示范", "填写示例", "（例）"])
def test_an_example_row_is_skipped_and_told(tmp_path: Path, example: str) -> None:
    head, *records = _table(f"序号 | {HEAD}", f"{example} | {_document(9, 200)}", f"1 | {_document(1, 1.5)}")
    read = _read(tmp_path, {"Sheet1": [head, *records]})
    assert (_amounts(read), _skipped(read)) == ([1.5], [2])


@pytest.mark.parametrize("name", ["样表", "填报示例", "模板"])
def test_an_example_sheet_beside_the_ledger_is_skipped_and_told(tmp_path: Path, name: str) -> None:
    read = _read(tmp_path, {"Sheet1": PLAIN, name: _table(HEAD, _document(9, 200))})
    assert _amounts(read) == [1.5, 2.5]
    assert {one.sheet for one in read.troubles if one.check in ("row_total", "sheet_unread")} == {name}


def test_a_sheet_that_goes_on_without_a_header_is_read(tmp_path: Path) -> None:
    read = _read(tmp_path, {"Sheet1": PLAIN, "Sheet2": _table(_document(3, 3), _document(4, 4))})
    assert (_amounts(read), _told(read)) == ([1.5, 2.5, 3, 4], [])


def test_a_sheet_that_is_no_ledger_is_told_and_one_of_notes_is_not(tmp_path: Path) -> None:
    other = [["甲", 1, 2.5, 7], ["乙", 3, 4.5, 8], ["丙", 5, 6, 9]]
    notes = [["填表说明"], ["一、金额按元填写。"], ["二、日期写到日。"]]
    read = _read(tmp_path, {"Sheet1": PLAIN, "Sheet2": other, "说明": notes})
    assert _amounts(read) == [1.5, 2.5]
    assert [(check, sheet) for check, sheet, _ in _told(read)] == [("sheet_unread", "Sheet2")]


def test_a_second_block_with_its_columns_in_another_order_is_read_by_its_own_header(tmp_path: Path) -> None:
    head = "指标文号 | 金额 | 资金名称 | 资金类别 | 资金用途 | 资金级次 | 下达日期"
    second = _table(head, "湘财〔2019〕3号 | 3 | 补助资金 | 财政专项扶贫资金 | 产业发展 | 中央 | 2019-03-01")
    read = _read(tmp_path, {"Sheet1": [*PLAIN, *second]})
    frame, letters = read.ledgers["allocations"].frame, read.ledgers["allocations"].letters
    assert (_amounts(read), _told(read)) == ([1.5, 2.5, 3], [])
    assert set(frame["level"]) == {"中央"}
    assert [letters["资金下达.xlsx", "Sheet1", table]["amount_fen"] for table in (0, 1)] == ["G", "B"]


def test_a_second_block_in_another_unit_is_read_in_that_unit(tmp_path: Path) -> None:
    second = _table(HEAD + "（万元）", _document(3, 3))
    read = _read(tmp_path, {"Sheet1": [*PLAIN, [None], ["乙乡资金下达表"], *second]})
    assert _amounts(read) == [1.5, 2.5, 30_000]


def test_tables_of_one_ledger_side_by_side_are_both_read(tmp_path: Path) -> None:
    right = _table(HEAD, _document(3, 3), _document(4, 4))
    read = _read(
        tmp_path, {"Sheet1": [[*left, None, *beside] for left, beside in zip(PLAIN, right, strict=True)]}
    )
    assert (sorted(_amounts(read)), _told(read)) == ([1.5, 2.5, 3, 4], [])
    letters = read.ledgers["allocations"].letters
    assert {names["amount_fen"] for names in letters.values()} == {"G", "O"}


def test_two_ledgers_one_below_the_other_are_both_read(tmp_path: Path) -> None:
    payments = _table(
        "拨付编号 | 项目编号 | 拨付日期 | 金额 | 收款单位", "B1 | X1 | 2019-05-06 | 9000 | 施工队"
    )
    read = _read(tmp_path, {"Sheet1": [*PLAIN, [None], ["资金拨付表"], *payments]})
    assert _amounts(read) == [1.5, 2.5]
    assert read.ledgers["payments"].frame["amount_fen"].tolist() == [900_000]


def test_cells_outside_the_table_are_told(tmp_path: Path) -> None:
    read = _read(tmp_path, {"Sheet1": [*PLAIN, [None], [None] * 9 + [12, 13, 14]]})
    assert _amounts(read) == [1.5, 2.5]
    assert [check for check, _, _ in _told(read)] == ["row_unread"]
