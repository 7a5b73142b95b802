"""Sharing out a whole number exactly."""

from typing import Any

import numpy as np


def apportion(weights: Any, total: int) -> Any:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainders)."""
    shares = np.asarray(weights, dtype=float)
    exact = shares / shares.sum() * total
    whole = np.floor(exact).astype(int)
    largest = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[largest] += 1
    return whole


def some(rng: np.random.Generator, pool: Any, count: int) -> Any:
    """`count` of the row numbers in `pool`, drawn without replacement; refuses a pool that is too small."""
    if not 0 <= count <= len(pool):
        raise ValueError(f"the sample needs {count} of a pool that has only {len(pool)}")
    return rng.permutation(pool)[:count]


def pick(rng: np.random.Generator, values: Any, weights: Any, size: int) -> Any:
    """`size` draws from `values` with the given weights, as Python objects where they are text."""
    share = np.asarray(weights, dtype=float)
    kind = object if isinstance(values[0], str) else None
    return np.asarray(values, dtype=kind)[rng.choice(len(values), size=size, p=share / share.sum())]


def pick_by_row(rng: np.random.Generator, values: Any, weights: Any) -> Any:
    """One of `values` for each row of the weight matrix (rows by values)."""
    edges = np.cumsum(weights, axis=1, dtype=float)
    drawn = rng.random((len(edges), 1)) * edges[:, -1:]
    return np.asarray(values, dtype=object)[(drawn >= edges).sum(axis=1)]
