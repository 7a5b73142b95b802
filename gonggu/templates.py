"""Empty workbooks for a year's ledgers: drop-downs, validation, an explanation of each column, an example that is not read."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from gonggu.errors import UsageError
from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.calendar import FIRST, LAST
from gonggu.sheets import page_header, print_on_a4, printed, row_height
from gonggu.strict import show
from gonggu.template_columns import TYPES, example_of, explained, rule_of, says

LISTS = "代码表"
EXAMPLE = "示例（不读取）："
ROWS = 5000  # that drop-downs and validation cover
_HEADER, _EXAMPLE_ROW, _FIRST, _LAST = 0, 1, 2, ROWS + 1
_FORMATTED = 500  # programs that fill cell by cell look at a cell's own format, not at its column's
_WIDEST = 16  # characters of what is known already that a column makes room for
_LONGEST_LIST = 255  # characters that Excel takes within a drop-down itself
_PAGE = 165  # characters that a lying page has room for and can still be read
_GUIDE = (20, 78)  # widths of the columns of sheet 说明
_BOXED = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8BFC7"}
_ALLOWED = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter")


def write_templates(forms: Forms, year: int, folder: Path) -> list[Path]:
    """Write `<ledger>.xlsx` for each ledger, the same bytes each time; UsageError where another file has its name."""
    if not FIRST <= year <= LAST:
        raise UsageError(f"年度应在 {FIRST} 至 {LAST} 之间，现为 {year}。")
    books = {folder / f"{name}.xlsx": book_of(ledger, forms, year) for name, ledger in forms.ledgers.items()}
    taken = [path for path, content in books.items() if path.is_file() and path.read_bytes() != content]
    if taken:
        raise UsageError(f"已有文件 {show(taken[0])}，空白台账不会覆盖它；请换一个文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in books.items():
        path.write_bytes(content)
    return list(books)


def book_of(ledger: Ledger, forms: Forms, year: int, rows: Sequence[Sequence[Any]] = ()) -> bytes:
    """A ledger's workbook to fill in; `rows` are records that stand in it already, None where a cell is still blank."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, printed()) as book:
        book.set_properties({"title": f"{ledger.name}（{year}年）", "created": datetime(year, 1, 1)})
        sheet = book.add_worksheet(ledger.name)
        _write_guide(book, ledger, forms, year)
        listed = _write_lists(book, ledger, forms)
        widths = []
        for place, column in enumerate(ledger.columns.values()):
            known = [row[place] for row in rows]
            widths.append(_write_column(book, sheet, place, column, (ledger, forms, year), known))
            if rule := rule_of(column, listed, forms, year, xl_rowcol_to_cell(_FIRST, place)):
                told = {
                    "error_title": f"{column.header}填写有误",
                    "error_message": f"应为：{says(column, year)}。",
                }
                sheet.data_validation(_FIRST, place, _LAST, place, {**rule, **told})
        _protect(book, sheet, len(ledger.columns))
        _lay_out(sheet, ledger, widths, year)
    return content.getvalue()


def _write_column(
    book: Any,
    sheet: Any,
    place: int,
    column: Column,
    form: tuple[Ledger, Forms, int],
    known: Sequence[Any],
) -> int:
    """Header with its comment, the example below, what is known, and the format of what is filled in; the width."""
    ledger, forms, year = form
    _, pattern, width = TYPES[column.type]
    cell = book.add_format({"num_format": pattern, "locked": False})
    example = book.add_format(
        {"num_format": pattern, "italic": True, "font_color": "#808080", "align": "left"}
    )
    colour = "#FFF2CC" if column.req else "#EEEEEE"
    head = book.add_format({**_BOXED, "bold": True, "valign": "vcenter", "bg_color": colour})
    value = example_of(column, forms, year)
    shown = value if place else f"{EXAMPLE}{value}"
    texts = [shown, *(text[:_WIDEST] for text in known if isinstance(text, str))]
    chinese = [len(text) for text in texts if isinstance(text, str) and not text.isascii()]
    longest = max([len(column.header) + 1, *chinese])
    wide = max(width, 2 * longest + 1)
    sheet.set_column(place, place, wide, cell)
    sheet.write_string(_HEADER, place, f"{'*' if column.req else ''}{column.header}", head)
    sheet.write(_EXAMPLE_ROW, place, shown, example)
    lines = list(explained(column, ledger, forms, year))
    height = 20 * sum(1 + len(line) // 18 for line in lines) + 12
    sheet.write_comment(_HEADER, place, "\n".join(lines), {"width": 260, "height": height})
    for row, content in enumerate(known, start=_FIRST):
        (sheet.write_string if isinstance(content, str) else sheet.write)(row, place, content, cell)
    for row in range(_FIRST + len(known), _FIRST + _FORMATTED):
        sheet.write_blank(row, place, None, cell)
    return wide


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
        listed[name] = f"='{LISTS}'!{xl_range_abs(1, place, len(forms.codes[name]), place)}"
    return listed


def _write_guide(book: Any, ledger: Ledger, forms: Forms, year: int) -> None:
    """Sheet 说明: how the workbook is filled in, and what belongs into each column."""
    sheet = book.add_worksheet("说明")
    print_on_a4(sheet, lying=False)
    for place, width in enumerate(_GUIDE):
        sheet.set_column(place, place, width)
    bold, text = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": True})
    sheet.write_string(0, 0, f"{year}年台账：{ledger.name}", bold)
    lines = (
        "从第 3 行起填写，一行一条记录。第 1 行为表头，已保护，请勿改动；第 2 行为示例，不会读取；空行不算。",
        "表头带 * 的必填；鼠标停在表头上可看到这一列的填法，见下表。金额一律按元填写。",
        f"下拉和校验管到第 {_LAST + 1} 行；保护没有密码，需要时可在“审阅”中撤销。",
        f"填好后交办公室，文件名里保留“{ledger.name}”，如“某某乡_{ledger.name}.xlsx”。",
    )
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, len(_GUIDE) - 1, line, text)
        sheet.set_row(row, row_height([line], [sum(_GUIDE)], 10))
    head = book.add_format({**_BOXED, "bold": True, "bg_color": "#EEEEEE"})
    sheet.write_row(len(lines) + 2, 0, ["列名", "填法"], head)
    sheet.repeat_rows(len(lines) + 2)
    boxed = book.add_format(_BOXED)
    for row, column in enumerate(ledger.columns.values(), start=len(lines) + 3):
        told = "；".join(explained(column, ledger, forms, year))
        cells = [column.header, told]
        sheet.write_row(row, 0, cells, boxed)
        sheet.set_row(row, row_height(cells, _GUIDE, 10))


def _lay_out(sheet: Any, ledger: Ledger, widths: list[int], year: int) -> None:
    """How the ledger is printed: as many pages side by side as it takes, what tells a record on each of them."""
    print_on_a4(sheet)
    page_header(sheet, f"{year}年台账：{ledger.name}", "")
    sheet.repeat_rows(_HEADER)
    sheet.set_row(_HEADER, 30)
    told = max(list(ledger.columns).index(header) for header in ledger.key) + 1
    if sum(widths) <= _PAGE or sum(widths[:told]) > _PAGE / 2:
        return
    sheet.repeat_columns(0, told - 1)
    rest, room = sum(widths[told:]), _PAGE - sum(widths[:told])
    sheet.fit_to_pages(-(-rest // room), 0)


def _protect(book: Any, sheet: Any, columns: int) -> None:
    """Only header and example are locked, without a password; columns to the right are free for remarks."""
    sheet.set_column(columns, columns + 20, None, book.add_format({"locked": False}))
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.freeze_panes(_EXAMPLE_ROW, 0)
