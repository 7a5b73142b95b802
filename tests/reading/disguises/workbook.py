"""Pages become the parts of an .xlsx, in any dialect."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from tests.reading.disguises.dialect import Dialect
from tests.reading.disguises.scene import Book, Cell, Error, Formula, Page, Rich, Shown

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY = "yyyy\\-mm\\-dd"
_BUILT_IN = {"14": 14, "27": 27, "31": 31, "57": 57, "58": 58}


@dataclass
class _Shared:
    """What the sheets of a book share: its texts and its styles."""

    dialect: Dialect
    texts: dict[str, int] = field(default_factory=dict)
    styles: dict[tuple[str, bool], int] = field(default_factory=lambda: {("", False): 0})

    def text(self, inner: str) -> int:
        return self.texts.setdefault(inner, len(self.texts))

    def style(self, pattern: str, strike: bool = False) -> int | None:
        return self.styles.setdefault((pattern, strike), len(self.styles)) or None


def workbook_bytes(book: Book) -> bytes:
    """The .xlsx of a book."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(book).items():
            named = name.replace("/", "\\") if book.dialect.backslashes else name
            archive.writestr(zipfile.ZipInfo(named, (2020, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _parts(book: Book) -> dict[str, bytes]:
    dialect = book.dialect
    shared = _Shared(dialect)
    sheets = [_sheet(page, shared, book) for page in book.pages]
    names = [f"{dialect.folder}/{dialect.stem}{number}.xml" for number in range(1, len(sheets) + 1)]
    parts = {f"xl/{name}": sheet for name, sheet in zip(names, sheets, strict=True)}
    parts["xl/workbook.xml"] = _workbook(book)
    parts["xl/styles.xml"] = _styles(shared)
    targets = [("worksheet", name) for name in names] + [("styles", "styles.xml")]
    if shared.texts:
        parts["xl/sharedStrings.xml"] = _texts(shared)
        targets.append(("sharedStrings", "sharedStrings.xml"))
    root = "/xl/" if dialect.absolute else ""
    links = [(kind, root + target) for kind, target in targets]
    types = "".join(_override(name) for name in parts)
    first = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    mark = "\ufeff" if dialect.mark else ""
    return {
        "[Content_Types].xml": f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">{first}{types}</Types>'.encode(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")], dialect),
        "xl/_rels/workbook.xml.rels": _relations(links, dialect),
        **{name: f"{mark}{_DECLARED}{part}".encode() for name, part in parts.items()},
    }


def _override(name: str) -> str:
    kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    kind = kinds.get(name.removeprefix("xl/").removesuffix(".xml"), "worksheet")
    return f'<Override PartName="/{name}" ContentType="{_SHEET_TYPE}.{kind}+xml"/>'


def _relations(targets: list[tuple[str, str]], dialect: Dialect) -> bytes:
    kinds = _LINKS[dialect.strict]
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


def _root(dialect: Dialect, name: str, attributes: dict[str, str], *inner: str) -> str:
    space = {f"xmlns:{dialect.prefix}" if dialect.prefix else "xmlns": _MAIN[dialect.strict]}
    return dialect.element(name, space | {"xmlns:r": _LINKS[dialect.strict]} | attributes, *inner)


def _workbook(book: Book) -> str:
    dialect = book.dialect
    sheets = [
        dialect.element(
            "sheet",
            {"name": page.name, "sheetId": number, "state": page.state or None, "r:id": f"rId{number}"},
        )
        for number, page in enumerate(book.pages, start=1)
    ]
    properties = dialect.element("workbookPr", {"date1904": 1 if book.date1904 else None})
    calculation = (
        dialect.element("calcPr", {"calcId": 191029, "fullCalcOnLoad": 1}) if book.recalculates else ""
    )
    conforming = {"conformance": "strict"} if dialect.strict else {}
    return _root(
        dialect, "workbook", conforming, properties, dialect.element("sheets", {}, *sheets), calculation
    )


def _styles(shared: _Shared) -> str:
    element = shared.dialect.element
    patterns = [pattern for pattern, _ in shared.styles if pattern not in {"", *_BUILT_IN}]
    numbers = (
        {pattern: 164 + place for place, pattern in enumerate(dict.fromkeys(patterns))} | _BUILT_IN | {"": 0}
    )
    formats = [element("numFmt", {"numFmtId": numbers[p], "formatCode": p}) for p in dict.fromkeys(patterns)]
    fonts = [
        element("font", {}, element("sz", {"val": 11})),
        element("font", {}, element("strike"), element("sz", {"val": 11})),
    ]
    cells = [
        element(
            "xf",
            {"numFmtId": numbers[pattern], "fontId": int(strike), "fillId": 0, "borderId": 0, "xfId": 0}
            | {"applyNumberFormat": 1, "applyFont": 1},
        )
        for pattern, strike in shared.styles
    ]
    fill = element("fill", {}, element("patternFill", {"patternType": "none"}))
    plain = element("xf", {"numFmtId": 0, "fontId": 0, "fillId": 0, "borderId": 0})
    return _root(
        shared.dialect,
        "styleSheet",
        {},
        element("numFmts", {"count": len(formats)}, *formats) if formats else "",
        element("fonts", {"count": 2}, *fonts),
        element("fills", {"count": 1}, fill),
        element("borders", {"count": 1}, element("border")),
        element("cellStyleXfs", {"count": 1}, plain),
        element("cellXfs", {"count": len(cells)}, *cells),
        element(
            "cellStyles", {"count": 1}, element("cellStyle", {"name": "Normal", "xfId": 0, "builtinId": 0})
        ),
    )


def _texts(shared: _Shared) -> str:
    element = shared.dialect.element
    return _root(shared.dialect, "sst", {}, *(element("si", {}, inner) for inner in shared.texts))


def _sheet(page: Page, shared: _Shared, book: Book) -> str:
    element = book.dialect.element
    width = max((len(row) for row in page.rows), default=1)
    view = element("sheetView", {"showZeros": None if page.shows_zeros else 0, "workbookViewId": 0})
    columns = [
        element("col", {"min": at + 1, "max": at + 1, "width": 9, "hidden": 1})
        for at in sorted(page.hidden_columns)
    ]
    rows = [_row(page, number, shared, book) for number in range(len(page.rows))]
    merged = [
        element("mergeCell", {"ref": f"{place(top, left)}:{place(bottom, right)}"})
        for top, left, bottom, right in page.merged
    ]
    whole = f"{place(page.head, 0)}:{place(max(page.head, page.last - 1), width - 1)}"
    return _root(
        book.dialect,
        "worksheet",
        {},
        element("dimension", {"ref": book.dialect.dimension}) if book.dialect.dimension else "",
        element("sheetViews", {}, view),
        element("cols", {}, *columns) if columns else "",
        element("sheetData", {}, *(row for row in rows if row)),
        element("autoFilter", {"ref": whole}) if page.filtered else "",
        element("mergeCells", {"count": len(merged)}, *merged) if merged else "",
    )


def _row(page: Page, number: int, shared: _Shared, book: Book) -> str:
    dialect = book.dialect
    cells = page.rows[number]
    written = [_cell(cell, place(number, at), shared, book) for at, cell in enumerate(cells)]
    if not dialect.places:
        written = [cell or dialect.element("c") for cell in written]
    hidden = 1 if number in page.hidden_rows else None
    if not any(written) and dialect.places:
        return ""
    at = number + 1 if dialect.places else None
    return dialect.element("row", {"r": at, "hidden": hidden}, *written)


def _cell(cell: Cell, at: str, shared: _Shared, book: Book) -> str:
    dialect = book.dialect
    if cell is None and not (dialect.blanks or dialect.empty_values):
        return ""
    kind, style, inner = _content(cell, shared, book)
    places = {"r": at if dialect.places else None}
    return dialect.element("c", places | {"s": style, "t": kind}, *inner)


def _content(cell: Cell, shared: _Shared, book: Book) -> tuple[str | None, int | None, list[str]]:
    """A cell's type, style and inner elements."""
    dialect = book.dialect
    element = dialect.element
    kind, style = None, None
    match cell:
        case None:
            style, inner = shared.style("@"), [element("v")] if dialect.empty_values else []
        case str() | Rich():
            kind, inner = _text(cell, shared)
        case Shown(str() as text, pattern, strike):
            style = shared.style(pattern, strike)
            kind, inner = _text(text, shared)
        case Error(text):
            kind, inner = "e", [element("v", {}, escape(text))]
        case bool():
            kind, inner = "b", [element("v", {}, str(int(cell)))]
        case Formula(text, result, pattern):
            style = shared.style(pattern)
            if isinstance(result, str):
                kind = "e" if result.startswith("#") else "str"
            stored = [] if result is None else [element("v", {}, escape(_number(result, book)))]
            inner = [element("f", {}, escape(text)), *stored]
        case date() if dialect.iso_dates:
            written = cell.isoformat() + ("" if isinstance(cell, datetime) else "T00:00:00")
            kind, style, inner = "d", shared.style(DAY), [element("v", {}, written)]
        case _:
            shown = cell if isinstance(cell, Shown) else Shown(cell, DAY if isinstance(cell, date) else "")
            kind, style = "n" if dialect.explicit else None, shared.style(shown.pattern, shown.strike)
            inner = [element("v", {}, _number(shown.value, book))]
    return kind, style, inner


def _text(cell: str | Rich, shared: _Shared) -> tuple[str, list[str]]:
    dialect = shared.dialect
    if dialect.texts == "plain" and isinstance(cell, str):
        return "str", [dialect.element("v", {}, escape(cell))]
    inner = _preserved(cell, dialect) if isinstance(cell, str) else _runs(cell.runs, dialect)
    if dialect.texts == "inline":
        return "inlineStr", [dialect.element("is", {}, inner)]
    return "s", [dialect.element("v", {}, str(shared.text(inner)))]


def _preserved(text: str, dialect: Dialect) -> str:
    if dialect.runs and len(text) > 1:
        middle = len(text) // 2
        reading = dialect.element("rPh", {"sb": 0, "eb": 1}, dialect.element("t", {}, "pin yin"))
        return _runs(((text[:middle], ""), (text[middle:], "")), dialect) + reading
    return dialect.element("t", {"xml:space": "preserve"}, escape(text))


def _runs(runs: tuple[tuple[str, str], ...], dialect: Dialect) -> str:
    looks = {
        "superscript": dialect.element("vertAlign", {"val": "superscript"}),
        "strike": dialect.element("strike"),
    }
    return "".join(
        dialect.element(
            "r",
            {},
            dialect.element("rPr", {}, looks[look]) if look else "",
            dialect.element("t", {"xml:space": "preserve"}, escape(text)),
        )
        for text, look in runs
    )


def _number(value: Any, book: Book) -> str:
    if isinstance(value, date):
        return repr(serial(value) - (1462 if book.date1904 else 0)).removesuffix(".0")
    if isinstance(value, str):
        return value
    return f"{value:.15E}" if book.dialect.exponents else repr(value).removesuffix(".0")


def serial(day: date) -> float:
    """Excel's number of a day, with the time of day behind the point."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400


def place(row: int, column: int) -> str:
    """A cell as Excel names it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
