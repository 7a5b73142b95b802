"""4 产业发展: the key industry, the villages' collective economy, villages without an industry."""

import pytest

from tests.report.sentences.scene import SOUTH, TOWNSHIP, VILLAGES, WEST, Case, Scene, assert_said, put

FUNDS = """
    指标文号 | 资金类别 | 资金级次 | 资金用途 | 金额
    A | 财政专项扶贫资金 | 省级 | 重点产业 | 300000
    B | 财政专项扶贫资金 | 市级 | 村集体经济 | 2700000
"""
PROJECTS = """
    项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 项目状态 | 预计受益贫困人口
    X1 | 竹笋加工 | 重点产业 | 青石乡 | 西溪村 | {} | {}
"""
KEY = Scene(
    "industry",
    ("key_industry_funds", "key_industry_projects_done", "key_industry_beneficiaries"),
    {"资金下达": FUNDS, "项目": PROJECTS.format("完工", 112)},
)
COLLECTIVE = Scene(
    "industry",
    ("collective_economy_funds", "collective_income_min", "collective_income_mean"),
    {"资金下达": FUNDS},
)
BLANK = Scene("industry", ("industry_blank_villages",))
ALL_HAVE = put(VILLAGES, ("否 | 40000", "是 | 40000"))
UNTOLD = put(VILLAGES, ("是 | 否 | 是", "是 | 否 | "))
HANDED = "省级下达重点产业资金30万元，"

CASES: list[Case] = [
    KEY.case(f"{HANDED}重点产业项目完工1个（竹笋加工），重点产业项目预计带动贫困人口112人。"),
    KEY.case(f"{HANDED}重点产业项目完工1个（竹笋加工）。", 项目=PROJECTS.format("完工", 0)),
    KEY.case(
        f"{HANDED}没有完工的重点产业项目，重点产业项目预计带动贫困人口112人。",
        项目=PROJECTS.format("在建", 112),
    ),
    KEY.case(
        "省级没有下达重点产业资金，没有完工的重点产业项目。", 项目="", 资金下达=put(FUNDS, ("省级", "市级"))
    ),
    KEY.case("重点产业项目完工1个（竹笋加工），重点产业项目预计带动贫困人口112人。", WEST),
    KEY.case("没有完工的重点产业项目。", SOUTH),
    COLLECTIVE.case(
        "用于发展村集体经济的财政专项资金270万元，村集体经济收入平均每村4.3333万元，最低的为4万元（西溪村、南坪村）。"
    ),
    COLLECTIVE.case("村集体经济收入平均每村4.3333万元，最低的为4万元（西溪村、南坪村）。", 资金下达=""),
    COLLECTIVE.case("村集体经济收入平均每村4.5万元，最低的为4万元（西溪村）。", TOWNSHIP),
    COLLECTIVE.case("村集体经济收入4万元。", "白沙镇"),
    COLLECTIVE.case("村集体经济收入4万元。", WEST),
    COLLECTIVE.case("本节没有可以报告的数据。", WEST, 行政村="乡镇 | 行政村\n青石乡 | 西溪村"),
    BLANK.case("年末还有产业空白村1个（南坪村）。"),
    BLANK.case("年末没有产业空白村。", TOWNSHIP),
    BLANK.case("年末没有产业空白村。", 行政村=ALL_HAVE),
    BLANK.case("本村有产业。", WEST),
    BLANK.case("本村还没有产业。", SOUTH),
    # A blank cell is no industry and no lack of one.
    BLANK.case("年末还有产业空白村1个（南坪村），有无产业没有填写的村：西溪村。", 行政村=UNTOLD),
    BLANK.case("有无产业没有填写的村：西溪村。", TOWNSHIP, 行政村=UNTOLD),
    BLANK.case("本村有无产业没有填写。", WEST, 行政村=UNTOLD),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_industry(case: Case) -> None:
    assert_said(case)
