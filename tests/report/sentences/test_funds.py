"""2 资金投入: funds, projects and their payment, services of the villages, dilapidated houses."""

import pytest

from tests.report.sentences.scene import (
    EAST,
    HOUSEHOLDS,
    NOBODY,
    SOUTH,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)

FUNDS = """
    指标文号 | 资金类别 | 金额
    A | 统筹整合财政涉农资金 | 20000
    B | 财政专项扶贫资金 | 10000
"""
PROJECTS = """
    项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 指标文号 | 计划资金 | 计划完工日期 | 项目状态
    X1 | 东岭桥 | 其他 | 青石乡 | 东岭村 | A | 10000 | 2021-11-30 | 在建
    X2 | 西溪路 | 其他 | 青石乡 | 西溪村 | A | 20000 | 2021-11-30 | 完工
"""
DONE = put(PROJECTS, ("在建", "验收"))
PAYMENTS = """
    拨付编号 | 项目编号 | 拨付日期 | 金额
    B1 | X1 | 2021-05-01 | {}
    B2 | X2 | 2021-06-01 | {}
"""
ALLOCATED = Scene(
    "funds",
    (
        "funds_total",
        "funds_integrated",
        "funds_special",
        "funds_paid",
        "funds_payment_rate",
        "funds_carried_over",
    ),
    {"资金下达": FUNDS, "项目": PROJECTS},
)
PLANNED = Scene(
    "funds",
    ("projects_total", "projects_planned", "funds_paid", "funds_payment_rate"),
    {"项目": PROJECTS, "资金拨付": PAYMENTS.format(5000, 20000), "资金下达": FUNDS},
)
PROGRESS = Scene(
    "funds",
    ("projects_total", "projects_completion_rate", "projects_overdue", "projects_overpaid"),
    {"项目": PROJECTS, "资金拨付": PAYMENTS.format(5000, 20000)},
)
HANDED_DOWN = "全年下达扶贫资金3万元，其中统筹整合财政涉农资金2万元，财政专项扶贫资金1万元。"

CASES: list[Case] = [
    ALLOCATED.case(
        f"{HANDED_DOWN}当年拨付2.5万元，拨付率83.33%，年末结转0.5万元。",
        资金拨付=PAYMENTS.format(5000, 20000),
    ),
    ALLOCATED.case(
        f"{HANDED_DOWN}当年拨付3万元，拨付率100%，年末没有结转。", 资金拨付=PAYMENTS.format(10000, 20000)
    ),
    ALLOCATED.case(
        f"{HANDED_DOWN}当年拨付3.5万元，拨付率116.67%（超过100%，账目有误，改正前不得引用），比当年下达的多0.5万元。",
        资金拨付=PAYMENTS.format(15000, 20000),
    ),
    ALLOCATED.case(f"{HANDED_DOWN}当年没有拨付资金，年末结转3万元。"),
    ALLOCATED.case("全年没有下达扶贫资金。当年没有拨付资金。", 资金下达=""),
    Scene("funds", ("funds_total", "funds_carried_over"), {"资金下达": FUNDS}).case(
        "本节没有可以报告的数据。", SOUTH
    ),
    PLANNED.case("当年拨付2.5万元，拨付率83.33%。\n安排扶贫项目2个，计划资金3万元。"),
    PLANNED.case("青石乡安排扶贫项目2个，计划资金3万元，当年拨付2.5万元，占计划资金的83.33%。", TOWNSHIP),
    PLANNED.case(
        "东岭村安排扶贫项目1个，计划资金1万元，当年没有拨付资金。", EAST, 资金拨付=PAYMENTS.format(0, 20000)
    ),
    PLANNED.case("当年没有拨付资金。\n云岭区当年没有扶贫项目。", 项目="", 资金拨付=""),
    PLANNED.case("南坪村当年没有扶贫项目。", SOUTH),
    PROGRESS.case("安排扶贫项目2个。到年末完工的为1/2个（50%），过了计划完工日期仍未完工的有1个（东岭桥）。"),
    PROGRESS.case("安排扶贫项目2个。到年末都已完工。", 项目=DONE),
    PROGRESS.case("西溪村安排扶贫项目1个。到年末已完工。", WEST),
    PROGRESS.case("东岭村安排扶贫项目1个。到年末没有完工，过了计划完工日期仍未完工的有1个（东岭桥）。", EAST),
    PROGRESS.case(
        "安排扶贫项目2个。到年末都没有完工，过了计划完工日期仍未完工的有2个（东岭桥、西溪路）。",
        项目=put(PROJECTS, ("完工\n", "未开工\n")),
    ),
    PROGRESS.case(
        "安排扶贫项目2个。到年末完工的为1/2个（50%）。", 项目=put(PROJECTS, ("2021-11-30", "2022-11-30"))
    ),
    PROGRESS.case(
        "安排扶贫项目2个。到年末都已完工。累计拨付超过计划资金的项目有1个（西溪路）。",
        项目=DONE,
        资金拨付=PAYMENTS.format(5000, "20000.01"),
    ),
    PROGRESS.case(
        "安排扶贫项目2个。到年末都已完工。累计拨付超过计划资金的项目有2个（东岭桥、西溪路）。",
        项目=DONE,
        资金拨付=PAYMENTS.format(10001, "20000.01"),
    ),
    Scene("funds", ("documents_overcommitted",), {"资金下达": FUNDS, "项目": PROJECTS}).case(
        "有1个指标文号所安排项目的计划资金超过了下达金额。"
    ),
    Scene(
        "funds", ("documents_overcommitted",), {"资金下达": put(FUNDS, ("20000", "30000")), "项目": PROJECTS}
    ).case("本节没有可以报告的数据。"),
]

ROADS = """
    项目编号 | 项目类别 | 乡镇 | 行政村 | 计划资金 | 建设数量 | 计量单位 | 项目状态
    X1 | 通组公路 | 青石乡 | 东岭村 | 0 | 1.2 | 公里 | {0}
    X2 | 林道 | 青石乡 | 西溪村 | 0 | 300 | 米 | {0}
    X3 | 厕所整治 | 青石乡 | 西溪村 | {1} | | | 在建
"""
BUILT = Scene("funds", ("roads_km", "toilet_project_funds"))
SERVICES = Scene("funds", ("clinic_coverage", "coverage_fibre"))
MANY = "\n".join(f"青石乡 | 第{number:02}村 | 10 | 否" for number in range(1, 12))
NAMESAKES = """
    乡镇 | 行政村 | 农村户籍人口 | 卫生室 | 光纤通达
    青石乡 | 新村 | 10 | 否 | 是
    白沙镇 | 新村 | 10 | 是 | 是
"""
HOUSES = Scene("funds", ("dilapidated_housing_completion", "registered_households"))
CASES += [
    BUILT.case(
        "建成通组公路和林道1.5公里，用于农村厕所整治的计划资金80万元。", 项目=ROADS.format("完工", 800000)
    ),
    BUILT.case("建成通组公路和林道1.2公里。", EAST, 项目=ROADS.format("完工", 800000)),
    BUILT.case("用于农村厕所整治的计划资金80万元。", 项目=ROADS.format("在建", 800000)),
    BUILT.case("本节没有可以报告的数据。", 项目=ROADS.format("在建", 0)),
    SERVICES.case("卫生室覆盖全部3个行政村，光纤覆盖2/3个村（66.67%，缺：西溪村）。"),
    SERVICES.case("卫生室已覆盖本村，光纤还没有覆盖本村。", WEST),
    SERVICES.case("卫生室、光纤已覆盖本村。", EAST),
    SERVICES.case("卫生室、光纤已覆盖仅有的1个行政村。", "白沙镇"),
    SERVICES.case(
        "光纤覆盖全部2个行政村，卫生室覆盖1/2个村（50%，缺：青石乡新村）。", 行政村=NAMESAKES, **NOBODY
    ),
    Scene("funds", ("clinic_coverage",)).case(
        "卫生室覆盖1/12个村（8.33%，缺：第01村、第02村、第03村、第04村、第05村、第06村、第07村、第08村等11个）。",
        行政村=f"乡镇 | 行政村 | 农村户籍人口 | 卫生室\n青石乡 | 好村 | 10 | 是\n{MANY}",
        **NOBODY,
    ),
    Scene(
        "funds",
        (
            "culture_centre_coverage",
            "service_platform_coverage",
            "ecommerce_coverage",
            "grid_upgrade_completion",
            "coverage_4g",
        ),
    ).case(
        "综合文化服务中心、综合服务平台、电商服务平台、农网改造、4G信号已覆盖仅有的1个行政村。",
        行政村="乡镇 | 行政村 | 综合文化服务中心 | 综合服务平台 | 电商服务平台 | 农网改造完成 | 4G信号\n白沙镇 | 南坪村 | 是 | 是 | 是 | 是 | 是",
    ),
    HOUSES.case("列入危房改造的户中，已竣工的为1/2户（50%，尚缺：西溪村）。"),
    HOUSES.case("列入危房改造的1户已竣工。", EAST),
    HOUSES.case("列入危房改造的户中，已竣工的为0/1户（0%）。", WEST),
    HOUSES.case(
        "列入危房改造的全部2户都已竣工。",
        贫困户=put(HOUSEHOLDS, ("因学 | | 是 | |", "因学 | | 是 | 2021-12-31 |")),
    ),
    HOUSES.case("没有列入危房改造的户。", SOUTH),
    HOUSES.case("本节没有可以报告的数据。", **NOBODY),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_funds(case: Case) -> None:
    assert_said(case)
