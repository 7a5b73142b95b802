"""Cells that mean something else than they seem to at first, in whole ledgers: the right value, or a finding at the cell."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gonggu.store import Store
from tests.ledgers_for_tests import clean, raw, rows_of, told, write_book

FUNDS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额\n甲 | 2019-03-01 | 资金 | 财政专项扶贫资金 | 中央 | 产业发展"
PAYMENTS = ["拨付编号", "项目编号", "拨付日期", "金额", "收款单位", "收款账号"]
ACCOUNT = "9990000000000000001"


def _store(folder: Path, ledger: str, rows: list[list[Any]]) -> Store:
    write_book(raw(folder) / f"{ledger}.xlsx", {ledger: rows})
    return clean(folder)


def _column(folder: Path, ledger: str, key: str, header: str, *cells: Any) -> tuple[pd.DataFrame, list[str]]:
    """The ledger of these cells in one column beside its key, and the findings at that column."""
    rows = [[key, header], *([f"{key}{place}", cell] for place, cell in enumerate(cells))]
    store = _store(folder, ledger, rows)
    found = store.findings()
    about = found[found["column"].eq(header) & found["check"].ne("header_missing")]
    return store.read(store.forms.ledgers[ledger].id), [
        f"{one.check} {one.cell}" for one in about.itertuples()
    ]


def test_a_footnote_at_an_amount_changes_no_sum(tmp_path: Path) -> None:
    first = rows_of(FUNDS)
    rows = [
        first[0],
        *([f"文{place}", *first[1][1:], cell] for place, cell in enumerate(("2420000①", "586万元*", 5))),
    ]
    store = _store(tmp_path, "资金下达", rows)
    assert store.read("allocations")["amount_fen"].tolist() == [242_000_000, 586_000_000, 500]
    assert told(store.findings(), "value_type") == []


def test_two_amounts_in_a_cell_are_refused_and_left_out_of_the_sum(tmp_path: Path) -> None:
    frame, found = _column(
        tmp_path, "资金拨付", "拨付编号", "金额", "593500\n500", "20000 150", "500、300", "1 500.00"
    )
    assert found == ["value_type B2", "value_type B3", "value_type B4"]
    assert frame["amount_fen"].sum() == 150_000


def test_words_and_zeros_for_nothing_are_no_measure(tmp_path: Path) -> None:
    cells = ("种植茶叶", 0, "0", "NULL", "未填", "无", "—", "／", "暂无", "#N/A")
    frame, found = _column(tmp_path, "易地搬迁", "户编号", "产业帮扶方式", *cells)
    assert frame["industry_measure"].notna().tolist() == [True, *[False] * 9]
    assert found == ["value_formula B11"]


def test_what_has_not_ended_has_no_day_and_what_is_not_written_out_is_no_text(tmp_path: Path) -> None:
    frame, found = _column(tmp_path, "帮扶干部", "干部编号", "离任日期", "至今", "在岗", "2019-06-05", "长期")
    assert frame["ended"].notna().tolist() == [False, False, True, False]
    assert found == []
    frame, found = _column(tmp_path, "易地搬迁", "户编号", "产业帮扶方式", "种植茶叶", "同上", "〃", '"')
    assert frame["industry_measure"].notna().tolist() == [True, False, False, False]
    assert found == ["value_type B3", "value_type B4", "value_type B5"]


def test_a_place_is_the_same_however_its_name_is_broken_into_lines(tmp_path: Path) -> None:
    rows = [["乡镇", "行政村"], ["桂花\n园乡", "大松 坡村"], ["桂花园乡", "茶盘\r\n村"]]
    frame = _store(tmp_path, "行政村", rows).read("villages")
    assert frame["township"].tolist() == ["桂花园乡", "桂花园乡"]
    assert frame["village"].tolist() == ["大松坡村", "茶盘村"]


def test_a_zero_in_a_column_that_refers_to_others_refers_to_nothing(tmp_path: Path) -> None:
    frame, found = _column(tmp_path, "贫困户", "户编号", "帮扶责任人编号", 0, "0", "无")
    assert frame["helper_id"].isna().all()
    assert "ref_missing" not in " ".join(found)
    _, found = _column(tmp_path, "走访", "走访编号", "干部编号", 0, "未填")
    assert found == ["value_required B2", "value_required B3"]


@pytest.mark.parametrize("shown", ["months", "days"])
def test_months_and_days_that_a_program_put_seconds_before_midnight_are_those_meant(
    tmp_path: Path, shown: str
) -> None:
    before = [datetime(2018, 12, 31, 23, 59, 17), 43496.9995, datetime(2019, 11, 30, 23, 59, 17)]
    ledger, key, header = (
        ("驻村考勤", "干部编号", "月份") if shown == "months" else ("走访", "走访编号", "走访日期")
    )
    frame, found = _column(tmp_path, ledger, key, header, *before)
    meant = ["2019-01", "2019-02", "2019-12"]
    values = frame["month"] if shown == "months" else frame["date"].dt.strftime("%Y-%m")
    assert values.tolist() == meant
    assert found == []


def test_lessons_are_not_counted_in_days_nor_days_in_months(tmp_path: Path) -> None:
    frame, found = _column(tmp_path, "培训班", "培训编号", "课时", "1天", "8课时", 6, "2天")
    assert found == ["value_type B2", "value_type B5"]
    assert frame["lessons"].sum() == 14
    frame, found = _column(tmp_path, "贫困人口", "人编号", "务工月数", "1年", "8个月", "无")
    assert found == ["value_type B2"]
    assert frame["work_months"].sum() == 8


def _payments(*lines: str) -> bytes:
    return "\r\n".join([",".join(PAYMENTS), *lines]).encode("gb18030")


@pytest.mark.parametrize(
    "lines",
    [
        [
            f"B{place},X1,2019-03-0{place},500.5,{mark}公司,{ACCOUNT}"
            for place, mark in ((1, '"'), (2, ""), (3, '"'))
        ],
        [f"B{place}\t,X1\t,2019-03-0{place}\t,500.5\t,公司\t,{ACCOUNT}\t" for place in (1, 2, 3)],
        [f'="B{place}",="X1",="2019-03-0{place}",="500.5",="公司",="{ACCOUNT}"' for place in (1, 2, 3)],
        [f"'B{place},'X1,'2019-03-0{place},'500.5,公司,'{ACCOUNT}" for place in (1, 2, 3)],
        [f'B{place},X1,2019/3/{place},"500.50 ","公\n司",{ACCOUNT}' for place in (1, 2, 3)],
    ],
)
def test_a_csv_as_systems_write_it_gives_every_record(tmp_path: Path, lines: list[str]) -> None:
    raw(tmp_path).mkdir(parents=True)
    (raw(tmp_path) / "资金拨付.csv").write_bytes(_payments(*lines))
    store = clean(tmp_path)
    frame = store.read("payments")
    assert frame["payment_id"].tolist() == ["B1", "B2", "B3"]
    assert frame["amount_fen"].tolist() == [50_050] * 3
    assert frame["date"].dt.day.tolist() == [1, 2, 3]
    assert set(frame["payee_account"]) == {ACCOUNT}
    assert not store.findings()["check"].str.startswith(("value_", "file_")).any()
