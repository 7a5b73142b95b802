"""One table on a sheet: header with filter, number formats by unit, widths, A4 landscape."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

A4 = 9
MOST_WIDTH, LEAST_WIDTH = 44, 8
WHOLE, DECIMAL, DATE, AS_IT_IS = "#,##0", "#,##0.00##", "yyyy-mm-dd", "0"
# Columns of whole numbers that are names, not amounts.
NAMES = frozenset({"年度"})
STYLE = "Table Style Light 15"


class Formats:
    """The workbook's cell formats, made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.note = book.add_format({"font_color": "#595959"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.numbers = {
            code: book.add_format({"num_format": code, "valign": "top"})
            for code in (WHOLE, DECIMAL, DATE, AS_IT_IS)
        }


def set_up_page(sheet: Any, title: str, header_row: int | None = None) -> None:
    """Print on A4 landscape, one page wide, the header row on every page, page numbers below."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    # & begins a code in headers and footers.
    sheet.set_header(f"&L{title.replace('&', '&&')}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if header_row is not None:
        sheet.repeat_rows(header_row)


def put_table(sheet: Any, formats: Formats, row: int, table: pd.DataFrame) -> None:
    """Write a table with at least one row; blanks stay blank, texts stay texts."""
    last = (row + len(table), len(table.columns) - 1)
    columns = [{"header": str(name), "header_format": formats.header} for name in table.columns]
    sheet.add_table(row, 0, *last, {"columns": columns, "style": STYLE})
    for across, name in enumerate(table.columns):
        for down, value in enumerate(table[name], start=row + 1):
            _put(sheet, formats, down, across, str(name), value)


def column_widths(found: Sequence[pd.DataFrame]) -> list[float]:
    """Widths that fit what stands in each column; Chinese characters count double."""
    most = max((len(table.columns) for table in found), default=0)
    return [max(_width(table, column) for table in found) for column in range(most)]


def _put(sheet: Any, formats: Formats, row: int, column: int, name: str, value: Any) -> None:
    if value is None or pd.isna(value):
        sheet.write_blank(row, column, None, formats.text)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats.text)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(row, column, value, formats.numbers[DATE])
    else:
        whole = float(value).is_integer() and "万元" not in name
        code = AS_IT_IS if name in NAMES else WHOLE if whole else DECIMAL
        sheet.write_number(row, column, float(value), formats.numbers[code])


def _width(table: pd.DataFrame, column: int) -> float:
    if column >= len(table.columns):
        return LEAST_WIDTH
    # The filter's button needs room beside the header.
    texts = [str(table.columns[column]) + "  ", *(_shown(value) for value in table.iloc[:, column])]
    widest = max(sum(2 if ord(character) > 0x2E80 else 1 for character in text) for text in texts)
    return float(min(max(widest + 2, LEAST_WIDTH), MOST_WIDTH))


def _shown(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, (datetime, date)):
        return "0000-00-00"
    return value if isinstance(value, str) else f"{value:,.2f}"
