"""A public edition as it is made: a real run, whose files say nothing of what is withheld."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pytest

import pipeline
from gonggu.scope import Scope
from gonggu.withholding import of_place_and_parts
from tests.running.district import YEAR, District

WITHHELD = "未公布"


@pytest.fixture(scope="module")
def district(small_district: Path, tmp_path_factory: pytest.TempPathFactory) -> District:
    """A district of one township with two villages, whose public edition has been made."""
    made = District(small_district).copy_to(tmp_path_factory.mktemp("public"))
    assert made.run("--edition", "public") == 0
    return made


@pytest.fixture(scope="module")
def edition(district: District) -> Path:
    return district.edition("公开版/全区")


@pytest.fixture(scope="module")
def figures(edition: Path) -> dict[str, dict[str, Any]]:
    content = json.loads((edition / "figures.json").read_text(encoding="utf-8"))
    assert content["edition"] == "public"
    return {one["id"]: one for one in content["figures"]}


def _withheld(figures: dict[str, dict[str, Any]]) -> list[str]:
    found = [name for name, one in figures.items() if one["status"] == "withheld"]
    assert len(found) > 10
    return found


def test_no_count_of_persons_or_households_below_the_threshold_is_published(
    figures: dict[str, dict[str, Any]],
) -> None:
    for name, one in figures.items():
        if one["unit"] in ("户", "人", "名", "人次", "人月") and name != "reduction_task_persons":
            assert not 0 < (one["value"] or 0) < 10, name
            assert not 0 < (one["numerator"] or 0) < 10, name


def test_a_withheld_figure_has_no_number_in_any_file(
    edition: Path, figures: dict[str, dict[str, Any]]
) -> None:
    page = (edition / "report.html").read_text(encoding="utf-8")
    # The table of standards lists what is measured by them, by name alone.
    spoken = re.sub(r'<tr id="r-.*?</tr>', "", page, flags=re.DOTALL)
    sheet = openpyxl.load_workbook(edition / "annex.xlsx")["指标"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    for name in _withheld(figures):
        assert [figures[name][key] for key in ("value", "numerator", "denominator", "rows")] == [None] * 4
        assert f'href="#f-{name}"' not in spoken, f"a sentence speaks of {name}"
        row = re.search(rf'<tr id="f-{name}">.*?</tr>', page, re.DOTALL)
        assert row
        cells = [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row[0])]
        assert [cells[0], cells[2], cells[3]] == [WITHHELD, "", ""]
        assert [rows[name][column] for column in (2, 4, 5, 6)] == [WITHHELD, None, None, None]


def test_the_edition_says_on_its_first_screen_what_it_is(edition: Path) -> None:
    page = (edition / "report.html").read_text(encoding="utf-8")
    cover = page[page.index("<header") : page.index("</header>")]
    assert "公开版" in cover
    assert "不足10的户数、人数、人次不予公布" in cover
    assert 'href="#quality"' not in page


def test_only_the_reports_notebook_is_kept_and_it_shows_what_the_page_shows(edition: Path) -> None:
    assert [path.name for path in (edition / "notebooks").iterdir()] == ["5_report.ipynb"]
    page = (edition / "report.html").read_text(encoding="utf-8")
    notebook = nbformat.read(edition / "notebooks" / "5_report.ipynb", as_version=4)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    chapters = [one["data"]["text/html"] for one in shown if "text/html" in one.get("data", {})]
    assert all(chapter.rpartition("</header>")[2].strip() in page for chapter in chapters)
    others = [output["data"]["text/plain"] for output in shown if "text/html" not in output.get("data", {})]
    assert others == [f"'已写出 {148} 个指标和附表。'"]


def test_the_steps_that_it_hands_on_hold_no_figure(edition: Path, district: District) -> None:
    assert {path.name for path in (edition / ".steps").iterdir()} == {"made.json", "run.json"}
    record = district.record("公开版/全区")
    assert (record["edition"], record["state"], [*record["findings"]]) == ("public", "done", ["error"])


def test_a_second_run_finds_nothing_changed(district: District, capsys: pytest.CaptureFixture[str]) -> None:
    before = (district.edition("公开版/全区") / "report.html").stat().st_mtime_ns
    assert district.run("--edition", "public") == 0
    assert "全区的公开版报告没有变化" in capsys.readouterr().out
    assert (district.edition("公开版/全区") / "report.html").stat().st_mtime_ns == before
    kept = json.loads((district.data / "processed" / str(YEAR) / "withheld.json").read_text(encoding="utf-8"))
    assert {type(name) for names in kept["withheld"].values() for name in names} == {str}


def test_what_a_village_withholds_makes_its_own_edition_anew_and_those_that_set_it_beside_others() -> None:
    withheld = {"全区": (), "甲乡": (), "甲乡/东村": (), "甲乡/东村北": (), "乙乡": (), "乙乡/北村": ()}
    told = withheld | {"甲乡/东村": ("dropouts",)}
    places = (Scope(), Scope("甲乡"), Scope("甲乡", "东村"), Scope("甲乡", "东村北"), Scope("乙乡"))
    changed = [of_place_and_parts(withheld, one) != of_place_and_parts(told, one) for one in places]
    assert changed == [True, True, True, False, False]


def test_the_comparison_of_a_district_and_its_townships_editions_say_the_same(district: District) -> None:
    assert district.run("--edition", "public", "--township", "桂花园乡") == 0
    annex = openpyxl.load_workbook(district.edition("公开版/全区") / "annex.xlsx")["乡镇对比"]
    head, *rows = (row for row in annex.iter_rows(min_row=3, values_only=True) if row[0])
    column = head.index("桂花园乡")
    told = json.loads((district.edition("公开版/桂花园乡") / "figures.json").read_text(encoding="utf-8"))
    by_name = {f"{one['label']}（{one['unit']}）": one for one in told["figures"]}
    shown = {str(row[0]): row[column] for row in rows}
    assert len(shown) > 10
    assert {WITHHELD} < {*shown.values()}
    for name, number in shown.items():
        assert number == (WITHHELD if by_name[name]["status"] == "withheld" else by_name[name]["value"])


def test_an_unknown_kind_of_edition_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["run", "--year", str(YEAR), "--edition", "publik", "--outputs", str(tmp_path / "outputs")]
    assert pipeline.main(words) == 2
    assert "public" in capsys.readouterr().err
