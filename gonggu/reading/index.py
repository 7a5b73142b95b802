"""The index of a workbook (.xlsx): its sheets, its other parts, how it counts dates, whether it was computed."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from gonggu.reading.refused import Refused, entities, inspect_entities

_MOST_BYTES = 8 * 2**20  # no book lists so many sheets and names
_INDEX, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_YES = ("1", "true", "on")


@dataclass(frozen=True)
class Index:
    """`titles` gives for each part, in small letters, the sheet's name.

    `doubted` says that formulas may never have been computed: the workbook asks for it, or has no settings of a
    program that computes.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    styles: str = "xl/styles.xml"
    texts: str = "xl/sharedStrings.xml"
    from_1904: bool = False
    doubted: bool = False


def read_index(archive: zipfile.ZipFile) -> Index:
    """The workbook's index; Refused where it is hostile."""
    try:
        links = _tags(archive, _RELATIONS, ("Relationship",))["Relationship"]
        found = _tags(archive, _INDEX, ("sheet", "workbookPr", "calcPr"))
    except (LookupError, ElementTree.ParseError):  # a part or an encoding that does not exist
        raise Refused("file_unreadable", "工作簿已损坏（目录读不出）") from None
    parts = {link.get("Id", ""): _part(link.get("Target", "")) for link in links}
    kinds = {link.get("Type", "").rpartition("/")[2]: _part(link.get("Target", "")) for link in links}
    _inspect_listed(archive, [kinds[kind] for kind in ("styles", "sharedStrings") if kind in kinds])
    book, computing = _last(found["workbookPr"]), _last(found["calcPr"])
    recomputed = computing.get("fullCalcOnLoad") in _YES or computing.get("forceFullCalc") in _YES
    by_hand = computing.get("calcMode") == "manual"
    return Index(
        _titles(found["sheet"], parts),
        kinds.get("styles", Index.styles),
        kinds.get("sharedStrings", Index.texts),
        book.get("date1904") in _YES,
        recomputed or not (found["calcPr"] or by_hand),
    )


def _inspect_listed(archive: zipfile.ZipFile, parts: Iterable[str]) -> None:
    for part in parts:
        try:
            part_named(archive, part)
        except KeyError:
            raise Refused("file_unreadable", "工作簿已损坏（缺少格式或文字部分）") from None


def part_named(archive: zipfile.ZipFile, name: str) -> str:
    """The part of this name, whatever the case of its letters; KeyError where there is none."""
    names = {one.lower(): one for one in archive.namelist()}
    return names[name.lower()]


def _titles(sheets: Iterable[Mapping[str, str]], parts: Mapping[str, str]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for sheet in sheets:
        link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        part = parts.get(link, _part("")).lower()
        if part in titles:
            raise Refused(
                "file_refused", "同一张工作表在工作簿中登记了多次，疑似恶意文件，请另存为新的工作簿"
            )
        titles[part] = sheet.get("name", "")
    return titles


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _last(found: list[dict[str, str]]) -> dict[str, str]:
    return found[-1] if found else {}


class _Attributes:
    """Keeps the attributes of some kinds of tags while the parser passes by; no tree is built."""

    def __init__(self, tags: Iterable[str]) -> None:
        self.found: dict[str, list[dict[str, str]]] = {tag: [] for tag in tags}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name in self.found:
            self.found[name].append(attributes)


def _tags(archive: zipfile.ZipFile, part: str, tags: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    part = part_named(archive, part)
    if archive.getinfo(part).file_size > _MOST_BYTES:
        raise Refused("file_refused", "工作簿的目录异常地大，请删除多余的名称，或另存为新的工作簿")
    xml = archive.read(part)
    if b"<!DOCTYPE" in xml:
        raise entities()
    inspect_entities(xml)
    attributes = _Attributes(tags)
    parser = ElementTree.XMLParser(target=attributes)
    parser.feed(xml)
    parser.close()
    return attributes.found
