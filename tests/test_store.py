"""What the store reads of a place is what pandas reads of the same files, and a ledger that is gone is missed as a file."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from gonggu.scope import Scope
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS

TOWNSHIP, VILLAGE = "桂花园乡", "茶盘村"


@pytest.fixture
def store(sample_run: Path) -> Store:
    return Store(sample_run / "data" / "processed" / "2019", FORMS)


@pytest.mark.parametrize("some", [False, True], ids=["all columns", "some"])
@pytest.mark.parametrize("scope", [Scope(), Scope(TOWNSHIP), Scope(TOWNSHIP, VILLAGE)], ids=str)
def test_it_reads_what_pandas_reads(store: Store, scope: Scope, some: bool) -> None:
    compared = 0
    for ledger in store.present():
        path = store.folder / f"{ledger}.parquet"
        if scope.township:
            path /= f"{TOWNSHIP}.parquet"
        if not path.exists():
            continue
        names = [*pd.read_parquet(path, partitioning=None).columns[:2]] if some else None
        rows = [("area_village", "=", VILLAGE)] if scope.village else None
        known = pd.read_parquet(path, columns=names, filters=rows, partitioning=None).sort_index()
        pd.testing.assert_frame_equal(store.read(ledger, scope, names), known)
        compared += len(known)
    assert compared > 100


def test_a_ledger_that_is_gone_is_a_missing_file(store: Store, tmp_path: Path) -> None:
    shutil.copytree(store.folder, tmp_path / "2019")
    shutil.rmtree(tmp_path / "2019" / "households.parquet")
    for scope in (Scope(), Scope(TOWNSHIP)):
        with pytest.raises(FileNotFoundError):
            Store(tmp_path / "2019", FORMS).read("households", scope)
