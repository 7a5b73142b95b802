"""Which cells of a year are withheld: small ones, and as many others as it takes for none of them to be told."""

from collections.abc import Set
from dataclasses import dataclass

from gonggu.disclosure.audit import NARROW, Audit, Range
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
        # A 0 below a small whole that can be told anyway is better shown than guarded by withholding more.
        zeros = {cell for cell in narrow if not table.values[cell]}
        withheld = withheld - zeros if zeros else withheld | _more(table, withheld, narrow)
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


def _more(table: Table, withheld: Set[Cell], narrow: dict[Cell, Range]) -> set[Cell]:
    """For each cell that is told too closely another cell beside it, the smallest that will do."""
    chosen: set[Cell] = set()
    for cell in sorted(narrow):
        beside = {other for one in table.sums_of.get(cell, ()) for other in one.cells}
        if beside & chosen:
            continue
        found = _smallest(table, beside - withheld) or _smallest(
            table, _around(table, withheld, cell) - withheld
        )
        chosen.add(found or _stuck(cell))
    return chosen


def _smallest(table: Table, cells: Set[Cell]) -> Cell | None:
    """The least missed cell that is large enough to hide another: 0 hides nothing.

    First what no table prints, then parts before wholes and villages before townships, the smallest first.
    """
    fit = [cell for cell in cells if table.values[cell] > NARROW]
    return min(fit, key=lambda cell: (*weight(cell), table.values[cell], cell), default=None)


def _around(table: Table, withheld: Set[Cell], cell: Cell) -> set[Cell]:
    """Every cell that stands in a sum with a withheld one that is tied to this one."""
    seen, waiting, found = {cell}, [cell], set[Cell]()
    while waiting:
        for one in table.sums_of.get(waiting.pop(), ()):
            found |= {*one.cells}
            fresh = {other for other in one.cells if other in withheld} - seen
            seen |= fresh
            waiting += fresh
    return found


def _stuck(cell: Cell) -> Cell:
    raise StepError(
        f"公开版做不出来：{cell.place}的“{cell.quantity}”无论隐去哪些数都能推算出来。请提高参数 public_threshold 后再试。"
    )
