"""一、2 资金投入 and 4 产业发展: money exact to the cent, projects, payments, roads, what the villages have."""

import re
from fractions import Fraction

import pytest

from gonggu.figures.card import from_state, state_of
from gonggu.figures.catalogue import CARDS, card_of
from tests.worked_figures import assert_figures
from tests.worked_ledgers import figure_of, scope_of, value_of, view_of

# P5 is the township's, P6 the district's; D5 is overcommitted and P1 overpaid by one cent; D2 and P2 come out even.
TABLES = {
    "资金下达": """
        指标文号 | 下达日期   | 资金类别             | 资金级次 | 资金用途   | 金额
        D1       | 2021-02-01 | 统筹整合财政涉农资金 | 中央     | 重点产业   | 1000000.01
        D2       | 2021-02-01 | 财政专项扶贫资金     | 省级     | 重点产业   | 500000.02
        D3       | 2021-02-01 | 财政专项扶贫资金     | 省级     | 村集体经济 | 300000
        D4       | 2021-02-01 | 统筹整合财政涉农资金 | 省级     | 村集体经济 | 200000.30
        D5       | 2021-02-01 | 统筹整合财政涉农资金 | 区级     | 基础设施   | 100000
        D6       | 2020-11-01 | 财政专项扶贫资金     | 市级     | 村集体经济 | 0.10
    """,
    "项目": """
        项目编号 | 项目类别 | 乡镇   | 行政村 | 指标文号 | 计划资金  | 建设数量 | 计量单位 | 计划完工日期 | 项目状态 | 预计受益贫困人口
        P1       | 通组公路 | 青石乡 | 东岭村 | D5      | 60000     | 0.1      | 公里    | 2021-06-30  | 完工     | 7
        P2       | 林道     | 青石乡 | 西溪村 | D5      | 40000.01  | 200      | 米      | 2021-12-31  | 验收     |
        P3       | 通组公路 | 白沙镇 | 南坪村 | D1      | 50000     | 300      | 亩      | 2021-12-31  | 完工     |
        P4       | 通组公路 | 青石乡 | 东岭村 | D1      | 50000     | 5        | 公里    | 2021-12-31  | 在建     |
        P5       | 重点产业 | 青石乡 |        | D2      | 500000.02 |          |         | 2022-01-01  | 未开工   | 30
        P6       | 重点产业 |        |        | D1      | 300000    |          |         | 2021-03-01  | 完工     | 120
        P7       | 厕所整治 | 白沙镇 | 南坪村 | D3      | 20000     | 40       | 座      | 2021-11-01  | 未开工   |
        P8       | 厕所整治 | 青石乡 | 东岭村 | D3      | 10000.50  | 20       | 座      | 2021-12-31  | 验收     |
        P9       | 公共服务 | 白沙镇 | 河口村 | D4      | 30000     | 1        | 公里    |             | 在建     |
        P10      | 林道     | 青石乡 | 东岭村 | D1      | 1000      | 0.2      | 公里    | 2020-01-01  | 完工     |
    """,
    "资金拨付": """
        拨付编号 | 项目编号 | 拨付日期   | 金额
        Z1       | P1      | 2021-01-01 | 60000
        Z2       | P1      | 2021-12-31 | 0.01
        Z3       | P2      | 2020-06-01 | 40000
        Z4       | P2      | 2021-02-01 | 0.01
        Z5       | P5      | 2022-01-01 | 600000
        Z6       | P6      | 2021-05-01 | 100000
        Z7       | P7      | 2020-12-31 | 15000
        Z8       | P7      | 2021-03-03 | 6000
        Z9       | P9      | 2021-03-03 | 12345.67
    """,
    "行政村": """
        乡镇   | 行政村 | 综合文化服务中心 | 卫生室 | 综合服务平台 | 电商服务平台 | 农网改造完成 | 4G信号 | 光纤通达 | 有无产业 | 村集体经济收入
        青石乡 | 东岭村 | 是              | 是     | 是          | 否          | 是          | 是     | 是      | 否       | 50000
        青石乡 | 西溪村 | 是              | 否     | 是          | 否          | 是          |        | 是      | 是       | 52000.50
        白沙镇 | 南坪村 | 否              | 是     | 是          | 否          | 是          | 是     | 否      |          |
        白沙镇 | 河口村 | 是              | 否     | 是          | 是          | 否          | 是     | 是      | 否       | 48000.25
    """,
    "贫困户": """
        户编号 | 乡镇   | 行政村 | 列入危改 | 危改竣工日期
        H1     | 青石乡 | 东岭村 | 是       | 2021-12-31
        H2     | 青石乡 | 东岭村 | 是       | 2022-01-01
        H3     | 青石乡 | 西溪村 | 是       |
        H4     | 白沙镇 | 南坪村 | 否       | 2020-01-01
        H5     | 白沙镇 | 南坪村 | 是       | 2019-05-05
        H6     | 白沙镇 | 河口村 |          | 2020-05-05
    """,
}

MONEY = """
    figure                        | 全区                                            | 青石乡                                     | 青石乡/东岭村                            | 白沙镇
    funds_total                   | 210.000043 (2100000.43) #6                      | ×                                          | ×                                        | ×
    funds_integrated              | 130.000031 (1300000.31) #3                      | ×                                          | ×                                        | ×
    funds_special                 | 80.000012 (800000.12) #3                        | ×                                          | ×                                        | ×
    funds_paid                    | 17.834569 (178345.69) #6                        | 6.000002 (60000.02) #3                     | 6.000001 (60000.01) #2                   | 1.834567 (18345.67) #2
    funds_payment_rate            | 1783456900/210000043 (178345.69÷2100000.43) #6  | 600000200/66100053 (60000.02÷661000.53) #3 | 600000100/12100050 (60000.01÷121000.50)  | 18.34567 (18345.67÷100000)
    funds_carried_over            | 192.165474 (1921654.74)                         | ×                                          | ×                                        | ×
    projects_planned              | 106.100053 (1061000.53) #10                     | 66.100053 (661000.53) #6                   | 12.10005 (121000.50) #4                  | 10 (100000) #3
    toilet_project_funds          | 3.00005 (30000.50) #2                           | 1.00005 (10000.50) #1                      | 1.00005 (10000.50) #1                    | 2 (20000) #1
    key_industry_funds            | 50.000002 (500000.02) #1                        | ×                                          | ×                                        | ×
    collective_economy_funds      | 30.00001 (300000.10) #2                         | ×                                          | ×                                        | ×
    collective_income_min         | =4.800025 #1                                    | =5 #1                                      | =5 #1                                    | =4.800025 #1
    collective_income_mean        | 5.000025 (150000.75÷3) #3                       | 5.100025 (102000.50÷2) #2                  | 5 (50000÷1) #1                           | 4.800025 (48000.25÷1) #1
"""

WORKS = """
    figure                         | 全区            | 青石乡          | 青石乡/东岭村   | 白沙镇
    projects_total                 | 10 #            | 6 #             | 4 #             | 3 #
    projects_completed             | 6 #             | 4 #             | 3 #             | 1 #
    projects_completion_rate       | 60 (6÷10) #6    | 200/3 (4÷6) #4  | 75 (3÷4) #3     | 100/3 (1÷3) #1
    projects_overdue               | 2 #             | 1 #             | 1 #             | 1 #
    projects_overpaid              | 2 #             | 1 #             | 1 #             | 1 #
    documents_overcommitted        | 1 #             | ×               | ×               | ×
    roads_km                       | 0.5 #3          | 0.5 #3          | 0.3 #2          | 0 #0
    culture_centre_coverage        | 75 (3÷4) #3     | 100 (2÷2) #2    | 100 (1÷1) #1    | 50 (1÷2) #1
    clinic_coverage                | 50 (2÷4) #2     | 50 (1÷2) #1     | 100 (1÷1) #1    | 50 (1÷2) #1
    service_platform_coverage      | 100 (4÷4) #4    | 100 (2÷2) #2    | 100 (1÷1) #1    | 100 (2÷2) #2
    ecommerce_coverage             | 25 (1÷4) #1     | 0 (0÷2) #0      | 0 (0÷1) #0      | 50 (1÷2) #1
    grid_upgrade_completion        | 75 (3÷4) #3     | 100 (2÷2) #2    | 100 (1÷1) #1    | 50 (1÷2) #1
    coverage_4g                    | 75 (3÷4) #3     | 50 (1÷2) #1     | 100 (1÷1) #1    | 100 (2÷2) #2
    coverage_fibre                 | 75 (3÷4) #3     | 100 (2÷2) #2    | 100 (1÷1) #1    | 50 (1÷2) #1
    dilapidated_housing_completion | 50 (2÷4) #2     | 100/3 (1÷3) #1  | 50 (1÷2) #1     | 100 (1÷1) #1
    key_industry_projects_done     | 1 #             | 0 #             | 0 #             | 0 #
    key_industry_beneficiaries     | 150 #2          | 30 #1           | 0 #0            | 0 #0
    industry_blank_villages        | 2 #             | 1 #             | 1 #             | 1 #
"""
EXPECTED = MONEY + "".join(WORKS.splitlines(keepends=True)[2:])


def test_money_is_summed_to_the_cent_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, MONEY)


def test_projects_and_what_was_built_are_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, WORKS)


def test_a_tenth_and_two_tenths_of_a_kilometre_and_seven_hundred_metres_make_one() -> None:
    projects = """
        项目编号 | 项目类别 | 建设数量 | 计量单位 | 项目状态
        P1       | 林道     | 0.1     | 公里     | 完工
        P2       | 通组公路 | 0.2     | 公里     | 验收
        P3       | 林道     | 700     | 米       | 完工
        P4       | 林道     | 9       |          | 完工
        P5       | 林道     |         | 公里     | 完工
        P6       | 公共服务 | 9       | 公里     | 完工
    """
    assert value_of({"项目": projects}, "roads_km") == 1


def test_sums_beyond_what_a_double_holds_are_exact_to_the_cent() -> None:
    lines = "\n".join(f"D{number} | 90071992547409.93" for number in range(3))
    # 270215977642229.79 元; its cents exceed 2 to the 53rd.
    total = value_of({"资金下达": f"指标文号 | 金额\n{lines}"}, "funds_total")
    assert total == Fraction(27021597764222979, 1_000_000)


def test_a_payment_rate_may_exceed_a_hundred_and_a_carry_over_may_be_negative() -> None:
    tables = {
        "资金下达": "指标文号 | 金额\nD | 100",
        "项目": "项目编号 | 指标文号 | 计划资金\nP | D | 100",
        "资金拨付": "拨付编号 | 项目编号 | 拨付日期 | 金额\nZ | P | 2021-07-01 | 150",
    }
    assert value_of(tables, "funds_payment_rate") == 150
    assert value_of(tables, "funds_carried_over") == Fraction(-50, 10_000)


def test_a_document_without_projects_and_a_project_without_payments_exceed_nothing() -> None:
    tables = {"资金下达": "指标文号 | 金额\nD | 0", "项目": "项目编号 | 指标文号 | 计划资金\nP | E | 0"}
    assert value_of(tables, "documents_overcommitted") == 0
    assert value_of(tables, "projects_overpaid") == 0


def test_a_township_with_nothing_planned_has_no_payment_rate() -> None:
    assert value_of(TABLES, "funds_payment_rate", "青石乡/北坳村") is None


@pytest.mark.parametrize(
    ("scope", "label", "definition"),
    [
        ("全区", "资金拨付率", "已拨付资金 ÷ 扶贫资金总规模"),
        ("青石乡", "项目资金拨付率", "已拨付资金 ÷ 本地项目计划资金之和"),
        ("青石乡/东岭村", "项目资金拨付率", "已拨付资金 ÷ 本地项目计划资金之和"),
    ],
)
def test_what_is_measured_otherwise_has_another_name(scope: str, label: str, definition: str) -> None:
    figure = figure_of(view_of(TABLES, scope), "funds_payment_rate")
    assert (figure.card.id, figure.card.label, figure.definition) == ("funds_payment_rate", label, definition)
    handed_on = from_state(card_of("funds_payment_rate").of(scope_of(scope)), state_of(figure))
    assert handed_on.record()["label"] == label


def test_a_name_has_one_definition() -> None:
    """No card says in its definition that it measures one thing here and another thing there."""
    assert [card.id for card in CARDS if re.search(r"(全区|乡镇|村)：", card.definition)] == []
    labels = [name for card in CARDS for name in (card.label, card.label_of_part) if name]
    assert len(labels) == len(set(labels))
