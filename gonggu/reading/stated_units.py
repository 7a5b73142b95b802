"""The unit of money that is stated near a table: above it, below it, in its title, in the sheet's or the file's name."""

import re
from collections.abc import Sequence
from typing import Any

from gonggu.reading.row_words import is_figure
from gonggu.reading.text import is_blank, plain
from gonggu.units import YUAN

_UNIT = "|".join(sorted(YUAN, key=len, reverse=True))
_MONEY = rf"(?:人民币)?(?:{_UNIT})"
_OTHER = r"[^:、,/;()\[\]\s\d]{1,4}"  # 户, 人, 平方米
_LISTED = rf"(?:{_OTHER}[、,/;和])*{_MONEY}(?:[、,/;和]{_OTHER})*(?![^\W\d])"
# 填报单位 and the like name an office.
_OFFICES = (
    "填报|填表|报送|编制|主管|责任|实施|建设|承建|施工|后盾|帮扶|收款|用款|制表|上报|事业|参训|行政|牵头"
)
_NO_OFFICE = "".join(f"(?<!{word})" for word in _OFFICES.split("|"))
_NOT = "".join(
    f"(?<!{word})" for word in ("不", "勿", "非", "不要", "不得", "不能", "不应", "不可", "请勿", "不再")
)
_IS = r"(?:均|都|全部|统一|一律|应)?(?:为|是|用|以|按)?"
_STATED = (
    # 单位：万元, 金额单位:人民币万元, （单位：户、万元）, 单位（万元）, 单位 万元
    re.compile(rf"{_NO_OFFICE}单位{_IS}[\s:;∶(\[【_]*({_LISTED})"),
    # 以万元为单位, 按万元填报
    re.compile(
        rf"{_NOT}(?:以|按|用)\s*({_MONEY})(?:为(?:计量|货币|计价)?单位|计(?!划)|填|统计|列示|表示|反映)"
    ),
    # 金额均为万元, 金额：万元
    re.compile(rf"(?:金额|资金|款项)(?:单位)?(?:{_IS}(?<=[为是用以按])|\s*[:∶])\s*({_MONEY})(?![^\W\d])"),
)
# 资金下达表（万元）, 资金下达_万元, 资金下达表（金额：万元）
_IN_TITLE = re.compile(rf"[(\[【](?:金额|资金)?[:∶]?({_LISTED})[)\]】]|[_,/-]({_MONEY})$")
_LABEL = re.compile(rf"(?:.*\W)?(?:金额|计量|货币|计价|资金)?{_NO_OFFICE}单位[:∶]?")
_BARE = re.compile(rf"[(\[【]?({_LISTED})[)\]】]?")
_LONGEST_TITLE = 60


def units_said(cells: Sequence[Any]) -> set[int]:
    """How many 元 each unit of money is that the cells of a row state, alone or behind a label in the cell before."""
    filled = [cell for cell in cells if not is_blank(cell)]
    said: set[int] = set()
    before: Any = ""
    for cell in filled:
        if isinstance(cell, str):
            said |= units_in(cell)
            alone = len(filled) == 1 or _is_label(before)
            if alone and (bare := _BARE.fullmatch(plain(cell))):
                said |= _yuan(bare[1])
        before = cell
    return said


def units_in(text: str) -> set[int]:
    """How many 元 each unit of money is that a text states; a sentence that only mentions 万元 states none."""
    if "元" not in text and "万" not in text and "亿" not in text:
        return set()
    said: set[int] = set()
    for form in (plain(text), " ".join(map(plain, text.split()))):
        for pattern in _STATED:
            for found in pattern.finditer(form):
                said |= _yuan(found[1])
        if len(form) <= _LONGEST_TITLE:
            for found in _IN_TITLE.finditer(form):
                said |= _yuan(found[1] or found[2])
    return said


def states_unit(text: str) -> bool:
    """Whether a cell is nothing but a statement of the unit, wherever it stands: 单位：万元."""
    return bool(re.match(rf"[(\[【]?(?:金额|计量|货币|计价|资金)?{_NO_OFFICE}单位", plain(text))) and bool(
        units_in(text)
    )


def _is_label(cell: Any) -> bool:
    return isinstance(cell, str) and not is_figure(cell) and bool(_LABEL.fullmatch(plain(cell)))


def _yuan(listed: str) -> set[int]:
    """The units among those listed: 户、万元 is 10,000."""
    words = re.split(r"[、,/;和]", listed)
    return {YUAN[word] for one in words if (word := one.removeprefix("人民币")) in YUAN}
