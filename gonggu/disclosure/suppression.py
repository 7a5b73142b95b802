"""Which cells of a year are withheld: small ones, and as many others as it takes for none of them to be told."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from gonggu.disclosure.audit import NARROW, Audit, Range
from gonggu.disclosure.catalogue import counts_persons
from gonggu.disclosure.cells import Cell, Table, is_small, weight
from gonggu.errors import StepError


@dataclass(frozen=True)
class Pattern:
    """The cells that all public editions of a year withhold, `inherited` those below a small whole."""

    withheld: frozenset[Cell]
    inherited: frozenset[Cell]
    threshold: int


def protect(table: Table, threshold: int) -> Pattern:
    """The pattern of a table; StepError where nothing that may be withheld protects a cell."""
    small = {cell for cell, number in table.values.items() if is_small(cell, number, threshold)}
    inherited = _below(table, small)
    withheld = small | inherited
    audit = Audit(table, threshold, inherited)
    while narrow := audit.narrow(withheld):
        # What was withheld with a small whole and can be told anyway is better shown than guarded by withholding more.
        harmless = {cell for cell in narrow if _is_harmless(cell, table)}
        withheld = withheld - harmless if harmless else withheld | _more(table, withheld, narrow)
    return Pattern(frozenset(withheld), frozenset(inherited), threshold)


def verify(table: Table, pattern: Pattern) -> dict[Cell, Range]:
    """What a pattern leaves too closely told: an edition must not be made unless this is empty."""
    shown = {
        cell
        for cell, number in table.values.items()
        if is_small(cell, number, pattern.threshold) and cell not in pattern.withheld
    }
    narrow = Audit(table, pattern.threshold, pattern.inherited).narrow(pattern.withheld)
    return {cell: (float(table.values[cell]),) * 2 for cell in shown} | narrow


def _below(table: Table, small: Set[Cell]) -> set[Cell]:
    """All parts of small wholes, 0 or not: that one is withheld then does not tell that it is more than 0."""
    found: set[Cell] = set()
    waiting = set(small)
    while waiting:
        whole = waiting.pop()
        for one in table.sums_of.get(whole, ()):
            if one.whole == whole:
                fresh = {*one.parts} - found
                found |= fresh
                waiting |= fresh
    return found


def _is_harmless(cell: Cell, table: Table) -> bool:
    number = table.values[cell]
    return not number or (number <= NARROW and not counts_persons(cell.quantity))


def _more(table: Table, withheld: Set[Cell], narrow: dict[Cell, Range]) -> set[Cell]:
    """For each cell that is told too closely another cell beside it, the smallest that will do."""
    chosen: set[Cell] = set()
    for cell in sorted(narrow):
        beside = {other for one in table.sums_of.get(cell, ()) for other in one.cells}
        if beside & chosen:
            continue
        rings = (_smallest(table, ring - withheld) for ring in _rings(table, withheld, cell))
        chosen.add(next(filter(None, rings), None) or _stuck(cell))
    return chosen


def _smallest(table: Table, cells: Set[Cell]) -> Cell | None:
    """The least missed cell that is large enough to hide another: 0 hides nothing.

    First what no table prints, then parts before wholes and villages before townships, the smallest first.
    """
    fit = [cell for cell in cells if table.values[cell] > NARROW]
    return min(fit, key=lambda cell: (*weight(cell), table.values[cell], cell), default=None)


def _rings(table: Table, withheld: Set[Cell], cell: Cell) -> Iterator[set[Cell]]:
    """The cells that stand in a sum with this one, then those in a sum with the withheld ones among them, and so on."""
    seen, edge = {cell}, {cell}
    while edge:
        ring = {other for one in edge for sums in table.sums_of.get(one, ()) for other in sums.cells}
        yield ring
        edge = (ring & withheld) - seen
        seen |= edge


def _stuck(cell: Cell) -> Cell:
    raise StepError(
        f"公开版做不出来：{cell.place}的“{cell.quantity}”无论隐去哪些数都能推算出来。这样小的地方请不要公开，或提高参数 public_threshold 后再试。"
    )
