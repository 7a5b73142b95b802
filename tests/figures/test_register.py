"""总述 and 三 下年度计划: the register, who left poverty and by which standards, the poverty headcount."""

from fractions import Fraction

import pytest

from tests.worked_figures import assert_figures
from tests.worked_ledgers import figure_of, net_incomes, value_of, view_of

# P51 is written under another village than its household; P99 belongs to no household on the register.
TABLES = {
    "行政村": """
        乡镇   | 行政村 | 是否贫困村 | 出列年度 | 农村户籍人口
        青石乡 | 东岭村 | 是        | 2018    | 600
        青石乡 | 西溪村 | 是        | 2021    | 400
        青石乡 | 北坳村 | 是        | 2022    | 300
        白沙镇 | 南坪村 | 否        | 2019    | 500
        白沙镇 | 河口村 | 是        |         | 200
        白沙镇 | 沙洲村 |           | 2020    | 200
    """,
    "历年情况": """
        年度 | 乡镇   | 行政村 | 农村户籍人口 | 年末未脱贫人口
        2016 | 青石乡 | 东岭村 | 610        | 120
        2016 | 青石乡 | 西溪村 | 390        | 80
        2016 | 白沙镇 | 南坪村 | 500        | 50
        2017 | 青石乡 | 东岭村 | 600        | 60
        2021 | 青石乡 | 东岭村 | 999        | 9
    """,
    "贫困户": """
        户编号 | 乡镇   | 行政村 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况 | 主要致贫原因 | 帮扶措施
        H1     | 青石乡 | 东岭村 | 已脱贫   | 2021    | 是       | 是       | 安全     | 因病         |
        H2     | 青石乡 | 东岭村 | 已脱贫   | 2018    | 是       | 是       | 安全     | 因学         |
        H3     | 青石乡 | 西溪村 | 已脱贫   | 2021    | 是       | 是       | 危房C级  | 因残         |
        H4     | 白沙镇 | 南坪村 | 已脱贫   | 2021    | 是       | 是       | 安全     | 缺资金       |
        H5     | 白沙镇 | 南坪村 | 未脱贫   |         | 否       | 是       | 安全     | 因病         | 产业、就业
        H6     | 青石乡 | 东岭村 | 返贫     | 2021    | 是       | 是       | 安全     | 因残         |
        H7     | 白沙镇 | 河口村 | 已脱贫   | 2021    | 是       | 是       | 安全     | 因学         |
        H8     | 青石乡 | 西溪村 | 已脱贫   | 2021    | 是       | 是       | 安全     | 因学         |
        H9     | 青石乡 | 东岭村 | 已脱贫   | 2021    |          | 是       | 安全     | 因学         |
    """,
    "贫困人口": """
        人编号 | 户编号 | 乡镇   | 行政村 | 失学辍学
        P11    | H1     | 青石乡 | 东岭村 | 否
        P12    | H1     | 青石乡 | 东岭村 |
        P21    | H2     | 青石乡 | 东岭村 | 否
        P22    | H2     | 青石乡 | 东岭村 | 否
        P23    | H2     | 青石乡 | 东岭村 | 否
        P31    | H3     | 青石乡 | 西溪村 | 否
        P41    | H4     | 白沙镇 | 南坪村 | 否
        P42    | H4     | 白沙镇 | 南坪村 | 否
        P51    | H5     | 青石乡 | 东岭村 | 否
        P61    | H6     | 青石乡 | 东岭村 | 否
        P62    | H6     | 青石乡 | 东岭村 | 否
        P71    | H7     | 白沙镇 | 河口村 | 否
        P81    | H8     | 青石乡 | 西溪村 | 否
        P82    | H8     | 青石乡 | 西溪村 | 否
        P83    | H8     | 青石乡 | 西溪村 | 否
        P91    | H9     | 青石乡 | 东岭村 | 否
        P99    | H99    | 白沙镇 | 河口村 | 否
    """,
    "家庭收入": """
        户编号 | 工资性收入 | 生产经营性收入 | 财产性收入 | 计划生育金 | 低保金 | 特困供养金 | 养老金 | 生态补偿金 | 其他转移性收入 | 生产经营性支出
        H1     | 6000       | 3000         | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 358
        H2     | 3000       | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H3     | 0          | 0            | 1000      | 1000      | 500    | 500       | 1000   | 500       | 500           | 0
        H4     | 20000      | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H5     | 1000       | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H6     | 1000       | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H7     | 4320.99    | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
        H9     | 6000       | 0            | 0         | 0         | 0      | 0         | 0      | 0         | 0             | 0
    """,
    "参保缴费": """
        人编号 | 险种         | 乡镇   | 行政村
        P11    | 城乡居民医保 | 白沙镇 | 河口村
        P12    | 城乡居民医保 | 青石乡 | 东岭村
        P31    | 城乡居民医保 | 青石乡 | 西溪村
        P41    | 城乡居民医保 | 白沙镇 | 南坪村
        P42    | 扶贫特惠保   | 白沙镇 | 南坪村
        P71    | 城乡居民医保 | 白沙镇 | 河口村
        P81    | 城乡居民医保 | 青石乡 | 西溪村
        P82    | 城乡居民医保 | 青石乡 | 西溪村
        P83    | 城乡居民医保 | 青石乡 | 西溪村
        P91    | 城乡居民医保 | 青石乡 | 东岭村
    """,
    "区级统计": """
        指标                 | 年度 | 数值  | 单位
        全面小康实现程度     | 2020 | 93.1  | %
        全面小康实现程度     | 2021 | 95.27 | %
        涉贫到市赴省进京信访 | 2020 | 4     | 件
        涉贫到市赴省进京信访 | 2021 | 0     | 件
    """,
}

EXPECTED = """
    figure                    | 全区               | 青石乡             | 青石乡/东岭村      | 白沙镇/沙洲村
    poor_villages_exited      | 2 #                | 2 #                | 1 #                | 0 #
    registered_households     | 9 #                | 6 #                | 4 #                | 0 #
    registered_persons        | 17 #               | 13 #               | 9 #                | 0 #
    unexited_households       | 2 #                | 1 #                | 1 #                | 0 #
    unexited_persons          | 3 #                | 2 #                | 2 #                | 0 #
    returned_persons          | 2 #                | 2 #                | 2 #                | 0 #
    poverty_rate              | 3/22 (3÷2200) #3   | 2/13 (2÷1300) #2   | 1/3 (2÷600) #2     | 0 (0÷200) #0
    poverty_rate_base         | 50/3 (250÷1500)    | 20 (200÷1000)      | 1200/61 (120÷610)  | — (0÷0)
    xiaokang_degree           | =95.27 #1          | ×                  | ×                  | ×
    petitions                 | =0 #1              | ×                  | ×                  | ×
    exits_households          | 6 #                | 4 #                | 2 #                | 0 #
    exits_persons             | 10 #               | 7 #                | 3 #                | 0 #
    exit_income_min           | =4320.99 #1        | =4321 #1           | =4321 #1           | — #0
    exit_standard_met         | 20 (2÷10) #2       | 200/7 (2÷7) #2     | 200/3 (2÷3) #2     | — (0÷0) #0
    reduction_task_persons    | =4                 | ×                  | ×                  | ×
    reduction_task_completion | 250 (10÷4) #10     | ×                  | ×                  | ×
    unexited_plan_coverage    | 50 (1÷2) #1        | 0 (0÷1) #0         | 0 (0÷1) #0         | — (0÷0) #0
"""


def test_the_register_is_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


def test_a_member_counts_where_the_household_is_though_written_under_another_village() -> None:
    assert value_of(TABLES, "unexited_persons", "白沙镇/南坪村") == 1


@pytest.mark.parametrize(
    ("ledger", "right", "wrong"),
    [
        ("家庭收入", "8642", "8641.99"),
        ("贫困户", "是 | 是 | 安全", "否 | 是 | 安全"),
        ("贫困户", "是 | 是 | 安全", "是 | 否 | 安全"),
        ("贫困户", "是 | 是 | 安全", "是 | 是 | 危房D级"),
        ("贫困户", "是 | 是 | 安全", "是 | 是 | "),
        ("贫困人口", "B | H | 否", "B | H | 是"),
        ("参保缴费", "B | 城乡居民医保", "B | 扶贫特惠保"),
    ],
)
def test_a_household_that_lacks_one_standard_has_left_poverty_unmet(
    ledger: str, right: str, wrong: str
) -> None:
    tables = {
        "贫困户": "户编号 | 脱贫属性 | 脱贫年度 | 不愁吃穿 | 安全饮水 | 住房情况\nH | 已脱贫 | 2021 | 是 | 是 | 安全",
        "贫困人口": "人编号 | 户编号 | 失学辍学\nA | H | 否\nB | H | 否",
        "参保缴费": "人编号 | 险种\nA | 城乡居民医保\nB | 城乡居民医保",
        "家庭收入": net_incomes(H="8642"),
    }
    assert value_of(tables, "exit_standard_met") == 100
    broken = {**tables, ledger: tables[ledger].replace(right, wrong)}
    assert broken != tables
    assert value_of(broken, "exit_standard_met") == 0


def test_an_exit_in_another_year_or_of_one_who_fell_back_is_none_of_this_year() -> None:
    households = (
        "户编号 | 脱贫属性 | 脱贫年度\nA | 已脱贫 | 2020\nB | 返贫 | 2021\nC | 已脱贫 |\nD | 未脱贫 | 2021"
    )
    assert value_of({"贫困户": households}, "exits_households") == 0


def test_the_household_behind_the_lowest_income_is_named() -> None:
    (rows,) = figure_of(view_of(TABLES), "exit_income_min").measure.rows
    assert (rows.ledger, list(rows.index)) == ("households", [6])


def test_a_year_without_the_statistic_shows_none_of_another_year() -> None:
    statistics = "指标 | 年度 | 数值\n全面小康实现程度 | 2020 | 93.1"
    assert value_of({"区级统计": statistics}, "xiaokang_degree") is None


def test_lowest_income_is_exact_where_members_do_not_divide_it() -> None:
    tables = {
        **TABLES,
        "贫困户": "户编号 | 脱贫属性 | 脱贫年度\nH1 | 已脱贫 | 2021",
        "贫困人口": "人编号 | 户编号\nA | H1\nB | H1\nC | H1",
    }
    assert value_of(tables, "exit_income_min") == Fraction(8642, 3)
