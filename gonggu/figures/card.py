"""A figure's card and formula stand together, once; computing it gives the figure of one view."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from types import ModuleType
from typing import Any

from gonggu.figures.measure import Measure
from gonggu.figures.view import LedgerAbsent, View
from gonggu.scope import Scope

NO_DATA = "no data"
WITHHELD = "withheld"
OK = "ok"


@dataclass(frozen=True)
class Card:
    """What a figure means, and how it is computed.

    `definition` is Chinese and may name the year (`{year}`) and rules in force (`{exit_line}`): `rules` are those that
    the formula needs. `held_against` are rules that the report's sentences and charts measure the figure by. Label and
    definition `of_part` are those of a township or village where the formula measures something else there.
    """

    id: str
    label: str
    unit: str
    section: str
    definition: str
    formula: Callable[[View], Measure]
    additive: bool = False
    district_only: bool = False
    rules: tuple[str, ...] = ()
    held_against: tuple[str, ...] = ()
    label_of_part: str = ""
    definition_of_part: str = ""

    def of(self, scope: Scope) -> "Card":
        """The card as editions of the scope show it: below the district what is measured otherwise has a name of its own."""
        if scope.level == "district" or not self.label_of_part:
            return self
        return replace(self, label=self.label_of_part, definition=self.definition_of_part)

    def speaks_of(self, view: View) -> bool:
        """Whether the figure exists at the view's level."""
        return not self.district_only or view.scope.level == "district"


def figure(
    label: str,
    unit: str,
    section: str,
    definition: str,
    *,
    additive: bool = False,
    district_only: bool = False,
    rules: tuple[str, ...] = (),
    held_against: tuple[str, ...] = (),
    label_of_part: str = "",
    definition_of_part: str = "",
) -> Callable[[Callable[[View], Measure]], Card]:
    """Make a card of a formula; the formula's name is the figure's id."""

    def card(formula: Callable[[View], Measure]) -> Card:
        return Card(
            formula.__name__,
            label,
            unit,
            section,
            definition,
            formula,
            additive=additive,
            district_only=district_only,
            rules=rules,
            held_against=held_against,
            label_of_part=label_of_part,
            definition_of_part=definition_of_part,
        )

    return card


@dataclass(frozen=True)
class Figure:
    """A figure of one view: its card, what was measured, and the ledgers it came from (Chinese names).

    A public edition withholds figures that would tell of few persons; of others it does not say how many rows.
    """

    card: Card
    measure: Measure
    ledgers: tuple[str, ...]
    definition: str
    rows: int | None
    withheld: bool = False

    @property
    def status(self) -> str:
        """`withheld`, `no data` where there is no value, else `ok`."""
        if self.withheld:
            return WITHHELD
        return NO_DATA if self.measure.value is None else OK

    def record(self) -> dict[str, Any]:
        """The figure as `figures.json` holds it."""
        return {
            "id": self.card.id,
            "label": self.card.label,
            "unit": self.card.unit,
            "section": self.card.section,
            "value": number(self.measure.value),
            "numerator": number(self.measure.numerator),
            "denominator": number(self.measure.denominator),
            "rows": self.rows,
            "ledgers": list(self.ledgers),
            "definition": self.definition,
            "status": self.status,
        }


def compute(view: View, cards: Iterable[Card]) -> list[Figure]:
    """The figures of those cards that speak of the view's scope."""
    return [_compute(view, card.of(view.scope)) for card in cards if card.speaks_of(view)]


def cards_of(*modules: ModuleType) -> list[Card]:
    """The cards that the modules define, in the order in which they stand there."""
    return [value for module in modules for value in vars(module).values() if isinstance(value, Card)]


def state_of(figure: Figure) -> dict[str, Any]:
    """The figure as one step hands it to the next: exact numbers as texts, without the rows themselves."""
    measure = figure.measure
    return {
        "id": figure.card.id,
        "value": _text(measure.value),
        "numerator": _text(measure.numerator),
        "denominator": _text(measure.denominator),
        "rows": figure.rows,
        "ledgers": list(figure.ledgers),
        "definition": figure.definition,
    }


def from_state(card: Card, state: dict[str, Any]) -> Figure:
    """The figure that `state_of` has written."""
    value = state["value"]
    exact = float.fromhex(value) if value and "p" in value else _fraction(value)
    measure = Measure(exact, _fraction(state["numerator"]), _fraction(state["denominator"]))
    return Figure(card, measure, tuple(state["ledgers"]), state["definition"], state["rows"])


def _text(value: Fraction | float | None) -> str | None:
    if value is None:
        return None
    return str(value) if isinstance(value, Fraction) else float(value).hex()


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def number(value: Fraction | float | None) -> int | float | None:
    """A JSON number: an integer where the value is whole, else the nearest double."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return float(value)


def _compute(view: View, card: Card) -> Figure:
    definition = card.definition.format(
        year=view.year, **{name: f"{view.rules[name].normalize():,f}" for name in card.rules}
    )
    try:
        measure, taken = view.trace_ledgers(card.formula)
    except LedgerAbsent:
        measure, taken = Measure(None), view.last_taken
    names = tuple(view.forms.by_id[ledger].name for ledger in taken)
    return Figure(card, measure, names, definition, sum(len(rows) for rows in measure.rows))
