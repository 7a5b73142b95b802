"""Charts that an earlier step drew are the report's own: the same page and the same annex, byte for byte."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from gonggu.figures.catalogue import figures_of
from gonggu.folders import NOTEBOOKS
from gonggu.report.annex import write_annex
from gonggu.report.charts import charts_of
from gonggu.report.charts.catalogue import CHAPTERS
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.handed_on import hand_on, handed_on
from gonggu.running.kept import DRAWN
from gonggu.running.steps import STEPS
from gonggu.scope import Scope
from tests.report.made_up import district, view_of


@pytest.mark.parametrize(
    "scope",
    [
        Scope("云一乡"),
        *(pytest.param(one, marks=pytest.mark.slow) for one in (Scope(), Scope("云一乡", "青一一村"))),
    ],
)
def test_page_and_annex_are_the_same(scope: Scope, tmp_path: Path) -> None:
    view = view_of(district(villages=4, townships=2), scope)
    figures = figures_of(view)
    drawn = {chapter: charts_of(chapter, view, figures) for chapter in CHAPTERS}
    for chapter, charts in drawn.items():
        hand_on(tmp_path, chapter, charts)
    taken = handed_on(tmp_path)
    assert {chapter: [one.html() for one in charts] for chapter, charts in taken.items()} == {
        chapter: [one.html() for one in charts] for chapter, charts in drawn.items()
    }
    books = []
    for name, source in (("drawn", drawn), ("taken", taken)):
        path = tmp_path / f"{name}.xlsx"
        write_annex(path, view, figures, [one for charts in source.values() for one in charts], "附表", [])
        books.append(path.read_bytes())
    assert books[0] == books[1]


def test_blanks_days_and_numbers_of_a_table_come_through(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "日": [pd.Timestamp("2019-06-05"), pd.NaT],
            "数": pd.array([3, None], dtype="Int64"),
            "比": [0.1, None],
            "名": ["一", None],
        }
    )
    hand_on(tmp_path, "x", [Chart("x", "题", "述", "源", "<svg/>", table)])
    (chart,) = handed_on(tmp_path)["x"]
    first, second = chart.table.to_dict("records")
    assert first == {"日": pd.Timestamp("2019-06-05"), "数": 3, "比": 0.1, "名": "一"}
    assert second == dict.fromkeys(table, None)


def test_every_chapter_that_a_notebook_draws_is_kept_with_its_step() -> None:
    for step, name in list(STEPS.items())[1:-1]:
        cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        assert tuple(re.findall(r'charts\("(\w+)"', source)) == DRAWN[step]
