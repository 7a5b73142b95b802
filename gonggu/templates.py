"""Empty workbooks for a year's ledgers: drop-downs, validation, an explanation of each column, an example that is not read."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from gonggu.checks.dates import AHEAD
from gonggu.checks.identity import LENGTHS
from gonggu.errors import UsageError
from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.calendar import FIRST, LAST
from gonggu.sheets import PLAIN
from gonggu.strict import show

LISTS = "代码表"
EXAMPLE = "示例（不读取）："
ROWS = 5000  # that drop-downs and validation cover
_HEADER, _EXAMPLE_ROW, _FIRST, _LAST = 0, 1, 2, ROWS + 1
_FORMATTED = 500  # programs that fill cell by cell look at a cell's own format, not at its column's
_LONGEST_LIST = 255  # characters that Excel takes within a drop-down itself
_MOST = 10**12

# What belongs into a column of each type, Excel's format of its cells, and their width.
_TYPES: dict[str, tuple[str, str, int]] = {
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
    "id": "99900019800101001X", "phone": "19900000001", "account": "9990000000000000001",
    "int": 3, "number": 25.5, "money": 1200, "bool": "是",
}  # fmt: skip
_TEXT_EXAMPLES = {
    "乡镇": "某某乡", "行政村": "某某村", "学期": "{year}秋", "计量单位": "公里", "民族": "汉族",
    "帮扶措施": "产业帮扶、就业帮扶", "主讲部门": "区农业农村局、区教育局",
}  # fmt: skip
_ALLOWED = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter")


def write_templates(forms: Forms, year: int, folder: Path) -> list[Path]:
    """Write `<ledger>.xlsx` for each ledger, the same bytes each time; UsageError where another file has its name."""
    if not FIRST <= year <= LAST:
        raise UsageError(f"年度应在 {FIRST} 至 {LAST} 之间，现为 {year}。")
    books = {folder / f"{name}.xlsx": _book(ledger, forms, year) for name, ledger in forms.ledgers.items()}
    taken = [path for path, content in books.items() if path.exists() and path.read_bytes() != content]
    if taken:
        raise UsageError(f"已有文件 {show(taken[0])}，空白台账不会覆盖它；请换一个文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in books.items():
        path.write_bytes(content)
    return list(books)


def _book(ledger: Ledger, forms: Forms, year: int) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**PLAIN, "in_memory": True}) as book:
        book.set_properties({"title": f"{ledger.name}（{year}年）", "created": datetime(year, 1, 1)})
        sheet = book.add_worksheet(ledger.name)
        _write_guide(book, ledger, forms, year)
        listed = _write_lists(book, ledger, forms)
        for place, column in enumerate(ledger.columns.values()):
            _write_column(book, sheet, place, column, (ledger, forms, year))
            if rule := _rule(column, listed, forms, year, place):
                told = {
                    "error_title": f"{column.header}填写有误",
                    "error_message": f"应为：{_says(column, year)}。",
                }
                sheet.data_validation(_FIRST, place, _LAST, place, {**rule, **told})
        _protect(book, sheet, len(ledger.columns))
    return content.getvalue()


def _write_column(book: Any, sheet: Any, place: int, column: Column, form: tuple[Ledger, Forms, int]) -> None:
    """Header with its comment, the example below, and the format of the cells that are filled in."""
    ledger, forms, year = form
    _, pattern, width = _TYPES[column.type]
    cell = book.add_format({"num_format": pattern, "locked": False})
    example = book.add_format({"num_format": pattern, "italic": True, "font_color": "#808080"})
    head = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#FFF2CC" if column.req else "#EEEEEE"}
    )
    sheet.set_column(place, place, max(width, 2 * len(column.header) + 3), cell)
    sheet.write_string(_HEADER, place, f"{'*' if column.req else ''}{column.header}", head)
    lines = list(_explained(column, ledger, forms, year))
    height = 20 * sum(1 + len(line) // 18 for line in lines) + 12
    sheet.write_comment(_HEADER, place, "\n".join(lines), {"width": 260, "height": height})
    value = _example(column, forms, year)
    sheet.write(_EXAMPLE_ROW, place, value if place else f"{EXAMPLE}{value}", example)
    for row in range(_FIRST, _FIRST + _FORMATTED):
        sheet.write_blank(row, place, None, cell)


def _explained(column: Column, ledger: Ledger, forms: Forms, year: int) -> Iterator[str]:
    """What a person has to know of a column, a line each."""
    yield _says(column, year)
    yield "必填" if column.req else "没有的可不填"
    if column.type == "code":
        yield "可选：" + "、".join(forms.codes[column.codes])
    if column.header in ledger.key:
        yield f"主键：{'、'.join(ledger.key)}{'合起来' if len(ledger.key) > 1 else ''}不得与他行相同"
    if column.target:
        yield f"须在台账“{column.target[0]}”的“{column.target[1]}”列中存在"
    if column.pii:
        yield "个人信息，不会写进报告"


def _says(column: Column, year: int) -> str:
    said = _TYPES[column.type][0].format(year=year)
    return f"{said}，不晚于 {year}-12-31" if column.type == "date" and column.header not in AHEAD else said


def _example(column: Column, forms: Forms, year: int) -> Any:
    if column.type == "code":
        return forms.codes[column.codes][0]
    in_year = {"year": year, "month": f"{year}-06", "date": date(year, 6, 5)}
    known = {**_EXAMPLES, **in_year}.get(column.type)
    return known or _TEXT_EXAMPLES.get(column.header, f"某{column.header}").format(year=year)


def _rule(
    column: Column, listed: dict[str, str], forms: Forms, year: int, place: int
) -> dict[str, Any] | None:
    """Excel's rule for a column's cells; None where any text will do."""
    if column.type in ("code", "bool", "month"):
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        words = {"bool": ["是", "否"], "month": months}.get(column.type) or list(forms.codes[column.codes])
        return {"validate": "list", "source": listed.get(column.codes, words)}
    if column.type == "id":
        cell = xlsxwriter.utility.xl_rowcol_to_cell(_FIRST, place)
        lengths = ",".join(f"LEN({cell})={length}" for length in LENGTHS)
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


def _write_lists(book: Any, ledger: Ledger, forms: Forms) -> dict[str, str]:
    """Code lists too long for a drop-down go to a hidden sheet; by name, where each stands there."""
    names = dict.fromkeys(column.codes for column in ledger.columns.values() if column.codes)
    long = [name for name in names if len(",".join(forms.codes[name])) > _LONGEST_LIST]
    if not long:
        return {}
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    listed: dict[str, str] = {}
    for place, name in enumerate(long):
        # Not the bare name, which is often a column's header and would make this sheet look like a ledger.
        sheet.write_column(0, place, [f"代码：{name}", *forms.codes[name]])
        last = xlsxwriter.utility.xl_rowcol_to_cell(len(forms.codes[name]), place, True, True)
        listed[name] = f"='{LISTS}'!{xlsxwriter.utility.xl_rowcol_to_cell(1, place, True, True)}:{last}"
    return listed


def _write_guide(book: Any, ledger: Ledger, forms: Forms, year: int) -> None:
    """Sheet 说明: how the workbook is filled in, and what belongs into each column."""
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = (
        f"{year}年台账：{ledger.name}",
        "从第 3 行起填写，一行一条记录。第 1 行为表头，已保护，请勿改动；第 2 行为示例，不会读取；空行不算。",
        "表头带 * 的必填；鼠标停在表头上可看到这一列的填法，见下表。金额一律按元填写。",
        f"下拉和校验管到第 {_LAST + 1} 行；保护没有密码，需要时可在“审阅”中撤销。",
        f"填好后交办公室，文件名里保留“{ledger.name}”，如“某某乡_{ledger.name}.xlsx”。",
    )
    bold = book.add_format({"bold": True})
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, None if row else bold)
    sheet.write_row(len(lines) + 1, 0, ["列名", "填法"], bold)
    for row, column in enumerate(ledger.columns.values(), start=len(lines) + 2):
        sheet.write_string(row, 0, column.header)
        sheet.write_string(row, 1, "；".join(_explained(column, ledger, forms, year)))


def _protect(book: Any, sheet: Any, columns: int) -> None:
    """Only header and example are locked, without a password; columns to the right are free for remarks."""
    sheet.set_column(columns, columns + 20, None, book.add_format({"locked": False}))
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.freeze_panes(_EXAMPLE_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)
