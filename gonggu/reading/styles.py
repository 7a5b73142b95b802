"""The styles of a workbook under which a cell shows something else than it holds."""

from dataclasses import dataclass
from xml.etree import ElementTree

from gonggu.reading.formats import BUILT_IN, LOCAL_CURRENCY, Format, number_format


@dataclass(frozen=True)
class Look:
    """How a style shows a cell: by a number format that matters, if any, and whether struck out."""

    format: Format | None = None
    struck: bool = False


def looks_of(styles: bytes) -> dict[int, Look]:
    """The cell styles that matter, by their number; most workbooks have none."""
    root = ElementTree.fromstring(styles)
    listed = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in _children(root, "numFmts")}
    codes = BUILT_IN | {number: code for number, code in listed.items() if number not in LOCAL_CURRENCY}
    struck = [_is_struck(font) for font in _children(root, "fonts")]
    looks: dict[int, Look] = {}
    for number, style in enumerate(_children(root, "cellXfs")):
        font = int(style.get("fontId", "0"))
        look = look_of(codes.get(int(style.get("numFmtId", "0")), ""), font < len(struck) and struck[font])
        if look:
            looks[number] = look
    return looks


def look_of(code: str, struck: bool) -> Look | None:
    """The look of a format code and a font, or None where a cell shows what it holds."""
    shown = number_format(code) if code else None
    shown = shown if shown and shown.matters else None
    return Look(shown, struck) if shown or struck else None


def local(tag: str) -> str:
    """A tag's name without its namespace."""
    return tag.rpartition("}")[2]


def is_on(element: ElementTree.Element) -> bool:
    """Whether an element such as `<strike/>` or `<strike val="0"/>` says yes."""
    return element.get("val", "1") not in ("0", "false", "off")


def _children(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return next((list(child) for child in root if local(child.tag) == name), [])


def _is_struck(font: ElementTree.Element) -> bool:
    return any(local(one.tag) == "strike" and is_on(one) for one in font)
