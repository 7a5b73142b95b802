"""The flow chart of those not yet out of poverty: where they were at one year's end, where at the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from gonggu.comparison.flows import INTO_POOR, OUT_OF_POOR, POOR, Flows
from gonggu.report.charts.chart import Chart, draw
from gonggu.report.charts.frame import area
from gonggu.report.style import ALERT, ALERT_HATCH, INK, MAIN, PALE, PAPER, SOFT, WIDTH_PX, points, text_px

BAR_PX = 16
GAP_PX = 14
LEAST_PX = 3
SIDE_PX = 150
HEAD_PX = 6
MOST_PX = 240
LINE_PX = 19


@dataclass
class _Block:
    """A bar of one side: its name, how many households, where it begins, and how much of it has been used up."""

    name: str
    size: int
    top: float = 0.0
    used: float = 0.0


def flow_chart(flows: Flows) -> Chart | None:
    """Households that were or are not out of poverty, as bands from the first year's end to the second's; None without any."""
    rows = flows.table[flows.table[["from", "to"]].eq(POOR).any(axis=1) & flows.table["households"].gt(0)]
    if rows.empty:
        return None
    old, new = flows.years
    stock = flows.stocks[0]
    bands = [
        (_left(row["from"], old), _right(row["to"], new), int(row["households"]))
        for _, row in rows.iterrows()
    ]
    table = pd.DataFrame(bands, columns=[f"{old}年末", f"{new}年末", "户数"])
    told = "，".join(f"{one}到{other}{size}户" for one, other, size in bands)
    return Chart(
        id="flows",
        title=f"未脱贫户由{stock.opening.households}户变为{stock.closing.households}户",
        alt=f"{old}年末至{new}年末未脱贫户的进出：{told}。",
        caption=f"来源：两个年度的贫困户台账，按户编号对照；{old}年末{stock.opening.households}户，"
        f"{new}年末{stock.closing.households}户。",
        svg=_drawing(bands),
        table=table,
    )


def _left(state: str, year: int) -> str:
    return f"{year}年末未脱贫" if state == POOR else INTO_POOR[state].partition("（")[0]


def _right(state: str, year: int) -> str:
    return f"{year}年末未脱贫" if state == POOR else OUT_OF_POOR[state].partition("（")[0]


def _drawing(bands: Sequence[tuple[str, str, int]]) -> str:
    sides = [_blocks((one, size) for one, _, size in bands), _blocks((one, size) for _, one, size in bands)]
    most = max(sum(block.size for block in side) for side in sides)
    per = MOST_PX / most
    height = max(_placed(side, per) for side in sides) + HEAD_PX + 10

    def paint(canvas: Canvas) -> None:
        axes = area(canvas, 0, HEAD_PX, WIDTH_PX, height - HEAD_PX)
        axes.set_xlim(0, WIDTH_PX)
        axes.set_ylim(height - HEAD_PX, 0)
        axes.axis("off")
        for one, other, size in bands:
            _band(
                axes,
                _named(sides[0], one),
                _named(sides[1], other),
                size,
                per,
                returned=one == INTO_POOR["已脱贫"],
            )
        for side, left in zip(sides, (SIDE_PX, WIDTH_PX - SIDE_PX - BAR_PX), strict=True):
            for block in side:
                _bar(axes, block, left, per, on_left=left == SIDE_PX)

    return draw(height, paint)


def _blocks(parts: Iterable[tuple[str, int]]) -> list[_Block]:
    sizes: dict[str, int] = {}
    for name, size in parts:
        sizes[name] = sizes.get(name, 0) + size
    return [_Block(name, size) for name, size in sizes.items()]


def _placed(blocks: list[_Block], per: float) -> float:
    """Place the blocks below each other; the height that they take."""
    top = 0.0
    for block in blocks:
        block.top = block.used = top
        top += max(block.size * per, LEAST_PX, LINE_PX) + GAP_PX
    return top


def _named(blocks: list[_Block], name: str) -> _Block:
    return next(block for block in blocks if block.name == name)


def _band(axes: Axes, one: _Block, other: _Block, size: int, per: float, *, returned: bool) -> None:
    """A band between two blocks; households that fell back stand out, hatched."""
    thick = max(size * per, LEAST_PX)
    left, right = SIDE_PX + BAR_PX, WIDTH_PX - SIDE_PX - BAR_PX
    middle = (left + right) / 2
    corners = [
        *((left, one.used), (middle, one.used), (middle, other.used), (right, other.used)),
        *(
            (right, other.used + thick),
            (middle, other.used + thick),
            (middle, one.used + thick),
            (left, one.used + thick),
        ),
        (left, one.used),
    ]
    bends = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    look = (
        {"facecolor": ALERT, "edgecolor": PAPER, "hatch": ALERT_HATCH}
        if returned
        else {"facecolor": PALE, "edgecolor": SOFT}
    )
    axes.add_patch(PathPatch(Outline(corners, bends), linewidth=0.6, **look))
    one.used += thick
    other.used += thick


def _bar(axes: Axes, block: _Block, left: float, per: float, *, on_left: bool) -> None:
    size = max(block.size * per, LEAST_PX)
    axes.add_patch(Rectangle((left, block.top), BAR_PX, size, facecolor=MAIN, edgecolor=MAIN, linewidth=0.5))
    text = f"{block.name} {block.size}户"
    # Long names get a second line rather than a smaller letter.
    if text_px(text) > SIDE_PX - 10:
        text = f"{block.name}\n{block.size}户"
    place, ha = (left - 6, "right") if on_left else (left + BAR_PX + 6, "left")
    axes.text(
        place, block.top + max(size, LINE_PX) / 2, text, ha=ha, va="center", size=points(12.5), color=INK
    )
