"""All figures in the report's order, and which step of the pipeline computes which."""

from collections.abc import Iterable

from gonggu.errors import UsageError, nearest
from gonggu.figures import (
    cadre_care,
    funds,
    industry,
    livelihood,
    living_standard,
    mechanism,
    overview,
    plan,
    problems,
    relocation,
    stationing,
    teams,
)
from gonggu.figures.card import Card, Figure, cards_of, compute
from gonggu.figures.view import View

CARDS: tuple[Card, ...] = tuple(
    cards_of(
        *(overview, mechanism, funds, livelihood, industry, stationing, problems, cadre_care),
        *(relocation, teams, plan, living_standard),
    )
)
BY_ID = {card.id: card for card in CARDS}

_FUNDS = {funds.SECTION, industry.SECTION}
_RELOCATION = {relocation.SECTION}
# The notebooks 2 to 4 by name, and the cards that each computes.
PARTS: dict[str, tuple[Card, ...]] = {
    "indicators": tuple(card for card in CARDS if card.section not in _FUNDS | _RELOCATION),
    "funds": tuple(card for card in CARDS if card.section in _FUNDS),
    "relocation": tuple(card for card in CARDS if card.section in _RELOCATION),
}
REQUIRED_RULES = tuple(dict.fromkeys(rule for card in CARDS for rule in (*card.rules, *card.held_against)))


def figures_of(view: View, cards: Iterable[Card] = CARDS) -> dict[str, Figure]:
    """The figures of a view by id, in the report's order."""
    return {figure.card.id: figure for figure in compute(view, cards)}


def card_of(figure: str) -> Card:
    """The card of a figure id; UsageError names the nearest."""
    if figure not in BY_ID:
        raise UsageError(f"没有编号为“{figure}”的指标。{nearest(figure, BY_ID)}")
    return BY_ID[figure]
