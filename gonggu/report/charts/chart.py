"""A chart as the report carries it: drawing, message, alternative text, and the table behind it."""

import base64
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO

import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.lean import lean
from gonggu.report.style import PX_PER_INCH, WIDTH_PX, styled

_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_FRAME = Markup(
    '<figure class="chart" id="chart-{id}"><figcaption>{title}</figcaption>'
    '<img alt="{alt}" width="{width}" height="{height}" src="data:image/svg+xml;base64,{data}">'
    "<p><small>{caption}</small></p></figure>"
)


@dataclass(frozen=True)
class Chart:
    """One chart: `title` states the message, `alt` states it in figures for who cannot see it.

    `caption` names the source ledgers and how many records; `table` is what is drawn.
    """

    id: str
    title: str
    alt: str
    caption: str
    svg: str = field(repr=False)  # a notebook keeps the text of what it shows too
    table: pd.DataFrame

    def html(self) -> Markup:
        """The chart as an HTML figure that needs nothing from outside the page."""
        width, height = size_px(self.svg)
        data = base64.b64encode(self.svg.encode()).decode()
        return _FRAME.format(
            id=self.id,
            title=self.title,
            alt=self.alt,
            caption=self.caption,
            width=width,
            height=height,
            data=data,
        )

    def _repr_html_(self) -> str:
        return str(self.html())


def draw(height_px: float, paint: Callable[[Canvas], None]) -> str:
    """The SVG that `paint` draws on a canvas of the report's width; the same bytes each time."""
    with styled(), warnings.catch_warnings():
        # A character that no installed font has is drawn as a box; there is nothing the reader could do.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        canvas = Canvas(figsize=(WIDTH_PX / PX_PER_INCH, height_px / PX_PER_INCH))
        paint(canvas)
        written = StringIO()
        canvas.savefig(written, format="svg", metadata=_NO_METADATA)
    return lean(written.getvalue())


def size_px(svg: str) -> tuple[int, int]:
    """Width and height of a drawing in CSS pixels."""
    width, height = (float(re.search(rf'\b{side}="([\d.]+)pt"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
    return round(width / 0.75), round(height / 0.75)
