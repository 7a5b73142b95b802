"""The report as it is attached: to the published page is added what has changed since the edition sent to its reader before."""

from gonggu.circulation.changes import Since
from gonggu.circulation.parcel import Parcel
from gonggu.circulation.rendering import rendered
from gonggu.errors import StepError

# The page's template has it once, behind the headline figures; it is empty in what is published.
PLACE = b'<div id="since"></div>'


def attached_report(parcel: Parcel, since: Since | None) -> bytes:
    """The report's bytes for a reader; as published where nothing was sent before. StepError where the page has no place for it."""
    if since is None:
        return parcel.report
    if parcel.report.count(PLACE) != 1:
        raise StepError("报告网页里没有放“与上次相比”的地方，没有发送。请重新运行 run。")
    block = rendered("since.html.j2", since=since, links=parcel.side.figures.keys())
    return parcel.report.replace(PLACE, block.strip().encode())
