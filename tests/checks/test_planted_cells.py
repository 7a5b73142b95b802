"""Faults of cells, keys and references planted all over a drawn district: every one is found at its cell, and nothing else is."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gonggu.checks.catalogue import CHECKS
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.checks.planting import EACH, Field
from tests.checks.planting_cells import CELL_PLANTERS
from tests.ledgers_for_tests import YEAR, clean, raw, write_book

# What the drawn district's own numbers call for: see test_planted_sums.
ITS_OWN = {"x_same_number", "x_task_done"}
# These are planted elsewhere: whole columns, whole places.
ELSEWHERE = {"date_outside_year", "area_reserved"}
KINDS = {check.id for check in CHECKS.values() if check.kind in ("value", "key")} - ELSEWHERE


def _write(ledgers: dict[str, pd.DataFrame], folder: Path) -> None:
    """The workbooks; those with cells of another type than their column's, cell by cell."""
    mixed = ("参保缴费", "问题整改")
    write_district({name: frame for name, frame in ledgers.items() if name not in mixed}, folder, YEAR)
    for name in mixed:
        rows = ledgers[name].astype(object).where(ledgers[name].notna(), None).to_numpy().tolist()
        write_book(folder / f"{name}.xlsx", {name: [list(ledgers[name].columns), *rows]})


@pytest.mark.parametrize(
    ("seed", "villages"), [(1, 5), *(pytest.param(seed, 15, marks=pytest.mark.slow) for seed in (1, 2, 3))]
)
def test_every_planted_cell_is_found_and_nothing_else_is(tmp_path: Path, seed: int, villages: int) -> None:
    land = Field(dict(make_district(villages=villages, seed=seed)), np.random.default_rng(seed))
    for plant in CELL_PLANTERS:
        plant(land)
    counts = Counter(check for check, *_ in land.planted)
    assert counts == dict.fromkeys(KINDS, EACH)
    _write(land.ledgers, raw(tmp_path))
    lines = clean(tmp_path).findings().query("severity != 'info'")
    found = {
        (one.check, one.ledger, 0 if one.row is pd.NA else int(one.row), one.column)
        for one in lines.itertuples()
    }
    assert sorted(land.planted - found) == [], "planted and not found"
    others = {line for line in found - land.planted if line[0] not in ITS_OWN}
    assert sorted(others) == [], "found and not planted"
