"""The offices' side of the sample: the same for the same seed, in proportion for other sizes and years."""

import numpy as np
import pandas as pd
import pytest

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.administration import add_administration
from gonggu.sample.people import make_people
from gonggu.sample.plan import Plan
from tests.sample.offices import MADE, WINDOW, build


def test_the_same_seed_gives_the_same_ledgers():
    first, second = build(), build()
    for ledger in MADE:
        pd.testing.assert_frame_equal(first[ledger], second[ledger])


def test_people_s_frames_are_not_changed_in_place():
    people_rng, admin_rng = np.random.default_rng(1).spawn(2)
    people = make_people(Plan(), people_rng, 2019)
    before = {ledger: frame.copy() for ledger, frame in people.items()}
    add_administration(people, AdminPlan(), admin_rng, 2019)
    for ledger, frame in people.items():
        pd.testing.assert_frame_equal(frame, before[ledger])


@pytest.mark.parametrize("villages", [1, 4, 60])
def test_another_number_of_villages_keeps_the_proportions(villages):
    plan = AdminPlan().scaled(villages)
    district = build(villages)
    funds, projects = district["资金下达"], district["项目"]
    assert funds["金额"].sum() == plan.funds_integrated + plan.funds_special
    assert len(projects) == round(47 * villages / 15)
    planned = projects.groupby("指标文号")["计划资金"].sum()
    assert (planned <= funds.set_index("指标文号")["金额"].loc[planned.index]).all()
    window = district["走访"]["走访日期"].between(*WINDOW)
    assert window.sum() == (
        plan.visits_leaders + plan.visits_unit_heads + plan.visits_township + plan.visits_households
    )
    stationed = district["帮扶干部"].query("角色 == '驻村队员' and 离任日期.isna()")
    assert stationed.groupby(["派驻乡镇", "派驻行政村"]).ngroups == villages


def test_dates_follow_the_year():
    district = build(year=2020)
    assert district["走访"]["走访日期"].dt.year.eq(2020).all()
    assert district["资金拨付"]["拨付日期"].dt.year.eq(2020).all()
    assert district["资金下达"]["指标文号"].str.contains("〔2020〕").all()
