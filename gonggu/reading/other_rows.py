"""Rows below the header that are no records: totals, signatures, notes, a template's example, the header once more."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.forms import Ledger
from gonggu.reading.headers import Header
from gonggu.reading.sheets import Sheet, letter
from gonggu.reading.text import is_blank, plain

_SUBTOTAL, _TOTAL = "小计", "合计"
_PLAINLY_TOTAL = re.compile(r"(?:本页|本表|本村|本乡|本镇)?(合计|小计|总计|共计|总数)(?:\([^()]*\))?[::]?")
_SOUNDS_TOTAL = re.compile(r".{0,12}(合计|小计|总计)[::]?")
_TOTALS = (_PLAINLY_TOTAL, _SOUNDS_TOTAL)
_SIGNED = re.compile(
    r"(?:填表人|审核人|制表人|制表|复核人|经办人|负责人|填报人|填报单位|填表单位|填表日期|填报日期|单位负责人|联系人|报送日期|制表日期|分管领导|主要领导|联系电话|日期)"
    r"(?:\(.*|:.*)?|.{0,12}(?:签字|签名|签章|盖章)\)?:?|(?:注|备注|说明|填表说明|注意)[\d①-⑳]?:.*",
    re.DOTALL,
)
# What stands alone in its row and cannot be meant as a record: a stamp's place, a numbered note, a title, a unit.
_ALONE = re.compile(
    r"\(.*\)|\d{1,2}[.、].*\D.*|.*[。;]|以下空白|以上.*|(?:金额)?单位:.*|续表|.*(?:台账|情况表|汇总表|统计表|明细表|一览表|登记表)(?:\(.*\))?",
    re.DOTALL,
)
_NUMBERED = re.compile(r"栏次|[甲乙丙丁戊己庚辛壬癸]|\(?(\d{1,3})\)?")
_EXAMPLE = re.compile(r"示例(?:[:(].*)?")
_COUNTED_KEY = re.compile(r"共?\d+(?:户|人|个|条|行|村|笔|项|人次|户次)?")
_LONGEST_WORD = 400


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: its number as Excel shows it, the word that says so and where that stands.

    `rank` orders totals: 小计 0, 合计 1, 总计 2; what is no total has none.
    """

    row: int
    column: str
    word: str
    rank: int | None = None


def other_rows(
    sheet: Sheet, header: Header, form: Ledger, rows: NDArray[np.int64], lone: NDArray[np.int64]
) -> list[Skipped]:
    """Rows whose first filled cell calls them an example, or a total, signature or note without a key of their own.

    Of `lone`, the rows in which one cell of the form is filled, also stamps, titles and notes.
    """
    suspects: set[int] = set()
    for cells in sheet.columns:
        words = [code for code, value in enumerate(cells.distinct) if _is_other(value)]
        if words:
            suspects.update(rows[np.isin(cells.codes[rows], words)].tolist())
        notes = [code for code in np.unique(cells.codes[lone]).tolist() if _is_note(cells.distinct[code])]
        if notes:
            suspects.update(lone[np.isin(cells.codes[lone], notes)].tolist())
    keys = [heading.position for heading in header.headings if heading.column.header in form.key]
    found = (_other_row(sheet, keys, row) for row in sorted(suspects))
    below = [skip for skip in found if skip]
    return [*below, *_headers_again(sheet, header, rows), *_column_numbers(sheet, header)]


def worth_telling(skipped: list[Skipped], header: Header) -> list[Skipped]:
    """All but the example right below a template's header, which is never read."""
    return [skip for skip in skipped if skip.row != header.row + 2 or not _EXAMPLE.fullmatch(skip.word)]


def _other_row(sheet: Sheet, keys: list[int], row: int) -> Skipped | None:
    cells = sheet.row(row)
    first = next((position for position, cell in enumerate(cells) if not is_blank(cell)), None)
    if first is None:
        return None
    word = plain(cells[first]) if isinstance(cells[first], str) else ""
    if _is_note(cells[first]) and all(is_blank(cell) for cell in cells[first + 1 :]):
        return Skipped(row + 1, letter(first), word)
    if not _is_other(cells[first]):
        return None
    plainly = _PLAINLY_TOTAL.fullmatch(word)
    example = _EXAMPLE.fullmatch(word)
    if not example and all(_is_key(cells[key], counted=plainly is not None) for key in keys):
        return None
    total = plainly or _SOUNDS_TOTAL.fullmatch(word)
    return Skipped(row + 1, letter(first), word, _rank(total[1]) if total else None)


def _is_key(cell: Any, counted: bool) -> bool:
    """Whether the cell holds a key; in a row called 合计, 35户 is how many there are."""
    if is_blank(cell) or _is_other(cell):
        return False
    return not (counted and (isinstance(cell, float) or _COUNTED_KEY.fullmatch(plain(cell))))


def _rank(word: str) -> int:
    return {_SUBTOTAL: 0, _TOTAL: 1}.get(word, 2)


def _is_other(value: Any) -> bool:
    """Whether the cell makes its row no record whatever stands beside it."""
    return _says(value, (_PLAINLY_TOTAL, _SOUNDS_TOTAL, _SIGNED, _EXAMPLE))


def _is_note(value: Any) -> bool:
    return _says(value, (_ALONE,))


def _says(value: Any, forms: tuple[re.Pattern[str], ...]) -> bool:
    if not isinstance(value, str) or value.isascii() or len(value) > _LONGEST_WORD:
        return False
    word = plain(value)
    # These two forms are slow, and most cells are nothing of the kind.
    may_be_total = "计" in word or "总" in word
    return any(form.fullmatch(word) for form in forms if may_be_total or form not in _TOTALS)


def _headers_again(sheet: Sheet, header: Header, rows: NDArray[np.int64]) -> list[Skipped]:
    """The header repeated at the top of a printed page."""
    again = np.zeros(len(rows), dtype=int)
    for heading in header.headings:
        cells = sheet.columns[heading.position]
        if not is_blank(cells[header.row]):
            again += cells.codes[rows] == cells.codes[header.row]
    found = rows[again * 2 > len(header.headings)]
    column = letter(header.headings[0].position)
    return [Skipped(int(row) + 1, column, "重复的表头") for row in found]


def _column_numbers(sheet: Sheet, header: Header) -> list[Skipped]:
    """The row right below the header of a statistical table that numbers its columns: 甲, 乙, 1, 2, 3."""
    if header.row + 1 >= sheet.height:
        return []
    filled = [(place, cell) for place, cell in enumerate(sheet.row(header.row + 1)) if not is_blank(cell)]
    words = [plain(f"{cell:g}" if isinstance(cell, float) else str(cell)) for _, cell in filled]
    found = [_NUMBERED.fullmatch(word) for word in words]
    numbers = [int(match[1]) for match in found if match and match[1]]
    if (
        len(filled) < max(3, len(header.headings))
        or not all(found)
        or numbers != [*range(1, len(numbers) + 1)]
    ):
        return []
    return [Skipped(header.row + 2, letter(filled[0][0]), "栏次")]
