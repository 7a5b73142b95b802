"""Tables by place: the register, the secured standards, a set of figures side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial

import pandas as pd

from gonggu.figures.card import Card, Figure, compute, number
from gonggu.figures.income import below, incomes
from gonggu.figures.measure import FEN_PER_WAN_YUAN
from gonggu.figures.numbers import WITHHELD
from gonggu.figures.selections import UNEXITED, among, denied, holds, households_with, insured, members
from gonggu.figures.view import LedgerAbsent, View
from gonggu.scope import Scope
from gonggu.withholding import Withheld

PLACE = ["township", "village"]
MAIN_FIGURES = (
    *("registered_households", "registered_persons", "unexited_households", "unexited_persons"),
    *("poverty_rate", "exits_persons", "income_per_head", "persons_below_line", "medical_coverage"),
    *("dropouts", "projects_total", "projects_completion_rate", "funds_paid", "stationed_cadres"),
    *("attendance_compliance", "relocation_households", "households_unvisited", "problems_overdue"),
)
TOWNSHIP, VILLAGE = "乡镇", "行政村"
NOWHERE = "未注明"
TOTAL_ROW = "合计"
# A place's figures by id; what a public edition withholds is the word that says so.
Values = Mapping[str, Fraction | float | str | None]
# What belongs to the scope but to none of its parts, by the scope's level.
REST_ROWS = {"district": "区级", "township": "乡镇级"}


def parts_of(view: View) -> list[tuple[str, Scope]]:
    """The places a scope is made of, named: townships of the district, villages of a township; none of a village."""
    villages = view.rows("villages").dropna(subset=PLACE)
    if view.scope.level == "district":
        return [(name, Scope(name)) for name in villages["township"].unique()]
    if view.scope.level == "township":
        return [(name, Scope(view.scope.township, name)) for name in villages["village"].unique()]
    return []


def comparison_table(
    view: View, cards: Sequence[Card], own: dict[str, Figure], withheld: Withheld | None = None
) -> pd.DataFrame:
    """Figures of every part of the scope, a row a place, then what belongs to none of them, and the whole.

    Columns are `label（unit）`; `own` are the scope's figures. What belongs to no part is the remainder of the
    additive figures, shown where there is any. What a part's own public edition withholds is 未公布 here, too.
    """
    shown = [card for card in cards if card.id in own and not card.district_only]
    rows = {name: _values(view, scope, shown, withheld) for name, scope in parts_of(view)}
    whole: Values = {
        card.id: WITHHELD if own[card.id].withheld else own[card.id].measure.value for card in shown
    }
    rest = _remainder(shown, whole, rows.values())
    if any(rest.values()):
        rows[REST_ROWS[view.scope.level]] = rest
    rows[TOTAL_ROW] = whole
    content = {
        f"{card.label}（{card.unit}）": [_shown(values.get(card.id)) for values in rows.values()]
        for card in shown
    }
    head = TOWNSHIP if view.scope.level == "district" else VILLAGE
    return pd.DataFrame({head: list(rows), **content})


def township_table(view: View, figures: dict[str, Figure], withheld: Withheld | None = None) -> pd.DataFrame:
    """The main figures, a row each; a column for every township (in a township: village), for none, for the whole."""
    cards = [figures[name].card for name in MAIN_FIGURES if name in figures]
    table = comparison_table(view, cards, figures, withheld)
    # Figures run down the sheet: some twenty of them would not fit across a page.
    places = table.set_index(table.columns[0])
    return places.astype(object).T.rename_axis(index="指标", columns=None).reset_index()


def village_table(view: View) -> pd.DataFrame:
    """The villages of the scope: population, register, who has not exited, collective income."""
    villages = view.rows("villages")
    households = view.rows("households")
    poor = households[households["exit_status"].isin(UNEXITED)]
    persons, poor_persons = members(view, households), members(view, poor)
    table = pd.DataFrame(
        {
            TOWNSHIP: villages["township"],
            VILLAGE: villages["village"],
            "贫困村": villages["is_poor_village"].map({True: "是", False: "否"}),
            "农村户籍人口": villages["rural_population"],
            "建档立卡户数": _per_village(villages, households),
            "建档立卡人口": _per_village(villages, persons),
            "未脱贫户数": _per_village(villages, poor),
            "未脱贫人口": _per_village(villages, poor_persons),
            "村集体经济收入（万元）": villages["collective_income_fen"].astype("Float64") / FEN_PER_WAN_YUAN,
        }
    )
    return table.reset_index(drop=True)


def collective_income(view: View) -> pd.DataFrame:
    """The villages' collective income, least first, and whether they have an industry."""
    villages = view.rows("villages")
    table = pd.DataFrame(
        {
            TOWNSHIP: villages["township"],
            VILLAGE: villages["village"],
            "村集体经济收入（万元）": villages["collective_income_fen"].astype("Float64") / FEN_PER_WAN_YUAN,
            "有无产业": villages["has_industry"].map({True: "有", False: "无"}),
        }
    )
    return table.sort_values("村集体经济收入（万元）", kind="stable").reset_index(drop=True)


STANDARDS = ("收入达线", "不愁吃穿", "安全饮水", "住房安全", "义务教育", "基本医疗")


def secured_standards(view: View) -> pd.DataFrame:
    """By village: households on the register, and of each standard how many meet it.

    收入达线 is net income per head at or above the exit line, 义务教育 nobody out of school, 基本医疗 everybody in
    城乡居民医保; a standard whose ledger is absent, or a household whose income is unknown, is left blank.
    """
    households = view.rows("households")
    met = pd.DataFrame({name: _met(view, households, check) for name, check in _CHECKS.items()})
    place = households[PLACE].fillna(NOWHERE)
    grouped = pd.concat([place, met], axis=1).groupby(PLACE, sort=False)
    table = grouped.size().rename("户数").to_frame()
    for name in STANDARDS:
        table[name] = grouped[name].sum(min_count=1)
        table[f"{name}核定户数"] = grouped[name].count()
    return _in_order(view, table).reset_index().rename(columns={"township": TOWNSHIP, "village": VILLAGE})


def labels(table: pd.DataFrame) -> list[str]:
    """Village names, with the township before a name that stands twice."""
    twice = table[VILLAGE].duplicated(keep=False)
    return [
        f"{township}·{village}" if again else str(village)
        for township, village, again in zip(table[TOWNSHIP], table[VILLAGE], twice, strict=True)
    ]


def _values(view: View, scope: Scope, cards: Sequence[Card], withheld: Withheld | None) -> Values:
    """A place's figures; several tables and a chart show some of the same, each is computed once."""
    # Of a place that no audit has seen, everything is withheld.
    hidden = () if withheld is None else withheld.get(scope.name, [card.id for card in cards])

    def value(card: Card) -> Fraction | float | None:
        place = view.recall((_values, scope), lambda: view.within(scope))
        (figure,) = compute(place, [card])
        return figure.measure.value

    return {
        card.id: WITHHELD if card.id in hidden else view.recall((_values, scope, card), partial(value, card))
        for card in cards
    }


def _remainder(cards: Sequence[Card], whole: Values, parts: Iterable[Values]) -> Values:
    """What the additive figures of the parts leave of the whole; nothing where one of them has no value to show."""
    values = list(parts)
    rest: dict[str, Fraction | float | str | None] = {}
    for card in cards:
        total, *of_parts = (_number(one[card.id]) for one in (whole, *values))
        if card.additive and total is not None and None not in of_parts:
            rest[card.id] = total - sum(value for value in of_parts if value is not None)
    return rest


def _number(value: Fraction | float | str | None) -> Fraction | float | None:
    return None if isinstance(value, str) else value


def _shown(value: Fraction | float | str | None) -> int | float | str | None:
    return value if isinstance(value, str) else number(value)


def _per_village(villages: pd.DataFrame, records: pd.DataFrame) -> pd.Series:
    """How many of the records lie in each village; a village without any has 0."""
    counts = records.groupby(PLACE).size()
    found = counts.reindex(pd.MultiIndex.from_frame(villages[PLACE]), fill_value=0)
    return pd.Series(found.to_numpy(), index=villages.index)


def _in_order(view: View, table: pd.DataFrame) -> pd.DataFrame:
    """Villages in the order of 行政村, then any that it does not list."""
    if not view.has("villages"):
        return table
    listed = list(view.rows("villages")[PLACE].itertuples(index=False, name=None))
    known = [place for place in dict.fromkeys(listed) if place in table.index]
    others = [place for place in table.index if place not in set(known)]
    return table.loc[[*known, *others]]


Check = Callable[[View, pd.DataFrame], pd.Series]


def _met(view: View, households: pd.DataFrame, check: Check) -> pd.Series:
    """Which households meet a standard; blank where it cannot be told."""
    try:
        return check(view, households).astype("boolean")
    except LedgerAbsent:
        return pd.Series(pd.NA, index=households.index, dtype="boolean")


def _income_met(view: View, households: pd.DataFrame) -> pd.Series:
    known = incomes(view)
    enough = ~below(known, Fraction(view.rules["exit_line"])).astype("boolean")
    return enough.reindex(households.index)


def _school_met(view: View, households: pd.DataFrame) -> pd.Series:
    persons = members(view, households)
    return ~among(households["household_id"], households_with(persons, ~denied(persons["dropped_out"])))


def _insurance_met(view: View, households: pd.DataFrame) -> pd.Series:
    persons = members(view, households)
    return ~among(households["household_id"], households_with(persons, ~insured(view, persons)))


_CHECKS: dict[str, Check] = {
    "收入达线": _income_met,
    "不愁吃穿": lambda _, households: holds(households["food_clothing_ok"]),
    "安全饮水": lambda _, households: holds(households["water_ok"]),
    "住房安全": lambda _, households: households["housing"].eq("安全").fillna(False),
    "义务教育": _school_met,
    "基本医疗": _insurance_met,
}
