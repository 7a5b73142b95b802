"""Damaged workbooks: nothing crashes or hangs, and no number changes without a finding."""

from pathlib import Path
from random import Random
from time import perf_counter

import pandas as pd
import pytest

from gonggu.reading.typed import PLACE
from gonggu.sample.district import make_district
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, clean, raw, write_book
from tests.mutations import mutated, mutated_inside

LEDGERS = {"行政村": 1, "贫困户": 10, "家庭收入": 10, "资金下达": 6}
LONGEST = 5.0  # seconds, for one file
PER_TEST = 25

Seen = tuple[dict[str, pd.DataFrame], set[tuple[object, ...]]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook with a sheet for each of four ledgers."""
    district = make_district(2019, 1, 7)
    rows = {name: district[name].head(count) for name, count in LEDGERS.items()}
    sheets = {name: [list(frame), *_plain(frame)] for name, frame in rows.items()}
    return write_book(tmp_path_factory.mktemp("book") / "x.xlsx", sheets).read_bytes()


def _plain(frame: pd.DataFrame) -> list[list[object]]:
    return [
        [
            None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value
            for value in row
        ]
        for row in frame.itertuples(index=False)
    ]


def _seen(folder: Path, content: bytes) -> Seen:
    """The typed records and the findings that this one workbook gives."""
    raw(folder).mkdir(parents=True, exist_ok=True)
    (raw(folder) / "台账.xlsx").write_bytes(content)
    begun = perf_counter()
    store = clean(folder)
    assert perf_counter() - begun < LONGEST
    return _records(store), set(store.findings().itertuples(index=False, name=None))


def _records(store: Store) -> dict[str, pd.DataFrame]:
    return {
        ledger: store.read(ledger)
        .drop(columns=PLACE)
        .sort_values(FORMS.by_id[ledger].key_names)
        .reset_index(drop=True)
        for ledger in store.present()
    }


def _same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return set(one) == set(other) and all(frame.equals(other[ledger]) for ledger, frame in one.items())


def _hold(folder: Path, book: bytes, seeds: range) -> None:
    whole, usual = _seen(folder, book)
    for seed in seeds:
        records, findings = _seen(folder, mutated(book, Random(seed)))
        assert _same(records, whole) or findings - usual, f"seed {seed}"


@pytest.mark.parametrize("first", range(0, 25, PER_TEST))
def test_no_number_of_a_damaged_workbook_changes_without_a_finding(
    tmp_path: Path, book: bytes, first: int
) -> None:
    _hold(tmp_path, book, range(first, first + PER_TEST))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 2000, PER_TEST))
def test_none_of_a_thousand_damaged_workbooks_is_misread(tmp_path: Path, book: bytes, first: int) -> None:
    _hold(tmp_path, book, range(first, first + PER_TEST))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 500, PER_TEST))
def test_damage_below_right_checksums_stops_nothing(tmp_path: Path, book: bytes, first: int) -> None:
    for seed in range(first, first + PER_TEST):
        _seen(tmp_path, mutated_inside(book, Random(seed)))
