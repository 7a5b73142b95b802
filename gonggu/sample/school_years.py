"""在校生状况, 文化程度 and 劳动能力 a year later and a year before."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.schooling_and_health import COMPULSORY, LABOUR, NOT_AT_SCHOOL

_KINDERGARTEN, _UNIVERSITY = "学前教育", "大专及以上"
_SENIOR = ("高中", "中职", "高职")
_ON = {
    f"{stage}{now}年级": f"{stage}{then}年级"
    for stage in _SENIOR
    for now, then in (("一", "二"), ("二", "三"))
}
_BACK = {then: now for now, then in _ON.items()}
_LEVEL = {
    **dict.fromkeys(("七年级", "八年级", "九年级"), "初中"),
    **{f"{stage}{year}年级": "高中" for stage in ("高中", "中职") for year in "一二三"},
    **{f"高职{year}年级": _UNIVERSITY for year in "一二三"},
    "小学": "小学",
    _KINDERGARTEN: "学龄前儿童",
    _UNIVERSITY: _UNIVERSITY,
}
_RANKED = ("学龄前儿童", "文盲或半文盲", "小学", "初中", "高中", _UNIVERSITY)
_YOUNG = ("child", "sibling", "grandchild")


def aged(members: pd.DataFrame, year: int) -> pd.DataFrame:
    """The same people with their age on 31 December of the year, and on 31 August."""
    age = year - members["birth"].dt.year
    return members.assign(age=age, school_age=age - (members["birth"].dt.month > 8).astype(int))


def schooling_on(members: pd.DataFrame, rng: np.random.Generator) -> Any:
    """The school year of autumn of people who are a year older than their 在校生状况."""
    last = members["schooling"].to_numpy(dtype=object)
    age, school_age = members["age"].to_numpy(), members["school_age"].to_numpy()
    young = members["role"].isin(_YOUNG).to_numpy()
    chance = rng.random(len(members))
    status = members["schooling"].map(_ON).astype(object).where(members["schooling"].isin(_ON), NOT_AT_SCHOOL)
    status = status.to_numpy(dtype=object, copy=True)
    pupils = (last != NOT_AT_SCHOOL) | young
    small = young & (age >= 3) & (school_age < 6)
    status[small & ((last == _KINDERGARTEN) | (chance < 0.9) | (age == 6))] = _KINDERGARTEN
    for years, grade in COMPULSORY.items():
        status[pupils & (school_age == years) & (last != "九年级")] = grade
    status[last == "九年级"] = np.where(chance < 0.38, "中职一年级", "高中一年级")[last == "九年级"]
    for graduates, kinds in (("高中三年级", (0.35, 0.70)), ("中职三年级", (0.0, 0.30))):
        left = last == graduates
        status[left & (chance < kinds[1])] = "高职一年级"
        status[left & (chance < kinds[0])] = _UNIVERSITY
    status[(last == _UNIVERSITY) & (school_age < 22) & (chance < 0.8)] = _UNIVERSITY
    return status


def schooling_back(members: pd.DataFrame, aid: pd.DataFrame) -> Any:
    """The school year of the autumn before of people who are a year younger than their 在校生状况.

    `aid` says by row who was at which kind of school in the spring between.
    """
    now = members["schooling"]
    status = (
        now.map(_BACK).astype(object).where(now.isin(_BACK), NOT_AT_SCHOOL).to_numpy(dtype=object, copy=True)
    )
    age, school_age = members["age"].to_numpy(), members["school_age"].to_numpy()
    status[(now == _KINDERGARTEN) & (age >= 3)] = _KINDERGARTEN
    status[(now == "小学") & (school_age == 5)] = _KINDERGARTEN
    pupils = (now != NOT_AT_SCHOOL).to_numpy()
    for years, grade in COMPULSORY.items():
        status[pupils & (school_age == years)] = grade
    status[(now == _UNIVERSITY) & (school_age >= 18)] = _UNIVERSITY
    status[(now == _UNIVERSITY) & (school_age == 17)] = "高中三年级"
    spring = aid[aid["season"] == "春"].drop_duplicates("row").set_index("row")["stage"]
    spring = spring.reindex(np.arange(len(members)))
    # Whoever left school at 16 was still there the year before.
    of_age = members["role"].isin(_YOUNG).to_numpy() & (age == 15) & (status == NOT_AT_SCHOOL)
    status[of_age] = np.where(school_age == 14, "九年级", "高中一年级")[of_age]
    for stage in _SENIOR:
        left = (spring == stage).to_numpy() & ~now.isin(_BACK).to_numpy()
        status[left] = f"{stage}三年级"
    return status


def education_reached(education: Any, schooling: Any) -> Any:
    """文化程度: the level of the school that somebody goes to; else what it was."""
    level = pd.Series(schooling).map(_LEVEL).to_numpy(dtype=object)
    return np.where(pd.isna(level), np.asarray(education, dtype=object), level)


def education_before(education: Any, schooling: Any) -> Any:
    """文化程度 a year before: not above what it is now."""
    then = education_reached(education, schooling)
    rank = {name: number for number, name in enumerate(_RANKED)}
    above = pd.Series(then).map(rank).to_numpy() > pd.Series(np.asarray(education)).map(rank).to_numpy()
    return np.where(above, np.asarray(education, dtype=object), then)


def labour_on(members: pd.DataFrame, rng: np.random.Generator) -> Any:
    """劳动能力 a year later: school leavers begin, the old stop."""
    age, health = members["age"].to_numpy(), members["health"].to_numpy(dtype=object)
    labour = members["labour"].to_numpy(dtype=object, copy=True)
    chance = rng.random(len(members))
    able = np.isin(labour, LABOUR)
    stops = able & (chance < np.where(age > 70, 1.0, np.where(age > 65, 0.5, np.where(age > 60, 0.08, 0.0))))
    labour[stops] = "无劳动力"
    grown = (age >= 16) & (age <= 60) & ~able & (health == "健康")
    labour[grown] = "普通劳动力"
    labour[(health == "大病") & able] = "丧失劳动力"
    return _without_pupils(labour, members)


def labour_back(members: pd.DataFrame) -> Any:
    """劳动能力 a year before: who is healthy and of working age was able to work."""
    age, health = members["age"].to_numpy(), members["health"].to_numpy(dtype=object)
    labour = members["labour"].to_numpy(dtype=object, copy=True)
    labour[(age >= 16) & (age <= 60) & (health == "健康") & ~np.isin(labour, LABOUR)] = "普通劳动力"
    return _without_pupils(labour, members)


def _without_pupils(labour: Any, members: pd.DataFrame) -> Any:
    child = (members["age"] < 16) | (members["schooling"] != NOT_AT_SCHOOL)
    return np.where(child, "无劳动力", labour).astype(object)
