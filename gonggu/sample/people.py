"""The twelve ledgers of villages, households and persons of the sample district."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample import changes, education_aid, health_cover, people_ledgers
from gonggu.sample.history import village_history
from gonggu.sample.households import make_households, make_members
from gonggu.sample.incomes import household_incomes
from gonggu.sample.names import given_names, id_numbers, surnames
from gonggu.sample.places import make_places, village_ledger
from gonggu.sample.plan import Plan
from gonggu.sample.quotas import pick
from gonggu.sample.register import add_register
from gonggu.sample.relocation import relocations
from gonggu.sample.schooling_and_health import add_schooling_and_health
from gonggu.sample.social_security import add_benefits, household_types, of_household, social_security
from gonggu.sample.work import add_work, employment

_ETHNICITIES = {"汉族": 62, "侗族": 18, "苗族": 13, "土家族": 4, "瑶族": 3}


@dataclass(frozen=True)
class Numbers:
    """What was ever given out, so that nobody gets another's number in any year."""

    known: (
        pd.DataFrame
    )  # sex (`male`) and day of `birth` of everybody with an ID number, in the order they got it
    used: dict[str, int]  # by household id, how many person ids


@dataclass(frozen=True)
class People:
    """Everybody whom the ledgers of a year tell about, and all that a neighbouring year follows from.

    Frames refer to `places`, `households` and `members` by row; `leavers` and `joiners` are those of the year.
    """

    year: int
    places: pd.DataFrame
    households: pd.DataFrame
    members: pd.DataFrame
    joiners: pd.DataFrame
    leavers: pd.DataFrame
    aid: pd.DataFrame
    incomes: pd.DataFrame  # in 分
    history: pd.DataFrame  # the ledger 历年情况
    education: pd.DataFrame  # the ledger 教育资助
    stays: pd.DataFrame
    jobs: pd.DataFrame
    benefits: pd.DataFrame
    relocations: pd.DataFrame
    numbers: Numbers


@dataclass(frozen=True)
class _Population:
    places: pd.DataFrame
    households: pd.DataFrame
    members: pd.DataFrame
    joiners: pd.DataFrame
    leavers: pd.DataFrame
    aid: pd.DataFrame
    pupils: pd.DataFrame  # of families that are not on the register


def make_people(plan: Plan, rng: np.random.Generator, year: int) -> dict[str, pd.DataFrame]:
    """The ledgers of a district that begins in `year`; see `people_written`."""
    return people_written(found_people(plan, rng, year))


def found_people(plan: Plan, rng: np.random.Generator, year: int) -> People:
    """The people of a district about whom nothing is known but what the year's plan says."""
    streams = rng.spawn(6)
    population = _named(_population(plan, streams[0], year), streams[1])
    members, households = population.members, population.households
    incomes = household_incomes(
        households,
        members,
        population.places["level"].to_numpy()[households["village"]],
        aid_by_household(population.aid, members, len(households)),
        rng=streams[2],
        year=year,
    )
    net_joined = _net_joined(population)
    history = village_history(population.places, households, net_joined, plan=plan, rng=streams[3], year=year)
    stays = health_cover.hospital_stays(members, plan, streams[4], year)
    write = people_ledgers.Writer(population.places, households, members)
    education = write.education(population.aid, population.pupils, plan, streams[5], year=year)
    everybody = [frame[["male", "birth"]] for frame in (members, population.leavers, population.pupils)]
    of_household = pd.concat([members[["household", "slot"]], population.leavers[["household", "slot"]]])
    used = of_household.groupby("household")["slot"].max() + 1
    return People(
        year=year,
        places=population.places,
        households=households,
        members=members,
        joiners=population.joiners,
        leavers=population.leavers,
        aid=population.aid,
        incomes=incomes,
        history=history,
        education=education,
        stays=stays,
        jobs=employment(members, plan, streams[3], year),
        benefits=social_security(members, streams[4], year),
        relocations=relocations(households, streams[5], year),
        numbers=Numbers(
            pd.concat(everybody, ignore_index=True), dict(zip(households["id"], used, strict=True))
        ),
    )


def people_written(people: People) -> dict[str, pd.DataFrame]:
    """行政村, 历年情况, 贫困户, 贫困人口, 人员变更, 家庭收入, 教育资助, 参保缴费, 住院报销, 就业, 兜底保障, 易地搬迁.

    Who leads a village, which unit is linked to it and who helps a household are left blank.
    """
    write = people_ledgers.Writer(people.places, people.households, people.members)
    return {
        "行政村": village_ledger(people.places),
        "历年情况": people.history,
        "贫困户": write.households(),
        "贫困人口": write.persons(),
        "人员变更": write.changes(people.joiners, people.leavers),
        "家庭收入": write.incomes(people.incomes),
        "教育资助": people.education,
        "参保缴费": write.insurance(
            people.leavers,
            changes.insured_days(people.members, people.joiners, people.year),
            changes.payment_day(people.year),
        ),
        "住院报销": write.hospital_stays(people.stays),
        "就业": write.employment(people.jobs),
        "兜底保障": write.social_security(people.benefits),
        "易地搬迁": write.relocations(people.relocations),
    }


def _population(plan: Plan, rng: np.random.Generator, year: int) -> _Population:
    """Households and their members with all that follows from age, school, health, work and need."""
    places = make_places(plan, rng, year)
    households = make_households(places, plan, rng)
    members = add_schooling_and_health(make_members(households, rng, year), rng)
    members = add_work(members, households, plan, rng)
    households = households.assign(type=household_types(households, members, rng))
    members = add_benefits(members, households, plan, rng)
    households = add_register(households, members, rng, year)
    joiners = changes.joined(members, households, plan, rng, year)
    leavers = changes.left(households, plan, rng, year)
    aid = education_aid.aided_terms(members, plan, rng)
    missing = plan.compulsory_rows - int((aid["scheme"] == education_aid.COMPULSORY).sum())
    pupils = education_aid.other_pupils(missing, len(places), rng, year)
    return _Population(places, households, members, joiners, leavers, aid, pupils)


def _named(population: _Population, rng: np.random.Generator) -> _Population:
    """The same people with names, ID numbers and, on the register, ids and ethnicity."""
    members, leavers, pupils = population.members, population.leavers, population.pupils
    everybody = pd.concat(
        [frame[["male", "birth"]] for frame in (members, leavers, pupils)], ignore_index=True
    )
    given = given_names(everybody["male"].to_numpy(), everybody["birth"].dt.year.to_numpy(), rng)
    numbers = id_numbers(everybody["birth"], everybody["male"])
    house_names = surnames(len(population.households), rng)
    own = np.concatenate(
        [
            np.where(
                members["role"].isin(["spouse", "son_wife", "mother"]),
                surnames(len(members), rng),
                house_names[members["household"]],
            ),
            house_names[leavers["household"]],
            surnames(len(pupils), rng),
        ]
    )
    names = own + given
    ends = np.cumsum([len(members), len(leavers)])
    parts = [
        frame.assign(name=name, id_number=number)
        for frame, name, number in zip(
            (members, leavers, pupils), np.split(names, ends), np.split(numbers, ends), strict=True
        )
    ]
    ethnicity = pick(rng, list(_ETHNICITIES), list(_ETHNICITIES.values()), len(population.households))
    parts[0]["ethnicity"] = ethnicity[members["household"]]
    for frame in parts[:2]:
        home = population.households["id"].to_numpy(dtype=object)[frame["household"]]
        serials = np.array([f"{number:02d}" for number in range(1, 100)], dtype=object)
        frame["person_id"] = home + serials[frame["slot"]]
    parts[1]["home"] = population.households["id"].to_numpy(dtype=object)[parts[1]["household"]]
    parts[1]["village"] = population.households["village"].to_numpy()[parts[1]["household"]]
    return _Population(
        population.places,
        population.households,
        parts[0],
        population.joiners,
        parts[1],
        population.aid,
        parts[2],
    )


def aid_by_household(aid: pd.DataFrame, members: pd.DataFrame, count: int) -> Any:
    """Education aid in 分 that reached each of `count` households, living subsidy at the day pupils' rate."""
    paid = np.bincount(aid["row"].to_numpy(), weights=aid["fen"], minlength=len(members))
    return of_household(members, paid, count)


def _net_joined(population: _Population) -> Any:
    """Persons who joined less those who left in the year, by household."""
    count = len(population.households)
    joined = population.members["household"].to_numpy()[population.joiners["row"]]
    return np.bincount(joined, minlength=count) - np.bincount(
        population.leavers["household"], minlength=count
    )
