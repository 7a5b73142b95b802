"""What the chapters' templates are filled with beyond single figures: lists, tables of ready texts, short phrases."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.checks.catalogue import CHECKS, SEVERITIES
from gonggu.figures.card import Card, Figure
from gonggu.figures.catalogue import BY_ID, CARDS
from gonggu.figures.crosschecks import JOBS, CrossCheck, crosschecks
from gonggu.figures.measure import exact
from gonggu.figures.published import compare_published
from gonggu.figures.relocation import relocated
from gonggu.figures.selections import unexited_households
from gonggu.figures.view import View
from gonggu.manifest import InputFile
from gonggu.params import NextTarget
from gonggu.report.numbers import number_text, signed, with_unit
from gonggu.report.phrases import GAP, Phrases, plain_count
from gonggu.report.places import names
from gonggu.report.shortcomings import SERVICES_OF_VILLAGES, shortcomings
from gonggu.report.tables.places import comparison_table

Matter = dict[str, object]

HEADLINE = (
    *("registered_persons", "unexited_persons", "poverty_rate", "exits_persons", "income_per_head"),
    *("funds_total", "projects_planned", "funds_payment_rate", "medical_coverage"),
)
IDLE_PROJECT = "project_idle"
CARDS_SHOWN = 8
JOB_NAMES = ("单位就业", "灵活就业", "自主创业", "扶贫车间", "特设岗位")
COMPARED: dict[str, tuple[str, ...]] = {
    "在册与脱贫": (
        *("admin_villages", "registered_households", "registered_persons", "unexited_persons"),
        *("poverty_rate", "exits_persons"),
    ),
    "收入": (
        *("income_per_head", "income_median", "persons_below_line", "persons_near_line"),
        *("collective_income_mean", "collective_income_min"),
    ),
    "项目与保障": (
        *("projects_total", "projects_planned", "funds_paid", "projects_completion_rate"),
        *("projects_overdue", "medical_coverage", "edu_aid_coverage"),
    ),
    "帮扶工作": (
        *("stationed_cadres", "attendance_compliance", "visits_households", "households_unvisited"),
        *("problems_found", "problems_overdue", "relocation_households", "relocation_employment_rate"),
    ),
}
TRIVIAL_FOR_ONE_VILLAGE = ("admin_villages", "collective_income_min")
SHA_SHOWN = 12
COMPARATORS = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "等于"}


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
    *("f", "number", "parts", "noun", "value", "has", "some", "zero", "full", "share"),
    *("names_of", "coverage"),
)


def overview(p: Phrases) -> Matter:
    """Headline figures, and the poverty headcount's change since the base year."""
    headline = [p.figures[one] for one in HEADLINE if one in p.figures][:CARDS_SHOWN]
    now, base = p.value("poverty_rate"), p.value("poverty_rate_base")
    change = ""
    if now is not None and base is not None and now != base:
        word = "下降" if now < base else "上升"
        change = f"，{word}{number_text(abs(now - base), '%')}个百分点"
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
    return {"relocation_jobs": Markup("、").join(jobs), "sites": names(sites)}


def evidence(p: Phrases, found: pd.DataFrame) -> Matter:
    """二、存在的问题, with the findings that speak of the work rather than of the data."""
    return {"shortcomings": shortcomings(p, int(found["check"].eq(IDLE_PROJECT).sum()))}


def plan(p: Phrases) -> Matter:
    """Causes of those still in poverty, and next year's targets with the distance to each."""
    causes: Markup | str = ""
    if p.some("unexited_households"):
        sizes = unexited_households(p.view)["main_cause"].value_counts()
        ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        causes = "、".join(f"{cause}{size}户" for cause, size in ordered)
    targets = [target for target in p.view.params.next_targets if _speaks_here(p, target)]
    return {"causes": causes, "targets": [_target_row(p, target) for target in targets]}


def _speaks_here(p: Phrases, target: NextTarget) -> bool:
    """The targets are the district's: below it only shares and means compare."""
    if p.view.scope.level == "district":
        return True
    return bool(target.figure) and target.figure in p.figures and not BY_ID[target.figure].additive


def _target_row(p: Phrases, target: NextTarget) -> tuple[object, ...]:
    if not target.figure or target.value is None:
        return target.wording, "—", "—", "台账中没有可以核算的数据"
    unit = BY_ID[target.figure].unit.partition("/")[0]
    goal = Fraction(target.value)
    demand = f"{COMPARATORS[target.comparator]}{with_unit(goal, unit)}"
    value = p.value(target.figure)
    if value is None:
        return target.wording, demand, "无数据", "无法核算"
    return target.wording, demand, p.f(target.figure), distance(value, target.comparator, goal, unit)


def distance(value: Fraction, comparator: str, goal: Fraction, unit: str) -> str:
    """How far a value is from its goal."""
    gap = goal - value
    reached = {
        ">=": gap <= 0,
        ">": gap < 0,
        "<=": gap >= 0,
        "<": gap > 0,
        "=": gap == 0,
    }[comparator]
    if reached:
        return "本年已在目标水平"
    if gap == 0:
        return "持平，还须" + ("提高" if comparator == ">" else "降低")
    size = f"{number_text(abs(gap), '%')}个百分点" if unit == "%" else with_unit(abs(gap), unit)
    return f"还差{size}" if gap > 0 else f"还须降{size}"


def townships(p: Phrases) -> Matter:
    """Figures of the scope's parts side by side, in a few tables that fit a page."""
    of_villages = p.view.scope.level == "township"
    left_out = TRIVIAL_FOR_ONE_VILLAGE if of_villages else ()
    groups = {
        title: [BY_ID[one] for one in ids if p.has(one) and one not in left_out]
        for title, ids in COMPARED.items()
    }
    cards = [card for group in groups.values() for card in group]
    table = comparison_table(p.view, cards, p.figures)
    shown = [_comparison(table, cards, title, group) for title, group in groups.items() if group]
    return {"comparison_title": "各村对比" if of_villages else "乡镇对比", "comparisons": shown}


def _comparison(table: pd.DataFrame, cards: list[Card], title: str, group: list[Card]) -> Matter:
    """One group's columns of the whole comparison, as texts; the first column is the place."""
    places = [1 + cards.index(card) for card in group]
    rows = [
        (row[0], *(_cell(row[place], card.unit) for place, card in zip(places, group, strict=True)))
        for row in table.itertuples(index=False, name=None)
    ]
    columns = [table.columns[place] for place in (0, *places)]
    return {"title": title, "columns": columns, "rows": rows, "numeric": range(1, len(columns))}


def _cell(value: object, unit: str) -> str:
    return "—" if value is None or pd.isna(value) else number_text(exact(value), unit)


def checks(p: Phrases) -> Matter:
    """勾稽核对: every cross-check with both sides."""
    found = crosschecks(p.view, p.figures)
    wrong = sum(one.verdict == "不一致" for one in found)
    said = f"核对{len(found)}项，" + (f"不一致{wrong}项" if wrong else "没有不一致的")
    noted = sum(one.verdict == "提示核对" for one in found)
    return {
        "checks": [_check_row(one) for one in found],
        "checks_said": said + (f"，提示核对{noted}项" if noted else ""),
    }


def _check_row(one: CrossCheck) -> tuple[str, ...]:
    difference = "—" if one.difference is None else signed(one.difference, one.unit)
    sides = (with_unit(side, one.unit) for side in (one.left, one.right))
    return one.statement, *sides, difference, one.verdict, one.explanation


def published(p: Phrases) -> Matter:
    """与已公布数对照: every printed number on a figure."""
    table = compare_published(p.view.all_params.published, p.figures)
    agreeing, differing = int(table["agrees"].eq(True).sum()), int(table["agrees"].eq(False).sum())
    open_still = len(table) - agreeing - differing
    said = f"已公布的{len(table)}个数中，一致{agreeing}个，不一致{differing}个"
    rows = [_claim_row(row, p) for row in table.to_dict("records")]
    return {"published": rows, "published_said": said + (f"，无数据{open_still}个" if open_still else "")}


def _claim_row(row: dict[str, object], p: Phrases) -> tuple[object, ...]:
    verdict = {True: "一致", False: "不一致", None: "无数据"}[row["agrees"]]  # type: ignore[index]
    at_least = "不少于" if row["match"] == "ge" else ""
    printed = f"{at_least}{row['printed']}{row['unit']}"
    number = p.f(str(row["figure"]))
    note = "（由措辞推出）" if row["implied"] else ""
    computed = "无数据" if GAP in number else number
    return f"{row['label']}{note}", printed, computed, verdict, row["section"]


def findings(found: pd.DataFrame, missing: tuple[str, ...]) -> Matter:
    """Findings by ledger and check, and what to say of them; no value of any record."""
    counts = {severity: int(found["severity"].eq(severity).sum()) for severity in SEVERITIES}
    open_still = counts["error"] + counts["warning"]
    said = f"台账中还有{_counted(counts)}没有处理" if open_still else ""
    quality = f"程序检查发现{_counted(counts)}" if open_still else "程序检查没有发现错误和需要核对的地方"
    return {
        "errors": counts["error"],
        "findings_said": said,
        "quality_said": quality,
        "findings_by_check": _findings_rows(found),
        "missing": missing,
    }


def _counted(counts: Mapping[str, int]) -> str:
    parts = [f"{SEVERITIES[one]}{counts[one]:,}处" for one in ("error", "warning") if counts[one]]  # type: ignore[index]
    return "、".join(parts)


def _findings_rows(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Ledger, what is wrong, how grave, how often: errors first, then the most frequent."""
    shown = found[found["severity"].isin(("error", "warning"))]
    ledger = shown["ledger"].fillna("").replace("", "（未归入台账的文件）")
    sizes = shown.assign(ledger=ledger).groupby(["severity", "ledger", "check"]).size()
    ordered = sorted(sizes.items(), key=lambda item: (item[0][0], -item[1], item[0][1:]))
    return [
        (ledger_name, says(check), SEVERITIES[severity], plain_count(int(size)))
        for (severity, ledger_name, check), size in ordered
    ]


def figure_sections(p: Phrases) -> Matter:
    """指标附表: all figures, by section."""
    sections: dict[str, list[Figure]] = {}
    for card in CARDS:
        if card.id in p.figures:
            sections.setdefault(card.section, []).append(p.figures[card.id])
    return {"figure_sections": [{"title": title, "figures": held} for title, held in sections.items()]}


def run(view: View, inputs: Iterable[InputFile], versions: Mapping[str, str]) -> Matter:
    """本次运行: the files that went in, and what ran; the same for the same inputs."""
    names_of = {form.id: form.name for form in view.forms.by_id.values()}
    rows = [
        (
            one.file,
            plain_count(one.size),
            one.sha256[:SHA_SHOWN],
            "、".join(f"{names_of.get(ledger, ledger)}{count:,}条" for ledger, count in one.ledgers.items())
            or "未采用",
        )
        for one in inputs
    ]
    return {"inputs": rows, "versions": list(versions.items())}


def says(check: str) -> str:
    """What a check says, in Chinese."""
    return CHECKS[check].says if check in CHECKS else check


def _bracketed(head: str, where: str) -> Markup:
    return Markup("（{}{}）").format(head, where) if where else Markup("")


CHAPTERS: dict[str, Callable[[Phrases], Matter]] = {
    "overview": overview,
    "plan": plan,
    "townships": townships,
    "crosschecks": checks,
    "published": published,
    "figures": figure_sections,
}
