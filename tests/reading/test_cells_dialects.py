"""One sheet in many dialects of XML: errors, mergers, hidden rows and columns are seen in each."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gonggu.reading.files import read_file
from tests.ledgers_for_tests import FORMS
from tests.reading.test_cells_shown import funds, told_of, typed_of, yuan
from tests.workbook_parts import sheet_data, write_parts

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
COLUMNS = '<cols><col min="5" max="5" width="8" hidden="1"/></cols>'
MERGED = '<mergeCells count="1"><mergeCell ref="F2:F4"/></mergeCells>'
CELLS = {
    "G2": '<c r="G2" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    "G3": '<c r="G3" t="e"><v>#SPILL!</v></c>',
    "G5": '<c r="G5"><f>1+1</f></c>',
    "F3": '<c r="F3"/>',
    "F4": '<c r="F4"/>',
}
SHEET = (
    COLUMNS
    + sheet_data(funds([None, None, 3.0, None, 5.0]), CELLS).replace('<row r="4"', '<row r="4" hidden="1"')
    + MERGED
)


def _turned(found: re.Match[str]) -> str:
    """A tag with its attributes in the opposite order."""
    attributes = re.findall(r' [\w:]+="[^"]*"', found[2])
    return f"<{found[1]}{''.join(reversed(attributes))}{found[3]}>"


def _without_places(sheet: str) -> str:
    """Rows and cells follow one another; each row is filled from its first cell on."""
    return re.sub(r'<(row|c) r="[A-Z]*\d+"', r"<\1", sheet)


DIALECTS: dict[str, Callable[[str], str]] = {
    "plain": lambda sheet: sheet,
    "single quotes": lambda sheet: sheet.replace('"', "'"),
    "blanks around =": lambda sheet: re.sub(r'(?<=\w)="', ' = "', sheet),
    "line breaks in tags": lambda sheet: re.sub(r" (?=\w+=\")", "\n  ", sheet),
    "attributes in another order": lambda sheet: re.sub(r"<(\w+)((?: \w+=\"[^\"]*\")+)(/?)>", _turned, sheet),
    "without places": _without_places,
    "small letters": lambda sheet: re.sub(r'(?<=<c r=")[A-Z]+', lambda found: found[0].lower(), sheet),
    "a comment": lambda sheet: sheet.replace("<sheetData>", '<!-- <c r="A9" t="e"> --><sheetData>'),
    "long tags": lambda sheet: sheet.replace('<c r="F3"/>', '<c r="F3"></c>').replace("><", ">\n<"),
    "an extent that is wrong": lambda sheet: '<dimension ref="A1:A1"/>' + sheet,
    "true for 1": lambda sheet: sheet.replace('hidden="1"', 'hidden="true"'),
    "no height and no width": lambda sheet: sheet.replace('r="4" hidden="1"', 'r="4" ht="0" customHeight="1"').replace(
        'width="8" hidden="1"', 'width="0" customWidth="1"'
    ),
}  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "x", "ss"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_marks_are_seen_in_every_dialect(tmp_path: Path, dialect: str, prefix: str) -> None:
    path = write_parts(tmp_path / "资金下达.xlsx", DIALECTS[dialect](SHEET), prefix=prefix)
    _hold(path)


def test_marks_are_seen_in_a_strict_workbook(tmp_path: Path) -> None:
    _hold(write_parts(tmp_path / "资金下达.xlsx", SHEET, main=STRICT, links=STRICT_LINKS))


def test_a_sheet_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "资金下达.xlsx", SHEET.replace("</row>", "", 1), prefix="x")
    assert [trouble.check for trouble in read_file(path, tmp_path, FORMS).troubles] == ["file_unreadable"]


def _hold(path: Path) -> None:
    typed = typed_of(path)
    assert yuan(typed) == [None, None, 3, None, 5]
    assert told_of(typed) == [("value_formula", "G2"), ("value_formula", "G3"), ("value_formula", "G5")]
    assert typed.frame["purpose"].tolist() == ["产业发展"] * 5
    hidden = [
        trouble.cell
        for trouble in read_file(path, path.parent, FORMS).troubles
        if trouble.check == "row_hidden"
    ]
    assert hidden == ["A4", "E1"]


@pytest.mark.parametrize("listed", ["styles", "sharedStrings"])
def test_a_workbook_that_lacks_a_part_which_it_lists_is_refused(tmp_path: Path, listed: str) -> None:
    path = write_parts(tmp_path / "资金下达.xlsx", SHEET)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist() if listed not in name}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert [trouble.check for trouble in read_file(path, tmp_path, FORMS).troubles] == ["file_unreadable"]


def test_parts_are_found_whatever_the_case_of_their_names(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "资金下达.xlsx", SHEET)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name.replace("sheet1", "Sheet1"), content)
    _hold(path)
