"""Cells that show a word, a stroke, a 0 or an error value where there is nothing to say."""

import re
from collections.abc import Set
from datetime import date, datetime, time
from typing import Any

from gonggu.forms import Column
from gonggu.reading.text import plain

# What is written where there is nothing, or nobody knows; a blank is unknown as well.
_NOTHING = frozenset({
    "无", "零", "暂无", "没有", "无此项", "空", "空白", "留空", "缺", "暂缺", "缺失", "未填", "未填写", "未填报", "未录入", "未登记", "未提供",
    "待填", "待填写", "待补", "待补充", "待定", "未定", "待核实", "待确认", "不详", "未知", "不清楚", "不明", "不适用",
    "NULL", "NONE", "NIL", "NAN", "NAT", "N/A", "N.A", "NA", "UNDEFINED", "TBD", "X", "×",
    "", "/", "//", "\\", "\\N", "-", "--", "---", "----", "_", "__", "…", "……", "*", "**", "***", "\"\"",
})  # fmt: skip
_AROUND = "()[]<>【】?。."  # （无）, <NA>, 不详？, 无。
_ZERO = frozenset({
    "0", "0.0", "0.00", "1900-01-00", "1900/1/0", "1900/01/00", "1900年1月0日", "1900-01-01", "1900/1/1", "0000-00-00", "00:00:00", "0:00:00",
})  # fmt: skip
# In these a 0 is none, as a formula gives it that looks up a blank cell; in the others it is a number or an answer.
_NO_ZERO = frozenset({"text", "id", "phone", "account", "code", "date", "month", "year"})
_FIRST_DAYS = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})  # a 0 shown as a date
_STILL = frozenset(
    {"至今", "长期", "在任", "在岗", "在职", "现任", "未离任", "未离岗"}
)  # in place of a day: not ended
_DITTO = frozenset({"同上", "同上行", "同前", "同左", "同右", "〃", "″", "″″", "々", '"', "''", "”", "“"})
_LONGEST = 20
_SIGNS = {sign for word in _NOTHING | _ZERO | _STILL for sign in (word[:1], word[:1].lower())}
_FIRST = _SIGNS | {chr(ord(sign) + 0xFEE0) for sign in _SIGNS if sign and sign.isascii()}
# What Excel and its like show in place of a result, copied as text.
_ERROR = re.compile(r"#(?:N/A|[A-Z/]+[0-9]?[!?]|GETTING_DATA|#+)|ERR:\d{3}", re.IGNORECASE)
_BEGINS_ERROR = ("#", "＃", "E", "e")


def is_error(value: str) -> bool:
    """Whether the text is an error value: #N/A, #REF!, ####."""
    return value[:1] in _BEGINS_ERROR and len(value) <= _LONGEST and bool(_ERROR.fullmatch(plain(value)))


def is_ditto(value: str) -> bool:
    """Whether the text stands for what is written beside it."""
    return len(value) <= _LONGEST and value.strip() in _DITTO


def says_nothing(value: Any, column: Column, answers: Set[str]) -> bool:
    """Whether the cell says that there is none; `answers` are words that mean something in this column."""
    takes_no_zero = column.type in _NO_ZERO
    if not isinstance(value, str):
        return takes_no_zero and _is_zero(value)
    if len(value) > _LONGEST or (value[:1].isalnum() and value[0] not in _FIRST):
        return False  # nearly always
    word = plain(value).upper()
    if word in answers:
        return False
    if word.strip(_AROUND) in _NOTHING or (column.type == "date" and word in _STILL):
        return True
    return takes_no_zero and word in _ZERO


def _is_zero(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.date() in _FIRST_DAYS
    if isinstance(value, date):
        return value in _FIRST_DAYS
    return value == time() if isinstance(value, time) else isinstance(value, float) and value == 0
