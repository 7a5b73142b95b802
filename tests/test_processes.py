"""Jobs shared out among processes: results in the jobs' order, and none lost with a process that dies."""

import os
from multiprocessing import parent_process
from pathlib import Path

import pandas as pd
import pytest

from gonggu import processes
from gonggu.processes import shared_out
from gonggu.reading import ledgers
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.ledgers_for_tests import FORMS, YEAR


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)


def _square(number: int) -> tuple[int, bool]:
    return number * number, parent_process() is not None


def _square_or_die(number: int) -> int:
    if parent_process() is not None and number == 2:
        os._exit(9)
    return number * number


@pytest.mark.slow
def test_results_come_in_the_jobs_order_from_other_processes() -> None:
    assert shared_out(_square, [3, 1, 2], [1, 9, 5]) == [(9, True), (1, True), (4, True)]
    assert shared_out(_square, [3], [1]) == [(9, False)], "one job needs no other process"


@pytest.mark.slow
def test_what_a_process_that_dies_leaves_is_done_here() -> None:
    assert shared_out(_square_or_die, [1, 2, 3, 4], [1, 1, 1, 1]) == [1, 4, 9, 16]


@pytest.mark.slow
def test_a_year_read_by_several_processes_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_district(make_district(villages=2), tmp_path, YEAR)
    (tmp_path / "走访_坏.xlsx").write_bytes(b"PK\x03\x04 torn")
    alone = ledgers.read_year(tmp_path, FORMS)
    monkeypatch.setattr(ledgers, "_SHARED_FROM_BYTES", 0)
    shared = ledgers.read_year(tmp_path, FORMS)
    assert (shared.files, shared.troubles, shared.unread) == (
        alone.files,
        alone.troubles,
        alone.unread,
    )
    assert list(shared.ledgers) == list(alone.ledgers)
    for name, typed in alone.ledgers.items():
        pd.testing.assert_frame_equal(shared.ledgers[name].frame, typed.frame)
