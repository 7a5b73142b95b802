"""Sheets in any dialect of XML (prefixes, quotes, order of attributes, cells without a place), rewritten as most programs write them."""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from gonggu.reading.marks import column_number
from gonggu.reading.sheets import letter

_KEPT = frozenset({"sheetFormatPr", "cols", "sheetData", "mergeCells"})
# Single quotes, comments, prefixes, each with a character that most sheets lack; then blanks around = and more prefixes.
_IN_CELLS = ((b"'", b"='"), (b"!", b"<!"), (b":", b":v>"))
_AROUND = (
    *(word for _, word in _IN_CELLS),
    b'= "',
    b' ="',
    b'=\n"',
    b'\n="',
    b'=\t"',
    b":mergeCell",
    b":col ",
)
_QUOTE = {'"': "&quot;"}
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def is_plain(xml: bytes) -> bool:
    """Whether a sheet of which every row and cell begins with its place is written as most programs do."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    around = xml[:start] + xml[end:]
    return not any(word in around for word in _AROUND) and not any(
        xml.find(rare, start, end) >= 0 and xml.find(word, start, end) >= 0 for rare, word in _IN_CELLS
    )


def rewritten(xml: bytes) -> bytes:
    """The sheet with plain tags and attributes, and a place in every row and cell; ValueError where it is no XML."""
    writer = _Writer()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ValueError("no XML") from error
    return ("<worksheet>" + "".join(writer.written) + "</worksheet>").encode()


class _Writer:
    """Writes what of a sheet is read, while the parser passes by."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._open: list[str] = []
        self._row = self._column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if self._open or (name in _KEPT):
            self._open.append(name)
            self.written.append(f"<{name}{self._attributes(name, attributes)}>")

    def end(self, _: str) -> None:
        if self._open:
            self.written.append(f"</{self._open.pop()}>")

    def text(self, text: str) -> None:
        if self._open:
            self.written.append(escape(text))

    def _attributes(self, name: str, attributes: dict[str, str]) -> str:
        place = self._place(name, attributes.pop("r", ""))
        kept = {key: value for key, value in attributes.items() if ":" not in key or key == "xml:space"}
        shown = {"r": place, **kept} if place else kept
        return "".join(f' {key}="{escape(value, _QUOTE)}"' for key, value in shown.items())

    def _place(self, name: str, stated: str) -> str:
        """Where a row or cell stands; one that does not say so follows the one before."""
        if name == "row":
            self._row = int(stated) if stated.isdecimal() else self._row + 1
            self._column = 0
            return str(self._row)
        if name != "c":
            return stated
        found = _CELL.fullmatch(stated)
        if stated and not found:
            return stated
        self._column = column_number(found[1].encode()) if found else self._column + 1
        return f"{letter(self._column - 1)}{found[2] if found else self._row}"
