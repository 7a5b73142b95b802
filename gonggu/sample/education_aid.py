"""The ledger 教育资助: who was aided in spring and in autumn, with how much."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.households import born
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import some
from gonggu.sample.schooling_and_health import LABOUR

SPRING, AUTUMN = "春", "秋"
COMPULSORY = "义务教育生活补助"
_YULU_YUAN = 1_500
# Scheme and amount (元 a term) by stage; compulsory education depends on where the pupil lives.
_SCHEMES = {
    "学前": ("学前资助", 500),
    "高中": ("普高助学金", 1_000),
    "中职": ("雨露计划", _YULU_YUAN),
    "高职": ("雨露计划", _YULU_YUAN),
}
STAGE = {
    "学前教育": "学前",
    "小学": "小学",
    "七年级": "初中",
    "八年级": "初中",
    "九年级": "初中",
    **{f"{stage}{year}年级": stage for stage in ("高中", "中职", "高职") for year in "一二三"},
}
# Living at home: 250 元 a term in primary school, 312.5 元 in junior secondary; boarders get twice that.
_HOME_FEN = {"小学": 25_000, "初中": 31_250}


def aided_terms(
    members: pd.DataFrame, plan: Plan, rng: np.random.Generator, last_schooling: pd.Series | None = None
) -> pd.DataFrame:
    """One row a member and term aided: row, season, stage, scheme, amount in 分 (0 where `compulsory_amounts` decides).

    `last_schooling` is 在校生状况 a year ago where that is known; else it follows from age and present school.
    """
    autumn = members["schooling"].map(STAGE)
    spring = _spring_stage(members, autumn) if last_schooling is None else last_schooling.map(STAGE)
    terms = []
    for season, stages in ((SPRING, spring), (AUTUMN, autumn)):
        rows = np.flatnonzero(stages.notna())
        terms.append(pd.DataFrame({"row": rows, "season": season, "stage": stages.to_numpy()[rows]}))
    table = pd.concat(terms, ignore_index=True)
    table["scheme"] = table["stage"].map(
        {name: scheme for name, (scheme, _) in _SCHEMES.items()} | dict.fromkeys(_HOME_FEN, COMPULSORY)
    )
    table["fen"] = table["stage"].map(
        {name: yuan * 100 for name, (_, yuan) in _SCHEMES.items()} | dict.fromkeys(_HOME_FEN, 0)
    )
    for scheme, quota in ((COMPULSORY, plan.compulsory_rows), ("雨露计划", plan.yulu_rows)):
        table = _within_quota(table, scheme, quota, rng)
    return table if last_schooling is not None else _with_graduates(table, members, plan, rng)


def other_pupils(missing_rows: int, villages: int, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Pupils of families in difficulty that are not on the register, enough for `missing_rows` rows of aid."""
    count = (missing_rows + 1) // 2
    age = rng.integers(8, 14, count)
    return pd.DataFrame(
        {
            "village": np.sort(rng.integers(0, villages, count)),
            "male": rng.random(count) < 0.52,
            "age": age,
            "birth": born(age, year, rng),
            "stage": np.where(age <= 11, "小学", "初中").astype(object),
        }
    )


def compulsory_amounts(stage: Any, pupil: Any, total_yuan: int, rng: np.random.Generator) -> Any:
    """What each row of living subsidy pays in 分, together `total_yuan`: boarders twice what day pupils get.

    A pupil who moved into the boarding house during a term gets the higher amount from that month on.
    """
    home = pd.Series(stage).map(_HOME_FEN).to_numpy()
    extra = total_yuan * 100 - int(home.sum())
    order = np.argsort(rng.permutation(pupil.max() + 1)[pupil], kind="stable")
    spent = np.cumsum(home[order])
    boards = np.zeros(len(home), dtype=bool)
    # What is kept back is shared out below, by months.
    boards[order[spent <= extra - 25_000]] = True
    rest = extra - int(home[boards].sum())
    day_pupils = np.flatnonzero(~boards)
    juniors = day_pupils[home[day_pupils] == _HOME_FEN["初中"]]
    primary = day_pupils[home[day_pupils] == _HOME_FEN["小学"]]
    amount = home + np.where(boards, home, 0)
    # A month pays 62.5 元 more in junior secondary and 50 元 more in primary school.
    months = next(number for number in range(4) if (rest - number * 6_250) % 5_000 == 0)
    amount[juniors[0]] += months * 6_250
    steps = (rest - months * 6_250) // 5_000
    amount[primary[: steps // 5]] += 25_000
    amount[primary[steps // 5]] += steps % 5 * 5_000
    return amount


def _spring_stage(members: pd.DataFrame, autumn: pd.Series) -> pd.Series:
    """The stage before the summer; None for those who were not yet aided."""
    spring = autumn.copy()
    status, age = members["schooling"], members["school_age"]
    spring[(status == "小学") & (age == 6)] = "学前"
    spring[status == "七年级"] = "小学"
    spring[status.isin(["高中一年级", "中职一年级"])] = "初中"
    spring[(status == "学前教育") & (age <= 3)] = None
    from_vocational = np.arange(len(members)) % 2 == 0
    spring[(status == "高职一年级") & from_vocational] = "高中"
    spring[(status == "高职一年级") & ~from_vocational] = "中职"
    return spring


def _with_graduates(
    table: pd.DataFrame, members: pd.DataFrame, plan: Plan, rng: np.random.Generator
) -> pd.DataFrame:
    """Adds the spring rows of those who left a vocational school in summer, as many as 雨露计划 still lacks."""
    missing = plan.yulu_rows - int((table["scheme"] == "雨露计划").sum())
    if missing <= 0:
        return table
    pool = members["school_age"].between(18, 23) & members["labour"].isin(LABOUR) & (members["flag"] == "")
    # One village alone may have too few of them; its total is then lower.
    rows = some(rng, np.flatnonzero(pool), min(missing, int(pool.sum())))
    stage = np.where(members["school_age"].to_numpy()[rows] == 18, "中职", "高职")
    left = {"row": rows, "season": SPRING, "stage": stage, "scheme": "雨露计划", "fen": _YULU_YUAN * 100}
    table = pd.concat([table, pd.DataFrame(left)], ignore_index=True)
    return table.sort_values(["row", "season"], ignore_index=True)


def _within_quota(table: pd.DataFrame, scheme: str, quota: int, rng: np.random.Generator) -> pd.DataFrame:
    """At most `quota` rows of the scheme: some who are aided in autumn did not apply in spring."""
    rows = table["scheme"] == scheme
    excess = max(0, int(rows.sum()) - quota)
    again = (
        rows & (table["season"] == SPRING) & table["row"].isin(table.loc[table["season"] == AUTUMN, "row"])
    )
    return table.drop(index=some(rng, np.flatnonzero(again), excess)).reset_index(drop=True)
