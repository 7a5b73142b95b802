"""What a workbook holds that was read as no record: sheets, and rows around the records, for which somebody should look."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.forms import Forms
from gonggu.reading.headers import Header, heading_word
from gonggu.reading.other_rows import Skipped
from gonggu.reading.row_words import column_number, is_figure, is_note, is_signature
from gonggu.reading.sheets import Cells, Sheet, letter
from gonggu.reading.tables import header_words
from gonggu.reading.text import is_blank, plain
from gonggu.reading.typed import TypedLedger

_NOTES = re.compile(
    r".*(?:说明|须知|指南|封面|目录|代码|编码|字典|下拉|选项|码表|附注|备注|通知|要求|参数|填法|填写规|口径|指标解释).*"
)
_FEWEST_ROWS = 2
_FEWEST_CELLS = 3  # filled cells that make a row of texts one of a table
_MOST_IN_NOTE = 3
_CODES = 0.8  # of a list's cells
_LISTED = 0.5
_YES_NO = frozenset({"是", "否", "有", "无", "男", "女"})
_FEW_SHOWN = 5
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,40}")


def unread_content(sheet: Sheet, forms: Forms) -> str:
    """Where the sheet holds what looks like records, as A1:C9; blank where there is none, or notes and lists of codes."""
    filled = sheet.filled
    counting = _counted_up(sheet)
    rows = [_RowShape.of(sheet, row, counting) for row in np.flatnonzero(filled.any(axis=1)).tolist()]
    figured = sum(row.has_figure for row in rows)
    wide = sum(row.width >= _FEWEST_CELLS for row in rows)
    if figured < _FEWEST_ROWS and (
        wide < _FEWEST_ROWS or _NOTES.fullmatch(sheet.name) or _is_guide(sheet, forms)
    ):
        return ""
    if _is_list_of_codes(sheet, forms):
        return ""
    return _extent(filled)


def unheaded(sheet: Sheet, header: Header, typed: TypedLedger) -> list[str]:
    """The letters of columns between or beside the headed ones that hold something in most records, below no header."""
    rows = typed.frame["_row"].to_numpy() - 1
    if header.row < 0 or len(rows) < _FEWEST_ROWS:
        return []
    head = sheet.filled[header.first : header.row + 1].any(axis=0)
    shares = sheet.filled[rows].mean(axis=0)
    return [
        letter(place)
        for place in np.flatnonzero(~head & (shares > 0)).tolist()
        if shares[place] >= _LISTED or _few_but_figures(sheet.columns[place], rows)
    ]


def _few_but_figures(cells: Cells, rows: NDArray[np.int64]) -> bool:
    """Whether what few cells there are hold numbers, dates or codes, not remarks."""
    found = [cells.distinct[code] for code in np.unique(cells.codes[rows]).tolist()]
    return all(
        is_figure(cell) or (isinstance(cell, str) and cell.isascii()) for cell in found if not is_blank(cell)
    )


def upright(sheet: Sheet, forms: Forms) -> str:
    """The letter of a column that holds the headers below one another; blank where there is none."""
    known = header_words(forms)
    for place, cells in enumerate(sheet.columns):
        named = sum(heading_word(cell) in known for cell in cells.distinct)
        if named >= _FEWEST_CELLS and named * 2 >= sheet.filled[:, place].sum():
            return letter(place)
    return ""


def unread_rows(
    sheet: Sheet,
    header: Header,
    typed: TypedLedger,
    skipped: Iterable[Skipped],
    foreign: Iterable[range] = (),
) -> tuple[list[Skipped], list[str]]:
    """Notes that stand where the form has no column, and the places of rows that are neither records nor notes."""
    covered = np.zeros(sheet.height, dtype=bool)
    covered[typed.frame["_row"].to_numpy() - 1] = True
    covered[[skip.row - 1 for skip in skipped]] = True
    if header.row >= 0:
        covered[header.first : header.body] = True
    notes: list[Skipped] = []
    unread = [row for block in foreign for row in block]
    covered[unread] = True
    for row in np.flatnonzero(sheet.filled.any(axis=1) & ~covered).tolist():
        filled = [(place, cell) for place, cell in enumerate(sheet.row(row)) if not is_blank(cell)]
        if row < header.first:
            if _is_table_above(filled):
                unread.append(row)
        elif not _is_numbering(sheet, header, filled):
            place, cell = filled[0]
            if _is_text(filled):
                notes.append(Skipped(row + 1, letter(place), plain(str(cell))))
            else:
                unread.append(row)
    return notes, [_block(sheet, block) for block in _runs(sorted(unread))]


class _RowShape:
    """How many cells of a row are filled, and whether one of them is a number or a date."""

    def __init__(self, width: int, has_figure: bool) -> None:
        self.width = width
        self.has_figure = has_figure

    @classmethod
    def of(cls, sheet: Sheet, row: int, counting: set[int]) -> "_RowShape":
        filled = [(place, cell) for place, cell in enumerate(sheet.row(row)) if not is_blank(cell)]
        labelled = _is_labelled(filled)
        return cls(
            len(filled),
            len(filled) > 1
            and not labelled
            and any(is_figure(cell) for place, cell in filled if place not in counting),
        )


def _counted_up(sheet: Sheet) -> set[int]:
    """Columns that only number their rows: 1, 2, 3."""
    return {place for place, cells in enumerate(sheet.columns) if _counts_up(cells)}


def _counts_up(cells: Cells) -> bool:
    figures = [
        column_number(cells.distinct[code])[1]
        for code in cells.codes.tolist()
        if is_figure(cells.distinct[code])
    ]
    return bool(figures) and figures == [*range(1, len(figures) + 1)]


def _is_labelled(filled: list[tuple[int, Any]]) -> bool:
    """Whether a row is one of labels and what belongs to them, as on a cover: 填报日期 | 2019-12-31."""
    cell = filled[0][1]
    return is_signature(cell) or is_note(cell) or (isinstance(cell, str) and plain(cell).endswith(":"))


def _is_guide(sheet: Sheet, forms: Forms) -> bool:
    """Whether a column lists the headers of a form, as an explanation of its columns does."""
    return bool(upright(sheet, forms))


def _is_list_of_codes(sheet: Sheet, forms: Forms) -> bool:
    """Whether nearly all cells are words of code lists or their names."""
    words = {word for codes in forms.codes.values() for word in codes} | set(forms.codes) | _YES_NO
    words |= {word for some in forms.synonyms.values() for word in some}
    cells = [
        plain(cell)
        for column in sheet.columns
        for cell in column.distinct
        if not is_blank(cell) and isinstance(cell, str)
    ]
    known = sum(word.removeprefix("代码:") in words for word in cells)
    return bool(cells) and known >= _CODES * len(cells)


def _extent(filled: NDArray[np.bool_]) -> str:
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    return f"{letter(int(columns[0]))}{rows[0] + 1}:{letter(int(columns[-1]))}{rows[-1] + 1}"


def _is_table_above(filled: list[tuple[int, Any]]) -> bool:
    """Whether a row above the header holds more than a title, a unit, who reports, or numbers of columns."""
    cells = [cell for _, cell in filled]
    if len(cells) < _FEWEST_CELLS or all(column_number(cell)[0] for cell in cells):
        return False
    if all(isinstance(cell, str) and _FIELD.fullmatch(cell) for cell in cells):
        return False
    return any(map(is_figure, cells)) and not any(
        is_signature(cell) or is_note(cell) or _ends_as_label(cell) for cell in cells
    )


def _ends_as_label(cell: Any) -> bool:
    return isinstance(cell, str) and bool(
        re.fullmatch(r".*(?:[::]|单位|日期|时间|编号|文号|年度|表号)", plain(cell))
    )


def _is_numbering(sheet: Sheet, header: Header, filled: list[tuple[int, Any]]) -> bool:
    """Whether a row holds nothing but its prefilled number."""
    if len(filled) != 1 or not is_figure(filled[0][1]):
        return False
    first = min(one.position for one in header.headings)
    place = filled[0][0]
    named = header.row >= 0 and plain(str(sheet.columns[place][header.row])) in (
        "序号",
        "编号",
        "No.",
        "NO",
        "No",
        "#",
    )
    return named or place < first


def _is_text(filled: list[tuple[int, Any]]) -> bool:
    return len(filled) <= _MOST_IN_NOTE and not any(is_figure(cell) for _, cell in filled)


def _runs(rows: list[int]) -> Iterator[range]:
    """Rows that follow one another."""
    cuts = [0, *(at + 1 for at, (row, after) in enumerate(pairwise(rows)) if after > row + 1), len(rows)]
    for start, end in pairwise(cuts):
        if start < end:
            yield range(rows[start], rows[end - 1] + 1)


def _block(sheet: Sheet, rows: range) -> str:
    """The cells that are filled in these rows, as A1:C9."""
    places = np.flatnonzero(sheet.filled[rows.start : rows.stop].any(axis=0))
    return f"{letter(int(places[0]))}{rows.start + 1}:{letter(int(places[-1]))}{rows.stop}"
