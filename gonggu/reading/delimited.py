"""A .csv file as rows of texts, taken in line by line, so that no file can exhaust the run."""

import codecs
import csv
import io
from collections.abc import Iterator

from gonggu.reading.archive import MOST_SPAN
from gonggu.reading.refused import Refused
from gonggu.reading.room import LEAST_FILLED

MOST_BYTES = 100 * 2**20
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576  # of a sheet in Excel
_SEPARATORS = ",\t;"  # Excel's own, and what it writes where the comma is no list separator
_BYTE_ORDERS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST = 10_000  # bytes in which the separator shows


def delimited_rows(content: bytes) -> list[list[str]]:
    """The rows of a .csv in UTF-8, GB18030 or Excel's Unicode, equal cells as one text; Refused says why it is not read."""
    if b"\x00" in content[:4096] and content[:2] not in _BYTE_ORDERS:
        raise Refused("file_unreadable", "内容不是 CSV 文本，扩展名与内容不符")
    if len(content) > MOST_BYTES:
        raise Refused("file_refused", "CSV 文件超过 100 MB，请拆分，或用 Excel 打开后另存为 .xlsx")
    if content.count(_separator(content).encode()) > MOST_SPAN or content.count(b"\n") > MOST_ROWS:
        raise _too_much()  # at once; what is written otherwise is counted below
    lines = io.TextIOWrapper(io.BytesIO(content), _encoding(content), newline="")
    try:
        rows = list(_bounded(csv.reader(lines, delimiter=_separator(content), strict=False)))
    except csv.Error:
        raise Refused("file_unreadable", "CSV 文本格式有误，请用 Excel 打开后另存为 .xlsx") from None
    width = max(map(len, rows), default=0)
    if width * len(rows) > max(MOST_SPAN, sum(map(len, rows)) / LEAST_FILLED):
        raise Refused("file_refused", "有的行远宽于其他行，请删除多余的列后另存")
    return rows


def _too_much() -> Refused:
    return Refused("file_refused", "CSV 文件的行或单元格过多，请拆分，或用 Excel 打开后另存为 .xlsx")


def _bounded(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    known: dict[str, str] = {}
    cells = 0
    for number, line in enumerate(lines):
        cells += len(line)
        if number >= MOST_ROWS or cells > MOST_SPAN:
            raise _too_much()
        if len(line) > MOST_COLUMNS:
            raise Refused("file_refused", "有的行远宽于其他行，请删除多余的列后另存")
        yield [known.setdefault(cell, cell) for cell in line]


def _encoding(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in _BYTE_ORDERS else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused("file_unreadable", "CSV 文本的编码无法识别，请另存为 UTF-8")


def _separator(content: bytes) -> str:
    first = content[:_FIRST]
    return max(_SEPARATORS, key=lambda sign: first.count(sign.encode()))
