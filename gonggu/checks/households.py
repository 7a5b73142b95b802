"""Households against their members: size, head, spouses and other relations.

What can be mended on either side is found in 贫困户, where a township opens the household first; only sexes and
relations, which no household states, are found at the member.
"""

import numpy as np
import pandas as pd

from gonggu.checks.books import Books, Found, at, places
from gonggu.checks.register import Mask, given, in_village_of, register, taken, yes
from gonggu.lookup import among

_DOTS = str.maketrans("•・．.‧∙", "·" * 6)
MEN = ("之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父", "之外祖父")
WOMEN = ("之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母", "之外祖母")


def household_empty(books: Books) -> Found:
    """Households on the register without a member; at 户编号."""
    people = register(books)
    if people is None:
        return
    typed = people.households
    empty = (people.size == 0) & given(typed.frame["household_id"]) & ~people.may_lack
    yield at(typed, typed.form.columns["户编号"], empty, "household_empty", "贫困人口台账中有该户成员")


def household_size(books: Books) -> Found:
    """家庭人口 that is not the number of members; members who are there twice may count once or twice.

    Persons of unknown household may be members, but no more than there are.
    """
    people = register(books)
    if people is None:
        return
    typed = people.households
    stated = typed.frame["stated_size"]
    least = people.size - people.members_who(people.repeated)
    most = people.size + people.may_join
    fits = yes((stated >= least) & (stated <= most))
    wrong = (most > 0) & yes(stated >= 0) & ~fits
    short = yes(stated > people.size)
    expected = [
        _size_said(size, astray if lacks else 0)
        for size, astray, lacks in zip(people.size[wrong], people.may_join[wrong], short[wrong], strict=True)
    ]
    yield at(typed, typed.form.columns["家庭人口"], wrong, "household_size", expected)


def _size_said(size: int, may_join: float) -> str:
    astray = f"（户编号对不上的 {may_join:.0f} 人都算上也不够）" if may_join else ""
    return f"与贫困人口台账中的成员数 {size} 相同{astray}"


def household_head(books: Books) -> Found:
    """Households with members of whom none, or more than one, is the head; at 户主姓名."""
    people = register(books)
    if people is None:
        return
    relation = people.persons.frame["relation"]
    heads = yes(relation.eq("户主"))
    none = people.whole & (people.members_who(heads | ~given(relation)) == 0)
    several = people.members_who(heads & ~people.repeated) > 1
    typed = people.households
    wrong = none | several
    expected = [f"成员中有且只有一名户主，现有 {count} 名" for count in people.members_who(heads)[wrong]]
    yield at(typed, typed.form.columns["户主姓名"], wrong, "household_head", expected)


def head_identity(books: Books) -> Found:
    """户主姓名 or, where the name agrees, 户主证件号码 that is not the head's among the members."""
    people = register(books)
    if people is None:
        return
    form, persons = people.households.form, people.persons.frame
    stated = people.households.frame.reset_index(drop=True)
    name, number = taken(persons["name"], people.head), taken(persons["id_number"], people.head)
    other_name = given(name) & given(stated["head_name"]) & ~_same_name(name, stated["head_name"])
    other_number = (
        given(number) & given(stated["head_id_number"]) & ~_same_number(number, stated["head_id_number"])
    )
    for header, own, wrong in (
        ("户主姓名", "姓名", other_name),
        ("户主证件号码", "证件号码", other_number & ~other_name),
    ):
        where = places(people.persons, people.persons.form.columns[own], people.head[wrong])
        expected = [f"与成员中的户主相同（{place}）" for place in where]
        yield at(people.households, form.columns[header], wrong, "head_identity", expected)


def _same_name(one: pd.Series, other: pd.Series) -> Mask:
    return yes(one.str.translate(_DOTS).eq(other.str.translate(_DOTS)))


def _same_number(one: pd.Series, other: pd.Series) -> Mask:
    """Whether two ID numbers are one person's: certificates of disability begin with the citizen's number, old numbers lack its century and check digit."""
    old = yes(one.str.len() < 18) | yes(other.str.len() < 18)
    short = yes(_without_century(one).eq(_without_century(other)))
    return np.where(old, short, yes(one.str.slice(0, 18).eq(other.str.slice(0, 18))))


def _without_century(numbers: pd.Series) -> pd.Series:
    shortened = numbers.str.slice(0, 6) + numbers.str.slice(8, 17)
    return numbers.where(numbers.str.len() < 18, shortened)


def spouse_sex(books: Books) -> Found:
    """Spouses of the head's own sex; at the spouse's 性别."""
    people = register(books)
    if people is None:
        return
    typed = people.persons
    sex = typed.frame["sex"]
    head = np.where(people.home >= 0, people.head[people.home], -1)
    same = yes(taken(sex, head).eq(sex.reset_index(drop=True)))
    wrong = yes(typed.frame["relation"].eq("配偶")) & same
    yield at(typed, typed.form.columns["性别"], wrong, "spouse_sex", "与户主性别不同")


def relation_sex(books: Books) -> Found:
    """Relations that only the other sex can have (之子 of a woman); at 与户主关系."""
    if "persons" not in books:
        return
    typed = books.ledgers["persons"]
    relation, sex = typed.frame["relation"], typed.frame["sex"]
    for wrong_sex, relations in (("女", MEN), ("男", WOMEN)):
        wrong = yes(relation.isin(relations) & sex.eq(wrong_sex))
        expected = f"与性别（{wrong_sex}）相符的关系"
        yield at(typed, typed.form.columns["与户主关系"], wrong, "relation_sex", expected)


def relocation_flag(books: Books) -> Found:
    """易地搬迁户 that 易地搬迁 does not have, or the reverse; at 易地搬迁户."""
    if not {"households", "relocation"} <= books.ledgers.keys():
        return
    typed, moves = books.ledgers["households"], books.ledgers["relocation"]
    numbers, flag = typed.frame["household_id"], typed.frame["is_relocated"]
    listed = among(numbers, moves.frame["household_id"])
    column = typed.form.columns["易地搬迁户"]
    if books.complete("relocation"):
        unplaced = ~among(moves.frame["household_id"], numbers)
        missing = yes(flag) & given(numbers) & ~listed & ~in_village_of(typed, moves, unplaced)
        yield at(typed, column, missing, "relocation_flag", "易地搬迁台账中有该户，否则为“否”")
    yield at(typed, column, listed & yes(~flag), "relocation_flag", "“是”，因易地搬迁台账中有该户")
