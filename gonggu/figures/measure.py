"""Measures of selected rows: value, numerator, denominator and the very rows fall out of one expression.

Values are exact (`Fraction`) wherever the field's arithmetic is; shares are in per cent unless said otherwise,
money in a `_fen` column is integer 分, its sum is shown in 万元 and its parts in 元.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

FEN_PER_YUAN = 100
FEN_PER_WAN_YUAN = 1_000_000
PER_CENT = 100


@dataclass(frozen=True)
class Rows:
    """Records of one ledger, by their index labels in it."""

    ledger: str
    index: pd.Index

    def __len__(self) -> int:
        return len(self.index)


@dataclass(frozen=True)
class Measure:
    """What a formula yields; `value` is None where there is nothing to divide by or to choose from."""

    value: Fraction | float | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    rows: tuple[Rows, ...] = ()
    whole: tuple[Rows, ...] = ()


def count(ledger: str, frame: pd.DataFrame) -> Measure:
    """How many records."""
    return _sum(Fraction(len(frame)), ledger, frame)


def distinct(ledger: str, frame: pd.DataFrame, columns: Sequence[str]) -> Measure:
    """How many different combinations of `columns`; records with a blank in one of them are not counted."""
    filled = frame.dropna(subset=list(columns))
    return _sum(Fraction(len(filled.drop_duplicates(subset=list(columns)))), ledger, filled)


def total(ledger: str, frame: pd.DataFrame, column: str) -> Measure:
    """The sum of a column of integers or decimals, in its own unit; blanks add nothing."""
    return _sum(exact_sum(frame[column]), ledger, frame)


def money(ledger: str, frame: pd.DataFrame, column: str) -> Measure:
    """The sum of a column of money: value in 万元, numerator in 元."""
    fen = exact_sum(frame[column])
    return replace(_sum(fen / FEN_PER_WAN_YUAN, ledger, frame), numerator=fen / FEN_PER_YUAN)


def share(ledger: str, frame: pd.DataFrame, holds: pd.Series) -> Measure:
    """The per cent of records for which `holds` is true; the rows are those, the whole is all of them."""
    part = frame[holds.fillna(False).astype(bool)]
    return ratio(count(ledger, part), count(ledger, frame))


def ratio(part: Measure, whole: Measure, scale: int = PER_CENT) -> Measure:
    """`part` over `whole`, by their unscaled sums, times `scale`; no value where the whole is 0."""
    if part.numerator is None or whole.numerator is None:
        return Measure(None)
    value = scale * part.numerator / whole.numerator if whole.numerator else None
    return Measure(value, part.numerator, whole.numerator, part.rows, whole.rows)


def ratio_to(part: Measure, number: Decimal | Fraction | int, scale: int = PER_CENT) -> Measure:
    """`part` over a given number (a task, a rule), times `scale`."""
    return ratio(part, Measure(None, Fraction(number)), scale)


def mean(ledger: str, frame: pd.DataFrame, column: str, fen_per_unit: int = FEN_PER_YUAN) -> Measure:
    """The mean of a column of money; numerator in 元, denominator the records with a value."""
    filled = frame[frame[column].notna()]
    fen = exact_sum(filled[column])
    value = fen / fen_per_unit / len(filled) if len(filled) else None
    rows = (Rows(ledger, filled.index),)
    return Measure(value, fen / FEN_PER_YUAN, Fraction(len(filled)), rows, rows)


def lowest(ledger: str, values: pd.Series, per_unit: int = 1) -> Measure:
    """The least of `values` (a series by the ledger's records), divided by `per_unit`; the rows are those that have it."""
    return _extreme(ledger, values, values.dropna().min(), per_unit)


def highest(ledger: str, values: pd.Series, per_unit: int = 1) -> Measure:
    """The greatest of `values` (a series by the ledger's records), divided by `per_unit`."""
    return _extreme(ledger, values, values.dropna().max(), per_unit)


def difference(minuend: Measure, subtrahend: Measure) -> Measure:
    """One sum less another of the same unit."""
    if not isinstance(minuend.value, Fraction) or not isinstance(subtrahend.value, Fraction):
        return Measure(None)
    unscaled = (minuend.numerator or Fraction(0)) - (subtrahend.numerator or Fraction(0))
    rows = minuend.rows + subtrahend.rows
    return Measure(minuend.value - subtrahend.value, unscaled, None, rows)


def stated(ledger: str, frame: pd.DataFrame, column: str) -> Measure:
    """A value that another office states, as it stands in its one row."""
    filled = frame[frame[column].notna()].head(1)
    value = exact(filled[column].iloc[0]) if len(filled) else None
    return Measure(value, rows=(Rows(ledger, filled.index),))


def exact_sum(values: pd.Series) -> Fraction:
    """The exact sum of integers, or of decimals as they are written (0.1 + 0.2 is 0.3)."""
    filled = values.dropna()
    if pd.api.types.is_integer_dtype(filled.dtype):
        return Fraction(int(filled.sum()))
    return sum((exact(value) for value in filled), Fraction(0))


def exact(value: object) -> Fraction:
    """A number as it is written: the shortest decimal that reads back as the same float."""
    return Fraction(str(value))


def _sum(value: Fraction, ledger: str, frame: pd.DataFrame) -> Measure:
    return Measure(value, value, None, (Rows(ledger, frame.index),))


def _extreme(ledger: str, values: pd.Series, found: object, per_unit: int) -> Measure:
    if values.dropna().empty:
        return Measure(None)
    value = found if isinstance(found, Fraction) else exact(found)
    return Measure(value / per_unit, rows=(Rows(ledger, values.index[(values == found).fillna(False)]),))
