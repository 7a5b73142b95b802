"""Workbooks put together from their parts, as writers other than those at hand would write them."""

import re
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from gonggu.reading.sheets import letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
Cell = str | float | None


def cell(place: str, content: Cell, style: int = 0) -> str:
    """A cell in XML: a text inline, a number as such; what begins with < is taken as the cell's inner XML."""
    marked = f' s="{style}"' if style else ""
    if isinstance(content, str) and not content.startswith("<"):
        return f'<c r="{place}"{marked} t="inlineStr"><is><t>{escape(content)}</t></is></c>'
    inner = content if isinstance(content, str) else f"<v>{content!r}</v>"
    return f'<c r="{place}"{marked}>{inner}</c>'


def sheet_data(rows: Sequence[Sequence[Cell]], instead: dict[str, str] | None = None) -> str:
    """The rows in XML; `instead` gives single cells as they are to be written."""
    instead = instead or {}
    lines = []
    for number, row in enumerate(rows, 1):
        places = [f"{letter(column)}{number}" for column in range(len(row))]
        cells = [
            instead.get(place) or cell(place, content)
            for place, content in zip(places, row, strict=True)
            if content is not None or place in instead
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


def styles(codes: Sequence[str], fonts: str = "<font/>") -> str:
    """A style for each format code, numbered from 1, all in the last of the fonts."""
    written = [escape(code).replace("\n", "&#10;") for code in codes]
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(written)
    )
    last = fonts.count("<font") - 1
    cells = "".join(f'<xf numFmtId="{164 + at}" fontId="{last}"/>' for at in range(len(codes)))
    return f'<numFmts>{formats}</numFmts><fonts>{fonts}</fonts><cellXfs><xf numFmtId="0" fontId="0"/>{cells}</cellXfs>'


def write_parts(
    path: Path, sheet: str, styled: str = "", texts: str = "", settings: str = "", calculated: str = "<calcPr/>",
    main: str = MAIN, links: str = LINKS, prefix: str = "",
) -> Path:  # fmt: skip
    """A workbook of one sheet from the inner XML of its parts; `prefix` stands before every tag of the sheet."""
    name, declared = (f"{prefix}:worksheet", f"xmlns:{prefix}") if prefix else ("worksheet", "xmlns")
    if prefix:
        sheet = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}:", sheet)
    related = "".join(
        f'<Relationship Id="r{at}" Type="{links}/{kind}" Target="{part}"/>'
        for at, (kind, part) in enumerate(_PARTS.items(), 1)
    )
    index = f'{settings}<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>{calculated}'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{index}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<{name} {declared}="{main}" xmlns:r="{links}">{sheet}</{name}>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styled}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path
