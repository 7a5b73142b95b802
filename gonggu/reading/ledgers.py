"""All ledgers of a year's folder, typed, with what reading found wrong."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gonggu.checks.findings import finding, gathered
from gonggu.forms import Forms, Ledger
from gonggu.reading.archive import Refused
from gonggu.reading.discover import named_ledgers, workbooks
from gonggu.reading.headers import Header
from gonggu.reading.records import Skipped, read_records, together
from gonggu.reading.sheets import Sheet
from gonggu.reading.sheets_of_ledgers import Fit, assign
from gonggu.reading.typed import TypedLedger
from gonggu.reading.workbook import read_sheets


@dataclass(frozen=True)
class FileRead:
    """What one file gave: typed parts by ledger id, and findings about the file itself."""

    file: str
    parts: tuple[TypedLedger, ...]
    findings: pd.DataFrame


@dataclass(frozen=True)
class YearRead:
    """The year's ledgers by id in the forms' order, the files they came from, and reading's findings."""

    ledgers: dict[str, TypedLedger]
    files: dict[str, dict[str, int]]
    findings: pd.DataFrame


def read_year(raw: Path, forms: Forms) -> YearRead:
    """Read every workbook of a year's folder (`data/raw/<year>`)."""
    read = [read_file(path, raw, forms) for path in workbooks(raw)]
    parts: dict[str, list[TypedLedger]] = defaultdict(list)
    for file in read:
        for part in file.parts:
            parts[part.form.id].append(part)
    ledgers = {id_: together(form, parts[id_]) for id_, form in forms.by_id.items() if id_ in parts}
    missing = [
        finding("ledger_missing", ledger=form.name, expected=f"名称含“{form.name}”的工作簿")
        for form in forms.ledgers.values()
        if form.id not in parts
    ]
    files = {file.file: _counts(file) for file in read}
    return YearRead(ledgers, files, gathered([*(file.findings for file in read), *missing]))


def _counts(read: FileRead) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for part in read.parts:
        counts[part.form.id] += len(part.frame)
    return dict(counts)


def read_file(path: Path, raw: Path, forms: Forms) -> FileRead:
    """The ledgers of one file; one that cannot be read is a finding."""
    file = path.relative_to(raw).as_posix()
    named = named_ledgers(path, forms)
    ledger = "、".join(form.name for form in named)
    try:
        sheets = read_sheets(path)
    except Refused as refused:
        found = finding(refused.check, ledger=ledger, file=file, value=refused.reason)
        return FileRead(file, (), found)
    assigned = assign(sheets, named, forms)
    read = [_read_sheet(sheet, fit, ledger, forms, file) for sheet, fit in assigned]
    parts = tuple(part for part, _ in read if part)
    return FileRead(file, parts, gathered(found for _, found in read))


def _read_sheet(
    sheet: Sheet, fit: Fit | None, ledger: str, forms: Forms, file: str
) -> tuple[TypedLedger | None, pd.DataFrame]:
    if fit is None:
        return None, finding(
            "header_missing", ledger=ledger, file=file, sheet=sheet.name, value="没有找到表头"
        )
    form, header = fit
    found = _header_findings(form, header, sheet, file)
    if header.lacks_key(form):
        return None, found
    typed, skipped = read_records(sheet, header, form, forms, file)
    return typed, gathered([found, *_skipped_findings(form, skipped, sheet, file)])


def _header_findings(form: Ledger, header: Header, sheet: Sheet, file: str) -> pd.DataFrame:
    place = {"ledger": form.name, "file": file, "sheet": sheet.name, "row": header.row + 1}
    there = "表中现有：" + "、".join(header.shown)
    missing = [
        finding("header_missing", **place, column=column.header, value=there, expected=f"列“{column.header}”")
        for column in header.missing(form)
    ]
    unknown = [
        finding("header_unknown", **place, value=name, expected="登记过的列名") for name in header.unknown
    ]
    repeated = [
        finding("header_repeated", **place, column=name, value=name, expected="每列只出现一次")
        for name in header.repeated
    ]
    return gathered([*missing, *unknown, *repeated])


def _skipped_findings(form: Ledger, skipped: list[Skipped], sheet: Sheet, file: str) -> list[pd.DataFrame]:
    place = {"ledger": form.name, "file": file, "sheet": sheet.name}
    return [
        finding("row_total", **place, row=skip.row, cell=f"{skip.column}{skip.row}", value=skip.word)
        for skip in skipped
    ]
