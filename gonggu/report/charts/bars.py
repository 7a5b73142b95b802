"""Lying bars: one a label, parts stacked, the total written at the end; the axis begins at 0."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import KEY_LINE_PX, Part, bare, key, key_px, plot_area
from gonggu.report.style import (
    INK,
    PAPER,
    SMALL_PX,
    TEXT_PX,
    WIDTH_PX,
    is_dark,
    points,
    shortened,
    text_px,
    widest_px,
)

ROW_PX = 26
DENSE_ROW_PX = 21
DENSE_FROM = 20
# A part narrower than its number has the number left out.
SLACK_PX = 6
LABEL_PX = 170


def bar_chart(
    labels: Sequence[str],
    parts: Sequence[Part],
    ends: Sequence[str],
    inside: Sequence[Sequence[str]] | None = None,
    lines: Sequence[tuple[float, str]] = (),
) -> str:
    """The drawing of lying bars from top to bottom.

    `ends` stand behind the bars, `inside` within each part (bar by bar) where it has room; `lines` are values
    to compare with, marked across all bars with a name.
    """
    row = DENSE_ROW_PX if len(labels) > DENSE_FROM else ROW_PX
    keyed = len(parts) > 1
    top = (key_px(parts) if keyed else 4) + (KEY_LINE_PX if lines else 0)

    def paint(canvas: Canvas) -> None:
        if keyed:
            key(canvas, parts)
        names = [shortened(label, LABEL_PX) for label in labels]
        axes = plot_area(canvas, widest_px(names) + 10, top, widest_px(ends) + 14, 6)
        _bars(axes, parts, row)
        _write(axes, names, parts, ends, inside, bool(lines))
        _mark(axes, lines)

    return draw(top + row * len(labels) + 6, paint)


def _bars(axes: Axes, parts: Sequence[Part], row: float) -> None:
    count = len(parts[0].values)
    starts = [0.0] * count
    for part in parts:
        axes.barh(range(count), part.values, left=starts, height=1 - 7 / row, linewidth=0.5, **part.fill)
        starts = [start + value for start, value in zip(starts, part.values, strict=True)]
    least = min(0.0, *(value for part in parts for value in part.values)) if count else 0.0
    axes.set_xlim(least, max([*starts, 1e-9]))
    axes.set_ylim(count - 0.5, -0.5)
    bare(axes, "left")
    axes.set_xticks([])


def _write(
    axes: Axes,
    names: Sequence[str],
    parts: Sequence[Part],
    ends: Sequence[str],
    inside: Sequence[Sequence[str]] | None,
    lined: bool,
) -> None:
    axes.set_yticks(range(len(names)), names)
    left, right = axes.get_xlim()
    # Where a line crosses the numbers, they stand on paper.
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8} if lined else None
    per_px = (right - left) / (axes.get_position().width * WIDTH_PX)
    for place, end in enumerate(ends):
        total = sum(max(part.values[place], 0.0) for part in parts)
        axes.text(
            total + SLACK_PX * per_px, place, end, va="center", size=points(TEXT_PX), color=INK, bbox=box
        )
    starts = [0.0] * len(names)
    for number, part in enumerate(parts):
        for place, value in enumerate(part.values):
            text = inside[number][place] if inside else ""
            if text and text_px(text, SMALL_PX) + SLACK_PX <= abs(value) / per_px:
                _within(axes, starts[place] + value / 2, place, text, part)
            starts[place] += value


def _within(axes: Axes, x: float, y: float, text: str, part: Part) -> None:
    dark = is_dark(part.colour)
    box = {"facecolor": part.colour, "edgecolor": "none", "pad": 1.0} if part.hatch else None
    axes.text(
        x, y, text, va="center", ha="center", size=points(SMALL_PX), color=PAPER if dark else INK, bbox=box
    )


def _mark(axes: Axes, lines: Sequence[tuple[float, str]]) -> None:
    for value, name in lines:
        axes.axvline(value, color=INK, linewidth=1.1, linestyle=(0, (4, 2)))
        axes.annotate(
            name,
            (value, 1),
            xytext=(0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=points(SMALL_PX),
            annotation_clip=False,
        )
