"""Where a value may hide in a workbook, made by XlsxWriter where it can write it."""

import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import quote

import xlsxwriter

from tests.privacy.places import File, Places, registering
from tests.privacy.places_in_pictures import png

PLACES: Places = {}
_place = registering(PLACES)


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


def _chart(book: Any, sheet: Any, text: str) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=指标!$C$1:$D$1"})
    chart.set_title({"name": text.lstrip("=")})
    sheet.insert_chart(3, 1, chart)


_IN_BOOK: dict[str, Callable[[Any, Any, str], object]] = {
    "cell": lambda _, sheet, text: sheet.write_string(2, 1, text),
    "cell in two fonts": _rich,
    "formula": lambda _, sheet, text: sheet.write_formula(2, 1, f'="{text}"', value=1),
    "result of a formula": lambda _, sheet, text: sheet.write_formula(2, 1, "=A1", value=text),
    "hidden sheet": lambda book, _, text: _hidden_sheet(book, text, very=False),
    "very hidden sheet": lambda book, _, text: _hidden_sheet(book, text, very=True),
    "comment": lambda _, sheet, text: sheet.write_comment(1, 1, text),
    "who commented": lambda _, sheet, text: sheet.write_comment(1, 1, "见下", {"author": text}),
    "author": lambda book, _, text: book.set_properties({"author": text}),
    "keywords": lambda book, _, text: book.set_properties({"keywords": text}),
    "property of its own": lambda book, _, text: book.set_custom_property("审核", text),
    "text box": lambda _, sheet, text: sheet.insert_textbox(3, 1, text),
    "description of a drawing": lambda _, sheet, text: sheet.insert_textbox(
        3, 1, "图", {"description": text}
    ),
    "advice for a cell": lambda _, sheet, text: sheet.data_validation(
        "B2", {"validate": "any", "input_message": text[:255]}
    ),
    "tip of a link": lambda _, sheet, text: sheet.write_url(3, 1, "internal:'指标'!A1", tip=text[:255]),
    "column of a table": lambda _, sheet, text: sheet.add_table(
        5, 0, 7, 1, {"columns": [{"header": "户"}, {"header": text}]}
    ),
    "title of a chart": _chart,
    "picture in a sheet": lambda _, sheet, text: sheet.insert_image(
        3, 1, "p.png", {"image_data": BytesIO(png({"Comment": text}))}
    ),
    "format of numbers": lambda book, sheet, text: sheet.write_number(
        3, 1, 5, book.add_format({"num_format": f'"{text}"'})
    ),
}


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
    return _book(lambda *_: None)


@_place("workbook: header of a page")
def _header(text: str) -> File:
    said = escape(text.replace("&", "&&"), quote=False)
    header = f"<headerFooter><oddHeader>&amp;C{said}</oddHeader></headerFooter></worksheet>"
    return _repacked("", b"", (b"</worksheet>", header.encode()))


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
    inner = _book(lambda _, sheet: sheet.write_string(2, 1, text))
    return _repacked("xl/embeddings/book1.xlsx", inner)
