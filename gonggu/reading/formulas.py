"""Formulas that were written but never computed: programs that do not compute store 0, or no text, as the result of each."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from gonggu.reading.marks import Cell, Marks, place_of

_MOST_CELLS = 1_000_000  # looked at in a workbook, all formulas together
_DEEPEST = 50  # formulas that refer to formulas, and brackets
_NOISE = 1e-9
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:E[+-]?\d+)?|\.\d+)|(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<place>\$?[A-Z]{1,3}\$?\d{1,7}(?![\w(.!]))|(?P<name>[A-Z][A-Z0-9.]*)(?=\()|(?P<sign><>|<=|>=|[-+*/^%&=<>(),:]))",
    re.IGNORECASE,
)
_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum, "PRODUCT": prod, "MAX": max, "MIN": min, "COUNT": len,
    "AVERAGE": lambda numbers: sum(numbers) / len(numbers),
}  # fmt: skip
# What they give is a text, or a number that is never 0.
_NEVER_ZERO = frozenset(
    [
        "TEXT",
        "CONCATENATE",
        "CONCAT",
        "TEXTJOIN",
        "LEFT",
        "RIGHT",
        "MID",
        "UPPER",
        "LOWER",
        "TRIM",
        "SUBSTITUTE",
        "REPT",
        "DATE",
        "TODAY",
        "NOW",
        "YEAR",
        "ROW",
        "COLUMN",
    ]
)
_COMPARES = frozenset({"=", "<>", "<", "<=", ">", ">="})


class _Unknown(Exception):  # noqa: N818 - a state of the formula
    """The result depends on something that is not computed here."""


class _NotZero(Exception):  # noqa: N818 - a state of the formula
    """The result is no number, or never 0."""


@dataclass
class Computed:
    """One sheet whose formulas can be computed, where they are simple."""

    rows: Sequence[Sequence[Any]]
    marks: Marks
    looked_at: list[int]  # cells, over all sheets of the workbook
    _known: dict[Cell, float] = field(default_factory=dict)

    def is_right(self, cell: Cell) -> bool | None:
        """Whether the formula truly gives the stored 0 or blank; None where that is not known."""
        blank = self.raw(cell) == ""
        try:
            number = self.value(cell, 0)
            return not blank and abs(number) < _NOISE
        except _NotZero:
            return None if blank else False
        except (_Unknown, ArithmeticError, ValueError, TypeError, RecursionError):
            return None

    def value(self, cell: Cell, depth: int) -> float:
        """The number in a cell; blank is 0."""
        if cell in self._known:
            return self._known[cell]
        self.looked_at[0] += 1
        if depth > _DEEPEST or cell in self.marks.broken or self.looked_at[0] > _MOST_CELLS:
            raise _Unknown
        if cell in self.marks.defaults:
            self._known[cell] = number = _Parser(self.marks.defaults[cell], self, depth + 1).result()
            return number
        raw = self.raw(cell)
        if raw == "":
            return 0.0
        if type(raw) is not float:
            raise _Unknown
        return raw

    def raw(self, cell: Cell) -> Any:
        row, column = cell
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def numbers(self, first: Cell, last: Cell, depth: int) -> Iterator[float]:
        """The numbers within a block; texts and blanks are none."""
        for row in range(first[0], min(last[0] + 1, len(self.rows))):
            self.looked_at[0] += 1
            for column in range(first[1], min(last[1] + 1, len(self.rows[row]))):
                self.looked_at[0] += 1
                raw = self.rows[row][column]
                cell = row, column
                if type(raw) is float or cell in self.marks.broken or cell in self.marks.defaults:
                    yield self.value(cell, depth)
                elif not isinstance(raw, str) or self.looked_at[0] > _MOST_CELLS:
                    raise _Unknown


def never_computed(
    sheets: Sequence[tuple[Sequence[Sequence[Any]], Marks]], doubted: bool
) -> list[frozenset[Cell]]:
    """For each sheet, the formulas whose stored 0 or blank is no result.

    One formula that cannot give what is stored shows that whoever wrote the workbook did not compute; one with another result
    shows the contrary. Where neither is there, it is doubted or not, by what the workbook says of its writer.
    """
    looked_at = [0]
    zero = [
        {cell: Computed(rows, marks, looked_at).is_right(cell) for cell in _stored(rows, marks)}
        for rows, marks in sheets
    ]
    wrong = any(known is False for found in zero for known in found.values())
    if not wrong and (not doubted or any(marks.computed for _, marks in sheets)):
        return [frozenset() for _ in sheets]
    return [frozenset(cell for cell, known in found.items() if not known) for found in zero]


def _stored(rows: Sequence[Sequence[Any]], marks: Marks) -> Iterator[Cell]:
    """The formulas of which the sheet indeed holds a 0 or a blank."""
    for row, column in marks.defaults:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] in (0, ""):
            yield row, column


class _Parser:
    """Computes a formula of numbers, places, + - * / ^ % and the functions that add up."""

    def __init__(self, formula: str, sheet: Computed, depth: int) -> None:
        self.tokens = list(_tokens(formula))
        self.at = 0
        self.sheet = sheet
        self.depth = depth

    def result(self) -> float:
        if not self.tokens:
            raise _Unknown
        number = self._sum()
        kind, token = self._next()
        if token == "&" or token in _COMPARES:
            raise _NotZero
        if kind:
            raise _Unknown
        return number

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self.at += 1
        return token

    def _sum(self) -> float:
        number = self._product()
        while self._peek()[1] in ("+", "-"):
            sign = self._next()[1]
            other = self._product()
            number = number + other if sign == "+" else number - other
        return number

    def _product(self) -> float:
        number = self._power()
        while self._peek()[1] in ("*", "/"):
            sign = self._next()[1]
            other = self._power()
            number = number * other if sign == "*" else number / other
        return number

    def _power(self) -> float:
        number = self._signed()
        while self._peek()[1] == "^":
            self._next()
            number = float(number ** self._signed())
        return number

    def _signed(self) -> float:
        sign = 1
        while self._peek()[1] in ("+", "-"):
            sign = -sign if self._next()[1] == "-" else sign
        number = sign * self._single()
        while self._peek()[1] == "%":
            self._next()
            number /= 100
        return number

    def _single(self) -> float:
        kind, token = self._next()
        if kind == "number":
            return float(token)
        if kind == "place" and self._peek()[1] != ":":
            return self.sheet.value(_place(token), self.depth)
        if kind == "text" and self.at == len(self.tokens) == 1:
            raise _NotZero
        if kind == "name":
            return self._function(token.upper())
        if token == "(":
            number = self._sum()
            self._expect(")")
            return number
        raise _Unknown

    def _function(self, name: str) -> float:
        if name in _NEVER_ZERO and self.at == 1:
            raise _NotZero
        self._expect("(")
        if name == "ROUND":
            number = self._sum()
            self._expect(",")
            number = round(number, int(self._sum()))
            self._expect(")")
            return number
        if name not in _FUNCTIONS:
            raise _Unknown
        return float(_FUNCTIONS[name](self._arguments()))

    def _arguments(self) -> list[float]:
        numbers: list[float] = []
        while True:
            numbers += self._argument()
            if self._peek()[1] == ")":
                self._next()
                return numbers
            self._expect(",")

    def _argument(self) -> list[float]:
        ahead = self.tokens[self.at : self.at + 3]
        if [kind for kind, _ in ahead] == ["place", "sign", "place"] and ahead[1][1] == ":":
            self.at += 3
            first, last = _place(ahead[0][1]), _place(ahead[2][1])
            return list(self.sheet.numbers(first, last, self.depth))
        return [self._sum()]

    def _expect(self, sign: str) -> None:
        if self._next()[1] != sign:
            raise _Unknown


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(formula.rstrip())
    while at < end:
        found = _TOKEN.match(formula, at)
        if not found:
            raise _Unknown
        kind = found.lastgroup or ""
        yield kind, found[kind]
        at = found.end()


def _place(text: str) -> Cell:
    return place_of(text.replace("$", "").encode())
