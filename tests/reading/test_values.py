"""Cells as a careful person reads them, and cells that nobody can read."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonggu.reading.calendar import day, month, year
from gonggu.reading.numbers import integer, money, number
from gonggu.reading.text import is_blank
from gonggu.reading.unread import Unread
from gonggu.reading.values import account, code_reader, identity, name, phone, text, text_or_none, truth

WAN = 10_000
CAUSES = ("因病", "因残", "自身发展动力不足")


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (3700.0, 1, 370_000),
        (0.1 + 0.2, 1, 30),
        (2248.73, WAN, 2_248_730_000),
        (2430.262, WAN, 2_430_262_000),
        (0.000001, WAN, 1),
        ("３７００元", 1, 370_000),
        ("2.5万", 1, 2_500_000),
        ("2.5万元", WAN, 2_500_000),
        ("３，７００．５０", 1, 370_050),
        ("1,234,567.89", 1, 123_456_789),
        (" 12\u00a0", 1, 1200),
        ("¥5\u200b", 1, 500),
        ("-3", 1, -300),
        ("1 234.5", 1, 123_450),
        (0.0, 1, 0),
    ],
)
def test_an_amount_is_exact_to_the_cent(cell: Any, unit: int, fen: int) -> None:
    assert money(cell, unit) == fen


@pytest.mark.parametrize(
    "cell",
    [
        33.333,
        0.005,
        "1,23",
        "12,34,567",
        "约3000",
        "3000左右",
        "1e5",
        "十元",
        True,
        1e16,
        date(2019, 1, 1),
        "5人",
        "12 34",
    ],
)
def test_what_is_no_amount_of_whole_cents_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread) as reason:
        money(cell, 1)
    assert reason.value.check == "value_type"


@given(st.integers(-(10**12), 10**12))
def test_any_amount_of_cents_comes_back_from_the_float_that_excel_keeps(fen: int) -> None:
    assert money(fen / 100, 1) == fen


@given(st.integers(0, 10**11))
def test_any_amount_written_in_wan_comes_back_to_the_cent(fen: int) -> None:
    assert money(fen / 1_000_000, WAN) == fen


@pytest.mark.parametrize(
    ("cell", "count"), [(5.0, 5), ("５人", 5), ("1,200", 1200), ("12个月", 12), ("0", 0)]
)
def test_a_count_is_whole(cell: Any, count: int) -> None:
    assert integer(cell, 1) == count


@pytest.mark.parametrize("cell", [2.5, "两人", "3.5人", "-", "/", time(6, 0), timedelta(days=1)])
def test_what_is_no_count_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        integer(cell, 1)


def test_a_measure_keeps_its_decimals_and_takes_no_unit_in_the_cell() -> None:
    assert number("１．２５", 1) == 1.25
    with pytest.raises(Unread):
        number("1.25公里", 1)


@pytest.mark.parametrize(
    "cell",
    [
        date(2019, 6, 5),
        datetime(2019, 6, 5, 10, 30),
        43621.0,
        43621.5,
        20190605.0,
        "43621",
        "20190605",
        "2019-06-05",
        "2019/6/5",
        "2019.6.5",
        "2019年6月5日",
        "２０１９年０６月０５日",
        "19.6.5",
        "19年6月5日",
        " 2019-06-05 00:00:00 ",
        "2019 年 6 月 5 日",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Any) -> None:
    assert day(cell) == date(2019, 6, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-02-30",
        "2019-6.5",
        "2019-06",
        "2019年6月",
        "6月5日",
        "98.6.5",
        "去年",
        2019.0,
        20191305.0,
        3.0,
        True,
        "无",
    ],
)
def test_what_names_no_day_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-06",
        "2019/6",
        "2019.6",
        "2019.06",
        "2019年6月",
        "201906",
        201906.0,
        "19年6月",
        date(2019, 6, 1),
        43617.0,
        "2019-06-05",
    ],
)
def test_a_month_is_read_however_it_is_written(cell: Any) -> None:
    assert month(cell) == "2019-06"


@pytest.mark.parametrize("cell", [2019.1, "2019.13", "6月", "2019", "201913", "2019 6", "2019 06"])
def test_what_names_no_month_or_two_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        month(cell)


@pytest.mark.parametrize("cell", [2019.0, "2019", "２０１９年", "2019年度"])
def test_a_year_has_four_digits(cell: Any) -> None:
    assert year(cell) == 2019


@pytest.mark.parametrize("cell", ["19", 19.0, 2019.5, "2019-06", date(2019, 1, 1), 12019.0])
def test_what_is_no_year_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        year(cell)


@pytest.mark.parametrize(
    "cell", ["是", "有", "√", "✓", "☑", "勾", "v", "Y", "ｙｅｓ", 1.0, "1", True, " 是 "]
)
def test_yes_in_all_its_marks(cell: Any) -> None:
    assert truth(cell) is True


@pytest.mark.parametrize("cell", ["否", "无", "×", "N", 0.0, "0", False])
def test_no_in_all_its_marks(cell: Any) -> None:
    assert truth(cell) is False


@pytest.mark.parametrize("cell", ["可能", 2.0, "是否", "□", "○", date(2019, 1, 1)])
def test_neither_yes_nor_no_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        truth(cell)


@pytest.mark.parametrize("cell", ["因病", "01 因病", "1、因病", "０１．因病", " 因 病", "疾病"])
def test_a_code_is_read_with_its_number_blanks_and_synonyms(cell: str) -> None:
    assert code_reader(CAUSES, {"疾病": "因病"})(cell) == "因病"


@pytest.mark.parametrize("cell", ["因并", "01", 1.0, "因病因残"])
def test_an_unknown_code_is_not_guessed_but_the_nearest_is_named(cell: Any) -> None:
    with pytest.raises(Unread) as reason:
        code_reader(CAUSES, {})(cell)
    assert reason.value.check == "value_code"
    assert reason.value.expected.startswith("代码表中的一项。")


def test_an_id_number_is_read_without_blanks_in_capitals() -> None:
    assert identity(" 999000 19620304 ００１x ") == "99900019620304001X"
    assert identity("'999000196203040011") == "999000196203040011"
    assert identity(999000620304001.0) == "999000620304001"


@pytest.mark.parametrize("read", [identity, account, text])
def test_a_long_number_kept_as_a_number_has_lost_its_last_digits(read: Any) -> None:
    with pytest.raises(Unread) as reason:
        read(999000196203040011.0)
    assert reason.value.check == "value_precision"


@pytest.mark.parametrize("read", [identity, account, phone])
def test_a_long_number_that_a_csv_has_rounded_is_not_read(read: Any) -> None:
    with pytest.raises(Unread) as reason:
        read("4.31281E+17")
    assert reason.value.check == "value_precision"


@pytest.mark.parametrize("cell", ["无", "/", "－", "——", " 没有 "])
def test_a_text_that_says_there_is_none_is_blank_where_it_may_be(cell: str) -> None:
    assert text_or_none(cell) is None
    assert text(cell) != ""


def test_telephones_and_accounts_are_text() -> None:
    assert phone(19900000001.0) == "19900000001"
    assert account("6217 0000-0000 0000 001") == "6217000000000000001"


def test_text_keeps_its_words_and_loses_what_cannot_be_seen() -> None:
    assert text(" 甲乡\u200b\n东村\u3000") == "甲乡 东村"
    assert text("（一）Ｈ０１") == "（一）H01"
    assert text("=1+1") == "=1+1"
    assert text(12.0) == "12"
    assert name("张　三") == "张三"


@pytest.mark.parametrize("cell", ["", " ", "\u3000\n", "\u200b", "\xa0"])
def test_a_cell_in_which_nothing_can_be_seen_is_blank(cell: str) -> None:
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["-", "0", 0.0, False, "无", "\u200b。"])
def test_a_cell_that_shows_something_is_not_blank(cell: Any) -> None:
    assert not is_blank(cell)
