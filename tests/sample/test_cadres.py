"""The sample's cadres and their attendance are those of the year's report, and break no check rule."""

import numpy as np
import pandas as pd

from tests.sample.offices import AREA, of_role


def test_thirty_nine_cadres_are_stationed_in_all_villages_insured_and_checked(cadres, district):
    team = of_role(cadres, "驻村队员")
    assert len(team) == 39
    size = team.groupby(["派驻乡镇", "派驻行政村"]).size()
    assert len(size) == 15
    assert size.between(2, 3).all()
    assert team["意外保险"].eq("是").all()
    assert team["体检日期"].dt.year.eq(2019).all()
    poor = district["行政村"].set_index(AREA)["是否贫困村"] == "是"
    assert size.loc[list(poor[poor].index)].eq(3).all()


def test_some_stationed_cadres_left_in_the_year_and_were_succeeded(district):
    team = of_role(district["帮扶干部"], "驻村队员")
    gone = team[team["离任日期"].notna()]
    assert len(gone) == 3
    assert gone["离任日期"].dt.year.eq(2019).all()
    assert (gone["离任日期"] > gone["任职日期"]).all()
    assert gone["体检日期"].isna().all()
    assert team["任职日期"].dt.year.eq(2019).sum() == 3


def test_leaders_units_and_honours_are_those_of_the_report(cadres, district):
    assert len(of_role(cadres, "区级领导")) == 31
    assert of_role(cadres, "后盾单位负责人")["单位"].nunique() == 72
    assert of_role(cadres, "乡镇党政班子")["单位"].str[:3].nunique() == 2
    assert district["帮扶干部"]["提拔日期"].dt.year.eq(2019).sum() == 5
    assert district["帮扶干部"]["表彰日期"].dt.year.eq(2019).sum() == 11


def test_no_cadre_has_the_name_of_a_person_on_the_register(district):
    names = set(district["帮扶干部"]["姓名"])
    assert not names & (set(district["贫困人口"]["姓名"]) | set(district["人员变更"]["姓名"]))


def test_every_village_has_a_leader_of_its_own_and_a_linked_unit(cadres, district):
    villages = district["行政村"]
    assert villages["包村区级领导编号"].isin(of_role(cadres, "区级领导")["干部编号"]).all()
    assert villages["包村区级领导编号"].is_unique
    assert villages["联村部门"].isin(of_role(cadres, "后盾单位负责人")["单位"]).all()


def test_leaders_pair_three_households_each_and_other_cadres_one_or_two(cadres, district):
    paired = district["贫困户"].groupby("帮扶责任人编号").size().reindex(cadres["干部编号"], fill_value=0)
    role = cadres["角色"].to_numpy()
    assert district["贫困户"]["帮扶责任人编号"].isin(cadres["干部编号"]).all()
    assert (paired[role == "区级领导"] == 3).all()
    others = paired[role == "结对干部"]
    assert others.sum() == 1192
    assert (others.min(), others.max()) == (1, 2)
    assert (paired[~np.isin(role, ["区级领导", "结对干部"])] == 0).all()


def test_a_resettled_household_has_the_same_helper_in_both_ledgers(district):
    moved = district["易地搬迁"].set_index("户编号")["帮扶责任人编号"]
    helper = district["贫困户"].set_index("户编号")["帮扶责任人编号"]
    assert moved.equals(helper.loc[moved.index])


def test_attendance_covers_every_month_in_post_with_a_few_shortfalls(district):
    rows = district["驻村考勤"].join(district["帮扶干部"].set_index("干部编号"), on="干部编号")
    first = pd.to_datetime(rows["月份"] + "-01")
    last = first + pd.offsets.MonthEnd(0)
    assert rows["角色"].eq("驻村队员").all()
    assert (rows["任职日期"] <= last).all()
    assert (rows["离任日期"].isna() | (rows["离任日期"] >= first)).all()
    assert len(rows) == 39 * 12
    assert (rows["住村天数"] <= rows["驻村天数"]).all()
    assert (rows["驻村天数"] <= last.dt.day).all()
    assert ((rows["驻村天数"] < 22) | (rows["住村天数"] < 15)).sum() == 9
