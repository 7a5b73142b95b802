"""Sound districts whose ledgers hold the records of several years: projects, money, helpers, problems and people who left."""

from functools import cache

import numpy as np
import pandas as pd

from gonggu.sample.district import Ledgers, make_years
from tests.ledgers_for_tests import FORMS

FIRST, YEAR = 2018, 2020
EARLIER = ("资金下达", "项目", "资金拨付", "教育资助", "问题整改", "人员变更", "帮扶干部")


@cache
def district_over_years(villages: int, seed: int, cumulative: bool) -> tuple[Ledgers, Ledgers]:
    """Last year's ledgers, and this year's with what earlier years' held; the seed decides which projects are still under way.

    Where not `cumulative`, the payments are this year's alone.
    """
    made = make_years(range(FIRST, YEAR + 1), villages, seed)
    ledgers = dict(made[YEAR])
    for name in EARLIER:
        ledgers[name] = _over_years(name, [made[year][name] for year in range(FIRST, YEAR + 1)])
    rng = np.random.default_rng(seed)
    ledgers["项目"] = _some_under_way(ledgers["项目"], rng)
    ledgers["资金拨付"] = _without_later(ledgers["资金拨付"], ledgers["项目"])
    ledgers["帮扶干部"] = _who_left(ledgers["帮扶干部"], made[YEAR]["帮扶干部"])
    if not cumulative:
        own = ledgers["资金拨付"]["拨付日期"].dt.year.eq(YEAR)
        ledgers["资金拨付"] = ledgers["资金拨付"][own].reset_index(drop=True)
    return made[YEAR - 1], ledgers


def _over_years(name: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """All years' records; a project that was carried on has its first document and plan, and its latest state."""
    key = FORMS.ledgers[name].key
    latest = pd.concat(frames[::-1], ignore_index=True).drop_duplicates(key, ignore_index=True)
    if name != "项目":
        return latest
    first = pd.concat(frames, ignore_index=True).drop_duplicates(key).set_index(*key)
    kept = first.loc[latest[key[0]], ["指标文号", "计划资金", "开工日期"]].reset_index(drop=True)
    return latest.assign(**{column: kept[column] for column in kept})


def _some_under_way(projects: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Every fifth project of an earlier year is still being built."""
    old = projects["指标文号"].str.contains(f"{FIRST}|{YEAR - 1}")
    chosen = old & (rng.random(len(projects)) < 0.2)
    return projects.assign(
        完工日期=projects["完工日期"].mask(chosen), 项目状态=projects["项目状态"].mask(chosen, "在建")
    )


def _without_later(payments: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Of a project that is not accepted, what was kept until acceptance is not paid."""
    open_still = projects.loc[projects["项目状态"].eq("在建"), "项目编号"]
    last = payments["拨付编号"].isin(
        payments.sort_values("拨付日期").drop_duplicates("项目编号", keep="last")["拨付编号"]
    )
    several = payments["项目编号"].duplicated(keep=False)
    return payments[~(last & several & payments["项目编号"].isin(open_still))].reset_index(drop=True)


def _who_left(cadres: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    """Who is on no list of this year left his post with the year before."""
    gone = ~cadres["干部编号"].isin(present["干部编号"]) & cadres["离任日期"].isna()
    return cadres.assign(离任日期=cadres["离任日期"].mask(gone, pd.Timestamp(YEAR - 1, 12, 31)))
