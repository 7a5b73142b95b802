"""Who goes to school, how far people got at school, their health, and who can work."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.quotas import pick, pick_by_row

NOT_AT_SCHOOL = "非在校生"
LABOUR = ("普通劳动力", "技能劳动力")
COMPULSORY = dict.fromkeys(range(6, 12), "小学") | {12: "七年级", 13: "八年级", 14: "九年级"}
_YEARS = ("一年级", "二年级", "三年级")
# Illness by age: healthy, 长期慢性病, 大病, 残疾.
_HEALTH = ("健康", "长期慢性病", "大病", "残疾")
_HEALTH_FROM_AGE = {
    0: (0.970, 0.008, 0.004, 0.018),
    16: (0.885, 0.045, 0.010, 0.060),
    45: (0.735, 0.150, 0.030, 0.085),
    60: (0.520, 0.310, 0.050, 0.120),
}
_EDUCATION = ("文盲或半文盲", "小学", "初中", "高中", "大专及以上")
# Schooling reached by those who have left school, by age.
_EDUCATION_FROM_AGE = {
    0: (0.05, 0.80, 0.15, 0.00, 0.00),
    16: (0.00, 0.03, 0.60, 0.27, 0.10),
    30: (0.01, 0.22, 0.60, 0.13, 0.04),
    45: (0.05, 0.45, 0.43, 0.06, 0.01),
    60: (0.22, 0.58, 0.18, 0.02, 0.00),
    75: (0.45, 0.48, 0.06, 0.01, 0.00),
}


def add_schooling_and_health(members: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The members with 在校生状况, 文化程度, 健康状况 and 劳动能力."""
    schooling = _schooling(members, rng)
    health = _health(members, rng)
    return members.assign(
        schooling=schooling,
        education=_education(members, schooling, rng),
        health=health,
        labour=_labour(members, schooling, health, rng),
    )


def _schooling(members: pd.DataFrame, rng: np.random.Generator) -> Any:
    """The school year of autumn; only children and grandchildren of the house go to school."""
    age, school_age = members["age"].to_numpy(), members["school_age"].to_numpy()
    young = members["role"].isin(["child", "sibling", "grandchild"]) & members["flag"].isin(["", "S"])
    chance = rng.random(len(members))
    status = np.full(len(members), NOT_AT_SCHOOL, dtype=object)
    kindergarten = (age >= 3) & (school_age < 6) & ((chance < 0.9) | (age == 6) | (members["flag"] == "S"))
    status[young & kindergarten] = "学前教育"
    for years, grade in COMPULSORY.items():
        status[young & (school_age == years)] = grade
    for offset, name in enumerate(_YEARS):
        senior = young & (school_age == 15 + offset)
        # Nobody leaves school before the age of 16.
        status[senior & (chance < 0.38)] = f"中职{name}"
        status[senior & (chance >= 0.38) & ((chance < 0.94) | (age < 16))] = f"高中{name}"
        higher = young & (school_age == 18 + offset)
        status[higher & (chance < 0.30)] = f"高职{name}"
        status[higher & (chance >= 0.30) & (chance < 0.50)] = "大专及以上"
    status[young & (school_age == 21) & (chance < 0.12)] = "大专及以上"
    return status


def _education(members: pd.DataFrame, schooling: Any, rng: np.random.Generator) -> Any:
    """Schooling reached; who is at school is at the level of that school."""
    reached = pick_by_row(rng, _EDUCATION, _by_age(_EDUCATION_FROM_AGE, members["age"]))
    status = pd.Series(schooling)
    reached[(members["age"] < 7) | (status == "学前教育")] = "学龄前儿童"
    reached[status == "小学"] = "小学"
    reached[status.isin(["七年级", "八年级", "九年级"])] = "初中"
    reached[status.str.startswith(("高中", "中职"))] = "高中"
    reached[status.str.startswith("高职") | (status == "大专及以上")] = "大专及以上"
    return reached


def _health(members: pd.DataFrame, rng: np.random.Generator) -> Any:
    age, flag = members["age"], members["flag"]
    health = pick_by_row(rng, _HEALTH, _by_age(_HEALTH_FROM_AGE, age))
    health[flag.isin(["L", "S", "I"])] = "健康"
    # An adult of working age who is marked as no labour is ill or disabled.
    disabled = pick(rng, ("长期慢性病", "大病", "残疾"), (0.25, 0.3, 0.45), len(members))
    weak = (flag.isin(["N", "D"]) & (age < 66)).to_numpy()
    health[weak] = disabled[weak]
    return health


def _labour(members: pd.DataFrame, schooling: Any, health: Any, rng: np.random.Generator) -> Any:
    age, flag = members["age"].to_numpy(), members["flag"].to_numpy()
    chance = rng.random(len(members))
    able = pd.Series(health).map({"健康": 1.0, "长期慢性病": 0.72, "大病": 0.12, "残疾": 0.38}).to_numpy()
    able = np.where(age > 60, able * np.where(age <= 65, 0.75, np.where(age <= 70, 0.12, 0.0)), able)
    able = np.where(flag == "L", 1.0, np.where(np.isin(flag, ["N", "D"]), 0.0, able))
    skilled = rng.random(len(members)) < np.where(age < 50, 0.13, 0.06)
    labour = np.where(chance < able, np.where(skilled, "技能劳动力", "普通劳动力"), "无劳动力").astype(object)
    labour[(chance >= able) & (health != "健康") & (age <= 65)] = "丧失劳动力"
    labour[(age < 16) | (schooling != NOT_AT_SCHOOL)] = "无劳动力"
    return labour


def _by_age(from_age: Mapping[int, tuple[float, ...]], age: pd.Series) -> Any:
    """The row of the table that holds for each age."""
    starts = np.array(list(from_age))
    return np.array(list(from_age.values()))[np.searchsorted(starts, age, side="right") - 1]
