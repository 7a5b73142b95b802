"""Money paid beyond what there was: said in 二 with its sum, never praised on the first screen or beside a change."""

import pytest

from gonggu.manifest import PlaceBefore, ValueBefore
from gonggu.report.document import RunFacts
from tests.report.sentences.kinds import NOTHING, ONE
from tests.report.sentences.scene import EAST, TOWNSHIP, Case, Scene, assert_said, lines_in, part_of
from tests.report.sentences.test_shortcomings import SEVERAL

FUNDS = "指标文号 | 金额\nA | 20000\nB | 10000"
PROJECTS = """
    项目编号 | 项目名称 | 乡镇 | 行政村 | 指标文号 | 计划资金 | 项目状态
    X1 | 东岭桥 | 青石乡 | 东岭村 | A | 10000 | 完工
    X2 | 西溪路 | 青石乡 | 西溪村 | A | 9000 | 完工
    X3 | 南坪渠 | 白沙镇 | 南坪村 | B | 10000 | 完工
"""
PAYMENTS = """
    拨付编号 | 项目编号 | 拨付日期 | 金额
    B1 | X1 | 2021-05-01 | {}
    B2 | X2 | {} | {}
    B3 | X3 | 2021-07-01 | 10000
"""
PAID = ("funds_total", "funds_paid", "funds_payment_rate", "funds_carried_over", "projects_planned")
LEDGERS = {"资金下达": FUNDS, "项目": PROJECTS}
IN_ALL = Scene("shortcomings", PAID, LEDGERS)
BY_PROJECT = Scene("shortcomings", ("projects_total", "projects_overpaid"), LEDGERS)
AID = "乡镇 | 行政村 | 人编号 | 学期 | 资助项目 | 应发金额 | 实发金额\n青石乡 | 东岭村 | P1 | 2021春 | 雨露计划 | 1500 | {}"
STAY = (
    "乡镇 | 行政村 | 人编号 | 出院日期 | 总费用 | 基本医保报销\n青石乡 | 东岭村 | P1 | 2021-05-01 | 1000 | {}"
)
DOUBT = "（超过100%，账目有误，改正前不得引用）"
HIGH = PAYMENTS.format("99999999", "2021-06-01", 9000)


def _before(value: str) -> RunFacts:
    told = {"funds_payment_rate": ValueBefore(value=value, whole="20000")}
    return RunFacts(before=PlaceBefore(township="", village="", same_villages=True, values=told))


CASES: list[Case] = [
    # In all, by document, by project.
    IN_ALL.case(
        f"""
        {SEVERAL}
        拨付超过资金。当年拨付10,001.8999万元，超过下达的3万元，多9,998.8999万元，资金拨付率333,396.66%。
        指标文号超拨。所安排项目的累计拨付超过下达金额的指标文号有1个：A，共多拨9,998.8999万元。
        """,
        资金拨付=HIGH,
    ),
    IN_ALL.case(
        f"{ONE}\n拨付超过资金。当年拨付2.45万元，超过项目计划资金1.9万元，多5,500元，项目资金拨付率128.95%。",
        TOWNSHIP,
        资金拨付=PAYMENTS.format(15500, "2021-06-01", 9000),
    ),
    IN_ALL.case(NOTHING, TOWNSHIP, 资金拨付=PAYMENTS.format(10000, "2021-06-01", 9000)),
    # What was paid in the years before counts against the document, though not in the year's rate.
    IN_ALL.case(
        f"""
        {SEVERAL}
        指标文号超拨。所安排项目的累计拨付超过下达金额的指标文号有1个：A，共多拨0.01元。
        资金未拨完。当年下达的扶贫资金拨付率为66.67%，年末结转1万元。
        """,
        资金拨付=PAYMENTS.format(10000, "2020-06-01", "10000.01"),
    ),
    BY_PROJECT.case(
        f"{ONE}\n项目超拨。累计拨付超过计划资金的项目有1个：东岭桥，共多拨1,000元。",
        EAST,
        资金拨付=PAYMENTS.format(11000, "2021-06-01", 9000),
    ),
    # A public edition says what its figures say, and adds no sum.
    BY_PROJECT.case(
        f"{ONE}\n项目超拨。累计拨付超过计划资金的项目有1个：东岭桥。",
        withheld=(),
        资金拨付=PAYMENTS.format(11000, "2021-06-01", 9000),
    ),
    # Other rates of money.
    Scene("shortcomings", ("yulu_paid_rate",)).case(
        f"{ONE}\n雨露计划超发。雨露计划补助的发放率为120%，实发多于应发。", 教育资助=AID.format(1800)
    ),
    Scene("shortcomings", ("inpatient_reimbursement_rate",)).case(
        f"{ONE}\n住院报销超过费用。住院费用的报销比例为110%，报销多于费用。", 住院报销=STAY.format(1100)
    ),
    # Where it is told, it is not told as a success.
    Scene("funds", PAID, LEDGERS, whole=False).case(
        f"全年下达扶贫资金3万元。当年拨付3.45万元，拨付率115%{DOUBT}，比当年下达的多0.45万元。",
        资金拨付=PAYMENTS.format(15500, "2021-06-01", 9000),
    ),
    Scene("funds", (*PAID, "projects_total"), LEDGERS, whole=False).case(
        f"青石乡安排扶贫项目2个，计划资金1.9万元，当年拨付2.45万元，占计划资金的128.95%{DOUBT}。",
        TOWNSHIP,
        资金拨付=PAYMENTS.format(15500, "2021-06-01", 9000),
    ),
    Scene("livelihood", ("yulu_persontimes", "yulu_amount", "yulu_paid_rate"), whole=False).case(
        f"教育。雨露计划补助1人次、0.18万元，发放率120%{DOUBT}。", 教育资助=AID.format(1800)
    ),
    Scene("livelihood", ("inpatient_reimbursement_rate",), whole=False).case(
        f"医疗保障。2021年出院病人的住院费用中，各项报销合计占110%{DOUBT}。", 住院报销=STAY.format(1100)
    ),
    # The first screen: no change beside a rate that cannot be, this year's or last year's.
    Scene("cover", ("funds_payment_rate",), LEDGERS, whole=False).case(
        "资金拨付率 | 115% | 超过100%，账目有误",
        facts=_before("98"),
        资金拨付=PAYMENTS.format(15500, "2021-06-01", 9000),
    ),
    Scene("cover", ("funds_payment_rate",), LEDGERS, whole=False).case(
        "资金拨付率 | 96.67%", facts=_before("306.52"), 资金拨付=PAYMENTS.format(10000, "2021-06-01", 9000)
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_money_paid_beyond_what_there_was(case: Case) -> None:
    assert_said(case)


def test_an_impossible_rate_is_no_change_worth_a_note() -> None:
    case = Scene("cover", ("funds_payment_rate",), LEDGERS).case(
        "", facts=_before("98"), 资金拨付=PAYMENTS.format(15500, "2021-06-01", 9000)
    )
    assert not [line for line in lines_in(part_of(case)) if "比上年" in line]
