"""5 驻村帮扶: attendance, who leads and is paired with whom, training."""

import pytest

from tests.report.sentences.scene import (
    EAST,
    HOUSEHOLDS,
    SOUTH,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)

RULE = "驻村队员每月应驻村不少于20天、住村不少于12天"
CADRES = """
    干部编号 | 角色 | 单位 | 派驻乡镇 | 派驻行政村 | 任职日期
    C1 | 驻村队员 | 甲局 | 青石乡 | 东岭村 | 2020-01-01
    C2 | 驻村队员 | 乙局 | 青石乡 | 西溪村 | 2020-01-01
"""
MONTHS = """
    干部编号 | 月份 | 驻村天数 | 住村天数
    C1 | 2021-01 | 20 | 12
    C1 | 2021-02 | {} | 12
    C2 | 2021-01 | 20 | {}
    C2 | 2020-12 | 1 | 1
"""
ATTENDANCE = Scene(
    "stationing",
    ("attendance_compliance", "attendance_shortfalls"),
    {"帮扶干部": CADRES, "驻村考勤": MONTHS.format(20, 12)},
)
PLACES = """
    乡镇 | 行政村 | 包村区级领导编号 | 联村部门
    青石乡 | 东岭村 | L1 | 甲局
    青石乡 | 西溪村 | L1 |
"""
LEADING = Scene(
    "stationing", ("coverage_leaders_villages", "coverage_departments_villages"), {"行政村": PLACES}
)
PAIRS = """
    户编号 | 乡镇 | 行政村 | 帮扶责任人编号 | 回头看日期
    H1 | 青石乡 | 东岭村 | C1 | 2021-05-01
    H2 | 青石乡 | 西溪村 | C1 | 2021-05-01
    H3 | 青石乡 | 西溪村 | C1 | 2021-05-01
"""
SOME_PAIRS = put(PAIRS, ("H3 | 青石乡 | 西溪村 | C1 | 2021", "H3 | 青石乡 | 西溪村 | | 2020"))
PAIRING = Scene("stationing", ("coverage_household_pairing", "coverage_lookback"), {"贫困户": PAIRS})

CASES: list[Case] = [
    ATTENDANCE.case(f"{RULE}，全年考勤全部3人月都达到要求。"),
    ATTENDANCE.case(f"{RULE}，全年考勤1人月达到要求。", WEST),
    ATTENDANCE.case(
        f"{RULE}，全年考勤达到要求的为2/3人月（66.67%），不足的有1人月（西溪村）。",
        驻村考勤=MONTHS.format(20, 11),
    ),
    ATTENDANCE.case(
        f"{RULE}，全年考勤达到要求的为1/3人月（33.33%），不足的有2人月（东岭村1人月、西溪村1人月）。",
        驻村考勤=MONTHS.format(19, 11),
    ),
    ATTENDANCE.case(
        f"{RULE}，全年考勤达到要求的为0/1人月（0%），不足的有1人月。", WEST, 驻村考勤=MONTHS.format(20, 11)
    ),
    ATTENDANCE.case(f"{RULE}，全年考勤达到要求的为2/3人月（66.67%）。", 驻村考勤=MONTHS.format(20, "")),
    ATTENDANCE.case(f"{RULE}，本年没有考勤记录。", SOUTH),
    # An absent ledger is not a year without records.
    ATTENDANCE.case(
        f"{RULE}。\n缺少台账“驻村考勤”，以下指标没有数据：驻村天数达标率、驻村未达标人月。",
        absent=("驻村考勤",),
    ),
    LEADING.case(f"{RULE}。\n区级领导包村覆盖全部2个行政村，部门联村覆盖1/2个村（50%，缺：西溪村）。"),
    LEADING.case(f"{RULE}。\n区级领导包村、部门联村已覆盖本村。", EAST),
    LEADING.case(f"{RULE}。\n区级领导包村已覆盖本村，部门联村还没有覆盖本村。", WEST),
    PAIRING.case(f"{RULE}。\n全部3户贫困户都有帮扶责任人，当年对全部3户都开展了“回头看”。"),
    PAIRING.case(f"{RULE}。\n1户贫困户有帮扶责任人，当年对1户开展了“回头看”。", EAST),
    PAIRING.case(
        f"{RULE}。\n有帮扶责任人的贫困户为2/3户（66.67%，尚缺：西溪村），当年开展了“回头看”的为2/3户（66.67%，尚缺：西溪村）。",
        贫困户=SOME_PAIRS,
    ),
    PAIRING.case(
        f"{RULE}。\n有帮扶责任人的贫困户为1/2户（50%），当年开展了“回头看”的为1/2户（50%）。",
        WEST,
        贫困户=SOME_PAIRS,
    ),
    PAIRING.case(f"{RULE}。", SOUTH),
]

STAFF = """
    干部编号 | 角色 | 单位 | 任职日期
    L1 | 区级领导 | 区委 | 2020-01-01
    C1 | 结对干部 | 甲局 | 2020-01-01
    U1 | 后盾单位负责人 | 甲局 | 2020-01-01
    U2 | 后盾单位负责人 | 乙局 | 2020-01-01
"""
LIMITS = Scene("stationing", ("leader_pairs_min", "cadre_pairs_max"), {"帮扶干部": STAFF})
COURSES = """
    培训编号 | 培训名称 | 培训类别 | 开班日期 | 课时 | 主讲部门 | 参训单位数 | 参训人次
    T1 | 政策解读 | 政策业务 | 2021-06-05 | 8 | 卫健局、人社局 | 1 | 1200
    T2 | 手册填写 | 政策业务 | 2021-09-01 | 24 | 扶贫办 | {} | 36
    T3 | 面点 | 就业技能 | 2021-09-01 | 24 | 人社局 | 9 | 9
"""
TRAINING = Scene(
    "stationing",
    (
        "training_persontimes",
        "training_lessons",
        "policy_training_departments",
        "handbook_training_unit_coverage",
    ),
    {"帮扶干部": STAFF, "培训班": COURSES.format(2)},
)
TAUGHT = "全年政策业务培训1,236人次、32课时，一次培训中主讲部门最多2个，参训单位最多的一次"
CASES += [
    LIMITS.case(
        f"{RULE}。\n区级领导每人结对贫困户最少0户（要求3户），结对干部每人结对贫困户最多2户（不宜超过2户）。"
    ),
    LIMITS.case(
        f"{RULE}。\n区级领导每人结对贫困户最少1户（要求3户），结对干部每人结对贫困户最多1户（不宜超过2户）。",
        贫困户=put(
            HOUSEHOLDS,
            (
                "H2 | 青石乡 | 西溪村 | 已脱贫 | 2018 | 因学 | | 是 | | C1",
                "H2 | 青石乡 | 西溪村 | 已脱贫 | 2018 | 因学 | | 是 | | L1",
            ),
        ),
    ),
    LIMITS.case(f"{RULE}。", 帮扶干部="干部编号"),
    LIMITS.case(f"{RULE}。", TOWNSHIP),
    TRAINING.case(f"{RULE}。\n{TAUGHT}与后盾单位数相同。"),
    TRAINING.case(f"{RULE}。\n{TAUGHT}为后盾单位数的50%。", 培训班=COURSES.format(1)),
    TRAINING.case(f"{RULE}。\n全年没有政策业务培训记录。", 培训班=""),
    TRAINING.case(f"{RULE}。", WEST),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_stationing(case: Case) -> None:
    assert_said(case)
