"""Plotting areas, keys and labels that the charts share; all distances in CSS pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from gonggu.report.style import (
    INK,
    MUTED,
    PAPER,
    PX_PER_INCH,
    SMALL_PX,
    WIDTH_PX,
    is_dark,
    points,
    text_px,
)

SWATCH_PX = 12
KEY_LINE_PX = 24
KEY_LEFT_PX = 4.0


@dataclass(frozen=True)
class Part:
    """One part of stacked bars: its name, a value a bar, how it is filled."""

    name: str
    values: Sequence[float]
    colour: str
    hatch: str = ""

    @property
    def fill(self) -> dict[str, Any]:
        """The fill as matplotlib's keywords; the hatch is drawn in the edge's colour."""
        edge = PAPER if self.hatch and is_dark(self.colour) else INK
        return {
            "facecolor": self.colour,
            "edgecolor": edge if self.hatch else self.colour,
            "hatch": self.hatch,
        }


def height_px(canvas: Canvas) -> float:
    """The canvas's height."""
    return float(canvas.get_figheight()) * PX_PER_INCH


def plot_area(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> Axes:
    """Axes that leave so much room on each side."""
    height = height_px(canvas)
    return area(canvas, left, top, WIDTH_PX - left - right, height - top - bottom)


def area(canvas: Canvas, left: float, top: float, width: float, height: float) -> Axes:
    """Axes of a size, placed from the canvas's upper left corner."""
    whole = height_px(canvas)
    box = (left / WIDTH_PX, 1 - (top + height) / whole, width / WIDTH_PX, height / whole)
    return canvas.add_axes(box)


def write(
    canvas: Canvas,
    text: str,
    left: float,
    top: float,
    size: float = SMALL_PX,
    colour: str = MUTED,
    ha: str = "left",
) -> None:
    """A line of text whose middle stands `top` below the canvas's upper edge."""
    place = (left / WIDTH_PX, 1 - top / height_px(canvas))
    canvas.text(*place, text, size=points(size), color=colour, ha=ha, va="center")


def key(canvas: Canvas, parts: Sequence[Part], top: float = 0) -> None:
    """Swatches with names, in as many lines below `top` as they need."""
    for part, (x, line) in zip(parts, _key_places(parts), strict=True):
        y = top + (line + 0.5) * KEY_LINE_PX
        _swatch(canvas, part, x, y)
        write(canvas, part.name, x + SWATCH_PX + 6, y, colour=INK)


def key_px(parts: Sequence[Part]) -> float:
    """The height that the key takes."""
    return (_key_places(parts)[-1][1] + 1) * KEY_LINE_PX + 2


def _key_places(parts: Sequence[Part]) -> list[tuple[float, int]]:
    """Where each swatch stands: distance from the left, number of the line."""
    places, x, line = [], KEY_LEFT_PX, 0
    for part in parts:
        width = SWATCH_PX + 6 + text_px(part.name, SMALL_PX) + 16
        if x > KEY_LEFT_PX and x + width > WIDTH_PX:
            x, line = KEY_LEFT_PX, line + 1
        places.append((x, line))
        x += width
    return places


def bare(axes: Axes, *keep: str) -> None:
    """Without spines but those to keep."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep)


def _swatch(canvas: Canvas, part: Part, x: float, y: float) -> None:
    height = height_px(canvas)
    corner = (x / WIDTH_PX, 1 - (y + SWATCH_PX / 2) / height)
    canvas.add_artist(
        Rectangle(
            corner,
            SWATCH_PX / WIDTH_PX,
            SWATCH_PX / height,
            transform=canvas.transFigure,
            linewidth=0.6,
            facecolor=part.colour,
            edgecolor=part.fill["edgecolor"] if part.hatch else MUTED,
            hatch=part.hatch,
        )
    )
