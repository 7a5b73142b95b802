"""培训班 and 培训学员: courses for the cadres, and skills for the register's labour force."""

from typing import Any

import numpy as np
import pandas as pd

from gonggu.sample.admin_plan import AdminPlan
from gonggu.sample.quotas import apportion
from gonggu.sample.serials import serials
from gonggu.sample.tables import table
from gonggu.sample.workdays import day, workday_on_or_before

_POLICY = "政策业务"
_LABOUR = ("普通劳动力", "技能劳动力")
_AGES = (18, 55)
_WOMAN_WEIGHT = 4  # these trades are mostly learnt by women


def make_courses(plan: AdminPlan, year: int) -> pd.DataFrame:
    """One row a course; 参训单位数 is blank for courses in a trade."""
    rows = table("courses")
    policy = (rows["培训类别"] == _POLICY).to_numpy()
    attendances = rows["参训人次"].astype(int).to_numpy(copy=True)
    attendances[policy] = apportion(attendances[policy], plan.policy_attendances)
    attendances[~policy] = apportion(attendances[~policy], plan.skill_attendances)
    units = np.round(pd.to_numeric(rows["参训单位比例"]) * plan.backing_units)
    return pd.DataFrame(
        {
            "培训编号": serials(f"PX{year}", len(rows), 2),
            "培训名称": rows["培训名称"],
            "培训类别": rows["培训类别"],
            "开班日期": workday_on_or_before(np.array([day(year, month_day) for month_day in rows["月日"]])),
            "课时": rows["课时"].astype(int),
            "主讲部门": rows["主讲部门"],
            "参训单位数": units.astype("Int64"),
            "参训人次": attendances,
        }
    )


def make_trainees(
    people: dict[str, pd.DataFrame],
    courses: pd.DataFrame,
    plan: AdminPlan,
    rng: np.random.Generator,
    year: int,
) -> pd.DataFrame:
    """One row a trainee: some resettled persons, and others of working age, mostly women."""
    rows = table("courses")
    skills = np.flatnonzero((rows["培训类别"] != _POLICY).to_numpy())
    persons = people["贫困人口"]
    moved = people["易地搬迁"]
    site = moved.loc[moved["安置方式"] == "集中安置", "户编号"]
    may = _may_train(persons, year)
    at_site = persons["户编号"].isin(site).to_numpy()
    elsewhere = ~persons["户编号"].isin(moved["户编号"]).to_numpy()
    chosen, course = [], []
    for pool, column, total in (
        (may & at_site, "搬迁学员", plan.relocated_trainees),
        (may & elsewhere, "学员", plan.other_trainees),
    ):
        chosen.append(_draw(persons, pool, total, rng))
        course.append(np.repeat(skills, apportion(rows[column].iloc[skills].astype(int), total)))
    trainee = persons.iloc[np.concatenate(chosen)].reset_index(drop=True)
    written = rows.iloc[np.concatenate(course)].reset_index(drop=True)
    ledger = pd.DataFrame(
        {
            "培训编号": courses["培训编号"].to_numpy(dtype=object)[np.concatenate(course)],
            "户编号": trainee["户编号"],
            "人编号": trainee["人编号"],
            "姓名": trainee["姓名"],
            "培训工种": written["工种"],
            "培训补贴": written["培训补贴"].astype(int),
            "生活费补贴": written["生活费补贴"].astype(int),
        }
    )
    return ledger.sort_values(["培训编号", "人编号"], ignore_index=True)


def _may_train(persons: pd.DataFrame, year: int) -> Any:
    """Able to work, out of school and of working age on 31 December."""
    age = year - persons["证件号码"].str.slice(6, 10).astype(int)
    able = persons["劳动能力"].isin(_LABOUR) & (persons["在校生状况"] == "非在校生")
    return (able & age.between(*_AGES)).to_numpy()


def _draw(persons: pd.DataFrame, pool: Any, count: int, rng: np.random.Generator) -> Any:
    """Row numbers of `count` different persons of the pool; refuses a pool that is too small."""
    candidates = np.flatnonzero(pool)
    if len(candidates) < count:
        raise ValueError(f"the sample needs {count} trainees of {len(candidates)} who could be")
    weight = np.where(persons["性别"].to_numpy()[candidates] == "女", _WOMAN_WEIGHT, 1)
    return rng.choice(candidates, count, replace=False, p=weight / weight.sum())
