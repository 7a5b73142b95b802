"""Files become sheets of raw cells; whatever is wrong with a file becomes a refusal, never a crash."""

import errno
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import python_calamine

from gonggu.reading.archive import MOST_BYTES, Examined, examine
from gonggu.reading.delimited import delimited_rows
from gonggu.reading.discover import FOREIGN
from gonggu.reading.formulas import never_computed
from gonggu.reading.isolated import Parsed, parsed, parsed_in_child
from gonggu.reading.marks import Marks
from gonggu.reading.refused import Refused
from gonggu.reading.sheets import Sheet, sheet_of_rows
from gonggu.reading.shown import as_shown

CSV_SHEET = ""
_REASONS = {
    errno.ENOENT: "文件或快捷方式所指的文件不存在", errno.ELOOP: "快捷方式指向自身",
    errno.EACCES: "没有读取权限", errno.EPERM: "没有读取权限", errno.EIO: "磁盘读取出错",
}  # fmt: skip


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of the file, hidden ones too; Refused says in Chinese why a file is not read."""
    suffix = path.suffix.lower()
    if suffix in FOREIGN:
        raise Refused("file_unreadable", f"不支持 {suffix} 格式，请另存为 .xlsx")
    content = _content(path)
    if not content:
        raise Refused("file_unreadable", "文件是空的（0 字节）")
    if suffix == ".csv":
        return [sheet_of_rows(CSV_SHEET, delimited_rows(content))]
    return _workbook_sheets(content, suffix)


def _content(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise Refused("file_unreadable", "这不是普通文件，请把台账本身放进来")
        if path.stat().st_size > MOST_BYTES:
            raise Refused("file_refused", "文件超过 500 MB，请拆分")
        return path.read_bytes()
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
        raise Refused("file_unreadable", f"文件打不开（{reason}）") from None


def _workbook_sheets(content: bytes, suffix: str) -> list[Sheet]:
    seen = examine(content, suffix)
    with _uncollected():
        sheets = _parsed(seen.content, suffix) if seen.safe else parsed_in_child(seen.content)
        marks = [replace(_marks(one, seen), hidden=one.hidden) for one in sheets]
        rows = [one.rows for one in sheets]
        uncomputed = never_computed(
            list(zip(rows, marks, strict=True)), seen.doubted or any(one.doubted for one in sheets)
        )
        shown = [as_shown(*each) for each in zip(rows, marks, uncomputed, strict=True)]
        return [sheet_of_rows(one.name, one.rows, known) for one, known in zip(sheets, shown, strict=True)]


def _marks(sheet: Parsed, seen: Examined) -> Marks:
    """The sheet's marks: an .xlsx was looked through beforehand, an .xls while it was parsed."""
    if seen.marks and sheet.name not in seen.marks:
        raise Refused("file_unreadable", "工作簿已损坏（目录与工作表不符）")
    return seen.marks.get(sheet.name, sheet.marks)


def _parsed(content: bytes, suffix: str) -> list[Parsed]:
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return parsed(book)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        raise Refused("file_unreadable", f"工作簿已损坏，或内容与扩展名 {suffix} 不符") from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of cells without a cycle among them: looking for some meanwhile would only cost time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
