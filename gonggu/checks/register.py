"""The register as checks see it: households and their members side by side, by position of the record."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books
from gonggu.checks.doubts import repeated
from gonggu.forms import Column
from gonggu.lookup import Positions, position_of
from gonggu.reading.areas import AREA
from gonggu.reading.typed import TypedLedger

Mask = NDArray[np.bool_]

LABOUR = ("普通劳动力", "技能劳动力")
NO_LABOUR = ("丧失劳动力", "无劳动力")
AT_NO_SCHOOL = "非在校生"
HEALTHY = "健康"


@dataclass(frozen=True)
class Register:
    """贫困户 and 贫困人口; `home` is the position of each person's household, -1 where it is not known.

    `open_ended` says that a file of 贫困人口 was not read: anybody may be in it.
    """

    households: TypedLedger
    persons: TypedLedger
    home: Positions
    open_ended: bool = False

    def members_who(self, are: Mask) -> NDArray[np.int64]:
        """How many members of each household are so."""
        counted = self.home[are & (self.home >= 0)]
        return np.bincount(counted, minlength=len(self.households.frame))

    @cached_property
    def size(self) -> NDArray[np.int64]:
        """How many records of members each household has."""
        return self.members_who(np.ones(len(self.home), dtype=bool))

    @cached_property
    def repeated(self) -> Mask:
        """Persons that are there a second time, or under another's number."""
        return repeated(self.persons)

    @cached_property
    def head(self) -> Positions:
        """The position of each household's only head among the persons; -1 without one, or with several."""
        heads = yes(self.persons.frame["relation"].eq("户主")) & (self.home >= 0)
        head = np.full(len(self.households.frame), -1, dtype=np.int64)
        head[self.home[heads]] = np.flatnonzero(heads)
        head[self.members_who(heads) != 1] = -1
        return head

    @cached_property
    def may_join(self) -> NDArray[np.float64]:
        """How many persons of unknown household may be each household's: those of its village, or of none."""
        if self.open_ended:
            return np.full(len(self.households.frame), np.inf)
        astray = self.persons.frame.loc[self.home < 0, AREA]
        if astray.empty:
            return np.zeros(len(self.households.frame))
        by_village = astray[astray[AREA[1]].ne("")].value_counts()
        villages = pd.MultiIndex.from_frame(self.households.frame[AREA])
        in_village: NDArray[np.float64] = by_village.reindex(villages, fill_value=0).to_numpy(dtype=float)
        return in_village + float(astray[AREA[1]].eq("").sum())

    @cached_property
    def may_lack(self) -> Mask:
        """Households short of their stated size of whom somebody of unknown household may be a member."""
        short = ~yes(self.households.frame["stated_size"] <= self.size)
        result: Mask = short & (self.may_join > 0)
        return result

    @cached_property
    def whole(self) -> Mask:
        """Households of which all members are known, so that what none of them is, nobody is."""
        return (self.size > 0) & ~self.may_lack


def register(books: Books) -> Register | None:
    """The register, or None where one of its ledgers is absent."""
    return books.once(_register)


def _register(books: Books) -> Register | None:
    if not {"households", "persons"} <= books.ledgers.keys():
        return None
    home = position_of(books.frame("persons")["household_id"], books.frame("households")["household_id"])
    open_ended = "persons" in books.unread
    return Register(books.ledgers["households"], books.ledgers["persons"], home, open_ended)


def yes(answers: pd.Series) -> Mask:
    """Where the answer is known, and yes."""
    result: Mask = answers.to_numpy(dtype=bool, na_value=False, copy=True)
    return result


def given(values: pd.Series) -> Mask:
    """Where something is written that could be read."""
    result: Mask = values.notna().to_numpy(dtype=bool)
    return result


def taken(values: pd.Series, positions: Positions) -> pd.Series:
    """The values at these positions, numbered on; missing where the position is -1."""
    return values.reset_index(drop=True).reindex(positions).reset_index(drop=True)


def in_village_of(typed: TypedLedger, others: TypedLedger, which: Mask) -> Mask:
    """Records that belong to a village that one of these other records belongs to too."""
    if not which.any():
        return np.zeros(len(typed.frame), dtype=bool)
    villages = pd.MultiIndex.from_frame(others.frame.loc[which, AREA].drop_duplicates())
    result: Mask = pd.MultiIndex.from_frame(typed.frame[AREA]).isin(villages)
    return result


def once_a_sheet(typed: TypedLedger, column: Column) -> Mask:
    """All records of sheets that have the column, and the first of each sheet that lacks it."""
    lacking = typed.without_column(column)
    again = typed.frame.duplicated(["_file", "_sheet"]).to_numpy(dtype=bool)
    result: Mask = ~lacking | ~again
    return result


def ages(books: Books) -> NDArray[np.float64]:
    """Each person's full years on 31 December, by the ID number; nan where it does not tell."""
    return books.once(_ages)


def _ages(books: Books) -> NDArray[np.float64]:
    numbers = books.frame("persons")["id_number"]
    length = numbers.str.len()
    long = pd.to_numeric(numbers.str.slice(6, 10).where(length >= 18), errors="coerce")
    old = pd.to_numeric(numbers.str.slice(6, 8).where(length == 15), errors="coerce") + 1900
    age = books.year - long.fillna(old).to_numpy(dtype=float, na_value=np.nan)
    return np.where(age >= 0, age, np.nan)


def reasons(parts: list[tuple[Mask, str]]) -> tuple[Mask, list[str]]:
    """Which records any part holds for, and the texts of the parts that do, for each of those records."""
    masks = np.array([mask for mask, _ in parts])
    any_holds: Mask = np.logical_or.reduce(masks)
    texts = [text for _, text in parts]
    listed = [
        "；".join(text for text, holds in zip(texts, column, strict=True) if holds)
        for column in masks[:, any_holds].T
    ]
    return any_holds, listed
