"""Where a value may hide in an edition: each place makes one file, by the program's own writers where they can write it."""

import base64
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import quote

import matplotlib as mpl
import nbformat
import xlsxwriter

from gonggu.report.page import export_page

File = tuple[str, bytes]
Place = Callable[[str], File]
PLACES: dict[str, Place] = {}


def _place(name: str) -> Callable[[Place], Place]:
    def registered(place: Place) -> Place:
        PLACES[name] = place
        return place

    return registered


@cache
def page() -> str:
    """A report of one chapter, by the report's own template."""
    cell = nbformat.v4.new_code_cell("chapter", metadata={"tags": ["report"]})  # type: ignore[no-untyped-call]
    html = '<section id="one"><h2>一章</h2><p>在册户 1,285 户。</p><!--here--></section>'
    cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": html.replace("<!--here-->", "")})]  # type: ignore[no-untyped-call]
    return export_page(nbformat.v4.new_notebook(cells=[cell]), "报告")  # type: ignore[no-untyped-call]


# What stands in the page, and before what; {} is the value.
_IN_PAGE = {
    "paragraph": ("<p>户主：{}，男</p>", "</body>"),
    "table cell": ("<table><tr><td>1</td><td>{}</td><td>2</td></tr></table>", "</body>"),
    "list": ("<ul><li>{}</li><li>其他</li></ul>", "</body>"),
    "title attribute": ('<span title="{}">3</span>', "</body>"),
    "text of a picture": ('<img alt="{}" src="#">', "</body>"),
    "label for readers": ('<p aria-label="{}">3</p>', "</body>"),
    "data attribute": ('<p data-who="{}">3</p>', "</body>"),
    "id": ('<p id="{}">3</p>', "</body>"),
    "comment": ("<!-- {} -->", "</body>"),
    "hidden node": ("<p hidden>{}</p>", "</body>"),
    "node that is not displayed": ('<div style="display:none">{}</div>', "</body>"),
    "template": ("<template><p>{}</p></template>", "</body>"),
    "choice": ("<select><option>{}</option></select>", "</body>"),
    "field": ('<input type="hidden" value="{}">', "</body>"),
    "area": ("<textarea>{}</textarea>", "</body>"),
    "script": ("<script>var who = '{}';</script>", "</body>"),
    "style sheet": ('<style>p::after {{ content: "{}" }}</style>', "</head>"),
    "style attribute": ("<p style=\"--who: '{}'\">3</p>", "</body>"),
    "title": ("<title>{}</title>", "</head>"),
    "meta": ('<meta name="author" content="{}">', "</head>"),
    "link within": ('<a href="#{}">3</a>', "</body>"),
    "drawing in the page": ("<svg><desc>{}</desc></svg>", "</body>"),
    "words of a drawing": ("<svg><text><tspan>{}</tspan></text></svg>", "</body>"),
    "CDATA": ("<svg><metadata><![CDATA[{}]]></metadata></svg>", "</body>"),
    "pronunciation": ("<ruby>人<rt>{}</rt></ruby>", "</body>"),
}


def _in_page(pattern: str, before: str) -> Place:
    return lambda text: ("report.html", page().replace(before, pattern.format(text) + before, 1).encode())


for _name, (_pattern, _before) in _IN_PAGE.items():
    PLACES[f"page: {_name}"] = _in_page(_pattern, _before)


@_place("page: page within the page")
def _page_within(text: str) -> File:
    return _in_page('<iframe srcdoc="{}"></iframe>', "</body>")(escape(f"<p>{text}</p>"))


@_place("page: after its end")
def _after_page(text: str) -> File:
    return "report.html", (page() + text).encode()


def _svg(text: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path d="M 10.5 20.25 L 30 40"/>'
        f"<!-- {text} --></svg>"
    )


@_place("page: drawing as base64")
def _drawing(text: str) -> File:
    uri = base64.b64encode(_svg(text).encode()).decode()
    return _in_page('<img alt="图" src="data:image/svg+xml;base64,{}">', "</body>")(uri)


@_place("page: drawing in percent signs")
def _percent_drawing(text: str) -> File:
    return _in_page("<img alt='图' src='data:image/svg+xml,{}'>", "</body>")(quote(_svg(text)))


@_place("page: background as base64")
def _background(text: str) -> File:
    uri = base64.b64encode(_svg(text).encode()).decode()
    return _in_page("<style>p {{ background: url(data:image/svg+xml;base64,{}) }}</style>", "</head>")(uri)


@_place("page: picture in the page")
def _picture_in_page(text: str) -> File:
    uri = base64.b64encode(png({"Comment": text})).decode()
    return _in_page('<img alt="图" src="data:image/png;base64,{}">', "</body>")(uri)


# Drawings and pictures.


@_place("drawing: comment")
def _svg_comment(text: str) -> File:
    return "chart.svg", _svg(text).encode()


@_place("drawing: words")
def _svg_words(text: str) -> File:
    return "chart.svg", _svg("").replace("</svg>", f"<text x='1' y='2'>{text}</text></svg>").encode()


@_place("drawing: who made it, by matplotlib")
def _svg_metadata(text: str) -> File:
    return "chart.svg", _drawn("svg", {"Creator": text})


@_place("drawing: label, by matplotlib")
def _svg_label(text: str) -> File:
    return "chart.svg", _drawn("svg", {}, text)


def _drawn(kind: str, metadata: dict[str, str], label: str = "") -> bytes:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(1, 1))
    # Labels stay text; as outlines they are repeated in comments only.
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure.text(0.1, 0.5, label.replace("$", ""), parse_math=False)
        figure.savefig(made := BytesIO(), format=kind, metadata=metadata)
    return made.getvalue()


def png(metadata: dict[str, str]) -> bytes:
    """A picture as matplotlib saves it, with texts."""
    return _drawn("png", metadata)


@cache
def _bare_png() -> bytes:
    return png({})


def _with_chunk(kind: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + kind + content
    chunk += struct.pack(">I", zlib.crc32(kind + content))
    end = _bare_png().rindex(b"IEND") - 4
    return _bare_png()[:end] + chunk + _bare_png()[end:]


_CHUNKS: dict[str, Callable[[str], tuple[bytes, bytes]]] = {
    "tEXt": lambda text: (b"tEXt", b"Comment\0" + text.encode()),
    "tEXt in GB 18030": lambda text: (b"tEXt", b"Comment\0" + text.encode("gb18030")),
    "zTXt": lambda text: (b"zTXt", b"Comment\0\0" + zlib.compress(text.encode())),
    "iTXt": lambda text: (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + f"<x>{text}</x>".encode()),
    "compressed iTXt": lambda text: (b"iTXt", b"Author\0\1\0zh\0\0" + zlib.compress(text.encode())),
    "eXIf": lambda text: (b"eXIf", b"MM\0*\0\0\0\x08" + text.encode("utf-16-le")),
    "chunk of its own": lambda text: (b"prVt", text.encode()),
}
for _name, _chunk in _CHUNKS.items():
    PLACES[f"picture: {_name}"] = lambda text, chunk=_chunk: ("chart.png", _with_chunk(*chunk(text)))  # type: ignore[misc]


@_place("picture: after its end")
def _after_picture(text: str) -> File:
    return "chart.png", _bare_png() + text.encode()


def _jpeg(marker: int, content: bytes) -> File:
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    body = b"\xff\xda\x00\x02\x12\x34\xff\xd9"
    return "photo.jpg", b"\xff\xd8" + segment + body


@_place("photograph: comment")
def _jpeg_comment(text: str) -> File:
    return _jpeg(0xFE, text.encode())


@_place("photograph: EXIF")
def _jpeg_exif(text: str) -> File:
    return _jpeg(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0" + text.encode("utf-16-le") + b"\0\0")


@_place("photograph: XMP")
def _jpeg_xmp(text: str) -> File:
    xmp = f'<x:xmpmeta><dc:creator name="{escape(text)}"/></x:xmpmeta>'
    return _jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp.encode())


# Workbooks.


def _book(fill: Callable[[Any, Any], None]) -> bytes:
    with xlsxwriter.Workbook(made := BytesIO()) as book:
        sheet = book.add_worksheet("指标")
        sheet.write_row(0, 0, ["指标", "数值", 1285, 0.1234567890123456])
        fill(book, sheet)
    return made.getvalue()


def _hidden_sheet(book: Any, text: str, *, very: bool) -> None:
    sheet = book.add_worksheet("底稿")
    sheet.write_string(4, 2, text)
    sheet.very_hidden() if very else sheet.hide()


def _rich(book: Any, sheet: Any, text: str) -> None:
    bold = book.add_format({"bold": True})
    sheet.write_rich_string(2, 1, "户主：", bold, text[0], text[1:], "。")


_IN_BOOK: dict[str, Callable[[Any, Any, str], object]] = {
    "cell": lambda book, sheet, text: sheet.write_string(2, 1, text),
    "cell in two fonts": _rich,
    "formula": lambda book, sheet, text: sheet.write_formula(2, 1, f'="{text}"', value=1),
    "result of a formula": lambda book, sheet, text: sheet.write_formula(2, 1, "=A1", value=text),
    "hidden sheet": lambda book, sheet, text: _hidden_sheet(book, text, very=False),
    "very hidden sheet": lambda book, sheet, text: _hidden_sheet(book, text, very=True),
    "comment": lambda book, sheet, text: sheet.write_comment(1, 1, text),
    "who commented": lambda book, sheet, text: sheet.write_comment(1, 1, "见下", {"author": text}),
    "header of a page": lambda book, sheet, text: sheet.set_header(f"&C{text.replace('&', '&&')}"),
    "author": lambda book, sheet, text: book.set_properties({"author": text}),
    "keywords": lambda book, sheet, text: book.set_properties({"keywords": text}),
    "property of its own": lambda book, sheet, text: book.set_custom_property("审核", text),
    "text box": lambda book, sheet, text: sheet.insert_textbox(3, 1, text),
    "description of a drawing": lambda book, sheet, text: sheet.insert_textbox(
        3, 1, "图", {"description": text}
    ),
    "advice for a cell": lambda book, sheet, text: sheet.data_validation(
        "B2", {"validate": "any", "input_message": text[:255]}
    ),
    "tip of a link": lambda book, sheet, text: sheet.write_url(3, 1, "internal:'指标'!A1", tip=text[:255]),
    "column of a table": lambda book, sheet, text: sheet.add_table(
        5, 0, 7, 1, {"columns": [{"header": "户"}, {"header": text}]}
    ),
    "title of a chart": lambda book, sheet, text: _chart(book, sheet, text),
    "picture in a sheet": lambda book, sheet, text: sheet.insert_image(
        3, 1, "p.png", {"image_data": BytesIO(png({"Comment": text}))}
    ),
    "format of numbers": lambda book, sheet, text: sheet.write_number(
        3, 1, 5, book.add_format({"num_format": f'"{text}"'})
    ),
}


def _chart(book: Any, sheet: Any, text: str) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=指标!$C$1:$D$1"})
    chart.set_title({"name": text.lstrip("=")})
    sheet.insert_chart(3, 1, chart)


for _name, _fill in _IN_BOOK.items():
    PLACES[f"workbook: {_name}"] = lambda text, fill=_fill: (  # type: ignore[misc]
        "annex.xlsx",
        _book(lambda book, sheet: fill(book, sheet, text)),
    )


def _repacked(name: str, content: bytes, replaced: tuple[bytes, bytes] = (b"", b"")) -> File:
    """A workbook with one more part, or with something else in it."""
    with zipfile.ZipFile(BytesIO(_plain_book())) as old, zipfile.ZipFile(made := BytesIO(), "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, data.replace(*replaced, 1) if replaced[0] else data)
        if name:
            new.writestr(name, content)
    return "annex.xlsx", made.getvalue()


@cache
def _plain_book() -> bytes:
    return _book(lambda book, sheet: None)


@_place("workbook: custom XML")
def _custom_xml(text: str) -> File:
    return _repacked("customXml/item1.xml", f"<root><who>{escape(text)}</who></root>".encode())


@_place("workbook: file in the archive")
def _file_name(text: str) -> File:
    return _repacked(f"xl/media/{quote(text, safe=' -')}.txt", b"")


@_place("workbook: cell that holds its own text")
def _inline_string(text: str) -> File:
    cell = f'<c r="F9" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
    return _repacked("", b"", (b"</row>", cell.encode()))


@_place("workbook: name of a sheet")
def _sheet_name(text: str) -> File:
    return _repacked("", b"", ('name="指标"'.encode(), f'name="{escape(text)}"'.encode()))


@_place("workbook: defined name")
def _defined_name(text: str) -> File:
    named = f'<definedNames><definedName name="who">"{escape(text)}"</definedName></definedNames><calcPr'
    return _repacked("", b"", (b"<calcPr", named.encode()))


@_place("workbook: text that no cell shows")
def _orphan_string(text: str) -> File:
    return _repacked("", b"", (b"</sst>", f"<si><t>{escape(text)}</t></si></sst>".encode()))


@_place("workbook: workbook within")
def _nested_book(text: str) -> File:
    inner = _book(lambda book, sheet: sheet.write_string(2, 1, text))
    return _repacked("xl/embeddings/book1.xlsx", inner)


# Notebooks and plain files.


def _notebook(cell: Any = None, **metadata: Any) -> File:
    made = nbformat.v4.new_notebook(metadata=metadata)  # type: ignore[no-untyped-call]
    made.cells = [nbformat.v4.new_markdown_cell("## 读入与核查"), *([cell] if cell else [])]  # type: ignore[no-untyped-call]
    # Lines apart, as JupyterLab keeps them.
    return "notebooks/5_report.ipynb", nbformat.writes(made, version=4).encode()  # type: ignore[no-untyped-call]


def _output(**output: Any) -> File:
    cell = nbformat.v4.new_code_cell("work")  # type: ignore[no-untyped-call]
    cell.outputs = [nbformat.from_dict(output)]  # type: ignore[no-untyped-call]
    return _notebook(cell)


def _shown(mime: str, content: object) -> File:
    return _output(output_type="display_data", metadata={}, data={mime: content})


_IN_NOTEBOOK: dict[str, Place] = {
    "code": lambda text: _notebook(nbformat.v4.new_code_cell(f"# 查 {text}\nwork")),  # type: ignore[no-untyped-call]
    "Markdown": lambda text: _notebook(nbformat.v4.new_markdown_cell(f"户主：{text}，见台账")),  # type: ignore[no-untyped-call]
    "printed": lambda text: _output(output_type="stream", name="stdout", text=f"1 {text}\n2\n"),
    "plain output": lambda text: _shown("text/plain", f"户主  {text}\n"),
    "HTML output": lambda text: _shown("text/html", f"<table><tr><td>{text}</td></tr></table>"),
    "Markdown output": lambda text: _shown("text/markdown", f"- {text}"),
    "JSON output": lambda text: _shown("application/json", {"rows": [{"who": text}]}),
    "drawing": lambda text: _shown("image/svg+xml", _svg(text)),
    "picture": lambda text: _shown("image/png", base64.encodebytes(png({"Comment": text})).decode()),
    "traceback": lambda text: _output(
        output_type="error",
        ename="KeyError",
        evalue="1",
        traceback=["\x1b[0;31mKeyError\x1b[0m", f"\x1b[1m{text}\x1b[0m"],
    ),
    "error": lambda text: _output(output_type="error", ename="KeyError", evalue=text, traceback=[]),
    "metadata": lambda text: _notebook(papermill={"parameters": {"who": text}}),
    "key of its metadata": lambda text: _notebook(papermill={text: 1}),
    "metadata of a cell": lambda text: _notebook(nbformat.v4.new_markdown_cell("", metadata={"who": [text]})),  # type: ignore[no-untyped-call]
    "attachment": lambda text: _notebook(
        nbformat.v4.new_markdown_cell(  # type: ignore[no-untyped-call]
            "![](attachment:p.png)",
            attachments={"p.png": {"image/png": base64.b64encode(png({"Comment": text})).decode()}},
        )
    ),
}
for _name, _in_notebook in _IN_NOTEBOOK.items():
    PLACES[f"notebook: {_name}"] = _in_notebook

PLACES |= {
    "JSON: value": lambda text: ("figures.json", json.dumps({"figures": [{"label": text}]}).encode()),
    "JSON: key": lambda text: (".steps/funds.json", json.dumps({text: 1}, ensure_ascii=False).encode()),
    "JSON: key that is repeated": lambda text: (
        "run.json",
        f'{{"a": {json.dumps(text)}, "a": 1}}'.encode(),
    ),
    "JSON: torn": lambda text: ("run.json", f'{{"error": "{text}'.encode()),
    "text": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode()),
    "text in GB 18030": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode("gb18030")),
    "text in UTF-16": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode("utf-16")),
    "Markdown": lambda text: ("notes.md", f"- **户主**：{text}\n".encode()),
    "table of texts": lambda text: ("rows.csv", f"户,姓名\n1,{text},3\n".encode("utf-8-sig")),
    "file name": lambda text: (f"{quote(text, safe=' -')}.txt", b""),
    "folder name": lambda text: (f"{quote(text, safe=' -')}/a.txt", b""),
}
