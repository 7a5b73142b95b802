"""The ledgers 参保缴费 and 住院报销."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick

_PREMIUM_YUAN = {"城乡居民医保": 220.0, "扶贫特惠保": 60.0}
_CHANCE = {"健康": 0.055, "长期慢性病": 0.24, "大病": 0.62, "残疾": 0.16}
_MEDIAN_COST_YUAN = {"健康": 3_900, "长期慢性病": 5_600, "大病": 15_000, "残疾": 6_200}
_CRITICAL_FROM_FEN = 1_200_000


def premiums(insured: pd.DataFrame) -> pd.DataFrame:
    """参保缴费: one row a person and scheme, paid in full by the fisc; `insured` says who and since when."""
    parts = [
        insured.assign(险种=scheme, 保费=premium, 财政代缴=premium)
        for scheme, premium in _PREMIUM_YUAN.items()
    ]
    table = pd.concat(parts, ignore_index=True).sort_values(["人编号", "险种"], ignore_index=True)
    table["参保日期"] = table.pop("参保日期")
    return table


def hospital_stays(members: pd.DataFrame, plan: Plan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Stays in hospital by member row, one or two a patient, costs and five reimbursements in 分."""
    chance = members["health"].map(_CHANCE).to_numpy() * np.where(members["age"] >= 60, 1.25, 1.0)
    chance = np.where(members["age"] < 1, 0, chance)
    patients = np.flatnonzero(rng.random(len(members)) < chance)
    again = patients[rng.random(len(patients)) < 0.22]
    rows = np.concatenate([patients, again])
    # Of two stays the first falls in the first half of the year and the second in the other, so they never overlap.
    last = np.where(np.isin(patients, again), 165, 340)
    start = np.concatenate([rng.integers(2, last), rng.integers(190, 340, len(again))])
    admitted = np.datetime64(f"{year}-01-01", "s") + start.astype("timedelta64[D]")
    stay = rng.integers(3, 19, len(rows)).astype("timedelta64[D]")
    median = members["health"].map(_MEDIAN_COST_YUAN).to_numpy()[rows]
    cost = np.round(median * np.exp(rng.normal(0, 0.55, len(rows))) * 100).astype(int)
    table = pd.DataFrame({"row": rows, "admitted": admitted, "discharged": admitted + stay, "cost": cost})
    helped = (members["dibao_monthly"] + members["tekun_monthly"]).to_numpy()[rows] > 0
    table = table.assign(**_reimbursements(cost, helped, plan, rng))
    return table.sort_values(["row", "admitted"], ignore_index=True)


def _reimbursements(cost: Any, helped: Any, plan: Plan, rng: np.random.Generator) -> dict[str, Any]:
    """Who pays what of each stay; together they reach the plan's share of all costs."""
    own_share = rng.uniform(0.075, 0.135, len(cost)) * np.where(helped, 0.75, 1.0)
    own_share *= (1 - plan.inpatient_rate / 100) * cost.sum() / (own_share * cost).sum()
    left = cost - np.round(own_share * cost).astype(int)
    basic = np.minimum(left, np.round(cost * rng.uniform(0.64, 0.72, len(cost))).astype(int))
    critical = np.where(cost > _CRITICAL_FROM_FEN, np.round((cost - _CRITICAL_FROM_FEN) * 0.2).astype(int), 0)
    critical = np.minimum(critical, left - basic)
    critical = np.where(critical > 100, critical, 0)  # nobody pays out 1 元: it would look like 万元
    left = left - basic - critical
    tehuibao = np.round(left * rng.uniform(0.25, 0.45, len(cost))).astype(int)
    civil = np.where(
        helped, np.round((left - tehuibao) * pick(rng, (0.3, 0.5), (1, 1), len(cost))), 0
    ).astype(int)
    floor = left - tehuibao - civil
    return {
        "basic": basic,
        "critical": critical,
        "tehuibao": tehuibao,
        "civil_aid": civil,
        "fiscal_floor": floor,
    }
