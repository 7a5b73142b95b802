"""Standing columns over the months; the axis begins at 0. Several small ones side by side, each with its own scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import KEY_LINE_PX, Part, area, bare, key, key_px, plot_area, write
from gonggu.report.style import INK, MAIN, PAPER, SMALL_PX, WIDTH_PX, points, widest_px

HEIGHT_PX = 260
PANEL_PX = 150
GAP_PX = 26


@dataclass(frozen=True)
class Level:
    """A value that columns are compared with: a line across, named at its left end."""

    value: float
    name: str


def column_chart(
    labels: Sequence[str],
    parts: Sequence[Part],
    tops: Sequence[str],
    level: Level | None = None,
) -> str:
    """The drawing of columns, parts stacked; `tops` stand above them."""
    top = key_px(parts) if len(parts) > 1 else 4

    def paint(canvas: Canvas) -> None:
        if len(parts) > 1:
            key(canvas, parts)
        axes = plot_area(canvas, 6, top + KEY_LINE_PX, 6, 26)
        _columns(axes, labels, parts, tops)
        if level:
            _mark(axes, level)

    return draw(HEIGHT_PX + top, paint)


def panel_chart(labels: Sequence[str], panels: Sequence[tuple[str, Part]], across: int = 2) -> str:
    """Small column charts, each under its title."""
    down = -(-len(panels) // across)
    width = (WIDTH_PX - 8 - GAP_PX * (across - 1)) / across
    each = PANEL_PX + KEY_LINE_PX

    def paint(canvas: Canvas) -> None:
        for number, (title, part) in enumerate(panels):
            left = 4 + (number % across) * (width + GAP_PX)
            top = (number // across) * each
            write(canvas, title, left, top + KEY_LINE_PX / 2, colour=INK)
            axes = area(canvas, left, top + KEY_LINE_PX + 14, width, PANEL_PX - 14 - 26)
            _columns(axes, labels, [part], [_shown(value) for value in part.values])

    return draw(down * each, paint)


def _columns(axes: Axes, labels: Sequence[str], parts: Sequence[Part], tops: Sequence[str]) -> None:
    sums = [0.0] * len(labels)
    for part in parts:
        axes.bar(range(len(labels)), part.values, bottom=sums, width=0.72, linewidth=0.5, **part.fill)
        sums = [so_far + value for so_far, value in zip(sums, part.values, strict=True)]
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_ylim(0, max([*sums, 1e-9]) * 1.02)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yticks([])
    bare(axes, "bottom")
    size = _fitting(axes, [*labels, *tops], len(labels))
    axes.tick_params(axis="x", labelsize=points(size), length=0)
    for place, (value, text) in enumerate(zip(sums, tops, strict=True)):
        axes.annotate(
            text,
            (place, value),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=points(size),
            annotation_clip=False,
            # Where a level crosses it, the number stands on paper.
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )


def _fitting(axes: Axes, texts: Sequence[str], count: int) -> float:
    """The text size at which neighbours do not touch, at most the small one."""
    room = axes.get_position().width * WIDTH_PX / count - 3
    return min(SMALL_PX, SMALL_PX * room / max(widest_px(texts, SMALL_PX), 1))


def _mark(axes: Axes, level: Level) -> None:
    axes.set_ylim(0, max(axes.get_ylim()[1], level.value * 1.04))
    axes.axhline(level.value, color=MAIN, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.annotate(
        level.name,
        (0, level.value),
        xycoords=("axes fraction", "data"),
        xytext=(0, 3),
        textcoords="offset points",
        va="bottom",
        size=points(SMALL_PX),
        annotation_clip=False,
    )


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value else "0"
