"""The analyst's own paragraphs: in their chapter, with figures, and nothing that leaves the page."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gonggu.errors import UsageError
from gonggu.figures.catalogue import CARDS, figures_of
from gonggu.figures.overview import SECTION
from gonggu.figures.view import View
from gonggu.report.document import Document, RunFacts
from tests.report.sentences.scene import ALL_RULES, BASE, NO_FINDINGS
from tests.worked_ledgers import view_of


def _plan(view: View) -> str:
    cards = [card for card in CARDS if card.section == SECTION]
    return str(Document(view, figures_of(view, cards), NO_FINDINGS, RunFacts()).chapter("plan").html)


def _bare(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


def _with_texts(folder: Path, scope: str = "全区") -> View:
    view = view_of(BASE, scope, rules=ALL_RULES)
    view.all_params = replace(view.all_params, folder=folder)
    return view


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / "texts" / "2021" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_analysts_paragraph_stands_in_its_chapter_with_figures_filled_in(tmp_path: Path) -> None:
    _write(
        tmp_path, "plan.md", "还有**{unexited_persons}**，\n逐户想办法。<b onclick=x> ![图](http://x/y.png)"
    )
    html = _plan(_with_texts(tmp_path))
    assert "还有1人，逐户想办法。" in _bare(html)
    assert "<b onclick" not in html
    assert "http" not in html
    assert "逐户想办法" not in _plan(_with_texts(tmp_path, "青石乡"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "plan.md",
            "{unexited_person}",
            "plan.md：没有编号为“unexited_person”的指标。是否要写“unexited_persons”？",
        ),
        ("plans.md", "无", "plans.md：没有名为“plans”的章节。是否要写“plan”？"),
    ],
)
def test_an_unknown_figure_or_chapter_in_a_text_is_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    _write(tmp_path, name, text)
    with pytest.raises(UsageError, match=re.escape(said)):
        _plan(_with_texts(tmp_path))


def test_a_figure_without_value_in_a_text_reads_no_data(tmp_path: Path) -> None:
    _write(tmp_path, "plan.md", "最低收入{exit_income_min}。")
    assert "最低收入无数据。" in _bare(_plan(_with_texts(tmp_path)))
