"""Chapters that set one thing beside another: targets, places, both sides of a check, what was printed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import get_args

import pandas as pd
from markupsafe import Markup

from gonggu.figures.card import Card
from gonggu.figures.catalogue import BY_ID, card_of
from gonggu.figures.contradictions import Comparison, contradictions
from gonggu.figures.crosschecks.catalogue import crosschecks, left_open
from gonggu.figures.crosschecks.check import HOLDS, CrossCheck, Verdict
from gonggu.figures.crosschecks.last_year import NEEDED, STOCK, LastYear, held_against
from gonggu.figures.measure import exact
from gonggu.figures.numbers import NO_DATA, WITHHELD, number_text, signed, with_unit
from gonggu.figures.published import compare_published
from gonggu.figures.selections import unexited_households
from gonggu.figures.targets import demanded, is_reached, is_yearly_task, speaks_of
from gonggu.manifest import PlaceBefore
from gonggu.paragraphs import quoted
from gonggu.params import NextTarget
from gonggu.report.phrases import GAP, Phrases
from gonggu.report.tables.places import REST_ROWS, comparison_table
from gonggu.report.tables.register import UNKNOWN_CAUSE

Matter = dict[str, object]

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
REACHED, NOT_IN_LEDGERS, NO_VALUE = "本年已在目标水平", "台账中没有可以核算的数据", "无法核算"
NEXT_YEAR = "下一年的任务，不与本年相比"
OPEN, NOT_SET = "待定", "目标值还没有填写"
# What every distance begins with that is not yet covered.
AHEAD = ("还", "持平")


def plan(p: Phrases) -> Matter:
    """Causes of those still in poverty, and next year's targets with the distance to each."""
    causes: Markup | str = ""
    if p.some("unexited_households"):
        sizes = unexited_households(p.view)["main_cause"].fillna(UNKNOWN_CAUSE).value_counts()
        ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
        causes = "、".join(f"{cause}{size}户" for cause, size in ordered)
    targets = p.view.params.next_targets
    rows = [_target_row(p, one) for one in targets if speaks_of(one, p.view.scope, p.figures)]
    return {
        "causes": causes,
        "targets": rows,
        "targets_said": _targets_said([str(row[-1]) for row in rows]),
        "has_targets": bool(targets),
    }


def _targets_said(distances: list[str]) -> str:
    """How many targets there are, and how many of them are met, ahead, only of the next year, or cannot be told."""
    met, unset, tasks = (distances.count(one) for one in (REACHED, NOT_SET, NEXT_YEAR))
    ahead = sum(one.startswith(AHEAD) for one in distances)
    kinds = (
        ("已在目标水平的", met),
        ("还有差距的", ahead),
        ("下一年才能完成的", tasks),
        ("还没有定的", unset),
        ("无法核算的", len(distances) - met - ahead - unset - tasks),
    )
    return f"共{len(distances)}项：" + "，".join(f"{kind}{size}项" for kind, size in kinds if size) + "。"


def _target_row(p: Phrases, target: NextTarget) -> tuple[object, ...]:
    if not target.figure:
        return target.wording, "—", "—", NOT_IN_LEDGERS
    unit = card_of(target.figure).unit.partition("/")[0]
    goal = None if target.value is None else Fraction(target.value)
    demand = demanded(target) or OPEN
    if is_yearly_task(target):
        return target.wording, demand, "—", NOT_SET if goal is None else NEXT_YEAR
    value = p.value(target.figure)
    if value is None:
        said = (WITHHELD, "—") if p.withheld(target.figure) else (NO_DATA, NO_VALUE)
        return target.wording, demand, *said
    apart = NOT_SET if goal is None else distance(value, target.comparator, goal, unit)
    return target.wording, demand, p.f(target.figure), apart


def distance(value: Fraction, comparator: str, goal: Fraction, unit: str) -> str:
    """How far a value is from its goal."""
    gap = goal - value
    if is_reached(value, comparator, goal):
        return REACHED
    if gap == 0:
        return "持平，还须" + ("提高" if comparator == ">" else "降低")
    if number_text(abs(gap), unit) == "0":
        return "还差一点，小于显示的位数" if gap > 0 else "还高一点，小于显示的位数"
    size = f"{number_text(abs(gap), '%')}个百分点" if unit == "%" else with_unit(abs(gap), unit)
    if gap > 0:
        return f"还差{size}"
    return f"还须降低{size}" if unit == "%" else f"还须减少{size}"


def townships(p: Phrases) -> Matter:
    """Figures of the scope's parts side by side, in a few tables that fit a page."""
    of_villages = p.view.scope.level == "township"
    left_out = TRIVIAL_FOR_ONE_VILLAGE if of_villages else ()
    ids = [one for group in COMPARED.values() for one in group if one not in left_out]
    cards = [BY_ID[one] for one in ids if p.has(one) or p.withheld(one)]
    table = comparison_table(p.view, cards, p.figures, p.withheld_elsewhere)
    # A column in which no place tells anything is left out.
    told = [
        card
        for place, card in enumerate(cards, start=1)
        if not table.iloc[:, place].dropna().eq(WITHHELD).all()
    ]
    groups = {title: [card for card in told if card.id in ids] for title, ids in COMPARED.items()}
    shown = [_comparison(table, cards, title, group) for title, group in groups.items() if group]
    return {"comparison_title": "各村对比" if of_villages else "乡镇对比", "comparisons": shown}


def _comparison(table: pd.DataFrame, cards: list[Card], title: str, group: list[Card]) -> Matter:
    """One group's columns of the whole comparison, as texts; the first column is the place."""
    places = [1 + cards.index(card) for card in group]
    rows = [
        (row[0], *(_cell(row[place], card.unit) for place, card in zip(places, group, strict=True)))
        for row in table.itertuples(index=False, name=None)
    ]
    # What belongs to no place is told only where there is any of it.
    rows = [row for row in rows if row[0] not in REST_ROWS.values() or not {*row[1:]} <= {"0", "—"}]
    columns = [table.columns[place] for place in (0, *places)]
    return {"title": title, "columns": columns, "rows": rows, "numeric": range(1, len(columns))}


def _cell(value: object, unit: str) -> str:
    if value == WITHHELD:
        return WITHHELD
    return "—" if value is None or pd.isna(value) else number_text(exact(value), unit)


def checks(
    p: Phrases,
    before: PlaceBefore | None,
    findings: pd.DataFrame,
    unread: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Matter:
    """勾稽核对: every cross-check with both sides, and how many came to which verdict.

    `before` is what last year's own ledgers say of the place, where they stand beside; `unread` are the files that were
    not read, by ledger id.
    """
    found = crosschecks(p.view, p.figures, quoted(p.view.all_params, p.view.scope))
    if before:
        can = all(p.view.has(ledger) for ledger in NEEDED)
        breaks = int(findings["check"].eq(STOCK).sum()) if can else None
        last = _last_year(before, p.view.year - 1, breaks)
        found = [held_against(one, last) for one in found]
    found = left_open(found, unread)
    return {
        "checks": [_check_row(one) for one in found],
        "checks_said": f"共{len(found)}项：" + "，".join(_verdicts_said([one.verdict for one in found])),
    }


def _last_year(before: PlaceBefore, year: int, breaks: int | None) -> LastYear:
    values = {figure: Fraction(one.value) for figure, one in before.values.items()}
    wholes = {figure: Fraction(one.whole) for figure, one in before.values.items() if one.whole}
    return LastYear(year, values, wholes, breaks)


def _verdicts_said(verdicts: list[str]) -> Iterator[str]:
    for verdict in get_args(Verdict):
        if verdicts.count(verdict):
            yield f"{verdict}{verdicts.count(verdict)}项"
        elif verdict == "不一致" and not HOLDS.isdisjoint(verdicts):
            yield "没有不一致的"


def _check_row(one: CrossCheck) -> tuple[str, ...]:
    difference = "—" if one.difference is None else signed(one.difference, one.unit)
    sides = (with_unit(side, one.unit) for side in (one.left, one.right))
    return one.statement, *sides, difference, one.verdict, one.explanation


def published(p: Phrases) -> Matter:
    """与已公布数对照: every printed number on a figure."""
    params = p.view.all_params
    table = compare_published(params.published, p.figures)
    agreeing, differing = int(table["agrees"].eq(True).sum()), int(table["agrees"].eq(False).sum())
    open_still = len(table) - agreeing - differing
    reached = int((table["agrees"].eq(True) & table["match"].eq("ge")).sum())
    said = (
        f"已公布的{len(table)}个数中，一致{agreeing}个{f'（含达到下限的{reached}个）' if reached else ''}，"
    )
    said += f"不一致{differing}个" if differing else "没有不一致的"
    rows = [_claim_row(row, p) for row in table.to_dict("records")]
    return {
        "published": rows,
        "published_said": said + (f"，无数据{open_still}个" if open_still else ""),
        "contradictions": [_contradiction_row(one) for one in contradictions(params.published, params.rules)],
    }


def _contradiction_row(one: Comparison) -> tuple[object, ...]:
    sides = (with_unit(side, one.unit) for side in (one.left, one.right))
    return one.statement, *sides, one.verdict, one.explanation


def _claim_row(row: dict[str, object], p: Phrases) -> tuple[object, ...]:
    verdict = {True: "一致", False: "不一致", None: NO_DATA}[row["agrees"]]  # type: ignore[index]
    if row["match"] == "ge" and row["agrees"]:
        verdict = "达到"
    at_least = "不少于" if row["match"] == "ge" else ""
    printed = f"{at_least}{Decimal(str(row['printed'])):,}{str(row['unit']).partition('/')[0]}"
    number = p.f(str(row["figure"]))
    note = "（由措辞推出）" if row["implied"] else ""
    computed = NO_DATA if GAP in number else number
    return f"{row['label']}{note}", printed, computed, verdict, str(row["section"]).removeprefix("0 ")
