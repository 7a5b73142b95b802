"""Parsing in a process of its own, for formats that cannot be looked through first: what dies there harms nobody.

An .xlsx is examined before it is parsed (`archive`); an old .xls hides its extent in binary records, and one
far-away cell would make the parser abort the whole program.
"""

import io
import pickle
import subprocess
import sys
from typing import Any

import python_calamine

from gonggu.reading.archive import Refused

SECONDS = 30
_MEMORY = 2 * 2**30
_PASSWORD = 3  # exit status


def rows_in_child(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """The worksheets of a workbook by name, parsed in a child process; Refused where that fails or takes too long."""
    command = [sys.executable, "-m", "gonggu.reading.isolated"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused("file_refused", f"工作簿 {SECONDS} 秒内读不完，请另存为 .xlsx 后报送") from None
    if done.returncode == _PASSWORD:
        raise Refused("file_unreadable", "工作簿设了密码，请取消密码后另存")
    if done.returncode:
        raise Refused("file_unreadable", "工作簿已损坏，或内容与扩展名不符")
    sheets: list[tuple[str, list[list[Any]]]] = pickle.loads(done.stdout)
    return sheets


def rows_of_sheets(book: python_calamine.CalamineWorkbook) -> list[tuple[str, list[list[Any]]]]:
    """Every worksheet with its rows from A1 on."""
    kind = python_calamine.SheetTypeEnum.WorkSheet
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == kind]
    return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the parser still fails alone there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _main() -> int:
    _limit_memory()
    try:
        with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as book:
            sys.stdout.buffer.write(pickle.dumps(rows_of_sheets(book)))
    except python_calamine.PasswordError:
        return _PASSWORD
    return 0


if __name__ == "__main__":
    sys.exit(_main())
