"""Cross-checks of two years: figures that changed abruptly, and a rate whose denominator may have."""

from collections.abc import Collection, Iterator
from fractions import Fraction

import pandas as pd

from gonggu.figures.crosschecks.check import CrossCheck, Figures, Verdict, cells, unless_equal, value
from gonggu.figures.measure import exact_sum
from gonggu.figures.view import View

# A figure of the year, and the column of 历年情况 that states it for the year before.
STATED = {
    "unexited_households": "poor_households",
    "unexited_persons": "poor_persons",
    "exits_households": "exited_households",
    "exits_persons": "exited_persons",
}
READS = tuple(STATED)
ABRUPT = Fraction(30, 100)
# Births, deaths and moves change a village's registered population by a few per cent; more is another way to count.
SAME_POPULATION = Fraction(10, 100)
PLACE = ["township", "village"]


def year_on_year(view: View, figures: Figures, explained: Collection[str] = ()) -> Iterator[CrossCheck]:
    """Figures that differ by more than 30 % from last year's; `explained` are those that a paragraph speaks of.

    Of the district only: a village's few households halve and double.
    """
    if view.scope.level != "district":
        return
    history = view.rows("history")
    last = history[history["year"].eq(view.year - 1).fillna(False)]
    for figure, column in STATED.items():
        now = value(figures, figure)
        if now is None or last.empty or last[column].isna().any():
            continue
        before = exact_sum(last[column])
        abrupt = abs(now - before) > ABRUPT * before
        card = figures[figure].card
        said, verdict = _change_said(view.year, figure, is_abrupt=abrupt, is_explained=figure in explained)
        yield CrossCheck(
            "x_year_on_year",
            f"{card.label}：{view.year}年与{view.year - 1}年",
            now,
            before,
            card.unit,
            unless_equal(now, before, verdict),
            said if now != before else "",
            ledgers=("history", "households", "persons"),
            states_before=figure,
        )


def _change_said(year: int, figure: str, *, is_abrupt: bool, is_explained: bool) -> tuple[str, Verdict]:
    """What is said of a figure that differs from last year's, and the verdict."""
    if not is_abrupt:
        return "变化不超过30%", "成立"
    if is_explained:
        return "变化超过30%，本报告已有说明", "已说明"
    return f"变化超过30%，请在 params/texts/{year}/ 中说明原因并引用 {{{figure}}}", "提示核对"


def rate_denominator(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - one signature for all
    """The poverty headcount's denominator is counted alike in the years that the report compares."""
    history, villages = view.rows("history"), view.rows("villages")
    now = villages.set_index(PLACE)["rural_population"]
    now = now[now.notna() & ~now.index.duplicated()]
    for year in dict.fromkeys((view.params.base_year, view.year - 1)):
        then = history[history["year"].eq(year).fillna(False) & history["rural_population"].notna()]
        if then.empty or now.empty:
            continue
        here = pd.Series(now.reindex(pd.MultiIndex.from_frame(then[PLACE])).to_numpy(), index=then.index)
        gap = (then["rural_population"] - here).abs()
        other = then[here.isna() | (gap * SAME_POPULATION.denominator > here * SAME_POPULATION.numerator)]
        missing = now.index.difference(pd.MultiIndex.from_frame(then[PLACE]))
        sides = exact_sum(now), exact_sum(then["rural_population"])
        verdict: Verdict = "提示核对" if len(other) or len(missing) else unless_equal(*sides, "成立")
        said = (
            f"相差超过10%或对不上的村{len(other)}个" if len(other) else "",
            f"{year}年没有：{'、'.join(village for _, village in missing)}" if len(missing) else "",
            "各村相差都不超过10%" if verdict == "成立" else "",
        )
        yield CrossCheck(
            "x_rate_denominator",
            f"贫困发生率的分母（农村户籍人口）：{view.year}年与{year}年口径一致",
            *sides,
            "人",
            verdict,
            "；".join(filter(None, said)),
            cells("history", "rural_population", other, f"与{view.year}年同一口径的农村户籍人口"),
            ("history", "villages"),
            states_before="poverty_rate" if year == view.year - 1 else "",
            of_whole=True,
        )
