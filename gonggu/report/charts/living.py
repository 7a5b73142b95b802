"""Charts of 民生工程 and of incomes: the secured standards by village, sources and distribution of income."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.numbers import number_text, with_unit
from gonggu.figures.view import View
from gonggu.report.charts.bars import bar_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.frame import Part
from gonggu.report.charts.grids import share_grid
from gonggu.report.charts.words import percent, sources, value_of, wans, whole
from gonggu.report.style import ALERT, ALERT_HATCH, SHADES
from gonggu.report.tables.places import STANDARDS, VILLAGE, labels, secured_standards
from gonggu.report.tables.register import ABOVE, BELOW, NEAR, income_bands, income_sources

MOST_ROWS = 40
BAND_FILLS = {BELOW: (ALERT, ALERT_HATCH), NEAR: (SHADES[3], "\\\\\\\\"), ABOVE: (SHADES[1], "")}


def standards(view: View, _figures: dict[str, Figure]) -> Chart | None:
    """两不愁三保障 by village; where there are many, the villages that lack most."""
    table = secured_standards(view)
    known = [name for name in STANDARDS if len(table) and int(table[f"{name}核定户数"].sum())]
    households = int(table["户数"].sum()) if len(table) else 0
    if not known:
        return None
    met = {name: (int(table[name].sum()), int(table[f"{name}核定户数"].sum())) for name in known}
    short = {name: whole_ - part for name, (part, whole_) in met.items() if part < whole_}
    shown = _worst(table, known)
    ledgers = ["households", *(one for one in ("persons", "income", "insurance") if view.has(one))]
    return Chart(
        "standards-by-village",
        _message(short, met),
        _alternative(table, met, short, households),
        sources(view, ledgers, f"{whole(households)}户，空白格为100%", _left_out(table, shown)),
        share_grid(
            labels(shown),
            known,
            [[_share(row, name) for name in known] for _, row in shown.iterrows()],
        ),
        table,
    )


def income_shares(view: View, figures: dict[str, Figure]) -> Chart | None:
    """收入构成: the sources of the net income."""
    table = income_sources(view)
    if not table["占纯收入（%）"].notna().any():
        return None
    shares = [with_unit(value_of(figures, name), "%") for name in SHARE_FIGURES]
    values = list(table["占纯收入（%）"])
    first = max(range(4), key=lambda place: values[place])
    listed = "、".join(f"{name}{share}" for name, share in zip(table["收入来源"], shares, strict=True))
    amounts = [
        f"{share}，{amount}万元"
        for share, amount in zip(shares, wans(list(table["金额（万元）"])), strict=True)
    ]
    return Chart(
        "income-sources",
        f"{table['收入来源'].iloc[first]}占纯收入的{shares[first]}",
        f"条形图：在册户纯收入的来源，{listed}。",
        sources(view, ("income", "households", "persons"), "收入已知的在册户"),
        bar_chart(list(table["收入来源"]), [Part("占纯收入", values, SHADES[1])], amounts),
        table,
    )


def income_distribution(view: View, figures: dict[str, Figure]) -> Chart | None:
    """Persons by net income per head against the exit line and the near line."""
    table = income_bands(view)
    total = int(table["人数"].sum())
    if not total:
        return None
    of_kind = {kind: int(table.loc[table["与线的关系"].eq(kind), "人数"].sum()) for kind in BAND_FILLS}
    line = number_text(Fraction(view.rules["exit_line"]), "元")
    near = number_text(Fraction(view.rules["exit_line"] * view.rules["monitoring_line_ratio"]), "元")
    parts = [
        Part(f"{kind}（{_range(kind, line, near)}）", _of(table, kind), *fill)
        for kind, fill in BAND_FILLS.items()
    ]
    median = value_of(figures, "income_median")
    middle = f"中位数{with_unit(median, '元/人')}；" if median is not None else ""
    return Chart(
        "income-distribution",
        _below(of_kind[BELOW], line) + _near(of_kind[NEAR], near),
        f"条形图：{whole(total)}人按户人均纯收入分段，{middle}低于脱贫线{line}元的{whole(of_kind[BELOW])}人"
        f"（{percent(of_kind[BELOW], total)}），不到{near}元的边缘人口{whole(of_kind[NEAR])}人"
        f"（{percent(of_kind[NEAR], total)}）。",
        sources(
            view,
            ("income", "households", "persons"),
            f"收入已知的{whole(total)}人；各段含下限不含上限，单位：元",
        ),
        bar_chart(
            list(table["人均纯收入（元）"]),
            parts,
            [f"{whole(int(n))}人（{percent(int(n), total)}）" for n in table["人数"]],
        ),
        table,
    )


SHARE_FIGURES = (
    "income_share_wages",
    "income_share_business",
    "income_share_property",
    "income_share_transfers",
)


def _of(table: pd.DataFrame, kind: str) -> list[int]:
    return [
        int(count) if of == kind else 0 for count, of in zip(table["人数"], table["与线的关系"], strict=True)
    ]


def _below(persons: int, line: str) -> str:
    return f"{whole(persons)}人低于脱贫线{line}元" if persons else f"没有人低于脱贫线{line}元"


def _near(persons: int, near: str) -> str:
    return f"，另有{whole(persons)}人不到{near}元" if persons else f"，没有人在线上而不到{near}元"


def _range(kind: str, line: str, near: str) -> str:
    return {BELOW: f"不到{line}元", NEAR: f"不到{near}元", ABOVE: f"{near}元起"}[kind]


def _share(row: pd.Series, name: str) -> float | None:
    of = int(row[f"{name}核定户数"])
    return 100 * int(row[name]) / of if of else None


def _lacking(table: pd.DataFrame, known: list[str]) -> pd.Series:
    """How many times a household of the village misses a standard."""
    return sum((table[f"{name}核定户数"] - table[name]).fillna(0) for name in known)


def _worst(table: pd.DataFrame, known: list[str]) -> pd.DataFrame:
    if len(table) <= MOST_ROWS:
        return table
    chosen = _lacking(table, known).sort_values(ascending=False, kind="stable").index[:MOST_ROWS]
    return table.loc[table.index.isin(chosen)]


def _left_out(table: pd.DataFrame, shown: pd.DataFrame) -> str:
    rest = len(table) - len(shown)
    return f"只画缺口最多的{len(shown)}个村，其余{rest}个村见附表" if rest else ""


def _message(short: dict[str, int], met: dict[str, tuple[int, int]]) -> str:
    if not short:
        return f"{'、'.join(met)}都达到100%"
    worst = max(short, key=lambda name: short[name])
    full = len(met) - len(short)
    rest = f"；{full}项达到100%" if full else ""
    return f"缺口最大的是{worst}：{whole(short[worst])}户未达到，达标率{percent(*met[worst])}{rest}"


def _alternative(
    table: pd.DataFrame, met: dict[str, tuple[int, int]], short: dict[str, int], households: int
) -> str:
    rates = "、".join(f"{name}{percent(*parts)}" for name, parts in met.items())
    lacking = int((_lacking(table, list(met)) > 0).sum())
    rest = f"{lacking}个村有未达到的户" if short else "没有未达到的户"
    villages = f"{len(table)}个村" if len(table) > 1 else str(table[VILLAGE].iloc[0])
    return f"矩阵图：{villages}{whole(households)}户的达标率，{rates}；{rest}。"
