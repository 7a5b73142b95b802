"""The sample's visits are those of the year's report, and break no check rule."""

import numpy as np

from tests.sample.offices import AREA


def test_each_team_made_the_visits_of_the_report_in_the_window(visits, district):
    expected = {"区级领导": 635, "后盾单位负责人": 1472, "乡镇党政班子": 1284, "结对干部": 6154}
    assert visits["队伍类别"].value_counts().to_dict() == expected
    outside = len(district["走访"]) - len(visits)
    assert 0.2 < outside / len(visits) < 0.3
    assert district["走访"]["走访日期"].dt.year.eq(2019).all()


def test_a_visit_is_made_by_a_cadre_of_the_team_who_is_in_post(district):
    rows = district["走访"].join(district["帮扶干部"].set_index("干部编号"), on="干部编号")
    assert rows["角色"].eq(rows["队伍类别"]).all()
    assert (rows["任职日期"] <= rows["走访日期"]).all()
    assert rows["离任日期"].isna().all()


def test_every_household_is_visited_by_its_own_cadre_or_one_of_the_village(visits, district):
    rows = visits[visits["队伍类别"] == "结对干部"]
    homes = district["贫困户"].set_index("户编号")
    assert set(rows["户编号"]) == set(homes.index)
    helper = homes.loc[rows["户编号"], "帮扶责任人编号"].to_numpy(dtype=object)
    led = np.char.startswith(helper.astype(str), "LD")
    assert (rows["干部编号"].to_numpy(dtype=object)[~led] == helper[~led]).all()
    assert rows.loc[led, "户编号"].nunique() == 31 * 3
    village_of_cadre = homes.groupby("帮扶责任人编号")["行政村"].first()
    assert (village_of_cadre.loc[rows["干部编号"]].to_numpy() == rows["行政村"].to_numpy()).all()


def test_only_paired_cadres_visits_name_a_household(district):
    visits = district["走访"]
    assert visits["户编号"].notna().equals(visits["队伍类别"] == "结对干部")


def test_at_least_one_leader_visited_each_village_in_the_window(visits):
    leaders = visits[visits["队伍类别"] == "区级领导"].groupby(AREA)["干部编号"].nunique()
    assert len(leaders) == 15


def test_a_township_s_body_visits_villages_of_its_township(district):
    rows = district["走访"].join(district["帮扶干部"].set_index("干部编号")["单位"], on="干部编号")
    bodies = rows[rows["队伍类别"] == "乡镇党政班子"]
    assert all(unit.startswith(town) for unit, town in zip(bodies["单位"], bodies["乡镇"], strict=True))
    assert bodies.groupby(AREA).ngroups == 15


def test_visits_fall_mostly_on_workdays_and_nobody_is_twice_in_a_village_on_one_day(district):
    visits = district["走访"]
    weekend = visits["走访日期"].dt.day_of_week >= 5
    assert 0.02 < weekend.mean() < 0.15
    assert not visits.duplicated(["走访日期", "干部编号", "行政村", "户编号"]).any()
