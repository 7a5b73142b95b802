"""What a message says: plain text, and HTML that the Word engine, Gmail and phones show alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from gonggu.circulation.changes import Sent, headline_rows, reasons
from gonggu.circulation.parcel import Parcel
from gonggu.circulation.pictures import Picture, pictures_of
from gonggu.errors import StepError

MOST_BYTES = 70_000


@dataclass(frozen=True)
class Body:
    """The two texts of a message and the pictures that the second shows."""

    text: str
    html: str
    pictures: tuple[Picture, ...]


def write_body(parcel: Parcel, before: Sent | None, pictures: Sequence[Picture] | None = None) -> Body:
    """The body for a reader who has been sent `before`; the charts are drawn unless they are given."""
    charts = tuple(pictures_of(parcel.figures) if pictures is None else pictures)
    rows = headline_rows(parcel.figures, before)
    context = {
        "parcel": parcel,
        "rows": rows,
        "is_compared": any(row.change for row in rows),
        "before": before,
        "since": _since(before, parcel.year),
        "reasons": reasons(parcel.record, before) if before else [],
        "pictures": charts,
        "title": f"{parcel.place}{parcel.year}年巩固脱贫成果工作报告",
    }
    page = _templates().get_template("body.html.j2").render(context)
    html = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(page)
    if len(html.encode()) > MOST_BYTES:
        raise StepError(f"{parcel.scope.name}的邮件正文超过 {MOST_BYTES // 1000} kB，没有发送。")
    return Body(_templates().get_template("body.txt.j2").render(context), html, charts)


def _since(before: Sent | None, year: int) -> str:
    if before is None:
        return ""
    of_year = "" if before.year == year else f"{before.year}年版，"
    return f"上次（{of_year}{before.day}发送）"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("gonggu.circulation", "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
