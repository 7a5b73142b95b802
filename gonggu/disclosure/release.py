"""What a public edition shows of a place's figures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gonggu.disclosure.catalogue import rests_on
from gonggu.disclosure.cells import Cell
from gonggu.disclosure.suppression import Pattern
from gonggu.figures.card import Card, Figure
from gonggu.figures.catalogue import CARDS
from gonggu.figures.measure import Measure
from gonggu.scope import Scope
from gonggu.withholding import Withheld


def withheld_figures(pattern: Pattern, scopes: Iterable[Scope]) -> Withheld:
    """The figures that each place withholds: those that rest on a withheld count, and those that are never shown."""
    return {
        scope.name: tuple(card.id for card in CARDS if _is_withheld(card, scope.name, pattern))
        for scope in scopes
    }


def released(figures: Mapping[str, Figure], withheld: Collection[str]) -> dict[str, Figure]:
    """The figures as a public edition has them: withheld ones without any number, the others without their rows.

    How many records a figure of persons counts is a count that no audit has seen.
    """
    return {name: _released(figure, name in withheld) for name, figure in figures.items()}


def _released(figure: Figure, withheld: bool) -> Figure:
    if withheld:
        return replace(figure, measure=Measure(None), rows=None, withheld=True)
    if not rests_on(figure.card):
        return figure
    return replace(figure, measure=replace(figure.measure, rows=(), whole=()), rows=None)


def _is_withheld(card: Card, place: str, pattern: Pattern) -> bool:
    quantities = rests_on(card)
    return quantities is None or any(Cell(one, place) in pattern.withheld for one in quantities)
