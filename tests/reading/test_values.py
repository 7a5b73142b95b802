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
from gonggu.reading.values import account, code_reader, identity, name, phone, reader, text, truth
from tests.ledgers_for_tests import FORMS

WAN = 10_000
CAUSES = ("因病", "因残", "自身发展动力不足")


def _cell(ledger: str, header: str, cell: Any) -> Any:
    """The cell as this column of a form reads it."""
    return reader(FORMS.ledgers[ledger].columns[header], FORMS, 1)(cell)


def _check(ledger: str, header: str, cell: Any) -> str:
    """The check that the cell fails in this column."""
    with pytest.raises(Unread) as reason:
        _cell(ledger, header, cell)
    return reason.value.check


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


@pytest.mark.parametrize(
    "cell",
    [
        "2420000①", "2420000*", "2420000²", "2420000⑴", "2420000❶", "2420000※", "2420000#", "2420000注1", "2420000（注2）",
        "2420000⑫", "2420000㉑", "2420000①元", "242万①", "※2420000", "２４２００００①", "2,420,000¹", "2420000₁",
    ],
)  # fmt: skip
def test_a_footnote_mark_beside_an_amount_is_no_digit_of_it(cell: str) -> None:
    assert money(cell, 1) == 242_000_000


@pytest.mark.parametrize("cell", ["①", "10²", "5½", "½", "①5②3", "5000(1)", "5000[1]", "5㎡", "㍘", "⒈5⒉3"])
def test_a_character_that_shows_a_number_is_never_taken_for_digits(cell: str) -> None:
    for read in (money, integer, number):
        with pytest.raises(Unread):
            read(cell, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "593500\n500", "500\n300", "593500\r\n500", "20000 150", "1  234", "500\t300", "500、300", "500；300", "500;300", "500+300",
        "500~600", "500～600", "500至600", "500-600", "500/600", "500，30", "1 234 56", "99\u2028100", "500元300元", "500 300 2", "12 500", "500 300",
    ],
)  # fmt: skip
def test_two_numbers_in_a_cell_are_not_glued_together(cell: str) -> None:
    for read in (money, integer, number):
        with pytest.raises(Unread) as reason:
            read(cell, 1)
        assert reason.value.check == "value_type"


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("500元整", 50_000),
        ("人民币500元", 50_000),
        ("￥1,200圆正", 120_000),
        ("5千", 500_000),
        ("3.5 万", 3_500_000),
        ("1.2万元", 1_200_000),
        ("3.5万\n元", 3_500_000),
        ("\n5000\n", 500_000),
        ("1 000 000", 100_000_000),
        ("-0", 0),
        ("RMB 5,000.00", 500_000),
        ("586（万元）", 586_000_000),
        ("586萬元", 586_000_000),
        ("1\u00a0234", 123_400),
        ("伍佰捌拾陆万元整", 586_000_000),
        ("人民币壹仟零伍元整", 100_500),
        ("叁拾元伍角", 3_050),
        ("贰亿零叁佰万柒仟圆整", 20_300_700_000),
        ("伍元零捌分", 508),
        ("零元整", 0),
    ],
)
def test_an_amount_with_one_plain_meaning_is_read(cell: str, fen: int) -> None:
    assert money(cell, 1) == fen


@pytest.mark.parametrize(
    "cell",
    [
        "(1,234)",
        "（500）",
        "100-",
        "△100",
        ">500",
        "≥500",
        "500+",
        "约500",
        "500余元",
        "1e3",
        "5E+05",
        "500元/人",
    ],
)
def test_an_amount_that_may_mean_another_one_is_not_read(cell: str) -> None:
    with pytest.raises(Unread):
        money(cell, 1)


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


@pytest.mark.parametrize(
    ("ledger", "header", "cell", "value"),
    [
        ("培训班", "课时", "8课时", 8),
        ("培训班", "课时", "8节", 8),
        ("培训班", "参训人次", "120人次", 120),
        ("培训班", "参训单位数", "12个", 12),
        ("驻村考勤", "驻村天数", "22天", 22),
        ("贫困人口", "务工月数", "8个月", 8),
        ("贫困户", "家庭人口", "4口人", 4),
        ("行政村", "农村户籍人口", "1.2万人", 12_000),
        ("行政村", "乡村户数", "3百户", 300),
        ("易地搬迁", "安置面积", "100㎡", 100.0),
        ("易地搬迁", "安置面积", "75.5平方米", 75.5),
        ("家庭收入", "低保金", "3百", 30_000),
    ],
)
def test_a_unit_of_what_the_column_counts_is_read(ledger: str, header: str, cell: str, value: float) -> None:
    assert _cell(ledger, header, cell) == value


@pytest.mark.parametrize(
    ("ledger", "header", "cell"),
    [
        ("培训班", "课时", "1天"),
        ("培训班", "课时", "2天"),
        ("培训班", "课时", "8人"),
        ("驻村考勤", "驻村天数", "1个月"),
        ("驻村考勤", "住村天数", "1年"),
        ("贫困人口", "务工月数", "1年"),
        ("贫困人口", "务工月数", "90天"),
        ("贫困户", "家庭人口", "1户"),
        ("行政村", "乡村户数", "300人"),
        ("项目", "预计受益贫困户", "30人"),
        ("培训班", "参训单位数", "30人次"),
        ("易地搬迁", "安置面积", "100亩"),
        ("项目", "建设数量", "3公里"),
        ("资金拨付", "金额", "3户"),
    ],
)
def test_a_unit_of_another_kind_is_refused(ledger: str, header: str, cell: str) -> None:
    assert _check(ledger, header, cell) == "value_type"


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
        "2019 6 5",
        "2019 06 05",
        "2019-6-5 10:30",
        "2019年6月5日上午",
        "2019年6月5号下午3时30分",
        "2019-06-05 星期三",
        "2019年6月5日（周三）",
        "2019-06-05T00:00:00Z",
        "2019-06-04T16:00:00.000Z",
        "2019-06-04T15:59:17Z",
        "2019-06-05T00:00:00+08:00",
        "二〇一九年六月五日",
        "二○一九年六月五日",
        "二〇一九年六月五日（星期三）",
        "二O一九年六月五日",
        "二0一九年六月五日",
        "2019. 6. 5",
        "2019-06-05 00:00:00.0",
        "2019/6/5 23:59",
        "２０１９．６．５",
        "2019—06—05",
        "2019-06-05①",
        "'2019-06-05",
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
        2019.6,
        20191305.0,
        3.0,
        True,
        "无",
        "19/6/5",
        "19-6-5",
        "5/6/2019",
        "06-05-19",
        "06.05.19",
        "2019-13-01",
        "2019-6-1\n5",
        "2019-6-1 5",
        "2019-06-05\n2019-07-01",
        "2019-06-05、2019-06-10",
        "2019.6.5-6.10",
        "1985-03-01",
        datetime(9999, 12, 31, 23, 59, 59),
    ],
)
def test_what_names_no_day_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        day(cell)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (43465.9995, date(2019, 1, 1)),
        (43465.99999, date(2019, 1, 1)),
        (43620.998, date(2019, 6, 5)),
        (datetime(2018, 12, 31, 23, 59, 17), date(2019, 1, 1)),
        (datetime(2019, 6, 4, 23, 55, 30), date(2019, 6, 5)),
        (datetime(2019, 6, 4, 23, 54, 17), date(2019, 6, 5)),
        (datetime(2019, 6, 4, 23, 40), date(2019, 6, 4)),
        (datetime(2019, 6, 4, 23, 59), date(2019, 6, 4)),
        (datetime(2019, 6, 4, 23, 59, 59), date(2019, 6, 4)),
        (43620.9, date(2019, 6, 4)),
        ("2019-06-04 23:59:17", date(2019, 6, 4)),  # as it is written there
    ],
)
def test_the_last_minutes_before_a_day_are_that_day_in_a_number(cell: Any, meant: date) -> None:
    assert day(cell) == meant
    assert month(cell) == f"{meant:%Y-%m}"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        ("二零一九年十月二十日", date(2019, 10, 20)),
        ("二〇二〇年一月十一日", date(2020, 1, 11)),
        ("2010年十月二十日", date(2010, 10, 20)),
        ("2019-6-1 10:30", date(2019, 6, 1)),
        ("12年6月5日", date(2012, 6, 5)),
    ],
)
def test_a_day_in_chinese_numerals_or_with_a_time_behind_it(cell: str, meant: date) -> None:
    assert day(cell) == meant


@pytest.mark.parametrize(
    "cell",
    [
        "2019-06",
        "二〇一九年六月",
        "2019年六月",
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


@pytest.mark.parametrize(
    "cell",
    [2019.1, "2019.13", "6月", "2019", "201913", "2019 6", "2019 06", "2019-06\n2019-07", "2019年6、7月"],
)
def test_what_names_no_month_or_two_is_not_read(cell: Any) -> None:
    with pytest.raises(Unread):
        month(cell)


@pytest.mark.parametrize("cell", [2019.0, "2019", "２０１９年", "2019年度", "二〇一九年", "2019.0"])
def test_a_year_has_four_digits(cell: Any) -> None:
    assert year(cell) == 2019


@pytest.mark.parametrize(
    "cell", ["19", 19.0, 2019.5, "2019-06", date(2019, 1, 1), 12019.0, "1989", "2018\n2019", "2018-2019"]
)
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


@pytest.mark.parametrize(
    "cell", ["因病", "01 因病", "1、因病", "０１．因病", " 因 病", "疾病", "[1]因病", "①因病", "因病*"]
)
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
    assert _cell("易地搬迁", "产业帮扶方式", cell) is None
    assert text(cell) != ""


NOTHING = [
    "NULL", "null", "None", "未填", "空", "无", "暂无", "不详", "不详?", "未知", "待定", "N/A", "—", "－", "／", "--", "0", 0.0, "（无）", "无。", "(null)", "<NA>", "？", "...", "暂缺", "x", "０", "零",
]  # fmt: skip
NONE_POSSIBLE = [
    ("易地搬迁", "产业帮扶方式"), ("贫困户", "帮扶措施"), ("贫困户", "帮扶责任人编号"), ("贫困户", "其他致贫原因"), ("贫困户", "联系电话"),
    ("贫困户", "一卡通账号"), ("贫困户", "脱贫年度"), ("帮扶干部", "离任日期"), ("走访", "户编号"), ("贫困人口", "务工地点"),
]  # fmt: skip
REQUIRED = [
    ("走访", "干部编号", "value_required"), ("贫困户", "户主姓名", "value_required"), ("资金下达", "资金名称", "value_required"),
    ("贫困户", "户主证件号码", "value_required"), ("贫困户", "户类型", "value_code"), ("贫困户", "识别年度", "value_type"),
    ("驻村考勤", "月份", "value_type"), ("走访", "走访日期", "value_type"),
]  # fmt: skip


@pytest.mark.parametrize("cell", NOTHING)
@pytest.mark.parametrize(("ledger", "header"), NONE_POSSIBLE)
def test_a_word_or_a_zero_for_nothing_is_none_where_the_column_may_be_blank(
    ledger: str, header: str, cell: Any
) -> None:
    assert _cell(ledger, header, cell) is None


@pytest.mark.parametrize("cell", NOTHING)
@pytest.mark.parametrize(("ledger", "header", "check"), REQUIRED)
def test_a_word_or_a_zero_for_nothing_is_found_in_a_column_that_must_be_filled(
    ledger: str, header: str, check: str, cell: Any
) -> None:
    assert _check(ledger, header, cell) == check


@pytest.mark.parametrize(
    "cell", [date(1899, 12, 31), datetime(1899, 12, 30), date(1900, 1, 1), time(), "1900-01-00", "1900/1/0"]
)
def test_a_zero_that_is_shown_as_a_date_is_none(cell: Any) -> None:
    assert _cell("帮扶干部", "离任日期", cell) is None
    assert _check("帮扶干部", "任职日期", cell) == "value_type"


@pytest.mark.parametrize(
    "cell",
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#SPILL!", "＃Ｎ／Ａ", "####", "Err:502"],
)
@pytest.mark.parametrize(
    ("ledger", "header"),
    [
        *NONE_POSSIBLE,
        *(one[:2] for one in REQUIRED),
        ("资金下达", "金额"),
        ("培训班", "课时"),
        ("易地搬迁", "拆旧复垦完成"),
    ],
)
def test_an_error_value_copied_as_text_is_told_and_no_content(ledger: str, header: str, cell: str) -> None:
    assert _check(ledger, header, cell) == "value_formula"


def test_zero_no_and_none_are_answers_where_the_column_asks_for_them() -> None:
    assert _cell("家庭收入", "低保金", "0") == _cell("家庭收入", "低保金", 0.0) == 0
    assert _cell("贫困人口", "务工月数", 0.0) == 0
    assert _cell("易地搬迁", "拆旧复垦完成", "无") is _cell("易地搬迁", "拆旧复垦完成", 0.0) is False
    assert _cell("贫困户", "住房情况", "有") == "安全"
    assert _check("家庭收入", "低保金", "—") == "value_type"
    assert _cell("贫困人口", "务工月数", "／") is None


@pytest.mark.parametrize(
    "cell", ["无公害蔬菜种植", "0.5亩茶园", "#1楼", "空心菜种植", "10", "未来可期合作社"]
)
def test_a_text_that_begins_like_nothing_is_a_text(cell: str) -> None:
    assert _cell("易地搬迁", "产业帮扶方式", cell) == cell


def test_an_apostrophe_by_which_a_cell_is_typed_as_text_is_none_of_it() -> None:
    assert _cell("走访", "户编号", "'H001") == "H001"
    assert _cell("资金拨付", "金额", "'500") == 50_000
    assert _cell("项目", "项目名称", "'十三五'规划项目") == "'十三五'规划项目"


def test_two_numbers_in_one_cell_make_no_id_number_code_or_truth() -> None:
    assert len(identity("999000196203040011\n999000196203040038")) == 36  # found by its length
    assert _check("贫困人口", "性别", "男\n女") == "value_code"
    assert _check("贫困户", "安全饮水", "是\n否") == "value_type"


def test_telephones_and_accounts_are_text() -> None:
    assert phone(19900000001.0) == "19900000001"
    assert account("6217 0000-0000 0000 001") == "6217000000000000001"
    assert phone("199-0000-0001") == "19900000001"
    assert phone("0745-7612345") == "0745-7612345"
    assert phone("19900000001.0") == phone("'19900000001①") == "19900000001"


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
