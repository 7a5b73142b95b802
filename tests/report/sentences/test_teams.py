"""9 四支队伍: visits in the year's window, problems found, petitions."""

from datetime import date

import pytest

from gonggu.params import Window
from tests.report.sentences.scene import EAST, NOBODY, SOUTH, TOWNSHIP, WEST, Case, Scene, assert_said, put
from tests.worked_ledgers import YEAR_PARAMS

WINDOW = "3月1日至10月31日"
VISITS = """
    走访编号 | 走访日期 | 干部编号 | 队伍类别 | 乡镇 | 行政村 | 户编号
    Z1 | 2021-03-01 | L1 | 区级领导 | 青石乡 | 东岭村 |
    Z2 | 2021-04-01 | U1 | 后盾单位负责人 | 青石乡 | 东岭村 |
    Z3 | 2021-04-01 | X1 | 乡镇党政班子 | 青石乡 | 西溪村 |
    Z4 | 2021-04-01 | C1 | 结对干部 | 青石乡 | 东岭村 | H1
    Z5 | 2021-10-31 | C1 | 结对干部 | 青石乡 | 西溪村 | H2
    Z6 | 2021-11-01 | C2 | 结对干部 | 白沙镇 | 南坪村 | H3
"""
CAME = Scene(
    "teams", ("visits_leaders", "visits_unit_heads", "visits_township", "visits_households"), {"走访": VISITS}
)
UNVISITED = Scene("teams", ("households_unvisited", "registered_households"), {"走访": VISITS})
LEADERS = Scene("teams", ("leaders_per_zone_min",), {"走访": VISITS})
OVER_THE_YEAR = YEAR_PARAMS.model_copy(
    update={"visits_window": Window.model_validate({"from": date(2020, 11, 1), "to": date(2021, 10, 31)})}
)
ALL_VISITED = put(VISITS, ("2021-11-01", "2021-10-01"))

CASES: list[Case] = [
    CAME.case(
        f"{WINDOW}，区级领导到村1人次，后盾单位主要负责人到村1人次，乡镇党政班子到村1人次，结对干部入户2人次。"
    ),
    CAME.case(
        f"{WINDOW}，区级领导到村0人次，后盾单位主要负责人到村0人次，乡镇党政班子到村1人次，结对干部入户1人次。",
        WEST,
    ),
    CAME.case(f"{WINDOW}没有走访记录。", SOUTH),
    CAME.case(f"{WINDOW}没有走访记录。", 走访=""),
    CAME.case(
        "2020年11月1日至2021年10月31日，区级领导到村1人次，后盾单位主要负责人到村1人次，乡镇党政班子到村1人次，结对干部入户2人次。",
        params=OVER_THE_YEAR,
    ),
    CAME.case(
        "缺少台账“走访”，以下指标没有数据：区级领导到村、单位主要负责人到村、乡镇党政班子到村、结对干部入户走访。",
        absent=("走访",),
    ),
    UNVISITED.case("这段时间里没有结对干部走访记录的贫困户有1户（南坪村）。"),
    UNVISITED.case(
        "这段时间里没有结对干部走访记录的贫困户有3户（南坪村1户、东岭村1户、西溪村1户）。", 走访=""
    ),
    UNVISITED.case("这段时间里没有结对干部走访记录的贫困户有1户。", SOUTH),
    UNVISITED.case("这段时间里每户贫困户都有结对干部走访。", TOWNSHIP),
    UNVISITED.case("这段时间里每户贫困户都有结对干部走访。", 走访=ALL_VISITED),
    UNVISITED.case("这段时间里贫困户有结对干部走访。", EAST),
    UNVISITED.case("本节没有可以报告的数据。", **NOBODY),
    LEADERS.case("各村联系或到过的区级领导最少0名（要求每村不少于1名）。"),
    LEADERS.case("联系或到过本村的区级领导1名。", EAST),
    LEADERS.case("没有区级领导联系或到过本村。", WEST),
]

PROBLEMS = """
    问题编号 | 问题来源 | 乡镇 | 行政村 | 整改完成日期 | 回复日期
    W1 | 四支队伍排查 | 青石乡 | 东岭村 | {0} | {1}
    W2 | 四支队伍排查 | 青石乡 | 西溪村 | {2} | {3}
"""
DAY = "2021-06-01"
FOUND = Scene("teams", ("problems_found", "problems_found_rectified", "problems_response_rate"))
PETITIONS = Scene("teams", ("petitions",))
STATED = "指标 | 年度 | 数值\n涉贫到市赴省进京信访 | {} | {}"
CASES += [
    FOUND.case(
        "四支队伍排查出问题2个，年末前都已整改，都已回复。", 问题整改=PROBLEMS.format(DAY, DAY, DAY, DAY)
    ),
    FOUND.case(
        "四支队伍排查出问题1个，年末前已整改，已回复。", WEST, 问题整改=PROBLEMS.format(DAY, DAY, DAY, DAY)
    ),
    FOUND.case(
        "四支队伍排查出问题2个，年末前完成整改1个，已回复的为1/2个（50%）。",
        问题整改=PROBLEMS.format(DAY, DAY, "", ""),
    ),
    FOUND.case(
        "四支队伍排查出问题2个，年末前都没有完成整改，已回复的为0/2个（0%）。",
        问题整改=PROBLEMS.format("", "", "", ""),
    ),
    FOUND.case(
        "四支队伍排查出问题1个，年末前没有完成整改，已回复。", EAST, 问题整改=PROBLEMS.format("", DAY, "", "")
    ),
    FOUND.case("四支队伍没有登记排查出的问题。", 问题整改=""),
    FOUND.case("四支队伍没有登记排查出的问题。", SOUTH, 问题整改=PROBLEMS.format("", "", "", "")),
    PETITIONS.case("据区级统计，全年没有涉贫到市赴省进京信访。", 区级统计=STATED.format(2021, 0)),
    PETITIONS.case("据区级统计，全年涉贫到市赴省进京信访3件。", 区级统计=STATED.format(2021, 3)),
    PETITIONS.case("本节没有可以报告的数据。", 区级统计=STATED.format(2020, 3)),
    PETITIONS.case("本节没有可以报告的数据。", TOWNSHIP, 区级统计=STATED.format(2021, 3)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_teams(case: Case) -> None:
    assert_said(case)
