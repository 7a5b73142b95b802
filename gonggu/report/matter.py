"""What the sentences need beyond single figures: functions to say them with, lists, short phrases."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.figures.catalogue import BY_ID
from gonggu.figures.crosschecks.people import JOBS
from gonggu.figures.income import incomes
from gonggu.figures.limits import exceeds_whole
from gonggu.figures.livelihood import compulsory_aid
from gonggu.figures.numbers import number_text, with_unit
from gonggu.figures.relocation import relocated, relocated_persons
from gonggu.figures.selections import BASIC_INSURANCE, among, lines_of
from gonggu.figures.view import View
from gonggu.report.headline import change_of
from gonggu.report.phrases import GAP, Phrases
from gonggu.report.places import names
from gonggu.report.poor_households import safe_exits
from gonggu.report.shortcomings import SERVICES_OF_VILLAGES, shortcomings

Matter = dict[str, object]

IDLE_PROJECT = "project_idle"
JOB_NAMES = ("单位就业", "灵活就业", "自主创业", "扶贫车间", "特设岗位")


def rule(view: View, name: str) -> Fraction:
    """A rule in force as an exact number."""
    return Fraction(view.rules[name])


def sayings(p: Phrases) -> Matter:
    """The functions that every template says its sentences with."""

    def all_of(figure_id: str, counter: str) -> str:
        """全部42户; of one only: 1户."""
        whole = p.figures[figure_id].measure.denominator or Fraction(0)
        return f"{'全部' if whole > 1 else ''}{number_text(whole, '个')}{counter}"

    def every(figure_id: str) -> str:
        """都, where there is more than one."""
        return "都" if (p.figures[figure_id].measure.denominator or 0) > 1 else ""

    def short_of(figure_id: str, unit: str) -> Markup:
        """2/3户（66.67%，尚缺：南坪村）."""
        where = p.where(figure_id, unit, lacking=True)
        lacking = Markup("，尚缺：{}").format(where) if where else ""
        return Markup("{}{}（{}{}）").format(p.parts(figure_id), unit, p.f(figure_id), lacking)

    def found_at(figure_id: str, unit: str) -> Markup:
        where = p.where(figure_id, unit)
        return Markup("（{}）").format(where) if where else Markup("")

    return {
        **{name: getattr(p, name) for name in _SAID_BY_PHRASES},
        "all_of": all_of,
        "every": every,
        "short_of": short_of,
        "found_at": found_at,
        "exceeds": lambda figure_id: exceeds_whole(figure_id, p.value(figure_id)),
        "villages_of": lambda figure_id: names(p.places.villages(p.counted(figure_id))),
        "here": p.places.here,
        "title": p.places.title,
    }


_SAID_BY_PHRASES = (
    *("f", "number", "noun", "value", "has", "some", "zero", "full", "empty", "share", "withheld"),
    *("names_of", "coverage"),
)


def overview(p: Phrases) -> Matter:
    """The poverty headcount's change since the base year, blank where the two read alike; whether exits hold."""
    now, base = p.value("poverty_rate"), p.value("poverty_rate_base")
    change = "" if now is None or base is None else change_of(now, base, "%")
    alike = number_text(now, "%") == number_text(base, "%")
    return {"change_since_base": change, "like_base": alike, "safe_exits": safe_exits(p)}


def of_section(section_id: str, p: Phrases) -> Matter:
    """What a section of 工作开展情况 needs beyond its figures."""
    makers: dict[str, Callable[[Phrases], Matter]] = {
        "mechanism": _mechanism,
        "funds": _funds,
        "livelihood": _livelihood,
        "industry": _industry,
        "problems": _problems,
        "relocation": _relocation,
    }
    return makers[section_id](p) if section_id in makers else {}


def _mechanism(p: Phrases) -> Matter:
    task, done = p.value("reduction_task_persons"), p.value("exits_persons")
    blank = [name for name, target in p.view.params.targets.items() if target.value is None]
    return {
        "shortfall": Fraction(0) if task is None or done is None else task - done,
        "blank_tasks": "、".join(BY_ID[name].label if name in BY_ID else name for name in blank),
    }


def _funds(p: Phrases) -> Matter:
    carried = p.value("funds_carried_over") or Fraction(0)
    beyond = with_unit(-carried, "万元") if carried < 0 else ""
    return {"services": SERVICES_OF_VILLAGES, "paid_beyond": beyond}


def _livelihood(p: Phrases) -> Matter:
    view, task = p.view, p.view.params.task("workshop_new_jobs")
    insured, left = p.has("insured_persons") and view.has("persons"), False
    if insured:
        policies = lines_of(view, BASIC_INSURANCE)["person_id"].dropna()
        left = not among(policies, view.reach("persons")["person_id"]).all()
    aid = compulsory_aid(view) if p.has("edu_compulsory_persontimes") else None
    return {
        "workshop_task": Fraction(task or 0),
        "insured_who_left": left,
        "aids_others": aid is not None and aid["household_id"].isna().any(),
        "schooling_untold": p.has("dropouts") and _untold(view.rows("persons"), "dropped_out"),
    }


def _industry(p: Phrases) -> Matter:
    lowest = p.has("collective_income_min") and names(p.places.villages(p.counted("collective_income_min")))
    untold: list[str] = []
    if p.has("industry_blank_villages"):
        villages = p.view.rows("villages")
        untold = p.places.villages(villages[villages["has_industry"].isna()])
    return {"lowest_villages": lowest or "", "industry_untold": names(untold)}


def _problems(p: Phrases) -> Matter:
    problems = p.view.rows("problems") if p.view.has("problems") else pd.DataFrame()
    untold = len(problems) > 0 and bool((problems["due"].isna() & problems["rectified"].isna()).any())
    return {"problems_here": len(problems) > 0, "due_untold": untold}


def _untold(records: pd.DataFrame, column: str) -> bool:
    """Whether some of the records leave the column blank: then nobody can say that there is none."""
    return bool(records[column].isna().any())


def _relocation(p: Phrases) -> Matter:
    jobs = [
        Markup("{}{}").format(name, p.f(job))
        for job, name in zip(JOBS, JOB_NAMES, strict=True)
        if p.some(job)
    ]
    known = p.view.has("relocation") and p.has("relocation_households")
    sites = relocated(p.view)["site"].dropna().drop_duplicates() if known else ()
    # Whether something of them is not filled in is asked where a public edition withholds how many there are, too.
    counted = p.has("relocation_persons") or p.withheld("relocation_persons")
    persons = relocated_persons(p.view) if counted else None
    return {
        "relocation_jobs": Markup("、").join(jobs) or GAP,
        "sites": names(sites),
        "areas_untold": known and _areas_untold(relocated(p.view), persons),
        "schooling_untold": persons is not None and _untold(persons, "dropped_out"),
        "students_untold": persons is not None and _untold(persons, "schooling"),
    }


def _areas_untold(households: pd.DataFrame, persons: pd.DataFrame | None) -> bool:
    """Whether of some household the floor area a head is not known."""
    inhabited = households["household_id"].isin(() if persons is None else persons["household_id"])
    return bool((households["floor_area"].isna() | ~inhabited).any())


def income(p: Phrases) -> Matter:
    """Whether the income of every registered household is known: only then is nobody below the line."""
    known = p.has("income_per_head") and len(incomes(p.view)) == len(p.view.rows("households"))
    return {"all_incomes_known": known, "safe_exits": safe_exits(p)}


def evidence(p: Phrases, found: pd.DataFrame) -> Matter:
    """二、存在的问题, with the findings that speak of the work rather than of the data."""
    return {"shortcomings": shortcomings(p, _idle_projects(p, found))}


def _idle_projects(p: Phrases, found: pd.DataFrame) -> pd.DataFrame | None:
    """The projects at whose rows the check of idle projects found something."""
    idle = found[found["check"].eq(IDLE_PROJECT)]
    if idle.empty or not p.view.has("projects"):
        return None
    projects = p.view.rows("projects")
    rows = pd.MultiIndex.from_frame(projects[["_file", "_sheet", "_row"]])
    return projects[rows.isin(pd.MultiIndex.from_frame(idle[["file", "sheet", "row"]]))]
