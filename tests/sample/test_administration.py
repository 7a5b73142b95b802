"""The offices' side of the sample district shows what the year's report says of it, and breaks no check rule."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.administration import add_administration
from gonggu.sample.people import make_people
from gonggu.sample.plan import Plan

YEAR_END = pd.Timestamp("2019-12-31")
WINDOW = ("2019-06-05", "2019-11-12")
FINISHED = ["完工", "验收"]
AREA = ["乡镇", "行政村"]
FORMS = yaml.safe_load((Path(__file__).parents[2] / "params" / "ledgers.yaml").read_text(encoding="utf-8"))
MADE = (
    *("资金下达", "项目", "资金拨付", "培训班", "培训学员"),
    *("帮扶干部", "驻村考勤", "走访", "问题整改", "区级统计"),
)


def build(villages=15, seed=20191231, year=2019):
    people_rng, admin_rng = np.random.default_rng(seed).spawn(2)
    people = make_people(Plan().scaled(villages), people_rng, year)
    return people | add_administration(people, AdminPlan().scaled(villages), admin_rng, year)


@pytest.fixture(scope="module", params=[20191231, 7])
def district(request):
    return build(seed=request.param)


@pytest.fixture(scope="module")
def cadres(district):
    frame = district["帮扶干部"]
    begun = frame["任职日期"] <= YEAR_END
    return frame[begun & (frame["离任日期"].isna() | (frame["离任日期"] > YEAR_END))]


@pytest.fixture(scope="module")
def projects(district):
    """Projects with their document's money and date, and what was paid to them when."""
    documents = district["资金下达"].set_index("指标文号")[["下达日期", "金额"]]
    payments = district["资金拨付"].groupby("项目编号")
    paid = pd.DataFrame(
        {
            "paid": payments["金额"].sum(),
            "first": payments["拨付日期"].min(),
            "last": payments["拨付日期"].max(),
        }
    )
    return district["项目"].join(documents, on="指标文号").join(paid, on="项目编号")


@pytest.fixture(scope="module")
def visits(district):
    frame = district["走访"]
    return frame[frame["走访日期"].between(*WINDOW)]


def of_role(cadres, role):
    return cadres[cadres["角色"] == role]


# ---- forms


@pytest.mark.parametrize("ledger", [*MADE, "行政村", "贫困户", "易地搬迁"])
def test_a_ledger_has_the_headers_of_its_form(district, ledger):
    assert list(district[ledger].columns) == list(FORMS["ledgers"][ledger]["columns"])


@pytest.mark.parametrize("ledger", MADE)
def test_no_required_cell_is_blank_and_no_key_occurs_twice(district, ledger):
    form, frame = FORMS["ledgers"][ledger], district[ledger]
    required = [header for header, column in form["columns"].items() if column.get("req")]
    assert not frame[required].isna().any(axis=None)
    assert not frame.duplicated(form["key"]).any()


@pytest.mark.parametrize("ledger", MADE)
def test_every_coded_cell_is_in_its_code_list(district, ledger):
    for header, column in FORMS["ledgers"][ledger]["columns"].items():
        if column["type"] == "code":
            codes = FORMS["codes"][column.get("codes", header)]
            assert set(district[ledger][header].dropna()) <= set(codes)


@pytest.mark.parametrize("ledger", [*MADE, "行政村", "贫困户", "易地搬迁"])
def test_every_reference_resolves(district, ledger):
    for header, column in FORMS["ledgers"][ledger]["columns"].items():
        if "refs" in column:
            target, key = column["refs"].split(".")
            assert district[ledger][header].dropna().isin(district[target][key]).all()


@pytest.mark.parametrize("ledger", ["项目", "帮扶干部", "走访", "问题整改"])
def test_every_area_is_in_the_register_of_villages(district, ledger):
    frame = district[ledger].rename(columns={"派驻乡镇": "乡镇", "派驻行政村": "行政村"})
    villages = set(district["行政村"][AREA].itertuples(index=False, name=None))
    assert set(frame.dropna(subset=AREA)[AREA].itertuples(index=False, name=None)) <= villages
    assert set(frame["乡镇"].dropna()) <= set(district["行政村"]["乡镇"])
    assert not (frame["乡镇"].isna() & frame["行政村"].notna()).any()


@pytest.mark.parametrize("ledger", ["走访", "问题整改"])
def test_a_record_of_a_household_lies_in_the_household_s_village(district, ledger):
    frame = district[ledger].dropna(subset=["户编号"])
    home = district["贫困户"].set_index("户编号").loc[frame["户编号"], AREA]
    assert (home.to_numpy() == frame[AREA].to_numpy()).all()


@pytest.mark.parametrize("ledger", MADE)
def test_money_counts_and_days_are_never_negative(district, ledger):
    numbers = district[ledger].select_dtypes("number")
    assert not (numbers < 0).any(axis=None)


def test_no_event_lies_after_the_year_except_what_is_due(district):
    for ledger in MADE:
        for header, column in district[ledger].select_dtypes("datetime").items():
            if header not in ("计划完工日期", "整改时限"):
                assert column.dropna().le(YEAR_END).all(), (ledger, header)


# ---- money


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


# ---- cadres


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


# ---- visits


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


# ---- problems


def test_problems_are_those_of_the_report_and_all_are_put_right_and_answered(district):
    problems = district["问题整改"]
    assert problems["问题来源"].value_counts().to_dict() == {
        "四支队伍排查": 437,
        "省市联点督查": 22,
        "省脱贫攻坚成效考核反馈": 7,
        "中央专项巡视反馈": 6,
    }
    above = problems[problems["问题来源"].isin(["中央专项巡视反馈", "省脱贫攻坚成效考核反馈"])]
    assert above["反馈方面"].nunique() == 4
    assert above["乡镇"].isna().all()
    assert problems["反馈方面"].notna().sum() == above["反馈方面"].notna().sum() == 13
    assert problems["发现日期"].dt.year.eq(2019).all()
    assert (problems["整改完成日期"] >= problems["发现日期"]).all()
    assert (problems["回复日期"] >= problems["整改完成日期"]).all()
    assert (problems["回复日期"] <= YEAR_END).all()


def test_the_teams_find_problems_of_all_twelve_categories_in_the_action(district):
    found = district["问题整改"].query("问题来源 == '四支队伍排查'")
    assert set(found["问题类别"]) == set(FORMS["codes"]["问题类别"])
    assert found["发现日期"].between(*WINDOW).all()
    assert found["户编号"].notna().any()
    assert (found["户编号"].isna() & found["行政村"].notna()).any()
    late = (found["整改完成日期"] > found["整改时限"]).mean()
    assert 0 < late < 0.06


def test_a_description_is_filled_in_and_names_nobody(district):
    text = district["问题整改"]["问题描述"]
    assert not text.str.contains("[{}]").any()
    assert text.str.len().ge(8).all()
    names = set(district["贫困人口"]["姓名"]) | set(district["帮扶干部"]["姓名"])
    assert not any(name in sentence for sentence in set(text) for name in names)


# ---- training and stated figures


def test_policy_training_is_that_of_the_report(district):
    policy = district["培训班"].query("培训类别 == '政策业务'")
    departments = policy["主讲部门"].str.split("、").map(lambda names: len(set(names)))
    most = policy.loc[departments.idxmax()]
    assert (departments.max(), str(most["开班日期"].date())) == (9, "2019-06-05")
    assert policy["课时"].sum() == 32
    assert 1200 <= policy["参训人次"].sum() < 1300
    handbook = policy[policy["培训名称"].str.contains("手册")]
    assert handbook["开班日期"].dt.strftime("%Y-%m").tolist() == ["2019-09"]
    assert handbook["参训单位数"].tolist() == [72]
    assert policy["参训单位数"].max() == 72


def test_trainees_are_able_to_work_and_two_of_them_were_resettled(district):
    courses = district["培训班"].set_index("培训编号")
    trainees = district["培训学员"].join(courses, on="培训编号")
    persons = district["贫困人口"].set_index("人编号")
    person = persons.loc[trainees["人编号"]]
    assert trainees["人编号"].is_unique
    assert (person["姓名"].to_numpy() == trainees["姓名"].to_numpy()).all()
    assert (person["户编号"].to_numpy() == trainees["户编号"].to_numpy()).all()
    assert person["劳动能力"].isin(["普通劳动力", "技能劳动力"]).all()
    assert (2019 - person["证件号码"].str[6:10].astype(int)).between(18, 55).all()
    assert trainees["培训类别"].eq("就业技能").all()
    assert courses.query("培训类别 == '就业技能'").index.nunique() >= 2
    assert (
        trainees.groupby("培训编号").size() <= courses["参训人次"].reindex(trainees["培训编号"].unique())
    ).all()
    moved = district["易地搬迁"]
    at_site = trainees["户编号"].isin(moved.loc[moved["安置方式"] == "集中安置", "户编号"])
    assert sorted(trainees.loc[at_site, "培训工种"]) == ["保育员", "茶艺师"]
    assert (trainees[["培训补贴", "生活费补贴"]] > 0).all(axis=None)
    assert (~at_site).sum() == 60


def test_stated_figures_have_the_year_s_values_and_a_source(district):
    stated = district["区级统计"].set_index(["指标", "年度"])["数值"]
    assert stated.loc[("全面小康实现程度", 2019)] == 94.8
    assert stated.loc[("涉贫到市赴省进京信访", 2019)] == 0


# ---- the generator


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
