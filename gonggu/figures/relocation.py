"""一、8 易地搬迁: the households moved to concentrated sites, their work, schooling, insurance and houses."""

from fractions import Fraction

import pandas as pd

from gonggu.figures.card import figure
from gonggu.figures.measure import Measure, count, distinct, exact, ratio, share
from gonggu.figures.selections import (
    CONCENTRATED,
    LABOUR,
    among,
    by_year_end,
    holds,
    in_force,
    in_year,
    insured,
    looked_up,
    members,
    not_ended,
)
from gonggu.figures.view import View, selection

SECTION = "8 易地搬迁"
POSTS = ("公益性岗位", "生态护林员")
OF_THE_RELOCATED = "集中安置的易地搬迁户"


@figure("易地搬迁户", "户", SECTION, "安置方式为集中安置的易地搬迁户数", additive=True)
def relocation_households(view: View) -> Measure:
    return count("relocation", relocated(view))


@figure("易地搬迁人口", "人", SECTION, f"{OF_THE_RELOCATED}的在册成员数", additive=True)
def relocation_persons(view: View) -> Measure:
    return count("persons", relocated_persons(view))


@figure("搬迁户产业帮扶覆盖率", "%", SECTION, f"{OF_THE_RELOCATED}中有产业帮扶方式的 ÷ 易地搬迁户")
def relocation_industry_coverage(view: View) -> Measure:
    households = relocated(view)
    return share("relocation", households, households["industry_measure"].notna())


@figure("搬迁劳动力", "人", SECTION, "搬迁人口中劳动能力为普通劳动力、技能劳动力的人数", additive=True)
def relocation_labour(view: View) -> Measure:
    return count("persons", labour(view))


@figure(
    "搬迁就业人数",
    "人",
    SECTION,
    "搬迁劳动力中年末在岗的人数；一人多岗的按上岗日期最晚的一条，只计一次",
    additive=True,
)
def relocation_employed(view: View) -> Measure:
    return count("employment", jobs_at_year_end(view))


@figure("搬迁单位就业", "人", SECTION, "搬迁就业人数中就业方式为单位就业的", additive=True)
def relocation_emp_unit(view: View) -> Measure:
    return _by_mode(view, "单位就业")


@figure("搬迁灵活就业", "人", SECTION, "搬迁就业人数中就业方式为灵活就业的", additive=True)
def relocation_emp_flexible(view: View) -> Measure:
    return _by_mode(view, "灵活就业")


@figure("搬迁自主创业", "人", SECTION, "搬迁就业人数中就业方式为自主创业的", additive=True)
def relocation_emp_self(view: View) -> Measure:
    return _by_mode(view, "自主创业")


@figure("搬迁扶贫车间就业", "人", SECTION, "搬迁就业人数中就业方式为扶贫车间的", additive=True)
def relocation_emp_workshop(view: View) -> Measure:
    return _by_mode(view, "扶贫车间")


@figure("搬迁扶贫特岗就业", "人", SECTION, "搬迁就业人数中就业方式为公益性岗位、生态护林员的", additive=True)
def relocation_emp_post(view: View) -> Measure:
    return _by_mode(view, *POSTS)


@figure("搬迁劳动力就业率", "%", SECTION, "搬迁就业人数 ÷ 搬迁劳动力")
def relocation_employment_rate(view: View) -> Measure:
    return ratio(count("employment", jobs_at_year_end(view)), count("persons", labour(view)))


@figure("零就业搬迁户", "户", SECTION, "有劳动力而无一人年末在岗的易地搬迁户数", additive=True)
def relocation_zero_employment_households(view: View) -> Measure:
    workers = labour(view)
    working = among(workers["person_id"], jobs_at_year_end(view)["person_id"])
    households = relocated(view)
    able = among(households["household_id"], workers["household_id"])
    employed = among(households["household_id"], workers.loc[working, "household_id"])
    return count("relocation", households[able & ~employed])


@figure("搬迁参训人数", "人", SECTION, "搬迁户中参加{year}年开班培训的不同人数", additive=True)
def relocation_trained(view: View) -> Measure:
    return distinct("trainees", _trainees(view), ["person_id"])


@figure(
    "搬迁享受培训补贴人数", "人", SECTION, "上述参训人员中培训补贴、生活费补贴均大于0的人数", additive=True
)
def relocation_training_subsidised(view: View) -> Measure:
    trainees = _trainees(view)
    both = trainees["course_subsidy_fen"].gt(0) & trainees["living_subsidy_fen"].gt(0)
    return distinct("trainees", trainees[both.fillna(False).astype(bool)], ["person_id"])


@figure("搬迁在校学生", "名", SECTION, "搬迁人口中在校生状况不是非在校生的人数", additive=True)
def relocation_students(view: View) -> Measure:
    return count("persons", _students(view))


@figure("有在校生的搬迁户", "户", SECTION, "有在校学生的易地搬迁户数", additive=True)
def relocation_student_households(view: View) -> Measure:
    return _households_of(view, _students(view))


@figure("搬迁失学辍学", "人", SECTION, "搬迁人口中标为失学辍学的人数", additive=True)
def relocation_dropouts(view: View) -> Measure:
    persons = relocated_persons(view)
    return count("persons", persons[holds(persons["dropped_out"])])


@figure("搬迁医疗保障覆盖率", "%", SECTION, "搬迁人口中参加城乡居民医保的 ÷ 易地搬迁人口")
def relocation_medical_coverage(view: View) -> Measure:
    persons = relocated_persons(view)
    return share("persons", persons, insured(view, persons))


@figure("搬迁低保人数", "人", SECTION, "搬迁人口中年末未停发农村低保的人数", additive=True)
def relocation_dibao_persons(view: View) -> Measure:
    return count("persons", _on_dibao(view))


@figure("搬迁低保户", "户", SECTION, "有农村低保对象的易地搬迁户数", additive=True)
def relocation_dibao_households(view: View) -> Measure:
    return _households_of(view, _on_dibao(view))


@figure("搬迁户结对覆盖率", "%", SECTION, "易地搬迁台账中有帮扶责任人的 ÷ 易地搬迁户")
def relocation_helper_coverage(view: View) -> Measure:
    households = relocated(view)
    return share("relocation", households, households["helper_id"].notna())


@figure("实际入住率", "%", SECTION, "入住日期不晚于{year}年末的 ÷ 易地搬迁户")
def relocation_moved_in(view: View) -> Measure:
    households = relocated(view)
    return share("relocation", households, by_year_end(view, households["moved_in"]))


@figure("拆旧复垦完成率", "%", SECTION, "拆旧复垦完成的 ÷ 易地搬迁户")
def relocation_old_house_cleared(view: View) -> Measure:
    households = relocated(view)
    return share("relocation", households, holds(households["old_house_cleared"]))


@figure(
    "人均安置面积超标户",
    "户",
    SECTION,
    "安置面积 ÷ 在册成员数大于{floor_area_per_head_max}平方米的易地搬迁户数",
    additive=True,
    rules=("floor_area_per_head_max",),
)
def relocation_oversized(view: View) -> Measure:
    households = relocated(view)
    sizes = relocated_persons(view).groupby("household_id").size()
    known = households.assign(size=looked_up(households["household_id"], sizes)).dropna(
        subset=["floor_area", "size"]
    )
    cap = Fraction(view.rules["floor_area_per_head_max"])
    # A share of a rule is compared exactly: 49.2 m² for three is 16.4 a head, not a trifle more.
    over = [
        exact(area) > cap * int(size) for area, size in zip(known["floor_area"], known["size"], strict=True)
    ]
    return count("relocation", known[pd.Series(over, index=known.index, dtype=bool)])


@selection
def relocated(view: View) -> pd.DataFrame:
    """Households of the scope that were moved to a concentrated site."""
    relocation = view.rows("relocation")
    return relocation[relocation["mode"].eq(CONCENTRATED)]


@selection
def relocated_persons(view: View) -> pd.DataFrame:
    """Their members on the register."""
    return members(view, relocated(view))


@selection
def labour(view: View) -> pd.DataFrame:
    """Their members able to work."""
    persons = relocated_persons(view)
    return persons[persons["labour"].isin(LABOUR)]


@selection
def jobs_at_year_end(view: View) -> pd.DataFrame:
    """The job of each of that labour at year-end: the latest begun, of two on one day the first in the code list."""
    jobs = in_force(view, view.reach("employment"))
    jobs = jobs[among(jobs["person_id"], labour(view)["person_id"].dropna())]
    order = {mode: place for place, mode in enumerate(view.forms.codes["就业方式"])}
    ranked = jobs.assign(rank=jobs["mode"].map(order)).sort_values(
        ["started", "rank"], ascending=[False, True], kind="stable"
    )
    return ranked.drop_duplicates("person_id").drop(columns="rank").sort_index()


def _by_mode(view: View, *modes: str) -> Measure:
    jobs = jobs_at_year_end(view)
    return count("employment", jobs[jobs["mode"].isin(modes)])


def _trainees(view: View) -> pd.DataFrame:
    courses, trainees = view.reach("courses"), view.reach("trainees")
    in_time = courses.loc[in_year(view, courses["started"]), "course_id"].dropna()
    ours = among(trainees["household_id"], relocated(view)["household_id"].dropna())
    return trainees[ours & among(trainees["course_id"], in_time)]


def _students(view: View) -> pd.DataFrame:
    persons = relocated_persons(view)
    return persons[persons["schooling"].notna() & persons["schooling"].ne("非在校生")]


def _on_dibao(view: View) -> pd.DataFrame:
    social, persons = view.reach("social"), relocated_persons(view)
    dibao = social[social["scheme"].eq("农村低保") & not_ended(view, social["ended"])]
    return persons[among(persons["person_id"], dibao["person_id"].dropna())]


def _households_of(view: View, persons: pd.DataFrame) -> Measure:
    households = relocated(view)
    return count("relocation", households[among(households["household_id"], persons["household_id"])])
