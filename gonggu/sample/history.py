"""The ledger 历年情况: how the list of the poor shrank, village by village, until the year before."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.plan import Plan
from gonggu.sample.quotas import apportion

_YEARS_BACK = 5
# When those who should not have been listed were struck off, who died or moved away left; by years back.
_STRUCK_OFF = {4: 0.40, 3: 0.20, 2: 0.33, 1: 0.07}
_PERSONS_PER_HOUSEHOLD = 2.9


def village_history(
    places: pd.DataFrame,
    households: pd.DataFrame,
    net_joined: Any,
    *,
    plan: Plan,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """One row a village and past year; `net_joined` is how many more persons each household has than a year ago."""
    years = np.arange(year - _YEARS_BACK, year)
    counts = {
        unit: _stocks(places, households, weight, years)
        for unit, weight in _units(households, net_joined).items()
    }
    drift = 1 + rng.uniform(-0.004, 0.004, len(places))[:, None] * (year - years)
    population = np.round(places["rural_population"].to_numpy()[:, None] * drift).astype(int)
    struck = _struck_off(counts["persons"][0], population[:, 0], plan)
    struck_households = np.round(struck / _PERSONS_PER_HOUSEHOLD).astype(int)
    later = np.cumsum(struck[:, ::-1], axis=1)[:, ::-1]
    later_households = np.cumsum(struck_households[:, ::-1], axis=1)[:, ::-1]
    village = np.tile(np.arange(len(places)), _YEARS_BACK)
    return pd.DataFrame(
        {
            "年度": np.repeat(years, len(places)),
            "乡镇": places["township"].to_numpy()[village],
            "行政村": places["village"].to_numpy()[village],
            "农村户籍人口": population.T.ravel(),
            "年末未脱贫户数": (counts["households"][0] + later_households).T.ravel(),
            "年末未脱贫人口": (counts["persons"][0] + later).T.ravel(),
            "当年脱贫户数": counts["households"][1].T.ravel(),
            "当年脱贫人口": counts["persons"][1].T.ravel(),
        }
    )


def _units(households: pd.DataFrame, net_joined: Any) -> dict[str, Any]:
    """What is counted: households, and persons as they were a year ago."""
    return {
        "households": np.ones(len(households), dtype=int),
        "persons": households["size"].to_numpy() - net_joined,
    }


def _stocks(places: pd.DataFrame, households: pd.DataFrame, weight: Any, years: Any) -> tuple[Any, Any]:
    """Identified and not exited at the end of each year, and exited in it; villages by years."""
    village = households["village"].to_numpy()
    exit_year = households["exit_year"].replace(0, years[-1] + 9).to_numpy()
    identified = households["identified"].to_numpy()
    poor = [_by_village(places, village, weight * ((identified <= y) & (exit_year > y))) for y in years]
    exits = [_by_village(places, village, weight * (exit_year == y)) for y in years]
    return np.stack(poor, axis=1), np.stack(exits, axis=1)


def _by_village(places: pd.DataFrame, village: Any, weight: Any) -> Any:
    return np.bincount(village, weights=weight, minlength=len(places)).astype(int)


def _struck_off(poor: Any, population: Any, plan: Plan) -> Any:
    """Persons struck off after each year, villages by years, so that the base year shows the plan's headcount."""
    missing = round(plan.base_rate / 100 * int(population.sum())) - int(poor[:, 0].sum())
    if missing < 0:
        raise ValueError(f"the register alone has {-missing} persons more than the base year's headcount")
    by_village = apportion(population, missing)
    edges = np.cumsum([0.0, *_STRUCK_OFF.values()])
    # What is struck off in a year still stands at the end of the year before.
    steps = np.diff(np.round(by_village[:, None] * edges).astype(int), axis=1)
    return np.hstack([steps, np.zeros((len(population), 1), dtype=int)])
