"""What the offices add to the people's ledgers: money, projects, cadres and their work."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.areas import village_of
from gonggu.sample.attendance import make_attendance
from gonggu.sample.cadres import LEADER, PAIRED, cadre_ledger, linked_unit_names, make_roster
from gonggu.sample.carried_over import with_carried_over
from gonggu.sample.funds import make_documents, make_payments, payees_of
from gonggu.sample.pairing import Pairing, pair
from gonggu.sample.problems import make_problems
from gonggu.sample.projects import choose_projects, make_projects
from gonggu.sample.stated_figures import make_stated_figures
from gonggu.sample.training import make_courses, make_trainees
from gonggu.sample.visits import make_visits


@dataclass(frozen=True)
class Offices:
    """Who helps whom, and the year's projects with what was paid for them."""

    roster: pd.DataFrame
    pairing: Pairing
    ledgers: dict[str, pd.DataFrame]
    payees: tuple[str, ...]  # in the order of their accounts


def add_administration(
    people: dict[str, pd.DataFrame], plan: AdminPlan, rng: np.random.Generator, year: int
) -> dict[str, pd.DataFrame]:
    """The ten ledgers of the offices, and 行政村, 贫困户 and 易地搬迁 with their leaders, units and helpers."""
    return found_offices(people, plan, rng, year).ledgers


def found_offices(
    people: dict[str, pd.DataFrame], plan: AdminPlan, rng: np.random.Generator, year: int
) -> Offices:
    """The offices of a district that begins in `year`."""
    villages = people["行政村"]
    pairing = pair(village_of(people["贫困户"], villages), plan, rng)
    roster = make_roster(villages, pairing, plan, rng, year)
    return offices_of_year(people, roster, pairing, plan, rng, year=year)


def offices_of_year(
    people: dict[str, pd.DataFrame],
    roster: pd.DataFrame,
    pairing: Pairing,
    plan: AdminPlan,
    rng: np.random.Generator,
    *,
    year: int,
    before: dict[str, pd.DataFrame] | None = None,
    payees: tuple[str, ...] = (),
) -> Offices:
    """The work of a year's cadres; what the projects of the year `before` still lack is paid in this one."""
    villages = people["行政村"]
    chosen = choose_projects(villages, plan)
    documents = make_documents(chosen, plan, year)
    projects = make_projects(people, chosen, documents, plan, rng, year)
    money = {
        "资金下达": documents.drop(columns="键"),
        "项目": projects,
        "资金拨付": make_payments(projects, rng, year, payees),
    }
    courses = make_courses(plan, year)
    return Offices(
        roster,
        pairing,
        {
            **_with_helpers(people, roster, pairing, plan),
            **(with_carried_over(money, before, rng, year) if before else money),
            "培训班": courses,
            "培训学员": make_trainees(people, courses, plan, rng, year),
            "帮扶干部": cadre_ledger(roster),
            "驻村考勤": make_attendance(roster, plan, rng, year),
            "走访": make_visits(people, roster, pairing, plan, rng, year),
            "问题整改": make_problems(people, plan, rng, year),
            "区级统计": make_stated_figures(year),
        },
        payees_of(money["资金拨付"], payees),
    )


def _with_helpers(
    people: dict[str, pd.DataFrame], roster: pd.DataFrame, pairing: Pairing, plan: AdminPlan
) -> dict[str, pd.DataFrame]:
    """The people's three ledgers that name a cadre or a unit, filled in; leader and unit v belong to village v."""
    ids = {role: rows.to_numpy(dtype=object) for role, rows in roster.groupby("角色")["干部编号"]}
    helper = np.where(pairing.leader < 0, ids[PAIRED][pairing.visitor], ids[LEADER][pairing.leader])
    households = people["贫困户"].assign(帮扶责任人编号=helper)
    of_household = households.set_index("户编号")["帮扶责任人编号"]
    moved = people["易地搬迁"]
    first = np.arange(plan.villages)
    return {
        "行政村": people["行政村"].assign(
            包村区级领导编号=ids[LEADER][first], 联村部门=linked_unit_names(plan)[first]
        ),
        "贫困户": households,
        "易地搬迁": moved.assign(帮扶责任人编号=of_household.loc[moved["户编号"]].to_numpy()),
    }
