"""The sample's ledgers as Excel workbooks that say that everything in them is invented."""

import math
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.processes import shared_out

NOTICE = "示例数据，纯属虚构"
_ROWS_PER_BOOK = (
    100_000  # unpacked some 100 MB a book; reading refuses what is beyond 500 MB, and can share books out
)
_STREAMED_FROM_ROWS = 20_000
_PARALLEL_FROM_ROWS = 50_000
_WIDEST = 40
# Money that is a whole number of 元 is shown with two decimals too.
_MONEY = {"金额", "计划资金", "培训补贴", "生活费补贴"}


def write_district(ledgers: dict[str, pd.DataFrame], folder: Path, year: int) -> list[Path]:
    """Writes `<ledger>.xlsx` for each ledger, `<ledger>_<n>.xlsx` of a ledger too large for one; the same bytes each time.

    Each has a sheet named as the ledger with the headers in row 1, and a sheet 说明. Large ledgers are written by
    several processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    books = [book for name, frame in ledgers.items() for book in _books(name, frame, folder)]
    jobs = [(name, frame, path, year) for name, frame, path in books]
    if sum(len(frame) for _, frame, _ in books) < _PARALLEL_FROM_ROWS:
        for job in jobs:
            _write_book(job)
    else:
        shared_out(_write_book, jobs, [frame.size for _, frame, _ in books])
    return [path for _, _, path in books]


def _books(name: str, frame: pd.DataFrame, folder: Path) -> Iterator[tuple[str, pd.DataFrame, Path]]:
    """The parts of a ledger that one workbook holds each, with their paths."""
    count = max(1, math.ceil(len(frame) / _ROWS_PER_BOOK))
    for part in range(count):
        rows = frame.iloc[part * _ROWS_PER_BOOK : (part + 1) * _ROWS_PER_BOOK]
        yield name, rows, folder / (f"{name}.xlsx" if count == 1 else f"{name}_{part + 1}.xlsx")


def _write_book(job: tuple[str, pd.DataFrame, Path, int]) -> None:
    name, frame, path, year = job
    options = {"constant_memory": len(frame) >= _STREAMED_FROM_ROWS, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(path, options)
    book.set_properties(
        {"title": f"{name}（{year}年）", "comments": NOTICE, "created": datetime(year, 12, 31)}
    )
    _write_ledger(book, book.add_worksheet(name), frame)
    _write_notice(book.add_worksheet("说明"), name, year)
    book.close()


def _write_ledger(book: Any, sheet: Any, frame: pd.DataFrame) -> None:
    sheet.freeze_panes(1, 0)
    formats = [_format(book, column) for _, column in frame.items()]
    for number, (header, form) in enumerate(zip(frame.columns, formats, strict=True)):
        sheet.set_column(number, number, _width(header, frame[header]), form)
    sheet.write_row(0, 0, frame.columns, book.add_format({"bold": True, "bottom": 1}))
    writers = [_writer(sheet, column, form) for (_, column), form in zip(frame.items(), formats, strict=True)]
    columns = [_values(column) for _, column in frame.items()]
    for row, record in enumerate(zip(*columns, strict=True), start=1):
        for number, value in enumerate(record):
            if value is not None:
                writers[number](row, number, value)


def _write_notice(sheet: Any, name: str, year: int) -> None:
    sheet.set_column(0, 0, 60)
    lines = (
        NOTICE,
        f"台账：{name}",
        f"年度：{year}",
        "所有人名、证件号码、电话、账号均由程序生成，不对应任何真实的人或地方。",
    )
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)


def _values(column: pd.Series) -> list[Any]:
    """Plain values, None where blank; days as Excel's serial numbers, which is fast to write."""
    if pd.api.types.is_datetime64_any_dtype(column):
        days = (column - pd.Timestamp("1899-12-30")) // pd.Timedelta(days=1)
        return list(days.astype(object).where(column.notna(), None))
    return list(column.astype(object).where(column.notna(), None))


def _writer(sheet: Any, column: pd.Series, form: Any) -> Any:
    """How the cells of a column are written: numbers and days as numbers, all else as text."""
    kind = pd.api.types.infer_dtype(column, skipna=True)
    if kind == "date":
        return lambda row, number, value: sheet.write_datetime(row, number, value, form)
    if kind in ("integer", "floating", "mixed-integer-float", "datetime64"):
        return lambda row, number, value: sheet.write_number(row, number, value, form)
    return lambda row, number, value: sheet.write_string(row, number, value, form)


def _format(book: Any, column: pd.Series) -> Any:
    kind = "floating" if column.name in _MONEY else pd.api.types.infer_dtype(column, skipna=True)
    pattern = {"floating": "0.00", "datetime64": "yyyy-mm-dd", "date": "yyyy-mm-dd", "integer": "0"}
    return book.add_format({"num_format": pattern.get(kind, "@")})


def _width(header: str, column: pd.Series) -> float:
    """Room for the header and the first values; a Chinese character is as wide as two digits."""
    if pd.api.types.infer_dtype(column, skipna=True) in ("datetime64", "date"):
        return max(12, 2 * len(header) + 2)
    longest = max((_cells(str(value)) for value in column.head(50).dropna()), default=0)
    return min(_WIDEST, max(longest, _cells(header)) + 2)


def _cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)
