"""One function a column type: a cell as typed value, or Unread with what is expected. Blank cells never get here."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from gonggu.errors import nearest
from gonggu.forms import Column, Forms
from gonggu.reading.calendar import day, month, year
from gonggu.reading.nothing import is_ditto, is_error, says_nothing
from gonggu.reading.numbers import integer, money, number
from gonggu.reading.text import plain, tidy, unmarked, without_gaps
from gonggu.reading.unread import Unread

Reader = Callable[[Any], Any]

_YES = frozenset(
    {"是", "是的", "有", "√", "✓", "✔", "☑", "✅", "V", "对", "勾", "真", "Y", "YES", "T", "TRUE", "1"}
)
_NO = frozenset(
    {
        "否",
        "不是",
        "无",
        "没有",
        "×",
        "✕",
        "✖",
        "╳",
        "✗",
        "✘",
        "☒",
        "X",
        "错",
        "假",
        "N",
        "NO",
        "F",
        "FALSE",
        "0",
    }
)
_ANYTHING = frozenset({"text", "id", "phone", "account"})  # these would take any word for a value
_AREA = ("township", "village")
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)  # what a .csv keeps of a long number
_WHOLE = re.compile(r"(?<=\d)\.0$")  # how a program writes a whole number that it kept as a decimal
_NUMERIC_PREFIX = re.compile(r"^[(\[]?\d+[.、:\-)\]]*(?=\D)")  # 01 因病, 1.因病, (1)因病, [1]因病
_MOBILE = re.compile(r"(1\d{2})-(\d{4})-(\d{4})")
_MOST_HINTS = 200  # of one column; a column of other things altogether would keep the search busy for minutes
_LOST = 10**15  # Excel keeps 15 digits of a number; what is longer has lost its last ones


def reader(column: Column, forms: Forms, unit: int) -> Reader:
    """How a cell of this column is read; `unit` is the multiplier that its header states.

    None where the cell says that there is nothing; Unread in a column that must be filled in.
    """
    read = _reader(column, forms, unit)
    words = _words(column, forms)

    def cell(value: Any) -> Any:
        if isinstance(value, str):
            value = _untyped(value)
            if is_error(value):
                raise Unread("value_formula", "公式算出的结果；请改正公式后粘贴为数值")
            if column.type in _ANYTHING and is_ditto(value):
                raise Unread("value_type", f"{column.header}本身，不写“同上”")
        if not says_nothing(value, column, words):
            return read(value)
        if not column.req:
            return None
        if column.type in _ANYTHING:
            raise Unread("value_required", f"填写{column.header}")
        return read(value)  # says what is expected there

    return cell


def _untyped(value: str) -> str:
    """The text without the apostrophe by which a cell is typed as text."""
    return value[1:] if value.startswith("'") and value.count("'") == 1 else value


def _words(column: Column, forms: Forms) -> frozenset[str]:
    """What looks like a word for nothing, and is an answer in this column."""
    if column.type == "bool":
        return _YES | _NO
    if column.type == "code":
        words = (*forms.codes[column.codes], *forms.synonyms.get(column.codes, {}))
        return frozenset(plain(word).upper() for word in words)
    return frozenset()


def _reader(column: Column, forms: Forms, unit: int) -> Reader:
    if column.type == "code":
        return code_reader(forms.codes[column.codes], forms.synonyms.get(column.codes, {}))
    if column.type == "money":
        return lambda value: money(value, unit)
    if column.type in ("int", "number"):
        count = integer if column.type == "int" else number
        return lambda value: count(value, unit, column.units)
    readers: dict[str, Reader] = {
        "text": name if column.pii or column.field in _AREA else text, "year": year, "month": month, "date": day, "bool": truth,
        "id": identity, "phone": phone, "account": account,
    }  # fmt: skip
    return readers[column.type]


def text(value: Any) -> str:
    """Text without blanks at its ends; a number as Excel shows it. =1 is a text like any other."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _written(value, "文本")
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise Unread("value_type", "文本")


def name(value: Any) -> str:
    """A name of a person or place; blanks and line ends between its characters only align it."""
    return without_gaps(text(value))


def truth(value: Any) -> bool:
    """Yes or no, in the words and marks that the forms' users write."""
    if isinstance(value, bool):
        return value
    written = str(int(value)) if isinstance(value, float) and value in (0, 1) else value
    mark = unmarked(plain(written)).upper() if isinstance(written, str) else ""
    if mark in _YES:
        return True
    if mark in _NO:
        return False
    raise Unread("value_type", "是 或 否")


def code_reader(codes: tuple[str, ...], synonyms: dict[str, str]) -> Reader:
    """A reader of one code list: its words, their registered synonyms, a number before them."""
    known = {_folded(word): word for word in codes} | {_folded(other): to for other, to in synonyms.items()}
    hints_left = iter(range(_MOST_HINTS))

    def code(value: Any) -> str:
        if isinstance(value, bool):
            value = "有" if value else "无"
        word = unmarked(_folded(value)) if isinstance(value, str) else ""
        found = known.get(word) or known.get(_NUMERIC_PREFIX.sub("", word))
        if found is None:
            shown = plain(value) if isinstance(value, str) else text(value)
            hint = _nearest_code(shown, codes, synonyms) if next(hints_left, None) is not None else ""
            raise Unread("value_code", f"代码表中的一项。{hint}")
        return found

    return code


def _nearest_code(word: str, codes: tuple[str, ...], synonyms: dict[str, str]) -> str:
    """Hint at the code that was likely meant; 五保户 is near 五保贫困户, which stands for 特困供养户."""
    near = get_close_matches(word, [*codes, *synonyms], n=1, cutoff=0.5)
    return f"是否要写“{synonyms.get(near[0], near[0])}”？" if near else nearest(word, codes)


def identity(value: Any) -> str:
    """An ID number without blanks, its X upper-case; its form is judged by the checks."""
    if isinstance(value, float):
        return _written(value, "证件号码（文本格式）")
    return _digits(value, "证件号码（文本格式）").upper()


def phone(value: Any) -> str:
    """A telephone number without blanks, a mobile one without dashes."""
    if isinstance(value, float):
        return _written(value, "电话号码")
    return _MOBILE.sub(r"\1\2\3", _digits(value, "电话号码"))


def account(value: Any) -> str:
    """A bank account without the blanks and dashes that group its digits."""
    if isinstance(value, float):
        return _written(value, "账号（文本格式）")
    return _digits(value, "账号（文本格式）").replace("-", "")


def _digits(value: Any, expected: str) -> str:
    if not isinstance(value, str):
        raise Unread("value_type", expected)
    written = _WHOLE.sub("", unmarked(plain(value).strip("'‘’`")))
    if _ROUNDED.fullmatch(written):
        raise Unread("value_precision", f"{expected}；请把列设为文本格式后重新填写")
    return written


def _folded(value: str) -> str:
    return plain(value).casefold()


def _written(value: float, expected: str) -> str:
    if abs(value) >= _LOST:
        raise Unread("value_precision", f"{expected}；请把列设为文本格式后重新填写")
    if value != value:  # noqa: PLR0124 - not a number
        raise Unread("value_type", expected)
    return str(int(value)) if value.is_integer() else repr(value)
