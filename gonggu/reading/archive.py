"""What an archive (.xlsx, .xlsm) holds is looked at before it is parsed, so that no file can exhaust or stop the run."""

import io
import re
import zipfile
import zlib
from posixpath import join, normpath
from xml.etree import ElementTree

from gonggu.reading.sheets import Cell

MOST_BYTES = 500 * 2**20
MOST_RATIO = 100
SMALL_BYTES = 50 * 2**20  # below this a high compression ratio does no harm: repeated cells compress well
# calamine keeps room for every cell between A1 and the last one; a sheet that needs so much must be mostly filled.
MOST_SPAN = 5_000_000
LEAST_FILLED = 0.05
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26  # what lies within needs no looking at
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_FAR_PLAIN = re.compile(rb'r="(?:([A-Z]{2,})\d+|[A-Z]?\d{6,})"')  # as every known program writes it
_FAR = re.compile(rb"\br\s*=\s*[\"'](?:([A-Za-z]{2,})\d+|[A-Za-z]?\d{6,})[\"']")
_ROW = re.compile(rb"(\d+)[\"']$")
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?: [^>]*)?>([^<]+)</v>")
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')


class Refused(Exception):  # noqa: N818 - a state of the file, turned into a finding
    """A file that is not read: the check that it fails and, in Chinese, why."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason


def examine(content: bytes, suffix: str) -> dict[str, dict[Cell, str]]:
    """Refuse what is no workbook or would harm whoever opens it; else, by sheet, the cells that are broken.

    A broken cell shows an error value (#DIV/0!), or holds a formula whose result was never stored (公式);
    calamine gives both as blank.
    """
    if suffix == ".xls" and content[:4] == _OLE:
        _inspect_old(content)
        return {}
    if content[:4] == _OLE:
        raise Refused("file_unreadable", "工作簿设了密码或其实是 .xls 格式，请取消密码后另存为 .xlsx")
    if not is_archive(content):
        raise Refused("file_unreadable", f"内容与扩展名 {suffix} 不符，不是 Excel 工作簿")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_parts(archive)
            return _examine_sheets(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Refused("file_unreadable", "工作簿已损坏（压缩包不完整）") from None


def is_archive(content: bytes) -> bool:
    """Whether it is a zip archive, as .xlsx and .xlsm are."""
    return content[:4] == _ZIP


def _inspect_old(content: bytes) -> None:
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in content:
        raise Refused("file_refused", "工作簿含宏，请另存为不含宏的 .xlsx")


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused("file_refused", "工作簿含宏，请另存为不含宏的 .xlsx")
    whole = sum(part.file_size for part in parts)
    if whole > MOST_BYTES:
        raise Refused("file_refused", "工作簿解压后超过 500 MB，请拆分或删除多余内容")
    packed = sum(part.compress_size for part in parts)
    if whole > SMALL_BYTES and whole > MOST_RATIO * max(packed, 1):
        raise Refused("file_refused", "工作簿压缩比超过 100，疑似恶意文件，请另存为新的工作簿")


def _examine_sheets(archive: zipfile.ZipFile) -> dict[str, dict[Cell, str]]:
    """Each sheet's part is unpacked once, for its span and for its broken cells."""
    titles = _sheet_titles(archive)
    broken: dict[str, dict[Cell, str]] = {}
    parts = {part for part in archive.namelist() if _is_sheet(part) or part in titles}
    for part in sorted(parts):
        xml = archive.read(part)
        _inspect_span(xml)
        if cells := _broken_in(xml):
            broken[titles.get(part, "")] = cells
    return broken


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _inspect_span(xml: bytes) -> None:
    """Refuse a sheet whose last cell lies so far away that the room up to it would not fit."""
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:10_000]:
        raise Refused("file_refused", "工作表的内容异常（含实体定义），疑似恶意文件，请另存为新的工作簿")
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    for found in (_FAR_PLAIN if _plainly_written(xml) else _FAR).finditer(xml):
        reference = found[0]
        rows = max(rows, int(_ROW.search(reference)[1]))  # type: ignore[index]  # _FAR ends in digits
        columns = max(columns, _number(found[1] or b"Z"))
    if rows * columns > MOST_SPAN and xml.count(b"<c ") < rows * columns * LEAST_FILLED:
        raise Refused("file_refused", "有单元格远在实际数据之外，请删除多余的行、列后另存")


def _plainly_written(xml: bytes) -> bool:
    """Whether every row and cell begins with its reference; a search for that form is five times as fast."""
    cells, rows = xml.count(b'<c r="'), xml.count(b'<row r="')
    return bool(cells) and xml.count(b"<c ") == cells and xml.count(b"<row") == rows and b":c " not in xml


def _number(letters: bytes) -> int:
    number = 0
    for character in letters.upper():
        number = number * 26 + character - 64
    return number


def _broken_in(xml: bytes) -> dict[Cell, str]:
    if b't="e"' not in xml and b"<f" not in xml:
        return {}
    broken: dict[Cell, str] = {}
    for attributes, inner in _CELL.findall(xml):
        shown = _shown(attributes, inner)
        place = _PLACE.search(attributes) if shown else None
        if place:
            broken[int(place[2]) - 1, _number(place[1]) - 1] = shown
    return broken


def _shown(attributes: bytes, inner: bytes) -> str:
    """The error that a cell shows, 公式 for a formula that was never computed, blank where all is well."""
    value = _VALUE.search(inner)
    if b't="e"' in attributes:
        return value[1].decode("utf-8", "replace") if value else "#N/A"
    without_result = value is None and b't="str"' not in attributes
    return "公式" if without_result and re.search(rb"<f[ >/]", inner) else ""


def _sheet_titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part -> the sheet's name; nothing where the book's own index cannot be read."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    titles: dict[str, str] = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            titles[part] = sheet.get("name", "")
    return titles
