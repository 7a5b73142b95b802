"""Charts of 总述: the poverty headcount over the years, the causes of poverty."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.numbers import with_unit
from gonggu.figures.view import View
from gonggu.report.charts.bars import bar_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.frame import Part
from gonggu.report.charts.lines import Line, line_chart
from gonggu.report.charts.words import percent, sources, whole
from gonggu.report.style import ALERT, ALERT_HATCH, INK, MAIN, MUTED, SHADES
from gonggu.report.tables.register import causes, poverty_history

RATE = "贫困发生率（%）"
REFERENCE_STYLES = ((INK, (0, (5, 2)), "s"), (MUTED, (0, (1, 1.5)), "D"), (MUTED, "-", "^"))
FIRM = "sourced"


def poverty_rate(view: View, figures: dict[str, Figure]) -> Chart | None:
    """历年贫困发生率, with the national and provincial series."""
    table = poverty_history(view, figures)
    known = table.dropna(subset=[RATE]) if RATE in table else table
    if len(known) < 2:
        return None
    first, last = known.iloc[0], known.iloc[-1]
    rates = [_rate(row) for row in (first, last)]
    change = "降至" if last[RATE] < first[RATE] else "升至" if last[RATE] > first[RATE] else "仍为"
    name = view.scope.village or view.scope.township or view.params.district
    message = f"{name}贫困发生率由{int(first['年度'])}年的{rates[0]}{change}{int(last['年度'])}年的{rates[1]}"
    ledgers = ("history", "households", "persons", "villages")
    weak = _weak_years(view, table)
    note = "空心点为推算或依据较弱的数" if any(any(flags) for flags in weak.values()) else ""
    return Chart(
        "poverty-rate",
        message,
        f"折线图：{message}{_compared(table)}。",
        sources(view, ledgers, "全国、省、市为公布数", note),
        line_chart([str(year) for year in table["年度"]], _lines(name, table, weak), "%"),
        table,
    )


def main_causes(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """致贫原因: households by main cause, those not exited marked."""
    table = causes(view)
    total, open_still = int(table["户数"].sum()), int(table["未脱贫户数"].sum())
    if not total:
        return None
    first = table.iloc[0]
    top = "、".join(
        f"{row['主要致贫原因']}{percent(int(row['户数']), total)}" for _, row in table.head(3).iterrows()
    )
    exited = [int(all_) - int(left) for all_, left in zip(table["户数"], table["未脱贫户数"], strict=True)]
    parts = [
        Part("已脱贫", exited, SHADES[1]),
        Part("未脱贫（含返贫）", list(table["未脱贫户数"]), ALERT, ALERT_HATCH),
    ]
    return Chart(
        "causes",
        f"{first['主要致贫原因']}致贫最多：{whole(int(first['户数']))}户，占{percent(int(first['户数']), total)}",
        f"条形图：{whole(total)}户按主要致贫原因分，前几位是{top}；{_where(table, open_still)}。",
        sources(view, ("households",), f"{whole(total)}户"),
        bar_chart(
            list(table["主要致贫原因"]),
            parts if open_still else parts[:1],
            [_end(row) for _, row in table.iterrows()],
        ),
        table,
    )


def _rate(row: pd.Series) -> str:
    return with_unit(Fraction(100 * int(row["未脱贫人口"])) / int(row["农村户籍人口"]), "%")


def _weak_years(view: View, table: pd.DataFrame) -> dict[str, list[bool]]:
    """Of each reference area, which years' values are not firm."""
    doubtful = {(point.area, point.year) for point in view.all_params.series if point.quality != FIRM}
    areas = [
        column.removesuffix("（%）")
        for column in table.columns
        if column.endswith("（%）") and column != RATE
    ]
    return {area: [(area, int(year)) in doubtful for year in table["年度"]] for area in areas}


def _lines(name: str, table: pd.DataFrame, weak: dict[str, list[bool]]) -> list[Line]:
    own = Line(name, _values(table[RATE]), MAIN, "-", "o", [False] * len(table), strong=True)
    styles = [*REFERENCE_STYLES, *([REFERENCE_STYLES[-1]] * len(weak))]
    others = [
        Line(area, _values(table[f"{area}（%）"]), *style, flags)
        for (area, flags), style in zip(weak.items(), styles, strict=False)
    ]
    return [own, *others]


def _values(column: pd.Series) -> Sequence[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def _compared(table: pd.DataFrame) -> str:
    """The reference areas' latest values, each with its year."""
    found = [
        f"{column.removesuffix('（%）')}{int(row['年度'])}年为{float(row[column]):g}%"
        for column in table.columns
        if column.endswith("（%）") and column != RATE
        for row in [table.dropna(subset=[column]).iloc[-1]]
    ]
    return "；对照：" + "，".join(found) if found else ""


def _where(table: pd.DataFrame, open_still: int) -> str:
    """By which causes those not exited are poor."""
    if not open_still:
        return "没有未脱贫的户"
    of_those = table[table["未脱贫户数"] > 0].sort_values("未脱贫户数", ascending=False, kind="stable")
    listed = "、".join(
        f"{row['主要致贫原因']}{row['未脱贫户数']}户" for _, row in of_those.head(4).iterrows()
    )
    return f"未脱贫的{whole(open_still)}户中{listed}"


def _end(row: pd.Series) -> str:
    more = f"，未脱贫{row['未脱贫户数']}" if row["未脱贫户数"] else ""
    return f"{whole(int(row['户数']))}户{more}"
