"""Pages become an .xls, as Excel 97 to 2003 wrote it."""

import io
from datetime import date
from typing import Any

import xlwt

from tests.reading.disguises.scene import Cell, Error, Formula, Page, Rich, Shown
from tests.reading.disguises.workbook import serial

# xlwt knows #N/A by its number alone.
_ERRORS = {"#N/A": 0x2A}


def old_bytes(pages: list[Page], date1904: bool = False) -> bytes:
    """The .xls of these pages."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date1904
    styles: dict[str, Any] = {}
    for page in pages:
        sheet = book.add_sheet(page.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
        for number, row in enumerate(page.rows):
            for at, cell in enumerate(row):
                if (number, at) in merged:
                    bottom, right = merged[number, at]
                    value, style = _written(cell, styles, date1904)
                    sheet.write_merge(number, bottom, at, right, value, style)
                elif cell is not None:
                    _put(sheet, number, at, cell, styles, date1904)
        for number in page.hidden_rows:
            sheet.row(number).hidden = True
        for at in page.hidden_columns:
            sheet.col(at).hidden = True
        if page.state:
            sheet.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, at: int, cell: Cell, styles: dict[str, Any], date1904: bool) -> None:
    match cell:
        case Error(text):
            sheet.row(row).set_cell_error(at, _ERRORS.get(text, text))
        case Rich(runs):
            raised = xlwt.Font()
            raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
            sheet.write_rich_text(row, at, [(text, raised) if look else text for text, look in runs])
        case Formula(text, _, _):
            sheet.write(row, at, xlwt.Formula(text))
        case _:
            value, style = _written(cell, styles, date1904)
            sheet.write(row, at, value, style)


def _written(cell: Cell, styles: dict[str, Any], date1904: bool) -> tuple[Any, Any]:
    value, pattern = (cell.value, cell.pattern) if isinstance(cell, Shown) else (cell, "")
    if isinstance(value, date):
        value, pattern = serial(value) - (1462 if date1904 else 0), pattern or "yyyy-mm-dd"
    if pattern not in styles:
        styles[pattern] = xlwt.easyxf(num_format_str=pattern or "General")
    return value, styles[pattern]
