"""HTML, SVG and XML as texts: what is shown in one line joined over its tags, attributes, comments, styles."""

import re
from contextlib import suppress
from html.parser import HTMLParser
from xml.parsers.expat import ExpatError, ParserCreate

from gonggu.privacy.parts import Part

LIKE_MARKUP = re.compile(r"<[A-Za-z!?/][^<]*>")
_DECLARING = re.compile(r"<!(?!--|\[CDATA\[)")

# Tags that part no text: those of HTML and SVG, and those of a run of characters in a workbook.
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *("i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tspan", "textpath", "tt", "u", "var", "wbr", "img"),
        *("r", "t", "rpr", "sz", "color", "rfont", "family", "scheme", "charset", "vertalign", "outline"),
        *("shadow", "latin", "ea", "cs", "solidfill", "srgbclr", "schemeclr", "phoneticpr"),
    )
)
_ASIDE = frozenset(("rt", "rp", "rph"))  # how a word is pronounced stands beside it
_BREAK = "br"
_GEOMETRY = frozenset(
    (
        *(
            "d",
            "points",
            "transform",
            "viewbox",
            "x",
            "y",
            "x1",
            "x2",
            "y1",
            "y2",
            "cx",
            "cy",
            "r",
            "rx",
            "ry",
        ),
        *(
            "dx",
            "dy",
            "width",
            "height",
            "offset",
            "stroke-dasharray",
            "gradienttransform",
            "patterntransform",
        ),
    )
)
_CELL = "c"
# Header and footer of a sheet: where each part stands, its font and its fields are codes among the words.
_ON_PAPER = ("header", "footer")
_PAPER_CODE = re.compile(r'(?<!&)&(?:"[^"]*"|[A-JL-Z]|K[0-9A-F]{6}|\d+)')


class _Reader(HTMLParser):
    """Collects the parts; a text ends where a tag begins or ends that parts it from the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self._text: list[str] = []
        self._beside: list[str] = []
        self._aside = 0
        self._cell = ""
        self._tag = ""

    def read(self, text: str) -> list[Part]:
        """The parts of a text."""
        self.feed(text)
        self.close()
        self.flush()
        return self.parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2]
        if name == _BREAK:
            self._text.append(" ")
        elif name in _ASIDE:
            self._aside += 1
        elif name not in _INLINE:
            self.flush()
            self._tag = tag
        if name == _CELL:
            self._cell = dict(attrs).get("r") or ""
        for attribute, value in attrs:
            if value:
                geometry = attribute.rpartition(":")[2] in _GEOMETRY and name != _CELL
                self.parts.append(Part(self._where(tag, attribute), value, measures=geometry))
            self._name(attribute)
        self._name(tag)

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _ASIDE:
            self._aside = max(self._aside - 1, 0)
        elif name not in _INLINE:
            self.flush()
        if name == _CELL:
            self._cell = ""

    def handle_data(self, data: str) -> None:
        (self._beside if self._aside else self._text).append(data)

    def handle_comment(self, data: str) -> None:
        self.parts.append(Part(self._where("", "注释"), data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(Part(self._where("", "声明"), decl))

    def unknown_decl(self, data: str) -> None:
        # A CDATA section: text like any other.
        self._text.append(data.removeprefix("CDATA["))

    def handle_pi(self, data: str) -> None:
        self.parts.append(Part(self._where("", "处理指令"), data))

    def flush(self) -> None:
        """The text so far is one piece."""
        if not self._text and not self._beside:
            return
        for pieces in (self._text, self._beside):
            if text := "".join(pieces).strip():
                self.parts.append(Part(self._where(self._tag, ""), text))
                if self._tag.endswith(_ON_PAPER):
                    said = _PAPER_CODE.sub(" ", text).replace("&&", "&")
                    self.parts.append(Part(self._where(self._tag, ""), said))
            pieces.clear()

    def _name(self, name: str) -> None:
        if not (name.isascii() and name.isalpha()):
            self.parts.append(Part(self._where("", "标签"), name))

    def _where(self, tag: str, inner: str) -> str:
        if self._cell:
            return f"{self._cell} {inner}" if inner else self._cell
        place = f"第 {self._line()} 行"
        place = f"{place} <{tag}>" if tag else place
        return f"{place} {inner}" if inner else place

    def _line(self) -> int:
        return self.getpos()[0]


class _StrictReader(_Reader):
    """Reads what is well-formed XML, as workbooks and drawings are, several times as fast; ExpatError where it is not."""

    def read(self, text: str) -> list[Part]:
        parser = ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda tag: self.handle_endtag(tag.lower())
        parser.CharacterDataHandler = self.handle_data
        parser.CommentHandler = self.handle_comment
        parser.ProcessingInstructionHandler = lambda name, said: self.handle_pi(f"{name} {said}")
        parser.XmlDeclHandler = lambda *said: self.handle_pi(f"xml {' '.join(map(str, said))}")
        self._line = lambda: parser.CurrentLineNumber  # type: ignore[method-assign]
        parser.Parse(text, True)
        self.flush()
        return self.parts

    def _start(self, tag: str, attributes: list[str]) -> None:
        names = map(str.lower, attributes[::2])
        self.handle_starttag(tag.lower(), list(zip(names, attributes[1::2], strict=True)))


def parts_of_markup(text: str) -> list[Part]:
    """The texts of a page, a drawing or a part of a workbook."""
    # A text that declares entities of its own is left to the other reader, which does not follow them.
    if not _DECLARING.search(text):
        with suppress(ExpatError, UnicodeEncodeError):
            return _StrictReader().read(text)
    return _Reader().read(text)
