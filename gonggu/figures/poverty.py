"""Poverty and inequality measures over persons; arrays hold one value a household with its number of persons."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def fgt(incomes: Array, persons: Array, line: float, alpha: int) -> float | None:
    """Foster-Greer-Thorbecke index: the mean over persons of ((line - income) / line) ** alpha of the poor.

    Poor is strictly below the line. Source: Foster, Greer and Thorbecke (1984). None without persons.
    """
    if not persons.sum():
        return None
    poor = incomes < line
    gaps = ((line - incomes[poor]) / line) ** alpha * persons[poor]
    return math.fsum(gaps) / int(persons.sum())


def gini(incomes: Array, persons: Array) -> float | None:
    """Population Gini coefficient; negative incomes count as 0. None where nobody has any income.

    The mean absolute difference over twice the mean, from the persons' ranks.
    """
    floored = np.maximum(incomes, 0.0)
    order = np.argsort(floored, kind="stable")
    income, weight = floored[order], persons[order]
    total = math.fsum(income * weight)
    if total == 0:
        return None
    count = int(weight.sum())
    # Of a group of equals the persons' mean rank: those before it, and half of its own.
    ranks = np.cumsum(weight) - weight + (weight + 1) / 2
    return 2 * math.fsum(ranks * income * weight) / (count * total) - (count + 1) / count


@dataclass(frozen=True)
class Multidimensional:
    """Alkire-Foster counts: over `persons`, `poor` of them with `deprivations` weighted dimensions in all."""

    persons: int
    poor: int
    deprivations: Fraction


def alkire_foster(deprived: Array, persons: Array, cutoff: int) -> Multidimensional:
    """Persons deprived in at least `cutoff` of the equally weighted dimensions (columns of `deprived`).

    `deprivations` sums the deprived share of dimensions over the poor, so H = poor / persons,
    A = deprivations / poor and M0 = deprivations / persons. Source: Alkire and Foster (2011).
    """
    counts = deprived.sum(axis=1)
    poor = counts >= cutoff
    weighted = int((counts[poor] * persons[poor]).sum())
    return Multidimensional(
        int(persons.sum()), int(persons[poor].sum()), Fraction(weighted, deprived.shape[1])
    )
