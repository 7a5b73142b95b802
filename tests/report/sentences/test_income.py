"""收入与贫困测度: income per head, its sources, who is below or near the line, the indices."""

import pytest

from tests.report.sentences.scene import EAST, PERSONS, SOUTH, TOWNSHIP, WEST, Case, Scene, assert_said, put
from tests.worked_ledgers import net_incomes

NOTE = "口径：纯收入为九项收入之和减去生产经营性支出；按人加权；低于脱贫线按不足线的金额计；基尼系数把负收入按0计。没有收入记录或成员的户不计入。"
LEVELS = Scene("income", ("income_per_head", "income_per_head_exited", "income_median"))
EARNED = net_incomes(H1="9000", H2="9000", H3="5000")
SOURCES = Scene(
    "income",
    (
        "income_per_head",
        "income_median",
        "income_share_wages",
        "income_share_business",
        "income_share_property",
        "income_share_transfers",
    ),
)
LINES = Scene(
    "income",
    ("income_per_head", "persons_below_line", "persons_near_line", "fgt0", "fgt1", "fgt2"),
    {"家庭收入": EARNED},
)
SPREAD = Scene("income", ("income_per_head", "gini"), {"家庭收入": EARNED})
MPI = Scene("income", ("income_per_head", "mpi_headcount", "mpi_intensity", "mpi"), {"家庭收入": EARNED})
WELL = put(PERSONS, ("P3 | 是", "P3 | 否"))
INSURED = "人编号 | 险种\nP1 | 城乡居民医保\nP2 | 城乡居民医保\nP3 | 城乡居民医保\nP4 | 城乡居民医保"

CASES: list[Case] = [
    LEVELS.case(
        f"2021年在册户人均纯收入5,750元，其中已脱贫人口4,666.67元，按人排列的中位数为4,750元。\n{NOTE}",
        家庭收入=EARNED,
    ),
    LEVELS.case(f"2021年在册户人均纯收入9,000元，按人排列的中位数为9,000元。\n{NOTE}", EAST, 家庭收入=EARNED),
    LEVELS.case("云岭区没有可以核算收入的在册户。", 家庭收入=""),
    LEVELS.case("西溪村没有可以核算收入的在册户。", WEST, 家庭收入=net_incomes(H1="9000")),
    # An absent ledger is named; it does not mean that there is no such household.
    LEVELS.case("缺少台账“家庭收入”，以下指标没有数据：人均纯收入。", absent=("家庭收入",)),
    SOURCES.case(
        "2021年在册户人均纯收入2,500元，按人排列的中位数为2,500元。纯收入中工资性收入占60%，生产经营净收入占10%，财产性收入占10%，转移性收入占20%。\n"
        + NOTE,
        EAST,
        家庭收入="户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出\n"
        "H1 | 1500 | 500 | 250 | 0 | 500 | 0 | 0 | 0 | 0 | 250",
    ),
    # Shares of a net income that is not above 0 say nothing.
    SOURCES.case(
        f"2021年在册户人均纯收入-300元，按人排列的中位数为-300元。\n{NOTE}",
        EAST,
        家庭收入=net_incomes(H1="-300"),
    ),
]
MEAN = "2021年在册户人均纯收入{}元。"
NONE_NEAR = "没有人处在脱贫线与其1.4倍之间。"
CASES += [
    LINES.case(
        f"{MEAN.format('5,750')}\n家庭人均纯收入都不低于脱贫线（4,321元），处在脱贫线与其1.4倍之间的有3人。\n{NOTE}"
    ),
    LINES.case(f"{MEAN.format('9,000')}\n家庭人均纯收入都不低于脱贫线（4,321元），{NONE_NEAR}\n{NOTE}", EAST),
    LINES.case(
        f"{MEAN.format('3,250')}\n家庭人均纯收入低于脱贫线（4,321元）的有3人，{NONE_NEAR}"
        f"以脱贫线衡量，贫困人口比率P0为0.7500，贫困缺口率P1为0.5186，贫困强度P2为0.3943。\n{NOTE}",
        家庭收入=net_incomes(H1="9000", H2="4000", H3="0"),
    ),
    LINES.case(
        f"{MEAN.format('9,000')}\n可以核算收入的户中，家庭人均纯收入都不低于脱贫线（4,321元），{NONE_NEAR}\n{NOTE}",
        家庭收入=net_incomes(H1="9000"),
    ),
    SPREAD.case(f"{MEAN.format('9,000')}\n人均纯收入的基尼系数为0.0000。\n{NOTE}", EAST),
    SPREAD.case(f"{MEAN.format('6,000')}\n人均纯收入的基尼系数为0.1667。\n{NOTE}", TOWNSHIP),
    MPI.case(
        f"{MEAN.format('5,750')}\n收入、教育、医疗、住房、饮水五个维度上，没有人有缺。\n{NOTE}",
        贫困人口=WELL,
        参保缴费=INSURED,
    ),
    MPI.case(
        f"{MEAN.format('5,750')}\n收入、教育、医疗、住房、饮水五个维度中至少一项有缺的人占50%，这些人平均缺20%的维度，多维贫困指数M0为0.1000。\n{NOTE}",
        参保缴费=INSURED,
    ),
    MPI.case(
        f"{MEAN.format('5,000')}\n收入、教育、医疗、住房、饮水五个维度上，没有人有缺。\n{NOTE}",
        SOUTH,
        参保缴费=INSURED,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_income(case: Case) -> None:
    assert_said(case)
