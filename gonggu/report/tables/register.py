"""Tables of the register: poverty over the years, its causes, incomes and their sources."""

from fractions import Fraction
from typing import Any

import pandas as pd

from gonggu.figures.card import Figure, number
from gonggu.figures.income import COSTS, TRANSFERS, below, incomes
from gonggu.figures.measure import FEN_PER_WAN_YUAN, PER_CENT, exact_sum
from gonggu.figures.selections import UNEXITED
from gonggu.figures.view import LedgerAbsent, View

UNKNOWN_CAUSE = "未填"
# Bands of income as multiples of the exit line; the near line stands among them.
# Of one width, so that the bars compare; the last band is open.
BAND_MULTIPLES = tuple(Fraction(number, 2) for number in (1, 2, 4, 5, 6, 7, 8))
BELOW, NEAR, ABOVE = "低于脱贫线", "收入边缘", "高于边缘线"


def poverty_history(view: View, figures: dict[str, Figure]) -> pd.DataFrame:
    """Poverty headcount by year: of the scope (past years from 历年情况, this one from the register) and the reference series.

    Columns: 年度, 农村户籍人口, 未脱贫人口, 贫困发生率（%）, then the rate of each area of `series.csv`.
    """
    own = past_poverty(view)
    current = figures.get("poverty_rate")
    if current and current.measure.value is not None and current.measure.denominator is not None:
        own[view.year] = (current.measure.denominator, current.measure.numerator)
    if not own:
        return pd.DataFrame(columns=["年度", "农村户籍人口", "未脱贫人口", "贫困发生率（%）"])
    series = {(point.area, point.year): float(point.rate_percent) for point in view.all_params.series}
    years = range(min(own), view.year + 1)
    rows: list[dict[str, Any]] = []
    for year in years:
        population, poor = own.get(year, (None, None))
        rate = PER_CENT * poor / population if poor is not None and population else None
        rows.append(
            {
                "年度": year,
                "农村户籍人口": number(population),
                "未脱贫人口": number(poor),
                "贫困发生率（%）": number(rate),
            }
        )
    table = pd.DataFrame(rows)
    for area in dict.fromkeys(area for area, _ in series):
        table[f"{area}（%）"] = [series.get((area, year)) for year in years]
    return table.dropna(axis="columns", how="all")


def past_poverty(view: View) -> dict[int, tuple[Fraction | None, Fraction | None]]:
    """(population, persons not exited) of each past year in 历年情况; empty where there is no such ledger."""
    try:
        history = view.rows("history")
    except LedgerAbsent:
        return {}
    past = history[history["year"].lt(view.year).fillna(False)]
    return {
        int(year): (exact_sum(rows["rural_population"]), exact_sum(rows["poor_persons"]))
        for year, rows in past.groupby("year")
    }


def causes(view: View) -> pd.DataFrame:
    """Households by main cause of poverty, most first, and those not exited among them."""
    households = view.rows("households")
    cause = households["main_cause"].fillna(UNKNOWN_CAUSE)
    unexited = households["exit_status"].isin(UNEXITED)
    table = pd.DataFrame({"户数": cause.value_counts(), "未脱贫户数": cause[unexited].value_counts()})
    # A cause that no unexited household has is a count of 0, not a gap.
    table = table.fillna(0).astype("int64").rename_axis("主要致贫原因").reset_index()
    table = table.sort_values(["户数", "主要致贫原因"], ascending=[False, True], kind="stable")
    shares = table["户数"] / max(len(households), 1) * PER_CENT
    return table.assign(**{"占比（%）": shares}).reset_index(drop=True)


def income_sources(view: View) -> pd.DataFrame:
    """Sources of the net income of households whose income is known: sums in 万元, shares of the net income in per cent."""
    known = incomes(view)
    fen = {
        "工资性收入": exact_sum(known["wages_fen"]),
        "生产经营净收入": exact_sum(known["business_income_fen"]) - exact_sum(known[COSTS]),
        "财产性收入": exact_sum(known["property_income_fen"]),
        "转移性收入": sum((exact_sum(known[column]) for column in TRANSFERS), Fraction(0)),
    }
    net = sum(fen.values(), Fraction(0))
    return pd.DataFrame(
        {
            "收入来源": list(fen),
            "金额（万元）": [float(amount / FEN_PER_WAN_YUAN) for amount in fen.values()],
            "占纯收入（%）": [float(PER_CENT * amount / net) if net else None for amount in fen.values()],
        }
    )


def income_bands(view: View) -> pd.DataFrame:
    """Persons by their household's net income per head, in bands that begin at the exit line and the near line."""
    known = incomes(view)
    line = Fraction(view.rules["exit_line"])
    near = Fraction(view.rules["monitoring_line_ratio"])
    edges = [
        line * multiple for multiple in sorted({*BAND_MULTIPLES, near}) if multiple <= 1 or multiple >= near
    ]
    upto = [int(known.loc[below(known, edge), "size"].sum()) for edge in edges] + [int(known["size"].sum())]
    persons = [upper - lower for lower, upper in zip([0, *upto[:-1]], upto, strict=True)]
    lows = [None, *edges]
    kinds = [BELOW if low is None or low < line else NEAR if low < near * line else ABOVE for low in lows]
    return pd.DataFrame(
        {
            "人均纯收入（元）": [_band(low, high) for low, high in zip(lows, [*edges, None], strict=True)],
            "与线的关系": kinds,
            "人数": persons,
            "占比（%）": [PER_CENT * count / upto[-1] if upto[-1] else None for count in persons],
        }
    )


def _band(low: Fraction | None, high: Fraction | None) -> str:
    """`3,700–5,550`: from the lower edge on, below the upper one."""
    if low is None or high is None:
        return f"不到{_yuan(high)}" if high is not None else f"{_yuan(low)}及以上"
    return f"{_yuan(low)}–{_yuan(high)}"


def _yuan(amount: Fraction | None) -> str:
    return f"{number(amount):,}"
