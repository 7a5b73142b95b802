"""Tables worked out by hand: what stands behind the charts and in the annex."""

import pandas as pd
import pytest

from gonggu.figures.catalogue import BY_ID, figures_of
from gonggu.report import tables
from gonggu.report.tables.places import labels
from gonggu.scope import Scope
from tests.report.made_up import empty_frames, typed, view_of

HERE = {"township": "甲乡", "village": "东村"}
THERE = {"township": "乙乡", "village": "西村"}
FLAWLESS = {"food_clothing_ok": True, "water_ok": True, "housing": "安全", "exit_status": "已脱贫"}
VILLAGE = {"is_poor_village": True, "rural_population": 1000, "has_industry": True}


def frames(**ledgers):
    return {**empty_frames(), **{name: typed(name, rows) for name, rows in ledgers.items()}}


def home(number, place=HERE, **more):
    return {**place, **FLAWLESS, "household_id": f"H{number}", **more}


def person(home_number, number=1, place=HERE, **more):
    return {
        **place,
        "household_id": f"H{home_number}",
        "person_id": f"H{home_number}-{number}",
        "dropped_out": False,
        **more,
    }


def income(number, yuan, costs=0):
    items = [f"{name}_fen" for name, column in _fields("income") if column.type == "money"]
    amounts = dict.fromkeys(items, 0)
    return {
        **HERE,
        "household_id": f"H{number}",
        **amounts,
        "wages_fen": yuan * 100,
        "business_costs_fen": costs * 100,
    }


def _fields(ledger):
    return view_of(empty_frames()).forms.by_id[ledger].fields.items()


def test_causes_count_households_and_those_not_exited():
    homes = [
        home(1, main_cause="因病"),
        home(2, main_cause="因病", exit_status="返贫"),
        home(3, main_cause="因残", exit_status="未脱贫"),
        home(4, main_cause=None),
    ]
    table = tables.causes(view_of(frames(households=homes))).set_index("主要致贫原因")
    assert table["户数"].to_dict() == {"因病": 2, "因残": 1, "未填": 1}
    assert table["未脱贫户数"].to_dict() == {"因病": 1, "因残": 1, "未填": 0}
    assert table.loc["因病", "占比（%）"] == 50


def test_an_income_at_the_line_is_not_below_it_and_at_the_near_line_not_near():
    yuan = [3699, 3700, 5549, 5550, 40_000]
    view = view_of(
        frames(
            households=[home(n) for n in range(5)],
            persons=[person(n) for n in range(5)],
            income=[income(n, amount) for n, amount in enumerate(yuan)],
        )
    )
    table = tables.income_bands(view).set_index("人均纯收入（元）")
    assert table.index[:4].tolist() == ["不到1,850", "1,850–3,700", "3,700–5,550", "5,550–7,400"]
    assert table["人数"].iloc[:4].tolist() == [0, 1, 2, 1]
    assert table["与线的关系"].iloc[:4].tolist() == ["低于脱贫线", "低于脱贫线", "收入边缘", "高于边缘线"]
    assert table.index[4:].tolist() == [
        "7,400–9,250",
        "9,250–11,100",
        "11,100–12,950",
        "12,950–14,800",
        "14,800及以上",
    ]
    assert table.loc["14,800及以上", "人数"] == 1
    assert table["人数"].sum() == 5


def test_income_sources_add_up_to_the_net_income():
    rows = [{**income(1, 600, costs=100), "business_income_fen": 30_000, "dibao_fen": 20_000}]
    view = view_of(frames(households=[home(1)], persons=[person(1)], income=rows))
    table = tables.income_sources(view).set_index("收入来源")["占纯收入（%）"]
    assert table.to_dict() == {"工资性收入": 60, "生产经营净收入": 20, "财产性收入": 0, "转移性收入": 20}


def test_a_household_misses_a_standard_once_and_an_unknown_income_is_left_out():
    homes = [home(1, water_ok=None), home(2, housing="危房C级"), home(3, place=THERE)]
    view = view_of(
        frames(
            villages=[{**THERE, **VILLAGE}, {**HERE, **VILLAGE}],
            households=homes,
            persons=[person(1), person(1, 2, dropped_out=True), person(2), person(3, place=THERE)],
            income=[income(1, 3000)],
            insurance=[
                {**person(3, place=THERE), "scheme": "城乡居民医保"},
                {**person(2), "scheme": "扶贫特惠保"},
            ],
        )
    )
    table = tables.secured_standards(view).set_index("行政村")
    assert table.index.tolist() == ["西村", "东村"]
    east = table.loc["东村"]
    met = {name: int(east[name]) for name in ("不愁吃穿", "安全饮水", "住房安全", "义务教育", "基本医疗")}
    assert met == {"不愁吃穿": 2, "安全饮水": 1, "住房安全": 1, "义务教育": 1, "基本医疗": 0}
    assert (east["收入达线"], east["收入达线核定户数"]) == (0, 1)
    assert pd.isna(table.loc["西村", "收入达线"])
    assert table.loc["西村", "基本医疗"] == 1


def test_what_belongs_to_no_township_stands_as_the_district_s_and_the_parts_add_up():
    view = view_of(
        frames(
            villages=[{**HERE, **VILLAGE}, {**THERE, **VILLAGE}],
            projects=[{**HERE, "project_id": "1"}, {**THERE, "project_id": "2"}, {"project_id": "3"}],
        )
    )
    cards = [BY_ID["projects_total"], BY_ID["admin_villages"]]
    table = tables.comparison_table(view, cards, figures_of(view, cards)).set_index("乡镇")
    assert table["扶贫项目（个）"].to_dict() == {"甲乡": 1, "乙乡": 1, "区级": 1, "合计": 3}
    assert table["行政村（个）"].to_dict() == {"甲乡": 1, "乙乡": 1, "区级": 0, "合计": 2}


def test_a_township_compares_its_villages():
    other = {**HERE, "village": "南村"}
    view = view_of(
        frames(
            villages=[{**HERE, **VILLAGE}, {**other, **VILLAGE}, {**THERE, **VILLAGE}],
            households=[home(1), home(2, place=other), home(3, place=other), home(4, place=THERE)],
        ),
        Scope("甲乡"),
    )
    cards = [BY_ID["registered_households"]]
    table = tables.comparison_table(view, cards, figures_of(view, cards)).set_index("行政村")
    assert table["建档立卡户数（户）"].to_dict() == {"东村": 1, "南村": 2, "合计": 3}


def test_funds_by_level_and_purpose_add_up():
    rows = [
        {"document": "1", "level": "中央", "purpose": "教育", "amount_fen": 1_000_000},
        {"document": "2", "level": "区级", "purpose": "教育", "amount_fen": 500_000},
        {"document": "3", "level": "区级", "purpose": "医疗", "amount_fen": 250_000},
    ]
    table = tables.funds_by_level_and_purpose(view_of(frames(allocations=rows)))
    assert table.columns.tolist() == ["资金用途", "中央", "区级", "合计"]
    assert table.to_numpy().tolist() == [["教育", 1.0, 0.5, 1.5], ["医疗", 0.0, 0.25, 0.25]]


def test_payments_of_other_years_are_not_added():
    rows = [
        {"payment_id": str(number), "project_id": "X", "date": pd.Timestamp(day), "amount_fen": 1_000_000}
        for number, day in enumerate(("2018-12-31", "2019-01-01", "2019-03-31", "2020-01-01"))
    ]
    table = tables.payments_by_month(view_of(frames(payments=rows)))
    assert table["累计拨付（万元）"].tolist() == [1, 1, *[2] * 10]


def test_a_project_due_on_the_last_day_and_not_finished_is_overdue():
    def project(number, status, due):
        return {
            "project_id": str(number),
            "category": "林道",
            "status": status,
            "due": pd.Timestamp(due),
            "planned_fen": 0,
        }

    rows = [
        project(1, "在建", "2019-12-31"),
        project(2, "在建", "2020-01-01"),
        project(3, "验收", "2019-06-30"),
        project(4, "未开工", "2019-06-30"),
    ]
    (row,) = tables.projects_by_category(view_of(frames(projects=rows))).to_dict("records")
    counted = {name: row[name] for name in ("验收", "完工", "未完工（未到期）", "逾期未完工", "项目数")}
    assert counted == {"验收": 1, "完工": 0, "未完工（未到期）": 1, "逾期未完工": 2, "项目数": 4}


def test_the_payment_rate_of_a_project_without_plan_is_blank():
    view = view_of(
        frames(
            projects=[{"project_id": "1", "planned_fen": 0}, {"project_id": "2", "planned_fen": 2_000_000}],
            payments=[{"project_id": "2", "date": pd.Timestamp(2019, 5, 1), "amount_fen": 500_000}],
        )
    )
    table = tables.projects_table(view)
    assert table["已拨付（万元）"].tolist() == [0, 0.5]
    assert table["拨付率（%）"].isna().tolist() == [True, False]
    assert table["拨付率（%）"].iloc[1] == 25


def test_attendance_below_either_rule_is_short_and_a_blank_cannot_be_told():
    days = [(22, 15), (21, 31), (31, 14), (22, None), (21, None)]
    rows = [
        {"cadre_id": str(n), "month": "2019-02", "days_on_post": on, "nights_in_village": nights}
        for n, (on, nights) in enumerate(days)
    ]
    table = tables.attendance_by_month(view_of(frames(attendance=rows))).set_index("月份")
    assert table.loc["2月"].tolist()[:3] == [1, 3, 1]
    assert table.loc["2月", "达标率（%）"] == 20
    assert pd.isna(table.loc["1月", "达标率（%）"])


def test_visits_outside_the_window_do_not_count():
    days = ["2019-06-04", "2019-06-05", "2019-11-12", "2019-11-13"]
    rows = [{**HERE, "team": "结对干部", "date": pd.Timestamp(day)} for day in days]
    table = tables.visits_by_month(view_of(frames(visits=rows))).set_index("月份")
    assert table["结对干部"].tolist() == [1, 0, 0, 0, 0, 1]
    assert table["区级领导"].sum() == 0


def test_a_problem_rectified_after_the_year_is_overdue_when_it_was_due():
    def problem(due, rectified):
        stamp = pd.Timestamp(rectified) if rectified else None
        return {"category": "住房安全", "due": pd.Timestamp(due), "rectified": stamp}

    rows = [
        problem("2019-12-31", "2019-12-31"),
        problem("2019-12-31", "2020-01-01"),
        problem("2020-01-01", None),
    ]
    (row,) = tables.problems_by(view_of(frames(problems=rows)), "问题类别", "category").to_dict("records")
    assert row == {"问题类别": "住房安全", "已整改": 1, "未到期": 1, "超期未整改": 1, "合计": 3}


def test_relocated_labour_is_counted_once_with_those_out_of_work():
    moved = [{**HERE, "household_id": "H1", "site": "新点", "mode": "集中安置"}]
    job = {**person(1), "started": pd.Timestamp(2019, 1, 1)}
    view = view_of(
        frames(
            households=[home(1)],
            persons=[person(1, n, labour="普通劳动力") for n in (1, 2)],
            relocation=moved,
            employment=[
                {**job, "mode": "单位就业"},
                {**job, "mode": "灵活就业", "started": pd.Timestamp(2019, 3, 1)},
            ],
        )
    )
    table = tables.relocation_employment(view).set_index("就业方式")["人数"]
    assert table[table > 0].to_dict() == {"灵活就业": 1, "未就业": 1}
    assert tables.relocation_sites(view).to_numpy().tolist() == [["新点", 1, 2, 0, 0]]


def test_a_village_without_stationed_cadres_has_none():
    cadre = {**HERE, "cadre_id": "1", "role": "驻村队员", "started": pd.Timestamp(2018, 1, 1)}
    left = {**cadre, "cadre_id": "2", "ended": pd.Timestamp(2019, 6, 30)}
    view = view_of(frames(villages=[{**HERE, **VILLAGE}, {**THERE, **VILLAGE}], cadres=[cadre, left]))
    assert tables.stationed_by_village(view)["驻村队员"].tolist() == [1, 0]


def test_villages_of_one_name_are_told_apart_by_their_township():
    table = pd.DataFrame({"乡镇": ["甲乡", "乙乡", "乙乡"], "行政村": ["东村", "东村", "西村"]})
    assert labels(table) == ["甲乡·东村", "乙乡·东村", "西村"]


@pytest.mark.parametrize(
    "table",
    [
        *(tables.causes, tables.income_bands, tables.income_sources, tables.collective_income),
        *(tables.secured_standards, tables.village_table, tables.funds_by_level_and_purpose),
        *(tables.payments_by_month, tables.projects_by_category, tables.projects_table),
        *(tables.attendance_by_month, tables.visits_by_month, tables.relocation_employment),
        *(tables.relocation_sites, tables.stationed_by_village),
    ],
)
def test_ledgers_without_a_record_give_tables_without_amounts(table):
    found = table(view_of(empty_frames()))
    assert found.select_dtypes("number").fillna(0).to_numpy().sum() == 0
