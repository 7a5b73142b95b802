"""Why a household is poor and of which type it is, against its members, their benefits and its income.

All findings stand at the household's own cell, 主要致贫原因 or 户类型; `expected` says which other ledger disagrees.
Only dibao_and_tekun, on which the household itself says nothing, stands at 家庭收入.特困供养金.
"""

import numpy as np
import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.checks.income_rows import income_rows
from gonggu.checks.register import (
    AT_NO_SCHOOL,
    HEALTHY,
    LABOUR,
    Mask,
    Register,
    ages,
    given,
    reasons,
    register,
    yes,
)
from gonggu.lookup import Positions, among, position_of

DIBAO, TEKUN, FLOOR = "农村低保", "特困供养", "兜底脱贫"
# A certificate of disability is numbered with the citizen's number and two or four digits more.
_SHORTEST_CERTIFICATE = 20


def cause_illness(books: Books) -> Found:
    """因病, and every member is healthy."""
    yield from _unexplained(books, "cause_illness", "因病", "有患病的成员")


def cause_disability(books: Books) -> Found:
    """因残, and no member is disabled, by 健康状况 or by a certificate's number."""
    yield from _unexplained(books, "cause_disability", "因残", "有残疾的成员")


def cause_school(books: Books) -> Found:
    """因学, and no member is at school."""
    yield from _unexplained(books, "cause_school", "因学", "有在校的成员")


def _unexplained(books: Books, check: str, cause: str, expected: str) -> Found:
    people = register(books)
    if people is None:
        return
    typed = people.households
    explained = people.members_who(_may_explain(people.persons.frame, cause)) > 0
    wrong = yes(typed.frame["main_cause"].eq(cause)) & people.whole & ~explained
    yield at(typed, typed.form.columns["主要致贫原因"], wrong, check, expected)


def _may_explain(persons: pd.DataFrame, cause: str) -> Mask:
    """Members who are the cause, or of whom it is not known."""
    if cause == "因学":
        return ~yes(persons["schooling"].eq(AT_NO_SCHOOL))
    health = persons["health"]
    if cause == "因病":
        return ~yes(health.eq(HEALTHY))
    certified = yes(persons["id_number"].str.len() >= _SHORTEST_CERTIFICATE)
    return yes(health.eq("残疾")) | ~given(health) | certified


def cause_repeated(books: Books) -> Found:
    """The same cause as the main and as the other one; at 其他致贫原因."""
    if "households" in books:
        typed = books.ledgers["households"]
        same = yes(typed.frame["other_cause"].eq(typed.frame["main_cause"]))
        column = typed.form.columns["其他致贫原因"]
        yield at(typed, column, same, "cause_repeated", "与主要致贫原因不同，或空白")


def type_dibao(books: Books) -> Found:
    """低保贫困户 none of whose members has dibao at year-end, or whose 低保金 is 0."""
    income = income_rows(books)
    if income is None:
        return
    people = income.people
    parts = [(yes(income.item("dibao_fen").eq(0)), "家庭收入中的低保金大于 0")]
    if books.complete("social"):
        nobody = people.whole & ~_may_enjoy(books, people, (DIBAO, FLOOR))
        parts.insert(0, (nobody, "兜底保障台账中有成员在享农村低保"))
    yield _of_type(people, "低保贫困户", "type_dibao", parts)


def type_general(books: Books) -> Found:
    """一般贫困户 with a member on dibao or tekun at year-end, or paid either for no benefit that ended in the year."""
    income = income_rows(books)
    if income is None or "social" not in books:
        return
    people = income.people
    parts = [
        (_enjoys(books, people, (DIBAO,)), "没有成员享受农村低保"),
        (_enjoys(books, people, (TEKUN,)), "没有成员享受特困供养"),
    ]
    if books.complete("social"):  # else the benefit may have ended in the year
        paid_dibao = yes(income.item("dibao_fen") > 0) & ~_ended(books, people, DIBAO)
        paid_tekun = yes(income.item("tekun_fen") > 0) & ~_ended(books, people, TEKUN)
        parts += [(paid_dibao, "家庭收入中没有低保金"), (paid_tekun, "家庭收入中没有特困供养金")]
    yield _of_type(people, "一般贫困户", "type_general", parts)


def type_tekun(books: Books) -> Found:
    """特困供养户 with a member of 16 to 65 who is labour, or whose 特困供养金 is 0."""
    income = income_rows(books)
    if income is None:
        return
    people = income.people
    age, labour = ages(books), yes(people.persons.frame["labour"].isin(LABOUR))
    able = people.members_who(labour & (age >= 16) & (age <= 65)) > 0
    parts = [
        (able, "没有 16–65 岁的劳动力"),
        (yes(income.item("tekun_fen").eq(0)), "家庭收入中的特困供养金大于 0"),
    ]
    yield _of_type(people, "特困供养户", "type_tekun", parts)


def dibao_and_tekun(books: Books) -> Found:
    """Households paid both in the year, unless one of the two ended in it; at 家庭收入.特困供养金."""
    income = income_rows(books)
    if income is None or not books.complete("social"):
        return
    people = income.people
    both = yes((income.item("dibao_fen") > 0) & (income.item("tekun_fen") > 0))
    both &= ~_ended(books, people, DIBAO) & ~_ended(books, people, TEKUN)
    column = income.typed.form.columns["特困供养金"]
    yield at(income.typed, column, income.row[both], "dibao_and_tekun", "领取低保金的户为 0，反之低保金为 0")


def _of_type(people: Register, kind: str, check: str, parts: list[tuple[Mask, str]]) -> pd.DataFrame:
    typed = people.households
    of_kind = yes(typed.frame["household_type"].eq(kind))
    wrong, expected = reasons([(of_kind & mask, text) for mask, text in parts])
    told = [f"{kind}应：{text}" for text in expected]
    return at(typed, typed.form.columns["户类型"], wrong, check, told)


def _in_force(books: Books) -> Mask:
    """Benefits in force at year-end; one whose days are not known may be."""
    rows = books.frame("social")
    return ~yes(rows["started"] > books.year_end) & ~yes(rows["ended"] <= books.year_end)


def _enjoys(books: Books, people: Register, schemes: tuple[str, ...]) -> Mask:
    """Households of which a member on the register surely has one of the benefits at year-end."""
    typed = books.ledgers["social"]
    sure = _in_force(books) & yes(typed.frame["scheme"].isin(schemes))
    sure &= ~typed.unread(typed.form.columns["停发日期"]) & ~typed.unread(typed.form.columns["起始日期"])
    person = position_of(typed.frame["person_id"], people.persons.frame["person_id"])
    homes = people.home[person[sure & (person >= 0)]]
    return _among(people, homes[homes >= 0])


def _may_enjoy(books: Books, people: Register, schemes: tuple[str, ...]) -> Mask:
    """Households of which a member, or somebody whose number is not known, may have one of the benefits."""
    rows = books.frame("social")
    possible = _in_force(books) & (yes(rows["scheme"].isin(schemes)) | ~given(rows["scheme"]))
    person = position_of(rows["person_id"], people.persons.frame["person_id"])
    told = position_of(rows["household_id"], people.households.frame["household_id"])
    unknown = possible & ~given(rows["person_id"])
    homes = np.concatenate([people.home[person[possible & (person >= 0)]], told[unknown]])
    return _among(people, homes[homes >= 0])


def _ended(books: Books, people: Register, scheme: str) -> Mask:
    """Households with a benefit that ended in the year, or whose receiver has left the register."""
    rows = books.frame("social")
    ended = yes(rows["ended"].dt.year.eq(books.year)) | ~given(rows["scheme"])
    gone = ~among(rows["person_id"], people.persons.frame["person_id"])
    of_scheme = yes(rows["scheme"].eq(scheme)) | ~given(rows["scheme"])
    home = position_of(rows["household_id"], people.households.frame["household_id"])
    return _among(people, home[of_scheme & (ended | gone) & (home >= 0)])


def _among(people: Register, homes: Positions) -> Mask:
    """Which households are among these positions."""
    mask: Mask = pd.RangeIndex(len(people.households.frame)).isin(homes)
    return mask
