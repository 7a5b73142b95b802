"""Income rows against the register: there once, in a likely range, and like the household's work."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books, Found, at
from gonggu.checks.income_rows import COSTS, IncomeRows, income_rows
from gonggu.checks.register import Mask, Register, given, in_village_of, yes
from gonggu.lookup import among
from gonggu.reading.areas import AREA
from gonggu.reading.typed import TypedLedger

HIGHEST_YUAN = 100_000
FEWEST_NEIGHBOURS = 8
FENCE_IQR = 3
# Who works for himself earns by business, not by wages.
_NO_WAGES = ("灵活就业", "自主创业")


def income_missing(books: Books) -> Found:
    """Households on the register without a row of income, at 户编号; two rows of one are key_repeated already."""
    if "households" not in books or not books.complete("income"):
        return
    typed, income = books.ledgers["households"], books.ledgers["income"]
    numbers = typed.frame["household_id"]
    unplaced = ~among(income.frame["household_id"], numbers)
    missing = given(numbers) & ~among(numbers, income.frame["household_id"])
    missing &= ~in_village_of(typed, income, unplaced)
    yield at(typed, typed.form.columns["户编号"], missing, "income_missing", "家庭收入台账中有该户的一行")


def income_range(books: Books) -> Found:
    """Net income per head of 0 or less, or above 100,000 元; at the amount that weighs most, see `_at_weightiest`."""
    income = income_rows(books)
    if income is not None:
        low, high = income.per_head <= 0, income.per_head > HIGHEST_YUAN
        expected = f"人均纯收入大于 0、不超过 {HIGHEST_YUAN} 元"
        told = np.full(len(low), expected, dtype=object)
        yield from _at_weightiest(income, low, high, "income_range", told)


def income_outlier(books: Books) -> Found:
    """Net income per head beyond the village's Tukey fences for the type; at the amount that weighs most.

    The fences lie three quartile distances outside the quartiles of at least eight households.
    """
    income = income_rows(books)
    if income is None:
        return
    head = pd.Series(income.per_head)
    likely = head.where((head > 0) & (head <= HIGHEST_YUAN))
    low, high = _fences(likely, income.people.households.frame)
    below, beyond = (likely < low).to_numpy(), (likely > high).to_numpy()
    told = np.full(len(likely), "", dtype=object)
    fences = np.column_stack([low, high, likely])
    for place in np.flatnonzero(below | beyond):
        told[place] = _fenced(*fences[place])
    yield from _at_weightiest(income, below, beyond, "income_outlier", told)


def _fenced(low: float, high: float, own: float) -> str:
    return f"同村同类户的人均纯收入多在 {low:.0f} 至 {high:.0f} 元，该户为 {own:.0f} 元"


def _fences(head: pd.Series, households: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Lower and upper fence for each household; missing in groups too small or without any spread."""
    keys = [households[name].to_numpy() for name in (*AREA, "household_type")]
    groups = head.groupby(keys)
    lower, upper = groups.transform("quantile", 0.25), groups.transform("quantile", 0.75)
    reach = (FENCE_IQR * (upper - lower)).where(groups.transform("count") >= FEWEST_NEIGHBOURS)
    reach = reach.where(reach > 0)
    return lower - reach, upper + reach


def _at_weightiest(
    income: IncomeRows, low: Mask, high: Mask, check: str, expected: NDArray[np.object_]
) -> Found:
    """Findings at the largest income where there is too much; at 生产经营性支出 where that alone makes it too little, else at 户编号."""
    form = income.typed.form
    items = pd.DataFrame({name: income.item(name) for name in income.gross_items})
    largest = items.astype("float64").to_numpy().argmax(axis=1)
    gross, costs = items.sum(axis=1), income.item(COSTS)
    eaten_up = yes((costs > 0) & (costs >= gross))
    parts = [
        (form.fields["household_id"], low & ~eaten_up),
        (form.columns["生产经营性支出"], low & eaten_up),
        *(
            (column, high & (largest == income.gross_items.index(column.name)))
            for column in form.columns.values()
            if column.name in income.gross_items
        ),
    ]
    for column, wrong in parts:
        yield at(income.typed, column, income.row[wrong], check, list(expected[wrong]))


def income_costs(books: Books) -> Found:
    """Income of business without any costs; at 生产经营性支出."""
    if "income" in books:
        typed = books.ledgers["income"]
        wrong = yes((typed.frame["business_income_fen"] > 0) & typed.frame[COSTS].eq(0))
        column = typed.form.columns["生产经营性支出"]
        yield at(typed, column, wrong, "income_costs", "大于 0，因有生产经营性收入")


def income_wage_worker(books: Books) -> Found:
    """Wages in a household where nobody works, or no wages where somebody is employed; at 工资性收入.

    Nobody is missing who left in the year, whose days of work are not known, or whose household is not.
    """
    income = income_rows(books)
    if income is None or "employment" not in books:
        return
    column, wages = income.typed.form.columns["工资性收入"], income.item("wages_fen")
    for wrong, expected in (
        (_idle(books, income.people) & yes(wages > 0), "0，因成员均未务工就业；有人务工的请补填务工月数"),
        (_earning(books, income.people) & yes(wages.eq(0)), "大于 0，因有成员务工就业"),
    ):
        yield at(income.typed, column, income.row[wrong], "income_wage_worker", expected)


def _idle(books: Books, people: Register) -> Mask:
    """Households in which surely nobody works; none where who does, or who has left, may stand in a file that was not read."""
    if not books.complete("employment") or "changes" in books.unread:
        return np.zeros(len(people.households.frame), dtype=bool)
    idle: Mask = people.whole & (people.members_who(_may_work(people.persons)) == 0)
    return idle & ~_with_job(books, sure=False) & ~_left_in_year(books)


def _earning(books: Books, people: Register) -> Mask:
    """Households in which somebody surely works for wages."""
    employed = _with_job(books, sure=True)
    if not books.complete("employment"):  # who works may do so for himself
        return employed
    works = yes(people.persons.frame["work_months"] > 0) & ~_self_employed(books)
    result: Mask = employed | (people.members_who(works) > 0)
    return result


def _may_work(persons: TypedLedger) -> Mask:
    months = persons.form.columns["务工月数"]
    unknown = persons.unread(months) | persons.without_column(months)
    return yes(persons.frame["work_months"] > 0) | given(persons.frame["work_place"]) | unknown


def _self_employed(books: Books) -> Mask:
    jobs, persons = books.frame("employment"), books.frame("persons")
    alone = jobs.loc[jobs["mode"].isin(_NO_WAGES) | jobs["mode"].isna(), "person_id"]
    return among(persons["person_id"], alone)


def _with_job(books: Books, sure: bool) -> Mask:
    """Households with a job in the year, by its 户编号; where `sure`, an employer's that lasted for a month of it."""
    jobs = books.frame("employment")
    year = pd.Timestamp(books.year, 1, 1)
    counts = ~yes(jobs["started"] > books.year_end) & ~yes(jobs["ended"] < year)
    if sure:
        typed = books.ledgers["employment"]
        counts = yes(jobs["started"] < books.year_end - pd.DateOffset(months=1))
        counts &= ~yes(jobs["ended"] < year + pd.DateOffset(months=1)) & given(jobs["mode"])
        counts &= ~yes(jobs["mode"].isin(_NO_WAGES)) & ~typed.unread(typed.form.columns["离岗日期"])
    return among(books.frame("households")["household_id"], jobs.loc[counts, "household_id"])


def _left_in_year(books: Books) -> Mask:
    """Households that somebody joined or left in the year."""
    numbers = books.frame("households")["household_id"]
    if "changes" not in books:
        return np.zeros(len(numbers), dtype=bool)
    return among(numbers, books.frame("changes")["household_id"])
