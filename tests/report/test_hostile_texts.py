"""Hostile text in every text column of every ledger: what is shown of it is shown as it stands, and does nothing."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.ledgers_for_tests import FORMS
from tests.running.district import YEAR, District

pytestmark = pytest.mark.slow
# Each has a mark by which it is found again wherever it is shown.
HOSTILE = (
    "<script>boom(1)</script>",
    "<img src=x onerror=boom(2)>",
    '" onmouseover="boom(3)',
    '=HYPERLINK("http://boom.invalid/4","boom")',
    "{{7*7}}{% raw %}boom5",
    r"$\alpha$\(boom6\)",
    "**boom7** [boom](javascript:boom) `boom`",
    "\u202eboom8\u2066\u200f",
    "</td></table></section><h1>boom9",
    "&lt;boom&gt;",
)
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ACTIVE = frozenset(
    (
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "base",
        "link",
        "audio",
        "video",
        "foreignobject",
    )
)
# By their marks, what must be found around each of them where it is shown; marks of direction are left out.
WHOLE = {
    "boom(1)": HOSTILE[0],
    "boom(2)": HOSTILE[1],
    "boom(3)": HOSTILE[2],
    "boom5": HOSTILE[4],
    "(boom6": HOSTILE[5],
    "**boom7": HOSTILE[6],
    "boom9": HOSTILE[8],
}


class _Tags(HTMLParser):
    """Collects what a page does, and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.does: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.does.append(f"<{tag}>")
        for name, value in attrs:
            outward = name in ("href", "src", "action") and not (value or "").startswith(("#", "data:image/"))
            if name.startswith("on") or outward:
                self.does.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return tags


def _hostile(ledgers: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every value of a text column with some of it behind, the same for the same value wherever it stands."""
    behind: dict[str, str] = {}
    turns = cycle(["".join(HOSTILE[first::3]) for first in range(3)])
    changed = {}
    for ledger, frame in ledgers.items():
        changed[ledger] = frame.copy()
        for header, column in FORMS.ledgers[ledger].columns.items():
            if column.type == "text":
                values = frame[header].astype("str")
                for value in values.dropna().unique():
                    # A name has words of its own: what the other columns have in common with it, no page may show.
                    word = "zap" if column.pii else "boom"
                    behind.setdefault(value, value + next(turns).replace("boom", word))
                changed[ledger][header] = values.map(behind).where(frame[header].notna())
    return changed


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district's edition, made of such ledgers by a run as the office starts it."""
    district = District(tmp_path_factory.mktemp("hostile"))
    write_district(_hostile(make_district(YEAR, villages=2)), district.raw, YEAR)
    assert district.run() == 1  # a draft: terms and units are no longer what they should be
    return district.edition("全区")


def test_the_page_shows_it_as_text(edition: Path) -> None:
    page = (edition / "report.html").read_text(encoding="utf-8")
    read = _read(page)
    assert read.does == []
    text = "".join(read.text)
    assert not DIRECTIONS.search(text)
    shown = [mark for mark in WHOLE if mark in text]
    assert len(shown) > 4, "the district shows too little of it"
    for mark in shown:
        assert text.count(mark) == text.count(WHOLE[mark]), mark


def test_the_workbook_has_no_formula_and_no_link_outside(edition: Path) -> None:
    book = openpyxl.load_workbook(edition / "annex.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any('=HYPERLINK("http://boom' in text for text in texts)
    assert not [text for text in texts if DIRECTIONS.search(text)]


def test_the_notebooks_show_it_as_text(edition: Path) -> None:
    kinds: set[str] = set()
    for path in sorted((edition / "notebooks").glob("*.ipynb")):
        for kind, content in _shown(path):
            kinds.add(kind)
            if kind == "text/html":
                assert _read(content).does == [], path.name
                assert not DIRECTIONS.search(content), path.name
    assert kinds <= {"text/html", "text/plain", "image/svg+xml", "image/png"}


def _shown(notebook: Path) -> Iterator[tuple[str, str]]:
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            for kind, content in output.get("data", {}).items():
                yield kind, "".join(content)
