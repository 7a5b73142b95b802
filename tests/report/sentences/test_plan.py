"""三、下一年度计划: who is still in poverty and why, next year's targets and the distance to each."""

import re
from fractions import Fraction

import pytest

from gonggu.figures.catalogue import BY_ID
from gonggu.figures.targets import YEARLY, is_yearly_task
from gonggu.params import NextTarget, YearParams
from gonggu.report.comparisons import distance
from tests.report.sentences.scene import (
    EAST,
    HOUSEHOLDS,
    NOBODY,
    SOUTH,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
    put,
)
from tests.worked_ledgers import YEAR_PARAMS, net_incomes

NO_TARGETS = "年度参数没有列出2022年的目标。"
LEFT = Scene(
    "plan", ("unexited_households", "unexited_persons", "unexited_plan_coverage", "registered_households")
)
TWO_LEFT = put(HOUSEHOLDS, ("西溪村 | 已脱贫 | 2018", "西溪村 | 未脱贫 |"))
SAME_CAUSE = put(TWO_LEFT, ("因学 | ", "因病 | 就业"))


def _with(*targets: dict[str, object]) -> YearParams:
    content = YEAR_PARAMS.model_dump(by_alias=True) | {"next_targets": list(targets)}
    return YearParams.model_validate(content)


EXITS = {"figure": "exits_persons", "comparator": ">=", "value": 9, "wording": "完成脱贫任务"}
RATE = {"figure": "poverty_rate", "comparator": "<=", "value": 0.02, "wording": "贫困发生率"}
RETURNED = {"figure": "returned_persons", "comparator": "=", "value": 0, "wording": "不返贫"}
INCOME = {"figure": "income_per_head", "comparator": ">", "value": 5000, "wording": "人均纯收入"}
SERVICES: dict[str, object] = {"wording": "公共服务"}
TARGETS = Scene("plan", ("exits_persons", "poverty_rate", "returned_persons", "income_per_head"), whole=False)
OWN = "2022年的目标与2021年末实际的差距如下。"
ELSEWHERE = "全区为2022年定的目标中，可在本地核算的与本地2021年末实际对照如下。"

CASES: list[Case] = [
    LEFT.case(f"云岭区还有未脱贫户1户、1人，主要致贫原因：因病1户。致贫原因和帮扶措施已填写。\n{NO_TARGETS}"),
    LEFT.case(
        f"云岭区还有未脱贫户2户、3人，主要致贫原因：因学1户、因病1户。致贫原因和帮扶措施都已填写的为1/2户（50%，尚缺：西溪村），要先补齐。\n{NO_TARGETS}",
        贫困户=TWO_LEFT,
    ),
    LEFT.case(
        f"西溪村还有未脱贫户1户、2人，主要致贫原因：因学1户。致贫原因和帮扶措施都已填写的为0/1户（0%），要先补齐。\n{NO_TARGETS}",
        WEST,
        贫困户=TWO_LEFT,
    ),
    LEFT.case(
        f"青石乡还有未脱贫户2户、3人，主要致贫原因：因病2户。致贫原因和帮扶措施已逐户填写。\n{NO_TARGETS}",
        TOWNSHIP,
        贫困户=SAME_CAUSE,
    ),
    LEFT.case(
        f"东岭村还有未脱贫户1户、1人，主要致贫原因：未填1户。致贫原因和帮扶措施都已填写的为0/1户（0%），要先补齐。\n{NO_TARGETS}",
        EAST,
        贫困户=put(HOUSEHOLDS, ("因病", "")),
    ),
    LEFT.case(f"南坪村年末没有未脱贫户，下一年重在防止返贫。\n{NO_TARGETS}", SOUTH),
    LEFT.case(f"南坪村年末没有建档立卡户。\n{NO_TARGETS}", SOUTH, **NOBODY),
    TARGETS.case(
        f"""
        {OWN}共4项：已在目标水平的1项，还有差距的1项，下一年才能完成的1项，无法核算的1项。
        下一年目标与本年实际
        完成脱贫任务 | 不低于9人 | — | 下一年的任务，不与本年相比
        贫困发生率 | 不高于0.02% | 0.1% | 还须降低0.08个百分点
        不返贫 | 返贫人口为0人 | 0人 | 本年已在目标水平
        公共服务 | — | — | 台账中没有可以核算的数据
        """,
        params=_with(EXITS, RATE, RETURNED, SERVICES),
    ),
    TARGETS.case(
        f"{OWN}共1项：无法核算的1项。\n人均纯收入 | 高于5,000元 | 无数据 | 无法核算",
        params=_with(INCOME),
        absent=("家庭收入",),
    ),
    TARGETS.case(
        f"{OWN}共2项：还没有定的1项，无法核算的1项。\n"
        "完成脱贫任务 | 待定 | — | 目标值还没有填写\n人均纯收入 | 待定 | 无数据 | 无法核算",
        params=_with(EXITS | {"value": None}, INCOME | {"value": None}),
        absent=("家庭收入",),
    ),
    TARGETS.case(
        f"{ELSEWHERE}共1项：还有差距的1项。\n贫困发生率 | 不高于0.02% | 0.11% | 还须降低0.09个百分点",
        TOWNSHIP,
        params=_with(EXITS, RATE, SERVICES),
    ),
    TARGETS.case(
        f"{ELSEWHERE}共1项：已在目标水平的1项。\n贫困发生率 | 不高于0.02% | 0% | 本年已在目标水平",
        SOUTH,
        params=_with(EXITS, RATE),
    ),
    # A yearly task is not met beforehand, whatever this year has done, in a public edition either.
    TARGETS.case(
        f"{OWN}共1项：下一年才能完成的1项。\n完成脱贫任务 | 高于0人 | — | 下一年的任务，不与本年相比",
        params=_with(EXITS | {"comparator": ">", "value": 0}),
    ),
    TARGETS.case(
        f"{OWN}共1项：下一年才能完成的1项。\n完成脱贫任务 | 不低于1人 | — | 下一年的任务，不与本年相比",
        params=_with(EXITS | {"value": 1}),
        withheld=(),
        贫困户=put(HOUSEHOLDS, ("已脱贫 | 2018", "已脱贫 | 2021")),
    ),
    TARGETS.case(
        "公共服务收入 | 高于0元 | 0元 | 持平，还须提高",
        EAST,
        params=_with(INCOME | {"wording": "公共服务收入", "value": 0}),
        家庭收入=net_incomes(H1="0"),
    ),
    # Where there is to be none, the demand says of what, unless the target's words do.
    TARGETS.case(
        "返贫人口 | 为0人 | 0人 | 本年已在目标水平", params=_with(RETURNED | {"wording": "返贫人口"})
    ),
    TARGETS.case(
        "贫困发生率 | 低于0.1% | 0.1% | 持平，还须降低",
        params=_with(RATE | {"comparator": "<", "value": 0.1}),
    ),
    TARGETS.case(
        "不返贫 | 返贫人口为0人 | 1人 | 还须减少1人",
        params=_with(RETURNED),
        贫困户=put(HOUSEHOLDS, ("未脱贫", "返贫")),
    ),
    TARGETS.case(
        "人均纯收入 | 高于5,000元 | 4,999.99元 | 还差0.01元",
        EAST,
        params=_with(INCOME),
        家庭收入=net_incomes(H1="4999.99"),
    ),
    # A distance too small to be shown is not shown as none.
    TARGETS.case(
        "人均纯收入 | 高于5,000元 | 5,000元 | 还差一点，小于显示的位数",
        TOWNSHIP,
        params=_with(INCOME),
        家庭收入=net_incomes(H1="4999.99", H2="10000"),
    ),
    TARGETS.case(
        "人均纯收入 | 低于5,000元 | 5,000元 | 还高一点，小于显示的位数",
        TOWNSHIP,
        params=_with(INCOME | {"comparator": "<"}),
        家庭收入=net_incomes(H1="5000.01", H2="10000"),
    ),
    TARGETS.case("全区为2022年定的目标中，没有可以在本地核算的。", SOUTH, params=_with(EXITS)),
    TARGETS.case(NO_TARGETS),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_plan(case: Case) -> None:
    assert_said(case)


def test_a_countys_count_is_not_a_villages() -> None:
    html = TARGETS.case("", TOWNSHIP, params=_with(EXITS, RATE)).document().chapter("plan").html
    assert "完成脱贫任务" not in html


def test_figures_that_count_what_a_year_does_are_tasks() -> None:
    assert frozenset(BY_ID) >= YEARLY
    within = re.compile(r"^\{year\}年(?!底|末)|\{year\}年内|统计时段")
    flows = {card.id for card in BY_ID.values() if card.additive and within.search(card.definition)}
    of_lack = {"attendance_shortfalls", "households_unvisited"}
    assert flows - YEARLY == of_lack


@pytest.mark.parametrize(
    ("figure", "comparator", "value", "is_task"),
    [
        ("exits_persons", ">=", 24, True),
        ("workshop_new_jobs", "=", 5, True),
        ("reduction_task_completion", ">=", 100, True),
        ("visits_households", ">", 6000, True),
        ("exits_persons", "=", 0, False),
        ("problems_found", "<=", 10, False),
        ("poverty_rate", "<=", 0.02, False),
        ("medical_coverage", ">=", 100, False),
        ("returned_persons", "=", 0, False),
    ],
)
def test_which_targets_are_tasks_of_the_year(
    figure: str, comparator: str, value: float, *, is_task: bool
) -> None:
    target = {"figure": figure, "comparator": comparator, "value": value, "wording": "某项"}
    assert is_yearly_task(NextTarget.model_validate(target)) is is_task


@pytest.mark.parametrize(
    ("value", "comparator", "goal", "said"),
    [
        ("5001", ">", "5000", "本年已在目标水平"),
        ("5000", ">=", "5000", "本年已在目标水平"),
        ("5000", ">", "5000", "持平，还须提高"),
        ("4000", ">", "5000", "还差1,000元"),
        ("4999.999", ">", "5000", "还差一点，小于显示的位数"),
        ("0.001", "=", "0", "还高一点，小于显示的位数"),
        ("0.12", "<=", "0.02", "还须降低0.1个百分点"),
        ("0.02", "<=", "0.02", "本年已在目标水平"),
        ("0.02", "<", "0.02", "持平，还须降低"),
        ("3", "=", "0", "还须减少3元"),
    ],
)
def test_the_distance_to_a_target(value: str, comparator: str, goal: str, said: str) -> None:
    unit = "%" if goal == "0.02" else "元"
    assert distance(Fraction(value), comparator, Fraction(goal), unit) == said
