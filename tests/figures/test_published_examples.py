"""The measures of poverty and inequality reproduce examples worked out in print and by other packages."""

import numpy as np
import pytest

from gonggu.figures.poverty import alkire_foster, fgt, gini

# The example data of R's package ineq.
ILOCOS = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]


def _each(values: list[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(values, dtype=float), np.ones(len(values), dtype=int)


@pytest.mark.parametrize(("alpha", "index"), [(0, 0.5), (1, 0.08), (2, 0.0136)])
def test_four_incomes_at_a_line_of_125_in_the_handbook_on_poverty_and_inequality(
    alpha: int, index: float
) -> None:
    # World Bank, Handbook on Poverty and Inequality (2009), p. 72.
    assert fgt(*_each([100, 110, 150, 160]), 125, alpha) == pytest.approx(index, rel=1e-12)


@pytest.mark.parametrize(
    ("incomes", "index"),
    [
        (ILOCOS, 0.462091130267624),
        ([10] * 9 + [100], 0.4263158),
        ([1, 3, 2, 1, 1, 1, 4], 0.3076923),
    ],
    ids=["ineq", "Manning", "phylotools"],
)
def test_gini_is_that_of_the_population_as_published(incomes: list[float], index: float) -> None:
    published_digits = 1e-14 if index == 0.462091130267624 else 5e-8
    assert gini(*_each(incomes)) == pytest.approx(index, abs=published_digits)


def test_gini_with_the_small_sample_correction_is_the_other_published_value() -> None:
    size = len(ILOCOS)
    value = gini(*_each(ILOCOS))
    assert value is not None
    assert value * size / (size - 1) == pytest.approx(0.5134346, abs=5e-8)


def test_a_household_weighs_as_many_persons_as_it_has() -> None:
    persons = np.array([9, 1])
    incomes = np.array([10.0, 100.0])
    assert gini(incomes, persons) == pytest.approx(0.4263158, abs=5e-8)
    assert fgt(incomes, persons, 50, 1) == pytest.approx(0.9 * 0.8, rel=1e-12)


def _indices(deprived: list[list[bool]], cutoff: int) -> tuple[float, float, float]:
    found = alkire_foster(np.array(deprived), np.ones(len(deprived), dtype=int), cutoff)
    deprivations = float(found.deprivations)
    return found.poor / found.persons, deprivations / found.poor, deprivations / found.persons


def test_alkire_and_fosters_example_with_cut_offs() -> None:
    achievements = [[13.1, 14, 4, 1], [15.2, 7, 5, 0], [12.5, 10, 1, 0], [20, 11, 3, 1]]
    cutoffs = [13, 12, 3, 1]
    deprived = [[value < line for value, line in zip(row, cutoffs, strict=True)] for row in achievements]
    assert [sum(row) for row in deprived] == [0, 2, 4, 1]
    assert _indices(deprived, 2) == (0.5, 0.75, 0.375)


def test_alkire_and_fosters_example_of_deprivations() -> None:
    deprived = [[digit == "1" for digit in row] for row in ("0000", "1001", "1111", "0100")]
    assert _indices(deprived, 2) == (0.5, 0.75, 0.375)


def test_nobody_has_no_index() -> None:
    nobody = np.array([]), np.array([], dtype=int)
    assert fgt(*nobody, 125, 0) is None
    assert gini(*nobody) is None
    assert gini(*_each([0, -5])) is None
