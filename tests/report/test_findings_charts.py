"""Charts of what is to be mended: they count what the findings are, and say so where there is nothing."""

import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from gonggu.checks.findings import no_findings
from gonggu.notebook import findings_charts
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.findings import MOST_CHECKS, charts_of_findings
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.store import Store
from gonggu.year import open_year
from tests.checks.planting import with_faults
from tests.ledgers_for_tests import YEAR, clean, raw

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample district and faults all over it."""
    folder = tmp_path_factory.mktemp("faulty")
    write_district(with_faults(make_district(villages=9), 1).ledgers, raw(folder), YEAR)
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return clean(folder)


@pytest.fixture(scope="module")
def charts(store: Store) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts_of_findings(store.findings())}


@pytest.mark.slow
def test_the_tables_count_every_error_and_warning_once(store: Store, charts: dict[str, Chart]) -> None:
    counts = store.findings()["severity"].value_counts()
    for chart in charts.values():
        assert chart.table["错误"].sum() == counts["error"]
        assert chart.table["提醒"].sum() == counts["warning"]
        assert f"错误{counts['error']}处、提醒{counts['warning']}处" in chart.alt
        ElementTree.fromstring(chart.svg)


@pytest.mark.slow
def test_many_checks_are_cut_and_the_caption_says_so(charts: dict[str, Chart]) -> None:
    chart = charts["findings-by-check"]
    assert len(chart.table) > MOST_CHECKS
    assert f"其余{len(chart.table) - MOST_CHECKS}种见问题清单" in chart.caption


@pytest.mark.slow
def test_what_belongs_to_no_township_is_named(charts: dict[str, Chart]) -> None:
    chart = charts["findings-by-township"]
    assert set(chart.table["乡镇"]) == {"桂花园乡", "不分乡镇"}
    first = chart.table.iloc[0]
    assert chart.title == f"错误最多的是“{first['乡镇']}”，{first['错误']}处"


def _finding(check: str, severity: str, township: str) -> pd.DataFrame:
    line = {"check": check, "severity": severity, "township": township}
    return pd.DataFrame([line]).reindex(columns=no_findings().columns, fill_value="")


def test_warnings_alone_say_that_there_is_no_error() -> None:
    found = pd.concat([_finding("phone_form", "warning", "甲乡"), _finding("id_old", "warning", "乙乡")])
    by_check, by_township = charts_of_findings(found)
    assert by_check.title.startswith("错误0处、提醒2处，分2种，最多的是“")
    assert by_check.title.endswith("”等2种，各1处")
    assert by_township.title.startswith("没有错误；提醒最多的是“")


@pytest.mark.slow
def test_nothing_to_mend_gives_a_sentence_and_no_empty_chart(tmp_path: Path) -> None:
    write_district(make_district(YEAR, villages=2), raw(tmp_path), YEAR)
    work = open_year(YEAR, data=str(tmp_path))
    work.clean()
    # The small district's figures call for a warning or two; its records for nothing.
    assert set(work.store.findings()["severity"]) == {"warning"}
    work.store.findings().iloc[:0].to_parquet(work.store.folder / "findings.parquet")
    assert findings_charts(work)._repr_html_() == "没有查出错误和提醒，没有图可画。"
    assert charts_of_findings(_finding("row_total", "info", "甲乡")) == []


@pytest.mark.slow
def test_the_notebook_shows_both_charts_and_gives_nobody_away(folder: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(str(NOTEBOOKS / "1_clean.ipynb"), as_version=4)
    values = nbformat.v4.new_code_cell(f"data = {str(folder)!r}; outputs = {str(tmp_path)!r}")
    place = next(n for n, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(place + 1, values)
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(notebook, kernel_name="python3", resources=where).execute()
    text = nbformat.writes(notebook)
    assert 'id=\\"chart-findings-by-check\\"' in text
    assert 'id=\\"chart-findings-by-township\\"' in text
    readable = re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)
    work = open_year(YEAR, data=str(folder))
    personal = {
        str(value)
        for ledger in work.forms.ledgers.values()
        for column in ledger.personal
        for value in work.store.read(ledger.id)[column.name].dropna().unique()
    }
    assert len(personal) > 5000
    assert [value for value in personal if value in readable] == []
