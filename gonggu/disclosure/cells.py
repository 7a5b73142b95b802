"""The year's cells: every quantity at every place, and the sums that tie them together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from gonggu.disclosure.catalogue import counts_persons, relations, remainder, worth
from gonggu.disclosure.counts import Counts
from gonggu.scope import DISTRICT_NAME, Scope

# What belongs to a place but to none of its parts stands in the cell of this name below it.
OF_NO_PART = "（不属任何一地）"


class Cell(NamedTuple):
    """A quantity at a place (its scope's name)."""

    quantity: str
    place: str


@dataclass(frozen=True)
class Sum:
    """The parts make up the whole: an equation that everybody knows."""

    whole: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Table:
    """All cells of a year with their numbers, and the sums among them."""

    values: Mapping[Cell, Fraction]
    sums: tuple[Sum, ...]

    @cached_property
    def sums_of(self) -> Mapping[Cell, tuple[Sum, ...]]:
        """The sums in which a cell stands."""
        found: dict[Cell, list[Sum]] = {}
        for one in self.sums:
            for cell in one.cells:
                found.setdefault(cell, []).append(one)
        return {cell: tuple(sums) for cell, sums in found.items()}


def table_of(counts: Mapping[Scope, Counts]) -> Table:
    """The cells of all places of a year, and which add up to which: parts to wholes, villages to townships to district.

    A relation that does not hold at a place, because ledgers contradict each other there, is nobody's knowledge and
    is left out; what belongs to no part of a place is a cell of its own where it is not 0.
    """
    values: dict[Cell, Fraction] = {}
    sums: list[Sum] = []
    complete = {scope: _with_remainders(scope, found, sums) for scope, found in counts.items()}
    for scope, found in complete.items():
        values |= {Cell(quantity, scope.name): number for quantity, number in found.items()}
    for scope, found in complete.items():
        parts = {one: complete[one] for one in complete if _is_part(one, scope)}
        if parts:
            for one, rest in _over_places(scope, found, parts):
                sums.append(one)
                values |= rest
    return Table(values, tuple(sums))


def _with_remainders(scope: Scope, counts: Counts, sums: list[Sum]) -> dict[str, Fraction]:
    """The place's quantities with what the named parts leave of each whole; the relations are added to `sums`."""
    found = dict(counts)
    for whole, parts in relations():
        if whole not in counts or not all(part in counts for part in parts):
            continue
        rest = counts[whole] - sum((counts[part] for part in parts), Fraction(0))
        if rest >= 0:
            name = remainder(whole, parts)
            found[name] = rest
            sums.append(_sum(whole, (*parts, name), scope.name))
    return found


def _sum(whole: str, parts: Iterable[str], place: str) -> Sum:
    return Sum(Cell(whole, place), tuple(Cell(part, place) for part in parts))


def _over_places(
    scope: Scope, found: Counts, parts: Mapping[Scope, Counts]
) -> Iterator[tuple[Sum, dict[Cell, Fraction]]]:
    for quantity, whole in found.items():
        if not all(quantity in counts for counts in parts.values()):
            continue
        rest = whole - sum((counts[quantity] for counts in parts.values()), Fraction(0))
        if rest < 0:
            continue
        cells = [Cell(quantity, part.name) for part in parts]
        outside = {Cell(quantity, f"{scope.name}{OF_NO_PART}"): rest} if rest else {}
        yield Sum(Cell(quantity, scope.name), (*cells, *outside)), outside


def _is_part(part: Scope, whole: Scope) -> bool:
    if whole.level == "district":
        return part.level == "township"
    return whole.level == "township" and part.level == "village" and part.township == whole.township


def is_small(cell: Cell, number: Fraction, threshold: int) -> bool:
    """Whether the cell itself must not be shown."""
    return 0 < number < threshold and counts_persons(cell.quantity)


def weight(cell: Cell) -> tuple[int, int]:
    """How much a reader would miss the cell: what the quantity is, then how large its place is."""
    if cell.place == DISTRICT_NAME:
        return worth(cell.quantity), 2
    return worth(cell.quantity), 0 if "/" in cell.place or OF_NO_PART in cell.place else 1
