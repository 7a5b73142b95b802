"""Work a year later and a year before: who keeps a job, loses one, finds one, and for how many months."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick, some
from gonggu.sample.schooling_and_health import LABOUR
from gonggu.sample.work import (
    ALLOWANCE_YUAN,
    AT_HOME,
    PLACE_SHARE,
    PLACES,
    day_of,
    employers,
    former_jobs,
)

_EMPLOYED = ("单位就业", "灵活就业")
_RANGER, _WORKSHOP = "生态护林员", "扶贫车间"
_LOST_SHARE = 0.04
_FOUND_SHARE = {True: 0.7, False: 0.25}  # of those without work, by whether they were relocated
_NEVER = np.datetime64("NaT", "s")


def work_on(
    members: pd.DataFrame,
    households: pd.DataFrame,
    jobs: pd.DataFrame,
    plan: Plan,
    rng: np.random.Generator,
    year: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The members with their work in `year`, and their jobs, from those of the year before.

    Who is no longer able to work stops in January; forest rangers are appointed anew each year.
    """
    able = members["labour"].isin(LABOUR).to_numpy()
    jobs = jobs[jobs["ended"].isna()].reset_index(drop=True)
    row, mode = jobs["row"].to_numpy(), jobs["mode"].to_numpy(dtype=object)
    unable = ~able[row]
    leaving = np.isin(mode, (*_EMPLOYED, _WORKSHOP)) & able[row]
    lost = _some_of(leaving, _LOST_SHARE, rng)
    ended = np.full(len(jobs), _NEVER)
    ended[unable] = _days(rng, year, 9, 24, int(unable.sum()))
    ended[lost] = _days(rng, year, 60, 300, int(lost.sum()))
    ranger = mode == _RANGER
    started = np.where(ranger, day_of(year, 1, 1), jobs["started"].to_numpy())
    # Last year's appointment ended with the year; who is not fit for another has no row.
    kept = jobs.assign(started=started, ended=ended)[~(unable & ranger)]
    new = _found(members, households, kept, plan, rng, year)
    result = pd.concat([kept, new], ignore_index=True).sort_values(["row", "started"], ignore_index=True)
    return _working(members, result, able, rng, year), result


def work_back(
    members: pd.DataFrame, households: pd.DataFrame, jobs: pd.DataFrame, rng: np.random.Generator, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The members with their work in `year`, and their jobs, from those of the year after."""
    able = members["labour"].isin(LABOUR).to_numpy()
    last = day_of(year, 12, 31)
    ranger = jobs["mode"].eq(_RANGER).to_numpy()
    # A few of the rangers are appointed for the first time in the year after.
    appointed = ranger & (rng.random(len(jobs)) < 0.93)
    started = np.where(ranger, day_of(year + 1, 1, 1), jobs["started"].to_numpy())
    started = np.where(appointed, day_of(year, 1, 1), started)
    begun = (started <= last) & able[jobs["row"]]
    ended = np.where(jobs["ended"].to_numpy() <= last, jobs["ended"].to_numpy(), _NEVER)
    kept = jobs.assign(started=started, ended=ended)[begun]
    kept = kept.sort_values("started").drop_duplicates("row", keep="last").reset_index(drop=True)
    before = former_jobs(kept, rng, year)
    before = before.assign(employer=employers(before["mode"].to_numpy(), rng), annual_wage=0.0)
    result = pd.concat([kept, before[before["started"].notna()]], ignore_index=True)
    # Who only begins in the year after worked now and then before, if not just relocated.
    beginner = np.zeros(len(members), dtype=bool)
    beginner[jobs["row"]] = True
    beginner[result["row"]] = False
    relocated = (households["group"] == "relocated").to_numpy()[members["household"]]
    idle = beginner & (relocated | (rng.random(len(members)) < 0.1))
    members = members.assign(work_months=np.where(idle, 0, members["work_months"]))
    result = result.sort_values(["row", "started"], ignore_index=True)
    worked = _working(members, result, able, rng, year)
    # Nor did the year's own beginners all sit at home until then.
    earlier = np.where(relocated, 0, members["work_months"] * 3 // 4)
    months = np.where(worked["work_months"] > 0, np.maximum(worked["work_months"], earlier), 0)
    return worked.assign(work_months=months), result


def _found(
    members: pd.DataFrame,
    households: pd.DataFrame,
    jobs: pd.DataFrame,
    plan: Plan,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """Jobs that begin in the year: at the site's firms, in workshops, as rangers."""
    group = households["group"].to_numpy()[members["household"]]
    age = members["age"].to_numpy()
    free = members["labour"].isin(LABOUR).to_numpy() & (age > 16)
    free[jobs["row"]] = False
    general = free & (group == "general")
    near = np.flatnonzero(general & (age >= 30) & (age <= 60))
    vacant = max(0, plan.rangers - int(jobs["mode"].eq(_RANGER).sum()))
    hired = some(rng, near, min(len(near), plan.workshop_new + vacant))
    workshop, ranger = np.split(hired, [min(len(hired), plan.workshop_new)])
    free[hired] = False
    idle = free & (members["work_months"].to_numpy() == 0) & (age <= 55)
    chance = np.where(group == "relocated", _FOUND_SHARE[True], _FOUND_SHARE[False])
    employed = np.flatnonzero(idle & (rng.random(len(members)) < chance))
    modes = np.concatenate(
        [
            np.full(len(workshop), _WORKSHOP, dtype=object),
            np.full(len(ranger), _RANGER, dtype=object),
            pick(rng, _EMPLOYED, (0.6, 0.4), len(employed)),
        ]
    )
    started = _days(rng, year, 45, 280, len(modes))
    started[modes == _RANGER] = day_of(year, 1, 1)
    return pd.DataFrame(
        {
            "row": np.concatenate([workshop, ranger, employed]).astype(int),
            "mode": modes,
            "started": started,
            "ended": np.full(len(modes), _NEVER),
            "employer": employers(modes, rng),
            "annual_wage": [ALLOWANCE_YUAN[mode] for mode in modes],
        }
    )


def _working(
    members: pd.DataFrame, jobs: pd.DataFrame, able: Any, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """The members with the job they have at year-end, 务工地点 and 务工月数."""
    count = len(members)
    months = members["work_months"].to_numpy(dtype=int, copy=True)
    shifted = np.clip(months + rng.integers(-1, 2, count), 3, 12)
    # School leavers and those who married in mostly go out to work.
    begins = able & (months == 0) & (members["work_place"].isna().to_numpy()) & members["new"].to_numpy()
    begins &= rng.random(count) < 0.7
    months = np.where(able & (months > 0), shifted, np.where(begins, rng.integers(4, 11, count), 0))
    in_post = jobs[jobs["ended"].isna()].drop_duplicates("row", keep="last")
    job = np.full(count, "", dtype=object)
    job[in_post["row"]] = in_post["mode"]
    months[in_post["row"]] = np.maximum(months[in_post["row"]], 3)
    home = np.isin(job, AT_HOME)
    months = np.where(home, 12, months)
    fresh = in_post[in_post["started"] > day_of(year, 1, 31)]
    months[fresh["row"]] = np.maximum(12 - fresh["started"].dt.month, 1)
    over = jobs[jobs["ended"].notna() & ~jobs["row"].isin(in_post["row"])]
    months[over["row"]] = np.where(able[over["row"]], over["ended"].dt.month, 0)
    place = pick(rng, PLACES, PLACE_SHARE, count)
    place = pd.Series(place).where(members["work_place"].isna().to_numpy(), members["work_place"].to_numpy())
    place = place.where(~home | (job == "自主创业"), "乡镇内").where(months > 0, None)
    return members.assign(job=job, work_place=place.to_numpy(dtype=object), work_months=months)


def _some_of(mask: Any, share: float, rng: np.random.Generator) -> Any:
    """A mask of this share of the true ones."""
    pool = np.flatnonzero(mask)
    chosen = np.zeros(len(mask), dtype=bool)
    chosen[some(rng, pool, round(len(pool) * share))] = True
    return chosen


def _days(rng: np.random.Generator, year: int, first: int, last: int, count: int) -> Any:
    """Days of the year, counted from 1 January as 0."""
    return day_of(year, 1, 1) + rng.integers(first, last, count).astype("timedelta64[D]")
