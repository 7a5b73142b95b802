"""Where a value may hide in the page, made by the report's own template."""

import base64
from functools import cache
from html import escape
from urllib.parse import quote

import nbformat

from gonggu.report.page import export_page
from tests.privacy.places import File, Place, Places, registering
from tests.privacy.places_in_pictures import png, svg

PLACES: Places = {}
_place = registering(PLACES)


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


@_place("page: drawing as base64")
def _drawing(text: str) -> File:
    uri = base64.b64encode(svg(text).encode()).decode()
    return _in_page('<img alt="图" src="data:image/svg+xml;base64,{}">', "</body>")(uri)


@_place("page: drawing in percent signs")
def _percent_drawing(text: str) -> File:
    return _in_page("<img alt='图' src='data:image/svg+xml,{}'>", "</body>")(quote(svg(text)))


@_place("page: background as base64")
def _background(text: str) -> File:
    uri = base64.b64encode(svg(text).encode()).decode()
    return _in_page("<style>p {{ background: url(data:image/svg+xml;base64,{}) }}</style>", "</head>")(uri)


@_place("page: picture in the page")
def _picture_in_page(text: str) -> File:
    uri = base64.b64encode(png({"Comment": text})).decode()
    return _in_page('<img alt="图" src="data:image/png;base64,{}">', "</body>")(uri)
