"""What a column of an empty ledger takes, in words for people, as Excel's rule, and by an example."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gonggu.checks.dates import AHEAD
from gonggu.checks.identity import LENGTHS
from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.calendar import FIRST, LAST

_MOST = 10**12
# What belongs into a column of each type, Excel's format of its cells, and their width.
TYPES: dict[str, tuple[str, str, int]] = {
    "text": ("文本", "@", 12),
    "id": ("证件号码：18 位（残疾人证 20、22 位），按证件填写", "@", 22),
    "phone": ("电话：11 位手机号，或带区号的固定电话", "@", 15),
    "account": ("账号：只写数字，按存折填写", "@", 24),
    "int": ("整数，不小于 0", "0", 10),
    "number": ("数字，计量单位不写在格内", "General", 10),
    "money": ("金额，单位：元，不小于 0，最多两位小数", "#,##0.00", 14),
    "year": ("四位年度，不晚于 {year}", "0", 8),
    "month": ("月份，{year} 年的十二个月，如 {year}-06", "@", 10),
    "date": ("日期，如 {year}-06-05", "yyyy-mm-dd", 12),
    "bool": ("从下拉列表中选：是、否", "@", 8),
    "code": ("从下拉列表中选一项", "@", 14),
}
_EXAMPLES: dict[str, Any] = {
    "id": "999000198001010010", "phone": "19900000001", "account": "9990000000000000001",
    "int": 3, "number": 25.5, "money": 1200, "bool": "是",
}  # fmt: skip
_TEXT_EXAMPLES = {
    "乡镇": "某某乡", "行政村": "某某村", "学期": "{year}秋", "计量单位": "公里", "民族": "汉族",
    "帮扶措施": "产业帮扶、就业帮扶", "主讲部门": "区农业农村局、区教育局",
}  # fmt: skip


def explained(column: Column, ledger: Ledger, forms: Forms, year: int) -> Iterator[str]:
    """What a person has to know of a column, a line each."""
    yield says(column, year)
    yield "必填" if column.req else "没有的可不填"
    if column.type == "code":
        yield "可选：" + "、".join(forms.codes[column.codes])
    if column.header in ledger.key:
        yield f"主键：{'、'.join(ledger.key)}{'合起来' if len(ledger.key) > 1 else ''}不得与他行相同"
    if column.target:
        yield f"须在台账“{column.target[0]}”的“{column.target[1]}”列中存在"
    if column.pii:
        yield "个人信息，不会写进报告"


def says(column: Column, year: int) -> str:
    """What belongs into a column in this year."""
    said = TYPES[column.type][0].format(year=year)
    return f"{said}，不晚于 {year}-12-31" if column.type == "date" and column.header not in AHEAD else said


def example_of(column: Column, forms: Forms, year: int) -> Any:
    """An invented value of the column."""
    if column.type == "code":
        return forms.codes[column.codes][0]
    in_year = {"year": year, "month": f"{year}-06", "date": date(year, 6, 5)}
    known = {**_EXAMPLES, **in_year}.get(column.type)
    return known or _TEXT_EXAMPLES.get(column.header, f"某{column.header}").format(year=year)


def rule_of(
    column: Column, listed: Mapping[str, str], forms: Forms, year: int, first: str
) -> dict[str, Any] | None:
    """Excel's rule for a column's cells, as XlsxWriter takes it; None where any text will do.

    `listed` says where the code lists stand that are too long for a drop-down, `first` is the column's first cell.
    """
    if column.type in ("code", "bool", "month"):
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        words = {"bool": ["是", "否"], "month": months}.get(column.type) or list(forms.codes[column.codes])
        return {"validate": "list", "source": listed.get(column.codes, words)}
    if column.type == "id":
        lengths = ",".join(f"LEN({first})={length}" for length in LENGTHS)
        return {"validate": "custom", "value": f"=OR({lengths})"}
    latest = date(LAST if column.header in AHEAD else year, 12, 31)
    between: dict[str, tuple[str, Any, Any]] = {
        "phone": ("length", 7, 20), "account": ("length", 8, 32),
        "int": ("integer", 0, _MOST), "number": ("decimal", -_MOST, _MOST), "money": ("decimal", 0, _MOST),
        "year": ("integer", FIRST, year), "date": ("date", date(FIRST, 1, 1), latest),
    }  # fmt: skip
    if column.type not in between:
        return None
    kind, least, most = between[column.type]
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
