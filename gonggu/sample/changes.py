"""Who joined and who left the register in the year: the ledger 人员变更 and the days that insurance depends on."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.households import born
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick, some

LEAVING = {"死亡": 0.72, "嫁出": 0.16, "其他转出": 0.08, "判刑收监": 0.04}


def payment_day(year: int) -> Any:
    """The day on which the fisc pays the premiums of everybody on the register."""
    return np.datetime64(f"{year}-06-28", "s")


def joined(
    members: pd.DataFrame, households: pd.DataFrame, plan: Plan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """Members who joined in the year, by row: the newborn, some wives who married in, some transferred in."""
    general = (households["group"].to_numpy() == "general")[members["household"]]
    unexited = (households["group"].to_numpy() == "unexited")[members["household"]]
    wives = members["role"].isin(["spouse", "son_wife"]) & ~members["male"] & members["age"].between(20, 38)
    others = members["role"].isin(["mother", "sibling"]) & (members["age"] > 3)
    newborn = np.flatnonzero(members["age"] == 0)
    married = some(rng, np.flatnonzero(wives & general), plan.married_in)
    # One of those transferred in belongs to a household that has not exited; one of its like died.
    unexited_child = np.flatnonzero(others & unexited)[:1]
    moved = np.concatenate(
        [
            unexited_child,
            some(rng, np.flatnonzero(others & general), plan.transferred_in - len(unexited_child)),
        ]
    )
    rows = np.concatenate([newborn, married, moved])
    change = np.repeat(["新生儿", "嫁入", "其他转入"], [len(newborn), len(married), len(moved)])
    day = days_of(year, 1, 334, len(rows), rng)
    day[: len(newborn)] = members["birth"].to_numpy()[newborn]
    return pd.DataFrame({"row": rows, "change": change.astype(object), "date": day})


def left(households: pd.DataFrame, plan: Plan, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """People who left in the year, in the form of members, with `change`, `date` and whether they were insured."""
    count = plan.left_before_payment + plan.left_after_payment
    household = some(rng, np.flatnonzero(households["group"] == "general"), count)
    change = pick(rng, list(LEAVING), list(LEAVING.values()), count)
    # See joined(): the stock of those not exited stays level.
    household[0], change[0] = np.flatnonzero(households["group"] == "unexited")[-1], "死亡"
    slot = households["size"].to_numpy()[household]
    paid = np.arange(count) >= plan.left_before_payment
    return leavers(household, slot, change, paid, rng, year)


def leavers(
    household: Any, slot: Any, change: Any, paid: Any, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """People who left these households, of whom no more is known than why and whether they were insured."""
    count = len(change)
    died, bride = change == "死亡", change == "嫁出"
    age = np.where(
        died,
        rng.integers(64, 91, count),
        np.where(bride, rng.integers(21, 28, count), rng.integers(24, 46, count)),
    )
    day = np.where(paid, days_of(year, 185, 350, count, rng), days_of(year, 8, 170, count, rng))
    return pd.DataFrame(
        {
            "household": household,
            "slot": slot,
            "male": np.where(bride, False, np.where(change == "判刑收监", True, rng.random(count) < 0.5)),
            "age": age,
            "birth": born(age, year, rng),
            "change": change,
            "date": day,
            "paid": paid,
        }
    )


def insured_days(members: pd.DataFrame, joiners: pd.DataFrame, year: int) -> Any:
    """The day from which each member is insured: payment day, or a few days after joining if that was later."""
    day = np.full(len(members), payment_day(year))
    later = joiners["date"].to_numpy() + np.timedelta64(5, "D")
    last = np.datetime64(f"{year}-12-31", "s")
    rows = joiners["row"].to_numpy()
    day[rows] = np.clip(later, day[rows], last)
    return day


def days_of(year: int, first: int, last: int, count: int, rng: np.random.Generator) -> Any:
    """Days of the year, counted from 1 January as 0."""
    return np.datetime64(f"{year}-01-01", "s") + rng.integers(first, last + 1, count).astype("timedelta64[D]")
