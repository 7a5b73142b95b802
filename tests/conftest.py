"""What the tests of several files share is made once for all processes of the suite."""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

import pipeline
from gonggu.processes import processors
from tests.running.district import District, write_small_district
from tests.running.scene import made_once
from tests.running.warm import Commands

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019

# The files of tests that take longest begin first, so that none of them ends alone; those that need the same folder
# made once for all stand apart, so that no process waits for another to make it.
LONGEST = (
    "running/test_kills.py",
    "running/test_incremental.py",
    "test_command.py",
    "test_mending.py",
    "test_browser.py",
    "running/test_cluster.py",
    "running/test_states.py",
    "running/test_full_disk.py",
    "report/test_charts.py",
    "circulation/test_send.py",
    "kernels/test_endings.py",
    "report/test_findings_charts.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of `LONGEST`, then as they were found."""
    ranks = {ROOT / "tests" / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_collection_finish() -> None:
    """What has been imported stays: no collection of garbage looks through it again, which takes 6 % of the time."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: a third of the time a test waits for kernels and commands; with two it is slower."""
    return processors() + 1


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """`data` with the committed sample, cleaned, and `outputs` with its district's edition; only to be read.

    Whichever process comes first makes it; who wants to change it takes a copy.
    """

    def run_sample(folder: Path) -> None:
        (folder / "data").mkdir()
        (folder / "data" / "raw").symlink_to(ROOT / "data" / "raw")
        words = ["--year", str(YEAR), "--data", str(folder / "data"), "--outputs", str(folder / "outputs")]
        assert pipeline.main(["run", *words]) == 0

    return _once("sample_run", run_sample, tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def small_district(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A `District` of one township with two villages, every edition of it made; only to be read."""

    def run_small(folder: Path) -> None:
        write_small_district(folder / "data")
        assert District(folder).run("--all", "villages") == 0

    return _once("small_district", run_small, tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Whoever has imported what a command imports, and runs commands for this process."""
    serving = Commands()
    try:
        yield serving
    finally:
        serving.end()


@pytest.fixture(scope="session")
def scene_made(commands: Commands, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A tiny district of which both versions have been made; scenes begin from copies of it."""
    return _once("scene", partial(made_once, commands), tmp_path_factory, worker_id)


def _once(
    name: str, make: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """The folder that the first process of the suite to come here has made; the others wait for it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / name
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    assert (folder / "made").exists(), "it could not be made; see the first test that needed it"
    return folder
