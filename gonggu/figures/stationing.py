"""一、5 驻村帮扶: attendance, the coverages, pairing, training."""

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, Rows, count, distinct, exact, highest, lowest, ratio, share, total
from gonggu.figures.selections import HELPER, LEADER, UNIT_HEAD, cadres_in_post, in_year, looked_up
from gonggu.figures.view import View

SECTION = "5 驻村帮扶"
ATTENDANCE_RULES = ("days_on_post_min", "nights_in_village_min")
NAME_SEPARATOR = "、"


@figure(
    "驻村天数达标率",
    "%",
    SECTION,
    "{year}年各月考勤中驻村不少于{days_on_post_min}天且住村不少于{nights_in_village_min}天的人月 ÷ 全部人月",
    rules=ATTENDANCE_RULES,
)
def attendance_compliance(view: View) -> Measure:
    months = _months(view)
    return share("attendance", months, _enough(view, months))


@figure(
    "驻村未达标人月",
    "人月",
    SECTION,
    "{year}年各月考勤中驻村少于{days_on_post_min}天或住村少于{nights_in_village_min}天的人月",
    additive=True,
    rules=ATTENDANCE_RULES,
)
def attendance_shortfalls(view: View) -> Measure:
    months = _months(view)
    days, nights = (float(view.rules[rule]) for rule in ATTENDANCE_RULES)
    short = months["days_on_post"].lt(days) | months["nights_in_village"].lt(nights)
    return count("attendance", months[short.fillna(False).astype(bool)])


@figure("领导包村覆盖率", "%", SECTION, "有包村区级领导的村 ÷ 行政村")
def coverage_leaders_villages(view: View) -> Measure:
    villages = view.rows("villages")
    return share("villages", villages, villages["leader_id"].notna())


@figure("部门联村覆盖率", "%", SECTION, "有联村部门的村 ÷ 行政村")
def coverage_departments_villages(view: View) -> Measure:
    villages = view.rows("villages")
    return share("villages", villages, villages["linked_unit"].notna())


@figure("贫困户结对覆盖率", "%", SECTION, "有帮扶责任人的贫困户 ÷ 建档立卡户数")
def coverage_household_pairing(view: View) -> Measure:
    households = view.rows("households")
    return share("households", households, households["helper_id"].notna())


@figure("“回头看”覆盖率", "%", SECTION, "{year}年开展过“回头看”的贫困户 ÷ 建档立卡户数")
def coverage_lookback(view: View) -> Measure:
    households = view.rows("households")
    return share("households", households, in_year(view, households["lookback_date"]))


@figure(
    "区级领导最少结对户数",
    "户",
    SECTION,
    "年末在任区级领导各自结对贫困户数的最小值",
    district_only=True,
    held_against=("leader_pairs",),
)
def leader_pairs_min(view: View) -> Measure:
    return lowest("cadres", _pairs(view, LEADER))


@figure(
    "干部最多结对户数",
    "户",
    SECTION,
    "年末在任结对干部各自结对贫困户数的最大值",
    district_only=True,
    held_against=("cadre_pairs_max",),
)
def cadre_pairs_max(view: View) -> Measure:
    return highest("cadres", _pairs(view, HELPER))


@figure("政策解读部门", "个", SECTION, "{year}年各次政策业务培训中主讲部门数的最大值", district_only=True)
def policy_training_departments(view: View) -> Measure:
    courses = _policy_courses(view)
    departments = courses["departments"].dropna().map(_distinct_names)
    return highest("courses", departments)


@figure("业务培训人次", "人次", SECTION, "{year}年政策业务培训的参训人次之和", district_only=True)
def training_persontimes(view: View) -> Measure:
    return total("courses", _policy_courses(view), "attendances")


@figure("业务培训课时", "课时", SECTION, "{year}年政策业务培训的课时之和", district_only=True)
def training_lessons(view: View) -> Measure:
    return total("courses", _policy_courses(view), "lessons")


@figure(
    "帮扶单位培训覆盖率",
    "%",
    SECTION,
    "{year}年各次政策业务培训参训单位数的最大值 ÷ 后盾帮扶单位",
    district_only=True,
)
def handbook_training_unit_coverage(view: View) -> Measure:
    units = _policy_courses(view)["units"].dropna()
    backing = distinct("cadres", cadres_in_post(view, UNIT_HEAD), ["unit"])
    if units.empty:
        return Measure(None)
    most = units[units.eq(units.max())]
    return ratio(Measure(None, exact(most.iloc[0]), rows=(Rows("courses", most.index),)), backing)


def _months(view: View) -> pd.DataFrame:
    attendance = view.rows("attendance")
    return attendance[attendance["month"].str.startswith(f"{view.year}-", na=False)]


def _enough(view: View, months: pd.DataFrame) -> pd.Series:
    days, nights = (float(view.rules[rule]) for rule in ATTENDANCE_RULES)
    return months["days_on_post"].ge(days) & months["nights_in_village"].ge(nights)


def _pairs(view: View, role: str) -> pd.Series:
    """Households paired with each cadre of the role in post; 0 where there is none."""
    paired = view.reach("households")["helper_id"].value_counts()
    # A cadre whom no household names has none: the 0 is a count, not a gap.
    return looked_up(cadres_in_post(view, role)["cadre_id"], paired).fillna(0)


def _policy_courses(view: View) -> pd.DataFrame:
    courses = view.rows("courses")
    return courses[courses["category"].eq("政策业务") & in_year(view, courses["started"])]


def _distinct_names(joined: str) -> int:
    return len({name.strip() for name in joined.split(NAME_SEPARATOR) if name.strip()})
