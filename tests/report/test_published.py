"""Printed numbers against computed ones, at the printed precision."""

from fractions import Fraction

import pytest

from gonggu.figures.published import agrees, compare_published
from gonggu.params import Claim
from tests.worked_ledgers import figure_of, view_of


def _claim(value: str, match: str = "eq", how: str = "computed", figure: str = "poverty_rate") -> Claim:
    content = {"figure": figure, "year": 2021, "section": "0 总述", "value": value, "unit": "%"}
    return Claim.model_validate(content | {"how": how, "match": match})


@pytest.mark.parametrize(
    ("printed", "value", "agree"),
    [
        ("0.12", Fraction(24, 200), True),
        ("0.12", Fraction(1244, 10_000), True),
        ("0.12", Fraction(125, 1000), False),
        ("0.13", Fraction(125, 1000), True),
        ("20", Fraction(205, 10), False),
        ("20.1", Fraction(2005, 100), True),
        ("89", Fraction(895, 10), False),
        ("89", Fraction(8949, 100), True),
        ("4678.992", Fraction(4678992, 1000), True),
        ("4678.99", Fraction(4678992, 1000), True),
    ],
)
def test_a_claim_is_compared_at_its_own_decimals_half_up(printed: str, value: Fraction, agree: bool) -> None:
    assert agrees(_claim(printed), value) is agree


def test_a_lower_bound_agrees_from_the_bound_on() -> None:
    verdicts = [agrees(_claim("1200", "ge"), Fraction(value)) for value in (1199, 1200, 1236)]
    assert verdicts == [False, True, True]


def test_a_figure_without_value_neither_agrees_nor_differs() -> None:
    figure = figure_of(view_of({}), "poverty_rate")
    table = compare_published([_claim("0.12")], {"poverty_rate": figure})
    assert table["agrees"].tolist() == [None]
    assert table["computed"].tolist() == [None]


def test_rules_dates_targets_and_unknown_figures_are_not_compared() -> None:
    claims = [
        _claim("1", how="rule"),
        _claim("1", how="target"),
        _claim("1", how="date"),
        _claim("1", figure="gone"),
    ]
    figure = figure_of(view_of({}), "poverty_rate")
    assert compare_published(claims, {"poverty_rate": figure}).empty
