"""Townships of the district, or villages of a township, side by side."""

import pandas as pd

from gonggu.figures.card import Card, Figure
from gonggu.figures.catalogue import BY_ID
from gonggu.figures.measure import exact
from gonggu.figures.numbers import decimal_text, number_text, with_unit
from gonggu.figures.view import View
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.grids import Bars, bar_table
from gonggu.report.charts.words import sources, value_of
from gonggu.report.places import names
from gonggu.report.tables.places import REST_ROWS, TOTAL_ROW, comparison_table

COMPARED = ("registered_persons", "unexited_persons", "poverty_rate", "income_per_head")
HEADINGS = {
    "registered_persons": "建档立卡人口\n（人）",
    "unexited_persons": "未脱贫人口\n（人）",
    "poverty_rate": "贫困发生率\n（%）",
    "income_per_head": "人均纯收入\n（元）",
}


def comparison(view: View, figures: dict[str, Figure]) -> Chart | None:
    """Small bars of a few figures, a row a place."""
    if view.scope.level == "village":
        return None
    cards = [BY_ID[name] for name in COMPARED if value_of(figures, name) is not None]
    table = comparison_table(view, cards, figures)
    places = _places(table)
    if len(places) < 2 or not cards:
        return None
    kind = "乡镇" if view.scope.level == "district" else "村"
    return Chart(
        "comparison",
        _message(table, kind, figures),
        f"分栏条形图：{len(places)}个{kind}的{'、'.join(card.label for card in cards)}；{_ranges(table, cards[1:])}。",
        sources(view, ("households", "persons", "villages", "income"), "各栏横轴不同"),
        bar_table(list(places.iloc[:, 0]), [_bars(card, list(places[_column(card)])) for card in cards]),
        table,
    )


def _places(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of places, without the whole and what belongs to none."""
    return table[~table.iloc[:, 0].isin([TOTAL_ROW, *REST_ROWS.values()])]


def _column(card: Card) -> str:
    return f"{card.label}（{card.unit}）"


def _bars(card: Card, values: list[float | None]) -> Bars:
    there = [None if value is None or pd.isna(value) else float(value) for value in values]
    texts = ["—" if value is None else _text(card, value) for value in there]
    return Bars(HEADINGS[card.id], there, texts)


def _text(card: Card, value: float) -> str:
    """The value as a narrow column has room for: incomes in whole 元."""
    return decimal_text(exact(value), 0) if card.unit == "元/人" else number_text(value, card.unit)


def _message(table: pd.DataFrame, kind: str, figures: dict[str, Figure]) -> str:
    column = _column(BY_ID["unexited_persons"])
    if column not in table:
        return f"各{kind}主要指标"
    places = _places(table).dropna(subset=[column])
    left = places[places[column] > 0].sort_values(column, ascending=False, kind="stable")
    total = with_unit(value_of(figures, "unexited_persons"), "人")
    if left.empty:
        return f"各{kind}都没有未脱贫人口"
    first = left.iloc[0]
    if len(left) == 1:
        return f"未脱贫的{total}都在{first.iloc[0]}"
    most = left.loc[left[column] == first[column]].iloc[:, 0]
    if len(most) == len(left):
        return f"未脱贫的{total}在{len(left)}个{kind}，各{int(first[column])}人"
    each = "各" if len(most) > 1 else ""
    return f"未脱贫的{total}在{len(left)}个{kind}，{names(most)}最多，{each}{int(first[column])}人"


def _ranges(table: pd.DataFrame, cards: list[Card]) -> str:
    """The least and the greatest of each figure with their places."""
    places = _places(table)
    phrases = []
    for card in cards:
        known = places.dropna(subset=[_column(card)])
        if known.empty:
            continue
        values = known[_column(card)].astype("float64")
        low, high = known.loc[values.idxmin()], known.loc[values.idxmax()]
        phrases.append(
            f"{card.label}最高{high.iloc[0]}{with_unit(float(high[_column(card)]), card.unit)}，"
            f"最低{low.iloc[0]}{with_unit(float(low[_column(card)]), card.unit)}"
        )
    return "；".join(phrases)
