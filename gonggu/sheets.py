"""Frames as sheets of a workbook that a person likes to open; the same content gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.writing import replacing

# A fixed date of creation: the same inputs give the same bytes.
CREATED = datetime(2020, 1, 1)
# Excel allows 31 characters in a sheet's name, and none of these.
NAME_LENGTH = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
WIDEST = 48
PLAIN: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet: a name and a frame whose column labels become the header row."""

    name: str
    frame: pd.DataFrame


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets to `path`: bold frozen header, filter, fitting widths; texts are never formulas."""
    with xlsxwriter.Workbook(content := BytesIO(), {**PLAIN, "in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet_name(sheet.name)), sheet.frame, header)
    with replacing(path) as fresh:
        fresh.write_bytes(content.getvalue())


def sheet_name(name: str) -> str:
    """`name` as Excel takes it."""
    return name.translate(FORBIDDEN).strip()[:NAME_LENGTH] or "表"


def printed() -> dict[str, Any]:
    """Options of a workbook that is made to be printed.

    Every office program knows the font's width, or one of the same width, so that columns and pages are as wide
    everywhere. New each time, as XlsxWriter writes into them.
    """
    font = {"font_name": "Arial", "font_size": 10}
    return {**PLAIN, "in_memory": True, "default_format_properties": font}


def print_on_a4(sheet: Any, lying: bool = True) -> None:
    """One page wide, with page numbers below."""
    if lying:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def page_header(sheet: Any, left: str, right: str) -> None:
    """What stands above each printed page."""
    # Excel reads & as the beginning of a command, and takes 255 characters.
    left, right = (text.replace("&", "&&")[:100] for text in (left, right))
    sheet.set_header(f"&L{left}&R{right}")


def row_height(texts: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Height in points of a row of wrapped texts of that size; not every program finds it by itself.

    Widths are those of columns whose digits are of 10 points.
    """
    sign = size * 0.0953  # half a Chinese character, in those digits
    lines = max(-(-text_width(text) * sign // width) for text, width in zip(texts, widths, strict=True))
    return 1.3 * size * max(lines, 1) + 3


def text_width(text: str) -> int:
    """Columns count a Chinese character as two."""
    return sum(2 if ord(sign) > 0xFF else 1 for sign in text)


def _write_sheet(page: Any, frame: pd.DataFrame, header: Any) -> None:
    for place, label in enumerate(frame.columns):
        values = [_cell(value) for value in frame[label]]
        page.write_string(0, place, str(label), header)
        page.write_column(1, place, values)
        page.set_column(place, place, _width([label, *values]))
    page.freeze_panes(1, 0)
    if len(frame.columns):
        page.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _cell(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _width(values: Sequence[Any]) -> int:
    longest = max(text_width(str(value)) for value in values if value is not None)
    return min(max(longest + 2, 8), WIDEST)
