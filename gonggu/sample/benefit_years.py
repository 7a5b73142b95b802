"""Benefits a year later and a year before: the year's standards, and who leaves poverty by the social floor."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.schooling_and_health import LABOUR
from gonggu.sample.social_security import of_household, standard_of


def with_benefits(
    members: pd.DataFrame, benefits: pd.DataFrame, known: int, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Benefits at the year's standards, and what each member gets of them a month, from those of the year `known`."""
    tekun = (benefits["scheme"] == "特困供养").to_numpy()
    dibao_now, tekun_now = standard_of(year)
    dibao_then, tekun_then = standard_of(known)
    monthly = benefits["monthly"].to_numpy()
    scaled = np.where(tekun, monthly * tekun_now / tekun_then, monthly * dibao_now / dibao_then)
    benefits = benefits.assign(monthly=np.round(scaled).astype(int)).reset_index(drop=True)
    of_member = {
        name: _monthly(benefits, scheme, len(members))
        for name, scheme in (("dibao_monthly", "农村低保"), ("tekun_monthly", "特困供养"))
    }
    return members.assign(**of_member), benefits


def _monthly(benefits: pd.DataFrame, scheme: str, count: int) -> Any:
    own = benefits[benefits["scheme"] == scheme]
    return np.bincount(own["row"], weights=own["monthly"], minlength=count).astype(int)


def with_floor(
    members: pd.DataFrame, benefits: pd.DataFrame, households: pd.DataFrame, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who leaves poverty on dibao without anybody who can work does so by the social floor."""
    count = len(households)
    able = of_household(members, members["labour"].isin(LABOUR), count) > 0
    exits = ((households["exit_year"] == year) & (households["status"] == "已脱贫")).to_numpy()
    rows = np.flatnonzero((exits & ~able)[members["household"]] & (members["dibao_monthly"] > 0))
    started = np.datetime64(f"{year}-07-01", "s")
    more = pd.DataFrame(
        {
            "row": rows,
            "scheme": "兜底脱贫",
            "monthly": members["dibao_monthly"].to_numpy()[rows],
            "started": started,
            "ended": np.datetime64("NaT", "s"),
        }
    )
    table = pd.concat([benefits, more], ignore_index=True) if len(more) else benefits
    floor = members["social_floor"].to_numpy(dtype=bool, copy=True)
    floor[rows] = True
    return members.assign(social_floor=floor), table.sort_values(["row", "scheme"], ignore_index=True)


def with_dibao_of_heads(
    benefits: pd.DataFrame, households: pd.DataFrame, members: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Benefits granted by year-end; where whoever had dibao is not there yet, the head had it."""
    granted = benefits[benefits["started"] <= np.datetime64(f"{year}-12-31")]
    dibao = granted.loc[granted["scheme"] == "农村低保", "row"]
    covered = of_household(members.iloc[dibao], np.ones(len(dibao)), len(households)) > 0
    lacking = (households["type"] == "低保贫困户").to_numpy() & ~covered
    rows = np.flatnonzero((members["role"] == "head").to_numpy() & lacking[members["household"]])
    if not len(rows):
        return granted
    lowest = granted.loc[granted["scheme"] == "农村低保", "monthly"].min()
    more = granted.iloc[: len(rows)].assign(
        row=rows, scheme="农村低保", monthly=lowest, started=np.datetime64(f"{year - 1}-07-01", "s")
    )
    return pd.concat([granted, more], ignore_index=True).sort_values(["row", "scheme"], ignore_index=True)
