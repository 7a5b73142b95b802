"""Household types (一般、低保、特困) and the ledger 兜底保障."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.schooling_and_health import LABOUR

DIBAO_FULL_YUAN = 309  # a month and person, where nobody in the household can work
_DIBAO_GRADES_YUAN = (165, 195, 230, 260)
TEKUN_YUAN = 402  # 1.3 times the full dibao
# The same two by year: twelve months of dibao are just above the exit line. Other years have the nearest.
_STANDARDS_YUAN = {2018: (270, 351), 2019: (DIBAO_FULL_YUAN, TEKUN_YUAN), 2020: (340, 442)}


def standard_of(year: int) -> tuple[int, int]:
    """Full dibao and tekun of a year, 元 a month and person."""
    return _STANDARDS_YUAN[min(max(year, min(_STANDARDS_YUAN)), max(_STANDARDS_YUAN))]


def of_household(members: pd.DataFrame, values: Any, count: int) -> Any:
    """The sum of a members' column over each of `count` households."""
    return np.bincount(members["household"], weights=np.asarray(values, dtype=float), minlength=count)


def household_types(households: pd.DataFrame, members: pd.DataFrame, rng: np.random.Generator) -> Any:
    """户类型: 特困 are small households of the old and unfit, 低保 mostly those with little labour."""
    count = len(households)
    labour = of_household(members, members["labour"].isin(LABOUR), count)
    ill = of_household(members, members["health"] != "健康", count)
    unfit = (members["age"] >= 60) | ((members["age"] >= 45) & (members["labour"] == "丧失劳动力"))
    all_unfit = of_household(members, unfit, count) == households["size"].to_numpy()
    children = of_household(members, members["role"].isin(["child", "sibling", "son", "grandchild"]), count)
    marked = of_household(members, members["flag"] == "D", count) > 0
    general = (households["group"] == "general").to_numpy()
    chance = rng.random(count)
    tekun = (
        general & (labour == 0) & all_unfit & (children == 0) & (households["size"] <= 2) & (chance < 0.42)
    )
    need = np.where(
        labour == 0, 0.72, np.where((ill > 0) & (labour <= 1), 0.40, np.where(ill > 0, 0.10, 0.04))
    )
    dibao = marked | (general & ~tekun & (rng.random(count) < need))
    return np.where(tekun, "特困供养户", np.where(dibao, "低保贫困户", "一般贫困户")).astype(object)


def add_benefits(
    members: pd.DataFrame, households: pd.DataFrame, plan: Plan, rng: np.random.Generator
) -> pd.DataFrame:
    """The members with `dibao_monthly` and `tekun_monthly` (元, 0 for none) and `social_floor`."""
    household = members["household"].to_numpy()
    count = len(households)
    kind = households["type"].to_numpy()[household]
    special = (households["group"].to_numpy() != "general")[household]
    idle = ~members["labour"].isin(LABOUR).to_numpy()
    no_labour = of_household(members, ~idle, count)[household] == 0
    all_able = of_household(members, idle, count)[household] == 0
    weak = np.where(all_able, members["slot"] == 0, idle)
    dibao = (kind == "低保贫困户") & np.where(special, members["flag"] == "D", weak)
    grade = np.array(_DIBAO_GRADES_YUAN)[rng.integers(0, 4, count)][household]
    unexited = (households["group"].to_numpy() == "unexited")[household]
    grade = np.where(unexited, _DIBAO_GRADES_YUAN[0], grade)
    monthly = np.where(dibao, np.where(no_labour & ~unexited, DIBAO_FULL_YUAN, grade), 0)
    floor = np.zeros(len(members), dtype=bool)
    floor[_floor_rows(np.flatnonzero(dibao & no_labour & ~special), household, plan, rng)] = True
    return members.assign(
        dibao_monthly=monthly,
        tekun_monthly=np.where(kind == "特困供养户", TEKUN_YUAN, 0),
        social_floor=floor,
    )


def social_security(members: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """The ledger 兜底保障 by member row; a few benefits of healthy members ended in the year.

    Who is 兜底脱贫 has dibao too, so has a row of each kind with the same standard.
    """
    kinds = (
        ("农村低保", members["dibao_monthly"], members["dibao_monthly"] > 0),
        ("特困供养", members["tekun_monthly"], members["tekun_monthly"] > 0),
        ("兜底脱贫", members["dibao_monthly"], members["social_floor"]),
    )
    begun = _month_starts(members, rng, year)
    parts = []
    for name, monthly, has in kinds:
        rows = np.flatnonzero(has)
        parts.append(pd.DataFrame({"row": rows, "scheme": name, "monthly": monthly.to_numpy()[rows]}))
        parts[-1]["started"] = begun[rows]
    table = pd.concat(parts, ignore_index=True)
    table["ended"] = np.datetime64("NaT", "s")
    return table.sort_values(["row", "scheme"], ignore_index=True)


def _month_starts(members: pd.DataFrame, rng: np.random.Generator, year: int) -> Any:
    """The first of a month one to five years ago, one for a household, not before a member's birth."""
    household = members["household"].to_numpy()
    back = rng.integers(12, 60, household.max() + 1)[household]
    started = (np.datetime64(f"{year}-01", "M") - back.astype("timedelta64[M]")).astype("datetime64[s]")
    after_birth = (members["birth"].to_numpy().astype("datetime64[M]") + np.timedelta64(1, "M")).astype(
        "datetime64[s]"
    )
    latest = np.datetime64(f"{year}-12-01", "s")
    return np.minimum(np.maximum(started, after_birth), latest)


def _floor_rows(pool: Any, household: Any, plan: Plan, rng: np.random.Generator) -> Any:
    """As many of the members in `pool` as the plan has 兜底 persons: whole households first, then singles.

    Only where these do not suffice, as in a single village, a household is taken in part.
    """
    size = np.bincount(household[pool])
    drawn = rng.permutation(len(size))
    order = pool[np.lexsort((pool, drawn[household[pool]]))]
    home = household[order]
    # Households that would overshoot the total come last, among the others the singles.
    running = np.cumsum(np.ones(len(order)))
    ends = running[np.searchsorted(drawn[home], drawn[home], side="right") - 1]
    late = np.where(ends <= plan.social_floor, 0, np.where(size[home] == 1, 1, 2))
    chosen = order[np.argsort(late, kind="stable")][: plan.social_floor]
    if len(chosen) < plan.social_floor:
        raise ValueError(f"only {len(pool)} persons on full dibao, {plan.social_floor} needed")
    return chosen
