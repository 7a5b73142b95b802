"""The people's side of the sample district shows what the year's report says of them, and breaks no check rule."""

import numpy as np
import pandas as pd
import pytest

from gonggu.sample.district import make_district

YEAR_END = pd.Timestamp("2019-12-31")
LABOUR = ["普通劳动力", "技能劳动力"]
ITEMS = [
    *["工资性收入", "生产经营性收入", "财产性收入", "计划生育金", "低保金"],
    *["特困供养金", "养老金", "生态补偿金", "其他转移性收入"],
]


@pytest.fixture(scope="module")
def district():
    return make_district()


@pytest.fixture(scope="module")
def persons(district):
    people = district["贫困人口"]
    birth = pd.to_datetime(people["证件号码"].str[6:14])
    homes = district["贫困户"].set_index("户编号")[["户类型", "脱贫属性", "脱贫年度", "主要致贫原因"]]
    return people.assign(age=2019 - birth.dt.year, birth=birth).join(homes, on="户编号")


@pytest.fixture(scope="module")
def homes(district):
    """Households with income per head and what their members have, one row each."""
    homes, people = district["贫困户"].set_index("户编号"), district["贫困人口"]
    income = district["家庭收入"].set_index("户编号")
    size = people.groupby("户编号").size()
    net = (income[ITEMS].sum(axis=1) - income["生产经营性支出"]).reindex(homes.index)
    traits = pd.DataFrame(
        {
            "ill": people["健康状况"].ne("健康"),
            "disabled": people["健康状况"].eq("残疾"),
            "pupil": people["在校生状况"].ne("非在校生"),
            "labour": people["劳动能力"].isin(LABOUR),
            "worker": people["务工月数"].gt(0) | people["人编号"].isin(district["就业"]["人编号"]),
        }
    ).groupby(people["户编号"])
    return (
        homes.join(income[[*ITEMS, "生产经营性支出"]]).join(traits.sum()).assign(size=size, head=net / size)
    )


@pytest.fixture(scope="module")
def relocated(district, persons):
    moved = district["易地搬迁"]
    return persons[persons["户编号"].isin(moved.loc[moved["安置方式"] == "集中安置", "户编号"])]


def in_post(district):
    work = district["就业"]
    return work[(work["上岗日期"] <= YEAR_END) & (work["离岗日期"].isna() | (work["离岗日期"] > YEAR_END))]


def test_the_register_has_1285_households_with_3495_persons_in_15_villages_of_2_townships(district):
    villages = district["行政村"]
    assert (len(district["贫困户"]), len(district["贫困人口"])) == (1285, 3495)
    assert (len(villages), villages["乡镇"].nunique()) == (15, 2)
    assert villages["农村户籍人口"].sum() == 20_000
    left_list = villages["是否贫困村"].eq("是") & villages["出列年度"].le(2019)
    assert left_list.sum() == 7
    assert villages["出列年度"].notna().equals(villages["是否贫困村"].eq("是"))


def test_villages_have_every_facility_and_modest_collective_income(district):
    villages = district["行政村"]
    assert villages.loc[:, "综合文化服务中心":"有无产业"].eq("是").all(axis=None)
    assert villages["村集体经济收入"].between(30_000, 120_000).all()
    assert villages["村集体经济收入"].lt(50_000).any()


def test_12_households_with_24_persons_have_not_exited_and_7_with_24_exited_in_the_year(persons):
    poor = persons[persons["脱贫属性"] == "未脱贫"]
    exits = persons[persons["脱贫年度"] == 2019]
    assert (poor["户编号"].nunique(), len(poor)) == (12, 24)
    assert (exits["户编号"].nunique(), len(exits)) == (7, 24)
    assert not persons["失学辍学"].eq("是").any()


def test_households_exited_in_the_year_meet_every_standard(district, homes, persons):
    exits = homes[homes["脱贫年度"] == 2019]
    assert exits["head"].min() >= 3700
    assert exits[["不愁吃穿", "安全饮水"]].eq("是").all(axis=None)
    assert exits["住房情况"].eq("安全").all()
    insured = district["参保缴费"].query("险种 == '城乡居民医保'")["人编号"]
    assert persons["人编号"].isin(insured).all()


def test_the_base_years_headcount_was_20_1_per_cent(district):
    base = district["历年情况"].query("年度 == 2014")
    assert round(100 * base["年末未脱贫人口"].sum() / base["农村户籍人口"].sum(), 1) == 20.1


def test_the_stock_of_the_poor_rolls_from_year_to_year_without_growing_more_than_was_identified(district):
    history = district["历年情况"].pivot_table(
        index=["乡镇", "行政村"], columns="年度", values="年末未脱贫人口"
    )
    exits = district["历年情况"].groupby("年度")["当年脱贫人口"].sum()
    stock = history.sum()
    assert stock.is_monotonic_decreasing
    assert (stock.shift() - exits - stock).dropna().between(-60, 400).all()
    households = district["历年情况"].groupby("年度")["年末未脱贫户数"].sum()
    assert (stock / households).between(2.0, 3.6).all()


def test_48_poor_less_24_exits_and_the_changes_among_those_not_exited_leaves_24(district):
    before = district["历年情况"].query("年度 == 2018")["年末未脱贫人口"].sum()
    poor = district["贫困户"].query("脱贫属性 == '未脱贫' or 脱贫年度 == 2019")["户编号"]
    moves = district["人员变更"][district["人员变更"]["户编号"].isin(poor)]
    joined = moves["变更类型"].isin(["嫁入", "新生儿", "其他转入"])
    assert before == 48
    assert before - 24 + joined.sum() - (~joined).sum() == 24
    assert len(moves) == 2


def test_the_fisc_paid_for_3506_persons_of_whom_11_left_later(district, persons):
    cover, moves = district["参保缴费"], district["人员变更"]
    for scheme, premium in (("城乡居民医保", 220), ("扶贫特惠保", 60)):
        rows = cover[cover["险种"] == scheme]
        assert rows["人编号"].nunique() == len(rows) == 3506
        assert (rows["保费"] == premium).all()
        assert (rows["财政代缴"] == premium).all()
        gone = rows[~rows["人编号"].isin(persons["人编号"])]
        left = moves.set_index("人编号").loc[gone["人编号"]]
        assert (left["变更日期"].to_numpy() > gone["参保日期"].to_numpy()).all()
        assert not left["变更类型"].isin(["嫁入", "新生儿", "其他转入"]).any()


def test_who_joined_is_on_the_register_and_who_left_is_not(district, persons):
    moves = district["人员变更"]
    joined = moves["变更类型"].isin(["嫁入", "新生儿", "其他转入"])
    assert moves.loc[joined, "人编号"].isin(persons["人编号"]).all()
    assert not moves.loc[~joined, "人编号"].isin(persons["人编号"]).any()
    born = set(persons.loc[persons["age"] == 0, "人编号"])
    assert born == set(moves.loc[moves["变更类型"] == "新生儿", "人编号"])
    assert moves["户编号"].isin(district["贫困户"]["户编号"]).all()


def test_89_per_cent_of_hospital_costs_were_reimbursed(district):
    stays = district["住院报销"]
    paid = stays[["基本医保报销", "大病保险报销", "特惠保赔付", "民政救助", "财政兜底"]]
    assert 100 * paid.sum().sum() / stays["总费用"].sum() == pytest.approx(89, abs=0.1)
    assert (paid >= 0).all(axis=None)
    assert (paid.sum(axis=1) < stays["总费用"]).all()
    assert (stays["入院日期"] < stays["出院日期"]).all()
    assert stays["出院日期"].le(YEAR_END).all()
    assert not stays.duplicated(["人编号", "入院日期"]).any()


def test_5_began_in_workshops_and_40_rangers_have_10000_yuan(district):
    work = district["就业"]
    began = work["上岗日期"].dt.year == 2019
    assert work.loc[(work["就业方式"] == "扶贫车间") & began, "人编号"].nunique() == 5
    rangers = in_post(district).query("就业方式 == '生态护林员'")
    assert rangers["人编号"].nunique() == len(rangers) == 40
    assert (rangers["年岗位补贴"] == 10_000).all()


def test_living_subsidy_is_839_rows_and_346600_yuan_between_250_and_625(district):
    rows = district["教育资助"].query("资助项目 == '义务教育生活补助'")
    assert (len(rows), rows["实发金额"].sum()) == (839, 346_600)
    assert rows["实发金额"].between(250, 625).all()
    assert rows.loc[rows["学段"] == "小学", "实发金额"].le(500).all()
    assert rows.loc[rows["学段"] == "初中", "实发金额"].ge(312.5).all()
    assert rows["户编号"].isna().equals(rows["人编号"].isna())


def test_yulu_is_198_rows_of_1500_yuan_paid_in_full(district):
    rows = district["教育资助"].query("资助项目 == '雨露计划'")
    assert len(rows) == 198
    assert rows[["应发金额", "实发金额"]].eq(1500).all(axis=None)
    assert rows["人编号"].notna().all()


def test_every_pupil_from_primary_school_to_higher_vocational_school_is_aided(district, persons):
    aided = persons["在校生状况"].str.match("小学|[七八九]年级|高中|中职|高职")
    paid = district["教育资助"].query("实发金额 > 0")["人编号"]
    assert persons.loc[aided, "人编号"].isin(paid).all()
    assert not district["教育资助"].duplicated(["证件号码", "学期", "资助项目"]).any()


def test_108_persons_rely_on_the_social_floor_and_the_highest_dibao_is_309(district):
    social = district["兜底保障"]
    in_force = social[social["停发日期"].isna() & (social["起始日期"] <= YEAR_END)]
    assert in_force.query("保障类别 == '兜底脱贫'")["人编号"].nunique() == 108
    assert in_force[in_force["保障类别"].isin(["农村低保", "兜底脱贫"])]["月保障标准"].max() == 309


def test_the_resettlement_site_has_42_households_with_124_persons(district, relocated, homes):
    moved = district["易地搬迁"].query("安置方式 == '集中安置'").set_index("户编号")
    assert (len(moved), len(relocated)) == (42, 124)
    assert moved["安置点"].eq("仁园小区").all()
    assert (moved["安置面积"] / homes["size"].reindex(moved.index)).le(25).all()
    assert moved["入住日期"].le(YEAR_END).all()
    assert moved["产业帮扶方式"].notna().all()
    flagged = district["贫困户"].query("易地搬迁户 == '是'")["户编号"]
    assert set(flagged) == set(district["易地搬迁"]["户编号"])


def test_57_of_63_relocated_labour_are_in_work(district, relocated):
    labour = relocated[relocated["劳动能力"].isin(LABOUR)]
    jobs = in_post(district).sort_values("上岗日期").drop_duplicates("人编号", keep="last")
    jobs = jobs[jobs["人编号"].isin(labour["人编号"])]
    modes = jobs["就业方式"].replace({"生态护林员": "公益性岗位"}).value_counts()
    assert (len(labour), len(jobs)) == (63, 57)
    assert modes.to_dict() == {"灵活就业": 29, "单位就业": 19, "扶贫车间": 4, "公益性岗位": 4, "自主创业": 1}
    assert set(labour["户编号"]) - set(jobs["户编号"]) == set()


def test_12_relocated_pupils_of_8_households_and_5_on_dibao_of_3(district, relocated):
    pupils = relocated[relocated["在校生状况"] != "非在校生"]
    assert (len(pupils), pupils["户编号"].nunique()) == (12, 8)
    dibao = district["兜底保障"].query("保障类别 == '农村低保'")
    dibao = dibao[dibao["人编号"].isin(relocated["人编号"])]
    assert (len(dibao), dibao["户编号"].nunique()) == (5, 3)


def test_every_household_not_exited_has_cause_and_measures_and_all_were_looked_back_at(district):
    homes = district["贫困户"]
    poor = homes[homes["脱贫属性"] == "未脱贫"]
    assert poor[["主要致贫原因", "帮扶措施"]].notna().all(axis=None)
    assert homes["回头看日期"].dt.year.eq(2019).all()
    planned = homes["列入危改"] == "是"
    assert planned.any()
    assert homes.loc[planned, "危改竣工日期"].le(YEAR_END).all()
    assert homes.loc[~planned, "危改竣工日期"].isna().all()


def test_every_household_has_one_head_who_is_the_one_it_states(district):
    heads = district["贫困人口"].query("与户主关系 == '户主'").set_index("户编号")
    homes = district["贫困户"].set_index("户编号")
    assert heads.index.is_unique
    assert set(heads.index) == set(homes.index)
    assert heads["姓名"].reindex(homes.index).equals(homes["户主姓名"].rename("姓名"))
    assert heads["证件号码"].reindex(homes.index).equals(homes["户主证件号码"].rename("证件号码"))
    assert district["贫困人口"].groupby("户编号").size().reindex(homes.index).equals(homes["家庭人口"])


def test_relations_agree_with_sex(persons):
    heads = persons[persons["与户主关系"] == "户主"].set_index("户编号")["性别"]
    spouses = persons[persons["与户主关系"] == "配偶"]
    assert (spouses["性别"].to_numpy() != heads.loc[spouses["户编号"]].to_numpy()).all()
    men = persons["与户主关系"].str.match("之(子|女婿|孙子|父|公公)$")
    women = persons["与户主关系"].str.match("之(女|儿媳|孙女|母|婆婆)$")
    assert persons.loc[men, "性别"].eq("男").all()
    assert persons.loc[women, "性别"].eq("女").all()
    assert (men | women | persons["与户主关系"].isin(["户主", "配偶"])).all()


def test_id_numbers_are_valid_and_nobody_shares_one(district, persons):
    numbers = pd.concat(
        [persons["证件号码"], district["教育资助"].query("户编号.isna()")["证件号码"].drop_duplicates()]
    )
    digits = np.array([[int(digit) for digit in number[:17]] for number in numbers])
    check = digits @ np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11
    assert [number[17] for number in numbers] == ["10X98765432"[remainder] for remainder in check]
    assert numbers.is_unique
    assert numbers.str.startswith("999").all()
    odd = persons["证件号码"].str[16].astype(int) % 2 == 1
    assert odd.equals(persons["性别"] == "男")


def test_causes_have_somebody_who_suffers_from_them(homes):
    for cause, trait in (("因残", "disabled"), ("因病", "ill"), ("因学", "pupil")):
        assert homes.loc[homes["主要致贫原因"] == cause, trait].gt(0).all()
    assert not homes["其他致贫原因"].eq(homes["主要致贫原因"]).any()


def test_types_agree_with_benefits_and_labour(district, homes):
    dibao = homes.index.isin(district["兜底保障"].query("保障类别 == '农村低保'")["户编号"])
    tekun = homes.index.isin(district["兜底保障"].query("保障类别 == '特困供养'")["户编号"])
    assert ((homes["户类型"] == "低保贫困户") == dibao).all()
    assert ((homes["户类型"] == "低保贫困户") == (homes["低保金"] > 0)).all()
    assert ((homes["户类型"] == "特困供养户") == tekun).all()
    assert ((homes["户类型"] == "特困供养户") == (homes["特困供养金"] > 0)).all()
    assert homes.loc[homes["户类型"] == "特困供养户", "labour"].eq(0).all()


def test_years_are_in_order(homes):
    exited = homes["脱贫属性"] == "已脱贫"
    assert homes["脱贫年度"].notna().equals(exited)
    assert (homes.loc[exited, "脱贫年度"] >= homes.loc[exited, "识别年度"]).all()
    assert homes["识别年度"].between(2014, 2018).all()


def test_age_and_school_agree(persons):
    status, age = persons["在校生状况"], persons["age"]
    assert not (age.le(14) & status.str.match("高中|中职|高职|大专")).any()
    assert not (age.ge(20) & status.isin(["学前教育", "小学"])).any()
    assert not (age.between(6, 15) & persons["健康状况"].eq("健康") & status.eq("非在校生")).any()


def test_age_health_labour_and_work_agree(district, persons):
    age, labour = persons["age"], persons["劳动能力"].isin(LABOUR)
    at_school = persons["在校生状况"] != "非在校生"
    assert labour[age.between(16, 60) & persons["健康状况"].eq("健康") & ~at_school].all()
    assert not (labour & (age.lt(16) | at_school)).any()
    assert persons["务工月数"].between(0, 12).all()
    assert persons["务工地点"].notna().equals(persons["务工月数"] > 0)
    worker = persons["务工月数"].gt(0) | persons["人编号"].isin(district["就业"]["人编号"])
    assert labour[worker].all()
    begun = district["就业"].merge(persons[["人编号", "birth"]], on="人编号")
    assert (begun["上岗日期"] - begun["birth"]).dt.days.ge(16 * 365).all()


def test_incomes_agree_with_work_and_costs(homes):
    assert homes["head"].between(1, 100_000).all()
    assert (homes["工资性收入"] > 0).equals(homes["worker"] > 0)
    assert homes.loc[homes["生产经营性收入"] > 0, "生产经营性支出"].gt(0).all()
    assert homes[[*ITEMS, "生产经营性支出"]].ge(0).all(axis=None)
    assert homes.loc[homes["脱贫属性"] == "已脱贫", "head"].min() >= 3700
    assert homes.loc[homes["脱贫属性"] == "未脱贫", "head"].lt(3700).sum() >= 8


def test_no_income_stands_out_among_neighbours_of_the_same_type(homes):
    heads = homes.groupby(["乡镇", "行政村", "户类型"])["head"]
    lower, upper = heads.transform("quantile", 0.25), heads.transform("quantile", 0.75)
    assert homes["head"].between(lower - 3 * (upper - lower), upper + 3 * (upper - lower)).all()


def test_money_has_two_decimals_and_areas_and_names_agree(district, persons):
    known = persons.set_index("人编号")[["乡镇", "行政村", "户编号", "姓名"]]
    for name in ("参保缴费", "住院报销", "就业", "兜底保障", "教育资助"):
        ledger = district[name][district[name]["人编号"].isin(known.index)]
        stated = ledger[["乡镇", "行政村", "户编号", "姓名"]].reset_index(drop=True)
        assert (stated == known.loc[ledger["人编号"]].reset_index(drop=True)).all(axis=None), name
    for frame in district.values():
        for header in frame.select_dtypes("float"):
            assert np.isclose(frame[header], frame[header].round(2), atol=1e-9).all(), header


def test_the_same_seed_makes_the_same_district(district):
    again = make_district()
    assert list(again) == list(district)
    for name, frame in district.items():
        pd.testing.assert_frame_equal(frame, again[name])


@pytest.mark.parametrize("villages", [1, 4, 40])
def test_another_number_of_villages_makes_a_district_of_proportional_size(villages):
    district = make_district(villages=villages)
    assert len(district["行政村"]) == villages
    assert len(district["贫困人口"]) == round(3495 * villages / 15)
    assert district["贫困人口"]["证件号码"].is_unique
