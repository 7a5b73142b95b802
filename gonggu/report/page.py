"""The page: an executed report notebook becomes one self-contained HTML file of its chapters only.

Of the notebook nothing is taken but the HTML outputs of cells tagged `report`, and of these only elements and
attributes that the chapters use: no code, traceback, script or request can come along.
"""

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.templateexporter import TemplateExporter

from gonggu.errors import StepError
from gonggu.writing import writing

TAG = "report"
TEMPLATES = Path(__file__).parent / "template"
ELEMENTS = frozenset(
    (
        *("section", "header", "h1", "h2", "h3", "p", "strong", "em", "span", "a", "ul", "ol", "li", "div"),
        *("dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"),
        *("figure", "figcaption", "img", "small", "br", "blockquote", "code", "pre"),
    )
)
ATTRIBUTES = frozenset(
    (
        *("id", "class", "href", "title", "scope", "alt", "src", "width", "height"),
        *("tabindex", "role", "aria-label", "aria-labelledby", "aria-describedby", "start"),
    )
)


@dataclass
class Entry:
    """A line of the contents."""

    id: str
    title: str
    parts: list["Entry"] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads a chapter: its headings, and whatever has no place in a report."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.entries: list[Entry] = []
        self.refused: list[str] = []
        self._sections: list[str] = []
        self._heading = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.refused.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or not _stays_inside(name, value or ""):
                self.refused.append(f"<{tag} {name}>")
        if tag == "section":
            self._sections.append(dict(attrs).get("id") or "")
        elif tag in ("h1", "h2", "h3"):
            self._heading, self._text = tag, []

    def handle_endtag(self, tag: str) -> None:
        if tag == "section" and self._sections:
            self._sections.pop()
        if tag != self._heading:
            return
        self._note(tag, " ".join("".join(self._text).split()))
        self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._heading:
            self._text.append(data)

    def handle_decl(self, decl: str) -> None:
        self.refused.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.refused.append(f"<!--{data[:20]}-->")

    def _note(self, tag: str, text: str) -> None:
        section = self._sections[-1] if self._sections else ""
        if tag == "h1":
            self.title = text
        elif tag == "h2":
            self.entries.append(Entry(section, text))
        elif section and self.entries:
            self.entries[-1].parts.append(Entry(section, text))


def _stays_inside(name: str, value: str) -> bool:
    """Links lead within the page; pictures are part of it."""
    plain = unescape(value).strip().lower()
    if name == "href":
        return plain.startswith("#")
    return plain.startswith("data:image/") if name == "src" else True


class PageExporter(TemplateExporter):
    """nbconvert's exporter with the report's own template: no JupyterLab style, no script."""

    def __init__(self, **kwargs: Any) -> None:
        settings = {"extra_template_basedirs": [str(TEMPLATES)], "template_name": "gonggu"}
        super().__init__(**settings, **kwargs)  # type: ignore[no-untyped-call]

    def _file_extension_default(self) -> str:
        return ".html"


def export_page(notebook: nbformat.NotebookNode, title: str = "") -> str:
    """The page of an executed report notebook; StepError where a tagged cell shows what is no chapter.

    Without a `title` it is the text of the cover's heading.
    """
    cover, chapters, contents, heading = "", [], [], ""
    for html in chapter_outputs(notebook):
        read = _read(html)
        before, end, after = html.rpartition("</header>")
        cover += before + end
        chapters.append(after.strip())
        contents += read.entries
        heading = heading or read.title
    if not chapters:
        raise StepError("报告笔记本没有任何一章的输出，网页无法生成；请从头运行第 5 个笔记本。")
    title = title or heading
    page = {
        "title": title,
        "running": css_string(title),
        "cover": cover.strip(),
        "contents": contents,
        "chapters": chapters,
    }
    text, _ = PageExporter().from_notebook_node(notebook, resources={"page": page})
    return str(text) + "\n"


def css_string(text: str) -> str:
    """`text` as a CSS string; nothing in it can end the string or the style element."""
    return '"' + "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in text) + '"'


def write_page(notebook: Path, page: Path) -> None:
    """Export the executed notebook at `notebook` to `page`."""
    exported = export_page(_opened(notebook))
    with writing(page):
        page.write_text(exported, encoding="utf-8", newline="\n")


def _opened(notebook: Path) -> nbformat.NotebookNode:
    opened: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    return opened


def chapter_outputs(notebook: nbformat.NotebookNode) -> list[str]:
    """The HTML of the tagged cells' outputs, in order; a chapter that an edition leaves out is empty."""
    outputs = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", [])
        for output in cell.get("outputs", [])
        if "data" in output and "text/html" in output["data"]
    ]
    texts = ["".join(output["data"]["text/html"]).strip() for output in outputs]
    return [text for text in texts if text]


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if not html.startswith(("<section", "<header")):
        reader.refused.append("不是报告的章节")
    if reader.refused:
        found = "、".join(dict.fromkeys(reader.refused))
        raise StepError(
            f"标签为 report 的单元格里有报告不允许的内容（{found}）。请去掉该单元格的 report 标签，或改用报告的章节。"
        )
    return reader
