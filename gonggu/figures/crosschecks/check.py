"""What a cross-check is: two sides of a statement, the verdict, and the cells that explain a difference."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.measure import exact
from gonggu.figures.view import View

# 一致 is of equal numbers only; a statement that holds for other reasons is 成立, a difference that is explained 已说明.
Verdict = Literal["一致", "成立", "已说明", "不一致", "提示核对", "无法核对"]
HOLDS: frozenset[Verdict] = frozenset(("一致", "成立", "已说明"))
Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Cells:
    """Cells of one ledger's column: its id, the column's field, the records' index labels, what is expected there."""

    ledger: str
    field: str
    index: pd.Index
    expected: str


@dataclass(frozen=True)
class CrossCheck:
    """One statement that was checked: the two sides in `unit` (money in 万元), the verdict, what explains it.

    A side that has no value leaves the verdict open. `cells` are those that make the difference, where they can
    be named; `ledgers` are the ledgers by id whose records decide it. `states_before` is the figure whose value of the
    year before, or what it was divided by (`of_whole`), the right side states.
    """

    check: str
    statement: str
    left: Fraction | None
    right: Fraction | None
    unit: str
    verdict: Verdict
    explanation: str = ""
    cells: tuple[Cells, ...] = ()
    ledgers: tuple[str, ...] = ()
    states_before: str = ""
    of_whole: bool = False

    @property
    def difference(self) -> Fraction | None:
        """Left less right."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to look."""
        return self.verdict in ("不一致", "提示核对")


Check = Callable[[View, Figures], Iterator[CrossCheck]]


def value(figures: Figures, figure: str) -> Fraction | None:
    """A figure's value; None where the edition has no such figure, or no data for it."""
    found = figures[figure].measure.value if figure in figures else None
    return found if found is None or isinstance(found, Fraction) else exact(found)


def added(values: Iterable[Fraction | None]) -> Fraction | None:
    """The sum; None where one of the values is not known."""
    known = list(values)
    return None if None in known else sum((one for one in known if one is not None), Fraction(0))


def equal(left: Fraction | None, right: Fraction | None) -> Verdict:
    """Whether two sides are one number."""
    if left is None or right is None:
        return "无法核对"
    return "一致" if left == right else "不一致"


def at_most(left: Fraction | None, right: Fraction | None) -> Verdict:
    """Whether the left side is no more than the right."""
    if left is None or right is None:
        return "无法核对"
    return "成立" if left <= right else "不一致"


def unless_equal(left: Fraction | None, right: Fraction | None, verdict: Verdict) -> Verdict:
    """一致 where both sides are one number, else the verdict."""
    return "一致" if left is not None and left == right else verdict


def cells(ledger: str, field: str, rows: pd.DataFrame, expected: str) -> tuple[Cells, ...]:
    """These rows' cells; nothing where there are no rows."""
    return (Cells(ledger, field, rows.index, expected),) if len(rows) else ()
