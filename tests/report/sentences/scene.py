"""Cases of sentences: ledgers drawn as text tables, and the lines that a chapter or section must then show.

A line is a paragraph, a list item, a caption, or a row of a table with `|` between its cells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import pandas as pd

from gonggu.disclosure.release import released
from gonggu.figures.catalogue import CARDS, figures_of
from gonggu.params import Claim, NextTarget
from gonggu.report.document import WORK, Document, RunFacts
from tests.worked_ledgers import RULES, view_of

ALL_RULES = RULES | {
    "leader_pairs": "3",
    "cadre_pairs_max": "2",
    "leaders_per_zone": "1",
    "forest_ranger_wage": "8000",
    "yulu_per_term": "1500",
    "compulsory_aid_min": "250",
    "compulsory_aid_max": "625",
}
NO_FINDINGS = pd.DataFrame({"check": [], "severity": [], "ledger": []}, dtype="str")
NO_FACTS = RunFacts()
VILLAGES = """
    乡镇 | 行政村 | 农村户籍人口 | 卫生室 | 光纤通达 | 有无产业 | 村集体经济收入
    青石乡 | 东岭村 | 600 | 是 | 是 | 是 | 50000
    青石乡 | 西溪村 | 300 | 是 | 否 | 是 | 40000
    白沙镇 | 南坪村 | 100 | 是 | 是 | 否 | 40000
"""
HOUSEHOLDS = """
    户编号 | 乡镇 | 行政村 | 脱贫属性 | 脱贫年度 | 主要致贫原因 | 帮扶措施 | 列入危改 | 危改竣工日期 | 帮扶责任人编号
    H1 | 青石乡 | 东岭村 | 未脱贫 | | 因病 | 就业 | 是 | 2021-06-01 | C1
    H2 | 青石乡 | 西溪村 | 已脱贫 | 2018 | 因学 | | 是 | | C1
    H3 | 白沙镇 | 南坪村 | 已脱贫 | 2018 | 因残 | | 否 | |
"""
PERSONS = """
    乡镇 | 行政村 | 户编号 | 人编号 | 失学辍学
    青石乡 | 东岭村 | H1 | P1 | 否
    青石乡 | 西溪村 | H2 | P2 | 否
    青石乡 | 西溪村 | H2 | P3 | 是
    白沙镇 | 南坪村 | H3 | P4 | 否
"""
BASE = {"行政村": VILLAGES, "贫困户": HOUSEHOLDS, "贫困人口": PERSONS}
NOBODY = {"贫困户": "户编号", "贫困人口": "人编号"}
DISTRICT, TOWNSHIP = "全区", "青石乡"
EAST, WEST, SOUTH = "青石乡/东岭村", "青石乡/西溪村", "白沙镇/南坪村"
PLACES = (DISTRICT, TOWNSHIP, "白沙镇", EAST, WEST, SOUTH)

_END_OF_LINE = re.compile(r"</(?:p|li|tr|caption|h\d|dd|dt)>")
# Cells of a table, and the parts of a card.
_BETWEEN_CELLS = re.compile(r"</t[hd]>\s*<t[hd][^>]*>|</span> <span[^>]*>")
_HEADING = re.compile(r"<h[2-6].*?</h\d>|<thead>.*?</thead>|<figure.*?</figure>", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A district, and what a part of its report says: `says` line by line, nothing else where it is `whole`."""

    part: str
    figures: tuple[str, ...]
    says: tuple[str, ...]
    tables: Mapping[str, str]
    scope: str
    whole: bool
    findings: pd.DataFrame
    facts: RunFacts
    options: Mapping[str, Any]
    published: tuple[Claim, ...] = ()
    withheld: tuple[str, ...] | None = None  # of a public edition, at every place
    plan: tuple[NextTarget, ...] = ()

    def __str__(self) -> str:
        return f"{self.part} {self.scope}: {' / '.join(self.says)[:60]}"

    def document(self) -> Document:
        """The edition, with the figures of the case only; charts are drawn and tested elsewhere."""
        view = view_of(self.tables, self.scope, rules=ALL_RULES, **self.options)
        view.all_params = replace(view.all_params, published=self.published, plan=self.plan)
        cards = [card for card in CARDS if card.section in self.figures or card.id in self.figures]
        figures = figures_of(view, cards)
        if self.withheld is not None:
            figures = released(figures, self.withheld)
        withheld = None if self.withheld is None else dict.fromkeys(PLACES, self.withheld)
        document = Document(view, figures, self.findings, self.facts, withheld=withheld)
        document.charts = lambda _: []  # type: ignore[method-assign]
        return document


@dataclass(frozen=True)
class Scene:
    """A part of the report, the figures it may use (ids, sections), and the ledgers that its cases begin with."""

    part: str
    figures: tuple[str, ...]
    tables: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True

    def case(
        self,
        says: str,
        scope: str = DISTRICT,
        *,
        findings: pd.DataFrame = NO_FINDINGS,
        facts: RunFacts = NO_FACTS,
        params: Any = None,
        absent: tuple[str, ...] = (),
        published: tuple[Claim, ...] = (),
        withheld: tuple[str, ...] | None = None,
        plan: tuple[NextTarget, ...] = (),
        **tables: str,
    ) -> Case:
        """The district with these ledgers in place of the scene's, and what is said of it."""
        lines = tuple(line.strip() for line in says.splitlines() if line.strip())
        options: dict[str, Any] = {"absent": absent} | ({"params": params} if params else {})
        drawn = {**BASE, **self.tables, **tables}
        kept = {name: table for name, table in drawn.items() if name not in absent}
        given = (self.figures, lines, kept, scope, self.whole, findings, facts, options, published, withheld)
        return Case(self.part, *given, plan)


def put(table: str, *changes: tuple[str, str]) -> str:
    """The drawn table with each text replaced by another; one that does not stand there is a mistake of the case."""
    for old, new in changes:
        assert old in table, old
        table = table.replace(old, new)
    return table


def part_of(case: Case) -> str:
    """The HTML of the case's part."""
    document = case.document()
    if case.part in WORK:
        return str(document.section(case.part)["body"])
    if case.part == "cover":
        return document.chapter("overview").html.partition("</header>")[0]
    if case.part == "last_plan":
        return document.chapter("overview").html.partition('<section id="last-plan">')[2]
    return document.chapter(case.part).html.rpartition("</header>")[2]


def lines_in(html: str) -> list[str]:
    """What a reader sees, line by line; headings below the title and a table's head are left out."""
    cells = _BETWEEN_CELLS.sub(" | ", _HEADING.sub("", html))
    texts = (unescape(re.sub(r"<[^>]+>", "", line)) for line in _END_OF_LINE.split(cells))
    return [line for line in (" ".join(text.split()) for text in texts) if line]


def assert_said(case: Case) -> None:
    """The part shows the lines of the case."""
    shown = lines_in(part_of(case))
    if case.whole:
        assert shown == list(case.says)
    else:
        assert [line for line in case.says if line not in shown] == [], shown
