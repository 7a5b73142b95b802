"""The income rows of the households on the register, side by side with them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books
from gonggu.checks.register import Register, register, taken, yes
from gonggu.lookup import Positions, position_of
from gonggu.reading.typed import TypedLedger

COSTS = "business_costs_fen"
FEN_PER_YUAN = 100


@dataclass(frozen=True)
class IncomeRows:
    """家庭收入 by household; `row` is the position of each household's first income row, -1 without one."""

    people: Register
    typed: TypedLedger
    row: Positions

    def item(self, name: str) -> pd.Series:
        """One amount of every household, in 分; missing where it is not known."""
        return taken(self.typed.frame[name], self.row)

    @cached_property
    def gross_items(self) -> list[str]:
        """The columns that make up the gross income."""
        money = [column.name for column in self.typed.form.columns.values() if column.type == "money"]
        return [name for name in money if name != COSTS]

    @cached_property
    def net(self) -> pd.Series:
        """Net income of every household, in 分; missing where an amount is."""
        gross = self.typed.frame[self.gross_items].sum(axis=1, skipna=False)
        return taken(gross - self.typed.frame[COSTS], self.row)

    @cached_property
    def heads(self) -> NDArray[np.int64]:
        """Members that the income is shared by; 0 where their number is doubtful and has its own finding."""
        people = self.people
        stated = people.households.frame["stated_size"]
        doubtful = yes(stated.ne(people.size)) | people.may_lack | (people.members_who(people.repeated) > 0)
        return np.where(doubtful, 0, people.size)

    @cached_property
    def per_head(self) -> NDArray[np.float64]:
        """Net income per member in 元; nan where it is not known."""
        heads = np.where(self.heads > 0, self.heads, np.nan)
        net: NDArray[np.float64] = self.net.to_numpy(dtype=float, na_value=np.nan)
        return net / heads / FEN_PER_YUAN


def income_rows(books: Books) -> IncomeRows | None:
    """The incomes of the register, or None where one of the three ledgers is absent."""
    return books.once(_income_rows)


def _income_rows(books: Books) -> IncomeRows | None:
    people = register(books)
    if people is None or "income" not in books:
        return None
    typed = books.ledgers["income"]
    row = position_of(people.households.frame["household_id"], typed.frame["household_id"])
    return IncomeRows(people, typed, row)
