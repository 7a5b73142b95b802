"""What an archive (.xlsx, .xlsm) holds is looked at before it is parsed, so that no file can exhaust or stop the run."""

import io
import re
import zipfile
from posixpath import join, normpath
from xml.etree import ElementTree

from gonggu.reading.sheets import Cell

MOST_BYTES = 500 * 2**20
MOST_RATIO = 100
SMALL_BYTES = 50 * 2**20  # below this a high compression ratio does no harm: repeated cells compress well
MOST_SPAN = 60_000_000  # cells between A1 and the last one; calamine keeps room for each
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_REFERENCE = re.compile(rb' r="([A-Z]+)(\d+)"')
_FAR = re.compile(rb' r="(?:[A-Z]{3,}\d+|[A-Z]+\d{7,}|\d{7,})"')
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')


class Refused(Exception):  # noqa: N818 - a state of the file, turned into a finding
    """A file that is not read: the check that it fails and, in Chinese, why."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason


def inspect(content: bytes, suffix: str) -> None:
    """Refuse a workbook that is no workbook, or one that would harm whoever opens it."""
    if suffix == ".xls" and content[:4] == _OLE:
        _inspect_old(content)
        return
    if content[:4] == _OLE:
        raise Refused("file_unreadable", "工作簿设了密码或其实是 .xls 格式，请取消密码后另存为 .xlsx")
    if content[:4] != _ZIP:
        raise Refused("file_unreadable", f"内容与扩展名 {suffix} 不符，不是 Excel 工作簿")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Refused("file_unreadable", "工作簿已损坏（压缩包不完整）") from None


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
    for part in parts:
        if _is_sheet(part.filename):
            _inspect_span(archive.read(part))


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _inspect_span(xml: bytes) -> None:
    """Refuse a sheet whose last cell lies so far away that the room up to it would not fit."""
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml:
        raise Refused("file_refused", "工作簿含外部实体定义，疑似恶意文件，请另存为新的工作簿")
    if not _FAR.search(xml):
        return
    places = [(int(row), _number(letters)) for letters, row in _REFERENCE.findall(xml)]
    last_row = max((row for row, _ in places), default=0)
    last_column = max((column for _, column in places), default=0)
    if last_row * last_column > MOST_SPAN:
        raise Refused("file_refused", "有单元格远在实际数据之外，请删除多余的行、列后另存")


def _number(letters: bytes) -> int:
    number = 0
    for character in letters:
        number = number * 26 + character - 64
    return number


def broken_cells(content: bytes) -> dict[str, dict[Cell, str]]:
    """By sheet, the cells that show an error value or hold a formula without a stored result.

    calamine gives both as blank. The values are what Excel shows (#DIV/0!), or 公式 without a result.
    """
    if content[:4] != _ZIP:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: _broken_in(archive.read(part)) for name, part in _sheet_parts(archive).items()}
    return {name: cells for name, cells in found.items() if cells}


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
    if b't="e"' in attributes:
        value = re.search(rb"<v>([^<]*)</v>", inner)
        return value[1].decode("utf-8", "replace") if value else "#N/A"
    without_value = b"<v>" not in inner and b"<v " not in inner and b't="str"' not in attributes
    return "公式" if re.search(rb"<f[ >/]", inner) and without_value else ""


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part that holds it; nothing where the book's own index cannot be read."""
    names = set(archive.namelist())
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    parts: dict[str, str] = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if part in names:
                parts[sheet.get("name", "")] = part
    return parts
