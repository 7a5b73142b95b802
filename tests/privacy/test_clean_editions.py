"""Editions that give nobody away pass: of other districts, made by the real writers, without kernels."""

import shutil
from pathlib import Path
from time import process_time
from typing import Any

import nbformat
import pytest

from gonggu.edition import Edition, open_edition
from gonggu.notebook import figures_table, open_report, records
from gonggu.privacy.gate import look_through
from gonggu.privacy.vocabulary import vocabulary
from gonggu.report.document import CHAPTERS
from gonggu.report.page import TAG, write_page
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.scope import Scope
from gonggu.year import open_year
from tests.ledgers_for_tests import rows_of, write_book

YEAR = 2019
DISTRICTS = 34  # of three editions each
FALSE_ALARMS = 1
HOUSEHOLDS = "乡镇 | 行政村 | 户编号 | 户主姓名\n甲乡 | 东村 | H1 | 覃翠莲"


def _open(folder: Path, seed: int) -> list[Edition]:
    """Editions of a random district of three villages, to be made: its own, its township's and a village's."""
    write_district(make_district(YEAR, villages=3, seed=seed), folder / "raw" / str(YEAR), YEAR)
    work = open_edition(YEAR, data=str(folder)).work
    village = next(place for place in work.places() if place.village)
    scopes = Scope(), Scope(village.township), village
    return [Edition(work, scope, folder / scope.level) for scope in scopes]


def _made(edition: Edition) -> Edition:
    """The edition with its files in its folder."""
    build = edition.build
    assert build is not None
    (build / "notebooks").mkdir(parents=True)
    report = open_report(edition)
    report.save()
    ledgers = [records(edition.work, ledger) for ledger in ("贫困户", "贫困人口", "项目")]
    chapters = [report.chapter(name) for name in CHAPTERS]
    cells = [_cell(one) for one in [*ledgers, figures_table(report.figures, "指标")]]
    cells += [_cell(one, [TAG]) for one in chapters]
    notebook = build / "notebooks" / "5_report.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), str(notebook))  # type: ignore[no-untyped-call]
    write_page(notebook, build / "report.html")
    return edition


def _cell(shown: Any, tags: list[str] | None = None) -> Any:
    """A cell with what it shows, in both types as a kernel would send it."""
    data = {"text/html": shown._repr_html_(), "text/plain": repr(shown)}
    output = nbformat.v4.new_output("display_data", data)  # type: ignore[no-untyped-call]
    return nbformat.v4.new_code_cell("work", metadata={"tags": tags or []}, outputs=[output])  # type: ignore[no-untyped-call]


def _hits(edition: Edition) -> list[str]:
    assert edition.build is not None
    known = vocabulary(edition.work)
    begun = process_time()
    hits = look_through(edition.build, known)
    print(f"{edition.scope.name}: {process_time() - begun:.2f} s")
    return list(map(str, hits))


@pytest.mark.slow
def test_an_edition_of_another_district_passes_and_with_one_of_its_names_it_does_not(tmp_path: Path) -> None:
    edition = _made(_open(tmp_path, seed=2)[-1])
    assert edition.build is not None
    files = {path.name for path in edition.build.rglob("*.*")}
    assert files == {"annex.xlsx", "figures.json", "report.html", "5_report.ipynb"}
    assert _hits(edition) == []
    name = max(edition.work.store.read("persons")["name"], key=len)
    page = edition.build / "report.html"
    shown = page.read_text(encoding="utf-8").replace("</body>", f"<p>{name}</p></body>")
    page.write_text(shown, encoding="utf-8")
    assert {hit.partition(" ")[0].rstrip("：姓名") for hit in _hits(edition)} == {"report.html"}


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_a_hundred_clean_editions_at_most_one_is_stopped(tmp_path: Path) -> None:
    stopped = []
    for seed in range(DISTRICTS):
        found = [_hits(_made(edition)) for edition in _open(tmp_path / str(seed), seed)]
        stopped += [f"{seed}: {hits}" for hits in found if hits]
        shutil.rmtree(tmp_path / str(seed))
    assert len(stopped) <= FALSE_ALARMS, stopped


def test_the_vocabulary_is_of_the_ledgers_as_they_were_when_it_was_opened(tmp_path: Path) -> None:
    raw = tmp_path / "raw" / str(YEAR)
    write_book(raw / "贫困户.xlsx", {"贫困户": rows_of(HOUSEHOLDS)})
    write_book(raw / "行政村.xlsx", {"行政村": rows_of("乡镇 | 行政村\n甲乡 | 东村")})
    work = open_year(YEAR, data=str(tmp_path))
    work.clean()
    first = vocabulary(work)
    assert first.kinds_in("覃翠莲")
    assert not first.kinds_in("石金花")
    write_book(raw / "贫困户.xlsx", {"贫困户": rows_of(HOUSEHOLDS.replace("覃翠莲", "石金花"))})
    work.clean()
    assert vocabulary(work).kinds_in("石金花")
    assert not vocabulary(work).kinds_in("覃翠莲")
    assert first.kinds_in("覃翠莲")
