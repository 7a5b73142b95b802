"""一、2 资金投入: the year's funds, projects, payments, and what was built."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import (
    Measure,
    Rows,
    count,
    difference,
    exact_sum,
    money,
    ratio,
    share,
)
from gonggu.figures.selections import (
    NOT_DONE,
    by_year_end,
    done,
    holds,
    in_year,
    looked_up,
    projects_of,
)
from gonggu.figures.view import View

SECTION = "2 资金投入"
ROADS = ("通组公路", "林道")
METRES_PER_UNIT = {"公里": 1000, "米": 1}


@figure("扶贫资金总规模", "万元", SECTION, "资金下达台账的金额之和", district_only=True)
def funds_total(view: View) -> Measure:
    return money("allocations", view.rows("allocations"), "amount_fen")


@figure(
    "统筹整合财政涉农资金",
    "万元",
    SECTION,
    "资金类别为统筹整合财政涉农资金的下达金额之和",
    district_only=True,
)
def funds_integrated(view: View) -> Measure:
    return _of_type(view, "统筹整合财政涉农资金")


@figure("财政专项扶贫资金", "万元", SECTION, "资金类别为财政专项扶贫资金的下达金额之和", district_only=True)
def funds_special(view: View) -> Measure:
    return _of_type(view, "财政专项扶贫资金")


@figure("已拨付资金", "万元", SECTION, "{year}年内拨付金额之和，按项目所在地归属", additive=True)
def funds_paid(view: View) -> Measure:
    return _paid(view)


@figure(
    "资金拨付率",
    "%",
    SECTION,
    "已拨付资金 ÷ 扶贫资金总规模",
    label_of_part="项目资金拨付率",
    definition_of_part="已拨付资金 ÷ 本地项目计划资金之和",
)
def funds_payment_rate(view: View) -> Measure:
    if view.scope.level == "district":
        return ratio(_paid(view), money("allocations", view.rows("allocations"), "amount_fen"))
    return ratio(_paid(view), money("projects", view.rows("projects"), "planned_fen"))


@figure("结转结余", "万元", SECTION, "扶贫资金总规模 − 已拨付资金", district_only=True)
def funds_carried_over(view: View) -> Measure:
    return difference(money("allocations", view.rows("allocations"), "amount_fen"), _paid(view))


@figure("扶贫项目", "个", SECTION, "项目台账的项目数", additive=True)
def projects_total(view: View) -> Measure:
    return count("projects", view.rows("projects"))


@figure("项目计划资金", "万元", SECTION, "项目计划资金之和", additive=True)
def projects_planned(view: View) -> Measure:
    return money("projects", view.rows("projects"), "planned_fen")


@figure("已完工项目", "个", SECTION, "项目状态为完工或验收的项目数", additive=True)
def projects_completed(view: View) -> Measure:
    return count("projects", done(view.rows("projects")))


@figure("项目完工率", "%", SECTION, "已完工项目 ÷ 扶贫项目")
def projects_completion_rate(view: View) -> Measure:
    projects = view.rows("projects")
    return ratio(count("projects", done(projects)), count("projects", projects))


@figure(
    "逾期未完工项目",
    "个",
    SECTION,
    "计划完工日期不晚于{year}年末而仍未开工或在建的项目数",
    additive=True,
)
def projects_overdue(view: View) -> Measure:
    projects = view.rows("projects")
    late = by_year_end(view, projects["due"]) & projects["status"].isin(NOT_DONE)
    return count("projects", projects[late])


@figure("超拨项目", "个", SECTION, "至{year}年末累计拨付超过计划资金的项目数", additive=True)
def projects_overpaid(view: View) -> Measure:
    projects, payments = view.rows("projects"), view.reach("payments")
    paid = payments[by_year_end(view, payments["date"])].groupby("project_id")["amount_fen"].sum()
    over = looked_up(projects["project_id"], paid).gt(projects["planned_fen"]).fillna(False)
    return count("projects", projects[over.astype(bool)])


@figure(
    "超计划安排的指标文号",
    "个",
    SECTION,
    "所安排项目的计划资金之和超过下达金额的指标文号数",
    district_only=True,
)
def documents_overcommitted(view: View) -> Measure:
    allocations, projects = view.rows("allocations"), view.reach("projects")
    planned = projects.groupby("document")["planned_fen"].sum()
    over = looked_up(allocations["document"], planned).gt(allocations["amount_fen"]).fillna(False)
    return count("allocations", allocations[over.astype(bool)])


@figure(
    "通组公路和林道",
    "公里",
    SECTION,
    "已完工（完工、验收）的通组公路、林道项目建设数量之和；计量单位为公里或米",
    additive=True,
)
def roads_km(view: View) -> Measure:
    roads = done(projects_of(view, ROADS))
    known = roads[roads["quantity_unit"].isin(METRES_PER_UNIT)]
    lengths = (
        exact_sum(known.loc[known["quantity_unit"].eq(unit), "quantity"]) * metres
        for unit, metres in METRES_PER_UNIT.items()
    )
    length = sum(lengths, Fraction(0)) / METRES_PER_UNIT["公里"]
    return Measure(length, length, None, (Rows("projects", known.index),))


def _coverage(view: View, column: str) -> Measure:
    villages = view.rows("villages")
    return share("villages", villages, holds(villages[column]))


@figure("综合文化服务中心覆盖率", "%", SECTION, "有综合文化服务中心的村 ÷ 行政村")
def culture_centre_coverage(view: View) -> Measure:
    return _coverage(view, "has_culture_centre")


@figure("卫生室覆盖率", "%", SECTION, "有卫生室的村 ÷ 行政村")
def clinic_coverage(view: View) -> Measure:
    return _coverage(view, "has_clinic")


@figure("综合服务平台覆盖率", "%", SECTION, "有综合服务平台的村 ÷ 行政村")
def service_platform_coverage(view: View) -> Measure:
    return _coverage(view, "has_service_platform")


@figure("电商服务平台覆盖率", "%", SECTION, "有电商服务平台的村 ÷ 行政村")
def ecommerce_coverage(view: View) -> Measure:
    return _coverage(view, "has_ecommerce")


@figure("农网改造完成率", "%", SECTION, "农网改造完成的村 ÷ 行政村")
def grid_upgrade_completion(view: View) -> Measure:
    return _coverage(view, "grid_upgraded")


@figure("4G信号覆盖率", "%", SECTION, "有4G信号的村 ÷ 行政村")
def coverage_4g(view: View) -> Measure:
    return _coverage(view, "has_4g")


@figure("光纤通达率", "%", SECTION, "光纤通达的村 ÷ 行政村")
def coverage_fibre(view: View) -> Measure:
    return _coverage(view, "has_fibre")


@figure("危房改造完成率", "%", SECTION, "列入危改且竣工日期不晚于{year}年末的户 ÷ 列入危改的户")
def dilapidated_housing_completion(view: View) -> Measure:
    households = view.rows("households")
    planned = households[holds(households["renovation_planned"])]
    return share("households", planned, by_year_end(view, planned["renovation_done"]))


@figure("厕所整治资金", "万元", SECTION, "项目类别为厕所整治的计划资金之和", additive=True)
def toilet_project_funds(view: View) -> Measure:
    return money("projects", projects_of(view, "厕所整治"), "planned_fen")


def _of_type(view: View, fund_type: str) -> Measure:
    allocations = view.rows("allocations")
    return money("allocations", allocations[allocations["fund_type"].eq(fund_type)], "amount_fen")


def _paid(view: View) -> Measure:
    return money("payments", paid_in_year(view), "amount_fen")


def paid_in_year(view: View) -> pd.DataFrame:
    """Payments of the scope's projects dated in the year."""
    payments = view.rows("payments")
    return payments[in_year(view, payments["date"])]
