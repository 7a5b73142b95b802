"""Lines over years, named at their ends; the axis begins at 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import bare, plot_area
from gonggu.report.style import INK, PAPER, SMALL_PX, TEXT_PX, points, widest_px

HEIGHT_PX = 300
GAP_PX = 17


@dataclass(frozen=True)
class Line:
    """A series of values, None where there is none; `doubtful` points are drawn hollow."""

    name: str
    values: Sequence[float | None]
    colour: str
    dashes: Any
    marker: str
    doubtful: Sequence[bool]
    strong: bool = False


def line_chart(labels: Sequence[str], lines: Sequence[Line], unit: str) -> str:
    """The drawing; each line's name and last value stand at its right end, strong lines have every value written."""
    ends = [end_of(line, labels, unit) for line in lines]

    def paint(canvas: Canvas) -> None:
        axes = plot_area(canvas, 44, 22, widest_px(ends) + 26, 30)
        for line in lines:
            _draw(axes, line)
        _values(axes, lines)
        top = max((value for line in lines for value in line.values if value is not None), default=1.0)
        axes.set_ylim(0, (top or 1.0) * 1.08)
        axes.set_xlim(-0.3, len(labels) - 0.8)
        axes.set_xticks(range(len(labels)), labels)
        axes.locator_params(axis="y", nbins=5)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}{unit}")
        axes.grid(axis="y")
        bare(axes, "bottom")
        _name_ends(axes, lines, ends, len(labels))

    return draw(HEIGHT_PX, paint)


def end_of(line: Line, labels: Sequence[str], unit: str) -> str:
    """Name and last value: 怀化（2018年）2.32%; only a strong line that ends with the axis needs no year."""
    last = [(label, value) for label, value in zip(labels, line.values, strict=True) if value is not None]
    if not last:
        return line.name
    label, value = last[-1]
    if line.strong and label == labels[-1]:
        return f"{line.name} {_two(value)}{unit}"
    return f"{line.name}（{label}年）{_two(value)}{unit}"


def _two(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _draw(axes: Axes, line: Line) -> None:
    there = [(place, value) for place, value in enumerate(line.values) if value is not None]
    width = 2.4 if line.strong else 1.3
    axes.plot(*zip(*there, strict=True), color=line.colour, linestyle=line.dashes, linewidth=width, zorder=2)
    for place, value in there:
        fill = PAPER if line.doubtful[place] else line.colour
        size = 6 if line.strong else 4
        axes.plot(
            [place],
            [value],
            line.marker,
            color=line.colour,
            markerfacecolor=fill,
            markersize=size,
            zorder=3,
            clip_on=False,
        )


def _values(axes: Axes, lines: Sequence[Line]) -> None:
    """The strong lines' values at their points, but where another line's point stands close above, or at the end."""
    top = max((value for line in lines for value in line.values if value is not None), default=1.0)
    for line in (line for line in lines if line.strong):
        there = [(place, value) for place, value in enumerate(line.values) if value is not None]
        for place, value in there[:-1]:
            others = [other.values[place] for other in lines if other is not line]
            crowded = any(other is not None and 0 <= other - value < 0.16 * top for other in others)
            if not crowded:
                axes.annotate(
                    _two(value),
                    (place, value),
                    xytext=(4, 6),
                    textcoords="offset points",
                    size=points(SMALL_PX),
                    color=line.colour,
                )


def _name_ends(axes: Axes, lines: Sequence[Line], ends: Sequence[str], count: int) -> None:
    """Names at the right edge, pushed apart where they would touch, with a hair line to their point."""
    last = [
        (place, value)
        for line in lines
        for place, value in [[(p, v) for p, v in enumerate(line.values) if v is not None][-1]]
    ]
    top = axes.get_ylim()[1]
    per_px = top / (HEIGHT_PX - 52)
    spots = apart([value for _, value in last], GAP_PX * per_px)
    for line, (place, value), spot, end in zip(lines, last, spots, ends, strict=True):
        axes.annotate(
            end,
            (place, value),
            xytext=(count - 0.68, spot),
            textcoords="data",
            va="center",
            size=points(TEXT_PX if line.strong else SMALL_PX),
            color=line.colour if line.strong else INK,
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": line.colour,
                "linewidth": 0.5,
                "relpos": (0, 0.5),
                "shrinkA": 1,
                "shrinkB": 3,
            },
        )


def apart(places: Sequence[float], gap: float) -> list[float]:
    """The places moved up as little as leaves `gap` between neighbours, in the order given."""
    moved = [0.0] * len(places)
    floor = float("-inf")
    for number in sorted(range(len(places)), key=lambda number: places[number]):
        moved[number] = max(places[number], floor)
        floor = moved[number] + gap
    return moved
