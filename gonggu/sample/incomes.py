"""Household income of the year, in 分: it follows from work, land, age and benefits."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.schooling_and_health import LABOUR
from gonggu.sample.social_security import of_household

# This district's line by year: it is what the households are made to fit; other years have the nearest.
_EXIT_LINE_YUAN = {2018: 3_200, 2019: 3_700, 2020: 4_000}
MONTHLY_WAGE_YUAN = {"乡镇内": 1_450, "乡镇外县内": 1_750, "县外省内": 2_150, "省外": 2_600, "其他": 1_600}
POST_YEAR_YUAN = {"生态护林员": 10_000, "公益性岗位": 7_200}
_PENSION_MONTH_YUAN = 103
FREE = ("wages", "business_income", "property_income", "other_transfers", "business_costs")
ITEMS = (
    *("wages", "business_income", "property_income", "family_planning", "dibao"),
    *("tekun", "pension", "eco_compensation", "other_transfers"),
)


def household_incomes(
    households: pd.DataFrame,
    members: pd.DataFrame,
    level: Any,
    aid: Any,
    *,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """Nine kinds of income and the costs of business, one row a household; `aid` is its education aid in 分."""
    count = len(households)
    months = of_household(members, members["work_months"], count)
    table = pd.DataFrame(
        {
            "wages": _wages(members, level[members["household"]], count, rng),
            **_business(households, members, level, rng),
            "property_income": _yuan(np.where(rng.random(count) < 0.55, rng.uniform(60, 900, count), 0)),
            "family_planning": _family_planning(members, count, rng),
            "dibao": of_household(members, members["dibao_monthly"], count) * 1200,
            "tekun": of_household(members, members["tekun_monthly"], count) * 1200,
            "pension": pension(members, count, year),
            "eco_compensation": _yuan(rng.uniform(15, 210, count) * np.sqrt(households["size"])),
            "other_transfers": _yuan(rng.gamma(2.0, 420, count) * level) + np.asarray(aid, dtype=int),
        }
    ).astype(int)
    # The plan that the sample begins from is that of 2019, whatever year it is moved to.
    table = with_targets(table, households, months > 0, 3_700, rng)
    return without_outliers(table, households)


def net(table: pd.DataFrame) -> Any:
    """Net income of each household, in 分."""
    return (table[list(ITEMS)].sum(axis=1) - table["business_costs"]).to_numpy()


def _wages(members: pd.DataFrame, level: Any, count: int, rng: np.random.Generator) -> Any:
    working = (members["work_months"] > 0).to_numpy()
    monthly = members["work_place"].map(MONTHLY_WAGE_YUAN).to_numpy(dtype=float)
    spread = np.exp(rng.normal(0, 0.16, len(members)))
    skilled = np.where(members["labour"] == "技能劳动力", 1.2, 1.0)
    earned = monthly * members["work_months"].to_numpy() * spread * skilled * level
    post = members["job"].map(POST_YEAR_YUAN).to_numpy(dtype=float)
    earned = np.where(np.isnan(post), earned, post)
    return of_household(members, _yuan(np.where(working, earned, 0)), count)


def _business(
    households: pd.DataFrame, members: pd.DataFrame, level: Any, rng: np.random.Generator
) -> dict[str, Any]:
    """Poultry, pigs, bamboo, oranges: more with labour at hand, a vegetable garden's worth for the old."""
    count = len(households)
    labour = of_household(members, members["labour"].isin(LABOUR), count)
    elders = of_household(
        members, members["age"].between(60, 76) & (members["labour"] != "丧失劳动力"), count
    )
    income = (labour * rng.gamma(3.0, 900, count) + elders * rng.gamma(2.5, 360, count)) * level
    income = np.where(rng.random(count) < np.where(labour > 0, 0.9, 0.7), income, 0)
    income = _yuan(np.where(income > 150, income, 0))
    return {"business_income": income, "business_costs": _costs(income, rng)}


def _costs(income: Any, rng: np.random.Generator) -> Any:
    return np.round(np.asarray(income) * rng.uniform(0.24, 0.42, len(income)) / 100).astype(int) * 100


def _family_planning(members: pd.DataFrame, count: int, rng: np.random.Generator) -> Any:
    """960 元 a year and person of 60 or more in some small families."""
    elders = of_household(members, members["age"] >= 60, count)
    return np.where(rng.random(count) < 0.07, np.minimum(elders, 2) * 96_000, 0)


def pension(members: pd.DataFrame, count: int, year: int) -> Any:
    """The basic pension from the month after the sixtieth birthday."""
    first_year = (members["age"] == 60).to_numpy()
    months = np.where(first_year, 12 - members["birth"].dt.month.to_numpy(), 12)
    months = np.where(members["birth"].dt.year.to_numpy() <= year - 60, months, 0)
    return of_household(members, months * _PENSION_MONTH_YUAN * 100, count)


def exit_line(year: int) -> int:
    """元 a head, of this district."""
    return _EXIT_LINE_YUAN[min(max(year, min(_EXIT_LINE_YUAN)), max(_EXIT_LINE_YUAN))]


def with_targets(
    table: pd.DataFrame,
    households: pd.DataFrame,
    works: Any,
    line: int,
    rng: np.random.Generator,
    spared: int = 2,
) -> pd.DataFrame:
    """Households that exit in the year reach the line with little to spare; those not exited mostly do not.

    `spared` is how many of these are above it and stay on the list for other reasons.
    """
    group, size = households["group"].to_numpy(), households["size"].to_numpy()
    table = _lifted(table, size, households["type"].to_numpy(), line, rng)
    exits, unexited = np.flatnonzero(group == "exits"), np.flatnonzero(group == "unexited")
    wanted = np.zeros(len(table))
    wanted[exits] = line * rng.permutation(np.linspace(1.05, 1.65, len(exits)))
    wanted[unexited] = line * rng.permutation(np.linspace(0.80, 0.99, len(unexited)))
    above = unexited[:spared]
    wanted[above] = rng.uniform(line * 1.02, line * 1.08, len(above))
    fixed = net(table) - (table[list(FREE[:-1])].sum(axis=1) - table["business_costs"]).to_numpy()
    wanted = np.maximum(_yuan(wanted * size), fixed + 24_000)
    rows = np.concatenate([exits, unexited])
    return _set_free(table, rows, (wanted - fixed)[rows], works[rows], rng)


def _set_free(
    table: pd.DataFrame, rows: Any, amount: Any, works: Any, rng: np.random.Generator
) -> pd.DataFrame:
    """The rows with wages, business and other transfers that together bring in `amount`."""
    result = table.copy()
    wages = np.where(works, _whole_yuan(amount * rng.uniform(0.45, 0.65, len(rows))), 0)
    earned = _whole_yuan((amount - wages) * rng.uniform(0.5, 0.8, len(rows)))
    costs = _costs(earned, rng)
    result.loc[rows, "wages"] = wages
    result.loc[rows, "business_income"] = earned + costs
    result.loc[rows, "business_costs"] = costs
    result.loc[rows, "property_income"] = 0
    result.loc[rows, "other_transfers"] = amount - wages - earned
    return result


def _lifted(table: pd.DataFrame, size: Any, kind: Any, line: int, rng: np.random.Generator) -> pd.DataFrame:
    """Support from children and relief bring every household that has exited over the line."""
    low = net(table) < np.where(kind == "特困供养户", 1.4, 1.03) * line * 100 * size
    goal = _yuan(rng.uniform(line * 1.03, line * 1.48, len(table)) * size)
    short = np.where(low, np.maximum(goal - net(table), 0), 0)
    return table.assign(other_transfers=table["other_transfers"] + short)


def without_outliers(table: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """Nobody is further than two and a half quartile distances from the neighbours of the same type."""
    size = households["size"].to_numpy()
    free = np.isin(households["group"].to_numpy(), ["general", "relocated"])
    for _ in range(6):
        head = pd.Series(net(table) / size)
        groups = head.groupby([households["village"].to_numpy(), households["type"].to_numpy()])
        lower, upper = groups.transform("quantile", 0.25), groups.transform("quantile", 0.75)
        reach = 2.5 * (upper - lower)
        high, low = free & (head > upper + reach), free & (head < lower - reach)
        if not (high | low).any():
            break
        excess = np.where(high, (head - upper - reach) * size, 0)
        lack = np.where(low, (lower - reach - head) * size, 0)
        table = _shrunk(table, np.ceil(excess / 100) * 100)
        table = table.assign(
            other_transfers=table["other_transfers"] + (np.ceil(lack / 100) * 100).astype(int)
        )
    return table


def _shrunk(table: pd.DataFrame, excess: Any) -> pd.DataFrame:
    """The free items and the costs, all in the same proportion, less by `excess` 分 together."""
    free = table[list(FREE[:-1])].sum(axis=1) - table["business_costs"]
    share = np.where(excess > 0, np.clip(1 - excess / np.maximum(free, 1), 0.05, 1), 1)
    return table.assign(
        **{
            name: np.where(share < 1, np.floor(table[name] * share / 100) * 100, table[name]).astype(int)
            for name in FREE
        }
    )


def _yuan(value: Any) -> Any:
    """Whole 元, in 分."""
    return np.round(np.asarray(value, dtype=float)).astype(int) * 100


def _whole_yuan(fen: Any) -> Any:
    return np.round(np.asarray(fen, dtype=float) / 100).astype(int) * 100
