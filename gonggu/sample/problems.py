"""问题整改: problems that inspections feed back and that the four teams find, all put right in the year."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.areas import area_columns, blank_where, village_of
from gonggu.sample.serials import serials
from gonggu.sample.tables import table
from gonggu.sample.workdays import day, workday_on_or_before, workdays_between

_CENTRAL, _PROVINCIAL, _SUPERVISION, _FOUND = (
    *("中央专项巡视反馈", "省脱贫攻坚成效考核反馈"),
    *("省市联点督查", "四支队伍排查"),
)
# Days on which an inspection's feedback arrives, and days given to put it right.
_ARRIVALS = {
    _CENTRAL: (("02-26",), 120),
    _PROVINCIAL: (("04-17",), 90),
    _SUPERVISION: (("03-14", "05-21", "08-13", "10-22"), 45),
}
_FOUND_LIMIT = 30
_LATE_SHARE = 0.04  # of the problems that the teams find: put right after the limit, before the year's end


def make_problems(
    people: dict[str, pd.DataFrame], plan: AdminPlan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """One row a problem, in the order of the days it was found."""
    villages, households = people["行政村"], people["贫困户"]
    rows, source = _choose(plan, rng)
    level = rows["层级"].to_numpy(dtype=object)
    household = np.where(level == "户", rng.integers(0, len(households), len(rows)), -1)
    village = np.where(level == "村", rng.integers(0, len(villages), len(rows)), -1)
    village = np.where(level == "户", village_of(households, villages)[household], village)
    problems = pd.DataFrame(
        {
            "问题来源": source,
            "反馈方面": blank_where(rows["反馈方面"], (rows["反馈方面"] == "").to_numpy()),
            "问题类别": rows["问题类别"],
            **area_columns(villages, village),
            "户编号": blank_where(households["户编号"].to_numpy(dtype=object)[household], household < 0),
            "问题描述": _descriptions(rows, rng),
            **_dates(source, plan, rng, year),
        }
    ).sort_values("发现日期", kind="stable", ignore_index=True)
    problems.insert(0, "问题编号", serials(f"WT{year}", len(problems)))
    return problems


def _choose(plan: AdminPlan, rng: np.random.Generator) -> tuple[pd.DataFrame, Any]:
    """Rows of the written table, as many of each source as the plan asks for, each as often as its weight says."""
    written = table("problems")
    counts = {
        _CENTRAL: plan.problems_central,
        _PROVINCIAL: plan.problems_provincial,
        _SUPERVISION: plan.problems_supervision,
        _FOUND: plan.problems_found,
    }
    chosen = []
    for source, count in counts.items():
        own = np.flatnonzero((written["来源"] == source).to_numpy())
        weighted = np.repeat(own, written["权重"].iloc[own].astype(int))
        full, part = divmod(count, len(weighted))
        drawn = np.concatenate([np.tile(weighted, full), rng.permutation(weighted)[:part]])
        chosen.append(rng.permutation(drawn))
    rows = written.iloc[np.concatenate(chosen)].reset_index(drop=True)
    return rows, rows["来源"].to_numpy(dtype=object)


def _descriptions(rows: pd.DataFrame, rng: np.random.Generator) -> Any:
    """The written texts with a number of the stated range at `{n}`."""
    # A text without a place for a number has no range; its draw is thrown away.
    low, high = (rows[bound].replace("", "0").astype(int).to_numpy() for bound in ("下限", "上限"))
    number = rng.integers(low, high + 1).astype(str).astype(object)
    before, place, after = (
        rows["描述"].str.partition("{n}")[part].to_numpy(dtype=object) for part in range(3)
    )
    return before + np.where(place == "", "", number) + after


def _dates(source: Any, plan: AdminPlan, rng: np.random.Generator, year: int) -> dict[str, Any]:
    """Found, due, put right and answered; all answered by the year's end."""
    count = len(source)
    window = workdays_between(*(day(year, one) for one in plan.window))
    found = window[(rng.beta(1.3, 2.0, count) * len(window)).astype(int)]
    limit = np.full(count, _FOUND_LIMIT)
    for name, (arrivals, allowed) in _ARRIVALS.items():
        own = source == name
        found[own] = rng.choice([day(year, arrival) for arrival in arrivals], own.sum())
        limit[own] = allowed
    gap = 1 + (rng.beta(2.0, 2.2, count) * (limit - 2)).astype(int)
    own = np.flatnonzero(source == _FOUND)
    late = rng.permutation(own)[: round(len(own) * _LATE_SHARE)]
    gap[late] = _FOUND_LIMIT + rng.integers(2, 13, len(late))
    # Moved back from a weekend, but never before the day it was found.
    rectified = np.maximum(workday_on_or_before(found + gap), found)
    answered = rectified + rng.integers(0, 4, count)
    return {
        "发现日期": found,
        "整改时限": found + limit,
        "整改完成日期": rectified,
        "回复日期": answered,
    }
