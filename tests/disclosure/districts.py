"""Public editions of random districts, as the records of their figures.json."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gonggu.disclosure.cells import Table, table_of
from gonggu.disclosure.counts import counts_of
from gonggu.disclosure.release import released, withheld_figures
from gonggu.disclosure.suppression import Pattern, protect
from gonggu.figures.card import Figure
from gonggu.figures.catalogue import figures_of
from gonggu.figures.view import View
from gonggu.scope import Scope
from tests.random_district import PLACES, district_of
from tests.worked_ledgers import FORMS, params_of

SCOPES = (Scope(), Scope("青石乡"), Scope("白沙镇"), *(Scope(*place) for place in PLACES if all(place)))
THRESHOLD = 10
Records = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Published:
    """A year's cells, figures by place, and the pattern that its public editions follow."""

    table: Table
    figures: Mapping[Scope, Mapping[str, Figure]]
    pattern: Pattern

    def true(self) -> Records:
        """What the internal editions say."""
        return {scope.name: [one.record() for one in found.values()] for scope, found in self.figures.items()}

    def public(self, pattern: Pattern | None = None) -> Records:
        """What the public editions say, by another pattern where one is given."""
        withheld = withheld_figures(pattern or self.pattern, SCOPES)
        return {
            scope.name: [one.record() for one in released(found, withheld[scope.name]).values()]
            for scope, found in self.figures.items()
        }


@cache
def drawn(seed: int, size: int) -> tuple[Table, Mapping[Scope, Mapping[str, Figure]]]:
    """Cells and figures of a random district, `size` times as large as the one that the figures' properties are tested on."""
    district = View(district_of(seed, size), FORMS, params_of())
    views = {scope: district.within(scope) if scope.township else district for scope in SCOPES}
    figures = {scope: figures_of(view) for scope, view in views.items()}
    table = table_of({scope: counts_of(view, figures[scope]) for scope, view in views.items()})
    return table, figures


@cache
def published(seed: int, size: int) -> Published:
    """Its public editions; StepError where none can be made."""
    table, figures = drawn(seed, size)
    return Published(table, figures, protect(table, THRESHOLD))
