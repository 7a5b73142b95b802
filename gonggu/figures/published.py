"""Numbers that a printed report gave, against those computed from the ledgers, at the printed precision."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.measure import exact
from gonggu.params import Claim

COLUMNS = ("figure", "label", "unit", "section", "printed", "computed", "match", "implied", "agrees")
# Rules, dates and next year's targets are no figures of the ledgers.
COMPARED = ("computed", "stated")


def compare_published(claims: Iterable[Claim], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row a claim on a figure: printed text, computed value (Fraction or None), whether they agree.

    `agrees` is None where the figure has no value. A claim marked `ge` is a lower bound, `implied` ones were
    not printed as a number but follow from the wording.
    """
    compared = [claim for claim in claims if claim.how in COMPARED and claim.figure in figures]
    return pd.DataFrame([_row(claim, figures[claim.figure]) for claim in compared], columns=list(COLUMNS))


def agrees(claim: Claim, value: Fraction | None) -> bool | None:
    """Whether the value, rounded half up to the decimals that were printed, is what was printed."""
    if value is None:
        return None
    printed, decimals = Fraction(claim.value), printed_decimals(claim.value)
    if claim.match == "ge":
        return value >= printed
    return _half_up(value, decimals) == printed


def printed_decimals(text: str) -> int:
    """How many decimals a printed number has."""
    exponent = Decimal(text).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _row(claim: Claim, figure: Figure) -> tuple[object, ...]:
    value = _value(figure)
    card = figure.card
    match = claim.match or "eq"
    return (
        claim.figure,
        card.label,
        claim.unit,
        claim.section,
        claim.value,
        value,
        match,
        claim.implied == "yes",
        agrees(claim, value),
    )


def _value(figure: Figure) -> Fraction | None:
    value = figure.measure.value
    return value if value is None or isinstance(value, Fraction) else exact(value)


def _half_up(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scale = 10**decimals
    size = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
    return -size if value < 0 else size
