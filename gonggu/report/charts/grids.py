"""A row a place: shares as shaded cells, or figures as bars in columns side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import KEY_LINE_PX, Part, area, bare, key, plot_area, write
from gonggu.report.charts.words import rate_text
from gonggu.report.style import (
    ALERT,
    ALERT_HATCH,
    INK,
    MAIN,
    PAPER,
    SHADES,
    SMALL_PX,
    UNKNOWN_HATCH,
    WIDTH_PX,
    points,
    shortened,
    widest_px,
)

ROW_PX = 22
GAP_PX = 14
HEAD_PX = 42
FULL = 100.0
# Shares from which a cell is shaded so; below the last, it asks for attention.
STEPS = ((FULL, SHADES[4], "100%"), (99.0, SHADES[2], "99%以上"), (95.0, SHADES[1], "95%–99%"))
LOW = Part("95%以下", [], ALERT, ALERT_HATCH)
UNKNOWN = Part("无数据", [], PAPER, UNKNOWN_HATCH)


@dataclass(frozen=True)
class Bars:
    """A column of bars: its heading (two lines), a value a row (None where there is none), how they are written."""

    heading: str
    values: Sequence[float | None]
    texts: Sequence[str]


def share_grid(rows: Sequence[str], columns: Sequence[str], shares: Sequence[Sequence[float | None]]) -> str:
    """Shares in per cent as cells, a row a place; only those short of 100 are written, so that they stand out."""
    names = [shortened(row, 150) for row in rows]
    left = widest_px(names) + 12
    known = [share for line in shares for share in line]
    parts = [*(Part(name, [], shade) for _, shade, name in STEPS), LOW, *([UNKNOWN] if None in known else [])]
    top = KEY_LINE_PX + 30

    def paint(canvas: Canvas) -> None:
        key(canvas, parts)
        axes = plot_area(canvas, left, top, 4, 4)
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        axes.set_facecolor(SHADES[4])
        for down, line in enumerate(shares):
            for across, share in enumerate(line):
                if share is None or share < FULL:
                    _cell(axes, across, down, share)
        axes.hlines(range(len(rows) + 1), 0, len(columns), color=PAPER, linewidth=1.5)
        axes.vlines(range(len(columns) + 1), 0, len(rows), color=PAPER, linewidth=2.5)
        axes.set_yticks([place + 0.5 for place in range(len(rows))], names)
        axes.set_xticks([place + 0.5 for place in range(len(columns))], columns)
        axes.tick_params(
            length=0, labelsize=points(SMALL_PX), top=True, labeltop=True, bottom=False, labelbottom=False
        )
        bare(axes)

    return draw(top + ROW_PX * len(rows) + 4, paint)


def bar_table(rows: Sequence[str], columns: Sequence[Bars]) -> str:
    """Columns of bars beside each other, a row a place; each column has its own scale that begins at 0."""
    names = [shortened(row, 100) for row in rows]
    left = widest_px(names) + 12
    width = (WIDTH_PX - left - GAP_PX * len(columns)) / len(columns)

    def paint(canvas: Canvas) -> None:
        for number, column in enumerate(columns):
            x = left + number * (width + GAP_PX)
            for line, text in enumerate(column.heading.split("\n")):
                write(canvas, text, x, 11 + 17 * line, colour=INK)
            axes = area(canvas, x, HEAD_PX, width, ROW_PX * len(rows))
            _column(axes, column, width)
            axes.set_yticks(range(len(rows)), names if number == 0 else [""] * len(rows))

    return draw(HEAD_PX + ROW_PX * len(rows) + 6, paint)


def _column(axes: Axes, column: Bars, width: float) -> None:
    values = [value or 0.0 for value in column.values]
    room = widest_px(column.texts, SMALL_PX) + 8
    scale = max([*values, 1e-9]) * width / max(width - room, 1)
    axes.barh(range(len(values)), values, height=0.66, color=SHADES[2], linewidth=0)
    axes.set_xlim(0, scale)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_xticks([])
    bare(axes, "left")
    for place, (value, text) in enumerate(zip(values, column.texts, strict=True)):
        axes.text(value + 4 * scale / width, place, text, va="center", size=points(SMALL_PX), color=MAIN)


def _cell(axes: Axes, across: int, down: int, share: float | None) -> None:
    part = _shade(share)
    axes.add_patch(Rectangle((across, down), 1, 1, linewidth=0, **part.fill))
    if share is None:
        return
    axes.text(
        across + 0.5,
        down + 0.5,
        rate_text(share),
        va="center",
        ha="center",
        size=points(SMALL_PX),
        color=INK if part.colour in SHADES[2:] else PAPER,
        bbox={"facecolor": part.colour, "edgecolor": "none", "pad": 0.6} if part.hatch else None,
    )


def _shade(share: float | None) -> Part:
    if share is None:
        return UNKNOWN
    return next((Part(name, [], shade) for least, shade, name in STEPS if share >= least), LOW)
