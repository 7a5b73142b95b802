"""The first screen's changes since the year before: every headline figure, where they come from, and what is not alike."""

import pytest

from gonggu.figures.catalogue import BY_ID
from gonggu.figures.headline import HEADLINE
from gonggu.manifest import PlaceBefore, ValueBefore
from gonggu.report.document import RunFacts
from tests.report.sentences.scene import EAST, TOWNSHIP, Case, Scene, assert_said, lines_in, part_of, put
from tests.worked_ledgers import net_incomes

FUNDS = "指标文号 | 金额\nA | 30000"
PROJECTS = "项目编号 | 乡镇 | 行政村 | 计划资金\nX1 | 青石乡 | 东岭村 | 20000"
PAYMENTS = "拨付编号 | 项目编号 | 拨付日期 | 金额\nB1 | X1 | 2021-05-01 | 15000"
INSURED = "人编号 | 险种\nP1 | 城乡居民医保\nP2 | 城乡居民医保\nP3 | 城乡居民医保"
HISTORY = "年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口\n2020 | 青石乡 | 东岭村 | 1000 | 3"
SCENE = Scene(
    "cover",
    HEADLINE,
    {
        "资金下达": FUNDS,
        "项目": PROJECTS,
        "资金拨付": PAYMENTS,
        "参保缴费": INSURED,
        "家庭收入": net_incomes(H1="9000", H2="9000", H3="5000"),
        "历年情况": HISTORY,
    },
    whole=False,
)
OF_LEDGERS = "“比上年”由2020年的台账按今年的口径算出"


def _facts(values: dict[str, str], *, same_villages: bool = True) -> RunFacts:
    """The year before: by figure `value`, or `value of whole`."""
    parts = {name: text.split(" of ") for name, text in values.items()}
    told = {
        name: ValueBefore(value=value, whole=whole[0] if whole else None)
        for name, (value, *whole) in parts.items()
    }
    return RunFacts(before=PlaceBefore(township="", village="", same_villages=same_villages, values=told))


ALL = {
    "registered_persons": "6",
    "unexited_persons": "2",
    "poverty_rate": "2/10 of 1000",
    "exits_persons": "0",
    "income_per_head": "5000 of 6",
    "funds_total": "2",
    "projects_planned": "3",
    "funds_payment_rate": "40 of 20000",
}

CASES: list[Case] = [
    SCENE.case(
        f"""
        建档立卡人口 | 4人 | 比上年减少2人
        未脱贫人口 | 1人 | 比上年减少1人
        贫困发生率 | 0.1% | 比上年下降0.1个百分点
        当年脱贫人口 | 0人 | 与上年持平
        建档立卡人口人均纯收入 | 5,750元/人 | 比上年增加750元（分母由6变为4）
        扶贫资金总规模 | 3万元 | 比上年增加1万元
        项目计划资金 | 2万元 | 比上年减少1万元
        资金拨付率 | 50% | 比上年上升10个百分点（分母由20,000变为30,000）
        {OF_LEDGERS}。
        """,
        facts=_facts(ALL),
    ),
    # A township has no funds handed down: it shows who is insured instead.
    SCENE.case(
        f"""
        医保参保率 | 100% | 比上年上升40个百分点
        {OF_LEDGERS}，其中未脱贫人口、贫困发生率取自“历年情况”。
        """,
        TOWNSHIP,
        facts=_facts({"medical_coverage": "60 of 3"}),
    ),
    # The difference is that of the printed numbers.
    SCENE.case(
        "建档立卡人口人均纯收入 | 9,000元/人 | 比上年增加0.01元",
        EAST,
        facts=_facts({"income_per_head": "8999.9949 of 1"}),
    ),
    SCENE.case(
        f"{OF_LEDGERS}；两年所辖的行政村不同，增减中含这一变化。",
        facts=_facts(ALL, same_villages=False),
    ),
    # A whole that has changed by a third or less is none to be marked.
    SCENE.case("贫困发生率 | 0.1% | 比上年下降0.1个百分点", facts=_facts({"poverty_rate": "2/10 of 1400"})),
    SCENE.case("未脱贫人口 | 1人 | 比上年减少2人\n“比上年”取自台账“历年情况”。"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_cover_changes(case: Case) -> None:
    assert_said(case)


def test_without_a_year_before_nothing_is_said_of_it() -> None:
    lines = lines_in(part_of(SCENE.case("", 历年情况=put(HISTORY, ("2020", "2019")))))
    assert "未脱贫人口 | 1人" in lines
    assert not [line for line in lines if "上年" in line]


def test_a_public_edition_tells_no_change() -> None:
    lines = lines_in(part_of(SCENE.case("", withheld=())))
    assert not [line for line in lines if "上年" in line]


def test_no_headline_figure_rests_on_a_rule_that_may_change_with_the_year() -> None:
    assert [one for one in HEADLINE if BY_ID[one].rules] == []
