"""Lying bars: one a label, parts stacked, the total written at the end; the axis begins at 0."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import KEY_LINE_PX, Part, bare, key, key_px, plot_area
from gonggu.report.style import (
    INK,
    MUTED,
    PAPER,
    SMALL_PX,
    TEXT_PX,
    WIDTH_PX,
    points,
    shortened,
    widest_px,
)

ROW_PX = 26
DENSE_ROW_PX = 21
DENSE_FROM = 20
SLACK_PX = 6
LABEL_PX = 170


def bar_chart(
    labels: Sequence[str],
    parts: Sequence[Part],
    ends: Sequence[str],
    lines: Sequence[tuple[float, str]] = (),
    label_px: float = LABEL_PX,
) -> str:
    """The drawing of lying bars from top to bottom.

    `ends` stand behind the bars; `lines` are values to compare with, marked across all bars with a name;
    labels wider than `label_px` are cut.
    """
    row = DENSE_ROW_PX if len(labels) > DENSE_FROM else ROW_PX
    keyed = len(parts) > 1
    top = (key_px(parts) if keyed else 4) + (KEY_LINE_PX if lines else 0)

    def paint(canvas: Canvas) -> None:
        if keyed:
            key(canvas, parts)
        names = [shortened(label, label_px) for label in labels]
        axes = plot_area(canvas, widest_px(names) + 10, top, widest_px(ends) + 14, 6)
        _bars(axes, parts, row)
        axes.set_yticks(range(len(names)), names)
        _write_ends(axes, parts, ends, bool(lines))
        _mark(axes, lines)

    return draw(top + row * len(labels) + 6, paint)


def _bars(axes: Axes, parts: Sequence[Part], row: float) -> None:
    count = len(parts[0].values)
    starts = [0.0] * count
    for part in parts:
        axes.barh(range(count), part.values, left=starts, height=1 - 7 / row, linewidth=0.5, **part.fill)
        starts = [start + value for start, value in zip(starts, part.values, strict=True)]
    axes.set_xlim(min([0.0, *starts]), max([*starts, 1e-9]))
    axes.set_ylim(count - 0.5, -0.5)
    bare(axes)
    # Not the axes' edge: the bar of a negative value lies left of it.
    axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.xaxis.set_visible(False)


def _write_ends(axes: Axes, parts: Sequence[Part], ends: Sequence[str], lined: bool) -> None:
    left, right = axes.get_xlim()
    per_px = (right - left) / (axes.get_position().width * WIDTH_PX)
    # Where a line crosses the numbers, they stand on paper.
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8} if lined else None
    for place, end in enumerate(ends):
        total = sum(max(part.values[place], 0.0) for part in parts)
        axes.text(
            total + SLACK_PX * per_px, place, end, va="center", size=points(TEXT_PX), color=INK, bbox=box
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
