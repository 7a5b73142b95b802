"""A public edition says nothing but its figures: whatever else the ledgers hold, it reads the same."""

import re
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gonggu.checks.findings import no_findings
from gonggu.disclosure.catalogue import FREE, rests_on
from gonggu.disclosure.release import released
from gonggu.figures.card import Figure
from gonggu.figures.catalogue import BY_ID, CARDS, figures_of
from gonggu.figures.numbers import number_text
from gonggu.report import public
from gonggu.report.annex import write_annex
from gonggu.report.document import CHAPTERS, WORK, Document, RunFacts
from gonggu.report.phrases import paragraph
from gonggu.scope import Scope
from gonggu.withholding import Withheld
from tests.report.made_up import district, view_of

# Ledgers of villages, projects, funds, problems, courses and units; all others are of persons and households.
OF_NOBODY = ("villages", "projects", "allocations", "payments", "problems", "courses", "cadres", "statistics")
FRAMES = district(6, 2, 12, seed=5)
OTHERS = {
    **district(6, 2, 12, seed=2),
    **{ledger: FRAMES[ledger] for ledger in OF_NOBODY},
}
SCOPES = [Scope(), Scope("云一乡", "青一一村")]
OF_PERSONS = frozenset(card.id for card in CARDS if rests_on(card) != ())
# Of the townships, all that tells of a person or household.
EVERY_COUNT: Withheld = dict.fromkeys(("云一乡", "云二乡"), tuple(OF_PERSONS))


def _document(
    frames: dict[str, pd.DataFrame],
    scope: Scope,
    figures: dict[str, Figure],
    findings: pd.DataFrame,
    withheld: Withheld | None = None,
) -> Document:
    return Document(view_of(frames, scope), figures, findings, RunFacts(), withheld=withheld or EVERY_COUNT)


def _findings(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Some doubts about households."""
    count = len(frames["households"])
    blank = {column: [""] * count for column in no_findings().columns}
    return pd.DataFrame({**blank, "check": "x_register_insured", "severity": "warning", "ledger": "贫困户"})


@cache
def _figures(scope: Scope) -> dict[str, Figure]:
    return figures_of(view_of(FRAMES, scope))


def _public(scope: Scope, withheld: frozenset[str]) -> dict[str, Figure]:
    return released(_figures(scope), withheld)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.level)
def test_nothing_but_the_released_figures_reaches_the_page_or_the_annex(scope: Scope, tmp_path: Path) -> None:
    figures = _public(scope, frozenset({"dropouts", "households_unvisited", "relocation_households"}))
    one = _document(FRAMES, scope, figures, no_findings())
    other = _document(OTHERS, scope, figures, _findings(OTHERS))
    for chapter in CHAPTERS:
        assert one.chapter(chapter).html == other.chapter(chapter).html, chapter
    for name, document in (("one", one), ("other", other)):
        drawn = [chart for chapter in (*CHAPTERS, *WORK) for chart in document.charts(chapter)]
        write_annex(tmp_path / name, document.view, figures, drawn, "附表", [], public.SHEETS, EVERY_COUNT)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.level)
def test_where_every_count_of_persons_is_withheld_no_sentence_says_that_there_is_nothing(
    scope: Scope,
) -> None:
    document = _document(FRAMES, scope, _public(scope, OF_PERSONS), no_findings())
    for chapter in document.chapters():
        text = re.sub(r"<[^>]+>", "", chapter.html)
        assert not re.search("没有考勤|没有可以核算收入|没有发现短板|没有建档立卡|没有未脱贫|都已脱贫", text)
        assert not re.search("（）|，，|。。|：。|其中。|None|nan", text)
        assert "<p><strong>就业。</strong></p>" not in chapter.html
        if chapter.id != "figures":
            linked = set(re.findall(r'href="#f-(\w+)"', chapter.html))
            assert linked <= FREE, f"{chapter.id} speaks of {linked - FREE}"


def test_a_heading_without_a_sentence_is_left_out() -> None:
    assert not paragraph("\n", "就业")
    assert paragraph("有工作的5人。\n", "就业") == "<p><strong>就业。</strong>有工作的5人。</p>"


def test_a_withheld_target_is_not_compared() -> None:
    document = _document(FRAMES, Scope(), _public(Scope(), OF_PERSONS), no_findings())
    assert "<td>未公布</td><td>—</td>" in document.chapter("plan").html


def test_an_internal_edition_does_count_other_things_than_its_figures() -> None:
    figures = _figures(Scope())
    for chapter in ("plan", "townships", "crosschecks"):
        said = {
            Document(view_of(frames), figures, no_findings(), RunFacts()).chapter(chapter).html
            for frames in (FRAMES, OTHERS)
        }
        assert len(said) == 2


def test_a_public_comparison_shows_of_each_place_what_its_own_edition_shows(tmp_path: Path) -> None:
    withheld: Withheld = {"云一乡": ("unexited_persons", "poverty_rate"), "云二乡": ()}
    figures = released(_figures(Scope()), {"exits_persons"})
    document = _document(FRAMES, Scope(), figures, no_findings(), withheld)
    first, second, whole = _rows(document.chapter("townships").html, "在册与脱贫")
    there = _figures(Scope("云二乡"))
    assert first[4:6] == ["未公布", "未公布"]
    assert second[4] == number_text(there["unexited_persons"].measure.value, "人")
    assert whole[6] == "未公布"
    assert "未公布" not in [*first[:4], first[6], *second, *whole[:6]]
    write_annex(tmp_path / "附表.xlsx", document.view, figures, [], "附表", [], public.SHEETS, withheld)
    sheet = openpyxl.load_workbook(tmp_path / "附表.xlsx")["乡镇对比"]
    rows = {str(row[0]): row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["未脱贫人口（人）"][:2] == ("未公布", there["unexited_persons"].record()["value"])
    assert rows[f"{BY_ID['exits_persons'].label}（人）"][2] == "未公布"


def test_of_a_place_that_the_audit_has_not_seen_nothing_is_shown() -> None:
    document = _document(FRAMES, Scope(), _public(Scope(), frozenset()), no_findings(), {"云一乡": ()})
    _, second, _ = _rows(document.chapter("townships").html, "在册与脱贫")
    assert second[0] == "云二乡"
    assert {*second[1:]} == {"未公布"}


def _rows(html: str, caption: str) -> list[list[str]]:
    """The cells of the body of a table."""
    table = html[html.index(f">{caption}</caption>") :].partition("</table>")[0]
    bodies = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in bodies]
