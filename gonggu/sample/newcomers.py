"""People who come onto the register, or stood on it before: names, numbers and all that a member's row needs."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.names import given_names, id_numbers, surnames
from gonggu.sample.people import Numbers

_SERIALS = np.array([f"{number:02d}" for number in range(1, 100)], dtype=object)


def with_person_ids(people: pd.DataFrame, numbers: Numbers) -> tuple[pd.DataFrame, Numbers]:
    """People of households (`home`: 户编号) with `slot` and `person_id` of their own, one after another."""
    used = people["home"].map(numbers.used).fillna(0).astype(int)
    slot = (used + people.groupby("home").cumcount()).to_numpy()
    counts = people["home"].value_counts()
    more = {home: numbers.used.get(home, 0) + int(count) for home, count in counts.items()}
    ids = people["home"].to_numpy(dtype=object) + _SERIALS[slot]
    return people.assign(slot=slot, person_id=ids), replace(numbers, used=numbers.used | more)


def with_names(
    people: pd.DataFrame, family: Any, numbers: Numbers, rng: np.random.Generator
) -> tuple[pd.DataFrame, Numbers]:
    """People (`male`, `birth`) with names and ID numbers that nobody else has; `family` holds surnames, None for any."""
    male, birth = people["male"].to_numpy(), people["birth"]
    drawn = surnames(len(people), rng)
    own = np.where(pd.isna(family), drawn, family)
    known = pd.concat([numbers.known, people[["male", "birth"]]], ignore_index=True)
    ids = id_numbers(known["birth"], known["male"])[len(numbers.known) :]
    named = people.assign(name=own + given_names(male, birth.dt.year.to_numpy(), rng), id_number=ids)
    return named, replace(numbers, known=known)


def as_members(people: pd.DataFrame) -> pd.DataFrame:
    """People with every column of a member: those that nothing is said of are healthy, idle and get no benefits.

    `new` marks those whose work is still to be found.
    """
    blanks = {
        "flag": "",
        "schooling": "非在校生",
        "health": "健康",
        "labour": "无劳动力",
        "job": "",
        "work_months": 0,
        "dibao_monthly": 0,
        "tekun_monthly": 0,
        "social_floor": False,
        "new": True,
    }
    filled = people.assign(**{name: value for name, value in blanks.items() if name not in people})
    if "work_place" not in filled:
        filled = filled.assign(work_place=pd.Series(None, index=filled.index, dtype=object))
    return filled
