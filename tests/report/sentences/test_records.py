"""The chapters on the report itself: places side by side, both sides of a check, printed numbers, data quality, the run."""

from datetime import date

import pandas as pd
import pytest

from gonggu.checks.findings import of_troubles
from gonggu.corrections import Applied
from gonggu.manifest import InputFile
from gonggu.params import Claim
from gonggu.reading.trouble import Trouble
from gonggu.report.document import RunFacts
from tests.report.sentences.scene import (
    EAST,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
)

PROJECTS = """
    项目编号 | 项目名称 | 项目类别 | 乡镇 | 行政村 | 计划资金 | 项目状态
    X1 | 全区桥 | 其他 | | | 10000 | 完工
    X2 | 西溪路 | 其他 | 青石乡 | 西溪村 | 20000 | 完工
    X3 | 乡道 | 其他 | 青石乡 | | 20000 | 完工
"""
SIDE_BY_SIDE = Scene("townships", ("registered_persons", "projects_total"), {"项目": PROJECTS})
OF_PLACES = "列出主要指标；计数和合计类指标，各地相加（连同不属任何一地的记录）等于合计行。"

CASES: list[Case] = [
    SIDE_BY_SIDE.case(
        f"""
        下表按乡镇{OF_PLACES}
        在册与脱贫
        青石乡 | 3
        白沙镇 | 1
        合计 | 4
        项目与保障
        青石乡 | 2
        白沙镇 | 0
        区级 | 1
        合计 | 3
        """
    ),
    SIDE_BY_SIDE.case(
        f"""
        下表按村{OF_PLACES}
        在册与脱贫
        东岭村 | 1
        西溪村 | 2
        合计 | 3
        项目与保障
        东岭村 | 0
        西溪村 | 1
        乡镇级 | 1
        合计 | 2
        """,
        TOWNSHIP,
    ),
    # Of whom no edition tells, no column is left.
    SIDE_BY_SIDE.case(
        f"""
        下表按乡镇{OF_PLACES}
        项目与保障
        青石乡 | 2
        白沙镇 | 0
        区级 | 1
        合计 | 3
        """.replace("各地", "各地的数都公布的，各地"),
        withheld=("registered_persons",),
    ),
    Scene("townships", ("income_per_head", "visits_households")).case(
        f"""
        下表按乡镇{OF_PLACES}
        收入
        青石乡 | —
        白沙镇 | —
        合计 | —
        帮扶工作
        青石乡 | 0
        白沙镇 | 0
        合计 | 0
        """.replace("收入\n        青石乡 | —\n        白沙镇 | —\n        合计 | —\n        ", "")
    ),
]

CADRES = """
    干部编号 | 角色 | 派驻乡镇 | 派驻行政村 | 任职日期 | 体检日期
    C1 | 驻村队员 | 青石乡 | 东岭村 | 2020-01-01 | {}
"""
CHECKS = Scene(
    "crosschecks", ("cadre_medical_checks", "stationed_cadres", "exits_persons", "unexited_persons")
)
SIDES = "指标之间、指标与台账之间的核对"
JOBS_OPEN = """
        搬迁就业人数 = 五类就业之和 | 无数据 | 无数据 | — | 无法核对 |
        搬迁就业人数 ≤ 搬迁劳动力 | 无数据 | 无数据 | — | 无法核对 |
        搬迁劳动力 ≤ 搬迁人口 | 无数据 | 无数据 | — | 无法核对 |
"""
FEW = ("历年情况", "行政村")
TWO_FAMILIES = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度
    H1 | 青石乡 | 东岭村 | 未脱贫 |
    H4 | 青石乡 | 东岭村 | 已脱贫 | 2021
"""
TWO_PERSONS = "乡镇 | 行政村 | 户编号 | 人编号\n青石乡 | 东岭村 | H1 | P1\n青石乡 | 东岭村 | H4 | P4"
CASES += [
    CHECKS.case(
        f"共4项：一致1项，没有不一致的，无法核对3项。\n{SIDES}\n{JOBS_OPEN}\n体检人数 = 驻村工作队员数 | 1名 | 1名 | 0名 | 一致 |",
        EAST,
        absent=FEW,
        帮扶干部=CADRES.format("2021-05-01"),
    ),
    # 一致 is of equal numbers only: a part that is within its whole is 成立.
    Scene(
        "crosschecks", ("relocation_employed", "relocation_labour", "relocation_persons"), whole=False
    ).case(
        "搬迁就业人数 ≤ 搬迁劳动力 | 0人 | 1人 | −1人 | 成立 |\n搬迁劳动力 ≤ 搬迁人口 | 1人 | 2人 | −1人 | 成立 |",
        WEST,
        贫困人口="户编号 | 乡镇 | 行政村 | 人编号 | 劳动能力\nH2 | 青石乡 | 西溪村 | P2 | 普通劳动力\nH2 | 青石乡 | 西溪村 | P3 | 无劳动力",
        易地搬迁="户编号 | 迁出乡镇 | 迁出行政村 | 安置方式\nH2 | 青石乡 | 西溪村 | 集中安置",
    ),
    CHECKS.case(
        f"""
        共4项：不一致1项，无法核对3项。
        {SIDES}
        {JOBS_OPEN}
        体检人数 = 驻村工作队员数 | 0名 | 1名 | −1名 | 不一致 | 2021年没有体检记录的1名
        """,
        EAST,
        absent=FEW,
        帮扶干部=CADRES.format(""),
    ),
    CHECKS.case(
        f"""
        共5项：一致1项，没有不一致的，提示核对1项，无法核对3项。
        {SIDES}
        {JOBS_OPEN}
        体检人数 = 驻村工作队员数 | 1名 | 1名 | 0名 | 一致 |
        当年脱贫人口与未脱贫人口恰好相等 | 1人 | 1人 | 0人 | 提示核对 | 两者含义不同，引用时请核对
        """,
        EAST,
        absent=FEW,
        帮扶干部=CADRES.format("2021-05-01"),
        贫困户=TWO_FAMILIES,
        贫困人口=TWO_PERSONS,
    ),
]


def _claims(*claims: tuple[str, str, str]) -> tuple[Claim, ...]:
    return tuple(
        Claim.model_validate(
            {
                "figure": figure,
                "year": 2021,
                "section": "总述",
                "value": value,
                "unit": unit,
                "how": "computed",
            }
            | ({"match": "ge"} if figure == "registered_persons" else {})
            | ({"implied": "yes"} if figure == "exits_persons" else {})
        )
        for figure, value, unit in claims
    )


COMPARED = "按公布时的小数位四舍五入后比较；公布为“不少于”的只比下限，不低于它的记作“达到”；原文未写数字而由措辞推出的，注明“由措辞推出”。"
EACH_OTHER = "下表只比较已公布的数字彼此之间，不涉及台账。"
PRINTED = Scene("published", ("总述",))
CASES += [
    PRINTED.case(
        f"""
        已公布的3个数中，一致3个（含达到下限的1个），没有不一致的。{COMPARED}
        已公布数与台账计算值
        建档立卡户数 | 3户 | 3户 | 一致 | 总述
        建档立卡人口 | 不少于4人 | 4人 | 达到 | 总述
        当年脱贫人口（由措辞推出） | 0人 | 0人 | 一致 | 总述
        """,
        published=_claims(
            ("registered_households", "3", "户"),
            ("registered_persons", "4", "人"),
            ("exits_persons", "0", "人"),
        ),
    ),
    PRINTED.case(
        f"""
        已公布的3个数中，一致0个，不一致2个，无数据1个。{COMPARED}
        已公布数与台账计算值
        建档立卡户数 | 5户 | 3户 | 不一致 | 总述
        建档立卡户数 | 6户 | 3户 | 不一致 | 总述
        当年脱贫户最低人均纯收入 | 3,700元 | 无数据 | 无数据 | 总述
        {EACH_OTHER}
        已公布数之间的核对
        同一个数（建档立卡户数）前后一致 | 5户 | 6户 | 自相矛盾 | 总述与总述写法不同
        """,
        published=_claims(
            ("registered_households", "5", "户"),
            ("registered_households", "6", "户"),
            ("exit_income_min", "3700", "元/人"),
        ),
    ),
]

QUALITY = Scene("quality", ("总述",))
FOUND = pd.DataFrame(
    {
        "check": ["id_checksum", "phone_form", "id_checksum", "header_unknown", "row_total"],
        "severity": ["error", "warning", "error", "warning", "info"],
        "ledger": ["贫困人口", "贫困户", "贫困人口", "", "贫困户"],
    }
)
NOT_MADE = of_troubles(
    [Trouble("check_not_made", "贫困人口", "乙乡_贫困人口.xlsx", expected="读出后才能做的")]
)
CORRECTED = Applied(
    ledger="家庭收入", record="户编号 H1", column="工资性收入", old="597", new="", reason="对照工资流水",
    date=date(2021, 12, 20), township="青石乡", village="东岭村",
)  # fmt: skip
NAME_CORRECTED = CORRECTED.model_copy(
    update={"ledger": "贫困户", "column": "户主姓名", "reason": "对照户口簿"}
)
CLEAN = "程序检查没有发现错误和需要核对的地方。"
TO_MEND = "具体到文件、工作表、单元格的问题清单只供内部整改，不随本报告流转。"
CASES += [
    QUALITY.case(CLEAN),
    QUALITY.case(CLEAN, findings=FOUND[4:]),
    QUALITY.case(f"{CLEAN}\n缺少或读不出的台账：走访、就业。", facts=RunFacts(missing=("走访", "就业"))),
    QUALITY.case(
        f"""
        程序检查发现提醒1处。
        各项指标未含读不出的文件：乙乡_贫困人口.xlsx（贫困人口）。
        没有做或没有做全的检查
        乙乡_贫困人口.xlsx | 贫困人口 | 读出后才能做的
        各台账的问题
        贫困人口 | 因文件读不出而没有做的检查 | 提醒 | 1
        {TO_MEND}
        """,
        findings=NOT_MADE,
        facts=RunFacts(unread={"persons": ("乙乡_贫困人口.xlsx",)}),
    ),
    QUALITY.case(
        f"""
        程序检查发现错误2处、提醒2处。
        各台账的问题
        贫困人口 | 身份证号校验码不符 | 错误 | 2
        贫困户 | 联系电话格式异常 | 提醒 | 1
        （未归入台账的文件） | 表中有未登记的列，未使用 | 提醒 | 1
        {TO_MEND}
        """,
        findings=FOUND,
    ),
    QUALITY.case(
        f"程序检查发现提醒1处。\n各台账的问题\n贫困户 | 联系电话格式异常 | 提醒 | 1\n{TO_MEND}",
        findings=FOUND[1:2],
    ),
    QUALITY.case(
        f"""
        {CLEAN}
        台账原件没有改动，下列2处在读入后按更正单改正，再计算指标。
        读入后的更正
        家庭收入 | 户编号 H1 | 工资性收入 | 597 | （空白） | 对照工资流水 | 2021-12-20
        贫困户 | 户编号 H1 | 户主姓名 | （个人信息） | （个人信息） | 对照户口簿 | 2021-12-20
        """,
        facts=RunFacts(corrections=(CORRECTED, NAME_CORRECTED)),
    ),
]

INPUTS = (
    InputFile(
        file="青石乡/贫困户.xlsx", sha256="ab" * 32, size=12345, ledgers={"households": 1234, "persons": 2}
    ),
    InputFile(file="备忘.xlsx", sha256="cd" * 32, size=99, ledgers={}),
)
RUN = Scene("run", ())
VERSIONS = {"gonggu": "0.1.0"}
CASES += [
    RUN.case(
        """
        本报告由下列2个文件生成，原件未作改动；校验码为文件内容sha256的前12位。
        读入的文件
        青石乡/贫困户.xlsx | 12,345 | abababababab | 贫困户1,234条、贫困人口2条
        备忘.xlsx | 99 | cdcdcdcdcdcd | 未采用
        程序版本
        gonggu | 0.1.0
        """,
        facts=RunFacts(INPUTS, versions=VERSIONS),
    ),
    RUN.case(
        """
        本报告由下列3个文件中本地的记录生成，原件未作改动；本地数据的校验码为efefefefefef。
        本地记录所在的文件
        行政村.xlsx | 行政村1条
        贫困人口.xlsx | 贫困人口1条
        贫困户.xlsx | 贫困户1条
        程序版本
        gonggu | 0.1.0
        """,
        EAST,
        facts=RunFacts(INPUTS, versions=VERSIONS, digest="ef" * 16),
    ),
    RUN.case("程序版本\ngonggu | 0.1.0", facts=RunFacts(versions=VERSIONS)),
]

FIGURES = Scene("figures", ("poverty_rate", "registered_persons"), whole=False)
UNREAD = RunFacts(unread={"persons": ("乙乡_贫困人口.xlsx",)})
ABOUT = (
    "本报告的每个指标及其口径；台账名可点到本章末的来源，“用于”可点回正文。“分子 / 分母”是比率和平均数的两个部分，"
    "计数与合计只有一个数；金额的分子、分母以元计。"
)
CASES += [
    FIGURES.case(
        f"""
        {ABOUT}
        指标：总述
        建档立卡人口registered_persons | 4 | 人 | 4 | 4 | 贫困人口 | 年末在册的贫困人口数用于：总述
        贫困发生率poverty_rate | 0.1 | % | 1 / 1,000 | 1 | 行政村、贫困户、贫困人口 | 未脱贫人口 ÷ 各村农村户籍人口之和用于：总述
        """
    ),
    FIGURES.case("各项指标未含读不出的文件：乙乡_贫困人口.xlsx（贫困人口）。", facts=UNREAD),
    FIGURES.case(
        "各指标所用的台账（括号内为文件内容sha256的前12位）\n贫困户 | 3 | 青石乡/贫困户.xlsx（abababababab）",
        facts=RunFacts(INPUTS),
    ),
    Scene("figures", ("persons_near_line", "exit_income_min"), whole=False).case(
        """
        当年脱贫户最低人均纯收入exit_income_min | 无数据 | 元/人 | | 0 | 贫困户、贫困人口、家庭收入 | 2021年脱贫的各户人均纯收入的最小值标准：脱贫线4,321（2021年起，假定）
        政策标准按年度取值：用2021年已经开始执行的最近一个；注明“假定”“推算”“出处存疑”的没有直接的文件依据，引用前请核对。
        本版指标所用的标准（params/rules.csv）
        脱贫线exit_line | 4,321 | 2021年 | 假定 | 虚构 | 当年脱贫户最低人均纯收入、收入边缘人口
        收入监测线与脱贫线之比monitoring_line_ratio | 1.4 | 2021年 | 假定 | 虚构 | 收入边缘人口
        """
    ),
    FIGURES.case("各指标所用的台账\n贫困户 | 2 | 贫困户.xlsx", TOWNSHIP, facts=RunFacts(INPUTS)),
    FIGURES.case(
        "贫困户 | 3 | 1.xlsx（abababababab）、2.xlsx（abababababab）、3.xlsx（abababababab）、4.xlsx（abababababab）等5个文件，见“本次运行”",
        facts=RunFacts(
            tuple(INPUTS[0].model_copy(update={"file": f"{number}.xlsx"}) for number in range(1, 6))
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_records(case: Case) -> None:
    assert_said(case)
