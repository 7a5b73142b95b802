"""What the tests of several files share is made once for all processes of the suite."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import pipeline
from tests.running.scene import made_once

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: a third of the time a test waits for kernels and commands; with two it is slower."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the committed sample, cleaned, and its district's edition in `outputs`; only to be read.

    Whichever process comes first makes it; who wants to change it takes a copy.
    """

    def run_sample(folder: Path) -> None:
        (folder / "raw").symlink_to(ROOT / "data" / "raw")
        words = ["--year", str(YEAR), "--data", str(folder), "--outputs", str(folder / "outputs")]
        assert pipeline.main(["run", *words]) == 0

    return _once("sample_run", run_sample, tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def scene_made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A tiny district of which both versions have been made; scenes begin from copies of it."""
    return _once("scene", made_once, tmp_path_factory, worker_id)


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
