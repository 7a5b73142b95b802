"""二、存在的问题 on households: each is one problem, and what 两不愁三保障 lacks in any of them is told."""

import pytest

from gonggu.figures.catalogue import figures_of
from gonggu.report.phrases import Phrases
from gonggu.report.poor_households import GAPS, safe_exits
from tests.report.sentences.kinds import NOTHING, ONE
from tests.report.sentences.scene import (
    EAST,
    TOWNSHIP,
    WEST,
    Case,
    Scene,
    assert_said,
    lines_in,
    part_of,
    put,
)
from tests.worked_ledgers import net_incomes, view_of

HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况
    H1 | 青石乡 | 东岭村 | 返贫 | 2018 | 是 | 是 | 安全
    H2 | 青石乡 | 西溪村 | 已脱贫 | 2018 | 是 | 是 | 安全
    H3 | 白沙镇 | 南坪村 | 已脱贫 | 2021 | 是 | 是 | 安全
"""
POOR = ("registered_households", "registered_persons", "unexited_households", "unexited_persons")
LINES = ("returned_persons", "persons_below_line", "persons_near_line")
SCENE = Scene(
    "shortcomings",
    (*POOR, *LINES),
    {"贫困户": HOUSEHOLDS, "家庭收入": net_incomes(H1="4000", H2="90000", H3="90000")},
)
HELD = "，已脱贫户中没有低于脱贫线的"
LEFT = put(HOUSEHOLDS, ("南坪村 | 已脱贫 | 2021", "南坪村 | 未脱贫 |"))
WELL = put(HOUSEHOLDS, ("返贫 | 2018", "已脱贫 | 2018"))
WELL_OFF = net_incomes(H1="90000", H2="90000", H3="90000")
GAP = Scene("shortcomings", POOR, {"贫困户": WELL, "家庭收入": WELL_OFF})

CASES: list[Case] = [
    # A household that fell back, has not left poverty and is below the line is one problem.
    SCENE.case(
        f"{ONE}\n尚未脱贫。年末还有1户、1人未脱贫（都是返贫），分布在东岭村；家庭人均纯收入都低于脱贫线4,321元{HELD}。"
    ),
    SCENE.case(
        f"{ONE}\n尚未脱贫。年末还有1户、1人未脱贫（都是返贫）；家庭人均纯收入都低于脱贫线4,321元。", EAST
    ),
    SCENE.case(
        f"{ONE}\n尚未脱贫。年末还有2户、2人未脱贫（含返贫1人），分布在南坪村1户、东岭村1户；其中1人的家庭人均纯收入低于脱贫线4,321元{HELD}。",
        贫困户=LEFT,
    ),
    # Who has left poverty and is below the line beside them is another problem.
    SCENE.case(
        """
        以下各项均由台账得出，按群众生活、返贫风险、资金项目、帮扶工作、公共服务、台账质量的次序排列，同类中所占比例大的在前。
        脱贫户收入低于脱贫线。不在未脱贫之列的还有2人的家庭人均纯收入低于脱贫线4,321元，分布在西溪村。
        尚未脱贫。年末还有1户、1人未脱贫（都是返贫），分布在东岭村；家庭人均纯收入都低于脱贫线4,321元。
        """,
        家庭收入=net_incomes(H1="4000", H2="4000", H3="90000"),
    ),
    SCENE.case(
        """
        以下各项均由台账得出，按群众生活、返贫风险、资金项目、帮扶工作、公共服务、台账质量的次序排列，同类中所占比例大的在前。
        尚未脱贫。年末还有1户、1人未脱贫（都是返贫），分布在东岭村。
        脱贫户收入低于脱贫线。不在未脱贫之列的还有1人的家庭人均纯收入低于脱贫线4,321元，分布在南坪村（其中当年脱贫1人）。
        收入刚过脱贫线。1人的家庭人均纯收入不低于脱贫线、但不足其1.4倍，分布在东岭村（其中1人已列在未脱贫中）。
        """,
        家庭收入=net_incomes(H1="5000", H2="90000", H3="4000"),
    ),
    # A public edition counts no records: the two figures are told, and that they may be of the same persons.
    SCENE.case(
        """
        以下各项均由台账得出，按群众生活、返贫风险、资金项目、帮扶工作、公共服务、台账质量的次序排列，同类中所占比例大的在前。
        尚未脱贫。年末还有1户、1人未脱贫（都是返贫）。
        收入低于脱贫线。1人的家庭人均纯收入低于脱贫线4,321元，可能与未脱贫人口重复。
        """,
        withheld=(),
    ),
    SCENE.case(
        f"{ONE}\n返贫。年末在册的返贫人口有1人。",
        withheld=("unexited_households", "unexited_persons", "persons_below_line"),
    ),
    # 两不愁三保障 of any household, whether it has left poverty or not.
    GAP.case(
        f"{ONE}\n饮水不安全。在册户中饮水还不安全的有1户、2人，分布在西溪村。",
        贫困户=put(WELL, ("西溪村 | 已脱贫 | 2018 | 是 | 是", "西溪村 | 已脱贫 | 2018 | 是 | 否")),
    ),
    GAP.case(
        f"{ONE}\n饮水不安全。在册户中饮水还不安全的有1户、2人。",
        WEST,
        贫困户=put(WELL, ("西溪村 | 已脱贫 | 2018 | 是 | 是", "西溪村 | 已脱贫 | 2018 | 是 | 否")),
    ),
    GAP.case(
        f"{ONE}\n吃穿有愁。在册户中吃穿还没有保障的有2户、3人，分布在东岭村1户、西溪村1户。",
        TOWNSHIP,
        贫困户=put(WELL, ("| 是 | 是 |", "| 否 | 是 |")),
    ),
    GAP.case(
        f"{ONE}\n住房不安全。在册户中住房还不安全的有1户、1人，分布在南坪村（其中当年脱贫1户）。",
        贫困户=put(WELL, ("2021 | 是 | 是 | 安全", "2021 | 是 | 是 | 危房C级")),
    ),
    GAP.case(NOTHING),
    # The best news of the year stands in 总述 and 收入与贫困测度 too.
    Scene("overview", ("总述", "persons_below_line"), SCENE.tables, whole=False).case(
        "在册建档立卡2户、3人。其中未脱贫1户、1人（含返贫1人），已脱贫户的家庭人均纯收入没有低于脱贫线的。贫困发生率为0.11%。",
        TOWNSHIP,
    ),
    Scene(
        "income", ("income_per_head", "persons_below_line", "persons_near_line"), SCENE.tables, whole=False
    ).case(
        "家庭人均纯收入低于脱贫线（4,321元）的有1人（都在未脱贫户中，已脱贫户没有低于脱贫线的），没有人处在脱贫线与其1.4倍之间。",
        TOWNSHIP,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_poor_households(case: Case) -> None:
    assert_said(case)


@pytest.mark.parametrize("lacking", [("饮水", "| 否 |"), ("住房", "危房D级")], ids=str)
def test_a_gap_of_an_unexited_household_is_said_to_be_its(lacking: tuple[str, str]) -> None:
    text = "返贫 | 2018 | 是 | 否 | 安全" if lacking[0] == "饮水" else "返贫 | 2018 | 是 | 是 | 危房D级"
    shown = lines_in(part_of(SCENE.case("", 贫困户=put(HOUSEHOLDS, ("返贫 | 2018 | 是 | 是 | 安全", text)))))
    (line,) = [one for one in shown if one.startswith(lacking[0])]
    assert line.endswith("分布在东岭村（其中未脱贫1户）。")


def test_a_blank_is_no_gap() -> None:
    assert_said(GAP.case(NOTHING, 贫困户=put(WELL, ("| 是 | 是 | 安全", "| | |"))))


def test_a_public_edition_tells_no_gap_that_no_figure_counts() -> None:
    table = put(WELL, ("| 是 | 是 | 安全", "| 否 | 否 | 危房D级"))
    text = " ".join(lines_in(part_of(GAP.case("", withheld=(), 贫困户=table))))
    assert all(head not in text for head, *_ in GAPS)


@pytest.mark.parametrize(
    ("households", "incomes", "holds"),
    [
        (HOUSEHOLDS, net_incomes(H1="4000", H2="90000", H3="90000"), True),
        (HOUSEHOLDS, net_incomes(H1="4000", H2="90000"), False),  # one exited household's income is not known
        (HOUSEHOLDS, net_incomes(H1="4000", H2="4000", H3="90000"), False),
        (put(HOUSEHOLDS, ("已脱贫 | 2021", "| ")), net_incomes(H1="4000", H2="90000", H3="90000"), False),
        (put(HOUSEHOLDS, ("已脱贫 |", "未脱贫 |")), net_incomes(H1="4000", H2="90000", H3="90000"), False),
    ],
)
def test_that_no_exit_fell_below_the_line_is_said_where_it_is_known(
    households: str, incomes: str, holds: bool
) -> None:
    tables = dict(SCENE.case("").tables) | {"贫困户": households, "家庭收入": incomes}
    view = view_of(tables)
    assert safe_exits(Phrases(view, figures_of(view))) is holds
