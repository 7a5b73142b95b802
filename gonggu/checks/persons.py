"""Members by themselves: schooling, ability to work, work and insurance against age and health."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books, Found, at
from gonggu.checks.register import (
    AT_NO_SCHOOL,
    HEALTHY,
    LABOUR,
    NO_LABOUR,
    Mask,
    ages,
    given,
    yes,
)
from gonggu.lookup import among

SENIOR = (
    *("高中一年级", "高中二年级", "高中三年级", "中职一年级", "中职二年级", "中职三年级"),
    *("高职一年级", "高职二年级", "高职三年级", "大专及以上"),
)
PRIMARY = ("学前教育", "小学")
MONTHS_OF_A_YEAR = 12
BASIC_INSURANCE = "城乡居民医保"


def age_school_senior(books: Books) -> Found:
    """Pupils of 14 or younger in senior schools; at 在校生状况."""
    yield from _at_age(books, "age_school_senior", SENIOR, 0, 14, "14 岁及以下应为初中及以下")


def age_school_primary(books: Books) -> Found:
    """Pupils of 20 or older in primary schools or kindergartens; at 在校生状况."""
    yield from _at_age(books, "age_school_primary", PRIMARY, 20, np.inf, "20 岁及以上应为初中以上或非在校生")


def _at_age(
    books: Books, check: str, stages: tuple[str, ...], youngest: float, oldest: float, expected: str
) -> Found:
    if "persons" not in books:
        return
    typed, age = books.ledgers["persons"], ages(books)
    wrong = yes(typed.frame["schooling"].isin(stages)) & (age >= youngest) & (age <= oldest)
    yield at(typed, typed.form.columns["在校生状况"], wrong, check, _with_age(expected, age[wrong]))


def _with_age(expected: str, found: NDArray[np.float64]) -> list[str]:
    return [f"{expected}（按证件号码年末 {age:.0f} 岁）" for age in found]


def age_out_of_school(books: Books) -> Found:
    """Healthy children of 6 to 15 who are at no school and not said to have dropped out; at 在校生状况."""
    if "persons" not in books:
        return
    typed, age = books.ledgers["persons"], ages(books)
    frame = typed.frame
    wrong = yes(
        frame["schooling"].eq(AT_NO_SCHOOL) & frame["health"].eq(HEALTHY) & frame["dropped_out"].eq(False)
    )
    wrong &= (age >= 6) & (age <= 15)
    expected = _with_age("在校，或失学辍学为“是”", age[wrong])
    yield at(typed, typed.form.columns["在校生状况"], wrong, "age_out_of_school", expected)


def labour_lost(books: Books) -> Found:
    """Healthy members of 16 to 60 at no school who are said to be unable to work; at 劳动能力."""
    if "persons" not in books:
        return
    typed, age = books.ledgers["persons"], ages(books)
    frame = typed.frame
    wrong = yes(
        frame["labour"].isin(NO_LABOUR) & frame["health"].eq(HEALTHY) & frame["schooling"].eq(AT_NO_SCHOOL)
    )
    wrong &= (age >= 16) & (age <= 60)
    expected = _with_age("健康的非在校成年人一般为普通劳动力或技能劳动力", age[wrong])
    yield at(typed, typed.form.columns["劳动能力"], wrong, "labour_lost", expected)


def labour_age(books: Books) -> Found:
    """Children under 16, or pupils of any age, who are said to be labour; at 劳动能力."""
    if "persons" not in books:
        return
    typed, age = books.ledgers["persons"], ages(books)
    labour = yes(typed.frame["labour"].isin(LABOUR))
    wrong = labour & ((age < 16) | _at_school(typed.frame))
    yield at(typed, typed.form.columns["劳动能力"], wrong, "labour_age", "16 岁以下或在校生为无劳动力")


def _at_school(frame: pd.DataFrame) -> Mask:
    return given(frame["schooling"]) & ~yes(frame["schooling"].eq(AT_NO_SCHOOL))


def work_months(books: Books) -> Found:
    """务工月数 of more than a year; what is below zero is value_negative already."""
    if "persons" not in books:
        return
    typed = books.ledgers["persons"]
    wrong = typed.frame["work_months"] > MONTHS_OF_A_YEAR
    yield at(typed, typed.form.columns["务工月数"], wrong, "work_months", "0 至 12 的整数")


def work_place_months(books: Books) -> Found:
    """A place of work without months, at 务工月数; months without a place, at 务工地点."""
    if "persons" not in books:
        return
    typed = books.ledgers["persons"]
    place, months = typed.form.columns["务工地点"], typed.form.columns["务工月数"]
    no_place = ~given(typed.frame["work_place"]) & ~typed.unread(place) & ~typed.without_column(place)
    blank = ~given(typed.frame["work_months"]) & ~typed.unread(months) & ~typed.without_column(months)
    idle = given(typed.frame["work_place"]) & (blank | yes(typed.frame["work_months"].eq(0)))
    nowhere = no_place & yes(typed.frame["work_months"] > 0)
    yield at(typed, months, idle, "work_place_months", "有务工地点的应有务工月数；未务工的请清空务工地点")
    yield at(typed, place, nowhere, "work_place_months", "有务工月数的应有务工地点")


def work_no_labour(books: Books) -> Found:
    """Members who work away although they are said to be unable to work; at 劳动能力."""
    if "persons" not in books:
        return
    typed = books.ledgers["persons"]
    wrong = yes(typed.frame["labour"].isin(NO_LABOUR)) & yes(typed.frame["work_months"] > 0)
    expected = [f"务工 {count} 个月的成员有劳动能力" for count in typed.frame["work_months"][wrong]]
    yield at(typed, typed.form.columns["劳动能力"], wrong, "work_no_labour", expected)


def insured_missing(books: Books) -> Found:
    """Members without basic medical insurance; at 人编号."""
    if "persons" in books and books.complete("insurance"):
        typed = books.ledgers["persons"]
        wrong = uninsured(books)
        yield at(
            typed,
            typed.form.columns["人编号"],
            wrong,
            "insured_missing",
            "参保缴费台账中有该人的城乡居民医保",
        )


def uninsured(books: Books) -> Mask:
    """Persons of known number with no row of basic insurance; an unreadable scheme or number gets the benefit of the doubt."""
    return books.once(_uninsured)


def _uninsured(books: Books) -> Mask:
    persons, rows = books.frame("persons"), books.frame("insurance")
    rows = rows[rows["scheme"].eq(BASIC_INSURANCE) | rows["scheme"].isna()]
    nameless = rows.loc[rows["person_id"].isna(), "id_number"]
    covered = among(persons["person_id"], rows["person_id"]) | among(persons["id_number"], nameless)
    return given(persons["person_id"]) & ~covered
