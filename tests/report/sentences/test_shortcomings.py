"""二、存在的问题: each kind of shortcoming with the rows that show it and the rows that do not; their order."""

import re

import pandas as pd
import pytest

from gonggu.checks.catalogue import CHECKS
from gonggu.report.document import RunFacts
from gonggu.report.records import MAY_STAND
from tests.report.sentences.kinds import MONTHS, NOTHING, ONE, WELL, WHOLE, Kind
from tests.report.sentences.scene import (
    BASE,
    EAST,
    HOUSEHOLDS,
    SOUTH,
    TOWNSHIP,
    VILLAGES,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)
from tests.worked_ledgers import net_incomes

SEVERAL = "以下各项均由台账得出，按群众生活、返贫风险、资金项目、帮扶工作、公共服务、台账质量的次序排列，同类中所占比例大的在前。"


INSURED = "人编号 | 险种\nP1 | 城乡居民医保\nP2 | 城乡居民医保\nP3 | 城乡居民医保\nP4 | 城乡居民医保"
EXITED = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况
    H1 | 青石乡 | 东岭村 | 已脱贫 | 2021 | 是 | 是 | 安全
"""
PUPILS = "乡镇 | 行政村 | 户编号 | 人编号 | 在校生状况\n青石乡 | 东岭村 | H1 | P1 | 小学\n青石乡 | 西溪村 | H2 | P2 | 小学"
AID = "乡镇 | 行政村 | 人编号 | 学期 | 资助项目 | 应发金额 | 实发金额\n青石乡 | 东岭村 | P1 | 2021春 | 雨露计划 | 1500 | {}"
AIDED = "人编号 | 学期 | 资助项目 | 实发金额\nP1 | 2021春 | 义务教育生活补助 | 250\nP2 | 2021春 | 义务教育生活补助 | {}"
FAMILY = "户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度\nH1 | 青石乡 | 东岭村 | 已脱贫 | 2021"
FOUR = "乡镇 | 行政村 | 户编号 | 人编号\n" + "\n".join(
    f"青石乡 | 东岭村 | H1 | P{number}" for number in range(4)
)
PROJECTS = """
    项目编号 | 项目名称 | 乡镇 | 行政村 | 指标文号 | 计划资金 | 计划完工日期 | 项目状态
    X1 | 东岭桥 | 青石乡 | 东岭村 | A | 10000 | 2021-11-30 | {}
    X2 | 西溪路 | 青石乡 | 西溪村 | A | 20000 | 2021-11-30 | 完工
"""
PAYMENTS = "拨付编号 | 项目编号 | 拨付日期 | 金额\nB1 | X1 | 2021-05-01 | {}"
FUNDS = "指标文号 | 金额\nA | {}"

LIVING = [
    Kind(
        "unexited_households unexited_persons",
        {
            WHOLE: "尚未脱贫。年末还有2户、3人未脱贫，分布在东岭村1户、西溪村1户。",
            WEST: "尚未脱贫。年末还有1户、2人未脱贫。",
        },
        {"贫困户": put(HOUSEHOLDS, ("未脱贫 |", "已脱贫 | 2018"))},
        {"贫困户": put(HOUSEHOLDS, ("西溪村 | 已脱贫 | 2018", "西溪村 | 返贫 |"))},
    ),
    Kind(
        "persons_below_line",
        {
            WHOLE: "收入低于脱贫线。3人的家庭人均纯收入低于脱贫线4,321元，分布在西溪村2人、东岭村1人。",
            EAST: "收入低于脱贫线。1人的家庭人均纯收入低于脱贫线4,321元。",
        },
        {"家庭收入": net_incomes(H1="5000", H2="9000", H3="9000")},
        {"家庭收入": net_incomes(H1="4000", H2="4000", H3="9000")},
    ),
    Kind(
        "persons_near_line",
        {
            WHOLE: "收入刚过脱贫线。1人的家庭人均纯收入不低于脱贫线、但不足其1.4倍，分布在东岭村。",
            EAST: "收入刚过脱贫线。1人的家庭人均纯收入不低于脱贫线、但不足其1.4倍。",
        },
        {"家庭收入": net_incomes(H1="4320", H2="90000", H3="6049.40")},
        {"家庭收入": net_incomes(H1="4321", H2="90000", H3="90000")},
    ),
    Kind(
        "returned_persons",
        {WHOLE: "返贫。年末在册的返贫人口有1人，分布在东岭村。", EAST: "返贫。年末在册的返贫人口有1人。"},
        {"贫困户": HOUSEHOLDS},
        {"贫困户": put(HOUSEHOLDS, ("未脱贫", "返贫"))},
    ),
    Kind(
        "dropouts",
        {
            WHOLE: "失学辍学。在册成员中失学辍学的有1人，分布在西溪村。",
            WEST: "失学辍学。在册成员中失学辍学的有1人。",
        },
        {"贫困人口": put(BASE["贫困人口"], ("| 是", "| 否"))},
    ),
    Kind(
        "medical_coverage",
        {
            WHOLE: "医保未参保。在册人口参加城乡居民医保的为2/4人（50%），尚缺：南坪村1人、西溪村1人。",
            TOWNSHIP: "医保未参保。在册人口参加城乡居民医保的为2/3人（66.67%），尚缺：西溪村。",
            SOUTH: "医保未参保。在册人口参加城乡居民医保的为0/1人（0%）。",
        },
        {"参保缴费": INSURED},
        {"参保缴费": put(INSURED, ("P3", "Q3"), ("P4", "Q4"))},
    ),
    Kind(
        "exit_standard_met",
        {
            WHOLE: "脱贫未达标。当年脱贫人口中各项标准全都达到的为0/1人（0%），尚缺：东岭村。",
            EAST: "脱贫未达标。当年脱贫人口中各项标准全都达到的为0/1人（0%）。",
        },
        {"贫困户": EXITED, "参保缴费": INSURED},
        {
            "贫困户": put(EXITED, ("安全\n", "危房D级\n")),
            "参保缴费": INSURED,
            "家庭收入": net_incomes(H1="5000"),
        },
    ),
    Kind(
        "dilapidated_housing_completion",
        {
            WHOLE: "危房改造未完。列入危房改造的户中已竣工的为1/2户（50%），尚缺：西溪村。",
            WEST: "危房改造未完。列入危房改造的户中已竣工的为0/1户（0%）。",
        },
        {"贫困户": put(HOUSEHOLDS, ("因学 | | 是 | |", "因学 | | 是 | 2021-06-01 |"))},
    ),
    Kind(
        "edu_aid_coverage",
        {
            WHOLE: "教育资助未到人。小学至高中、中职、高职的在校成员中当年领到资助的为1/2人（50%），尚缺：西溪村。",
            WEST: "教育资助未到人。小学至高中、中职、高职的在校成员中当年领到资助的为0/1人（0%）。",
        },
        {"教育资助": AIDED.format(250)},
        {"贫困人口": PUPILS, "教育资助": AIDED.format(0)},
    ),
    Kind(
        "yulu_paid_rate",
        {WHOLE: "雨露计划未发足。雨露计划补助的发放率为80%。"},
        {"教育资助": AID.format(1500)},
        {"教育资助": AID.format(1200)},
    ),
    Kind(
        "reduction_task_completion",
        {WHOLE: "减贫任务未完成。年度减贫任务的完成率为0%。"},
        {"贫困户": FAMILY, "贫困人口": FOUR},
    ),
]
MONEY = [
    Kind(
        "projects_overdue",
        {
            WHOLE: "项目逾期。过了计划完工日期仍未完工的项目有1个：东岭桥。",
            EAST: "项目逾期。过了计划完工日期仍未完工的项目有1个：东岭桥。",
        },
        {"项目": PROJECTS.format("完工")},
        {"项目": PROJECTS.format("在建")},
    ),
    Kind(
        "projects_overpaid",
        {WHOLE: "项目超拨。累计拨付超过计划资金的项目有1个：东岭桥，共多拨0.01元。"},
        {"资金拨付": PAYMENTS.format(10000)},
        {"项目": PROJECTS.format("完工"), "资金拨付": PAYMENTS.format("10000.01")},
    ),
    Kind(
        "funds_carried_over funds_payment_rate",
        {WHOLE: "资金未拨完。当年下达的扶贫资金拨付率为50%，年末结转1万元。"},
        {"资金拨付": PAYMENTS.format(20000)},
        {
            "项目": PROJECTS.format("完工"),
            "资金下达": FUNDS.format(20000),
            "资金拨付": PAYMENTS.format(10000),
        },
    ),
    Kind(
        "documents_overcommitted",
        {WHOLE: "资金安排超计划。所安排项目的计划资金超过下达金额的指标文号有1个。"},
        {"资金下达": FUNDS.format(30000)},
        {"项目": PROJECTS.format("完工"), "资金下达": FUNDS.format("29999.99")},
    ),
]

_VILLAGE_FIGURES = {
    "culture_centre_coverage": ("综合文化服务中心", "综合文化服务中心", "是", "否"),
    "clinic_coverage": ("卫生室", "卫生室", "是", "否"),
    "service_platform_coverage": ("综合服务平台", "综合服务平台", "是", "否"),
    "ecommerce_coverage": ("电商服务平台", "电商服务平台", "是", "否"),
    "grid_upgrade_completion": ("农网改造完成", "农网改造", "是", "否"),
    "coverage_4g": ("4G信号", "4G信号", "是", "否"),
    "coverage_fibre": ("光纤通达", "光纤", "是", "否"),
    "coverage_leaders_villages": ("包村区级领导编号", "区级领导包村", "L1", ""),
    "coverage_departments_villages": ("联村部门", "部门联村", "甲局", ""),
}
SERVICES = [
    *(
        Kind(
            figure,
            {
                WHOLE: f"{noun}没有全覆盖。{noun}覆盖1/2个村（50%，缺：西溪村）。",
                WEST: f"{noun}没有覆盖。{noun}还没有覆盖本村。",
            },
            {"行政村": f"乡镇 | 行政村 | {header}\n青石乡 | 东岭村 | {yes}\n青石乡 | 西溪村 | {yes}"},
            {"行政村": f"乡镇 | 行政村 | {header}\n青石乡 | 东岭村 | {yes}\n青石乡 | 西溪村 | {no}"},
        )
        for figure, (header, noun, yes, no) in _VILLAGE_FIGURES.items()
    ),
    Kind(
        "stationed_coverage",
        {
            WHOLE: "驻村工作队没有全覆盖。驻村工作队覆盖2/3个村（66.67%，缺：西溪村）。",
            WEST: "驻村工作队没有覆盖。驻村工作队还没有覆盖本村。",
        },
        {"帮扶干部": WELL},
        {"帮扶干部": put(WELL, ("驻村队员 | 乙局 | 青石乡", "结对干部 | 乙局 | 青石乡"))},
    ),
    Kind(
        "industry_blank_villages",
        {WHOLE: "产业空白。没有产业的村有1个：南坪村。", SOUTH: "产业空白。本村还没有产业。"},
        {"行政村": put(VILLAGES, ("否 | 40000", "是 | 40000"))},
    ),
]
KINDS = [*LIVING, *MONEY, *SERVICES]
CASES: list[Case] = [case for kind in KINDS for case in kind.cases()]

# What findings show.
IDLE = pd.DataFrame(
    {
        "check": ["project_idle", "project_idle"],
        "severity": "warning",
        "ledger": "项目",
        "file": "项目.xlsx",
        "sheet": "Sheet1",
        "row": [2, 3],
    }
)
FOUND = pd.DataFrame(
    {"check": ["id_checksum", "phone_form", "row_total"], "severity": ["error", "warning", "info"]}
).assign(ledger="贫困人口")
ALIKE = pd.DataFrame(
    {"check": ["x_same_number", "income_outlier"], "severity": "warning", "ledger": "贫困户、贫困人口"}
)
BARE = Scene("shortcomings", ("projects_total",), {"项目": PROJECTS.format("完工")})
CASES += [
    BARE.case(
        f"{SEVERAL}\n项目闲置。指标下达满6个月时未开工或未拨付的项目有2个：东岭桥、西溪路。\n台账质量。台账中还有提醒2处没有处理。",
        findings=IDLE,
    ),
    BARE.case(
        f"{SEVERAL}\n项目闲置。指标下达满6个月时未开工或未拨付的项目有1个：东岭桥。\n台账质量。台账中还有提醒1处没有处理。",
        EAST,
        findings=IDLE[:1],
    ),
    BARE.case(f"{ONE}\n台账质量。台账中还有错误1处、提醒1处没有处理。", findings=FOUND),
    BARE.case(f"{ONE}\n台账质量。台账中还有错误1处没有处理。", findings=FOUND[:1]),
    BARE.case(NOTHING, findings=FOUND[2:]),
    # What may be right as it stands cannot be mended, and is no shortcoming.
    BARE.case(f"{ONE}\n台账质量。台账中还有提醒1处没有处理。", findings=pd.concat([FOUND[1:2], ALIKE])),
    BARE.case(
        "从本年台账看，收入、保障、项目、帮扶和公共服务各项都没有发现短板；台账另有提醒2处只须核对，无误的不必处理（见数据质量）。",
        findings=ALIKE,
    ),
    BARE.case(NOTHING),
    # Where a ledger is missing, nobody can say that nothing is lacking.
    BARE.case(
        f"{ONE}\n台账缺失。缺少或读不出的台账：走访、就业，有关情况无从判断。",
        facts=RunFacts(missing=("走访", "就业")),
    ),
]

# The order: by kind, and of one kind the greater share first.
ALL = Scene(
    "shortcomings",
    (
        *(
            "dropouts",
            "registered_persons",
            "medical_coverage",
            "persons_near_line",
            "projects_total",
            "projects_overdue",
        ),
        *(
            "coverage_household_pairing",
            "attendance_compliance",
            "attendance_shortfalls",
            "coverage_fibre",
            "industry_blank_villages",
        ),
        "admin_villages",
    ),
    {
        "参保缴费": put(INSURED, ("P3", "Q3"), ("P4", "Q4")),
        "家庭收入": net_incomes(H1="4321", H2="12000", H3="6000"),
        "项目": PROJECTS.format("在建"),
        "帮扶干部": WELL,
        "驻村考勤": MONTHS.format(11, 0),
    },
)
CASES += [
    ALL.case(
        f"""
        {SEVERAL}
        医保未参保。在册人口参加城乡居民医保的为2/4人（50%），尚缺：南坪村1人、西溪村1人。
        失学辍学。在册成员中失学辍学的有1人，分布在西溪村。
        收入刚过脱贫线。4人的家庭人均纯收入不低于脱贫线、但不足其1.4倍，分布在西溪村2人、南坪村1人、东岭村1人。
        项目逾期。过了计划完工日期仍未完工的项目有1个：东岭桥。
        驻村天数不足。达标率为33.33%，驻村或住村天数不足的有2人月，分布在南坪村1人月、西溪村1人月。
        结对未到户。有帮扶责任人的贫困户为2/3户（66.67%），尚缺：南坪村。
        光纤没有全覆盖。光纤覆盖2/3个村（66.67%，缺：西溪村）。
        产业空白。没有产业的村有1个：南坪村。
        """
    ),
]


def test_checks_that_say_that_a_sound_record_needs_nothing_are_no_shortcoming() -> None:
    sound = {
        check.id
        for check in CHECKS.values()
        if check.severity != "info" and re.search("不需要处理|可不处理|不必处理", check.advice)
    }
    assert sound <= MAY_STAND <= set(CHECKS)
    assert all(CHECKS[one].severity == "warning" for one in MAY_STAND)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_shortcomings(case: Case) -> None:
    assert_said(case)
