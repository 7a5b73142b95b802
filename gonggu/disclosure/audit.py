"""The audit: how closely a cell that is withheld can be told from all that is shown, by linear programming.

The attacker is taken to know every sum, every cell that is shown, that no count is negative, and, more than he can,
which of the withheld cells are below the threshold. Rates and amounts add nothing: one is shown only where all the
counts that it rests on are shown, exactly. Whole numbers are relaxed to real ones in between.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gonggu.disclosure.cells import Cell, Sum, Table, is_small
from gonggu.errors import StepError

# A cell that is known to within ± 2 is as good as shown: the range must be wider than that.
NARROW = 4
_NEAR = 1e-6

Range = tuple[float, float]
Block = tuple[Cell, ...]


@dataclass
class Audit:
    """Looks at one table again and again as more cells are withheld; a block that has not changed is not solved twice.

    `inherited` are cells below a small whole: they are withheld whether 0 or not, so they may be 0.
    """

    table: Table
    threshold: int
    inherited: Set[Cell]
    _known: dict[Block, dict[Cell, Range]] = field(default_factory=dict)

    def narrow(self, withheld: Set[Cell]) -> dict[Cell, Range]:
        """The withheld cells that can be told to within `NARROW`, with the least and greatest number they may be."""
        found: dict[Cell, Range] = {}
        for block in blocks(self.table, withheld):
            if block not in self._known:
                self._known[block] = self._narrow_of(block, withheld)
            found |= self._known[block]
        return found

    def bounds(self, cell: Cell) -> Range:
        """What is known of a withheld cell by itself."""
        number = self.table.values[cell]
        small = is_small(cell, number, self.threshold)
        if not small and cell not in self.inherited:
            return 0, inf
        return (0 if cell in self.inherited else 1), self.threshold - 1

    def _narrow_of(self, block: Block, withheld: Set[Cell]) -> dict[Cell, Range]:
        bounds = {cell: self.bounds(cell) for cell in block}
        sums = list(dict.fromkeys(one for cell in block for one in self.table.sums_of.get(cell, ())))
        at_sight = {cell: bounds[cell] for cell in block if _is_narrow(bounds[cell])}
        for one in sums:
            at_sight |= _narrow_in(one, self.table, withheld, bounds)
        return at_sight or (_Programme(block, sums, self.table, bounds).narrow() if sums else {})


def blocks(table: Table, withheld: Iterable[Cell]) -> Iterator[Block]:
    """The withheld cells in groups that no sum ties to each other, each in order."""
    left = set(withheld)
    for first in sorted(left):
        if first not in left:
            continue
        block, waiting = set(), [first]
        left.discard(first)
        while waiting:
            cell = waiting.pop()
            block.add(cell)
            for one in table.sums_of.get(cell, ()):
                for other in one.cells:
                    if other in left:
                        left.discard(other)
                        waiting.append(other)
        yield tuple(sorted(block))


def _is_narrow(found: Range) -> bool:
    low, high = found
    return floor(high + _NEAR) - ceil(low - _NEAR) <= NARROW if high < inf else False


def _narrow_in(
    one: Sum, table: Table, withheld: Set[Cell], bounds: Mapping[Cell, Range]
) -> dict[Cell, Range]:
    """What a single sum tells too closely: found without a programme, and most that is wrong is found here."""
    signs = {one.whole: -1, **dict.fromkeys(one.parts, 1)}
    known = float(sum(sign * table.values[cell] for cell, sign in signs.items() if cell not in withheld))
    unknown = [cell for cell in one.cells if cell in withheld]
    found: dict[Cell, Range] = {}
    for cell in unknown:
        others = [_scaled(bounds[other], signs[other]) for other in unknown if other != cell]
        least, most = (known + sum(side) for side in zip((0.0, 0.0), *others, strict=True))
        low, high = sorted((-signs[cell] * least, -signs[cell] * most))
        both = max(low, bounds[cell][0]), min(high, bounds[cell][1])
        if _is_narrow(both):
            found[cell] = both
    return found


def _scaled(bounds: Range, sign: int) -> Range:
    low, high = bounds
    return (low, high) if sign > 0 else (-high, -low)


@dataclass
class _Programme:
    """The linear programme of one block: its cells are the unknowns, the sums in which they stand the equations."""

    block: Block
    sums: list[Sum]
    table: Table
    bounds: Mapping[Cell, Range]

    def narrow(self) -> dict[Cell, Range]:
        """The cells whose range is narrow, with it."""
        # No cell is sought beyond all that is counted: far enough to be wide, and never without end.
        far = float(max(self.table.values[cell] for cell in self.block)) + 100 * (NARROW + 1)
        limits = np.array([(low, min(high, far)) for low, high in self.bounds.values()])
        matrix, right = self._equations()
        least = most = np.array([float(self.table.values[cell]) for cell in self.block])
        # What solutions differ by is part of a cell's range: most cells prove wide together, by aims at all the others.
        random = np.random.default_rng(0)
        narrow, before = np.ones(len(self.block), dtype=bool), len(self.block) + 1
        while before > (before := int(narrow.sum())):
            aim = random.choice([-1.0, 1.0], len(self.block)) * narrow
            for weights in (aim, -aim):
                point = self._solve(weights, matrix, right, limits)
                least, most = np.minimum(least, point), np.maximum(most, point)
            narrow = most - least <= NARROW + 1
        found: dict[Cell, Range] = {}
        for place in np.flatnonzero(narrow):
            for sign in (1.0, -1.0):
                weights = np.zeros(len(self.block))
                weights[place] = sign
                if most[place] - least[place] <= NARROW + 1:
                    point = self._solve(weights, matrix, right, limits)
                    least, most = np.minimum(least, point), np.maximum(most, point)
            if _is_narrow((least[place], most[place])):
                found[self.block[place]] = (float(least[place]), float(most[place]))
        return found

    def _equations(self) -> tuple[Any, NDArray[np.float64]]:
        from scipy.sparse import coo_array

        column = {cell: number for number, cell in enumerate(self.block)}
        entries = [
            (row, column[cell], -1.0 if cell == one.whole else 1.0)
            for row, one in enumerate(self.sums)
            for cell in one.cells
            if cell in column
        ]
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.sums), len(self.block))).tocsr()
        right = [
            sum(
                (1 if cell == one.whole else -1) * self.table.values[cell]
                for cell in one.cells
                if cell not in column
            )
            for one in self.sums
        ]
        return matrix, np.array([float(Fraction(one)) for one in right])

    def _solve(
        self, weights: NDArray[np.float64], matrix: Any, right: NDArray[np.float64], limits: Any
    ) -> NDArray[np.float64]:
        from scipy.optimize import linprog

        solved = linprog(weights, A_eq=matrix, b_eq=right, bounds=limits, method="highs")
        if solved.x is None:
            raise StepError(f"公开版的核算没有解（{solved.message}），请把这条信息告诉程序的维护人员。")
        point: NDArray[np.float64] = solved.x
        return point
