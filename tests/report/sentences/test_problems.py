"""6 问题整改: what inspections fed back, what was put right, what is past its date."""

import pytest

from tests.report.sentences.scene import SOUTH, TOWNSHIP, WEST, Case, Scene, assert_said, put

PROBLEMS = """
    问题编号 | 问题来源 | 反馈方面 | 乡镇 | 行政村 | 整改时限 | 整改完成日期
    W1 | 中央专项巡视反馈 | 责任落实 | | | 2021-06-30 | 2021-06-01
    W2 | 省脱贫攻坚成效考核反馈 | 政策落实 | 青石乡 | 西溪村 | 2021-06-30 | 2021-06-01
    W3 | 省市联点督查 | | 青石乡 | 东岭村 | 2021-06-30 | 2021-06-01
    W4 | 省市联点督查 | | 青石乡 | 西溪村 | 2021-06-30 | 2021-06-01
"""
CENTRAL = Scene(
    "problems",
    ("problems_central_provincial", "problem_aspects", "problems_central_rectified"),
    {"问题整改": PROBLEMS},
)
SUPERVISION = Scene(
    "problems", ("problems_supervision", "problems_supervision_rectified"), {"问题整改": PROBLEMS}
)
OVERDUE = Scene("problems", ("problems_overdue",), {"问题整改": PROBLEMS})
ONE_OPEN = put(
    PROBLEMS, ("西溪村 | 2021-06-30 | 2021-06-01\n    W3", "西溪村 | 2021-06-30 | 2022-01-01\n    W3")
)
ALL_OPEN = put(PROBLEMS, ("| 2021-06-01", "|"))
ONE_EACH = "\n".join(PROBLEMS.splitlines()[:3] + PROBLEMS.splitlines()[4:5])
NOT_DUE = put(ALL_OPEN, ("2021-06-30", "2022-06-30"))
DUE_UNTOLD = put(PROBLEMS, ("东岭村 | 2021-06-30 | 2021-06-01", "东岭村 | |"))

CASES: list[Case] = [
    CENTRAL.case("中央专项巡视和省成效考核反馈2个问题，涉及2个方面，年末前都已整改。"),
    CENTRAL.case("中央专项巡视和省成效考核反馈1个问题，涉及1个方面，年末前已整改。", 问题整改=ONE_EACH),
    CENTRAL.case(
        "中央专项巡视和省成效考核反馈2个问题，涉及2个方面，年末前完成整改的为1/2个（50%）。",
        问题整改=ONE_OPEN,
    ),
    CENTRAL.case(
        "中央专项巡视和省成效考核反馈2个问题，年末前都已整改。",
        问题整改=put(PROBLEMS, ("责任落实", ""), ("政策落实", "")),
    ),
    CENTRAL.case("中央专项巡视和省成效考核没有反馈问题。", 问题整改=""),
    CENTRAL.case("本节没有可以报告的数据。", TOWNSHIP),
    SUPERVISION.case("省市联点督查反馈2个问题，年末前都已整改。"),
    SUPERVISION.case("省市联点督查反馈1个问题，年末前已整改。", 问题整改=ONE_EACH),
    SUPERVISION.case("省市联点督查反馈2个问题，年末前完成整改的为0/2个（0%）。", 问题整改=ALL_OPEN),
    SUPERVISION.case("省市联点督查没有反馈问题。", 问题整改=""),
    OVERDUE.case("登记的问题没有到期未整改的。"),
    OVERDUE.case("登记的问题没有到期未整改的。", 问题整改=NOT_DUE),
    OVERDUE.case("到期未完成整改的问题有1个（西溪村）。", 问题整改=ONE_OPEN),
    OVERDUE.case("到期未完成整改的问题有4个（西溪村2个、区级1个、东岭村1个）。", 问题整改=ALL_OPEN),
    OVERDUE.case("到期未完成整改的问题有2个。", WEST, 问题整改=ALL_OPEN),
    OVERDUE.case("南坪村当年没有登记在册的问题。", SOUTH),
    OVERDUE.case("云岭区当年没有登记在册的问题。", 问题整改=""),
    OVERDUE.case("登记的问题中有的没有填写整改时限，其余没有到期未整改的。", 问题整改=DUE_UNTOLD),
    OVERDUE.case("缺少台账“问题整改”，以下指标没有数据：超期未整改问题。", absent=("问题整改",)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_problems(case: Case) -> None:
    assert_said(case)
