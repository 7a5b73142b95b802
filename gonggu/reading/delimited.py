"""A .csv file as rows of texts, whatever its separator and encoding; quotation marks never swallow a row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gonggu.reading.archive import MOST_SPAN
from gonggu.reading.refused import Refused
from gonggu.reading.room import LEAST_FILLED

if TYPE_CHECKING:
    from _csv import Reader

MOST_BYTES = 100 * 2**20
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576  # of a sheet in Excel
_SEPARATORS = ",\t;|，；"  # the likeliest first
_BYTE_ORDERS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_FIRST = 20_000  # characters in which the separator shows
_FIRST_ROWS = 1000  # in which the header lies
_NAMED = re.compile(r"""^"?sep=(.)"?\r?\n?$""", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_QUOTED = re.compile(r'"[^"\r\n]*"')
# What web systems write beside every value, so that Excel keeps it as text, and blanks behind a quotation mark.
_BESIDE = re.compile(
    r"(?<=[,;|，；\r\n])\t+|\A\t+|\t+(?=[,;|，；\r\n\"]|\Z)|(?<=\")[ \t]+(?=[,;|，；\r\n]|\Z)"
)
_FORMULA = re.compile(
    r'\A=(?:T\()?"(.*?)"\)?\Z', re.DOTALL | re.IGNORECASE
)  # ="430001…", by which programs keep a number as text
_BREAK = re.compile(r"\r\n|\r|\n")


def delimited_rows(content: bytes) -> list[list[str]]:
    """The rows of a .csv in UTF-8, UTF-16 or GB18030, equal cells as one text; Refused says why it is not read."""
    if len(content) > MOST_BYTES:
        raise Refused("file_refused", "CSV 文件超过 100 MB，请拆分，或用 Excel 打开后另存为 .xlsx")
    text = _decoded(content)
    if text.lstrip()[:1] == "<":
        raise Refused("file_unreadable", "文件其实是网页（或 XML），请用 Excel 打开后另存为 .xlsx")
    text, separator = _separated(text)
    if text.count(separator) > MOST_SPAN or text.count("\n") > MOST_ROWS:
        raise _too_much()  # at once; what is written otherwise is counted below
    rows = _rows(text, separator)
    if '="' in text or "=T(" in text:
        rows = [[_FORMULA.sub(r"\1", cell) for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    if width * len(rows) > max(MOST_SPAN, sum(map(len, rows)) / LEAST_FILLED):
        raise Refused("file_refused", "有的行远宽于其他行，请删除多余的列后另存")
    return rows


def _too_much() -> Refused:
    return Refused("file_refused", "CSV 文件的行或单元格过多，请拆分，或用 Excel 打开后另存为 .xlsx")


def _decoded(content: bytes) -> str:
    """The text without byte-order marks, also where files were joined."""
    wide = _BYTE_ORDERS.get(content[:2]) or _wide(content[:4096])
    for encoding in (wide,) if wide else ("utf-8", "gb18030"):
        try:
            text = (
                content.decode(encoding).replace("\ufeff", "").rstrip("\x1a")
            )  # the end of a file in MS-DOS
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Refused("file_unreadable", "内容不是 CSV 文本，扩展名与内容不符")
        return text
    raise Refused("file_unreadable", "CSV 文本的编码无法识别，请另存为 UTF-8")


def _wide(start: bytes) -> str:
    """The UTF-16 that the beginning of a text is in without saying so; blank where it is in none."""
    if b"\x00" not in start:
        return ""
    pairs = start[: len(start) // 2 * 2]
    for encoding, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        text = pairs.decode(encoding, "replace")
        if line_end in pairs and "\x00" not in text and any(sign in text for sign in _SEPARATORS):
            return encoding
    return ""


def _separated(text: str) -> tuple[str, str]:
    """The text without what is written around its separators, and the separator."""
    first = _LINE.match(text)
    if first and (named := _NAMED.match(first[0])):  # Excel hides this line as well
        return text[first.end() :], named[1]
    separator = _likeliest(_BESIDE.sub("", text[:_FIRST]))
    decorated = separator != "\t" and ("\t" in text or '" ' in text)
    return (_BESIDE.sub("", text) if decorated else text), separator


def _likeliest(text: str) -> str:
    """The sign that stands equally often in most lines."""
    lines = [line for line in _BREAK.split(_QUOTED.sub("", text)) if line.strip()]

    def agreeing(sign: str) -> tuple[int, int]:
        counts = [count for line in lines if (count := line.count(sign))]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return counts.count(usual), usual

    return max(_SEPARATORS, key=agreeing)


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows, by their quotation marks where these make sense, else by lines."""
    try:
        lines = _parsed(text, separator)
        rows = list(_bounded(lines))
        several = lines.line_num != len(rows)  # lines in some cell
        wrong = _too_wide(rows) or (_row_in_cell(rows, separator) if several else 0)
    except csv.Error:
        wrong = -1
    if not wrong:
        return rows
    if '"' in text and (literal := _by_lines(text, separator)):
        return literal
    if wrong < 0:
        raise Refused("file_unreadable", "CSV 文本中的引号不成对，分不清各行，请用 Excel 打开后另存为 .xlsx")
    raise Refused(
        "file_unreadable",
        f"CSV 文本第 {wrong} 行的列数多于表头（格内有分隔符，或引号不成对），请用 Excel 打开后另存为 .xlsx",
    )


def _by_lines(text: str, separator: str) -> list[list[str]]:
    """The rows where a quotation mark is a sign like any other; none unless all below the header are as wide as it."""
    try:
        rows = [_unquoted(row) for row in _bounded(_parsed(text, separator, csv.QUOTE_NONE))]
    except csv.Error:
        return []
    header = _header(rows)
    last = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :].rpartition(separator)[2]
    if last.startswith('"') and not last.endswith('"'):
        return []  # cut off within a cell
    return rows if len({len(row) for row in rows[header:] if any(row)}) == 1 else []


def _header(rows: list[list[str]]) -> int:
    """The first filled row that is not much narrower than the widest: what is above is a title or a note."""
    most = max(map(len, rows), default=0)
    wide = [place for place, row in enumerate(rows[:_FIRST_ROWS]) if 2 * len(row) > most]
    return next((place for place in wide if _filled(rows[place])), wide[0] if wide else 0)


def _filled(row: list[str]) -> bool:
    """Whether no cell is blank, but for those behind the last."""
    cells = [bool(cell.strip()) for cell in row]
    return any(cells) and all(cells[: len(cells) - cells[::-1].index(True)])


def _parsed(text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> "Reader":
    lines = io.StringIO(text, newline="")
    return csv.reader(
        lines,
        delimiter=separator,
        skipinitialspace=True,
        strict=True,
        quoting=quoting,  # type: ignore[arg-type]
    )


def _unquoted(row: list[str]) -> list[str]:
    """The cells without quotation marks around them, or at one end alone."""
    return [cell.removeprefix('"').removesuffix('"') if cell.count('"') <= 2 else cell for cell in row]


def _too_wide(rows: list[list[str]]) -> int:
    """The first row, counted from 1, that is wider than the header; 0 where none is."""
    width = len(rows[_header(rows)]) if rows else 0
    wide = (
        n for n, row in enumerate(rows, 1) if len(row) > width and any(cell.strip() for cell in row[width:])
    )
    return next(wide, 0)


def _row_in_cell(rows: list[list[str]], separator: str) -> int:
    """The first row, counted from 1, of which a cell holds as much as a row and a line end; 0 where none does."""
    fewest = max(1, len(rows[_header(rows)]) - 1) if rows else 0
    holding = (
        number
        for number, row in enumerate(rows, start=1)
        if any(cell.count(separator) >= fewest and _BREAK.search(cell) for cell in row)
    )
    return next(holding, 0)


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
