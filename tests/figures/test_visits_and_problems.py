"""一、6 问题整改 and 9 四支队伍: problems fed back and found, visits in the year's window."""

import pytest

from tests.worked_figures import assert_figures
from tests.worked_ledgers import value_of

# The window is 1 March to 31 October. H3 was visited, though the visit is written under another township.
TABLES = {
    "走访": """
        走访编号 | 走访日期   | 干部编号 | 队伍类别       | 乡镇   | 行政村 | 户编号
        V1       | 2021-03-01 | L1      | 区级领导       | 青石乡 | 东岭村 |
        V2       | 2021-10-31 | L1      | 区级领导       | 青石乡 | 西溪村 |
        V3       | 2021-02-28 | L2      | 区级领导       | 青石乡 | 东岭村 |
        V4       | 2021-11-01 | L3      | 区级领导       | 白沙镇 | 南坪村 |
        V5       | 2021-05-01 | L1      | 区级领导       | 青石乡 | 东岭村 |
        V6       | 2021-05-02 | L2      | 区级领导       | 青石乡 | 东岭村 |
        V7       | 2021-06-01 | U1      | 后盾单位负责人 | 白沙镇 | 南坪村 |
        V8       | 2021-06-01 | T1      | 乡镇党政班子   | 青石乡 | 西溪村 |
        V9       | 2021-07-01 | T1      | 乡镇党政班子   | 青石乡 | 西溪村 |
        V10      | 2021-10-31 | B1      | 结对干部       | 青石乡 | 东岭村 | H1
        V11      | 2021-11-01 | B1      | 结对干部       | 青石乡 | 东岭村 | H2
        V12      | 2021-04-01 | B2      | 结对干部       | 白沙镇 | 南坪村 | H3
        V13      | 2021-04-01 | T1      | 乡镇党政班子   | 白沙镇 | 南坪村 | H4
    """,
    "贫困户": """
        户编号 | 乡镇   | 行政村
        H1     | 青石乡 | 东岭村
        H2     | 青石乡 | 东岭村
        H3     | 青石乡 | 西溪村
        H4     | 白沙镇 | 南坪村
    """,
    "行政村": """
        乡镇   | 行政村 | 包村区级领导编号
        青石乡 | 东岭村 | L1
        青石乡 | 西溪村 | L3
        白沙镇 | 南坪村 | L2
        白沙镇 | 河口村 |
    """,
    "问题整改": """
        问题编号 | 问题来源             | 反馈方面 | 乡镇   | 行政村 | 整改时限   | 整改完成日期 | 回复日期
        Q1       | 中央专项巡视反馈     | 产业     |        |        | 2021-06-30 | 2021-06-01  |
        Q2       | 中央专项巡视反馈     | 产业     | 青石乡 | 东岭村 | 2021-12-31 | 2022-01-01  |
        Q3       | 省脱贫攻坚成效考核反馈 | 作风   |        |        | 2022-01-31 |             |
        Q4       | 省脱贫攻坚成效考核反馈 |        |        |        | 2021-12-31 | 2021-12-31  |
        Q5       | 省市联点督查         | 住房     | 白沙镇 | 南坪村 | 2021-05-01 |             |
        Q6       | 省市联点督查         | 饮水     |        |        | 2021-05-01 | 2021-05-05  |
        Q7       | 四支队伍排查         |          | 青石乡 | 东岭村 | 2021-03-31 | 2021-03-02  | 2021-12-31
        Q8       | 四支队伍排查         |          | 青石乡 |        | 2021-12-31 |             | 2022-01-01
        Q9       | 四支队伍排查         |          | 白沙镇 | 南坪村 | 2022-02-01 | 2021-11-01  |
        Q10      | 四支队伍排查         |          |        |        | 2021-01-01 | 2021-12-31  | 2021-01-01
    """,
}

EXPECTED = """
    figure                         | 全区         | 青石乡       | 青石乡/东岭村 | 白沙镇
    visits_leaders                 | 4 #          | 4 #          | 3 #           | 0 #
    visits_unit_heads              | 1 #          | 0 #          | 0 #           | 1 #
    visits_township                | 3 #          | 2 #          | 0 #           | 1 #
    visits_households              | 2 #          | 1 #          | 1 #           | 1 #
    households_unvisited           | 2 #          | 1 #          | 1 #           | 1 #
    leaders_per_zone_min           | =0 #1        | =2 #2        | =2 #1         | =0 #1
    problem_aspects                | 2            | ×            | ×             | ×
    problems_central_provincial    | 4 #          | ×            | ×             | ×
    problems_central_rectified     | 50 (2÷4) #2  | ×            | ×             | ×
    problems_supervision           | 2 #          | ×            | ×             | ×
    problems_supervision_rectified | 50 (1÷2) #1  | ×            | ×             | ×
    problems_overdue               | 3 #          | 2 #          | 1 #           | 1 #
    problems_found                 | 4 #          | 2 #          | 1 #           | 1 #
    problems_found_rectified       | 3 #          | 1 #          | 1 #           | 1 #
    problems_response_rate         | 50 (2÷4) #2  | 50 (1÷2) #1  | 100 (1÷1) #1  | 0 (0÷1) #0
"""


def test_visits_and_problems_are_counted_for_the_district_a_township_and_a_village() -> None:
    assert_figures(TABLES, EXPECTED)


@pytest.mark.parametrize(
    ("day", "counted"), [("2021-02-28", 0), ("2021-03-01", 1), ("2021-10-31", 1), ("2021-11-01", 0)]
)
def test_both_ends_of_the_window_belong_to_it(day: str, counted: int) -> None:
    visits = f"走访编号 | 走访日期 | 队伍类别\nV | {day} | 乡镇党政班子"
    assert value_of({"走访": visits}, "visits_township") == counted


def test_a_household_is_visited_only_by_its_paired_cadres_team_and_only_when_it_is_named() -> None:
    households = {"贫困户": "户编号\nH"}
    for visit in ("结对干部 | ", "乡镇党政班子 | H", "区级领导 | H"):
        visits = f"走访编号 | 走访日期 | 队伍类别 | 户编号\nV | 2021-05-01 | {visit}"
        assert value_of({**households, "走访": visits}, "households_unvisited") == 1
    visits = "走访编号 | 走访日期 | 队伍类别 | 户编号\nV | 2021-05-01 | 结对干部 | H"
    assert value_of({**households, "走访": visits}, "households_unvisited") == 0


def test_a_leader_who_leads_and_visits_a_village_is_one_leader_of_it() -> None:
    tables = {
        "行政村": "乡镇 | 行政村 | 包村区级领导编号\n青石乡 | 东岭村 | L1",
        "走访": "走访编号 | 走访日期 | 干部编号 | 队伍类别 | 乡镇 | 行政村\nV | 2021-05-01 | L1 | 区级领导 | 青石乡 | 东岭村",
    }
    assert value_of(tables, "leaders_per_zone_min") == 1


def test_a_village_of_the_same_name_in_another_township_has_leaders_of_its_own() -> None:
    tables = {
        "行政村": "乡镇 | 行政村\n青石乡 | 东岭村\n白沙镇 | 东岭村",
        "走访": "走访编号 | 走访日期 | 干部编号 | 队伍类别 | 乡镇 | 行政村\nV | 2021-05-01 | L1 | 区级领导 | 青石乡 | 东岭村",
    }
    assert value_of(tables, "leaders_per_zone_min", "青石乡") == 1
    assert value_of(tables, "leaders_per_zone_min", "白沙镇/东岭村") == 0


def test_a_problem_mended_after_the_year_is_overdue_though_mended() -> None:
    problem = "问题编号 | 问题来源 | 整改时限 | 整改完成日期\nQ | 四支队伍排查 | 2021-12-31 | "
    assert value_of({"问题整改": f"{problem}2022-01-01"}, "problems_overdue") == 1
    assert value_of({"问题整改": f"{problem}2021-12-31"}, "problems_overdue") == 0
