"""The sample's workbooks read back as what they were made from, and say that it is invented."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from gonggu.sample import workbooks
from gonggu.sample.workbooks import write_district

LEDGER = pd.DataFrame(
    {
        "人编号": ["H0001000101", "H0001000102"],
        "证件号码": ["999001196104252810", "99900119381011092X"],
        "参保日期": pd.to_datetime(["2019-06-28", None]),
        "财政代缴": [220.0, 220.5],
        "脱贫年度": [2016, None],
        "备注": ["=1+1", None],
    }
).astype({"脱贫年度": object})


@pytest.fixture
def book(tmp_path):
    (path,) = write_district({"参保缴费": LEDGER}, tmp_path, 2019)
    return load_workbook(path)


def test_ids_stay_text_days_are_days_and_money_has_two_decimals(book):
    rows = list(book["参保缴费"].iter_rows())
    first = {header.value: cell for header, cell in zip(rows[0], rows[1], strict=True)}
    assert [cell.value for cell in rows[0]] == list(LEDGER.columns)
    assert first["证件号码"].value == "999001196104252810"
    assert (first["参保日期"].is_date, first["参保日期"].number_format) == (True, "yyyy-mm-dd")
    assert (first["财政代缴"].value, first["财政代缴"].number_format) == (220, "0.00")
    assert (first["脱贫年度"].value, first["备注"].data_type) == (2016, "s")
    assert [cell.value for cell in rows[2]][2:] == [None, 220.5, None, None]


def test_header_is_frozen_and_the_book_says_that_it_is_invented(book):
    assert book["参保缴费"].freeze_panes == "A2"
    assert book.sheetnames == ["参保缴费", "说明"]
    assert book["说明"]["A1"].value == book.properties.description == workbooks.NOTICE
    assert book.properties.created.year == 2019


def test_what_one_sheet_cannot_hold_goes_into_several_books(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "_ROWS_PER_BOOK", 1)
    paths = write_district({"参保缴费": LEDGER}, tmp_path, 2019)
    assert [path.name for path in paths] == ["参保缴费_1.xlsx", "参保缴费_2.xlsx"]
    assert [load_workbook(path)["参保缴费"]["A2"].value for path in paths] == list(LEDGER["人编号"])


def test_the_same_ledger_gives_the_same_bytes(tmp_path):
    first, second = (write_district({"参保缴费": LEDGER}, tmp_path / name, 2019)[0] for name in "ab")
    assert first.read_bytes() == second.read_bytes()
