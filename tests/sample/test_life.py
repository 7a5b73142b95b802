"""The sample district lives on from year to year: the same people, older, and every change has its record."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gonggu.errors import UsageError
from gonggu.sample.district import make_district, make_years
from gonggu.sample.workbooks import write_district

RAW = Path(__file__).parents[2] / "data" / "raw"
YEARS = (2018, 2019, 2020, 2021)
ARRIVED = ["嫁入", "新生儿", "其他转入"]
JOB = ["人编号", "就业方式", "上岗日期"]
PLACE = ["乡镇", "行政村"]
NEXT_SCHOOL = {
    "学前教育": {"学前教育", "小学"},
    "小学": {"小学", "七年级"},
    "七年级": {"八年级"},
    "八年级": {"九年级"},
    "九年级": {"高中一年级", "中职一年级", "非在校生"},
    "高中三年级": {"大专及以上", "高职一年级", "非在校生"},
    "中职三年级": {"高职一年级", "非在校生"},
    "高职三年级": {"非在校生"},
    "大专及以上": {"大专及以上", "非在校生"},
    "非在校生": {"非在校生", "学前教育", "小学"},
}


@pytest.fixture(scope="module")
def lived():
    return make_years(YEARS)


@pytest.fixture(scope="module", params=list(pairwise(YEARS)), ids=str)
def two(request, lived):
    """A year's ledgers and the next one's."""
    before, after = request.param
    return lived[before], lived[after], after


def poor(ledgers):
    return ledgers["贫困户"].loc[ledgers["贫困户"]["脱贫属性"].ne("已脱贫"), "户编号"]


def both(two, ledger, key):
    """The records that both years have, side by side."""
    before, after = (ledgers[ledger].set_index(key) for ledgers in two[:2])
    common = before.index.intersection(after.index)
    return before.loc[common], after.loc[common]


def test_whoever_comes_or_goes_has_a_record_of_it_in_the_year(two):
    _, after, year = two
    then, now = (set(ledgers["贫困人口"]["人编号"]) for ledgers in two[:2])
    changes = after["人员变更"]
    came = set(changes.loc[changes["变更类型"].isin(ARRIVED), "人编号"])
    went = set(changes["人编号"]) - came
    assert (now - then, then - now) == (came, went)
    assert changes["变更日期"].dt.year.eq(year).all()
    newborn = changes.loc[changes["变更类型"].eq("新生儿"), ["人编号", "变更日期"]]
    born = after["贫困人口"].set_index("人编号")["证件号码"].str[6:14]
    assert born.loc[newborn["人编号"]].tolist() == newborn["变更日期"].dt.strftime("%Y%m%d").tolist()


def test_a_person_stays_the_same_person(two):
    before, after = both(two, "贫困人口", "人编号")
    for column in ("户编号", "姓名", "证件号码", "性别", "民族", *PLACE):
        assert before[column].equals(after[column]), column
    heads = after["与户主关系"].eq("户主") & before["与户主关系"].ne("户主")
    assert before.loc[heads, "与户主关系"].isin(["配偶"]).all()


def test_nobody_gets_a_number_that_was_another_s(lived):
    everybody = pd.concat([ledgers["参保缴费"][["人编号", "证件号码"]] for ledgers in lived.values()])
    pairs = everybody.drop_duplicates()
    assert pairs["人编号"].is_unique
    assert pairs["证件号码"].is_unique


def test_pupils_move_up_one_class_and_nobody_unlearns(two):
    before, after = both(two, "贫困人口", "人编号")
    moves = zip(before["在校生状况"], after["在校生状况"], strict=True)
    up = {
        f"{s}{a}年级": {f"{s}{b}年级", "非在校生"}
        for s in ("高中", "中职", "高职")
        for a, b in ("一二", "二三")
    }
    for then, now in set(moves):
        assert now in (up | NEXT_SCHOOL)[then], (then, now)
    rank = {
        name: n for n, name in enumerate(["学龄前儿童", "文盲或半文盲", "小学", "初中", "高中", "大专及以上"])
    }
    assert (after["文化程度"].map(rank) >= before["文化程度"].map(rank)).all()


def test_what_a_year_leaves_is_what_the_next_begins_with(two):
    before, after, year = two
    history = after["历年情况"]
    last = history[history["年度"] == year - 1].set_index(PLACE)
    persons = before["贫困人口"][before["贫困人口"]["户编号"].isin(poor(before))]
    stock = persons.groupby(PLACE).size().reindex(last.index, fill_value=0)
    assert last["年末未脱贫人口"].astype(int).equals(stock.astype(int).rename("年末未脱贫人口"))
    villages = before["行政村"].set_index(PLACE)["农村户籍人口"]
    assert last["农村户籍人口"].astype(int).equals(villages.astype(int))
    older = before["历年情况"].set_index(["年度", *PLACE])
    assert history.set_index(["年度", *PLACE]).loc[older.index].astype(int).equals(older.astype(int))


def test_the_poor_of_a_year_leave_poverty_in_the_next_but_for_those_who_stay(two):
    before, after, year = two
    homes = after["贫困户"].set_index("户编号")
    left = homes.index[homes["脱贫年度"].eq(year) & homes["脱贫属性"].eq("已脱贫")]
    assert set(left) | set(poor(after)) >= set(poor(before))
    assert set(left) <= set(poor(before))
    returned = set(poor(after)) - set(poor(before))
    assert (homes.loc[sorted(returned), "脱贫属性"] == "返贫").all()


def test_stocks_are_48_then_24_then_those_who_fell_back(lived):
    counts = [int(made["贫困人口"]["户编号"].isin(poor(made)).sum()) for made in lived.values()]
    assert counts == [48, 24, 3, 0]


def test_a_job_that_was_held_at_the_end_of_a_year_goes_on_or_has_an_end(two):
    before, after, year = two
    jobs, later = before["就业"], after["就业"]
    held = jobs[jobs["离岗日期"].isna() & jobs["人编号"].isin(after["贫困人口"]["人编号"])]
    # Rangers are appointed anew each year; who is no longer able to work is not.
    held = held[held["就业方式"].ne("生态护林员")]
    goes_on = held.merge(later, on=JOB, how="left", indicator=True)
    assert goes_on["_merge"].eq("both").all()
    ended = goes_on["离岗日期_y"].dropna()
    assert ended.dt.year.eq(year).all()


def test_relocated_people_find_work_and_some_lose_it(lived):
    rates, lost = [], 0
    for before, after in pairwise(lived.values()):
        site = after["易地搬迁"].loc[after["易地搬迁"]["安置方式"] == "集中安置", "户编号"]
        jobs = after["就业"][after["就业"]["户编号"].isin(site)]
        rates.append(jobs.loc[jobs["离岗日期"].isna(), "人编号"].nunique())
        then = before["就业"][before["就业"]["户编号"].isin(site) & before["就业"]["离岗日期"].isna()]
        now = jobs[jobs["离岗日期"].notna()]
        lost += int(then["人编号"].isin(now["人编号"]).sum())
    assert rates[0] == 57
    assert len(set(rates)) > 1
    assert lost > 0


def test_what_a_year_leaves_unpaid_is_issued_and_paid_in_the_next(two):
    before, after, year = two
    projects, paid = (
        before["项目"].set_index("项目编号"),
        before["资金拨付"].groupby("项目编号")["金额"].sum(),
    )
    rest = projects["计划资金"] - paid.reindex(projects.index, fill_value=0)
    rest = rest[rest > 0]
    carried = after["项目"].set_index("项目编号").reindex(rest.index)
    assert carried["计划资金"].astype(int).equals(rest.astype(int))
    same = ["项目名称", "项目类别", "实施单位", "开工日期"]
    assert carried[same].equals(projects.loc[rest.index, same])
    documents = after["资金下达"].set_index("指标文号")
    issued = documents.loc[documents["资金名称"].str.startswith("上年结转"), "金额"]
    assert issued.sum() == rest.sum()
    settled = after["资金拨付"][after["资金拨付"]["项目编号"].isin(rest.index)]
    assert settled.groupby("项目编号")["金额"].sum().astype(int).equals(rest.astype(int).rename("金额"))
    assert settled["拨付日期"].dt.year.eq(year).all()
    account = before["资金拨付"].drop_duplicates("收款单位").set_index("收款单位")["收款账号"]
    paid_to = after["资金拨付"][after["资金拨付"]["收款单位"].isin(account.index)]
    assert (account.loc[paid_to["收款单位"]].to_numpy() == paid_to["收款账号"].to_numpy()).all()


def test_cadres_stay_in_post_with_their_dates_and_hand_over(two):
    before, after, year = two
    kept = before["帮扶干部"][before["帮扶干部"]["离任日期"].isna()]
    then, now = both((before | {"帮扶干部": kept}, after), "帮扶干部", "干部编号")
    assert len(now) == len(kept)
    for column in ("姓名", "角色", "单位", "派驻行政村", "任职日期"):
        assert then[column].equals(now[column]), column
    left = now["离任日期"].dropna()
    new = after["帮扶干部"][~after["帮扶干部"]["干部编号"].isin(before["帮扶干部"]["干部编号"])]
    assert left.dt.year.eq(year).all()
    # Whoever 2019's ledger says began in 2019 had a predecessor, who left in 2019.
    assert len(new[new["任职日期"].dt.year.eq(year)]) >= len(left) > 0
    visits = after["走访"].merge(after["帮扶干部"], on="干部编号")
    assert (visits["走访日期"] >= visits["任职日期"]).all()
    assert (visits["离任日期"].isna() | (visits["走访日期"] <= visits["离任日期"])).all()


def test_a_household_keeps_its_helper_or_gets_his_successor(two):
    before, after = both(two, "贫困户", "户编号")
    other = before["帮扶责任人编号"].ne(after["帮扶责任人编号"])
    cadres = two[1]["帮扶干部"].set_index("干部编号")
    left = before.loc[other, "帮扶责任人编号"]
    assert cadres.loc[left, "离任日期"].notna().all()
    assert cadres.loc[after["帮扶责任人编号"], "离任日期"].isna().all()


def test_incomes_grow_and_follow_the_same_household(two):
    before, after = both(two, "家庭收入", "户编号")
    items = [column for column in before.select_dtypes("number").columns if column != "生产经营性支出"]
    then, now = (frame[items].sum(axis=1) - frame["生产经营性支出"] for frame in (before, after))
    assert 1.02 < now.sum() / then.sum() < 1.25
    assert np.corrcoef(np.log(then), np.log(now))[0, 1] > 0.7
    assert (now / then).between(0.7, 1.6).mean() > 0.85


def test_every_date_of_an_event_lies_in_its_time(lived):
    ahead = ("计划完工日期", "整改时限")
    for year, ledgers in lived.items():
        for name, frame in ledgers.items():
            for header, column in frame.select_dtypes("datetime").items():
                if header not in ahead:
                    assert not (column.dt.year > year).any(), (year, name, header)
        for name, header in (("走访", "走访日期"), ("资金拨付", "拨付日期"), ("住院报销", "入院日期")):
            assert ledgers[name][header].dt.year.eq(year).all()


@pytest.mark.parametrize(
    "left_out",
    [
        # The large ones take long to write.
        ("走访", "参保缴费", "贫困人口", "贫困户", "家庭收入", "教育资助", "就业"),
        pytest.param((), marks=pytest.mark.slow),
    ],
    ids=["small", "all"],
)
@pytest.mark.parametrize("year", [2018, 2020])
def test_the_committed_workbooks_are_what_the_sample_makes_of_the_year(lived, tmp_path, year, left_out):
    ledgers = {name: frame for name, frame in lived[year].items() if name not in left_out}
    written = {path.name: path.read_bytes() for path in write_district(ledgers, tmp_path, year)}
    committed = {path.name: path.read_bytes() for path in (RAW / str(year)).glob("*.xlsx")}
    assert written == {name: content for name, content in committed.items() if name[:-5] not in left_out}
    assert len(committed) == len(lived[year])


def test_a_year_that_the_sample_does_not_reach_is_refused():
    with pytest.raises(UsageError, match="示例区有 2018 至 2030 年，没有 2017 年"):
        make_district(2017)
