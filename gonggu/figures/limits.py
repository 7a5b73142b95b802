"""Rates of money: of what there is to pay no more can be paid, whatever the ledgers say."""

from fractions import Fraction

# The figures whose numerator is money paid and whose denominator is the money that there was.
RATES_OF_MONEY = frozenset({"funds_payment_rate", "yulu_paid_rate", "inpatient_reimbursement_rate"})
WHOLE = 100


def exceeds_whole(figure_id: str, value: Fraction | float | None) -> bool:
    """Whether the value is of a rate of money and above 100 %: an error of the data, not a success."""
    return figure_id in RATES_OF_MONEY and value is not None and value > WHOLE
