"""What an archive (.xlsx, .xlsm) holds is looked at before it is parsed, so that no file can exhaust or stop the run."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from gonggu.reading.index import read_index
from gonggu.reading.marks import Book, Marks, column_number
from gonggu.reading.parts import read_looks, read_shared, read_sheet, repacked
from gonggu.reading.refused import Refused, inspect_entities
from gonggu.reading.room import LEAST_FILLED, Extent, claims_too_many, spread_out, texts_too_long

MOST_BYTES = 500 * 2**20
MOST_RATIO = 100
MOST_PARTS = 20_000
SMALL_BYTES = 50 * 2**20  # below this a high compression ratio does no harm: repeated cells compress well
# calamine keeps room for every cell between A1 and the last one; a sheet that needs so much must be mostly filled.
MOST_SPAN = 5_000_000
MOST_CELLS = 28_000_000  # a sheet as high as Excel's, of 26 columns
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26  # what lies within needs no looking at
_PIECE = 2**20
OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# An old workbook's stream begins with BOF; FilePass right behind it says that the rest is encrypted.
_LOCKED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_MACRO = re.compile(rb"relationships/(?:vbaProject|xl(?:Intl)?Macrosheet)\b")
_TEXTS = "xl/sharedstrings.xml"
# Where every reference is written plainly: what is beyond Z99999 or none, what is none, and how far it is.
_NOT_NEAR = re.compile(rb'r="(?![A-Z]?[0-9]{1,5}")')
_NOT_PLAIN = re.compile(rb'r="(?![A-Z]{0,3}[0-9]{1,7}")')
_FAR_ROWS = re.compile(rb'r="[A-Z]{0,3}([0-9]{6,7})"')
_FAR_COLUMNS = re.compile(rb'r="([A-Z]{2,3})[0-9]')
# Where anything goes.
_FAR = re.compile(rb"\br\s*=\s*[\"'](?:([A-Za-z]{2,})\d+|[A-Za-z]?\d{6,})[\"']")
_ANY_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]*(\d{1,6})[\"']")
_ROW = re.compile(rb"(\d+)[\"']$")


@dataclass(frozen=True)
class Examined:
    """What was seen in a workbook before parsing it: the marks by sheet, and whether it is safe to parse here.

    Safe is an archive whose parts are whole and whose cells are all written as known programs write them, so
    that their extent is proven; anything else is parsed in a process of its own.
    """

    safe: bool = False
    marks: dict[str, Marks] = field(default_factory=dict)
    content: bytes = (
        b""  # the workbook, its parts rewritten where the parser would not read them as they are meant
    )
    doubted: bool = False  # whether the workbook says that formulas are to be computed when it is opened


def examine(content: bytes, suffix: str) -> Examined:
    """Refuse what is no workbook or would harm whoever opens it."""
    if suffix == ".xls" and content[:4] == OLE:
        _inspect_old(content)
        return Examined(content=content)
    if content[:4] == OLE:
        _inspect_old(content)
        raise Refused("file_unreadable", "工作簿设了密码或其实是 .xls 格式，请取消密码后另存为 .xlsx")
    if content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise Refused("file_unreadable", "文件其实是网页（或 XML），请用 Excel 打开后另存为 .xlsx")
    if content[:4] != _ZIP:
        raise Refused("file_unreadable", f"内容与扩展名 {suffix} 不符，不是 Excel 工作簿")
    _inspect_count(_parts_stated(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_parts(archive)
            seen = _examine_sheets(archive)
            return replace(seen, content=content) if not seen.content else seen
    except (
        ElementTree.ParseError,
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
    if "EncryptedPackage".encode("utf-16-le") in content or _LOCKED.search(content):
        raise Refused("file_unreadable", "工作簿设了密码，请取消密码后另存")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in content:
        raise _macro()


def _macro() -> Refused:
    return Refused("file_refused", "工作簿含宏，请另存为不含宏的 .xlsx")


def _inspect_count(parts: int) -> None:
    if parts > MOST_PARTS:
        raise Refused("file_refused", "工作簿的压缩包内部分过多，疑似恶意文件，请另存为新的工作簿")


def _parts_stated(content: bytes) -> int:
    """How many parts the archive says it has, before its list of them is read."""
    end = content.rfind(b"PK\x05\x06")
    return int.from_bytes(content[end + 10 : end + 12], "little") if end >= 0 else 0


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise _macro()
    _inspect_count(len(parts))
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
    index = read_index(archive)
    texts = read_shared(archive, index)
    book = Book(read_looks(archive, index), frozenset(texts.struck), index.from_1904)
    parts = dict(texts.parts)
    marks: dict[str, Marks] = {}
    extents: dict[str, Extent] = {}
    safe = True
    for part in archive.namelist():
        if not (_is_sheet(part) or part.lower() in index.titles):
            _inspect_part(archive, part)
            continue
        stored = archive.read(part)
        inspect_entities(stored)
        plain = _far_plain(stored)
        xml, marks[index.titles.get(part.lower(), "")] = read_sheet(stored, book, plain is not None)
        far = plain if xml is stored else _far_plain(xml)
        safe &= far is not None
        extents[part] = _inspect_span(xml, _far(xml) if far is None else far)
        if xml is not stored:
            parts[part] = xml
    _inspect_room(archive, extents)
    return Examined(safe, marks, repacked(archive, parts) if parts else b"", index.doubted)


def _inspect_room(archive: zipfile.ZipFile, sheets: dict[str, Extent]) -> None:
    """Refuse what is small in the archive and in each sheet, but not in sum."""
    if spread_out(sheets, archive.read):
        raise _far_away()
    for part in archive.namelist():
        if part.lower() == _TEXTS:
            texts = archive.read(part)
            if claims_too_many(texts):
                raise Refused("file_unreadable", "工作簿已损坏（文字的数目与内容不符）")
            if texts_too_long(texts, sheets, archive.read):
                raise Refused("file_refused", "工作簿里的长文字重复太多，请拆分或删除多余内容")


def _far_away() -> Refused:
    return Refused("file_refused", "有单元格远在实际数据之外，请删除多余的行、列后另存")


def _is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")


def _inspect_part(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as part:
        first = part.read(_PIECE)
        while part.read(_PIECE):
            pass
    if name.lower().endswith((".xml", ".rels")):
        inspect_entities(first)
    if name.lower().endswith(".rels") and _MACRO.search(first):
        raise _macro()


def _inspect_span(xml: bytes, far: tuple[int, int]) -> Extent:
    """How much room the sheet takes; refused where its last cell lies so far away that this would not fit."""
    rows, columns = far
    filled = xml.count(b"<c ")
    if rows * columns > MOST_SPAN and rows == _NEAR_ROWS:  # wide: how high it truly is
        rows = max(map(int, _ANY_ROW.findall(xml)), default=1)
    if rows * columns > MOST_SPAN and filled < rows * columns * LEAST_FILLED:
        raise _far_away()
    if rows * columns > MOST_CELLS:
        raise Refused("file_refused", "一张工作表的单元格超过 2,800 万个，请拆分或删除多余的列")
    return Extent(rows * columns, filled)


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
    if (
        (xml.find(b":", start, end) >= 0 and xml.find(b":c", start, end) >= 0)
        or xml.find(b"<c ", end) >= 0
        or xml.find(b"<c ", 0, start) >= 0
    ):
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
