"""一、3 民生工程: medical insurance, jobs and training, aid to pupils, social assistance."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import (
    FEN_PER_YUAN,
    Measure,
    count,
    distinct,
    exact_sum,
    highest,
    money,
    ratio,
    ratio_to,
    share,
)
from gonggu.figures.selections import (
    BASIC_INSURANCE,
    TEHUIBAO,
    among,
    holds,
    in_force,
    in_term,
    in_year,
    insured,
    lines_of,
)
from gonggu.figures.view import View

SECTION = "3 民生工程"
REIMBURSEMENTS = ("basic_fen", "critical_fen", "tehuibao_fen", "civil_aid_fen", "fiscal_floor_fen")
AIDED_STAGES = (
    *("小学", "七年级", "八年级", "九年级", "高中一年级", "高中二年级", "高中三年级"),
    *("中职一年级", "中职二年级", "中职三年级", "高职一年级", "高职二年级", "高职三年级"),
)
WORKSHOP_TASK = "workshop_new_jobs"
MONTHS = 12


@figure(
    "医保参保人数", "人", SECTION, "参保缴费台账中城乡居民医保的不同人编号数，年内离开的也在内", additive=True
)
def insured_persons(view: View) -> Measure:
    return distinct("insurance", lines_of(view, BASIC_INSURANCE), ["person_id"])


@figure("医保代缴资金", "万元", SECTION, "城乡居民医保的财政代缴之和", additive=True)
def nrcms_premium_total(view: View) -> Measure:
    return money("insurance", lines_of(view, BASIC_INSURANCE), "paid_by_fisc_fen")


@figure("医保全额代缴率", "%", SECTION, "在册成员中城乡居民医保由财政全额代缴的人 ÷ 建档立卡人口")
def nrcms_full_subsidy(view: View) -> Measure:
    insurance = view.reach("insurance")
    full = insurance["scheme"].eq(BASIC_INSURANCE) & insurance["paid_by_fisc_fen"].ge(
        insurance["premium_fen"]
    ).fillna(False)
    persons = view.rows("persons")
    return share("persons", persons, among(persons["person_id"], insurance.loc[full, "person_id"].dropna()))


@figure("医保参保率", "%", SECTION, "在册成员中参加城乡居民医保的人 ÷ 建档立卡人口")
def medical_coverage(view: View) -> Measure:
    persons = view.rows("persons")
    return share("persons", persons, insured(view, persons))


@figure("特惠保参保人数", "人", SECTION, "参保缴费台账中扶贫特惠保的不同人编号数", additive=True)
def tehuibao_persons(view: View) -> Measure:
    return distinct("insurance", lines_of(view, TEHUIBAO), ["person_id"])


@figure("特惠保保费", "万元", SECTION, "扶贫特惠保的保费之和", additive=True)
def tehuibao_total(view: View) -> Measure:
    return money("insurance", lines_of(view, TEHUIBAO), "premium_fen")


@figure("特惠保人均保费", "元/人", SECTION, "特惠保保费 ÷ 特惠保参保人数")
def tehuibao_unit_premium(view: View) -> Measure:
    lines = lines_of(view, TEHUIBAO)
    return ratio(
        money("insurance", lines, "premium_fen"), distinct("insurance", lines, ["person_id"]), scale=1
    )


@figure("住院实际报销比例", "%", SECTION, "{year}年出院的住院费用中五项报销之和 ÷ 总费用之和")
def inpatient_reimbursement_rate(view: View) -> Measure:
    stays = view.rows("inpatient")
    stays = stays[in_year(view, stays["discharged"])]
    repaid = sum((exact_sum(stays[column]) for column in REIMBURSEMENTS), Fraction(0)) / FEN_PER_YUAN
    cost = money("inpatient", stays, "cost_fen")
    return ratio(Measure(None, repaid, rows=cost.rows), cost)


@figure(
    "扶贫车间新增就业",
    "人",
    SECTION,
    "{year}年上岗的扶贫车间就业的不同人数，年末已离岗的也在内",
    additive=True,
)
def workshop_new_jobs(view: View) -> Measure:
    return _workshop_jobs(view)


@figure("扶贫车间任务完成率", "%", SECTION, "扶贫车间新增就业 ÷ 年度任务", district_only=True)
def workshop_task_completion(view: View) -> Measure:
    task = view.params.task(WORKSHOP_TASK)
    jobs = _workshop_jobs(view)
    return Measure(None) if task is None else ratio_to(jobs, task)


@figure("就业技能培训班", "个", SECTION, "{year}年开班的就业技能类培训的不同名称数", district_only=True)
def training_courses_named(view: View) -> Measure:
    courses = view.rows("courses")
    skills = courses["category"].eq("就业技能") & in_year(view, courses["started"])
    return distinct("courses", courses[skills], ["name"])


@figure("生态护林员", "名", SECTION, "年末在岗的生态护林员的不同人数", additive=True)
def forest_rangers(view: View) -> Measure:
    return distinct("employment", rangers(view), ["person_id"])


@figure("护林员年均补贴", "元/人", SECTION, "年末在岗生态护林员的年岗位补贴的平均数")
def forest_ranger_wage(view: View) -> Measure:
    posts = rangers(view)
    return ratio(money("employment", posts, "annual_wage_fen"), count("employment", posts), scale=1)


@figure(
    "义务教育生活补助人次",
    "人次",
    SECTION,
    "{year}年春、秋两学期实发金额大于0的义务教育生活补助的条数，含其他困难家庭学生",
    additive=True,
)
def edu_compulsory_persontimes(view: View) -> Measure:
    return count("education", compulsory_aid(view))


@figure("义务教育生活补助金额", "万元", SECTION, "上述义务教育生活补助的实发金额之和", additive=True)
def edu_compulsory_amount(view: View) -> Measure:
    return money("education", compulsory_aid(view), "paid_amount_fen")


@figure(
    "教育资助覆盖率",
    "%",
    SECTION,
    "小学至高中、中职、高职在校成员中{year}年至少有一笔实发资助的人 ÷ 这些在校成员",
)
def edu_aid_coverage(view: View) -> Measure:
    persons = view.rows("persons")
    pupils = persons[persons["schooling"].isin(AIDED_STAGES)]
    aid = in_term(view, view.reach("education"))
    aided = aid.loc[aid["paid_amount_fen"].gt(0).fillna(False), "person_id"].dropna()
    return share("persons", pupils, among(pupils["person_id"], aided))


@figure("雨露计划人次", "人次", SECTION, "{year}年春、秋两学期的雨露计划条数", additive=True)
def yulu_persontimes(view: View) -> Measure:
    return count("education", yulu(view))


@figure("雨露计划金额", "万元", SECTION, "雨露计划的实发金额之和", additive=True)
def yulu_amount(view: View) -> Measure:
    return money("education", yulu(view), "paid_amount_fen")


@figure("雨露计划发放率", "%", SECTION, "雨露计划实发金额之和 ÷ 应发金额之和")
def yulu_paid_rate(view: View) -> Measure:
    aid = yulu(view)
    return ratio(money("education", aid, "paid_amount_fen"), money("education", aid, "due_amount_fen"))


@figure("兜底脱贫对象", "人", SECTION, "年末享受兜底脱贫保障的不同人数", additive=True)
def social_floor_persons(view: View) -> Measure:
    social = in_force(view, view.rows("social"))
    return distinct("social", social[social["scheme"].eq("兜底脱贫")], ["person_id"])


@figure("最高低保标准", "元/人·月", SECTION, "年末在发的农村低保、兜底脱贫的月保障标准的最大值")
def dibao_max_monthly(view: View) -> Measure:
    return highest("social", _dibao_monthly(view), FEN_PER_YUAN)


@figure(
    "低保标准与脱贫线之比",
    "倍",
    SECTION,
    "最高低保标准 × 12 ÷ 脱贫线（{exit_line}元）",
    rules=("exit_line",),
)
def dibao_to_exit_line(view: View) -> Measure:
    monthly = highest("social", _dibao_monthly(view), FEN_PER_YUAN)
    if not isinstance(monthly.value, Fraction):
        return monthly
    yearly = Measure(None, monthly.value * MONTHS, rows=monthly.rows)
    return ratio_to(yearly, view.rules["exit_line"], scale=1)


@figure("失学辍学人数", "人", SECTION, "在册成员中标为失学辍学的人数", additive=True)
def dropouts(view: View) -> Measure:
    persons = view.rows("persons")
    return count("persons", persons[holds(persons["dropped_out"])])


def _workshop_jobs(view: View) -> Measure:
    jobs = view.rows("employment")
    new = jobs["mode"].eq("扶贫车间") & in_year(view, jobs["started"])
    return distinct("employment", jobs[new], ["person_id"])


def rangers(view: View) -> pd.DataFrame:
    """Forest rangers' posts held at year-end."""
    jobs = in_force(view, view.rows("employment"))
    return jobs[jobs["mode"].eq("生态护林员")]


def compulsory_aid(view: View) -> pd.DataFrame:
    """Payments of the compulsory-education aid for the year's terms."""
    aid = in_term(view, view.rows("education"))
    return aid[aid["scheme"].eq("义务教育生活补助") & aid["paid_amount_fen"].gt(0).fillna(False)]


def yulu(view: View) -> pd.DataFrame:
    """雨露计划 records of the year's terms, paid or not."""
    aid = in_term(view, view.rows("education"))
    return aid[aid["scheme"].eq("雨露计划")]


def _dibao_monthly(view: View) -> pd.Series:
    social = in_force(view, view.rows("social"))
    return social.loc[social["scheme"].isin(["农村低保", "兜底脱贫"]), "monthly_fen"]
