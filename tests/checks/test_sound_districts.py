"""No check fires on a sound district whose ledgers hold several years' records."""

from pathlib import Path

import pytest

from gonggu.clean import clean_year
from gonggu.params import load_params
from gonggu.sample.workbooks import write_district
from gonggu.store import Store
from tests.checks.several_years import YEAR, district_over_years
from tests.ledgers_for_tests import FORMS, PARAMS

# What the drawn districts themselves call for, with the cause.
STATED = {
    ("x_task_done", ""),  # the task of the whole district, which a smaller one cannot meet
    ("x_same_number", ""),  # as many as leave poverty are still poor
    ("x_year_on_year", ""),  # fewer are poor, and no paragraph speaks of it
    ("date_outside_year", "变更日期"),  # who left in an earlier year is still listed
    ("date_outside_year", "发放日期"),  # as are the grants of an earlier year
}


def _findings(folder: Path, villages: int, seed: int, *, cumulative: bool, beside: bool) -> list[str]:
    last, ledgers = district_over_years(villages, seed, cumulative)
    if beside:
        write_district(last, folder / "raw" / str(YEAR - 1), YEAR - 1)
    write_district(ledgers, folder / "raw" / str(YEAR), YEAR)
    processed = folder / "processed" / str(YEAR)
    clean_year(folder / "raw" / str(YEAR), processed, load_params(PARAMS, YEAR), FORMS)
    found = Store(processed, FORMS).findings().query("severity != 'info'")
    return [
        f"{one.check} {one.ledger} {one.cell} {one.value}: {one.expected}"
        for one in found.itertuples()
        if (one.check, one.column) not in STATED
    ]


def test_nothing_is_found_in_a_sound_district_of_several_years(tmp_path: Path) -> None:
    assert _findings(tmp_path, 4, 1, cumulative=True, beside=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("beside", [True, False], ids=["last year beside", "alone"])
def test_nothing_is_found_however_it_is_drawn(tmp_path: Path, seed: int, beside: bool) -> None:
    assert _findings(tmp_path, 9, seed, cumulative=seed % 2 == 0, beside=beside) == []
