"""Expected figures drawn as text tables: a line a figure, a column a scope, worked out by hand.

A cell reads `value (numerator÷denominator) #rows`: fractions are written 5/3, amounts as decimals. Of a count or
sum the numerator is its unscaled value, so `5` means a numerator of 5 and `1.25 (12500)` one of 12,500 元, neither
with a denominator; `=5` is a minimum, median or stated value with neither. `—` is no data, `×` a figure that the
scope does not have. `#` is as many rows as the value says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gonggu.figures.catalogue import BY_ID, figures_of
from tests.worked_ledgers import cells_of, view_of

_CELL = re.compile(
    r"(?P<plain>=?)(?P<value>[^\s(#]+)"
    r"(?: \((?P<numerator>[^÷)]+)(?:÷(?P<denominator>[^)]+))?\))?"
    r"(?: #(?P<rows>\d*))?"
)
ABSENT = "×"
NO_DATA = "—"


@dataclass(frozen=True)
class Expected:
    """What a cell of the table says of one figure in one scope."""

    figure: str
    scope: str
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    rows: int | None


def figures_in(table: str) -> set[str]:
    """The figures that a table of expected values speaks of."""
    return {cells_of(line)[0] for line in table.strip().splitlines()[1:]}


def expected_in(table: str) -> Iterator[tuple[str, str, Expected | None]]:
    """(figure, scope, expected) of each cell; None where the scope does not have the figure."""
    header, *lines = [cells_of(line) for line in table.strip().splitlines()]
    for figure, *cells in lines:
        assert len(cells) == len(header) - 1, figure
        for scope, cell in zip(header[1:], cells, strict=True):
            yield figure, scope, None if cell == ABSENT else _parsed(figure, scope, cell)


def assert_figures(tables: Mapping[str, str], table: str, **kwargs: Any) -> None:
    """Every figure of the table has the values drawn, in every scope, exactly."""
    wrong: list[str] = []
    found: dict[str, Any] = {}
    for name, scope, expected in expected_in(table):
        if scope not in found:
            cards = [BY_ID[figure] for figure in sorted(figures_in(table))]
            found[scope] = figures_of(view_of(tables, scope, **kwargs), cards)
        figure = found[scope].get(name)
        if expected is None or figure is None:
            wrong += [f"{name} {scope}: {figure}"] if figure or expected else []
            continue
        measure = figure.measure
        rows = figure.rows if expected.rows is not None else None
        seen = Expected(name, scope, measure.value, measure.numerator, measure.denominator, rows)
        wrong += [f"\n  drawn {expected}\n  found {seen}"] if seen != expected else []
    assert not wrong, "".join(wrong)


def _parsed(figure: str, scope: str, cell: str) -> Expected:
    found = _CELL.fullmatch(cell)
    assert found, f"{figure} {scope}: {cell}"
    value = None if found["value"] == NO_DATA else Fraction(found["value"])
    numerator = Fraction(found["numerator"]) if found["numerator"] else None
    denominator = Fraction(found["denominator"]) if found["denominator"] else None
    if not found["plain"] and numerator is None:
        numerator = value
    rows = None
    if found["rows"] is not None:
        rows = int(found["rows"] or value or 0)
    return Expected(figure, scope, value, numerator, denominator, rows)
