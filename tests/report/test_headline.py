"""The first screen's change against the year before, and the way back from a figure's row to where it is used."""

import re

import pandas as pd
import pytest

from gonggu.figures.catalogue import CARDS, figures_of
from gonggu.manifest import InputFile
from gonggu.report.document import Document, RunFacts
from tests.worked_ledgers import RULES, view_of

VILLAGES = "乡镇 | 行政村 | 农村户籍人口\n青石乡 | 东岭村 | 1000"
HOUSEHOLDS = "户编号 | 乡镇 | 行政村 | 脱贫属性\nH1 | 青石乡 | 东岭村 | 未脱贫"
PERSONS = "乡镇 | 行政村 | 户编号 | 人编号\n青石乡 | 东岭村 | H1 | P1\n青石乡 | 东岭村 | H1 | P2"
HISTORY = "年度 | 乡镇 | 行政村 | 农村户籍人口 | 年末未脱贫人口\n{} | 青石乡 | 东岭村 | 1000 | {}"
# Whatever they are here, every rule that a sentence names has to be in force.
ALL_RULES = RULES | dict.fromkeys(
    (
        *("leader_pairs", "cadre_pairs_max", "leaders_per_zone", "forest_ranger_wage", "yulu_per_term"),
        *("compulsory_aid_min", "compulsory_aid_max"),
    ),
    "1",
)
NO_FINDINGS = pd.DataFrame({"check": [], "severity": [], "ledger": []}, dtype="str")


@pytest.fixture(autouse=True)
def _without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gonggu.report.document.charts_of", lambda *_, **__: [])


def _document(history: str, scope: str = "全区", facts: RunFacts | None = None) -> Document:
    tables = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS, "历年情况": history}
    view = view_of(tables, scope, rules=ALL_RULES)
    cards = [card for card in CARDS if card.section == "总述"]
    return Document(view, figures_of(view, cards), NO_FINDINGS, facts or RunFacts())


@pytest.mark.parametrize(
    ("year", "before", "said"),
    [
        (2020, 12, ["比上年减少10人", "比上年下降1个百分点"]),
        (2020, 1, ["比上年增加1人", "比上年上升0.1个百分点"]),
        (2020, 2, ["与上年持平", "与上年持平"]),
        (2019, 12, []),  # that is not the year before
    ],
)
def test_the_change_since_the_year_before_is_told_where_the_ledgers_hold_it(
    year: int, before: int, said: list[str]
) -> None:
    html = str(_document(HISTORY.format(year, before)).chapter("overview").html)
    assert re.findall(r'class="card-change">([^<]*)<', html) == said


def test_a_figures_row_leads_back_to_where_it_is_used() -> None:
    document = _document(HISTORY.format(2020, 12))
    row = re.search(r'<tr id="f-unexited_persons">.*?</tr>', str(document.chapter("figures").html), re.DOTALL)
    assert row is not None
    assert re.findall(r'href="#(\w+)">', row[0].partition("用于")[2]) == ["overview", "shortcomings", "plan"]
    for place in ("overview", "plan"):
        assert 'href="#f-unexited_persons"' in str(document.chapter(place).html)


@pytest.mark.parametrize(
    ("scope", "files"),
    [("全区", "甲/贫困户.xlsx（0123456789ab）"), ("青石乡", "贫困户")],
)
def test_a_figures_row_leads_to_its_ledgers_and_these_name_their_workbooks(scope: str, files: str) -> None:
    sent = InputFile(file="甲/贫困户.xlsx", sha256="0123456789abcdef", size=1, ledgers={"households": 1})
    document = _document(HISTORY.format(2020, 12), scope, RunFacts(inputs=(sent,)))
    html = str(document.chapter("figures").html)
    row = re.search(r'<tr id="l-households">.*?</tr>', html, re.DOTALL)
    assert row is not None
    assert 'href="#l-households">贫困户</a>' in html
    assert '<td class="num">1</td>' in row[0]
    assert files in row[0]
