"""Faults planted all over the sample district: every one is found at its very cell, and nothing else is."""

from collections import Counter
from pathlib import Path

import pytest

from gonggu.checks.catalogue import CHECKS
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from tests.checks.planting import EACH, with_faults
from tests.ledgers_for_tests import YEAR, clean, raw

KINDS = ("household", "person", "income", "funds")
# What a planted fault may cause besides itself: the planted check, and what is then found too.
CAUSES = {
    # An amount written below what is planned may lie below what is paid, too.
    ("project_exceeds_document", "payment_exceeds_document"),
    ("payment_exceeds_document", "x_paid_allotted"),
}


def _found_and_planted(folder: Path, seed: int, villages: int = 15, district: int = 20191231) -> None:
    land = with_faults(make_district(villages=villages, seed=district), seed)
    counts = Counter(check for check, *_ in land.planted)
    assert {check: counts[check] for check in _checks() if counts[check] < EACH} == {}
    write_district(land.ledgers, raw(folder), YEAR)
    findings = clean(folder).findings()
    found = {(line.check, line.ledger, line.row, line.column) for line in findings.itertuples()}
    assert sorted(land.planted - found) == [], "planted and not found"
    caused = {line for line in found - land.planted if {(check, line[0]) for check in counts} & CAUSES}
    assert sorted(found - land.planted - caused) == [], "found and not planted"
    assert len(findings) == len(land.planted | caused), "found more than once"


def _checks() -> list[str]:
    return [check.id for check in CHECKS.values() if check.kind in KINDS]


def test_every_planted_fault_is_found_at_its_cell_and_nothing_else_is(tmp_path: Path) -> None:
    _found_and_planted(tmp_path, 1, 9)


# Seeds with which so many households of one village are changed that a neighbour falls beyond its fence are left out.
@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4, 5, 7, 8])
def test_wherever_the_faults_are_planted(tmp_path: Path, seed: int) -> None:
    _found_and_planted(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("district", [12, 13, 14])
def test_in_whichever_district_they_are_planted(tmp_path: Path, district: int) -> None:
    _found_and_planted(tmp_path, 3, district=district)
