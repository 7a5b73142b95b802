"""An attacker who has the public editions of all places recovers no number that they withhold."""

from dataclasses import replace

import pytest

from gonggu.disclosure.catalogue import SHARES, rests_on
from gonggu.disclosure.cells import Cell
from gonggu.disclosure.release import released, withheld_figures
from gonggu.disclosure.suppression import verify
from gonggu.errors import StepError
from tests.disclosure.attack import recover
from tests.disclosure.districts import SCOPES, THRESHOLD, Published, drawn, published

# Districts of some 16, 48 and 160 persons: nearly all counts small, many, and some.
SIZES = (1, 3, 10)
SEEDS = range(200)


def _recovered(district: Published) -> list[str]:
    return [str(one) for one in recover(district.public(), district.true(), THRESHOLD)]


def test_no_withheld_number_of_a_random_district_is_recovered() -> None:
    assert not _recovered(published(2, 2))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_withheld_number_of_200_random_districts_is_recovered(seed: int) -> None:
    size = SIZES[seed % len(SIZES)]
    try:
        district = published(seed, size)
    except StepError:
        # Nothing is published of a district that has not even ten persons on its register.
        table, _ = drawn(seed, size)
        assert table.values[Cell("registered_persons", "全区")] < THRESHOLD
        return
    assert not _recovered(district)


@pytest.mark.slow
def test_audit_and_attack_both_see_that_a_guard_is_missing() -> None:
    district = published(2, 2)
    guard = Cell("households_unvisited", "全区")
    assert district.table.values[guard] >= THRESHOLD
    broken = replace(district.pattern, withheld=district.pattern.withheld - {guard})
    assert verify(district.table, broken)
    assert recover(district.public(broken), district.true(), THRESHOLD)


def test_a_share_is_the_quotient_of_the_quantities_that_it_is_said_to_rest_on() -> None:
    for scope, figures in published(2, 2).figures.items():
        for name, parts in SHARES.items():
            if name in figures and figures[name].measure.numerator is not None:
                numbers = tuple(published(2, 2).table.values[Cell(part, scope.name)] for part in parts)
                measure = figures[name].measure
                assert (measure.numerator, measure.denominator) == numbers, f"{name} {scope.name}"


def test_a_withheld_figure_carries_no_number_and_a_shown_one_of_persons_not_its_rows() -> None:
    for scope in SCOPES:
        hidden = withheld_figures(published(2, 2).pattern, SCOPES)[scope.name]
        for name, figure in released(published(2, 2).figures[scope], hidden).items():
            record = figure.record()
            if name in hidden:
                assert record["status"] == "withheld"
                assert {record[one] for one in ("value", "numerator", "denominator", "rows")} == {None}
            else:
                assert record["value"] == published(2, 2).figures[scope][name].record()["value"]
                assert (record["rows"] is None) == bool(rests_on(figure.card))
