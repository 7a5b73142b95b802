"""The page: one file, nothing but chapters, readable by everyone."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pandas as pd
import pytest

from gonggu.errors import StepError
from gonggu.figures.catalogue import figures_of
from gonggu.manifest import InputFile
from gonggu.report.document import CHAPTERS, Document, RunFacts
from gonggu.report.page import css_string, export_page, write_page
from gonggu.scope import Scope
from tests.report.made_up import district, view_of

VOID = {"meta", "img", "br", "link", "hr"}


class _Tree(HTMLParser):
    """Elements in order, and those closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.misplaced: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.misplaced.append(tag)

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def _cell(html: str, *, tags: tuple[str, ...] = ("report",)) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": "Chapter(秘密)"})
    return nbformat.v4.new_code_cell(
        "secret_code()", outputs=[output], metadata={"tags": list(tags)}, execution_count=1
    )


def _page(*cells: nbformat.NotebookNode) -> str:
    return export_page(nbformat.v4.new_notebook(cells=list(cells)))


def _edition(scope: Scope) -> str:
    view = view_of(district(6, townships=2, households=8), scope)
    inputs = (InputFile(file="甲乡/贫困户.xlsx", sha256="ab" * 32, size=12345, ledgers={"households": 48}),)
    findings = pd.DataFrame({"check": ["id_checksum"], "severity": ["error"], "ledger": ["贫困人口"]})
    facts = RunFacts(inputs, ("走访",), {"gonggu": "0.1.0"}, digest="cd" * 16)
    document = Document(view, figures_of(view), findings, facts)
    return _page(*(_cell(document.chapter(chapter)._repr_html_()) for chapter in CHAPTERS))


@pytest.fixture(scope="module", params=["district", "township", "village"])
def page(request: pytest.FixtureRequest) -> str:
    villages = district(6, townships=2, households=8)["villages"]
    township, village = villages.loc[0, "township"], villages.loc[0, "village"]
    scopes = {"district": Scope(), "township": Scope(township), "village": Scope(township, village)}
    return _edition(scopes[request.param])


@pytest.fixture(scope="module")
def tree(page: str) -> _Tree:
    tree = _Tree()
    tree.feed(page)
    return tree


def test_elements_are_well_nested(tree: _Tree) -> None:
    assert tree.misplaced == []


def test_headings_come_in_order_and_the_title_once(tree: _Tree) -> None:
    levels = [int(tag[1]) for tag, _ in tree.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_lead_to_places_that_are_there_and_ids_are_unique(tree: _Tree) -> None:
    ids = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"]) for attributes in tree.all("a")}
    assert targets
    assert targets <= {f"#{one}" for one in ids}
    named = {str(a["aria-labelledby"]) for _, a in tree.elements if a.get("aria-labelledby")}
    assert named <= set(ids)


def test_nothing_runs_and_nothing_is_fetched(page: str, tree: _Tree) -> None:
    assert tree.all("script", "link", "iframe", "object", "form", "base") == []
    assert not [name for _, attributes in tree.elements for name in attributes if name.startswith("on")]
    assert all(str(image["src"]).startswith("data:image/") for image in tree.all("img"))
    assert not re.search(r"@import|url\(|https?://", re.sub(r'src="data:[^"]*"', "", page))
    policy = next(meta["content"] for meta in tree.all("meta") if "http-equiv" in meta)
    assert policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_tables_and_pictures_can_be_heard(tree: _Tree) -> None:
    assert len(tree.all("table")) == len(tree.all("caption")) > 0
    assert all(cell.get("scope") in ("col", "row") for cell in tree.all("th"))
    assert all(len(str(image.get("alt") or "")) >= 10 for image in tree.all("img"))
    regions = [one for one in tree.all("div") if one.get("class") == "wide"]
    assert len(regions) == len(tree.all("table"))
    assert all(one["tabindex"] == "0" and one["role"] == "region" for one in regions)


def test_the_language_is_chinese_and_a_phone_shows_it_at_its_width(tree: _Tree) -> None:
    assert tree.all("html") == [{"lang": "zh-CN"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in tree.all("meta")


def test_the_notebooks_code_and_plain_texts_stay_behind(page: str) -> None:
    assert "secret_code" not in page
    assert "秘密" not in page


def test_the_draft_and_the_missing_ledger_stand_before_the_contents(page: str) -> None:
    first = page.partition("<nav")[0]
    assert "草稿，不得外发" in first
    assert "走访" in first
    assert first.count("<li>") == 8


def test_every_figure_of_the_edition_has_its_row(page: str, tree: _Tree) -> None:
    rows = [one["id"] for one in tree.all("tr") if str(one.get("id", "")).startswith("f-")]
    assert len(rows) > 100
    assert "f-poverty_rate" in rows
    assert ("f-funds_total" in rows) is ("（全区）" in page)


def test_what_went_in_is_listed_without_a_time(page: str) -> None:
    run = page.partition('id="run"')[2]
    if "（全区）" in page:
        assert "甲乡/贫困户.xlsx" in run
        assert "12,345" in run
        assert "abababababab" in run
    else:
        # A part of the district rests on its own records, whatever else their files hold.
        assert "贫困户.xlsx" in run
        assert "12,345" not in run
        assert "本地数据的校验码为cdcdcdcdcdcd" in run
    assert not re.search(r"\d{1,2}:\d{2}", run)


def test_nothing_is_left_empty_or_unreadable(page: str) -> None:
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\bNone\b|<NA>|\ue000", words)


@pytest.mark.slow  # tests/running compare whole editions each time
def test_the_same_inputs_give_the_same_bytes() -> None:
    assert _edition(Scope()) == _edition(Scope())


def test_only_tagged_cells_are_taken() -> None:
    page = _page(
        _cell("<section id=a><h2>甲</h2></section>"),
        _cell("<section id=b><h2>乙</h2></section>", tags=()),
        _cell(""),
    )
    assert "甲" in page
    assert "乙" not in page


@pytest.mark.parametrize(
    "html",
    [
        "<section><script>alert(1)</script></section>",
        "<section><img src=x onerror=alert(1)></section>",
        '<section><img src="https://example.org/x.png" alt="图"></section>',
        '<section><a href="javascript:alert(1)">点</a></section>',
        '<section><a href="java&#x0A;script:alert(1)">点</a></section>',
        '<section><p style="color:red">红</p></section>',
        "<section><!-- 备注 --></section>",
        "<div><table></table></div>",
        "<style>p{}</style>",
    ],
)
def test_a_tagged_cell_that_shows_anything_else_stops_the_page(html: str) -> None:
    with pytest.raises(StepError, match="report"):
        _page(_cell(html))


def test_a_notebook_without_chapters_makes_no_page() -> None:
    with pytest.raises(StepError, match="没有任何一章"):
        _page(nbformat.v4.new_markdown_cell("# 无"))


def test_a_page_is_written_from_the_executed_notebook(tmp_path) -> None:  # type: ignore[no-untyped-def]
    notebook = nbformat.v4.new_notebook(
        cells=[_cell("<header><h1>某区<span>报告</span></h1></header><section id='a'><h2>甲</h2></section>")]
    )
    nbformat.write(notebook, tmp_path / "5.ipynb")
    write_page(tmp_path / "5.ipynb", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<title>某区报告</title>" in page
    assert page.index("</header>") < page.index("<nav") < page.index("<main")


@pytest.mark.parametrize(
    "title", ['甲"; } body { display: none } "', "</style><script>", "\\22 乙", "丙\n丁", "A 1-2"]
)
def test_the_running_title_stays_a_string(title: str) -> None:
    text = css_string(title)
    assert text[0] == text[-1] == '"'
    assert not re.search(r'["<>{};\n]', text[1:-1])
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), text[1:-1]) == title


def test_the_running_title_is_the_covers() -> None:
    page = _page(_cell('<header class="cover"><h1>甲乡</h1></header><section id="a"><h2>总述</h2></section>'))
    assert '@top-right { content: "甲乡";' in page
