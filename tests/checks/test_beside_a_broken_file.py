"""One workbook that cannot be read, beside each ledger in turn: what is still found, what is told as not checked, nothing silent."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from gonggu.checks.catalogue import CHECKS
from gonggu.sample.district import LEDGERS, Ledgers, make_district
from gonggu.sample.workbooks import write_district
from gonggu.store import Store
from tests.checks.planting import Field, with_faults
from tests.ledgers_for_tests import YEAR, clean, raw

SEED, VILLAGES = 1, 9
Place = tuple[str, str, int | None, str]


@cache
def _sound() -> Ledgers:
    return make_district(villages=VILLAGES)


@cache
def _faulty() -> Field:
    return with_faults(dict(_sound()), SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks with all faults."""
    folder = tmp_path_factory.mktemp("faulty")
    write_district(_faulty().ledgers, raw(folder), YEAR)
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path) -> set[Place]:
    """What is found where everything is read."""
    return _places(clean(folder).findings())


def _beside(folder: Path, ledger: str) -> Store:
    broken = raw(folder) / f"补报_{ledger}.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    try:
        return clean(folder)
    finally:
        broken.unlink()


def _places(findings: pd.DataFrame) -> set[Place]:
    told = findings[findings["severity"].ne("info")]
    return {
        (line.check, line.ledger, None if line.row is pd.NA else int(line.row), line.column)
        for line in told.itertuples()
    }


def _told(findings: pd.DataFrame, ledger: str) -> set[str]:
    """The checks that are told as not made for the broken file."""
    lines = findings[findings["check"].eq("check_not_made")]
    assert set(lines["file"]) <= {f"补报_{ledger}.xlsx"}
    names = {check.says: check.id for check in CHECKS.values()}
    return {names[name] for text in lines["expected"] for name in text.partition("：")[2].split("；")}


@pytest.mark.slow
@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_fault_is_still_found_or_its_check_is_told_as_not_made(
    folder: Path, whole: set[Place], ledger: str
) -> None:
    store = _beside(folder, ledger)
    findings = store.findings()
    assert store.manifest().unread == {store.forms.ledgers[ledger].id: (f"补报_{ledger}.xlsx",)}
    found, told = _places(findings), _told(findings, ledger)
    about_the_file = {line for line in found if line[0] in ("file_unreadable", "check_not_made")}
    assert [line for line in whole - found if line[0] not in told] == [], "no longer found, and not told"
    assert sorted(found - whole - about_the_file, key=str) == [], "found only beside the broken file"
    # What stands where it is found by itself does not depend on what else a file holds.
    assert len(whole & found) > len(whole) * 0.6


@pytest.mark.slow
@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_sound_district_has_nothing_wrong_beside_a_broken_file(
    tmp_path_factory: pytest.TempPathFactory, ledger: str
) -> None:
    folder = _written_sound(tmp_path_factory)
    stated = {"file_unreadable", "check_not_made", "x_same_number", "x_task_done", "x_year_on_year"}
    assert [place for place in _places(_beside(folder, ledger).findings()) if place[0] not in stated] == []


_WRITTEN: list[Path] = []


def _written_sound(factory: pytest.TempPathFactory) -> Path:
    if not _WRITTEN:
        _WRITTEN.append(factory.mktemp("sound"))
        write_district(_sound(), raw(_WRITTEN[0]), YEAR)
    return _WRITTEN[0]
