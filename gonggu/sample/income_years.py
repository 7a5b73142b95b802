"""Household incomes a year later or before: wages follow work, benefits their standards, the rest grows."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.incomes import (
    MONTHLY_WAGE_YUAN,
    POST_YEAR_YUAN,
    exit_line,
    pension,
    with_targets,
    without_outliers,
)
from gonggu.sample.social_security import of_household

_GROWTH = 1.09  # of wages, prices and the harvest in a year


def earning_power(members: pd.DataFrame, count: int) -> Any:
    """What the members' work of the year pays in 元 by household, at usual wages."""
    monthly = members["work_place"].map(MONTHLY_WAGE_YUAN).to_numpy(dtype=float)
    earned = np.nan_to_num(monthly) * members["work_months"].to_numpy()
    post = members["job"].map(POST_YEAR_YUAN).to_numpy(dtype=float)
    return of_household(members, np.where(np.isnan(post), earned, post), count)


def developed(
    incomes: pd.DataFrame,
    households: pd.DataFrame,
    members: pd.DataFrame,
    power: tuple[Any, Any],
    aid: tuple[Any, Any],
    *,
    rng: np.random.Generator,
    year: int,
    on: int,
) -> pd.DataFrame:
    """Incomes of `year` in 分 from the neighbouring year's of the same households, row by row.

    `power` is what work paid in the neighbouring year and pays now, `aid` the education aid of both; `on` is 1 for a
    year later, -1 for a year before.
    """
    count = len(households)
    growth = _GROWTH**on * rng.uniform(0.95, 1.06, count)
    table = incomes.assign(
        wages=_wages(incomes["wages"].to_numpy(), power, growth),
        business_income=_yuan(incomes["business_income"] * growth),
        business_costs=_yuan(incomes["business_costs"] * growth),
        property_income=_yuan(incomes["property_income"] * growth),
        dibao=of_household(members, members["dibao_monthly"], count).astype(int) * 1200,
        tekun=of_household(members, members["tekun_monthly"], count).astype(int) * 1200,
        pension=np.asarray(pension(members, count, year)).astype(int),
        eco_compensation=_yuan(incomes["eco_compensation"] * growth),
        other_transfers=_yuan(np.maximum(incomes["other_transfers"] - aid[0], 0) * growth)
        + np.asarray(aid[1], dtype=int),
    ).astype(int)
    works = of_household(members, members["work_months"], count) > 0
    spared = 2 if on < 0 else 0
    table = with_targets(table, households, works, exit_line(year), rng, spared)
    return without_outliers(table, households)


def _wages(before: Any, power: tuple[Any, Any], growth: Any) -> Any:
    """Wages in proportion to what work pays; where there was none before, what it usually pays."""
    earlier, now = power
    share = np.divide(now, earlier, out=np.zeros(len(now)), where=earlier > 0)
    wages = np.where(earlier > 0, before * share * growth, now * 100 * growth)
    return np.where(now > 0, np.maximum(_yuan(wages), 10_000), 0)


def _yuan(fen: Any) -> Any:
    """Whole 元, in 分."""
    return np.round(np.asarray(fen, dtype=float) / 100).astype(int) * 100
