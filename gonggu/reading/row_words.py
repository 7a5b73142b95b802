"""Words that make a row no record: totals, signatures, notes, titles, examples, numbers of columns."""

import re
from typing import Any

from gonggu.reading.text import is_blank, plain

SUBTOTAL, TOTAL, GRAND_TOTAL = range(3)  # which of two totals comprises the other
_LONGEST = 400
_LONGEST_LATIN = 12
_WORD = "合计|小计|总计|共计|累计|汇总|总额|总金额|总数|总和|合計|小計|總計"
_OF_WHAT = "本页|本表|本村|本乡|本镇|本县|本区|本月|本季度|本季|本年度|本年|本期|本次|以上|上述|各村|各乡镇|全村|全乡|全镇|全区|全县|全市"
_BEHIND = (
    r"(?:数|额|金额|人数|户数|行)?(?:\([^()]*\))?:?(?:共?\d+(?:户|人|个|条|行|村|笔|项|人次|户次))?[:.。]?"
)
_PLAINLY = re.compile(rf"(?:{_OF_WHAT})*({_WORD}){_BEHIND}")
_BARELY = re.compile(r"[(【\[]?(计|总|合)[)】\]]?:?")  # alone in a cell, between other words
_LATIN = re.compile(r"(?:grand|sub)?-?total:?|sum:?")
_SOUNDS = re.compile(rf".{{1,30}}?({_WORD}|计){_BEHIND}", re.DOTALL)
# What Excel's subtotals give beside sums.
_NO_SUM = re.compile(r".{0,30}?(?:平均值?|均值|计数|最大值|最小值|占比|比例|标准偏差|方差)[:]?", re.DOTALL)
_MAY_BE_OTHER = re.compile(r"[计計总總汇合均值差比例其示样人位期间导话号关签章制:：(（﹕﹙]")
_PART = re.compile(r"其中[:、,].*|其中")
_MAY_BE_TOTAL = re.compile(r"[计計总總汇合]|平均|均值|最[大小]值|占比|比例|其中")
_SIGNED = re.compile(
    r"(?:填表|填报|制表|制单|审核|审批|审签|复核|校对|经办|负责|统计|统计负责|编制|录入|打印|报送|分管|主要|主管|联系|单位|单位负责|分管负责|主要负责|分管领导|主要领导|村|乡镇|乡|镇|站|所|科|局|会计|出纳|财务|驻村)"
    r"(?:人|员|单位|日期|时间|领导|负责人|长|书记|主任|电话)?(?:\(.*|:.*)"
    r"|(?:填表人|审核人|制表人|制表|复核人|经办人|负责人|填报人|填报单位|填表单位|填表日期|填报日期|单位负责人|联系人|报送日期|制表日期|分管领导|主要领导|联系电话|日期|时间|电话|表号|制表机关|批准机关|批准文号|有效期至)"
    r"(?:\(.*|:.*)?|.{0,12}(?:签字|签名|签章|盖章|公章)\)?:?"
    r"|(?:注|备注|说明|填表说明|填报说明|注意|注意事项|附注|附|提示|特别说明)[\d①-⑳]?:.*",
    re.DOTALL,
)
# What stands alone in its row and cannot be meant as a record: a stamp's place, a numbered note, a title, a unit.
_ALONE = re.compile(
    r"\(.*\)|【.*】|\d{1,2}[.、].*\D.*|[一二三四五六七八九十]{1,3}[、.].*|\([一二三四五六七八九十\d]{1,3}\).*|.*[。;:]|[-—=_*·.…─]{2,}.*|[*※].*"
    r"|以下(?:空白|无正文).*|以上.*|.*单位:.*|续表|接上[页表]|转下[页表]|附件\d*.*|附表\d*.*|表[\d一二三四五六七八九十]+.*|第\d+页.*|共\d+页.*|(?:资料|数据)来源.*|数据?截[至止].*|打印.*"
    r"|\d{4}年\d{1,2}月\d{1,2}日|.*(?:台账|情况表|汇总表|统计表|明细表|一览表|登记表|花名册|清单|名单|公示表?)(?:\(.*\))?",
    re.DOTALL,
)
_EXAMPLE_WORD = "填写示例|填报示例|填表示例|填写样例|填报样例|填表样例|填写范例|填写示范|示例|样例|范例|示范|例子|例如|举例|样本|样表|示意"
_EXAMPLE = re.compile(rf"[(【\[]?(?:{_EXAMPLE_WORD}|例)(?:行|数据|记录)?\d?[)】\]]?(?:[:(].*)?", re.DOTALL)
_EXAMPLE_BEFORE = re.compile(
    rf"(?:{_EXAMPLE_WORD}|例)\d?:.+|[(【\[](?:{_EXAMPLE_WORD}|例)[)】\]].+|.+[(【\[](?:{_EXAMPLE_WORD}|例)[)】\]]",
    re.DOTALL,
)
_SIGNER = re.compile(r"人|员|审|签|章|注|备注|说明|制表|领导|负责|会计|出纳")
_LABEL_LENGTH = 8
_CODE = re.compile(r"[0-9A-Za-z]")
_NUMBERED = re.compile(r"栏次|序号|[甲乙丙丁戊己庚辛壬癸]|[A-Z]|\(?(\d{1,3})\)?")
_COUNTED_KEY = re.compile(r"共?\d+(?:户|人|个|条|行|村|笔|项|人次|户次)?")
_FIGURE = re.compile(
    r"[-+¥$]?\d[\d,]*(?:\.\d+)?%?|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?.*|\d{15,17}[\dXx]"
)


def total_rank(value: Any, plainly: bool = False) -> int | None:
    """Which kind of total a cell calls its row; None where it calls it none, or not `plainly` so."""
    word = _total_word(value)
    if not word:
        return None
    found = _PLAINLY.fullmatch(word) or _BARELY.fullmatch(word)
    if found:
        return _rank(found[1])
    if _LATIN.fullmatch(word):
        return SUBTOTAL if word.startswith("sub") else GRAND_TOTAL
    found = None if plainly or _NO_SUM.fullmatch(word) else _SOUNDS.fullmatch(word)
    return (SUBTOTAL if found[1] in ("汇总", "计") else _rank(found[1])) if found else None


def is_total(value: Any) -> bool:
    """Whether a cell calls its row a total, or an average or a count among totals."""
    if total_rank(value) is not None:
        return True
    word = _total_word(value)
    return bool(word and (_NO_SUM.fullmatch(word) or _PART.fullmatch(word)))


def is_other(value: Any) -> bool:
    """Whether a cell calls its row a total, a signature, a note or an example."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return is_total(value)
    # Most cells have none of the characters, and the forms take ten times as long.
    if not _MAY_BE_OTHER.search(value):
        return False
    return is_total(value) or is_signature(value) or is_example(value) or begins_as_example(value)


def is_signature(value: Any) -> bool:
    """Whether a cell is a signature line, or a note that says that it is one."""
    word = _text(value)
    return bool(word and _SIGNED.fullmatch(word))


def is_note(value: Any, form_name: str = "") -> bool:
    """Whether a cell that stands alone in its row is a note, a title, a stamp's place and the like."""
    word = _text(value)
    return bool(word and (_ALONE.fullmatch(word) or (form_name and form_name in word)))


def is_example(value: Any) -> bool:
    """Whether a cell says that its row is an example how to fill in."""
    word = _text(value)
    return bool((word and "例" in word) or "示" in word or "样" in word) and bool(_EXAMPLE.fullmatch(word))


def begins_as_example(value: Any) -> bool:
    """Whether a key or a name says itself that it is an example: 例：张三, 张三（例）."""
    word = _text(value)
    return bool(word and ("例" in word or "示" in word or "样" in word) and _EXAMPLE_BEFORE.fullmatch(word))


def is_count(value: Any) -> bool:
    """Whether a cell says how many there are; in a row of totals that is no key."""
    return isinstance(value, float) or bool(_COUNTED_KEY.fullmatch(plain(value)))


def is_figure(value: Any) -> bool:
    """Whether a cell is a number, a date or an identifier of digits, as records have them and notes do not."""
    if isinstance(value, str):
        return bool(value) and bool(_FIGURE.fullmatch(plain(value)))
    return not isinstance(value, bool)


def column_number(value: Any) -> tuple[bool, int | None]:
    """Whether a cell may number its column as statistical tables do (甲, 1, (2)), and the number if it is one."""
    found = _NUMBERED.fullmatch(plain(f"{value:g}" if isinstance(value, float) else str(value)))
    return found is not None, int(found[1]) if found and found[1] else None


def _total_word(value: Any) -> str:
    if isinstance(value, str) and value.isascii():
        short = len(value) <= _LONGEST_LATIN and value[:1] in "TtGgSs"
        return plain(value).casefold() if short else ""
    word = _text(value)
    return word if word and _MAY_BE_TOTAL.search(word) else ""


def _text(value: Any) -> str:
    if not isinstance(value, str) or value.isascii() or len(value) > _LONGEST or is_blank(value):
        return ""
    return plain(value)


def _rank(word: str) -> int:
    if word in ("小计", "小計"):
        return SUBTOTAL
    return TOTAL if word in ("合计", "合計", "计", "合") else GRAND_TOTAL


def signs_off(value: Any) -> bool:
    """Whether a cell is a signature below a table, not a line above one such as 填报单位."""
    word = _text(value)
    return bool(word and _SIGNED.fullmatch(word) and _SIGNER.search(word[:_LABEL_LENGTH]))


def is_heading(value: Any) -> bool:
    """Whether a cell may name a group of records: a text without a digit or letter of a code."""
    return isinstance(value, str) and bool(plain(value)) and not _CODE.search(plain(value))
