"""outputs/index.html tells what lies on disk, whatever runs have left there, and its links lead to it."""

import json
import re
import shutil
import threading
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from filelock import FileLock

from gonggu.folders import Folders
from gonggu.running.index import renew_index, shown_in
from gonggu.running.record import Record, State
from gonggu.running.steps import no_steps
from gonggu.scope import Scope

FILES = ("report.html", "annex.xlsx")


class Shelf:
    """An outputs folder filled by hand, with records as runs write them."""

    def __init__(self, outputs: Path) -> None:
        self.folders = Folders(outputs=outputs)

    def put(
        self,
        year: int,
        township: str = "",
        village: str = "",
        *,
        state: State = "done",
        errors: int = 0,
        hour: int = 8,
        files: tuple[str, ...] = FILES,
    ) -> Path:
        """An edition's folder, as its last run has left it."""
        scope = Scope(township, village)
        folder = self.folders.edition(year, scope)
        folder.mkdir(parents=True, exist_ok=True)
        steps = no_steps()
        steps["clean"].state, steps["funds"].state = "done", "done" if state == "done" else "failed"
        steps["funds"].started = f"{year + 1}-01-05T{hour:02}:00:00+08:00"
        record = Record(year, "洪江区", scope.name, township, village, state, steps)
        record.findings = {"error": errors, "warning": 7, "info": 0} if state == "done" else {}
        (folder / "run.json").write_text(record.text(), encoding="utf-8")
        if state == "done":
            (folder / ".steps").mkdir(exist_ok=True)
            (folder / ".steps" / "run.json").write_text(record.text(), encoding="utf-8")
        for name in files:
            (folder / name).write_text("", encoding="utf-8")
        return folder

    def page(self) -> "Page":
        """The index, renewed."""
        assert renew_index(self.folders) == []
        return Page(self.folders.outputs)


class Page(HTMLParser):
    """The index as a reader sees it: links, and each line's cells."""

    def __init__(self, outputs: Path) -> None:
        super().__init__()
        self.outputs = outputs
        self.text = (outputs / "index.html").read_text(encoding="utf-8")
        self.links: list[str] = []
        self.lines: list[list[str]] = []
        self.elements: set[str] = set()
        self._open = False
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag == "tr":
            self.lines.append([])
        if tag in ("td", "th"):
            self.lines[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.lines[-1][-1] += data.strip()

    def line(self, name: str) -> list[str]:
        """The cells beside a place's name."""
        (found,) = [cells[1:] for cells in self.lines if cells[0] == name]
        return found

    def files(self) -> list[Path]:
        """The files that are linked."""
        return [self.outputs / unquote(urlsplit(link).path) for link in self.links if link[0] != "#"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "outputs")


def test_years_newest_first_and_villages_below_their_township_by_pinyin(shelf: Shelf) -> None:
    for year, *place in ((2019, "横岩乡", "新铺村"), (2019,), (2020,), (2019, "横岩乡"), (2019, "桂花园乡")):
        shelf.put(int(year), *map(str, place))
    shelf.put(2019, "横岩乡", "白鹭坪村")
    page = shelf.page()
    names = [cells[0] for cells in page.lines if cells[0] != "范围"]
    assert names == ["全区", "全区", "桂花园乡", "横岩乡", "白鹭坪村", "新铺村"]
    assert re.findall(r"<h2>(\d+)年", page.text) == ["2020", "2019"]
    assert "共5个版本：完成5个" in page.text


def test_a_line_tells_state_findings_and_when_and_links_what_there_is(shelf: Shelf) -> None:
    folder = shelf.put(2019, "横岩乡", errors=3)
    (folder / "问题清单.xlsx").touch()
    shelf.put(2019, files=("report.html",))
    page = shelf.page()
    day = page.line("横岩乡")[-1]
    assert page.line("横岩乡")[:-1] == ["草稿", "3", "7", "0", "附表", "问题清单", "—"]
    assert re.fullmatch(r"2020-01-0[45] \d\d:\d\d", day)
    assert page.line("全区")[:-1] == ["完成", "0", "7", "0", "—", "—", "—"]
    assert [path.relative_to(shelf.folders.outputs / "2019").as_posix() for path in page.files()] == [
        *("全区/report.html", "横岩乡/report.html", "横岩乡/annex.xlsx", "横岩乡/问题清单.xlsx")
    ]


@pytest.mark.parametrize(("state", "word"), [("failed", "失败3_funds"), ("stopped", "中断3_funds")])
def test_where_a_run_failed_the_old_edition_is_still_found(shelf: Shelf, state: State, word: str) -> None:
    shelf.put(2019, errors=2, hour=8)
    shelf.put(2019, state=state, hour=9)
    page = shelf.page()
    cells = page.line("全区")
    assert cells[:3] == [word, "2", "7"]
    assert re.search(r":00仍是.*:00的报告$", cells[-1])
    assert len(page.files()) == 2


def test_a_run_that_never_succeeded_has_no_link(shelf: Shelf) -> None:
    shelf.put(2019, state="failed", files=())
    page = shelf.page()
    assert page.line("全区")[:4] == ["失败3_funds", "—", "—", "—"]
    assert page.files() == []


def test_after_a_check_alone_the_problem_list_is_found(shelf: Shelf) -> None:
    path = shelf.folders.problem_list(2019, "横岩乡")
    path.parent.mkdir(parents=True)
    path.touch()
    page = shelf.page()
    assert page.line("横岩乡") == ["未生成", "—", "—", "—", "—", "问题清单", "—", "—"]
    assert page.files() == [path]


def test_a_village_links_its_townships_problem_list(shelf: Shelf) -> None:
    shelf.put(2019, "横岩乡", "新铺村")
    shelf.folders.problem_list(2019, "横岩乡").touch()
    assert "乡镇清单" in shelf.page().line("新铺村")


def test_public_editions_stand_beside_the_internal_ones(shelf: Shelf) -> None:
    shelf.put(2019, "横岩乡")
    for place in ("横岩乡", "横岩乡/新铺村"):
        folder = shelf.folders.outputs / "2019" / "公开版" / place
        folder.mkdir(parents=True)
        (folder / "report.html").touch()
    page = shelf.page()
    assert page.line("横岩乡")[6] == "公开版"
    assert page.line("新铺村")[0] == "未生成"
    assert page.line("新铺村")[6] == "公开版"
    assert len(page.files()) == 4
    assert all(path.is_file() for path in page.files())


def test_names_are_shown_as_plain_text_and_their_links_lead_to_the_files(shelf: Shelf) -> None:
    names = [
        "<script>alert(1)</script>",
        "甲&乙 #1?x=1%20",
        "../..",
        "\"' onerror=x",
        "{{ 7*7 }}",
        "a\u202eb",
    ]
    for name in names:
        shelf.put(2019, name, name)
    page = shelf.page()
    assert {cells[0] for cells in page.lines[1:]} == set(names)
    assert not page.elements & {"script", "img", "iframe", "form"}
    files = page.files()
    assert len(set(files)) == len(FILES) * len(names)
    assert all(path.is_file() and path.is_relative_to(shelf.folders.outputs) for path in files)


def test_nothing_is_fetched_and_nothing_can_run(shelf: Shelf) -> None:
    shelf.put(2019)
    text = shelf.page().text
    assert "default-src 'none'" in text
    assert '<html lang="zh-CN">' in text
    assert not re.search(r"https?:|<script|<link|@import|url\(", text)


def test_what_is_no_edition_is_no_line(shelf: Shelf) -> None:
    folder = shelf.put(2019)
    for name in ("failed/notebooks", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "failed" / "report.html").touch()
    shelf.put(2019, "横岩乡")
    for name in ("notebooks", "failed"):
        (shelf.folders.outputs / "2019" / "横岩乡" / name).mkdir()
        (shelf.folders.outputs / "2019" / "横岩乡" / name / "report.html").touch()
    (shelf.folders.outputs / "2019" / ".building" / "report.html").mkdir(parents=True)
    (shelf.folders.outputs / "说明").mkdir()
    assert [one.scope.name for one in shown_in(shelf.folders)] in (["全区", "横岩乡"], ["横岩乡", "全区"])


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"state": "done"}'])
def test_a_record_that_cannot_be_read_hides_nothing(shelf: Shelf, torn: str) -> None:
    (shelf.put(2019) / "run.json").write_text(torn, encoding="utf-8")
    page = shelf.page()
    assert page.line("全区")[0] == "未生成"
    assert len(page.files()) == 2


def test_a_page_is_begun_with_the_first_edition_and_emptied_with_the_last(shelf: Shelf) -> None:
    shelf.folders.outputs.mkdir()
    assert renew_index(shelf.folders) == []
    assert not (shelf.folders.outputs / "index.html").exists()
    folder = shelf.put(2019)
    assert shelf.page().files()
    shutil.rmtree(folder)
    assert "还没有报告" in shelf.page().text


def test_of_runs_that_end_at_once_the_last_writes_what_the_other_has_left_too(shelf: Shelf) -> None:
    shelf.put(2019)
    with FileLock(shelf.folders.outputs / ".index.html.lock"):  # as the other run has it
        renewing = threading.Thread(target=renew_index, args=[shelf.folders])
        renewing.start()
        renewing.join(0.3)
        assert renewing.is_alive()
        shelf.put(2020)
    renewing.join()
    assert len(Page(shelf.folders.outputs).files()) == 2 * len(FILES)


def test_nobody_waits_for_ever_for_the_other_run(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(2019)
    monkeypatch.setattr("gonggu.running.index.PATIENCE_SECONDS", 0.1)
    with FileLock(shelf.folders.outputs / ".index.html.lock"):
        (note,) = renew_index(shelf.folders)
    assert "没有更新" in note


def test_what_a_killed_run_left_is_removed(shelf: Shelf) -> None:
    shelf.put(2019)
    left = shelf.folders.outputs / ".index.html.0123abcd"
    left.touch()
    shelf.page()
    assert not left.exists()


def test_where_it_cannot_be_written_that_is_told_and_no_error(shelf: Shelf) -> None:
    shelf.put(2019)
    (shelf.folders.outputs / "index.html").mkdir()
    (note,) = renew_index(shelf.folders)
    assert "没有更新" in note
    assert "index.html" in note


def test_five_hundred_editions_take_well_under_a_second(shelf: Shelf) -> None:
    sound = json.loads((shelf.put(2019) / "run.json").read_text(encoding="utf-8"))
    sound["inputs"] = {f"{number}.xlsx": "0" * 64 for number in range(60)}  # as long as real ones
    for number in range(500):
        folder = shelf.put(2019, f"第{number // 20}乡", f"第{number}村")
        (folder / "run.json").write_text(json.dumps(sound), encoding="utf-8")
    began = time.process_time()
    page = shelf.page()
    assert time.process_time() - began < 1
    assert len(page.lines) == 502
