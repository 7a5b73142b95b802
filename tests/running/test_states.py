"""run.json and the executed notebooks say what became of every step and cell: real kernels that fail in every way."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

import pipeline
from gonggu.folders import NOTEBOOKS
from tests.ledgers_for_tests import rows_of, write_book
from tests.running.scene import HOUSEHOLDS, ONE_MORE, VILLAGES, YEAR

Run = Callable[..., tuple[int, str]]
BROKEN = "3_funds"


class Place:
    """A tiny district's folders and its edition."""

    def __init__(self, folder: Path) -> None:
        self.data, self.outputs = folder / "data", folder / "outputs"
        self.edition = self.outputs / str(YEAR) / "全区"
        write_book(self.data / "raw" / str(YEAR) / "行政村.xlsx", {"行政村": rows_of(VILLAGES)})
        self.send(HOUSEHOLDS)

    def send(self, households: str) -> None:
        """The office sends its register."""
        write_book(self.data / "raw" / str(YEAR) / "贫困户.xlsx", {"贫困户": rows_of(households)})

    def record(self) -> dict[str, Any]:
        """run.json."""
        found: dict[str, Any] = json.loads((self.edition / "run.json").read_text(encoding="utf-8"))
        return found

    def index_says(self, state: str) -> bool:
        """Whether the index page tells this state, and no other."""
        page = (self.outputs / "index.html").read_text(encoding="utf-8")
        return f"共1个版本：{state}1个" in page

    def states(self) -> dict[str, str]:
        """The steps' states in run.json."""
        return {name: step["state"] for name, step in self.record()["steps"].items()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A district whose edition has been made."""
    made = Place(tmp_path_factory.mktemp("states"))
    assert pipeline.main(_words(made)) == 1  # a draft: most ledgers are missing
    return made


def _words(place: Place, *more: object) -> list[str]:
    return list(map(str, ["run", "--year", YEAR, "--data", place.data, "--outputs", place.outputs, *more]))


@pytest.fixture
def run(place: Place, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: exit code and what it complained."""

    def called(*more: object) -> tuple[int, str]:
        code = pipeline.main(_words(place, *more))
        return code, capsys.readouterr().err

    return called


@pytest.fixture
def breaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a cell into the third notebook, between its parameters and the rest."""

    def broken(source: str) -> None:
        for path in NOTEBOOKS.glob("*.ipynb"):
            notebook = nbformat.read(str(path), as_version=4)  # type: ignore[no-untyped-call]
            if path.stem == BROKEN:
                first = next(place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code")
                notebook.cells.insert(first + 1, nbformat.v4.new_code_cell(source))  # type: ignore[no-untyped-call]
            nbformat.write(notebook, str(tmp_path / path.name))  # type: ignore[no-untyped-call]
        monkeypatch.setattr("gonggu.running.steps.NOTEBOOKS", tmp_path)

    return broken


def _cells(place: Place, name: str = BROKEN) -> list[tuple[str, str | None]]:
    """Of the failed notebook's cells, how each begins and what papermill's metadata say of it."""
    path = place.edition / "failed" / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(str(path), as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [(cell.source, cell.metadata.get("papermill", {}).get("status")) for cell in cells]


FAULTS = {
    "raises": ("1 / 0", [], "failed", "ZeroDivisionError"),
    "user's error": (
        "from gonggu.errors import UsageError\nraise UsageError('“甲乡”没有这个村。')",
        [],
        "failed",
        "“甲乡”没有这个村。",
    ),
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", [], "died", "内核中途退出了"),
    "leaves": ("import os\nos._exit(0)", [], "died", "内核中途退出了"),
    "a cell too long": ("import time\ntime.sleep(60)", ["--cell-timeout", 2], "timed out", "超过 2 秒"),
    "a step too long": ("import time\ntime.sleep(60)", ["--step-timeout", 3], "timed out", "超过 3 秒"),
    "deaf to interrupts": (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
        ["--cell-timeout", 2],
        "timed out",
        "超过 2 秒",
    ),
}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(one, marks=pytest.mark.slow) if one not in ("raises", "kills itself") else one
        for one in FAULTS
    ],
)
def test_what_became_of_a_step_is_told_apart_and_the_old_edition_stands(
    place: Place, run: Run, breaking: Callable[[str], None], fault: str
) -> None:
    source, more, state, says = FAULTS[fault]
    before = {
        name: (place.edition / name).read_bytes() for name in ("report.html", "annex.xlsx", "figures.json")
    }
    breaking(source)
    code, said = run("--from", "funds", *more)
    assert code == (2 if fault == "user's error" else 3)
    assert says in said
    assert f"failed/notebooks/{BROKEN}.ipynb" in said
    assert "Traceback" not in said
    assert {name: (place.edition / name).read_bytes() for name in before} == before
    assert place.record()["state"] == "failed"
    assert place.index_says("失败")
    assert place.states() == {
        "clean": "skipped",
        "indicators": "skipped",
        "funds": state,
        "relocation": "not run",
        "report": "not run",
    }
    assert says in place.record()["steps"]["funds"]["error"]
    cells = _cells(place)
    at = next(number for number, (code_of, _) in enumerate(cells) if source in code_of)
    assert {status for _, status in cells[:at]} == {"completed"}
    assert cells[at][1] == "failed"
    assert {status for _, status in cells[at + 1 :]} == {"pending"}


@pytest.mark.parametrize(
    "signum",
    [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_a_run_that_is_stopped_ends_at_once_and_says_so(
    place: Place, run: Run, breaking: Callable[[str], None], tmp_path: Path, signum: int
) -> None:
    before = (place.edition / "report.html").read_bytes()
    reached = tmp_path / "reached"
    breaking(f"import pathlib, time\npathlib.Path({str(reached)!r}).touch()\ntime.sleep(60)")

    def stop() -> None:
        while not reached.exists():
            time.sleep(0.05)
        # Here, not to the main thread: the system may choose any, and the main thread then sleeps on.
        signal.pthread_kill(threading.get_ident(), signum)

    threading.Thread(target=stop).start()
    begun = time.monotonic()
    code, said = run("--from", "funds")
    assert time.monotonic() - begun < 30
    assert code == 130
    assert "运行被中断" in said
    assert "Traceback" not in said
    assert (place.edition / "report.html").read_bytes() == before
    assert place.record()["state"] == "stopped"
    assert place.index_says("中断")
    assert place.states()["funds"] == "failed"
    assert "运行被中断" in place.record()["steps"]["funds"]["error"]
    assert place.states()["report"] == "not run"


@pytest.mark.slow
def test_a_stopped_clean_step_is_told_too(
    place: Place, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in NOTEBOOKS.glob("*.ipynb"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    reached = tmp_path / "reached"
    notebook = nbformat.read(str(tmp_path / "1_clean.ipynb"), as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells[-1] = nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
        f"import pathlib, time\npathlib.Path({str(reached)!r}).touch()\ntime.sleep(60)"
    )
    nbformat.write(notebook, str(tmp_path / "1_clean.ipynb"))  # type: ignore[no-untyped-call]
    monkeypatch.setattr("gonggu.running.steps.NOTEBOOKS", tmp_path)

    def stop() -> None:
        while not reached.exists():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=stop).start()
    code, said = run("--force")
    assert code == 130
    assert "运行被中断" in said
    assert place.record()["state"] == "stopped"
    monkeypatch.undo()
    assert run()[0] == 1
    assert place.record()["state"] == "done"


@pytest.mark.slow
def test_a_folder_may_have_braces_in_its_name(tmp_path: Path) -> None:
    made = Place(tmp_path / "区{year}的{资料")
    assert pipeline.main(_words(made)) == 1
    assert (made.edition / "report.html").is_file()


def test_the_next_run_takes_the_finished_steps_of_the_failed_one_and_does_the_rest(
    place: Place, run: Run, breaking: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.send(HOUSEHOLDS + ONE_MORE)
    breaking("1 / 0")
    assert run()[0] == 3
    assert place.states() | {"report": ""} == {
        "clean": "done",
        "indicators": "done",
        "funds": "failed",
        "relocation": "not run",
        "report": "",
    }
    finished = (place.edition / "failed" / "notebooks" / "2_indicators.ipynb").read_bytes()
    monkeypatch.undo()
    code, said = run()
    assert (code, said) == (1, "")
    assert place.record()["state"] == "done"
    assert place.index_says("草稿")
    assert place.states() == {
        "clean": "skipped",
        "indicators": "skipped",
        "funds": "done",
        "relocation": "done",
        "report": "done",
    }
    assert (place.edition / "notebooks" / "2_indicators.ipynb").read_bytes() == finished
    assert not (place.edition / "failed").exists()


@pytest.mark.slow
def test_from_a_step_that_step_and_those_after_it_are_done_again(place: Place, run: Run) -> None:
    assert run("--from", "relocation")[0] == 1
    assert place.states() == {
        "clean": "skipped",
        "indicators": "skipped",
        "funds": "skipped",
        "relocation": "done",
        "report": "done",
    }
