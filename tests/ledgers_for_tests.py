"""Ledgers drawn as text tables become workbooks, and what the clean step finds in them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gonggu.clean import clean_year
from gonggu.errors import DataError
from gonggu.forms import load_forms
from gonggu.params import load_params
from gonggu.store import Store

PARAMS = Path(__file__).resolve().parents[1] / "params"
FORMS = load_forms(PARAMS)
YEAR = 2019
YEAR_PARAMS = load_params(PARAMS, YEAR)

VILLAGES = "乡镇 | 行政村\n甲乡 | 东村\n甲乡 | 西村\n乙乡 | 北村"


def rows_of(table: str) -> list[list[str | None]]:
    """The cells of a text table: a line a row, `|` between cells, blank is empty."""
    return [[cell.strip() or None for cell in line.split("|")] for line in table.strip().splitlines()]


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows, the same bytes each time; dates become Excel's, text that begins with = stays text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        book.set_properties({"created": datetime(2020, 1, 1)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value)
    return path


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def clean(folder: Path) -> Store:
    """The store after cleaning `folder`/raw/2019; an edition that cannot be made still has its findings."""
    processed = folder / "processed" / str(YEAR)
    with suppress(DataError):
        clean_year(folder / "raw" / str(YEAR), processed, YEAR_PARAMS, FORMS)
    return Store(processed, FORMS)


def raw(folder: Path) -> Path:
    """The year's folder of raw ledgers."""
    return folder / "raw" / str(YEAR)


def store_of(folder: Path, tables: Mapping[str, str]) -> Store:
    """The store of ledgers that text tables draw, one workbook each, headers in row 1."""
    for ledger, table in tables.items():
        write_book(raw(folder) / f"{ledger}.xlsx", {ledger: rows_of(table)})
    return clean(folder)


def found(folder: Path, check: str, **tables: str) -> list[str]:
    """What one check finds in these ledgers, each as `ledger cell value`."""
    return told(store_of(folder, tables).findings(), check)


def told(findings: pd.DataFrame, check: str) -> list[str]:
    """The findings of one check, each as `ledger cell value`."""
    lines = findings[findings["check"].eq(check)]
    return [f"{line.ledger} {line.cell} {line.value}".strip() for line in lines.itertuples()]


def id_number(born: str, sequence: int = 1) -> str:
    """An invented ID number of no place, with its check digit; an odd sequence is a man."""
    body = f"999000{born}{sequence:03d}"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    remainder = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[remainder]
