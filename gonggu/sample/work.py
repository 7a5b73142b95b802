"""Work: who works away or at home and for how long, and the ledger 就业."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.quotas import apportion, pick, some
from gonggu.sample.schooling_and_health import LABOUR

# The labour of the resettlement site, 63 in the plan's district: what each works as at year-end.
_RELOCATED_JOBS = {
    "单位就业": 19,
    "灵活就业": 29,
    "自主创业": 1,
    "扶贫车间": 4,
    "公益性岗位": 3,
    "生态护林员": 1,
    "": 6,
}
AT_HOME = ("自主创业", "扶贫车间", "公益性岗位", "生态护林员")
ALLOWANCE_YUAN = {
    "单位就业": 0.0,
    "灵活就业": 0.0,
    "自主创业": 0.0,
    "公益性岗位": 7_200.0,
    "生态护林员": 10_000.0,
    "扶贫车间": 1_200.0,
}
_EMPLOYERS = {
    "单位就业": ("鑫源电子厂", "恒达鞋业公司", "康居建材公司", "顺达物流公司", "明辉五金厂", "雅居家具厂"),
    "扶贫车间": ("仁园小区扶贫车间", "竹艺扶贫车间", "服装扶贫车间"),
    "公益性岗位": ("村民委员会", "乡人民政府"),
    "生态护林员": ("区林业局",),
}
PLACES = ("乡镇内", "乡镇外县内", "县外省内", "省外", "其他")
PLACE_SHARE = (0.24, 0.20, 0.17, 0.38, 0.01)


def add_work(
    members: pd.DataFrame, households: pd.DataFrame, plan: Plan, rng: np.random.Generator
) -> pd.DataFrame:
    """The members with their job at year-end (`job`, '' without one), 务工地点 and 务工月数."""
    job = _jobs(members, households, plan, rng)
    age = members["age"].to_numpy()
    labour = members["labour"].isin(LABOUR).to_numpy()
    free = (households["group"].to_numpy() != "relocated")[members["household"]]
    chance = np.where(age <= 50, 0.84, np.where(age <= 60, 0.66, 0.35))
    # At 16 many are still looking, and a job recorded then could have begun too early.
    works = labour & free & (age > 16) & (rng.random(len(members)) < chance)
    unit_or_flexible = np.where(rng.random(len(members)) < 0.6, "单位就业", "灵活就业")
    recorded = works & (job == "") & (rng.random(len(members)) < 0.7)
    job = np.where(recorded, unit_or_flexible, job)
    works |= job != ""
    place = pick(rng, PLACES, PLACE_SHARE, len(members))
    near = np.isin(job, AT_HOME) | ((age > 55) & (rng.random(len(members)) < 0.6))
    place = np.where(near, "乡镇内", np.where(job == "自主创业", "乡镇外县内", place))
    months = np.where(np.isin(job, AT_HOME), 12, rng.integers(3, 12, len(members)))
    months = np.where((job == "单位就业") & (months < 8), months + 3, months)
    # What kept households on the list so long also keeps them from working away for long.
    group = households["group"].to_numpy()[members["household"]]
    months = np.where(
        group == "exits", months // 2 + 1, np.where(group == "unexited", months // 4 + 1, months)
    )
    job = np.where(group == "unexited", "", job)
    place = pd.Series(place, dtype=object).where(works, None)
    return members.assign(job=job, work_place=place, work_months=np.where(works, months, 0))


def employment(members: pd.DataFrame, plan: Plan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """The ledger 就业 by member row: one row a job held at year-end, and some that ended in the year."""
    rows = np.flatnonzero(members["job"] != "")
    mode = members["job"].to_numpy()[rows]
    started = day_of(year - 2, 7, 1) + rng.integers(0, 700, len(rows)).astype("timedelta64[D]")
    of_age = members["birth"].to_numpy()[rows] + np.timedelta64(365 * 16 + 10, "D")
    started = np.maximum(started, of_age)
    ranger = mode == "生态护林员"
    started[ranger] = day_of(year, 1, 1)
    workshop = np.flatnonzero(mode == "扶贫车间")
    new = rng.permutation(len(workshop)) < plan.workshop_new
    started[workshop] = np.where(
        new,
        day_of(year, 3, 1) + rng.integers(0, 200, len(new)).astype("timedelta64[D]"),
        day_of(year - 1, 3, 1) + rng.integers(0, 250, len(new)).astype("timedelta64[D]"),
    )
    current = pd.DataFrame({"row": rows, "mode": mode, "started": started})
    current["ended"] = np.datetime64("NaT", "s")
    table = pd.concat([current, former_jobs(current, rng, year)], ignore_index=True)
    table["employer"] = employers(table["mode"].to_numpy(), rng)
    table["annual_wage"] = table["mode"].map(ALLOWANCE_YUAN)
    return table.sort_values(["row", "started"], ignore_index=True)


def former_jobs(current: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Odd jobs of a year before that some employees had: they ended in the year, before the present job began."""
    changed = current[
        (current["started"] > day_of(year, 2, 15)) & current["mode"].isin(["单位就业", "灵活就业"])
    ]
    changed = changed[rng.random(len(changed)) < 0.3]
    begun = day_of(year - 1, 3, 1) + rng.integers(0, 250, len(changed)).astype("timedelta64[D]")
    ended = changed["started"] - pd.to_timedelta(rng.integers(5, 40, len(changed)), unit="D")
    return pd.DataFrame({"row": changed["row"], "mode": "灵活就业", "started": begun, "ended": ended})


def _jobs(members: pd.DataFrame, households: pd.DataFrame, plan: Plan, rng: np.random.Generator) -> Any:
    """The jobs that the year tells about: those of the resettlement site, rangers, posts and workshops."""
    job = np.full(len(members), "", dtype=object)
    labour = members["labour"].isin(LABOUR).to_numpy()
    group = households["group"].to_numpy()[members["household"]]
    relocated = np.flatnonzero(labour & (group == "relocated"))
    quota = apportion(list(_RELOCATED_JOBS.values()), len(relocated))
    modes = np.repeat(np.array(list(_RELOCATED_JOBS), dtype=object), quota)
    idle = int(quota[-1])
    order = rng.permutation(relocated)
    # Those without a job at year-end live with somebody who has one, one in a household.
    mates = np.bincount(members["household"][relocated], minlength=len(households))
    shared = members["household"].to_numpy()[order]
    first = ~pd.Series(shared).duplicated().to_numpy()
    order = order[np.argsort((mates[shared] > 1) & first, kind="stable")]
    working = modes[: len(modes) - idle]
    job[order[: len(working)]] = rng.permutation(working)
    general = np.flatnonzero(labour & (group == "general") & members["age"].between(35, 65).to_numpy())
    here = dict(zip(_RELOCATED_JOBS, quota, strict=True))
    posts = {
        "生态护林员": max(0, plan.rangers - here["生态护林员"]),
        "扶贫车间": max(0, plan.workshop_new + plan.workshop_old - here["扶贫车间"]),
        "公益性岗位": plan.public_posts,
    }
    chosen = some(rng, general, sum(posts.values()))
    job[chosen] = np.repeat(np.array(list(posts), dtype=object), list(posts.values()))
    return job


def employers(mode: Any, rng: np.random.Generator) -> Any:
    employer = np.full(len(mode), None, dtype=object)
    for name, pool in _EMPLOYERS.items():
        rows = np.flatnonzero(mode == name)
        employer[rows] = np.array(pool, dtype=object)[rng.integers(0, len(pool), len(rows))]
    return employer


def day_of(year: int, month: int, day: int) -> Any:
    return np.datetime64(f"{year}-{month:02d}-{day:02d}", "s")
