"""收入与贫困测度: net income per head, its sources, and poverty and inequality over persons."""

from fractions import Fraction
from itertools import product

import pytest

from tests.worked_figures import assert_figures
from tests.worked_ledgers import figure_of, net_incomes, value_of, view_of

# Per head: H1 5655, H2 -300, H3 the line, H4 half a cent below it, H5 1.4 times it; H6 has no income row, H7 no member.
TABLES = {
    "贫困户": """
        户编号 | 乡镇   | 行政村 | 脱贫属性 | 住房情况 | 安全饮水
        H1     | 青石乡 | 东岭村 | 已脱贫   | 安全     | 是
        H2     | 青石乡 | 东岭村 | 未脱贫   | 危房C级  | 否
        H3     | 青石乡 | 西溪村 | 已脱贫   | 安全     | 是
        H4     | 白沙镇 | 南坪村 | 返贫     |          |
        H5     | 白沙镇 | 南坪村 | 已脱贫   | 安全     | 是
        H6     | 白沙镇 | 河口村 | 已脱贫   | 危房D级  | 否
        H7     | 白沙镇 | 河口村 | 已脱贫   | 安全     | 是
    """,
    "贫困人口": """
        人编号 | 户编号 | 乡镇   | 行政村 | 失学辍学
        P11    | H1     | 青石乡 | 东岭村 | 否
        P12    | H1     | 青石乡 | 东岭村 | 否
        P21    | H2     | 青石乡 | 东岭村 | 是
        P22    | H2     | 青石乡 | 东岭村 | 是
        P23    | H2     | 青石乡 | 东岭村 | 否
        P31    | H3     | 青石乡 | 西溪村 | 否
        P41    | H4     | 白沙镇 | 南坪村 |
        P42    | H4     | 白沙镇 | 南坪村 | 否
        P51    | H5     | 白沙镇 | 南坪村 | 否
        P52    | H5     | 白沙镇 | 南坪村 | 否
        P61    | H6     | 白沙镇 | 河口村 | 是
    """,
    "家庭收入": """
        户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出
        H1     | 8000      | 4000         | 100       | 10        | 20     | 30        | 40     | 50        | 60            | 1000
        H2     | 0         | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 900
        H3     | 4321      | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H4     | 8641.99   | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H5     | 12098.80  | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H7     | 100000    | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
    """,
    "参保缴费": "\n".join(
        ["人编号 | 险种", "P12 | 扶贫特惠保"]
        + [f"P{number} | 城乡居民医保" for number in (11, 21, 22, 23, 31, 41, 42, 51, 52)]
    ),
}

EXPECTED = """
    figure                 | 全区                                   | 青石乡                        | 青石乡/东岭村                | 青石乡/西溪村         | 白沙镇                    | 白沙镇/河口村
    income_per_head        | 3547.179 (35471.79÷10)                 | 14731/6 (14731÷6)             | 2082 (10410÷5)               | 4321 (4321÷1)         | 5185.1975 (20740.79÷4)    | — (0÷0)
    income_per_head_exited | 5545.96 (27729.80÷5)                   | 15631/3 (15631÷3)             | 5655 (11310÷2)               | 4321 (4321÷1)         | 6049.4 (12098.80÷2)       | — (0÷0)
    income_median          | =4320.9975                             | =2010.5                       | =-300                        | =4321                 | =5185.1975                | —
    income_share_wages     | 330617900/3547179 (33061.79÷35471.79)  | 1232100/14731 (12321÷14731)   | 800000/10410 (8000÷10410)    | 100 (4321÷4321)       | 100 (20740.79÷20740.79)   | — (0÷0)
    income_share_business  | 21000000/3547179 (2100÷35471.79)       | 210000/14731 (2100÷14731)     | 210000/10410 (2100÷10410)    | 0 (0÷4321)            | 0 (0÷20740.79)            | — (0÷0)
    income_share_property  | 1000000/3547179 (100÷35471.79)         | 10000/14731 (100÷14731)       | 10000/10410 (100÷10410)      | 0 (0÷4321)            | 0 (0÷20740.79)            | — (0÷0)
    income_share_transfers | 2100000/3547179 (210÷35471.79)         | 21000/14731 (210÷14731)       | 21000/10410 (210÷10410)      | 0 (0÷4321)            | 0 (0÷20740.79)            | — (0÷0)
    persons_below_line     | 5 #                                    | 3 #                           | 3 #                          | 0 #                   | 2 #                       | 0 #
    persons_near_line      | 3 #                                    | 3 #                           | 2 #                          | 1 #                   | 0 #                       | 0 #
    fgt0                   | 0.5 (5÷10) #5                          | 0.5 (3÷6) #3                  | 0.6 (3÷5) #3                 | 0 (0÷1) #0            | 0.5 (2÷4) #2              | — (0÷0) #0
    mpi_headcount          | 70 (7÷10)                              | 250/3 (5÷6)                   | 100 (5÷5)                    | 0 (0÷1)               | 50 (2÷4)                  | — (0÷0)
    mpi_intensity          | 320/7 (16/5÷7)                         | 56 (14/5÷5)                   | 56 (14/5÷5)                  | — (0÷0)               | 20 (2/5÷2)                | — (0÷0)
    mpi                    | 8/25 (16/5÷10)                         | 7/15 (14/5÷6)                 | 14/25 (14/5÷5)               | 0 (0÷1)               | 1/10 (2/5÷4)              | — (0÷0)
"""
# Persons' net income per head of the district, in 元.
PER_HEAD = [
    Fraction(text) for text in ("5655 " * 2 + "-300 " * 3 + "4321 " + "4320.995 " * 2 + "6049.4 " * 2).split()
]
MEASURED = {"fgt1", "fgt2", "gini"}


def test_income_is_measured_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


def test_the_gaps_take_a_negative_income_as_it_is() -> None:
    # Gaps to 4321: three of 4621, two of half a cent, over ten persons.
    gap = (3 * 4621 + 2 * 0.005) / 4321 / 10
    squared = (3 * 4621**2 + 2 * 0.005**2) / 4321**2 / 10
    assert value_of(TABLES, "fgt1") == pytest.approx(gap, rel=1e-12)
    assert value_of(TABLES, "fgt2") == pytest.approx(squared, rel=1e-12)
    assert value_of(TABLES, "fgt1", "青石乡/东岭村") == pytest.approx(3 * 4621 / 4321 / 5, rel=1e-12)
    assert value_of(TABLES, "fgt1", "青石乡/西溪村") == 0
    assert value_of(TABLES, "fgt1", "白沙镇/河口村") is None
    assert value_of(TABLES, "fgt2", "白沙镇/河口村") is None


def test_gini_is_half_the_mean_difference_over_the_mean_with_negatives_at_nothing() -> None:
    floored = [max(value, Fraction(0)) for value in PER_HEAD]
    apart = sum(abs(one - other) for one, other in product(floored, repeat=2))
    assert value_of(TABLES, "gini") == pytest.approx(float(apart / (2 * 10 * sum(floored))), rel=1e-12)
    assert value_of(TABLES, "gini", "白沙镇/河口村") is None
    # 3 of nothing and 2 of 5655 each: 3 in 5 without.
    assert value_of(TABLES, "gini", "青石乡/东岭村") == pytest.approx(0.6, rel=1e-12)


@pytest.mark.parametrize("figure", ["fgt1", "fgt2", "gini", "income_median"])
def test_gaps_gini_and_median_have_no_numerator_and_no_denominator(figure: str) -> None:
    measure = figure_of(view_of(TABLES), figure).measure
    assert (measure.numerator, measure.denominator) == (None, None)


def _household(net: str, members: int = 1) -> dict[str, str]:
    persons = "\n".join(f"P{number} | H" for number in range(members))
    return {
        "贫困户": "户编号 | 脱贫属性 | 住房情况 | 安全饮水\nH | 已脱贫 | 安全 | 是",
        "贫困人口": f"人编号 | 户编号\n{persons}",
        "家庭收入": net_incomes(H=net),
        "参保缴费": "人编号 | 险种\n" + "\n".join(f"P{number} | 城乡居民医保" for number in range(members)),
    }


@pytest.mark.parametrize(
    ("net", "members", "below", "near"),
    [
        ("4320.99", 1, 1, 0),
        ("4321", 1, 0, 1),
        ("12963", 3, 0, 3),
        ("12962.99", 3, 3, 0),
        ("6049.39", 1, 0, 1),
        ("6049.40", 1, 0, 0),
        ("42345.80", 7, 0, 0),
        ("42345.79", 7, 0, 7),
        ("-1", 1, 1, 0),
    ],
)
def test_the_lines_are_met_to_the_cent(net: str, members: int, below: int, near: int) -> None:
    assert value_of(_household(net, members), "persons_below_line") == below
    assert value_of(_household(net, members), "persons_near_line") == near
    assert value_of(_household(net, members), "fgt0") == (1 if below else 0)


@pytest.mark.parametrize(
    ("ledger", "right", "wrong"),
    [
        ("家庭收入", "4321", "4320.99"),
        ("贫困人口", "失学辍学\nP0 | H | 否", "失学辍学\nP0 | H | 是"),
        ("参保缴费", "城乡居民医保", "扶贫特惠保"),
        ("贫困户", "安全 | 是", "危房C级 | 是"),
        ("贫困户", "安全 | 是", "安全 | 否"),
    ],
)
def test_one_deprivation_of_five_makes_a_household_poor(ledger: str, right: str, wrong: str) -> None:
    tables = {**_household("4321"), "贫困人口": "人编号 | 户编号 | 失学辍学\nP0 | H | 否"}
    assert value_of(tables, "mpi") == 0
    broken = {**tables, ledger: tables[ledger].replace(right, wrong)}
    assert broken != tables
    assert value_of(broken, "mpi_headcount") == 100
    assert value_of(broken, "mpi_intensity") == 20
    assert value_of(broken, "mpi") == Fraction(1, 5)


def test_without_any_income_there_are_no_shares_and_no_gini() -> None:
    for figure in ("income_share_wages", "gini"):
        assert value_of(_household("0"), figure) is None


def test_the_median_of_an_even_number_of_persons_is_the_mean_of_the_middle_two() -> None:
    tables = {
        "贫困户": "户编号\nA\nB",
        "贫困人口": "人编号 | 户编号\nP1 | A\nP2 | B",
        "家庭收入": net_incomes(A="1000", B="2000.01"),
    }
    assert value_of(tables, "income_median") == Fraction("1500.005")


def test_the_median_weighs_a_household_by_its_members() -> None:
    tables = {
        "贫困户": "户编号\nA\nB",
        "贫困人口": "人编号 | 户编号\nP1 | A\nP2 | A\nP3 | A\nP4 | B",
        "家庭收入": net_incomes(A="3000", B="9000"),
    }
    assert value_of(tables, "income_median") == 1000
