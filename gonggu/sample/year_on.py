"""The people of the sample district a year later: who is born, dies, marries and moves, and who leaves poverty."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.changes import days_of
from gonggu.sample.households import born
from gonggu.sample.newcomers import as_members, with_names, with_person_ids
from gonggu.sample.people import Numbers, People
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import some
from gonggu.sample.school_years import aged, education_reached, labour_on, schooling_on
from gonggu.sample.schooling_and_health import NOT_AT_SCHOOL
from gonggu.sample.social_security import of_household

_AFTER_HUSBAND = {"之母": "之婆婆", "之父": "之公公", "户主": "户主"}
_AFTER_WIFE = {"之婆婆": "之母", "之公公": "之父", "户主": "户主"}


@dataclass(frozen=True)
class Moved:
    """Who is on the register after the year's changes; rows of `members` and `households` are the new ones."""

    households: pd.DataFrame  # with `before`: the row a year ago
    members: pd.DataFrame
    joiners: pd.DataFrame
    leavers: pd.DataFrame
    numbers: Numbers
    returned: Any  # households, True for those that fell back into poverty


def moved(people: People, plan: Plan, rng: np.random.Generator) -> Moved:
    """The register of the year after `people`, before anybody has grown older.

    Only households that left poverty in earlier years change; those that are resettled or still poor stay as they
    are, so that the list of the poor shrinks by exits alone.
    """
    year = people.year + 1
    settled = ((people.households["group"] == "general") & (people.households["exit_year"] > 0)).to_numpy()
    gone, died_out = _leaving(people, settled, plan, rng)
    households = people.households.assign(before=np.arange(len(people.households)))
    households = households[~died_out].reset_index(drop=True)
    staying = people.members.drop(index=gone["row"])
    staying = staying[~died_out[staying["household"]]]
    staying = staying.assign(new=False, household=_renumbered(died_out)[staying["household"]])
    staying = _with_heads(staying)
    quiet = settled[~died_out] & ~np.isin(households["before"], people.members["household"].iloc[gone["row"]])
    numbers = people.numbers
    came, quiet = _coming(staying, households, quiet, plan, rng, year)
    came, numbers = with_person_ids(came, numbers)
    heads = staying[staying["role"] == "head"].set_index("household")["name"].str[0]
    family = heads.loc[came["household"]].to_numpy(dtype=object)
    family = np.where(came["change"] == "新生儿", family, None)
    came, numbers = with_names(came, family, numbers, rng)
    ethnicity = staying.drop_duplicates("household").set_index("household")["ethnicity"]
    came = came.assign(ethnicity=ethnicity.loc[came["household"]].to_numpy())
    together = pd.concat([staying, as_members(came)], ignore_index=True)
    together = together.sort_values(["household", "slot"], ignore_index=True)
    arrived = together["change"].notna()
    joiners = together.loc[arrived, ["change", "date"]].assign(row=np.flatnonzero(arrived))
    members = together.drop(columns=["change", "date", "home"])
    return Moved(
        households,
        members,
        joiners.reset_index(drop=True),
        _as_leavers(people, gone, plan, rng, year),
        numbers,
        _returning(households, members, quiet, plan, rng),
    )


def grown(members: pd.DataFrame, falls_ill: Any, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """The members a year older: school, schooling, health and ability to work; `last_schooling` is that of before.

    The heads of the households `falls_ill` are gravely ill from this year on.
    """
    older = aged(members, year).assign(last_schooling=members["schooling"])
    older = older.assign(schooling=schooling_on(older, rng))
    older = older.assign(education=education_reached(older["education"], older["schooling"]))
    chance = rng.random(len(older))
    at_risk = (older["health"] == "健康") & (older["age"] >= 50) & (older["schooling"] == NOT_AT_SCHOOL)
    weak = np.where(at_risk & (chance < 0.012), "长期慢性病", older["health"])
    stricken = (older["role"] == "head").to_numpy() & falls_ill[older["household"]]
    older = older.assign(health=np.where(stricken, "大病", weak))
    return older.assign(labour=labour_on(older, rng))


def _leaving(people: People, settled: Any, plan: Plan, rng: np.random.Generator) -> tuple[pd.DataFrame, Any]:
    """Members who leave (row, change), one a household, and households whose only member dies."""
    members, households = people.members, people.households
    size = households["size"].to_numpy()[members["household"]]
    own = (
        settled[members["household"]] & (households["type"] == "一般贫困户").to_numpy()[members["household"]]
    )
    head = (members["role"] == "head").to_numpy()
    married = of_household(members, members["role"] == "spouse", len(households))[members["household"]] > 0
    age = members["age"].to_numpy() + 1
    child = members["role"].isin(["child", "sibling"]).to_numpy() & (members["schooling"] == NOT_AT_SCHOOL)
    # A head who dies is followed by the wife or the husband.
    may = {
        "死亡": own & (size > 1) & (age >= 66) & (~head | married),
        "嫁出": own & (size > 1) & child & ~members["male"] & (age >= 21) & (age <= 28),
        "其他转出": own & (size > 2) & child & (age >= 23) & (age <= 45),
    }
    count = plan.left_before_payment + plan.left_after_payment
    wanted = {"死亡": count - count // 4 - count // 10, "嫁出": count // 4, "其他转出": count // 10}
    taken = np.zeros(len(households), dtype=bool)
    parts = []
    for change, pool in may.items():
        rows = rng.permutation(np.flatnonzero(pool & ~taken[members["household"]]))
        rows = rows[~members["household"].iloc[rows].duplicated()][: wanted[change]]
        taken[members["household"].iloc[rows]] = True
        parts.append(pd.DataFrame({"row": rows, "change": change}))
    alone = np.flatnonzero(settled[members["household"]] & (size == 1) & (age >= 80))
    alone = some(rng, alone, min(len(alone), plan.died_out))
    died_out = np.zeros(len(households), dtype=bool)
    died_out[members["household"].iloc[alone]] = True
    parts.append(pd.DataFrame({"row": alone, "change": "死亡"}))
    return pd.concat(parts, ignore_index=True), died_out


def _as_leavers(
    people: People, gone: pd.DataFrame, plan: Plan, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    person = people.members.iloc[gone["row"]].reset_index(drop=True)
    home = people.households.iloc[person["household"]].reset_index(drop=True)
    paid = rng.permutation(len(gone)) >= round(len(gone) * _unpaid_share(plan))
    early, late = days_of(year, 8, 170, len(gone), rng), days_of(year, 185, 350, len(gone), rng)
    return person.assign(
        change=gone["change"],
        date=np.where(paid, late, early),
        paid=paid,
        home=home["id"],
        village=home["village"],
    )


def _unpaid_share(plan: Plan) -> float:
    return plan.left_before_payment / (plan.left_before_payment + plan.left_after_payment)


def _renumbered(dropped: Any) -> Any:
    """The new number of every row that is kept."""
    return np.cumsum(~dropped) - 1


def _with_heads(members: pd.DataFrame) -> pd.DataFrame:
    """Households that have lost their head are headed by the spouse; the others' relations are to the new one."""
    with_head = members.loc[members["role"] == "head", "household"]
    orphaned = ~members["household"].isin(with_head)
    follows = orphaned & (members["role"] == "spouse")
    new_head_male = members.loc[follows].set_index("household")["male"]
    male = members["household"].map(new_head_male).astype("boolean")
    relation = members["relation"].mask(follows, "户主")
    renamed = relation.map(_AFTER_WIFE).where(male.fillna(False).astype(bool), relation.map(_AFTER_HUSBAND))
    return members.assign(
        relation=relation.where(~orphaned, renamed.fillna(relation)),
        role=members["role"].mask(follows, "head"),
    )


def _coming(
    members: pd.DataFrame,
    households: pd.DataFrame,
    quiet: Any,
    plan: Plan,
    rng: np.random.Generator,
    year: int,
) -> tuple[pd.DataFrame, Any]:
    """The newborn, wives who marry in and parents who move in, one a household; and the households left quiet."""
    still = quiet.copy()
    parts = []
    mother = ~members["male"] & members["role"].isin(["spouse", "son_wife"]) & members["age"].between(21, 38)
    suitor = (
        members["male"] & members["role"].isin(["child", "sibling", "son"]) & members["age"].between(23, 32)
    )
    suitor &= (members["schooling"] == NOT_AT_SCHOOL) & ~members["household"].isin(
        members.loc[members["role"] == "son_wife", "household"]
    )
    host = members["male"] & (members["role"] == "head") & members["age"].between(38, 58)
    host &= ~members["household"].isin(members.loc[members["role"].isin(["mother", "father"]), "household"])
    for change, anchors, wanted in (
        ("新生儿", mother, plan.births),
        ("嫁入", suitor, plan.married_in),
        ("其他转入", host, plan.transferred_in),
    ):
        rows = rng.permutation(np.flatnonzero(anchors.to_numpy() & still[members["household"]]))
        rows = rows[~members["household"].iloc[rows].duplicated()][:wanted]
        still[members["household"].iloc[rows]] = False
        parts.append(_arrivals(change, members.iloc[rows], rng, year))
    came = pd.concat(parts, ignore_index=True)
    return came.assign(home=households["id"].to_numpy(dtype=object)[came["household"]]), still


def _arrivals(change: str, anchor: pd.DataFrame, rng: np.random.Generator, year: int) -> pd.DataFrame:
    """Those who join the households of `anchor`: mothers of the newborn, bridegrooms, sons of parents."""
    count = len(anchor)
    day = days_of(year, 1, 334, count, rng)
    own_age = anchor["age"].to_numpy() + 1
    joined = pd.DataFrame({"household": anchor["household"].to_numpy(), "change": change, "date": day})
    if change == "新生儿":
        boy = rng.random(count) < 0.52
        grandchild = (anchor["role"] == "son_wife").to_numpy()
        relation = np.where(grandchild, np.where(boy, "之孙子", "之孙女"), np.where(boy, "之子", "之女"))
        role = np.where(grandchild, "grandchild", "child")
        return joined.assign(
            role=role, relation=relation, male=boy, birth=day, education="学龄前儿童", labour="无劳动力"
        )
    if change == "嫁入":
        age = np.clip(own_age + rng.integers(-4, 2, count), 21, 34)
        words = {"role": "son_wife", "relation": "之儿媳", "education": "初中", "labour": "普通劳动力"}
    else:
        age = own_age + rng.integers(22, 30, count)
        words = {"role": "mother", "relation": "之母", "education": "小学", "labour": "无劳动力"}
    return joined.assign(male=False, birth=born(age, year, rng), **words)


def _returning(
    households: pd.DataFrame, members: pd.DataFrame, quiet: Any, plan: Plan, rng: np.random.Generator
) -> Any:
    """Households of three whose bread-winner falls ill."""
    head = members[members["role"] == "head"].set_index("household").loc[np.arange(len(households))]
    earning = (head["labour"] == "普通劳动力") & (head["health"] == "健康") & head["age"].between(40, 55)
    size = of_household(members, np.ones(len(members)), len(households))
    fits = quiet & earning.to_numpy() & (size == 3) & (households["type"] == "一般贫困户").to_numpy()
    rows = some(rng, np.flatnonzero(fits), min(int(fits.sum()), plan.returned))
    return np.isin(np.arange(len(households)), rows)
