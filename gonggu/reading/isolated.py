"""Parsing in a process of its own, for formats that cannot be looked through first: what dies there harms nobody.

An .xlsx is examined before it is parsed (`archive`); an old .xls hides its extent in binary records, and one
far-away cell would make the parser abort the whole program.
"""

import io
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from gonggu.reading.archive import MOST_SPAN, OLE
from gonggu.reading.marks import Marks
from gonggu.reading.old import old_sheets
from gonggu.reading.refused import Refused
from gonggu.reading.room import LEAST_FILLED

SECONDS = 5
_SECONDS_PER_MEGABYTE = 2  # of the file; the largest .xls that Excel can write takes less
_MEMORY = 2**30
_PASSWORD, _FAR, _OLD = 3, 4, 5  # exit status
_LEAST_BYTES = 6  # that a filled cell takes in an .xls


@dataclass(frozen=True)
class Parsed:
    """One worksheet as the parser gives it: its rows from A1 on, whether it is hidden, its marks."""

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    marks: Marks = field(default_factory=Marks)
    doubted: bool = False  # whether its formulas may never have been computed


def parsed_in_child(content: bytes) -> list[Parsed]:
    """The worksheets of a workbook, parsed in a child process; Refused where that fails or takes too long."""
    command = [sys.executable, "-m", "gonggu.reading.isolated"]
    seconds = SECONDS + _SECONDS_PER_MEGABYTE * len(content) // 2**20
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise Refused("file_refused", f"工作簿 {seconds} 秒内读不完，请另存为 .xlsx 后报送") from None
    if done.returncode == _PASSWORD:
        raise Refused("file_unreadable", "工作簿设了密码，请取消密码后另存")
    if done.returncode == _FAR:
        raise Refused("file_refused", "有单元格远在实际数据之外，请删除多余的行、列后另存")
    if done.returncode == _OLD:
        raise Refused("file_unreadable", "旧版 .xls 的格式读不全，请用 Excel 打开后另存为 .xlsx")
    if done.returncode < 0:  # killed, for want of memory
        raise Refused(
            "file_refused", "有单元格远在实际数据之外，或内容过多，请删除多余的行、列后另存为 .xlsx"
        )
    if done.returncode:
        raise Refused("file_unreadable", "工作簿已损坏，或内容与扩展名不符")
    sheets: list[tuple[Any, ...]] = pickle.loads(done.stdout)  # of tuples: the child is its own __main__
    return [Parsed(*sheet) for sheet in sheets]


def parsed(book: python_calamine.CalamineWorkbook) -> list[Parsed]:
    """Every worksheet; its marks are looked up elsewhere."""
    kind, visible = python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible
    return [
        Parsed(
            known.name,
            book.get_sheet_by_name(known.name).to_python(skip_empty_area=False),
            known.visible != visible,
        )
        for known in book.sheets_metadata
        if known.typ == kind
    ]


def _with_marks(sheets: list[Parsed], content: bytes) -> Iterator[Parsed]:
    """The sheets of an old workbook with their marks, and with numbers as floats, as an .xlsx has them."""
    for sheet, seen in zip(sheets, old_sheets(content), strict=True):
        rows = _floats(sheet.rows)
        for (row, column), text in seen.texts.items():
            rows[row][column] = text
        yield Parsed(sheet.name, rows, sheet.hidden, seen.marks, seen.doubted)


def _spans(book: python_calamine.CalamineWorkbook) -> int:
    """How many cells lie between A1 and the last one, over all worksheets."""
    kind = python_calamine.SheetTypeEnum.WorkSheet
    sheets = [book.get_sheet_by_name(one.name) for one in book.sheets_metadata if one.typ == kind]
    return sum(sheet.total_height * sheet.total_width for sheet in sheets)


def _floats(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with every number a float, as an .xlsx has it; an .xls also keeps whole numbers."""
    return [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]


def _fields(sheet: Parsed) -> tuple[Any, ...]:
    return sheet.name, sheet.rows, sheet.hidden, sheet.marks, sheet.doubted


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the parser still fails alone there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _main() -> int:
    _limit_memory()
    try:
        content = sys.stdin.buffer.read()
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            if _spans(book) > max(MOST_SPAN, len(content) / _LEAST_BYTES / LEAST_FILLED):
                return _FAR
            sheets = parsed(book)
    except python_calamine.PasswordError:
        return _PASSWORD
    if content[:4] == OLE:
        try:
            sheets = list(_with_marks(sheets, content))
        except Exception:
            return _OLD
    sys.stdout.buffer.write(pickle.dumps([_fields(sheet) for sheet in sheets]))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
