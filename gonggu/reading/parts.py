"""The parts of a workbook (.xlsx) that say how its cells look, and its sheets as the parser is to read them."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from gonggu.reading.dialect import is_plain, rewritten
from gonggu.reading.index import Index, part_named
from gonggu.reading.marks import NEVER_COMPUTED, Book, Marks, marks_of
from gonggu.reading.refused import Refused, inspect_entities
from gonggu.reading.runs import has_formatted_runs, read_inline, read_texts
from gonggu.reading.styles import Look, looks_of

# The errors that the parser knows; of others it refuses the whole workbook.
_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_MOST_BYTES = 100 * 2**20  # of a part that is taken apart as XML
_ERROR = re.compile(
    rb'(<c [^<>]*\bt="e"[^<>]*>\s*(?:<f[^<>]*/>\s*|<f[^<>]*>[^<]*</f>\s*)?<v[^<>]*>)([^<]*)(</v>)'
)


@dataclass(frozen=True)
class Shared:
    """The shared texts: their part where it had to be rewritten, and the texts with struck-out runs by number."""

    parts: Mapping[str, bytes] = field(default_factory=dict)
    struck: Mapping[int, str] = field(default_factory=dict)


def read_looks(archive: zipfile.ZipFile, index: Index) -> dict[int, Look]:
    """The cell styles that matter."""
    styles = _within(_read(archive, index.styles))
    return looks_of(styles) if styles else {}


def read_shared(archive: zipfile.ZipFile, index: Index) -> Shared:
    """The shared texts, which are looked through only where some run is raised or struck out."""
    texts = _read(archive, index.texts)
    if not has_formatted_runs(texts):
        return Shared()
    xml, struck = read_texts(_within(texts))
    return Shared({part_named(archive, index.texts): xml}, struck)


def read_sheet(stored: bytes, book: Book, plain: bool) -> tuple[bytes, Marks]:
    """A sheet's part as the parser is to read it, and its marks; `plain` says that places are written plainly."""
    xml = stored
    if b"sheetData" in xml and not (plain and is_plain(xml)):
        xml = rewritten(_within(xml))
    struck: list[bytes] = []
    if b"<is>" in xml and has_formatted_runs(xml):
        xml, struck = read_inline(xml)
    marks = marks_of(xml, book, struck)
    if set(marks.broken.values()) - _KNOWN_ERRORS - {NEVER_COMPUTED}:
        xml = _ERROR.sub(_known, xml)
    return xml, marks


def _within(xml: bytes) -> bytes:
    if len(xml) > _MOST_BYTES:
        raise Refused("file_refused", "工作簿的格式或文字过多，请用 Excel 打开后另存为新的 .xlsx，或拆分")
    return xml


def repacked(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with these parts in place of its own."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, parts[name] if name in parts else archive.read(name))
    return content.getvalue()


def _known(found: re.Match[bytes]) -> bytes:
    return found[0] if found[2].decode("utf-8", "replace") in _KNOWN_ERRORS else found[1] + b"#N/A" + found[3]


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    """A part whatever the case of its name; nothing where it does not exist."""
    try:
        xml = archive.read(part_named(archive, part))
    except KeyError:
        return b""
    inspect_entities(xml)
    return xml
