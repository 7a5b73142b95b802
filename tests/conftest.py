"""What the tests of several files share: the committed sample, run once for all processes of the suite."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

import pipeline

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2019


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: a third of the time a test waits for kernels and commands."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the committed sample, cleaned, and its district's edition in `outputs`; only to be read.

    Whichever process comes first makes it; who wants to change it takes a copy.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "sample_run"
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").exists():
            folder.mkdir()
            (folder / "raw").symlink_to(ROOT / "data" / "raw")
            words = ["--year", str(YEAR), "--data", str(folder), "--outputs", str(folder / "outputs")]
            assert pipeline.main(["run", *words]) == 0
            (folder / "made").touch()
    return folder
