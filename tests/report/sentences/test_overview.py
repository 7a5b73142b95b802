"""总述 and the first screen: the register, the headcount against the base year, who left poverty, what the banner says."""

import pandas as pd
import pytest

from gonggu.params import Claim
from gonggu.report.document import RunFacts
from tests.report.sentences.scene import (
    EAST,
    HOUSEHOLDS,
    NOBODY,
    PERSONS,
    SOUTH,
    TOWNSHIP,
    VILLAGES,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)
from tests.worked_ledgers import YEAR_PARAMS, net_incomes

PRINTED = Claim(
    figure="exits_persons", year=2021, section="总述", value="0", unit="人", how="stated", match="eq"
)
NONE_LEFT = "2021年没有新脱贫的户。"
REGISTER = Scene("overview", ("总述", "admin_villages"))
ALL_EXITED = put(HOUSEHOLDS, ("未脱贫 | ", "已脱贫 | 2018"))
POOR_VILLAGES = """
    乡镇 | 行政村 | 农村户籍人口 | 是否贫困村 | 出列年度
    青石乡 | 东岭村 | 600 | 是 | 2016
    青石乡 | 西溪村 | 300 | 是 | 2022
    白沙镇 | 南坪村 | 100 | 否 |
"""
HISTORY = """
    年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口
    2016 | 青石乡 | 东岭村 | {} | {}
"""
MANY = "\n".join(f"青石乡 | 东岭村 | H1 | Q{number} | 否" for number in range(2_000))

CASES: list[Case] = [
    # The register, by scope.
    REGISTER.case(
        f"2021年末，云岭区有3个行政村，在册建档立卡3户、4人。其中未脱贫1户、1人。贫困发生率为0.1%。\n{NONE_LEFT}"
    ),
    REGISTER.case(
        f"2021年末，青石乡有2个行政村，在册建档立卡2户、3人。其中未脱贫1户、1人。贫困发生率为0.11%。\n{NONE_LEFT}",
        TOWNSHIP,
    ),
    REGISTER.case(f"2021年末，西溪村在册建档立卡1户、2人。在册户已脱贫。贫困发生率为0%。\n{NONE_LEFT}", WEST),
    REGISTER.case(
        f"2021年末，云岭区有3个行政村，在册建档立卡3户、2,004人。其中未脱贫1户、2,001人。贫困发生率为200.1%。\n{NONE_LEFT}",
        贫困人口=PERSONS + MANY,
    ),
    REGISTER.case(
        f"2021年末，云岭区有3个行政村，在册建档立卡3户、4人。在册户都已脱贫。贫困发生率为0%。\n{NONE_LEFT}",
        贫困户=ALL_EXITED,
    ),
    REGISTER.case("2021年末，云岭区有3个行政村，没有建档立卡户。贫困发生率为0%。", **NOBODY),
    REGISTER.case("2021年末，南坪村没有建档立卡户。贫困发生率为0%。", SOUTH, **NOBODY),
    REGISTER.case(
        f"2021年末，云岭区有3个行政村，在册建档立卡3户、4人。其中未脱贫1户、1人（含返贫1人）。贫困发生率为0.1%。\n{NONE_LEFT}",
        贫困户=put(HOUSEHOLDS, ("未脱贫", "返贫")),
    ),
    # Villages that were poor.
    REGISTER.case(
        f"2021年末，云岭区有3个行政村，其中已出列贫困村1个，在册建档立卡3户、4人。其中未脱贫1户、1人。贫困发生率为0.1%。\n{NONE_LEFT}",
        行政村=POOR_VILLAGES,
    ),
    REGISTER.case(
        f"2021年末，东岭村在册建档立卡1户、1人，本村是已出列的贫困村。其中未脱贫1户、1人。贫困发生率为0.17%。\n{NONE_LEFT}",
        EAST,
        行政村=POOR_VILLAGES,
    ),
    REGISTER.case(
        f"2021年末，西溪村在册建档立卡1户、2人。在册户已脱贫。贫困发生率为0%。\n{NONE_LEFT}",
        WEST,
        行政村=POOR_VILLAGES,
    ),
    # The headcount against the base year.
    *(
        Scene("overview", ("poverty_rate", "poverty_rate_base")).case(said, 历年情况=HISTORY.format(*before))
        for before, said in (
            ((1000, 201), "贫困发生率为0.1%，比2016年的20.1%下降20个百分点。"),
            ((1000, 0), "贫困发生率为0.1%，比2016年的0%上升0.1个百分点。"),
            ((1000, 1), "贫困发生率为0.1%，与2016年的0.1%持平。"),
            ((10_000, 0), "贫困发生率为0.1%，比2016年的0%上升0.1个百分点。"),
        )
    ),
    Scene("overview", ("poverty_rate", "poverty_rate_base")).case(
        "贫困发生率为0.003%，2016年为0.002%。",
        行政村=put(VILLAGES, ("600", "29600"), ("100", "3433")),
        历年情况=HISTORY.format(50_000, 1),
    ),
    Scene("overview", ("poverty_rate", "poverty_rate_base")).case(
        "贫困发生率为0.1%。\n缺少台账“历年情况”，以下指标没有数据：基期贫困发生率。", absent=("历年情况",)
    ),
]

EXITED = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况
    H1 | 青石乡 | 东岭村 | 已脱贫 | 2021 | 是 | 是 | 安全
    H2 | 青石乡 | 西溪村 | 已脱贫 | 2021 | 是 | 是 | {}
"""
INSURED = """
    人编号 | 险种
    P1 | 城乡居民医保
    P2 | 城乡居民医保
    P3 | 城乡居民医保
"""
AT_SCHOOL = put(PERSONS, ("| 是", "| 否"))
EXITS = Scene(
    "overview",
    ("exits_households", "exits_persons", "exit_income_min", "exit_standard_met"),
    {
        "贫困户": EXITED.format("安全"),
        "贫困人口": AT_SCHOOL,
        "参保缴费": INSURED,
        "家庭收入": net_incomes(H1="5000", H2="9000"),
    },
)
MEASURED = "对照收入、吃穿、饮水、住房、义务教育和基本医疗各项标准，"
CASES += [
    EXITS.case(
        f"2021年脱贫2户、3人，其中人均纯收入最低的一户为4,500元（脱贫线4,321元）。{MEASURED}全部3人都已达到。"
    ),
    EXITS.case(f"2021年脱贫1户、1人，人均纯收入为5,000元（脱贫线4,321元）。{MEASURED}1人已达到。", EAST),
    EXITS.case(
        f"2021年脱贫2户、3人，其中人均纯收入最低的一户为4,500元（脱贫线4,321元）。{MEASURED}全都达到的为1/3人（33.33%）。",
        贫困户=EXITED.format("危房C级"),
    ),
    EXITS.case(
        f"2021年脱贫2户、3人，其中人均纯收入最低的一户为4,320.5元（脱贫线4,321元）。{MEASURED}全都达到的为1/3人（33.33%）。",
        家庭收入=net_incomes(H1="5000", H2="8641"),
    ),
    EXITS.case(
        "2021年脱贫2户、3人。\n缺少台账“家庭收入”，以下指标没有数据：当年脱贫户最低人均纯收入、当年脱贫达标率。",
        absent=("家庭收入",),
    ),
    Scene("overview", ("xiaokang_degree",)).case(
        "据区级统计，全面小康实现程度为94.8%。", 区级统计="指标 | 年度 | 数值\n全面小康实现程度 | 2021 | 94.8"
    ),
    Scene("overview", ("xiaokang_degree",)).case(
        "", 区级统计="指标 | 年度 | 数值\n全面小康实现程度 | 2020 | 94.8"
    ),
]

COVER = Scene("cover", ("总述",), whole=False)
FOUND = pd.DataFrame(
    {"check": ["id_checksum", "phone_form", "row_total"], "severity": ["error", "warning", "info"]}
).assign(ledger="贫困人口")
DRAFT = "草稿，不得外发。"
CASES += [
    COVER.case("云岭区（全区）\n2021年\n2021年各办公室台账，截至2021年12月31日"),
    COVER.case("云岭区青石乡西溪村", WEST),
    *(
        COVER.case(said, 历年情况=put(HISTORY, ("2016", "2020")).format(1000, before))
        for before, said in (
            (3, "未脱贫人口 | 1人 | 比上年减少2人\n贫困发生率 | 0.1% | 比上年下降0.2个百分点"),
            (0, "未脱贫人口 | 1人 | 比上年增加1人\n贫困发生率 | 0.1% | 比上年上升0.1个百分点"),
            (1, "未脱贫人口 | 1人 | 与上年持平\n贫困发生率 | 0.1% | 与上年持平"),
        )
    ),
    COVER.case("未脱贫人口 | 1人", 历年情况=HISTORY.format(1000, 3)),
    # The sample says what of it is real, and what is not.
    COVER.case(
        "示例数据。区名和全区的合计数取自公开报告，村、户、人和项目都是虚构的。",
        params=YEAR_PARAMS.model_copy(update={"sample": True}),
        published=(PRINTED,),
    ),
    COVER.case(
        "示例数据。区名取自公开报告，村、户、人、项目和各项数字都是虚构的。",
        params=YEAR_PARAMS.model_copy(update={"sample": True}),
    ),
    COVER.case("云岭区2021年巩固脱贫成果工作报告（内部）\n内部资料，不得公开。对外提供请用公开版。"),
    COVER.case(f"{DRAFT}台账还有1处错误没有改正（见数据质量），改正后请重新生成。", findings=FOUND),
    COVER.case(
        f"{DRAFT}\n缺少或读不出的台账：走访、就业。需要它们的指标在本报告中没有数据。",
        facts=RunFacts(missing=("走访", "就业")),
    ),
    COVER.case(
        f"{DRAFT}\n本报告的指标未含读不出的文件：丙.xlsx（贫困户、贫困人口）、乙乡_贫困人口.xlsx（贫困人口）。",
        facts=RunFacts(unread={"households": ("丙.xlsx",), "persons": ("乙乡_贫困人口.xlsx", "丙.xlsx")}),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_overview(case: Case) -> None:
    assert_said(case)


@pytest.mark.parametrize("findings", [FOUND[:0], FOUND[1:]], ids=["none", "warnings"])
def test_without_errors_and_with_all_ledgers_it_is_no_draft_and_without_the_mark_no_sample(
    findings: pd.DataFrame,
) -> None:
    html = COVER.case("", findings=findings).document().chapter("overview").html
    assert "草稿" not in html
    assert "虚构" not in html
    assert "缺少" not in html
