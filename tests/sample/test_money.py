"""The sample's funds, projects and payments are those of the year's report, and break no check rule."""

import pandas as pd
import pytest

from tests.sample.offices import AREA, FINISHED, YEAR_END


def test_funds_are_those_of_the_report_to_the_yuan(district):
    funds = district["资金下达"]
    by_type = funds.groupby("资金类别")["金额"].sum()
    assert funds["金额"].sum() == 46_789_920
    assert by_type.to_dict() == {"统筹整合财政涉农资金": 22_487_300, "财政专项扶贫资金": 24_302_620}
    key = (funds["资金用途"] == "重点产业") & (funds["资金级次"] == "省级")
    assert funds.loc[key, "金额"].sum() == 300_000
    collective = (funds["资金用途"] == "村集体经济") & (funds["资金类别"] == "财政专项扶贫资金")
    assert funds.loc[collective, "金额"].sum() == 2_700_000
    assert 20 <= len(funds) <= 30
    assert funds["下达日期"].between("2019-01-01", "2019-09-30").all()


def test_forty_seven_projects_reach_every_village_and_some_belong_to_none(projects):
    assert len(projects) == 47
    assert projects.dropna(subset=["行政村"]).groupby(AREA).ngroups == 15
    assert projects["乡镇"].isna().any()
    assert (projects["乡镇"].notna() & projects["行政村"].isna()).any()


def test_planned_money_stays_within_each_document_and_a_little_is_unassigned(projects):
    by_document = projects.groupby("指标文号").agg(planned=("计划资金", "sum"), amount=("金额", "first"))
    assert (by_document["planned"] <= by_document["amount"]).all()
    assert 0.95 < projects["计划资金"].sum() / 46_789_920 < 1


def test_roads_toilets_and_the_key_industry_are_those_of_the_report(projects):
    roads = projects[projects["项目类别"].isin(["通组公路", "林道"]) & projects["项目状态"].isin(FINISHED)]
    km = roads["建设数量"] * roads["计量单位"].map({"公里": 1, "米": 0.001})
    assert km.sum() == pytest.approx(9.7, abs=1e-9)
    assert projects.loc[projects["项目类别"] == "厕所整治", "计划资金"].sum() == 800_000
    key = projects[projects["项目类别"] == "重点产业"]
    assert len(key) == 1
    assert key["项目状态"].isin(FINISHED).all()
    assert key["预计受益贫困人口"].sum() == 112
    assert key["金额"].sum() == 300_000


def test_a_project_does_not_serve_more_poor_people_than_its_place_has(district, projects):
    for register, column in (("贫困户", "预计受益贫困户"), ("贫困人口", "预计受益贫困人口")):
        size = district[register].groupby(AREA).size().rename("size")
        local = projects.dropna(subset=["行政村"]).join(size, on=AREA)
        assert (local[column] <= local["size"]).all()
        assert (projects[column] <= len(district[register])).all()


def test_status_agrees_with_the_dates_of_a_project(projects):
    finished = projects["项目状态"].isin(FINISHED)
    assert projects["开工日期"].notna().all()
    assert projects["完工日期"].notna().equals(finished)
    done = projects[finished]
    assert (done["开工日期"] < done["完工日期"]).all()
    overdue = ~finished & (projects["计划完工日期"] <= YEAR_END)
    assert overdue.sum() == 1
    assert 3 <= (~finished).sum() <= 6


def test_every_project_starts_and_is_first_paid_within_six_months(projects):
    limit = projects["下达日期"] + pd.DateOffset(months=6)
    assert (projects["开工日期"] > projects["下达日期"]).all()
    assert (projects["开工日期"] < limit).all()
    assert (projects["first"] < limit).all()


def test_payments_follow_the_start_and_never_exceed_the_plan(district, projects):
    assert (projects["first"] > projects["开工日期"]).all()
    assert (projects["paid"] <= projects["计划资金"]).all()
    payments = district["资金拨付"]
    assert (payments["金额"] > 0).all()
    assert payments["拨付日期"].dt.year.eq(2019).all()
    assert 0.92 <= payments["金额"].sum() / 46_789_920 <= 0.96
    accepted = projects[projects["项目状态"] == "验收"]
    assert (accepted["paid"] == accepted["计划资金"]).all()
    kept = projects[projects["项目状态"] != "验收"]
    assert (kept["paid"] < kept["计划资金"]).all()
    assert (accepted["last"] > accepted["完工日期"]).all()


def test_a_payee_has_one_account_of_its_own(district):
    payees = district["资金拨付"].groupby("收款单位")["收款账号"].unique()
    assert payees.map(len).eq(1).all()
    assert payees.map(lambda accounts: accounts[0]).is_unique
    assert district["资金拨付"]["收款账号"].str.fullmatch(r"\d{19}").all()
