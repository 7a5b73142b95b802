"""总述: the register, the poverty headcount, who left poverty in the year."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.income import below, incomes, per_head
from gonggu.figures.measure import Measure, count, lowest, ratio, stated, total
from gonggu.figures.selections import (
    among,
    holds,
    households_exited_in_year,
    households_with,
    insured,
    members,
)
from gonggu.figures.selections import unexited_households as unexited
from gonggu.figures.selections import unexited_persons as their_members
from gonggu.figures.view import View

SECTION = "总述"


@figure("已出列贫困村", "个", SECTION, "是贫困村且出列年度不晚于{year}年的行政村数", additive=True)
def poor_villages_exited(view: View) -> Measure:
    villages = view.rows("villages")
    exited = holds(villages["is_poor_village"]) & villages["exit_year"].le(view.year).fillna(False)
    return count("villages", villages[exited])


@figure("建档立卡户数", "户", SECTION, "年末在册的贫困户数，已脱贫和未脱贫的都在内", additive=True)
def registered_households(view: View) -> Measure:
    return count("households", view.rows("households"))


@figure("建档立卡人口", "人", SECTION, "年末在册的贫困人口数", additive=True)
def registered_persons(view: View) -> Measure:
    return count("persons", view.rows("persons"))


@figure("未脱贫户数", "户", SECTION, "脱贫属性为未脱贫或返贫的贫困户数", additive=True)
def unexited_households(view: View) -> Measure:
    return count("households", unexited(view))


@figure("未脱贫人口", "人", SECTION, "脱贫属性为未脱贫或返贫的贫困户的成员数", additive=True)
def unexited_persons(view: View) -> Measure:
    return count("persons", their_members(view))


@figure("返贫人口", "人", SECTION, "脱贫属性为返贫的贫困户的成员数", additive=True)
def returned_persons(view: View) -> Measure:
    households = view.rows("households")
    return count("persons", members(view, households[households["exit_status"].eq("返贫")]))


@figure("贫困发生率", "%", SECTION, "未脱贫人口 ÷ 各村农村户籍人口之和")
def poverty_rate(view: View) -> Measure:
    population = total("villages", view.rows("villages"), "rural_population")
    return ratio(count("persons", their_members(view)), population)


@figure(
    "基期贫困发生率",
    "%",
    SECTION,
    "基期年度（参数 base_year）年末未脱贫人口之和 ÷ 农村户籍人口之和，取自历年情况",
)
def poverty_rate_base(view: View) -> Measure:
    history = view.rows("history")
    base = history[history["year"].eq(view.params.base_year).fillna(False)]
    return ratio(total("history", base, "poor_persons"), total("history", base, "rural_population"))


@figure(
    "全面小康实现程度", "%", SECTION, "区级统计所列{year}年全面小康实现程度，原样引用", district_only=True
)
def xiaokang_degree(view: View) -> Measure:
    return stated("statistics", statistic(view, "全面小康实现程度"), "value")


@figure("当年脱贫户数", "户", SECTION, "脱贫属性为已脱贫且脱贫年度为{year}年的贫困户数", additive=True)
def exits_households(view: View) -> Measure:
    return count("households", households_exited_in_year(view))


@figure("当年脱贫人口", "人", SECTION, "{year}年脱贫的贫困户的成员数", additive=True)
def exits_persons(view: View) -> Measure:
    return count("persons", members(view, households_exited_in_year(view)))


@figure(
    "当年脱贫户最低人均纯收入",
    "元/人",
    SECTION,
    "{year}年脱贫的各户人均纯收入的最小值",
    held_against=("exit_line",),
)
def exit_income_min(view: View) -> Measure:
    known = incomes(view)
    exited = known[known.index.isin(households_exited_in_year(view).index)]
    return lowest("households", per_head(exited))


@figure(
    "当年脱贫达标率",
    "%",
    SECTION,
    "{year}年脱贫户中达到各项标准（人均纯收入不低于{exit_line}元、不愁吃穿、安全饮水、住房安全、无人失学辍学、"
    "人人参加城乡居民医保）的户的成员数 ÷ 当年脱贫人口",
    rules=("exit_line",),
)
def exit_standard_met(view: View) -> Measure:
    households = households_exited_in_year(view)
    persons = members(view, households)
    known = incomes(view)
    poor_income = below(known, Fraction(view.rules["exit_line"]))
    failing = households_with(persons, holds(persons["dropped_out"]) | ~insured(view, persons))
    met = (
        households.index.isin(known.index[~poor_income])
        & holds(households["food_clothing_ok"])
        & holds(households["water_ok"])
        & households["housing"].eq("安全")
        & ~among(households["household_id"], failing)
    )
    return ratio(count("persons", members(view, households[met])), count("persons", persons))


def statistic(view: View, name: str) -> pd.DataFrame:
    """The row of 区级统计 that states `name` for the year."""
    statistics = view.rows("statistics")
    return statistics[statistics["name"].eq(name) & statistics["year"].eq(view.year).fillna(False)]
