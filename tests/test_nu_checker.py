"""W3C's Nu checker finds no error in any edition of the sample district, nor in the index.

It needs Java and the checker's jar: `npm install --no-save vnu-jar` in the project's folder, or VNU_JAR naming the file.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import pipeline
from gonggu.circulation.attached import attached_report
from gonggu.circulation.changes import since
from gonggu.circulation.parcel import read_parcel
from gonggu.comparison.sides import Side
from gonggu.scope import Scope

ROOT = Path(__file__).resolve().parents[1]
JAR = Path(os.environ.get("VNU_JAR") or ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar")
# The checker takes `img-src data:` for a ban on data: images; browsers show them (tests/test_browser.py).
MISTAKEN = "blocked by “img-src” directive"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java on this machine"),
    pytest.mark.skipif(not JAR.is_file(), reason="no vnu.jar: npm install --no-save vnu-jar, or set VNU_JAR"),
]


def _messages(pages: list[Path]) -> list[dict[str, Any]]:
    words = ["java", "-jar", str(JAR), "--format", "json", "--stdout", *map(str, pages)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(told.stdout)["messages"]
    return [one for one in messages if MISTAKEN not in one["message"]]


def _as_attached(folder: Path) -> Path:
    """The district's report as a reader gets it who has an edition with other figures and other ledgers."""
    made = folder / "outputs" / "2019" / "全区"
    parcel = read_parcel(made, 2019, Scope(), "internal", "洪江区", is_sample=True)
    halved = {
        one: {**figure, "value": (figure["value"] or 0) / 2} for one, figure in parcel.side.figures.items()
    }
    record = {**parcel.record, "inputs": {"a.xlsx": ""}, "params": {}, "settings": {}, "rules": {}}
    told = since(Side(made, halved, record), parcel.side, "2020年1月6日", None)
    page = made / "attached.html"
    page.write_bytes(attached_report(parcel, told))
    return page


@pytest.mark.timeout(1200)
def test_every_edition_and_the_index_are_valid_html(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(ROOT / "data" / "raw")
    where = ["--data", str(tmp_path / "data"), "--outputs", str(tmp_path / "outputs")]
    assert pipeline.main(["run", "--year", "2019", "--all", "villages", *where]) == 0
    pages = sorted((tmp_path / "outputs").rglob("*.html"))
    assert len(pages) == 18 + 1
    pages.append(_as_attached(tmp_path))
    assert [f"{one['url']}: {one['message']}" for one in _messages(pages)] == []


def test_what_is_no_valid_html_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="zh-CN"><title>甲</title><p id="a"><img src="a.png"><p id="a">',
        encoding="utf-8",
    )
    errors = [one["message"] for one in _messages([page]) if one["type"] == "error"]
    assert len(errors) == 2  # no alternative text, an id twice
