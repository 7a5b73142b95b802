"""Bullet bars: a value against what was asked for, each on its own scale as the units differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from gonggu.report.charts.chart import draw
from gonggu.report.charts.frame import KEY_LINE_PX, Part, bare, key, key_px, plot_area, write
from gonggu.report.style import (
    ALERT,
    ALERT_HATCH,
    INK,
    MAIN,
    MUTED,
    PALE,
    SMALL_PX,
    WIDTH_PX,
    shortened,
    text_px,
)

ROW_PX = 50
SIDE_PX = 4
# How far the scale goes on behind the greater of value and goal.
BEYOND = 1.2
MET, MISSED = Part("达到", [], MAIN), Part("没有达到", [], ALERT, ALERT_HATCH)
WANTED = Part("计划要求的范围", [], PALE)


@dataclass(frozen=True)
class Bullet:
    """One bar: its name, what stands beside it, the value, the goal, how they compare, and whether it is reached."""

    name: str
    text: str
    value: float
    goal: float
    comparator: str
    reached: bool


def bullet_chart(bullets: Sequence[Bullet]) -> str:
    """The drawing of the bars from top to bottom; a line marks each goal, a pale band what the goal asks for."""
    outcomes = {bullet.reached for bullet in bullets}
    banded = any(bullet.comparator != "=" for bullet in bullets)
    parts = [
        *([MET] if True in outcomes else []),
        *([MISSED] if False in outcomes else []),
        *([WANTED] if banded else []),
    ]
    top = key_px(parts)

    def paint(canvas: Canvas) -> None:
        key(canvas, parts)
        for place, bullet in enumerate(bullets):
            y = top + ROW_PX * place
            write(canvas, bullet.text, WIDTH_PX - SIDE_PX, y + KEY_LINE_PX / 2, colour=INK, ha="right")
            room = WIDTH_PX - text_px(bullet.text, SMALL_PX) - 4 * SIDE_PX
            write(canvas, shortened(bullet.name, room), SIDE_PX, y + KEY_LINE_PX / 2, colour=INK)
            below = ROW_PX * (len(bullets) - place - 1)
            _bullet(plot_area(canvas, SIDE_PX, y + KEY_LINE_PX, SIDE_PX, below + 10), bullet)

    return draw(top + ROW_PX * len(bullets), paint)


def _bullet(axes: Axes, bullet: Bullet) -> None:
    ends = (bullet.value, bullet.goal)
    left, right = BEYOND * min(0.0, *ends), BEYOND * max(0.0, *ends) or 1.0
    axes.set_xlim(left, right)
    axes.set_ylim(0, 1)
    axes.set_xticks([])
    axes.set_yticks([])
    bare(axes)
    band: dict[str, Any] = {"facecolor": PALE, "linewidth": 0}
    if bullet.comparator in (">=", ">"):
        axes.axvspan(bullet.goal, right, **band)
    elif bullet.comparator in ("<=", "<"):
        axes.axvspan(left, bullet.goal, **band)
    fill = (MET if bullet.reached else MISSED).fill
    axes.barh([0.5], [bullet.value], height=0.5, linewidth=0.5, **fill)
    axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.axvline(bullet.goal, color=INK, linewidth=2.2, clip_on=False)
