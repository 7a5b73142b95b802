"""Messy workbooks are read exactly as a careful person would read them: the same records as the clean ones."""

from pathlib import Path

import pandas as pd
import pytest

from gonggu.reading.ledgers import YearRead, read_year
from gonggu.reading.typed import PLACE
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.ledgers_for_tests import FORMS
from tests.messy import write_messily

# What a careful person would mention and pass over.
_MENTIONED = {"row_total", "row_hidden"}


def records(read: YearRead) -> dict[str, pd.DataFrame]:
    """Typed records without their places, in the order of their keys."""
    return {
        name: typed.frame.drop(columns=PLACE).sort_values(typed.form.key_names).reset_index(drop=True)
        for name, typed in read.ledgers.items()
    }


def _same(folder: Path, villages: int, seed: int) -> None:
    district = make_district(2019, villages, seed)
    write_district(district, folder / "clean", 2019)
    write_messily(district, FORMS, folder / "messy", seed)
    clean, messy = read_year(folder / "clean", FORMS), read_year(folder / "messy", FORMS)
    told = [trouble for trouble in messy.troubles if trouble.check not in _MENTIONED]
    assert told == []
    assert [(flaw.column.header, flaw.raw) for one in messy.ledgers.values() for flaw in one.flaws] == []
    expected, got = records(clean), records(messy)
    assert list(got) == list(expected)
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(got[name], frame, check_exact=True, obj=name)


@pytest.mark.parametrize(("villages", "seed"), [(2, 1), pytest.param(3, 2, marks=pytest.mark.slow)])
def test_a_messy_district_reads_as_the_clean_one(tmp_path: Path, villages: int, seed: int) -> None:
    _same(tmp_path, villages, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(101, 121))
def test_every_messy_mixture_reads_as_the_clean_district(tmp_path: Path, seed: int) -> None:
    _same(tmp_path, 2 + seed % 2, seed)
