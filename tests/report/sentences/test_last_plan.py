"""上年计划完成情况: the committed plan of 2019 held against an invented district; each target is met, then missed by one cell."""

from pathlib import Path

import pytest

from gonggu.errors import UsageError
from gonggu.params import NextTarget, load_params
from tests.report.sentences.scene import (
    EAST,
    SOUTH,
    TOWNSHIP,
    Case,
    Scene,
    assert_said,
    lines_in,
    part_of,
    put,
)
from tests.worked_ledgers import net_incomes

PARAMS = Path(__file__).resolve().parents[3] / "params"
# What the report of 2019 printed for 2020; here 2020's for 2021.
PLAN = load_params(PARAMS, 2020).plan
EXITS, INCOME, RATE, COLLECTIVE, RETURNED, SERVICES = PLAN

VILLAGES = """
    乡镇 | 行政村 | 农村户籍人口 | 村集体经济收入
    青石乡 | 东岭村 | 6000 | 50001
    青石乡 | 西溪村 | 3000 | 60000
    白沙镇 | 南坪村 | 1000 | 70000
"""
HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度
    H1 | 青石乡 | 东岭村 | 未脱贫 |
    H2 | 青石乡 | 西溪村 | 已脱贫 | 2021
    H3 | 白沙镇 | 南坪村 | 未脱贫 |
    H4 | 青石乡 | 东岭村 | 已脱贫 | 2021
"""
PERSONS = """
    乡镇 | 行政村 | 户编号 | 人编号
    青石乡 | 东岭村 | H1 | P1
    白沙镇 | 南坪村 | H3 | P3
    青石乡 | 东岭村 | H4 | P4
""" + "".join(f"    青石乡 | 西溪村 | H2 | Q{number}\n" for number in range(23))
INCOMES = net_incomes(H2="115000", H4="5000.24")
LEDGERS = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS, "家庭收入": INCOMES}
FIGURES = tuple(target.figure for target in PLAN if target.figure)
SCENE = Scene("last_plan", FIGURES, LEDGERS)
SOME = Scene("last_plan", FIGURES, LEDGERS, whole=False)

MET = {
    EXITS: ("当年脱贫人口24人，达到计划（不低于24人）。", "不低于24人 | 24人"),
    INCOME: ("5,000.01元，达到计划（高于5,000元）。", "高于5,000元 | 5,000.01元"),
    RATE: ("0.02%，达到计划（不高于0.02%）。", "不高于0.02% | 0.02%"),
    COLLECTIVE: ("村集体经济最低收入5.0001万元，达到计划（高于5万元）。", "高于5万元 | 5.0001万元"),
    RETURNED: ("返贫人口0人，达到计划（返贫人口为0人）。", "返贫人口为0人 | 0人"),
}
# The cell that makes each target missed, then the sentence and the row.
FLIPS: dict[NextTarget, tuple[str, tuple[str, str], str, str]] = {
    EXITS: (
        "贫困户",
        ("H4 | 青石乡 | 东岭村 | 已脱贫 | 2021", "H4 | 青石乡 | 东岭村 | 已脱贫 | 2020"),
        "当年脱贫人口23人，没有达到计划（不低于24人），还差1人；各乡镇：白沙镇0人、青石乡23人。",
        "不低于24人 | 23人 | 没有达到 | 还差1人",
    ),
    INCOME: (
        "家庭收入",
        ("5000.24", "5000"),
        "5,000元，没有达到计划（高于5,000元），正好持平；没有达到的乡镇1个：青石乡5,000元。",
        "高于5,000元 | 5,000元 | 没有达到 | 正好持平",
    ),
    RATE: (
        "行政村",
        ("| 6000 |", "| 1000 |"),
        "0.04%，没有达到计划（不高于0.02%），高出0.02个百分点；没有达到的乡镇2个：白沙镇0.1%、青石乡0.03%。",
        "不高于0.02% | 0.04% | 没有达到 | 高出0.02个百分点",
    ),
    COLLECTIVE: (
        "行政村",
        ("60000", "48000"),
        "村集体经济最低收入4.8万元，没有达到计划（高于5万元），还差0.2万元；没有达到的村1个：西溪村4.8万元。",
        "高于5万元 | 4.8万元 | 没有达到 | 还差0.2万元",
    ),
    RETURNED: (
        "贫困户",
        ("H1 | 青石乡 | 东岭村 | 未脱贫", "H1 | 青石乡 | 东岭村 | 返贫"),
        "返贫人口1人，没有达到计划（返贫人口为0人），高出1人；没有达到的乡镇1个：青石乡1人。",
        "返贫人口为0人 | 1人 | 没有达到 | 高出1人",
    ),
}
NOT_THERE = "台账中没有可以核算的数据"
CAPTION = "上年计划与本年实际"


def _says(missed: NextTarget | None = None) -> str:
    """The whole section where all targets but one are met."""
    counts = "达到4项，没有达到1项，无法核算1项" if missed else "达到5项，无法核算1项"
    said, rows = [f"2020年为2021年定的目标共6项：{counts}。"], [CAPTION]
    for target, (sentence, row) in MET.items():
        of_this = FLIPS[target][2:] if target is missed else (sentence, f"{row} | 达到 | —")
        said.append(f"{target.wording}：{of_this[0]}")
        rows.append(f"{target.wording} | {of_this[1]}")
    said.append(f"{SERVICES.wording}：{NOT_THERE}。")
    rows.append(f"{SERVICES.wording} | — | — | 无法核算 | —")
    return "\n".join([*said, *rows])


def _flipped(target: NextTarget) -> dict[str, str]:
    ledger, change, *_ = FLIPS[target]
    return {ledger: put(LEDGERS[ledger], change)}


def _with(target: NextTarget, **changes: object) -> tuple[NextTarget, ...]:
    return (NextTarget.model_validate(target.model_dump(exclude_unset=True) | changes),)


HERE = "全区2020年为2021年定的目标中，可与本地对照的共{}项：{}。"
CASES: list[Case] = [
    SCENE.case(_says(), plan=PLAN),
    *(SCENE.case(_says(target), plan=PLAN, **_flipped(target)) for target in FLIPS),
    SCENE.case("", plan=()),
    # Below the district: shares, means, extremes, and what there is to be none of.
    SCENE.case(
        f"""
        {HERE.format(4, "达到4项")}
        脱贫人口人均纯收入：5,000.01元，达到全区计划（高于5,000元）。
        贫困发生率：0.01%，达到全区计划（不高于0.02%）。
        各村村集体经济收入：村集体经济最低收入5.0001万元，达到全区计划（高于5万元）。
        不发生返贫：返贫人口0人，达到全区计划（返贫人口为0人）。
        {CAPTION}
        脱贫人口人均纯收入 | 高于5,000元 | 5,000.01元 | 达到 | —
        贫困发生率 | 不高于0.02% | 0.01% | 达到 | —
        各村村集体经济收入 | 高于5万元 | 5.0001万元 | 达到 | —
        不发生返贫 | 返贫人口为0人 | 0人 | 达到 | —
        """,
        TOWNSHIP,
        plan=PLAN,
    ),
    SOME.case(
        "各村村集体经济收入：村集体经济最低收入4.8万元，没有达到全区计划（高于5万元），还差0.2万元；没有达到的村1个：西溪村4.8万元。",
        TOWNSHIP,
        plan=PLAN,
        **_flipped(COLLECTIVE),
    ),
    SOME.case(
        f"""
        {HERE.format(4, "达到2项，没有达到1项，无法核算1项")}
        脱贫人口人均纯收入：全区计划（高于5,000元）无法核算，没有可以计算的记录。
        贫困发生率：0.1%，没有达到全区计划（不高于0.02%），高出0.08个百分点。
        脱贫人口人均纯收入 | 高于5,000元 | 无数据 | 无法核算 | —
        """,
        SOUTH,
        plan=PLAN,
    ),
    SCENE.case("", EAST, plan=(EXITS, SERVICES)),
    SOME.case(
        """
        2020年为2021年定的目标共1项：无法核算1项。
        脱贫人口人均纯收入：计划（高于5,000元）无法核算，缺少台账“家庭收入”。
        """,
        plan=(INCOME,),
        absent=("家庭收入",),
    ),
    SOME.case(
        """
        2020年为2021年定的目标共1项：没有定目标值1项。
        完成年度脱贫退出任务：当年脱贫人口24人，计划没有定目标值。
        完成年度脱贫退出任务 | 待定 | 24人 | 没有定目标值 | —
        """,
        plan=_with(EXITS, value=None),
    ),
    # A distance too small to be shown is not shown as none.
    SOME.case(
        "脱贫人口人均纯收入：5,000.01元，没有达到计划（不低于5,000.01元），差距小于显示的位数；没有达到的乡镇1个：青石乡5,000.01元。",
        plan=_with(INCOME, comparator=">=", value="5000.01"),
        家庭收入=put(INCOMES, ("5000.24", "5000.23")),
    ),
    SOME.case(
        """
        2020年为2021年定的目标共1项：未公布1项。
        不发生返贫：计划（返贫人口为0人），按公开版的规定未公布。
        不发生返贫 | 返贫人口为0人 | 未公布 | 未公布 | —
        """,
        plan=(RETURNED,),
        withheld=("returned_persons",),
    ),
    # A public edition does not say in which places.
    SOME.case(
        "各村村集体经济收入：村集体经济最低收入4.8万元，没有达到计划（高于5万元），还差0.2万元。",
        plan=PLAN,
        withheld=(),
        **_flipped(COLLECTIVE),
    ),
    # What was missed is a shortcoming too.
    Scene("shortcomings", FIGURES, LEDGERS, whole=False).case(
        "上年计划没有全部达到。2020年为2021年定的目标中没有达到的有1项：各村村集体经济收入（要求高于5万元，实际4.8万元，还差0.2万元）。",
        plan=PLAN,
        **_flipped(COLLECTIVE),
    ),
    Scene("shortcomings", FIGURES, LEDGERS, whole=False).case(
        "上年计划没有全部达到。全区2020年为2021年定的目标中没有达到的有1项：贫困发生率（要求不高于0.02%，实际0.1%，高出0.08个百分点）。",
        SOUTH,
        plan=PLAN,
    ),
]


PAID = {"figure": "funds_payment_rate", "comparator": ">=", "value": "90", "wording": "资金拨付"}
OF_MONEY = Scene(
    "last_plan",
    ("funds_payment_rate", "poverty_rate"),
    {
        "资金下达": "指标文号 | 金额\nA | 30000",
        "项目": "项目编号 | 乡镇 | 行政村 | 指标文号 | 计划资金\nX1 | 青石乡 | 东岭村 | A | 20000",
        "资金拨付": "拨付编号 | 项目编号 | 拨付日期 | 金额\nB1 | X1 | 2021-05-01 | 15000",
    },
    whole=False,
)
CASES += [
    # What goes by that id below the district is another measure: no place is held against the target.
    OF_MONEY.case(
        "资金拨付：资金拨付率50%，没有达到计划（不低于90%），还差40个百分点。",
        plan=(NextTarget.model_validate(PAID),),
    ),
    OF_MONEY.case(
        HERE.format(1, "达到1项"), TOWNSHIP, plan=(NextTarget.model_validate(PAID), RATE), 行政村=VILLAGES
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_last_plan(case: Case) -> None:
    assert_said(case)


def test_the_plan_is_the_one_that_was_printed() -> None:
    printed = [claim for claim in load_params(PARAMS, 2019).published if claim.how == "target"]
    numbers = sorted(float(claim.value) for claim in printed if claim.figure != "next_public_services")
    assert numbers == sorted(float(target.value) for target in PLAN if target.value is not None)
    assert len(printed) == len(PLAN)


def test_a_plan_that_was_met_is_no_shortcoming() -> None:
    case = Scene("shortcomings", FIGURES, LEDGERS).case("", plan=PLAN)
    assert not [line for line in lines_in(part_of(case)) if "计划" in line]


def test_a_target_of_an_unknown_figure_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="exits_persons"):
        part_of(SCENE.case("", plan=_with(EXITS, figure="exit_persons")))
