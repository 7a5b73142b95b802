"""The district lives on: the people of a year follow from those of the year before, or of the year after."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gonggu.sample import education_aid, health_cover
from gonggu.sample.benefit_years import with_benefits, with_dibao_of_heads, with_floor
from gonggu.sample.education_aid import COMPULSORY
from gonggu.sample.income_years import developed, earning_power
from gonggu.sample.names import surnames
from gonggu.sample.newcomers import with_names
from gonggu.sample.people import People, aid_by_household
from gonggu.sample.people_ledgers import Writer
from gonggu.sample.place_years import places_back, places_on
from gonggu.sample.plan import Plan
from gonggu.sample.register import causes_of, facts_of, lookback_days, measures_of
from gonggu.sample.social_security import of_household
from gonggu.sample.work_years import work_back, work_on
from gonggu.sample.year_back import gone_before, grown_back, struck_off
from gonggu.sample.year_on import grown, moved

_POOR = ("未脱贫", "返贫")


def year_on(people: People, plan: Plan, rng: np.random.Generator) -> People:
    """The people a year later: every household that was poor leaves poverty, some others may fall back."""
    year = people.year + 1
    streams = rng.spawn(6)
    change = moved(people, plan, streams[0])
    members = grown(change.members, change.returned, streams[1], year)
    size = of_household(members, np.ones(len(members)), len(change.households)).astype(int)
    households = change.households.assign(size=size)
    poor = households["status"].isin(_POOR).to_numpy()
    group = np.where(households["group"].isin(["exits", "unexited"]), "general", households["group"])
    group = np.where(poor, "exits", np.where(change.returned, "unexited", group))
    households = households.assign(
        group=group,
        status=np.where(change.returned, "返贫", "已脱贫").astype(object),
        exit_year=np.where(poor, year, households["exit_year"]),
        water_ok=True,
    )
    members, jobs = work_on(
        members, households, _of_new_rows(people.jobs, people.members, members), plan, streams[2], year
    )
    benefits = _of_new_rows(people.benefits, people.members, members)
    members, benefits = with_benefits(members, benefits, people.year, year)
    members, benefits = with_floor(members, benefits, households, year)
    relocations = _relocated(people, households)
    places = places_on(people.places, plan, streams[3])
    history = pd.concat([people.history, _as_history(people)], ignore_index=True)
    core = replace(
        people,
        year=year,
        places=places,
        households=_facts(households, members, streams[3], year),
        members=members,
        joiners=change.joiners,
        leavers=change.leavers,
        jobs=jobs,
        benefits=benefits,
        relocations=relocations,
        history=history,
        numbers=change.numbers,
    )
    return _lived(core, people, plan, streams[4], streams[5], on=1)


def year_back(people: People, plan: Plan, rng: np.random.Generator) -> People:
    """The people a year before: those who left since are still there, those who came since are not."""
    year = people.year - 1
    streams = rng.spawn(6)
    members = grown_back(people, streams[0])
    size = of_household(members, np.ones(len(members)), len(people.households)).astype(int)
    exit_year = people.households["exit_year"].to_numpy()
    poor = (exit_year > year) | (exit_year == 0)
    renovated = people.households["renovated"].where(people.households["renovated"].dt.year <= year)
    unsafe = people.households["planned"] & renovated.isna()
    households = people.households.assign(
        before=np.arange(len(people.households)),
        size=size,
        group=np.where(poor, "unexited", people.households["group"]),
        status=np.where(poor, "未脱贫", "已脱贫").astype(object),
        exit_year=np.where(poor, 0, exit_year),
        renovated=renovated,
        housing=np.where(unsafe, "危房C级", people.households["housing"]).astype(object),
    )
    members, jobs = work_back(
        members, households, _of_new_rows(people.jobs, people.members, members), streams[1], year
    )
    benefits = _of_new_rows(people.benefits, people.members, members)
    benefits = with_dibao_of_heads(benefits, households, members, year)
    members, benefits = with_benefits(members, benefits, people.year, year)
    places = places_back(people, streams[2], year)
    history = people.history[people.history["年度"] < year].reset_index(drop=True)
    households = _facts(households, members, streams[3], year)
    joiners, leavers, numbers = gone_before(members, households, people.numbers, plan, streams[4], year)
    off, numbers = struck_off(places, households, members, joiners, history, numbers, streams[4], year)
    cleared = streams[3].random(len(people.relocations)) < 0.9
    core = replace(
        people,
        year=year,
        places=places,
        households=households,
        members=members,
        joiners=joiners,
        leavers=pd.concat([leavers, off], ignore_index=True),
        jobs=jobs,
        benefits=benefits,
        relocations=people.relocations.assign(cleared=cleared),
        history=history,
        numbers=numbers,
    )
    return _lived(core, people, plan, streams[5], streams[0], on=-1)


def _lived(
    core: People, other: People, plan: Plan, rng: np.random.Generator, names: np.random.Generator, on: int
) -> People:
    """What follows from who lives together and works: school aid, incomes, stays in hospital."""
    members, households = core.members, core.households
    last = members.get("last_schooling")
    aid = education_aid.aided_terms(members, plan, rng, last)
    missing = max(0, plan.compulsory_rows - int((aid["scheme"] == COMPULSORY).sum()))
    pupils = education_aid.other_pupils(missing, len(core.places), rng, core.year)
    pupils, numbers = with_names(pupils, surnames(len(pupils), names), core.numbers, names)
    before = households["before"].to_numpy()
    power = earning_power(other.members, len(other.households))[before]
    incomes = developed(
        other.incomes.iloc[before].reset_index(drop=True),
        households,
        members,
        (power, earning_power(members, len(households))),
        (
            aid_by_household(other.aid, other.members, len(other.households))[before],
            aid_by_household(aid, members, len(households)),
        ),
        rng=rng,
        year=core.year,
        on=on,
    )
    write = Writer(core.places, households, members)
    return replace(
        core,
        members=members.drop(columns=["new", "last_schooling"], errors="ignore"),
        households=households.drop(columns="before"),
        aid=aid,
        incomes=incomes,
        education=write.education(aid, pupils, plan, rng, year=core.year),
        stays=health_cover.hospital_stays(members, plan, rng, core.year),
        numbers=numbers,
    )


def _of_new_rows(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """A table by member row, by the rows of another year's members; without those who are not among them."""
    row = pd.Index(new["person_id"]).get_indexer(old["person_id"].iloc[table["row"]])
    return table.assign(row=row)[row >= 0].sort_values("row", kind="stable", ignore_index=True)


def _facts(
    households: pd.DataFrame, members: pd.DataFrame, rng: np.random.Generator, year: int
) -> pd.DataFrame:
    """Causes that still hold, the measures that follow, the day of the year's visit to look back."""
    facts = facts_of(households, members)
    main, other = causes_of(households, facts)
    # Who falls back into poverty does so by illness.
    fell_ill = (households["status"] == "返贫").to_numpy() & (main != "因病")
    main, other = np.where(fell_ill, "因病", main), np.where(fell_ill, main, other)
    result = households.assign(
        main_cause=main, other_cause=other, lookback=lookback_days(len(main), rng, year)
    )
    return result.assign(measures=measures_of(result, facts))


def _relocated(people: People, households: pd.DataFrame) -> pd.DataFrame:
    row = pd.Index(households["before"]).get_indexer(people.relocations["row"])
    return people.relocations.assign(row=row)[row >= 0].reset_index(drop=True)


def _as_history(people: People) -> pd.DataFrame:
    """The year's rows of 历年情况, as its register has them."""
    places, households = people.places, people.households
    village = households["village"].to_numpy()
    poor = households["status"].isin(_POOR).to_numpy()
    exits = ((households["exit_year"] == people.year) & (households["status"] == "已脱贫")).to_numpy()
    size = households["size"].to_numpy()
    count = len(places)
    return pd.DataFrame(
        {
            "年度": people.year,
            "乡镇": places["township"],
            "行政村": places["village"],
            "农村户籍人口": places["rural_population"],
            "年末未脱贫户数": np.bincount(village[poor], minlength=count),
            "年末未脱贫人口": np.bincount(village[poor], size[poor], minlength=count).astype(int),
            "当年脱贫户数": np.bincount(village[exits], minlength=count),
            "当年脱贫人口": np.bincount(village[exits], size[exits], minlength=count).astype(int),
        }
    )
