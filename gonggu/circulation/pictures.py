"""The message's charts: PNG, since the Word engine draws no SVG, of nothing but the figures that are attached."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure as Canvas

from gonggu.figures.card import OK
from gonggu.figures.measure import exact
from gonggu.figures.numbers import with_unit
from gonggu.report.charts.frame import bare, plot_area
from gonggu.report.style import (
    INK,
    MAIN,
    MUTED,
    PALE,
    PAPER,
    PX_PER_INCH,
    TEXT_PX,
    WIDTH_PX,
    points,
    styled,
    widest_px,
)

# Coverage and completion, each of all that should be.
SHARES = (
    *("medical_coverage", "edu_aid_coverage", "dilapidated_housing_completion", "clinic_coverage"),
    *(
        "coverage_household_pairing",
        "stationed_coverage",
        "relocation_moved_in",
        "relocation_employment_rate",
    ),
    *("funds_payment_rate", "projects_completion_rate"),
)
INCOMES = ("income_share_wages", "income_share_business", "income_share_property", "income_share_transfers")
FEWEST = 2
_ROW_PX = 28
_EDGE_PX = 4
_SHARPNESS = 2  # pixels of the picture to one of the screen
WHOLE = 100


@dataclass(frozen=True)
class Picture:
    """A chart within the message: `alt` tells its figures where pictures are not shown; sizes in CSS pixels."""

    cid: str
    name: str
    title: str
    alt: str
    width: int
    height: int
    png: bytes = field(repr=False)


def pictures_of(figures: Sequence[dict[str, Any]]) -> tuple[Picture, ...]:
    """At most two charts; one whose figures the edition lacks or withholds is left out."""
    shown = {one["id"]: one for one in figures if one["status"] == OK and one["unit"] == "%"}
    made = (
        _picture("shares", "保障、帮扶和资金项目的完成情况", [shown[one] for one in SHARES if one in shown]),
        _picture("incomes", "家庭收入的构成", [shown[one] for one in INCOMES if one in shown]),
    )
    return tuple(one for one in made if one is not None)


def _picture(name: str, title: str, figures: Sequence[dict[str, Any]]) -> Picture | None:
    if len(figures) < FEWEST:
        return None
    labels = [one["label"] for one in figures]
    ends = [with_unit(exact(one["value"]), "%") for one in figures]
    height = _ROW_PX * len(figures) + 2 * _EDGE_PX
    alt = f"{title}：{'，'.join(f'{label}{end}' for label, end in zip(labels, ends, strict=True))}。"
    png = _drawn(labels, [float(one["value"]) for one in figures], ends, height)
    return Picture(f"{name}@gonggu", name, title, alt, WIDTH_PX, height, png)


def _drawn(labels: Sequence[str], values: Sequence[float], ends: Sequence[str], height: int) -> bytes:
    """Lying bars on the way to 100 %, each with its number behind it."""
    with styled():
        canvas = Canvas(figsize=(WIDTH_PX / PX_PER_INCH, height / PX_PER_INCH), facecolor=PAPER)
        axes = plot_area(canvas, widest_px(labels) + 12, _EDGE_PX, widest_px(ends) + 16, _EDGE_PX)
        places = range(len(labels))
        most = max(WHOLE, *values)
        axes.barh(places, [most] * len(values), height=0.62, color=PALE)
        axes.barh(places, values, height=0.62, color=MAIN)
        axes.set_xlim(min(0.0, *values), most)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_yticks(places, labels, size=points(TEXT_PX))
        axes.set_xticks([])
        axes.axvline(0, color=MUTED, linewidth=0.8)
        bare(axes)
        for place, end in enumerate(ends):
            axes.text(most * 1.025, place, end, va="center", size=points(TEXT_PX), color=INK)
        written = BytesIO()
        canvas.savefig(written, format="png", dpi=PX_PER_INCH * _SHARPNESS, metadata={"Software": None})
    return written.getvalue()
