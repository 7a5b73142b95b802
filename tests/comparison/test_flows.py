"""Stock and flow of households and persons between two years, worked out by hand, and as a property of any two registers."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from gonggu.comparison.flow_chart import flow_chart
from gonggu.comparison.flows import Flow, Flows, Register, flows
from gonggu.reading.areas import AREA
from gonggu.scope import Scope
from tests.ledgers_for_tests import rows_of

# H1 leaves poverty, H2 stays, H3 falls back, H4 has left for good, H5 moves to 乙乡, H6 is new, H7 stays out of poverty.
HOUSEHOLDS = {
    2019: """
乡镇 | 行政村 | 户 | 属性
甲乡 | 东村 | H1 | 未脱贫
甲乡 | 东村 | H2 | 未脱贫
甲乡 | 西村 | H3 | 已脱贫
甲乡 | 西村 | H4 | 未脱贫
甲乡 | 西村 | H5 | 返贫
乙乡 | 北村 | H7 | 已脱贫
""",
    2020: """
乡镇 | 行政村 | 户 | 属性
甲乡 | 东村 | H1 | 已脱贫
甲乡 | 东村 | H2 | 未脱贫
甲乡 | 西村 | H3 | 返贫
乙乡 | 北村 | H5 | 未脱贫
甲乡 | 东村 | H6 | 未脱贫
乙乡 | 北村 | H7 | 已脱贫
""",
}
# P3 of H2 has died, P9 was born there; P8 of H7 has gone and nobody has noted why.
PERSONS = {
    2019: "P1 H1 P2 H2 P3 H2 P4 H3 P5 H4 P6 H5 P7 H7 P8 H7",
    2020: "P1 H1 P2 H2 P9 H2 P4 H3 P6 H5 P10 H6 P7 H7",
}
CHANGES = "P3 死亡 P9 新生儿"


def _register(year: int) -> Register:
    _, *rows = rows_of(HOUSEHOLDS[year])
    households = pd.DataFrame(rows, columns=[*AREA, "household_id", "exit_status"], dtype="str")
    words = PERSONS[year].split()
    persons = pd.DataFrame({"person_id": words[::2], "household_id": words[1::2]}, dtype="str")
    told = CHANGES.split()
    changes = pd.DataFrame({"person_id": told[::2], "change": told[1::2]}, dtype="str")
    dates = pd.to_datetime([f"{year}-06-01"] * len(changes))
    return Register(year, households, persons, changes.assign(date=dates))


def _flows(scope: Scope = Scope()) -> Flows:  # noqa: B008 - frozen
    return flows(_register(2019), _register(2020), scope)


def test_the_districts_stock_of_those_not_out_of_poverty() -> None:
    poor, register = _flows().stocks
    assert poor.opening == Flow("2019年末", 4, 5)  # H1 H2 H4 H5
    assert poor.entered == (
        Flow("返贫", 1, 1),  # H3
        Flow("户内增加（出生、嫁入等）", 0, 1),  # P9
        Flow("新纳入（新识别、迁入）", 1, 1),  # H6
    )
    assert poor.left == (
        Flow("脱贫", 1, 1),  # H1
        Flow("户内减少（死亡、嫁出等）", 0, 1),  # P3
        Flow("不再在册（销户、迁出等）", 1, 1),  # H4
    )
    assert poor.closing == Flow("2020年末", 4, 5)  # H2 H3 H5 H6
    assert (register.opening.households, register.closing.households) == (6, 6)
    assert (register.opening.persons, register.closing.persons) == (8, 7)
    assert poor.closes
    assert register.closes


def test_of_a_township_who_moved_within_the_district_is_told() -> None:
    left = _flows(Scope("甲乡")).stocks[0]
    assert Flow("迁往区内其他地方", 1, 1) in left.left
    assert (left.opening.households, left.closing.households) == (4, 3)
    here = _flows(Scope("乙乡")).stocks[0]
    assert here.entered == (Flow("由区内其他地方迁入", 1, 1),)
    assert (here.opening.households, here.closing.households) == (0, 1)
    assert _flows(Scope("甲乡", "西村")).stocks[0].closing.households == 1


def test_persons_who_came_and_went_while_their_household_stayed_by_kind() -> None:
    assert _flows().within == {"户内增加：新生儿": 1, "户内减少：人员变更未登记": 1, "户内减少：死亡": 1}


@pytest.mark.parametrize("unit", ["households", "persons"])
@pytest.mark.parametrize("term", ["opening", "entered", "left", "closing"])
def test_a_term_that_is_wrong_by_one_does_not_close(unit: str, term: str) -> None:
    stock = _flows().stocks[0]
    part = getattr(stock, term)
    one = part if isinstance(part, Flow) else part[0]
    wrong = replace(one, **{unit: getattr(one, unit) + 1})
    broken = replace(stock, **{term: wrong if isinstance(part, Flow) else (wrong, *part[1:])})
    assert not broken.closes


def test_without_persons_households_are_told_alone() -> None:
    bare = [replace(_register(year), persons=None) for year in (2019, 2020)]
    stock = flows(bare[0], bare[1]).stocks[0]
    assert stock.opening == Flow("2019年末", 4, None)
    assert stock.closes


def test_numbers_that_are_blank_or_stand_twice_are_told() -> None:
    twice = _register(2020)
    more = pd.concat(
        [twice.households, twice.households.iloc[:1], twice.households.iloc[:1].assign(household_id=None)]
    )
    found = flows(_register(2019), replace(twice, households=more))
    assert found.doubtful == ("2020 年有 1 条记录没有户编号、1 条户编号重复，未计或只计一次。",)
    assert found.stocks[0].closes


def test_any_two_registers_close_and_the_passages_count_everybody_once() -> None:
    drawn = random.Random(11)
    for _ in range(6):
        sides = []
        for year in (2019, 2020):
            homes = drawn.sample(range(30), drawn.randint(0, 25))
            rows = [
                (
                    drawn.choice("甲乙"),
                    drawn.choice("东西"),
                    f"H{one}",
                    drawn.choice(["未脱贫", "返贫", "已脱贫", None]),
                )
                for one in homes
            ]
            households = pd.DataFrame(rows, columns=[*AREA, "household_id", "exit_status"], dtype="str")
            people = [
                (f"P{one}", f"H{drawn.randint(0, 30)}")
                for one in drawn.sample(range(60), drawn.randint(0, 50))
            ]
            persons = pd.DataFrame(people, columns=["person_id", "household_id"], dtype="str")
            sides.append(Register(year, households, persons))
        for scope in (Scope(), Scope("甲"), Scope("乙", "西")):
            found = flows(sides[0], sides[1], scope)
            assert all(stock.closes for stock in found.stocks)
            own = sides[1].households
            for name, wanted in zip(AREA, (scope.township, scope.village), strict=True):
                own = own[own[name].eq(wanted)] if wanted else own
            assert found.stocks[1].closing.households == len(own)
            assert found.table.loc[
                found.table["to"].isin(("未脱贫", "已脱贫", "属性不明")), "households"
            ].sum() == len(own)


def test_the_chart_says_what_it_shows_and_has_the_same_bytes_each_time() -> None:
    chart, again = flow_chart(_flows()), flow_chart(_flows())
    assert chart is not None
    assert again is not None
    assert chart.svg == again.svg
    assert chart.title == "未脱贫户由4户变为4户"
    for part in ("2019年末未脱贫到脱贫1户", "返贫到2020年末未脱贫1户", "2019年末未脱贫到2020年末未脱贫2户"):
        assert part in chart.alt
    assert chart.table["户数"].sum() == 6
    nobody = replace(_register(2019), households=_register(2019).households.iloc[:0], persons=None)
    assert flow_chart(flows(nobody, replace(nobody, year=2020))) is None
