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
class _Population:
    """Everybody the ledgers tell about, before they are written down as ledgers."""

    places: pd.DataFrame
    households: pd.DataFrame
    members: pd.DataFrame
    joiners: pd.DataFrame
    leavers: pd.DataFrame
    aid: pd.DataFrame
    pupils: pd.DataFrame  # of families that are not on the register


def make_people(plan: Plan, rng: np.random.Generator, year: int) -> dict[str, pd.DataFrame]:
    """行政村, 历年情况, 贫困户, 贫困人口, 人员变更, 家庭收入, 教育资助, 参保缴费, 住院报销, 就业, 兜底保障, 易地搬迁.

    Who leads a village, which unit is linked to it and who helps a household are left blank.
    """
    streams = rng.spawn(6)
    population = _population(plan, streams[0], year)
    population = _named(population, streams[1])
    members, households = population.members, population.households
    write = people_ledgers.Writer(population.places, households, members)
    net_joined = _net_joined(population)
    incomes = household_incomes(
        households,
        members,
        population.places["level"].to_numpy()[households["village"]],
        _aid_by_household(population),
        rng=streams[2],
        year=year,
    )
    history = village_history(population.places, households, net_joined, plan=plan, rng=streams[3], year=year)
    stays = health_cover.hospital_stays(members, plan, streams[4], year)
    return {
        "行政村": village_ledger(population.places),
        "历年情况": history,
        "贫困户": write.households(),
        "贫困人口": write.persons(),
        "人员变更": write.changes(population.joiners, population.leavers),
        "家庭收入": write.incomes(incomes),
        "教育资助": write.education(population.aid, population.pupils, plan, streams[5], year=year),
        "参保缴费": write.insurance(
            population.leavers,
            changes.insured_days(members, population.joiners, year),
            changes.payment_day(year),
        ),
        "住院报销": write.hospital_stays(stays),
        "就业": write.employment(employment(members, plan, streams[3], year)),
        "兜底保障": write.social_security(social_security(members, streams[4], year)),
        "易地搬迁": write.relocations(relocations(households, streams[5], year)),
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
    return _Population(
        population.places,
        population.households,
        parts[0],
        population.joiners,
        parts[1],
        population.aid,
        parts[2],
    )


def _aid_by_household(population: _Population) -> Any:
    """Education aid in 分 that reached each household, living subsidy at the day pupils' rate."""
    row = population.aid["row"].to_numpy()
    members = population.members
    paid = np.bincount(row, weights=population.aid["fen"], minlength=len(members))
    return of_household(members, paid, len(population.households))


def _net_joined(population: _Population) -> Any:
    """Persons who joined less those who left in the year, by household."""
    count = len(population.households)
    joined = population.members["household"].to_numpy()[population.joiners["row"]]
    return np.bincount(joined, minlength=count) - np.bincount(
        population.leavers["household"], minlength=count
    )
