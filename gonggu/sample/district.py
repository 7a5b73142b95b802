"""The sample district: all its ledgers of a year of its life."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gonggu.sample.administration import Offices, found_offices, offices_of_year
from gonggu.sample.life import year_back, year_on
from gonggu.sample.office_years import pairing_on, roster_back, roster_on
from gonggu.sample.people import People, found_people, people_written
from gonggu.sample.years import KNOWN, plans_of

# In the order of the forms.
LEDGERS = (
    *("行政村", "历年情况", "贫困户", "贫困人口", "人员变更", "家庭收入", "资金下达", "项目", "资金拨付"),
    *("教育资助", "参保缴费", "住院报销", "就业", "兜底保障", "易地搬迁", "培训班", "培训学员"),
    *("帮扶干部", "驻村考勤", "走访", "问题整改", "区级统计"),
)
Ledgers = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class District:
    """The people and the offices of a year."""

    people: People
    offices: Offices
    ledgers: Ledgers


def make_district(year: int = KNOWN, villages: int = 15, seed: int = 20191231) -> Ledgers:
    """The ledgers of one year; see `make_years`."""
    return make_years((year,), villages, seed)[year]


def make_years(years: Collection[int], villages: int = 15, seed: int = 20191231) -> dict[int, Ledgers]:
    """For each of the years Chinese ledger name -> frame with the form's headers in the form's order.

    Every year is one of the same district's: it is made as it was in 2019, and lives on from there, so the same seed
    gives the same rows whatever other years are asked for. UsageError for a year that the sample does not reach.
    """
    for year in years:
        plans_of(year, villages)
    district = _founded(villages, seed)
    made = {KNOWN: district.ledgers}
    if set(years) - {KNOWN}:
        before = _year_before(district, villages, seed)
        made[before.people.year] = before.ledgers
        # Who left before, or was paid, must not be mistaken for somebody who comes later.
        district = replace(
            district,
            people=replace(district.people, numbers=before.people.numbers),
            offices=replace(district.offices, payees=before.offices.payees),
        )
    for year in range(KNOWN + 1, max(years) + 1):
        district = _year_after(district, villages, seed)
        made[year] = district.ledgers
    return {year: made[year] for year in sorted(years)}


def _founded(villages: int, seed: int) -> District:
    people_plan, office_plan = plans_of(KNOWN, villages)
    people_rng, office_rng = np.random.default_rng(seed).spawn(2)
    people = found_people(people_plan, people_rng, KNOWN)
    written = people_written(people)
    return _district(people, written, found_offices(written, office_plan, office_rng, KNOWN))


def _year_before(district: District, villages: int, seed: int) -> District:
    year = district.people.year - 1
    people_plan, office_plan = plans_of(year, villages)
    people_rng, office_rng = np.random.default_rng([seed, year]).spawn(2)
    people = year_back(district.people, people_plan, people_rng)
    written = people_written(people)
    roster = roster_back(district.offices, office_plan, office_rng, year)
    offices = offices_of_year(
        written,
        roster,
        district.offices.pairing,
        office_plan,
        office_rng,
        year=year,
        payees=district.offices.payees,
    )
    return _district(people, written, offices)


def _year_after(district: District, villages: int, seed: int) -> District:
    year = district.people.year + 1
    people_plan, office_plan = plans_of(year, villages)
    people_rng, office_rng = np.random.default_rng([seed, year]).spawn(2)
    people = year_on(district.people, people_plan, people_rng)
    written = people_written(people)
    roster, cadre = roster_on(district.offices, office_plan, office_rng, year)
    kept = pd.Index(district.people.households["id"]).get_indexer(people.households["id"])
    pairing = pairing_on(district.offices.pairing, kept, cadre)
    offices = offices_of_year(
        written,
        roster,
        pairing,
        office_plan,
        office_rng,
        year=year,
        before=district.ledgers,
        payees=district.offices.payees,
    )
    return _district(people, written, offices)


def _district(people: People, written: Ledgers, offices: Offices) -> District:
    ledgers = written | offices.ledgers
    return District(people, offices, {name: ledgers[name] for name in LEDGERS})
