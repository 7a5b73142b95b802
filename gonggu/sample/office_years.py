"""The cadres a year later and a year before: who stays, who hands over to whom, and who looks after which household."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.administration import Offices
from gonggu.sample.cadres import PAIRED, PREFIX, STATIONED, cadre_names, with_honours
from gonggu.sample.pairing import Pairing
from gonggu.sample.quotas import some
from gonggu.sample.workdays import day, workdays_between

_NEVER = np.datetime64("NaT", "D")
_PAIRED_REPLACED_SHARE = 0.03
# Hand-over days, first of a month; what is left of the year is long enough for visits by the successor.
_HANDOVERS = ("04-01", "05-01", "07-01", "09-01")


def roster_back(offices: Offices, plan: AdminPlan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """The cadres in post in the year before: those who had begun; who left since was still there."""
    roster = offices.roster[offices.roster["任职日期"] <= day(year, "12-31")].reset_index(drop=True)
    roster = roster.assign(离任日期=_NEVER, 提拔日期=_NEVER, 表彰日期=_NEVER)
    return with_honours(_cared_for(roster, rng, year), plan, rng, year)


def roster_on(
    offices: Offices, plan: AdminPlan, rng: np.random.Generator, year: int
) -> tuple[pd.DataFrame, Any]:
    """The cadres of the year after, and for each 结对干部 of before, by number, the one who has his households now."""
    old = offices.roster
    roster = old[old["离任日期"].isna()].assign(predecessor=None).reset_index(drop=True)
    for role, count in (
        (STATIONED, plan.stationed_replaced),
        (PAIRED, round(int((roster["角色"] == PAIRED).sum()) * _PAIRED_REPLACED_SHARE)),
    ):
        roster = _handed_over(roster, old, role, count, rng, year)
    roster = _of_the_year(with_honours(_cared_for(roster, rng, year), plan, rng, year), year)
    now = pd.Index(roster.loc[roster["角色"] == PAIRED, "干部编号"])
    successor = roster.dropna(subset=["predecessor"]).set_index("predecessor")["干部编号"]
    then = old.loc[old["角色"] == PAIRED, "干部编号"]
    return roster, now.get_indexer(then.map(successor).fillna(then))


def _of_the_year(roster: pd.DataFrame, year: int) -> pd.DataFrame:
    """The roster without the honours of years before, which stand in their own ledgers."""
    begun = day(year, "01-01")
    return roster.assign(
        **{name: roster[name].where(roster[name] >= begun) for name in ("提拔日期", "表彰日期")}
    )


def pairing_on(pairing: Pairing, households: Any, cadre: Any) -> Pairing:
    """The pairing of the households that are left, by row, once their cadres have changed."""
    return replace(
        pairing,
        leader=pairing.leader[households],
        visitor=cadre[pairing.visitor[households]],
        cadre_village=pairing.cadre_village,
    )


def _handed_over(
    roster: pd.DataFrame, old: pd.DataFrame, role: str, count: int, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """The roster with `count` cadres of the role gone and their successors, of the same unit, at the end of their role."""
    rows = np.sort(some(rng, np.flatnonzero(roster["角色"] == role), count))
    handover = rng.choice([day(year, one) for one in _HANDOVERS], len(rows))
    used = old.loc[old["角色"] == role, "干部编号"].str.removeprefix(PREFIX[role]).astype(int).max()
    width = len(str(old.loc[old["角色"] == role, "干部编号"].iloc[0])) - len(PREFIX[role])
    after = roster.iloc[rows].assign(
        干部编号=[f"{PREFIX[role]}{used + number:0{width}d}" for number in range(1, len(rows) + 1)],
        姓名=cadre_names(len(rows), rng),
        任职日期=handover,
        提拔日期=_NEVER,
        表彰日期=_NEVER,
        predecessor=roster["干部编号"].to_numpy(dtype=object)[rows] if role == PAIRED else None,
    )
    ended = roster["离任日期"].to_numpy(copy=True)
    ended[rows] = handover - np.timedelta64(1, "D")
    return pd.concat([roster.assign(离任日期=ended), after], ignore_index=True)


def _cared_for(roster: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Insurance and the year's check-up of the stationed cadres in post."""
    team = ((roster["角色"] == STATIONED) & roster["离任日期"].isna()).to_numpy()
    drawn = rng.choice(workdays_between(day(year, "05-13"), day(year, "06-28")), len(roster))
    begun = roster["任职日期"].to_numpy().astype("datetime64[D]")
    checked = np.minimum(np.maximum(drawn, begun + 14), day(year, "12-30"))
    return roster.assign(
        意外保险=np.where(team, "是", "否").astype(object), 体检日期=np.where(team, checked, _NEVER)
    )
