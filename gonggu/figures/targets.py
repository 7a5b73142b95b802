"""A plan's targets held against the figures of a scope: which speak of it, and which are reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from gonggu.figures.card import Figure
from gonggu.figures.catalogue import card_of
from gonggu.figures.measure import exact
from gonggu.params import NextTarget
from gonggu.scope import Scope

_COMPARED = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}


@dataclass(frozen=True)
class Held:
    """A target and the figure that it is of, None where the target is only worded."""

    target: NextTarget
    figure: Figure | None

    @property
    def value(self) -> Fraction | None:
        """The figure's exact value; None where it has none, or a public edition withholds it."""
        value = self.figure.measure.value if self.figure else None
        return value if value is None or isinstance(value, Fraction) else exact(value)

    @property
    def goal(self) -> Fraction | None:
        """What is to be reached; None where nobody has filled it in, or it is no number."""
        return None if self.target.value is None else Fraction(self.target.value)

    @property
    def reached(self) -> bool | None:
        """Whether the value is what the target asks for; None where it cannot be told."""
        if self.value is None or self.goal is None:
            return None
        return is_reached(self.value, self.target.comparator, self.goal)

    @property
    def unit(self) -> str:
        """The figure's unit as sentences say it."""
        return self.figure.card.unit.partition("/")[0] if self.figure else ""


def hold(plan: Iterable[NextTarget], figures: Mapping[str, Figure], scope: Scope) -> list[Held]:
    """Those of the plan's targets that speak of the scope, each with its figure.

    UsageError where a target names a figure that does not exist.
    """
    spoken = [target for target in plan if speaks_of(target, scope, figures)]
    return [Held(target, figures.get(target.figure)) for target in spoken]


def speaks_of(target: NextTarget, scope: Scope, figures: Mapping[str, Figure]) -> bool:
    """Plans are the district's: below it only shares, means and extremes compare, and counts of which there is to be none."""
    if not target.figure:
        return scope.level == "district"
    card = card_of(target.figure)
    if scope.level == "district":
        return True
    of_parts = not card.additive or (target.comparator in ("=", "<=") and target.value == 0)
    return of_parts and target.figure in figures


def is_reached(value: Fraction, comparator: str, goal: Fraction) -> bool:
    """Whether a value is what a target asks for."""
    return bool(_COMPARED[comparator](value, goal))
