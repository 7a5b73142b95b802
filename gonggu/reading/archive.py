"""What an archive (.xlsx, .xlsm) holds is looked at before it is parsed, so that no file can exhaust or stop the run."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from gonggu.reading.marks import Marks, column_number, marks_of

MOST_BYTES = 500 * 2**20
MOST_RATIO = 100
SMALL_BYTES = 50 * 2**20  # below this a high compression ratio does no harm: repeated cells compress well
# calamine keeps room for every cell between A1 and the last one; a sheet that needs so much must be mostly filled.
MOST_SPAN = 5_000_000
LEAST_FILLED = 0.05
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26  # what lies within needs no looking at
_PIECE = 2**20
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# Where every reference is written plainly: what is beyond Z99999 or none, what is none, and how far it is.
_NOT_NEAR = re.compile(rb'r="(?![A-Z]?[0-9]{1,5}")')
_NOT_PLAIN = re.compile(rb'r="(?![A-Z]{0,3}[0-9]{1,7}")')
_FAR_ROWS = re.compile(rb'r="[A-Z]{0,3}([0-9]{6,7})"')
_FAR_COLUMNS = re.compile(rb'r="([A-Z]{2,3})[0-9]')
# Where anything goes.
_FAR = re.compile(rb"\br\s*=\s*[\"'](?:([A-Za-z]{2,})\d+|[A-Za-z]?\d{6,})[\"']")
_ANY_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]*(\d{1,6})[\"']")
_ROW = re.compile(rb"(\d+)[\"']$")


class Refused(Exception):  # noqa: N818 - a state of the file, turned into a finding
    """A file that is not read: the check that it fails and, in Chinese, why."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason


@dataclass(frozen=True)
class Examined:
    """What was seen in a workbook before parsing it: the marks by sheet, and whether it is safe to parse here.

    Safe is an archive whose parts are whole and whose cells are all written as known programs write them, so
    that their extent is proven; anything else is parsed in a process of its own.
    """

    safe: bool = False
    marks: dict[str, Marks] = field(default_factory=dict)


def examine(content: bytes, suffix: str) -> Examined:
    """Refuse what is no workbook or would harm whoever opens it."""
    if suffix == ".xls" and content[:4] == _OLE:
        _inspect_old(content)
        return Examined()
    if content[:4] == _OLE:
        _inspect_old(content)
        raise Refused("file_unreadable", "工作簿设了密码或其实是 .xls 格式，请取消密码后另存为 .xlsx")
    if content[:4] != _ZIP:
        raise Refused("file_unreadable", f"内容与扩展名 {suffix} 不符，不是 Excel 工作簿")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_parts(archive)
            return _examine_sheets(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        IndexError,
        OverflowError,
    ):
        raise Refused("file_unreadable", "工作簿已损坏（压缩包不完整）") from None


def _inspect_old(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("file_unreadable", "工作簿设了密码，请取消密码后另存")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in content:
        raise Refused("file_refused", "工作簿含宏，请另存为不含宏的 .xlsx")


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("file_refused", "工作簿含宏，请另存为不含宏的 .xlsx")
    if len(set(names)) < len(names):
        raise Refused("file_refused", "工作簿的压缩包内有同名部分，疑似恶意文件，请另存为新的工作簿")
    whole = sum(part.file_size for part in parts)
    if whole > MOST_BYTES:
        raise Refused("file_refused", "工作簿解压后超过 500 MB，请拆分或删除多余内容")
    packed = sum(part.compress_size for part in parts)
    if whole > SMALL_BYTES and whole > MOST_RATIO * max(packed, 1):
        raise Refused("file_refused", "工作簿压缩比超过 100，疑似恶意文件，请另存为新的工作簿")


def _examine_sheets(archive: zipfile.ZipFile) -> Examined:
    """Every part is unpacked once: its checksum shows a flipped byte, which the parser would read over."""
    titles = _sheet_titles(archive)
    marks: dict[str, Marks] = {}
    safe = True
    for part in archive.namelist():
        if not (_is_sheet(part) or part in titles):
            _inspect_part(archive, part)
            continue
        xml = archive.read(part)
        _inspect_entities(xml)
        far = _far_plain(xml)
        safe &= far is not None
        _inspect_span(xml, _far(xml) if far is None else far)
        marks[titles.get(part, "")] = marks_of(xml)
    return Examined(safe, marks)


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _inspect_part(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as part:
        first = part.read(_PIECE)
        while part.read(_PIECE):
            pass
    if name.lower().endswith((".xml", ".rels")):
        _inspect_entities(first)


def _inspect_entities(xml: bytes) -> None:
    """No known program defines entities, or writes anything but UTF-8."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:10_000]:
        raise Refused("file_refused", "工作簿的内容异常（含实体定义），疑似恶意文件，请另存为新的工作簿")


def _inspect_span(xml: bytes, far: tuple[int, int]) -> None:
    """Refuse a sheet whose last cell lies so far away that the room up to it would not fit."""
    rows, columns = far
    if rows * columns > MOST_SPAN and rows == _NEAR_ROWS:  # wide: how high it truly is
        rows = max(map(int, _ANY_ROW.findall(xml)), default=1)
    if rows * columns > MOST_SPAN and xml.count(b"<c ") < rows * columns * LEAST_FILLED:
        raise Refused("file_refused", "有单元格远在实际数据之外，请删除多余的行、列后另存")


def _far_plain(xml: bytes) -> tuple[int, int] | None:
    """The last row and column of a sheet in which every row and cell begins with its reference; else None.

    Every known program writes so, and a search for that form is five times as fast.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if end < 0:
        return (_NEAR_ROWS, _NEAR_COLUMNS) if b"<sheetData/>" in xml and b"<c " not in xml else None
    for tag in (b"<c", b"<row"):
        if xml.count(tag, start, end) != xml.count(tag + b' r="', start, end):
            return None
    if xml.find(b":c", start, end) >= 0 or xml.find(b"<c ", end) >= 0 or xml.find(b"<c ", 0, start) >= 0:
        return None
    beyond = _NOT_NEAR.search(xml, start, end)
    if not beyond:
        return _NEAR_ROWS, _NEAR_COLUMNS
    if _NOT_PLAIN.search(xml, beyond.start(), end):
        return None
    rows = {int(row) for row in set(_FAR_ROWS.findall(xml, beyond.start(), end))}
    columns = {column_number(name) for name in set(_FAR_COLUMNS.findall(xml, beyond.start(), end))}
    return max({_NEAR_ROWS} | rows), max({_NEAR_COLUMNS} | columns)


def _far(xml: bytes) -> tuple[int, int]:
    """The last row and column that any reference may mean, however it is written."""
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    for found in _FAR.finditer(xml):
        rows = max(rows, int(_ROW.search(found[0])[1]))  # type: ignore[index]  # _FAR ends in digits
        columns = max(columns, column_number(found[1] or b"Z"))
    return rows, columns


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part -> the sheet's name; nothing where the book's own index cannot be read."""
    try:
        index, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
        _inspect_entities(index)
        _inspect_entities(relations)
        book, links = ElementTree.fromstring(index), ElementTree.fromstring(relations)
    except (LookupError, ElementTree.ParseError):  # a part or an encoding that does not exist
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    titles: dict[str, str] = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if part in titles:
                raise Refused(
                    "file_refused", "同一张工作表在工作簿中登记了多次，疑似恶意文件，请另存为新的工作簿"
                )
            titles[part] = sheet.get("name", "")
    return titles
