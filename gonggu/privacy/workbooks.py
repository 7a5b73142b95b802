"""A workbook, or any other zip archive, as its parts: cells by sheet and cell, everything else by the part's name."""

import re
import zipfile
from html import unescape
from io import BytesIO
from posixpath import basename, join, normpath

from gonggu.privacy.markup import parts_of_markup
from gonggu.privacy.parts import Part, sealed, within

ZIP = b"PK\x03\x04"
_MOST_BYTES = 1 << 28
_STRINGS = "xl/sharedStrings.xml"
_STRING = re.compile(r"<(?:\w+:)?si\b[^>]*>.*?</(?:\w+:)?si>", re.DOTALL)
_USE = re.compile(r'<c\b[^>]*?\br="([A-Z]+\d+)"[^>]*?\bt="s"[^>]*>\s*<v>(\d+)</v>')
_SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_TARGET = re.compile(r"<Relationship\b[^>]*>")


def parts_of_archive(data: bytes) -> list[Part]:
    """Every part of the archive, its names and comments too; one that is locked, torn or too large is sealed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                return [sealed("内容过大")]
            names = [member.filename for member in archive.infolist()]
            said = [archive.comment, *(member.comment for member in archive.infolist())]
            members = {name: archive.read(name) for name in dict.fromkeys(names) if not name.endswith("/")}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return [sealed("压缩包")]
    parts = [Part("内部文件名", name) for name in names]
    parts += [Part("压缩包说明", comment) for comment in said if comment]
    sheets = _sheets(members)
    for name, content in members.items():
        if name == _STRINGS:
            parts += _strings(content.decode("utf-8", "replace"), members, sheets)
        else:
            parts.append(Part(sheets.get(name, name), content))
    return parts


def _sheets(members: dict[str, bytes]) -> dict[str, str]:
    """How a reader knows each sheet's part."""
    book = members.get("xl/workbook.xml", b"").decode("utf-8", "replace")
    links = members.get("xl/_rels/workbook.xml.rels", b"").decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for link in _TARGET.findall(links):
        said = dict(re.findall(r'\b(Id|Target)="([^"]*)"', link))
        target = said.get("Target", "")
        targets[said.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        )
    return {
        targets.get(id_, ""): f"工作表“{unescape(name)}”"
        for name, id_ in _SHEET.findall(book)
        if id_ in targets
    }


def _strings(text: str, members: dict[str, bytes], sheets: dict[str, str]) -> list[Part]:
    """The texts that cells share, each with the first cell that shows it; and what stands between them."""
    used: dict[int, str] = {}
    for name, content in members.items():
        if name.startswith("xl/worksheets/"):
            for cell, number in _USE.findall(content.decode("utf-8", "replace")):
                used.setdefault(int(number), within(sheets.get(name, basename(name)), cell))
    parts = [
        Part(used.get(number, "没有单元格使用的文字"), part.content)
        for number, found in enumerate(_STRING.finditer(text))
        for part in parts_of_markup(found[0])
    ]
    return [*parts, Part(_STRINGS, _STRING.sub(" ", text))]
