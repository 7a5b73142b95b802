"""7 关爱干部: check-ups and insurance of the stationed, promotions, commendations."""

import pytest

from tests.report.sentences.scene import EAST, TOWNSHIP, WEST, Case, Scene, assert_said, put

CADRES = """
    干部编号 | 角色 | 派驻乡镇 | 派驻行政村 | 任职日期 | 意外保险 | 体检日期 | 提拔日期 | 表彰日期
    C1 | 驻村队员 | 青石乡 | 东岭村 | 2020-01-01 | 是 | 2021-05-01 | 2021-07-01 |
    C2 | 驻村队员 | 青石乡 | 西溪村 | 2020-01-01 | 是 | 2021-05-01 | | 2021-12-01
    C3 | 驻村队员 | 白沙镇 | 南坪村 | 2020-01-01 | 是 | 2021-05-01 | | 2021-12-01
"""
CARE = Scene(
    "cadres", ("stationed_cadres", "cadre_medical_checks", "cadre_insured_rate"), {"帮扶干部": CADRES}
)
CHECKED_2020 = ("西溪村 | 2020-01-01 | 是 | 2021", "西溪村 | 2020-01-01 | 否 | 2020")
HONOURS = Scene("cadres", ("cadres_promoted", "cadres_commended"), {"帮扶干部": CADRES})

CASES: list[Case] = [
    CARE.case("当年参加体检的驻村工作队员3名，年末在任的没有遗漏，全部3名都有意外伤害保险。"),
    CARE.case("当年参加体检的驻村工作队员1名，年末在任的没有遗漏，1名有意外伤害保险。", EAST),
    CARE.case(
        "当年参加体检的驻村工作队员2名，年末在任的共3名，有意外伤害保险的为2/3名（66.67%）。",
        帮扶干部=put(CADRES, CHECKED_2020),
    ),
    CARE.case(
        "年末在任的1名驻村工作队员没有当年的体检记录，有意外伤害保险的为0/1名（0%）。",
        WEST,
        帮扶干部=put(CADRES, CHECKED_2020),
    ),
    CARE.case("年末没有在任的驻村工作队员。", WEST, 帮扶干部=put(CADRES, ("西溪村", "东岭村"))),
    CARE.case("年末没有在任的驻村工作队员。", 帮扶干部="干部编号"),
    CARE.case("缺少台账“帮扶干部”，以下指标没有数据：驻村工作队员。", absent=("帮扶干部",)),
    HONOURS.case("全年提拔帮扶干部1人，表彰2人。"),
    HONOURS.case("全年表彰帮扶干部2人，没有提拔。", 帮扶干部=put(CADRES, ("2021-07-01", ""))),
    HONOURS.case("全年提拔帮扶干部1人，没有表彰。", 帮扶干部=put(CADRES, ("2021-12-01", "2020-12-01"))),
    HONOURS.case("全年没有提拔或表彰帮扶干部的记录。", 帮扶干部="干部编号"),
    HONOURS.case("本节没有可以报告的数据。", TOWNSHIP),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_cadres(case: Case) -> None:
    assert_said(case)
