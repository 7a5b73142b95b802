"""Files that would exhaust, stop or mislead whoever opens them: refused quickly, in Chinese, and alone."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from gonggu.reading.archive import MOST_BYTES
from gonggu.reading.ledgers import read_year
from gonggu.reading.refused import Refused
from gonggu.reading.sheets import Sheet
from gonggu.reading.workbook import read_sheets
from tests.ledgers_for_tests import FORMS, clean, raw, rows_of, told, write_book
from tests.mutations import with_part

SHEET, STRINGS, INDEX = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
LONGEST = 5.0  # seconds
END = b"</sheetData>"
FUNDS = "指标文号 | 下达日期 | 资金名称 | 资金类别 | 资金级次 | 资金用途 | 金额\n甲 | 2019-03-01 | 资金 | 财政专项扶贫资金 | 中央 | 产业发展"
Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of two rows and two columns."""
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    return write_book(path, {"表": [["甲", "乙"], [1, 2]]}).read_bytes()


def _read(folder: Path, content: bytes, name: str = "台账.xlsx") -> list[Sheet]:
    (folder / name).write_bytes(content)
    begun = perf_counter()
    try:
        return read_sheets(folder / name)
    finally:
        assert perf_counter() - begun < LONGEST


def _refusal(folder: Path, content: bytes, name: str = "台账.xlsx") -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        _read(folder, content, name)
    return refused.value.check, refused.value.reason


def _to(old: bytes, new: bytes) -> Change:
    def change(part: bytes) -> bytes:
        assert old in part
        return part.replace(old, new)

    return change


def _entity(root: bytes) -> Change:
    return _to(b"<" + root, b'<!DOCTYPE a [<!ENTITY b "1">]><' + root)


REFUSED: dict[str, tuple[str, Change, str]] = {
    "far cell": (SHEET, _to(b'r="B2"', b'r="XFD1048576"'), "远在实际数据之外"),
    "far cell in small letters": (SHEET, _to(b'r="B2"', b'r="xfd1048576"'), "远在实际数据之外"),
    "far cell behind a tab": (SHEET, _to(b'<c r="B2"', b"<c\tr='XFD1048576'"), "远在实际数据之外"),
    "far row": (SHEET, _to(b'<row r="2"', b'<row r="1048576"'), "远在实际数据之外"),
    "row beyond every sheet": (SHEET, _to(END, b'<row r="4294967295"><c><v>1</v></c></row>' + END), "远在实际"),
    "column beyond every sheet": (SHEET, _to(b'r="B2"', b'r="ZZZZZZZ2"'), "远在实际数据之外"),
    "far cell by a character reference": (SHEET, _to(b'r="B2"', b'r="&#88;FD1048576"'), "远在实际数据之外"),
    "entity in a sheet": (SHEET, _entity(b"worksheet"), "实体"),
    "entity in the texts": (STRINGS, _entity(b"sst"), "实体"),
    "entity in the index": (INDEX, _entity(b"workbook"), "实体"),
    "another encoding": (SHEET, lambda xml: xml.decode().encode("utf-16"), "异常"),
    "one sheet five thousand times": (
        INDEX, _to(b"<sheets>", b"<sheets>" + b'<sheet name="a" sheetId="1" r:id="rId1"/>' * 5000), "多次"
    ),
    "cells that never end": (SHEET, _to(END, b"<f" + b"<c " * 300_000 + END), "损坏"),
    "rows that never end": (SHEET, _to(END, b'<f hidden="1"' + b"<row " * 100_000 + END), "损坏"),
    "a text that is not there": (SHEET, _to(b"<v>0</v>", b"<v>99999999</v>"), "损坏"),
    "more texts than there can be": (STRINGS, _to(b'uniqueCount="2"', b'uniqueCount="4294967295"'), "损坏"),
    "an index without end": (INDEX, _to(b"<sheets>", b"<a>" * 3_000_000 + b"<sheets>"), "目录"),
    "entity late in the index": (
        INDEX, _to(b"<workbook", b"<!--" + b"x" * 20_000 + b'--><!DOCTYPE a [<!ENTITY b "1">]><workbook'), "实体"
    ),
    "a macro": ("xl/vbaProject.bin", lambda _: b"macro", "含宏"),
    "a macro under another name": (
        RELATIONS,
        _to(b"</Relationships>", b'<Relationship Id="m" Type="x/relationships/vbaProject" Target="a.bin"/></Relationships>'),
        "含宏",
    ),
    "a sheet of macros": ("xl/macrosheets/sheet1.xml", lambda _: b"<a/>", "含宏"),
    "a bomb": ("xl/media/a.bin", lambda _: bytes(60 * 2**20), "压缩比"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_workbook_is_refused_at_once(tmp_path: Path, book: bytes, case: str) -> None:
    part, change, reason = REFUSED[case]
    assert reason in _refusal(tmp_path, with_part(book, part, change))[1]


HARMLESS: dict[str, tuple[str, Change]] = {
    "an extent that is too large": (SHEET, _to(b'ref="A1:B2"', b'ref="A1:XFD1048576"')),
    "an extent that is too small": (SHEET, _to(b'ref="A1:B2"', b'ref="A1:A1"')),
    "a style that is not there": (SHEET, _to(b'r="B2"', b'r="B2" s="4294967295"')),
    "a merger of everything": (
        SHEET, _to(END, END + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "very many mergers": (
        SHEET, _to(END, END + b"<mergeCells>" + b'<mergeCell ref="A1:A9"/>' * 300_000 + b"</mergeCells>")
    ),
    "names with a prefix": (SHEET, lambda xml: xml.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>")),
}  # fmt: skip


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_looks_strange_is_read(tmp_path: Path, book: bytes, case: str) -> None:
    sheet = _read(tmp_path, with_part(book, *HARMLESS[case]))[0]
    assert [sheet.row(row) for row in range(sheet.height)] == [["甲", "乙"], [1, 2]]


@pytest.mark.parametrize("number", [b"NaN", b"1e999", b"-1e999", b"1e300"])
@pytest.mark.parametrize("header", ["金额", "下达日期", "资金名称", "资金级次"])
def test_numbers_that_are_none_are_findings_in_every_kind_of_column(
    tmp_path: Path, header: str, number: bytes
) -> None:
    rows: list[list[object]] = [list(row) for row in rows_of(FUNDS)]
    rows[1] = [*rows[1], 5]
    rows[1][rows[0].index(header)] = 77_777
    content = write_book(tmp_path / "x.xlsx", {"表": rows}).read_bytes()
    raw(tmp_path).mkdir(parents=True)
    (raw(tmp_path) / "资金下达.xlsx").write_bytes(
        with_part(content, SHEET, _to(b"<v>77777</v>", b"<v>" + number + b"</v>"))
    )
    part = read_year(raw(tmp_path), FORMS).ledgers["allocations"]
    assert [flaw.column.header for flaw in part.flaws] == [header]


def test_more_than_the_allowed_size_is_refused_by_what_the_archive_says(tmp_path: Path, book: bytes) -> None:
    content = bytearray(book)
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", MOST_BYTES + 1)
    assert _refusal(tmp_path, bytes(content)) == (
        "file_refused",
        "工作簿解压后超过 500 MB，请拆分或删除多余内容",
    )


def test_a_part_larger_than_it_says_is_refused(tmp_path: Path, book: bytes) -> None:
    packed = io.BytesIO(with_part(book, "xl/media/a.bin", lambda _: bytes(60 * 2**20)))
    content = bytearray(packed.getvalue())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert _refusal(tmp_path, bytes(content))[0] == "file_unreadable"


def test_two_parts_of_one_name_are_refused(tmp_path: Path, book: bytes) -> None:
    packed = io.BytesIO(book)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert "同名" in _refusal(tmp_path, packed.getvalue())[1]


@pytest.mark.parametrize("part", [STRINGS, "xl/styles.xml", INDEX, SHEET])
def test_a_flipped_byte_in_any_part_is_noticed(tmp_path: Path, book: bytes, part: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as whole, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as copy:
        for name in whole.namelist():
            copy.writestr(name, whole.read(name))
        info = copy.getinfo(part)
    content = bytearray(packed.getvalue())
    content[info.header_offset + 30 + len(part) + info.file_size // 2] ^= 1
    assert _refusal(tmp_path, bytes(content))[0] == "file_unreadable"


WRONG: dict[str, tuple[str, bytes]] = {
    "empty": ("a.xlsx", b""),
    "text called workbook": ("a.xlsx", "指标文号,金额\n甲,5\n".encode()),
    "page called old workbook": ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
    "password": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)),
    "password inside": (
        "a.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    ),
    "damaged old workbook": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64),
    "zeros called text": ("a.csv", bytes(4096)),
    "line of commas": ("a.csv", b"," * 2_000_000),
    "long line among short ones": ("a.csv", b"a\n" * 300_000 + b"," * 15_000),
    "more cells than fit": ("a.csv", b"1,2,3,4,5,6,7,8,9,0\n" * 600_000),
    "more lines than Excel has": ("a.csv", b"\n" * 1_100_000),
    "quote that never ends": ("a.csv", b'a,"' + b"b,\n" * 100_000),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_such_file_is_refused_with_a_reason(tmp_path: Path, case: str) -> None:
    name, content = WRONG[case]
    check, reason = _refusal(tmp_path, content, name)
    assert check in {"file_unreadable", "file_refused"}
    assert not reason.isascii()


def test_sheets_that_are_far_only_together_are_refused(tmp_path: Path) -> None:
    rows: list[list[object]] = [["甲"], *[[]] * 89_999, [None] * 25 + [1]]
    content = write_book(tmp_path / "x.xlsx", {f"表{number}": rows for number in range(5)}).read_bytes()
    assert "远在实际数据之外" in _refusal(tmp_path, content)[1]


@pytest.mark.slow
def test_a_long_text_that_very_many_cells_repeat_is_refused(tmp_path: Path) -> None:
    content = write_book(tmp_path / "x.xlsx", {"表": [["甲" * 30_000] * 60] * 1_000}).read_bytes()
    assert "长文字" in _refusal(tmp_path, content)[1]


def test_very_many_parts_are_refused(tmp_path: Path, book: bytes) -> None:
    packed = io.BytesIO(book)
    with zipfile.ZipFile(packed, "a") as archive:
        for number in range(21_000):
            archive.writestr(f"xl/media/{number}", b"")
    assert "部分过多" in _refusal(tmp_path, packed.getvalue())[1]


def test_a_text_longer_than_any_header_is_passed_over_at_once(tmp_path: Path, book: bytes) -> None:
    content = with_part(book, STRINGS, _to("甲".encode(), "１ ".encode() * 5_000_000))
    raw(tmp_path).mkdir(parents=True)
    (raw(tmp_path) / "资金下达.xlsx").write_bytes(content)
    begun = perf_counter()
    assert next(trouble.check for trouble in read_year(raw(tmp_path), FORMS).troubles) == "header_missing"
    assert perf_counter() - begun < LONGEST


def test_an_old_workbook_with_a_password_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "甲")
    book.save(str(tmp_path / "a.xls"))
    content = bytearray((tmp_path / "a.xls").read_bytes())
    second = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    content[second : second + 2] = (
        b"\x2f\x00"  # FilePass, as in a workbook that Excel or LibreOffice has locked
    )
    assert "密码" in _refusal(tmp_path, bytes(content), "b.xls")[1]


def test_an_old_workbook_called_new_and_a_new_one_called_old_are_told_apart(
    tmp_path: Path, book: bytes
) -> None:
    assert _read(tmp_path, book, "a.xls")[0].row(1) == [1, 2]
    assert "另存为 .xlsx" in _refusal(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600))[1]


@pytest.mark.slow
def test_a_sheet_of_very_many_columns_is_searched_for_its_header_at_once(tmp_path: Path) -> None:
    wide = [[*row, *["单位"] * 15_000] for row in rows_of(FUNDS)]
    write_book(tmp_path / "资金下达.xlsx", {"表": wide * 10})
    begun = perf_counter()
    read = read_year(tmp_path, FORMS)
    assert perf_counter() - begun < LONGEST
    assert len(read.ledgers["allocations"].frame) == 10


def test_every_other_file_is_read_beside_hostile_ones(tmp_path: Path, book: bytes) -> None:
    folder = raw(tmp_path)
    write_book(folder / "资金下达.xlsx", {"表": rows_of(FUNDS)})
    for number, (part, change, _) in enumerate(REFUSED.values()):
        (folder / f"项目{number}.xlsx").write_bytes(with_part(book, part, change))
    store = clean(tmp_path)
    assert store.present() == ("allocations",)
    findings = store.findings()
    assert len(told(findings, "file_refused")) + len(told(findings, "file_unreadable")) == len(REFUSED)
