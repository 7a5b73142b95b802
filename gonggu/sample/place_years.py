"""The villages a year later and a year before: their people, their collective income, what was built."""

import numpy as np
import pandas as pd

from gonggu.sample.people import People
from gonggu.sample.places import FACILITIES
from gonggu.sample.plan import Plan


def places_on(places: pd.DataFrame, plan: Plan, rng: np.random.Generator) -> pd.DataFrame:
    """Villages a year later: a few people fewer, more collective income; the poorest stays below 5 万元 in 2020."""
    count = len(places)
    income = np.maximum(
        places["collective_yuan"] * rng.uniform(1.15, 1.45, count), rng.uniform(50_600, 58_000, count)
    )
    poorest = places["collective_yuan"].to_numpy().argmin()
    income = np.where(
        np.arange(count) == poorest, places["collective_yuan"] * plan.poorest_village_growth, income
    )
    people = np.round(places["rural_population"] * (1 + rng.uniform(-0.004, 0.003, count))).astype(int)
    return places.assign(collective_yuan=np.round(income, 2), rural_population=people)


def places_back(people: People, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Villages a year before, with the population that 历年情况 states, and before some facilities were built."""
    places, history = people.places, people.history
    stated = history[history["年度"] == year].set_index(["乡镇", "行政村"])["农村户籍人口"]
    count = len(places)
    lacking = {
        name: ~np.isin(np.arange(count), rng.permutation(count)[: round(count * share)])
        for name, share in zip(FACILITIES, (0.07, 0.0, 0.07, 0.2, 0.0, 0.0, 0.13, 0.07), strict=True)
    }
    return places.assign(
        rural_population=stated.loc[list(zip(places["township"], places["village"], strict=True))].to_numpy(),
        collective_yuan=np.round(places["collective_yuan"] * rng.uniform(0.62, 0.85, count), 2),
        **lacking,
    )
