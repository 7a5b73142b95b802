"""The first screen's figures, and how each has changed since the year before where the ledgers tell."""

from dataclasses import dataclass
from fractions import Fraction

from gonggu.figures.card import Figure
from gonggu.figures.measure import PER_CENT
from gonggu.figures.numbers import half_up, number_text, with_unit
from gonggu.report.phrases import Phrases

HEADLINE = (
    *("registered_persons", "unexited_persons", "poverty_rate", "exits_persons", "income_per_head"),
    *("funds_total", "projects_planned", "funds_payment_rate", "medical_coverage"),
)
CARDS_SHOWN = 8
RATE_DECIMALS = 2


@dataclass(frozen=True)
class Headline:
    """One figure of the first screen; `change` is blank where the ledgers hold nothing of the year before."""

    figure: Figure
    change: str


def headlines(p: Phrases) -> list[Headline]:
    """Those of the headline figures that this edition has and does not withhold, in order, at most eight."""
    before = _year_before(p)
    known = (p.figures[one] for one in HEADLINE if one in p.figures)
    shown = [figure for figure in known if not figure.withheld][:CARDS_SHOWN]
    return [Headline(one, _since(one, before.get(one.card.id))) for one in shown]


def change_of(now: Fraction, before: Fraction, unit: str) -> str:
    """下降0.63个百分点, 增加24人; blank where the two read alike.

    The difference is that of the numbers as printed, so that a reader who subtracts finds the same.
    """
    if unit == "%":
        size = half_up(now, RATE_DECIMALS) - half_up(before, RATE_DECIMALS)
        word = "下降" if size < 0 else "上升"
        return f"{word}{number_text(abs(size), '%')}个百分点" if size else ""
    size = now - before
    word = "减少" if size < 0 else "增加"
    return f"{word}{with_unit(abs(size), unit)}" if size else ""


def _since(figure: Figure, before: Fraction | None) -> str:
    now = figure.measure.value
    if before is None or not isinstance(now, Fraction):
        return ""
    change = change_of(now, before, figure.card.unit)
    return f"比上年{change}" if change else "与上年持平"


def _year_before(p: Phrases) -> dict[str, Fraction]:
    """What 历年情况 says of the year before."""
    population, poor = p.past_poverty().get(p.view.year - 1, (None, None))
    known = {} if poor is None else {"unexited_persons": poor}
    return known | ({"poverty_rate": PER_CENT * poor / population} if poor is not None and population else {})
