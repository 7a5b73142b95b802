"""收入与贫困测度: net income per head, its sources, and measures of poverty and inequality over persons."""

from fractions import Fraction

import numpy as np
import pandas as pd

from gonggu.figures import poverty
from gonggu.figures.card import figure
from gonggu.figures.income import COSTS, FEN_PER_YUAN, TRANSFERS, below, incomes, median_per_head
from gonggu.figures.measure import Measure, Rows, count, exact_sum, ratio
from gonggu.figures.poverty import Multidimensional
from gonggu.figures.selections import (
    among,
    denied,
    holds,
    households_with,
    insured,
    members,
)
from gonggu.figures.view import View, selection

SECTION = "收入与贫困测度"
LINE = ("exit_line",)
MPI_CUTOFF = 1


@figure("人均纯收入", "元/人", SECTION, "在册户纯收入之和 ÷ 其成员数；没有收入记录或成员的户不计")
def income_per_head(view: View) -> Measure:
    return _mean_per_head(incomes(view))


@figure("脱贫人口人均纯收入", "元/人", SECTION, "已脱贫户纯收入之和 ÷ 其成员数")
def income_per_head_exited(view: View) -> Measure:
    known = incomes(view)
    return _mean_per_head(known[known["exit_status"].eq("已脱贫")])


@figure(
    "人均纯收入中位数", "元/人", SECTION, "按人排列的所在户人均纯收入的中位数，人数为偶数时取中间两人的平均"
)
def income_median(view: View) -> Measure:
    known = incomes(view)
    return Measure(median_per_head(known), rows=_households(known))


@figure("工资性收入占比", "%", SECTION, "工资性收入之和 ÷ 纯收入之和")
def income_share_wages(view: View) -> Measure:
    return _share_of_net(view, ["wages_fen"])


@figure("生产经营净收入占比", "%", SECTION, "（生产经营性收入 − 生产经营性支出）之和 ÷ 纯收入之和")
def income_share_business(view: View) -> Measure:
    return _share_of_net(view, ["business_income_fen"], less=[COSTS])


@figure("财产性收入占比", "%", SECTION, "财产性收入之和 ÷ 纯收入之和")
def income_share_property(view: View) -> Measure:
    return _share_of_net(view, ["property_income_fen"])


@figure("转移性收入占比", "%", SECTION, "六项转移性收入之和 ÷ 纯收入之和")
def income_share_transfers(view: View) -> Measure:
    return _share_of_net(view, list(TRANSFERS))


@figure(
    "人均纯收入低于脱贫线人口",
    "人",
    SECTION,
    "所在户人均纯收入低于脱贫线（{exit_line}元）的人数",
    additive=True,
    rules=LINE,
)
def persons_below_line(view: View) -> Measure:
    known = incomes(view)
    return _persons_of(view, known[below(known, _line(view))])


@figure(
    "收入边缘人口",
    "人",
    SECTION,
    "所在户人均纯收入不低于脱贫线（{exit_line}元）、低于其{monitoring_line_ratio}倍的人数",
    additive=True,
    rules=("exit_line", "monitoring_line_ratio"),
)
def persons_near_line(view: View) -> Measure:
    known = incomes(view)
    near = Fraction(view.rules["monitoring_line_ratio"]) * _line(view)
    return _persons_of(view, known[~below(known, _line(view)) & below(known, near)])


@figure(
    "贫困人口比率 P0",
    "—",
    SECTION,
    "FGT 指数（α=0）：人均纯收入低于脱贫线（{exit_line}元）的人 ÷ 全部人",
    rules=LINE,
)
def fgt0(view: View) -> Measure:
    known = incomes(view)
    poor = _persons_of(view, known[below(known, _line(view))])
    return ratio(poor, _persons_of(view, known), scale=1)


@figure(
    "贫困缺口率 P1",
    "—",
    SECTION,
    "FGT 指数（α=1）：各人收入缺口与脱贫线（{exit_line}元）之比的平均，线上为0",
    rules=LINE,
)
def fgt1(view: View) -> Measure:
    return _fgt(view, 1)


@figure(
    "贫困强度 P2",
    "—",
    SECTION,
    "FGT 指数（α=2）：各人收入缺口与脱贫线（{exit_line}元）之比的平方的平均，线上为0",
    rules=LINE,
)
def fgt2(view: View) -> Measure:
    return _fgt(view, 2)


@figure("基尼系数", "—", SECTION, "在册人口所在户人均纯收入的基尼系数，负收入按0计")
def gini(view: View) -> Measure:
    known = incomes(view)
    value = poverty.gini(known["per_head"].to_numpy(), known["size"].to_numpy())
    return Measure(value, rows=_households(known))


@figure(
    "多维贫困发生率 H",
    "%",
    SECTION,
    "收入低于脱贫线（{exit_line}元）、有人失学辍学、有人未参加城乡居民医保、住房不安全、饮水不安全五项等权，"
    "至少占一项的户的成员数 ÷ 全部人",
    rules=LINE,
)
def mpi_headcount(view: View) -> Measure:
    counts = multidimensional(view)
    return _mpi(view, Fraction(counts.poor), counts.persons, scale=100)


@figure(
    "多维贫困强度 A",
    "%",
    SECTION,
    "多维贫困人口平均所占的剥夺项份额（五项等权，收入线{exit_line}元）",
    rules=LINE,
)
def mpi_intensity(view: View) -> Measure:
    counts = multidimensional(view)
    return _mpi(view, counts.deprivations, counts.poor, scale=100)


@figure(
    "多维贫困指数 M0",
    "—",
    SECTION,
    "H × A：多维贫困人口的加权剥夺项之和 ÷ 全部人（收入线{exit_line}元）",
    rules=LINE,
)
def mpi(view: View) -> Measure:
    counts = multidimensional(view)
    return _mpi(view, counts.deprivations, counts.persons, scale=1)


@selection
def deprivations(view: View) -> pd.DataFrame:
    """Which households of known income are deprived in which of the five dimensions (bool), index as in 贫困户."""
    known = incomes(view)
    households = view.rows("households").loc[known.index]
    persons = members(view, households)
    of_member = {
        "dropped_out": households_with(persons, holds(persons["dropped_out"])),
        "uninsured": households_with(persons, ~insured(view, persons)),
    }
    return pd.DataFrame(
        {
            "income": below(known, _line(view)),
            **{name: among(households["household_id"], ids) for name, ids in of_member.items()},
            "housing": households["housing"].notna() & households["housing"].ne("安全"),
            "water": denied(households["water_ok"]),
        }
    ).astype(bool)


@selection
def multidimensional(view: View) -> Multidimensional:
    """Alkire-Foster counts of the scope: five dimensions, poor from one of them."""
    sizes = incomes(view)["size"].to_numpy()
    return poverty.alkire_foster(deprivations(view).to_numpy(), sizes, MPI_CUTOFF)


def _line(view: View) -> Fraction:
    return Fraction(view.rules["exit_line"])


def _households(known: pd.DataFrame) -> tuple[Rows, ...]:
    return (Rows("households", known.index),)


def _persons_of(view: View, known: pd.DataFrame) -> Measure:
    return count("persons", members(view, known))


def _mean_per_head(known: pd.DataFrame) -> Measure:
    net = exact_sum(known["net_fen"]) / FEN_PER_YUAN
    persons = Fraction(int(known["size"].sum()))
    value = net / persons if persons else None
    return Measure(value, net, persons, _households(known), _households(known))


def _share_of_net(view: View, items: list[str], less: tuple[str, ...] | list[str] = ()) -> Measure:
    known = incomes(view)
    part = sum((exact_sum(known[item]) for item in items), Fraction(0))
    part -= sum((exact_sum(known[item]) for item in less), Fraction(0))
    net = exact_sum(known["net_fen"])
    rows = _households(known)
    return ratio(Measure(None, part / FEN_PER_YUAN, rows=rows), Measure(None, net / FEN_PER_YUAN, rows=rows))


def _fgt(view: View, alpha: int) -> Measure:
    known = incomes(view)
    value = poverty.fgt(known["per_head"].to_numpy(), known["size"].to_numpy(), float(_line(view)), alpha)
    return Measure(value, rows=_households(known))


def _mpi(view: View, part: Fraction, whole: int, scale: int) -> Measure:
    poor = deprivations(view).any(axis=1)
    rows = _households(incomes(view)[np.asarray(poor)])
    return ratio(Measure(None, part, rows=rows), Measure(None, Fraction(whole)), scale)
