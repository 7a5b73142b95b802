"""Dates of office work: mostly workdays, spread over a period."""

from collections.abc import Sequence
from typing import Any

import numpy as np

_WEEKEND_WEIGHT = 0.2  # a visit on a weekend or holiday, relative to a workday
_HOLIDAYS = ("01-01", "05-01", "10-01", "10-02", "10-03", "10-04", "10-07")


def day(year: int, month_day: str) -> Any:
    """The date of `MM-DD` in the year."""
    return np.datetime64(f"{year}-{month_day}", "D")


def days_between(first: Any, last: Any) -> Any:
    """Every day from `first` to `last`, both included."""
    return np.arange(first, last + np.timedelta64(1, "D"))


def workday_on_or_before(days: Any) -> Any:
    """The same days, those on a weekend moved back to the Friday before."""
    return np.busday_offset(days, 0, roll="backward")


def workdays_between(first: Any, last: Any) -> Any:
    """The workdays from `first` to `last`, both included."""
    days = days_between(first, last)
    return days[np.is_busday(days, holidays=_holidays(days))]


def spread(rng: np.random.Generator, counts: Any, days: Any) -> Any:
    """Dates for owners that have `counts` events each, owner after owner: evenly spread, no owner twice a day.

    Holds while an owner has fewer events than the period has workdays.
    """
    weight = np.where(np.is_busday(days, holidays=_holidays(days)), 1.0, _WEEKEND_WEIGHT)
    reach = np.cumsum(weight)
    owner = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    step = (reach[-1] / np.maximum(counts, 1))[owner]
    # Neighbours stay a whole workday's weight apart, so they cannot fall on the same day.
    place = nth * step + rng.random(len(owner)) * np.maximum(step - 1, 0)
    return days[np.minimum(np.searchsorted(reach, place, side="right"), len(days) - 1)]


def scatter(rng: np.random.Generator, total: int, owners: int, even: float = 0.6) -> Any:
    """`total` events shared out over `owners`: the share `even` alike, the rest at random."""
    base = int(total * even / owners)
    rest = rng.integers(0, owners, total - base * owners)
    return base + np.bincount(rest, minlength=owners)


def _holidays(days: Any) -> Sequence[str]:
    years = np.unique(days.astype("datetime64[Y]").astype(str))
    return [f"{year}-{month_day}" for year in years for month_day in _HOLIDAYS]
