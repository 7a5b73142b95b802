"""Numbers as the report prints them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonggu.figures.numbers import half_up, number_text, signed, with_unit


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(1285), "户", "1,285户"),
        (Fraction(0), "人", "0人"),
        (Fraction(4678992, 1000), "万元", "4,678.992万元"),
        (Fraction(46789920001, 10_000_000), "万元", "4,678.992万元"),
        (Fraction(12, 100), "%", "0.12%"),
        (Fraction(100), "%", "100%"),
        (Fraction(100 * 57, 63), "%", "90.48%"),
        (Fraction(10000), "元/人", "10,000元/人"),
        (Fraction(463995, 1000), "元/人", "464元/人"),
        (Fraction(97, 10), "公里", "9.7公里"),
        (Fraction(3708, 3700), "倍", "1.0022倍"),
        (0.25, "—", "0.2500"),
        (Fraction(1, 3), "—", "0.3333"),
        (Fraction(3, 100_000), "—", "0.00003"),
        (Fraction(0), "—", "0.0000"),
        (Fraction(-5, 2), "万元", "-2.5万元"),
        (None, "人", "无数据"),
    ],
)
def test_a_value_is_printed_with_the_decimals_that_matter(
    value: Fraction | float | None, unit: str, text: str
) -> None:
    assert with_unit(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0.125", "0.13"), ("0.115", "0.12"), ("2.675", "2.68"), ("-0.125", "-0.13")]
)
def test_rounding_is_half_up_where_binary_floats_would_round_down(value: str, text: str) -> None:
    assert number_text(Fraction(value), "%") == text


def test_a_share_that_is_not_whole_never_reads_100_or_0() -> None:
    assert number_text(Fraction(100 * 34999, 35000), "%") == "99.997"
    assert number_text(Fraction(100, 100_000), "%") == "0.001"
    assert number_text(Fraction(0), "%") == "0"


def test_a_difference_shows_its_sign() -> None:
    assert [signed(Fraction(n), "人") for n in (11, 0, -11)] == ["+11人", "0人", "−11人"]


@given(st.fractions(), st.integers(0, 6))
def test_half_up_moves_a_value_by_at_most_half_a_unit(value: Fraction, decimals: int) -> None:
    assert abs(half_up(value, decimals) - value) <= Fraction(1, 2 * 10**decimals)


@given(st.fractions(min_value=0, max_value=100))
def test_a_printed_rate_reads_0_or_100_only_where_it_is(rate: Fraction) -> None:
    if Fraction(1, 10**7) < rate < 100 - Fraction(1, 10**7):
        assert number_text(rate, "%") not in ("0", "100")
