"""The people of the sample district a year before: who has left or come since, and who left in that year."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.changes import LEAVING, days_of, joined, leavers
from gonggu.sample.households import born
from gonggu.sample.newcomers import as_members, with_names, with_person_ids
from gonggu.sample.people import Numbers, People
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick, some
from gonggu.sample.school_years import aged, education_before, labour_back, schooling_back
from gonggu.sample.social_security import of_household


def grown_back(people: People, rng: np.random.Generator) -> pd.DataFrame:
    """The members of the year before: without those who joined since, with those who left since, a year younger."""
    year = people.year - 1
    younger = aged(people.members, year).assign(new=False)
    younger = younger.assign(schooling=schooling_back(younger, people.aid))
    younger = younger.assign(education=education_before(younger["education"], younger["schooling"]))
    younger = younger.assign(labour=labour_back(younger))
    younger = younger.drop(index=people.joiners["row"])
    back = as_members(_before_they_left(people, younger, rng)).assign(new=False)
    together = pd.concat([younger, back[[*younger.columns]]], ignore_index=True)
    return together.sort_values(["household", "slot"], ignore_index=True)


def _before_they_left(people: People, members: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Those who left since as members: relation by age, the old ill, the young at work."""
    year = people.year - 1
    gone = aged(people.leavers, year)
    head = members[members["role"] == "head"].set_index("household").loc[gone["household"]].reset_index()
    married = members.loc[members["relation"] == "配偶", "household"]
    older, younger = gone["age"] >= head["age"] + 16, gone["age"] <= head["age"] - 16
    male = gone["male"]
    own_age = ~older & ~younger & (male != head["male"]) & ~gone["household"].isin(married)
    relation = np.select(
        [older & male, older, younger & male, younger, own_age],
        ["之父", "之母", "之子", "之女", "配偶"],
        "其他",
    )
    role = np.select([older & male, older, younger, own_age], ["father", "mother", "son", "spouse"], "other")
    unfit = (gone["age"] > 60) | (people.households["type"] == "特困供养户").to_numpy()[gone["household"]]
    works = ~unfit.to_numpy()
    health = pick(rng, ("长期慢性病", "大病", "残疾"), (0.5, 0.35, 0.15), len(gone))
    return gone.assign(
        role=role,
        relation=relation,
        ethnicity=head["ethnicity"],
        education=np.where(works, "初中", "小学"),
        health=np.where(works, "健康", health).astype(object),
        labour=np.where(works, "普通劳动力", np.where(gone["age"] > 65, "无劳动力", "丧失劳动力")).astype(
            object
        ),
        work_months=np.where(works, 7, 0),
        work_place=pd.Series("县外省内", index=gone.index, dtype=object).where(works, None),
    )


def gone_before(
    members: pd.DataFrame,
    households: pd.DataFrame,
    numbers: Numbers,
    plan: Plan,
    rng: np.random.Generator,
    year: int,
) -> tuple[pd.DataFrame, pd.DataFrame, Numbers]:
    """Who joined in the year and who left in it: only households that had left poverty before, but for the newborn."""
    settled = (households["group"] == "general") & (households["exit_year"] < year)
    homes = households.assign(group=np.where(settled, "general", "exits"))
    joiners = joined(members, homes, plan, rng, year)
    count = plan.left_before_payment + plan.left_after_payment
    household = some(rng, np.flatnonzero(settled), count)
    change = pick(rng, list(LEAVING), list(LEAVING.values()), count)
    paid = np.arange(count) >= plan.left_before_payment
    gone = leavers(household, np.zeros(count, dtype=int), change, paid, rng, year)
    gone = gone.assign(
        home=households["id"].to_numpy(dtype=object)[household],
        village=households["village"].to_numpy()[household],
    )
    gone, numbers = with_person_ids(gone, numbers)
    head = members[members["role"] == "head"].set_index("household")["name"].str[0]
    gone, numbers = with_names(gone, head.loc[household].to_numpy(dtype=object), numbers, rng)
    return joiners, gone, numbers


def struck_off(
    places: pd.DataFrame,
    households: pd.DataFrame,
    members: pd.DataFrame,
    joiners: pd.DataFrame,
    history: pd.DataFrame,
    numbers: Numbers,
    rng: np.random.Generator,
    year: int,
) -> tuple[pd.DataFrame, Numbers]:
    """The poor who, found to be listed wrongly, were taken off the register with their whole household.

    They are what the stock of the year before, as 历年情况 has it, lacks to become this year's by exits and changes.
    """
    persons, homes = _missing(places, households, members, joiners, history, year)
    village = np.repeat(np.arange(len(places)), persons)
    nth = np.arange(len(village)) - np.repeat(np.cumsum(persons) - persons, persons)
    serial = 901 + nth % np.maximum(homes, 1)[village]
    count = len(village)
    age = np.clip(rng.integers(4, 76, count), 4, 75)
    gone = pd.DataFrame(
        {
            "household": -1,
            "male": rng.random(count) < 0.52,
            "age": age,
            "birth": born(age, year, rng),
            "change": "其他转出",
            "date": days_of(year, 60, 150, count, rng),
            "paid": False,
            "home": [f"H{v + 1:04d}{s:04d}" for v, s in zip(village, serial, strict=True)],
            "village": village,
        }
    )
    # A household is struck off as a whole, on one day.
    gone["date"] = gone.groupby("home")["date"].transform("min")
    gone, numbers = with_person_ids(gone, numbers)
    return with_names(gone, np.full(count, None, dtype=object), numbers, rng)


def _missing(
    places: pd.DataFrame,
    households: pd.DataFrame,
    members: pd.DataFrame,
    joiners: pd.DataFrame,
    history: pd.DataFrame,
    year: int,
) -> tuple[Any, Any]:
    """Persons and households by village."""
    count = len(places)
    village = households["village"].to_numpy()
    counts = (households["exit_year"] == year).to_numpy() | (households["exit_year"] == 0).to_numpy()
    newborn = of_household(members.iloc[joiners["row"]], np.ones(len(joiners)), len(households))
    size = households["size"].to_numpy() - newborn
    last = history[history["年度"] == year - 1].set_index(["乡镇", "行政村"])
    last = last.loc[list(zip(places["township"], places["village"], strict=True))]
    persons = last["年末未脱贫人口"].to_numpy() - np.bincount(village[counts], size[counts], minlength=count)
    homes = last["年末未脱贫户数"].to_numpy() - np.bincount(village[counts], minlength=count)
    persons = np.maximum(persons, 0).astype(int)
    return persons, np.clip(homes, np.minimum(persons, 1), np.maximum(persons, 1)).astype(int)
