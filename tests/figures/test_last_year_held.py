"""What the table of cross-checks says of two years once last year's own ledgers stand beside."""

from fractions import Fraction

import pandas as pd
import pytest

from gonggu.figures.crosschecks.check import CrossCheck
from gonggu.figures.crosschecks.last_year import LastYear, held_against
from gonggu.manifest import PlaceBefore, ValueBefore
from gonggu.report.document import Document, RunFacts
from tests.figures.test_crosschecks import ROLLED, VILLAGES
from tests.report.sentences.scene import ALL_RULES
from tests.worked_ledgers import view_of

TABLES = {"行政村": VILLAGES, **ROLLED}
NONE_FOUND = pd.DataFrame({"check": [], "severity": [], "ledger": []}, dtype="str")
ONE_FOUND = pd.DataFrame({"check": ["x_stock_roll"], "severity": ["error"], "ledger": ["贫困户"]})


def _table(findings: pd.DataFrame = NONE_FOUND, *, stock: str = "6", people: str = "1000") -> str:
    values = {
        "unexited_persons": ValueBefore(value=stock, whole=None),
        "poverty_rate": ValueBefore(value="3/5", whole=people),
    }
    facts = RunFacts(before=PlaceBefore(township="", village="", same_villages=True, values=values))
    document = Document(view_of(TABLES, rules=ALL_RULES), {}, findings, facts)
    document.charts = lambda _: []  # type: ignore[method-assign]
    return str(document.chapter("crosschecks").html)


def test_what_this_year_s_ledgers_leave_open_last_year_s_register_tells() -> None:
    html = _table()
    assert "上年末6人，新识别和返贫3人，人员变更净减1人；已与2020年名册逐人核对，都对得上" in html
    assert "没有记载" not in html


def test_somebody_who_cannot_be_followed_makes_the_sum_disagree() -> None:
    html = _table(ONE_FOUND)
    assert "人员变更净减1人；与2020年名册逐人核对，对不上的1处" in html
    assert "<td>不一致</td>" in html


@pytest.mark.parametrize(
    ("people", "said"),
    [("1000", "与2020年台账相符"), ("990", "2020年台账为990人，与历年情况不符")],
    ids=["as stated", "otherwise"],
)
def test_a_denominator_is_held_against_last_year_s_own(people: str, said: str) -> None:
    assert f"<td>{said}</td>" in _table(people=people)


def _change(before: int) -> CrossCheck:
    sides = ("未脱贫人口：2021年与2020年", Fraction(6), Fraction(before), "人", "一致")
    return CrossCheck("x_year_on_year", *sides, states_before="unexited_persons")  # type: ignore[arg-type]


def test_a_change_since_last_year_starts_from_last_year_s_own_figure() -> None:
    last = LastYear(2020, {"unexited_persons": Fraction(6)}, {}, 0)
    same, other = held_against(_change(6), last), held_against(_change(5), last)
    assert (same.verdict, same.explanation) == ("一致", "与2020年台账相符")
    assert (other.verdict, other.explanation) == ("不一致", "2020年台账为6人，与历年情况不符")


def test_without_last_year_s_register_nothing_is_claimed() -> None:
    unknown = LastYear(2020, {}, {}, None)
    stock = CrossCheck(
        "x_stock_roll", "存量", Fraction(7), Fraction(7), "人", "一致", "某户，本年台账中没有记载"
    )
    assert held_against(_change(5), unknown) == _change(5)
    assert held_against(stock, unknown) == stock
