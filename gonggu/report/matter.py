"""What the sentences need beyond single figures: functions to say them with, lists, short phrases."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.figures.crosschecks.people import JOBS
from gonggu.figures.numbers import half_up, number_text
from gonggu.figures.relocation import relocated
from gonggu.figures.view import View
from gonggu.report.phrases import GAP, Phrases
from gonggu.report.places import names
from gonggu.report.shortcomings import SERVICES_OF_VILLAGES, shortcomings

Matter = dict[str, object]

HEADLINE = (
    *("registered_persons", "unexited_persons", "poverty_rate", "exits_persons", "income_per_head"),
    *("funds_total", "projects_planned", "funds_payment_rate", "medical_coverage"),
)
IDLE_PROJECT = "project_idle"
RATE_DECIMALS = 2
CARDS_SHOWN = 8
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

    def missing_at(figure_id: str, unit: str) -> Markup:
        return _bracketed("尚缺：", p.where(figure_id, unit, lacking=True))

    def found_at(figure_id: str, unit: str) -> Markup:
        return _bracketed("", p.where(figure_id, unit))

    return {
        **{name: getattr(p, name) for name in _SAID_BY_PHRASES},
        "all_of": all_of,
        "every": every,
        "missing_at": missing_at,
        "found_at": found_at,
        "villages_of": lambda figure_id: names(p.places.villages(p.counted(figure_id))),
        "here": p.places.here,
        "title": p.places.title,
    }


_SAID_BY_PHRASES = (
    *("f", "number", "parts", "noun", "value", "has", "some", "zero", "full", "share", "withheld"),
    *("names_of", "coverage"),
)


def overview(p: Phrases) -> Matter:
    """Headline figures, and the poverty headcount's change since the base year."""
    known = (p.figures[one] for one in HEADLINE if one in p.figures)
    headline = [figure for figure in known if not figure.withheld][:CARDS_SHOWN]
    now, base = p.value("poverty_rate"), p.value("poverty_rate_base")
    change = ""
    if now is not None and base is not None and now != base:
        word = "下降" if now < base else "上升"
        # The difference of the two numbers as printed: a reader who subtracts finds the same.
        shown = abs(half_up(now, RATE_DECIMALS) - half_up(base, RATE_DECIMALS))
        change = f"，{word}{number_text(shown, '%')}个百分点"
    return {"headline": headline, "change_since_base": change}


def of_section(section_id: str, p: Phrases) -> Matter:
    """What a section of 工作开展情况 needs beyond its figures."""
    makers: dict[str, Callable[[Phrases], Matter]] = {
        "mechanism": _mechanism,
        "funds": lambda _: {"services": SERVICES_OF_VILLAGES},
        "livelihood": _livelihood,
        "industry": _industry,
        "problems": _problems,
        "relocation": _relocation,
    }
    return makers[section_id](p) if section_id in makers else {}


def _mechanism(p: Phrases) -> Matter:
    task, done = p.value("reduction_task_persons"), p.value("exits_persons")
    return {"shortfall": Fraction(0) if task is None or done is None else task - done}


def _livelihood(p: Phrases) -> Matter:
    task = p.view.params.targets.get("workshop_new_jobs")
    return {"workshop_task": Fraction(task.value) if task else Fraction(0)}


def _industry(p: Phrases) -> Matter:
    lowest = p.has("collective_income_min") and names(p.places.villages(p.counted("collective_income_min")))
    return {"lowest_villages": lowest or ""}


def _problems(p: Phrases) -> Matter:
    return {"problems_here": p.view.has("problems") and len(p.view.rows("problems")) > 0}


def _relocation(p: Phrases) -> Matter:
    jobs = [
        Markup("{}{}").format(name, p.f(job))
        for job, name in zip(JOBS, JOB_NAMES, strict=True)
        if p.some(job)
    ]
    known = p.view.has("relocation") and p.has("relocation_households")
    sites = relocated(p.view)["site"].dropna().drop_duplicates() if known else ()
    return {"relocation_jobs": Markup("、").join(jobs) or GAP, "sites": names(sites)}


def evidence(p: Phrases, found: pd.DataFrame) -> Matter:
    """二、存在的问题, with the findings that speak of the work rather than of the data."""
    return {"shortcomings": shortcomings(p, int(found["check"].eq(IDLE_PROJECT).sum()))}


def _bracketed(head: str, where: str) -> Markup:
    return Markup("（{}{}）").format(head, where) if where else Markup("")
