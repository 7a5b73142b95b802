"""What a message says: plain text, and HTML that the Word engine, Gmail and phones show alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import css_inline

from gonggu.circulation.changes import Since, headline_rows
from gonggu.circulation.parcel import Parcel
from gonggu.circulation.pictures import Picture, pictures_of
from gonggu.circulation.rendering import rendered
from gonggu.errors import StepError

MOST_BYTES = 70_000


@dataclass(frozen=True)
class Body:
    """The two texts of a message and the pictures that the second shows."""

    text: str
    html: str
    pictures: tuple[Picture, ...]


def write_body(parcel: Parcel, since: Since | None, pictures: Sequence[Picture] | None = None) -> Body:
    """The body for a reader to whom `since` is to be told, None in the first message; the charts are drawn unless they are given."""
    charts = tuple(pictures_of(parcel.figures) if pictures is None else pictures)
    context = {
        "parcel": parcel,
        "rows": since.headline if since else headline_rows(parcel.figures),
        "since": since,
        "pictures": charts,
        "title": f"{parcel.place}{parcel.year}年巩固脱贫成果工作报告",
    }
    page = rendered("body.html.j2", **context)
    html = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(page)
    if len(html.encode()) > MOST_BYTES:
        raise StepError(f"{parcel.scope.name}的邮件正文超过 {MOST_BYTES // 1000} kB，没有发送。")
    return Body(rendered("body.txt.j2", **context), html, charts)
