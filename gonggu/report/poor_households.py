"""Who is poor, and what 两不愁三保障 lacks: items of 二、存在的问题 in which a household is one problem.

A household that fell back, has not left poverty and is below the line is told once, where it has not left poverty.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.figures.income import incomes
from gonggu.figures.numbers import number_text, with_unit
from gonggu.figures.selections import (
    denied,
    households_exited_in_year,
    members,
    unexited_households,
)
from gonggu.figures.view import LedgerAbsent, View
from gonggu.report.phrases import Phrases, plain_count
from gonggu.report.places import names
from gonggu.report.shortcoming import LIVING, RISK, Shortcoming, part_of, spread

# 吃穿, 饮水, 住房 of every registered household; 教育 and 医疗 are figures of their own.
GAPS: tuple[tuple[str, str, Callable[[pd.DataFrame], pd.Series]], ...] = (
    ("吃穿有愁", "吃穿还没有保障", lambda frame: denied(frame["food_clothing_ok"])),
    ("饮水不安全", "饮水还不安全", lambda frame: denied(frame["water_ok"])),
    ("住房不安全", "住房还不安全", lambda frame: frame["housing"].notna() & frame["housing"].ne("安全")),
)


def poor_households(p: Phrases) -> Iterator[Shortcoming]:
    """Who has not left poverty, who is below the line beside them, who is near it, and what households lack."""
    yield from _unexited(p)
    yield from _below(p)
    yield from _near(p)
    yield from _gaps(p)


def safe_exits(p: Phrases) -> bool:
    """Whether no household that has left poverty is below the line: whoever is below is among the unexited.

    Only where the status of every household and the income of those are known; a public edition does not say it.
    """
    if not p.counts_records or not p.has("persons_below_line"):
        return False
    status = p.view.rows("households")["exit_status"]
    exited = status.index[status.eq("已脱贫").fillna(False)]
    known = exited.isin(incomes(p.view).index).all() and status.notna().all()
    return len(exited) > 0 and bool(known) and _below_beside(p).empty


def _unexited(p: Phrases) -> Iterator[Shortcoming]:
    """Who is still in poverty, those who fell back among them; only the latter where the former is not known."""
    if p.some("unexited_households"):
        text = Markup("年末还有{}、{}未脱贫").format(p.f("unexited_households"), p.f("unexited_persons"))
        text += _returned(p) + spread(p, "unexited_households", "户") + _unexited_below(p)
        yield Shortcoming(LIVING, _of_register(p, "unexited_persons"), "尚未脱贫", text)
    elif p.some("returned_persons"):
        text = Markup("年末在册的返贫人口有{}").format(p.f("returned_persons"))
        text += spread(p, "returned_persons", "人")
        yield Shortcoming(LIVING, _of_register(p, "returned_persons"), "返贫", text)


def _returned(p: Phrases) -> Markup:
    if not p.some("returned_persons"):
        return Markup("")
    if p.value("returned_persons") == p.value("unexited_persons"):
        return Markup("（{}）").format(p.noun("returned_persons", "都是返贫"))
    return Markup("（含返贫{}）").format(p.f("returned_persons"))


def _unexited_below(p: Phrases) -> Markup:
    """Whether those below the line are the unexited themselves, or how many of them."""
    if not p.counts_records or not p.some("persons_below_line"):
        return Markup("")
    below_line, poor = p.counted("persons_below_line"), p.counted("unexited_persons")
    both = below_line.index.intersection(poor.index)
    if both.empty:
        return Markup("")
    if len(both) == len(poor):
        said = Markup("；{}低于脱贫线{}").format(
            p.noun("persons_below_line", "家庭人均纯收入都"), _line(p.view)
        )
    else:
        size = p.noun("persons_below_line", f"{plain_count(len(both))}人")
        said = Markup("；其中{}的家庭人均纯收入低于脱贫线{}").format(size, _line(p.view))
    return said + ("，已脱贫户中没有低于脱贫线的" if safe_exits(p) else "")


def _below(p: Phrases) -> Iterator[Shortcoming]:
    """Who is below the line; where the records may be counted, those that are told as unexited are left out."""
    if not p.some("persons_below_line"):
        return
    said = Markup("{}的家庭人均纯收入低于脱贫线{}")
    if not p.some("unexited_households"):
        text = said.format(p.f("persons_below_line"), _line(p.view)) + spread(p, "persons_below_line", "人")
        yield Shortcoming(LIVING, _of_register(p, "persons_below_line"), "收入低于脱贫线", text)
    elif not p.counts_records:
        text = said.format(p.f("persons_below_line"), _line(p.view)) + "，可能与未脱贫人口重复"
        yield Shortcoming(LIVING, _of_register(p, "persons_below_line"), "收入低于脱贫线", text)
    elif len(beside := _below_beside(p)):
        size = p.noun("persons_below_line", f"{plain_count(len(beside))}人")
        text = Markup("不在未脱贫之列的还有") + said.format(size, _line(p.view)) + _at(p, beside, "人")
        exited = beside["household_id"].isin(households_exited_in_year(p.view)["household_id"])
        text += f"（其中当年脱贫{plain_count(int(exited.sum()))}人）" if exited.any() else ""
        share = part_of(p, Fraction(len(beside)), "registered_persons")
        yield Shortcoming(LIVING, share, "脱贫户收入低于脱贫线", text)


def _below_beside(p: Phrases) -> pd.DataFrame:
    """Persons below the line whose household is not among the unexited."""
    persons, poor = p.counted("persons_below_line"), unexited_households(p.view)
    return persons[~persons["household_id"].isin(poor["household_id"])]


def _near(p: Phrases) -> Iterator[Shortcoming]:
    if not p.some("persons_near_line"):
        return
    ratio = number_text(Fraction(p.view.rules["monitoring_line_ratio"]), "倍")
    text = Markup("{}的家庭人均纯收入不低于脱贫线、但不足其{}倍").format(p.f("persons_near_line"), ratio)
    text += spread(p, "persons_near_line", "人")
    if p.counts_records and p.some("unexited_households"):
        near, poor = p.counted("persons_near_line"), unexited_households(p.view)
        told = int(near["household_id"].isin(poor["household_id"]).sum())
        text += f"（其中{plain_count(told)}人已列在未脱贫中）" if told else ""
    yield Shortcoming(RISK, _of_register(p, "persons_near_line"), "收入刚过脱贫线", text)


def _gaps(p: Phrases) -> Iterator[Shortcoming]:
    """What 吃穿, 饮水 and 住房 lack in any household on the register; no figure counts them, so no public edition does."""
    if not p.counts_records or not p.has("registered_households"):
        return
    households = p.view.rows("households")
    for head, said, lacks in GAPS:
        found = households[lacks(households)]
        if len(found):
            text = Markup("在册户中{}的有{}户").format(said, plain_count(len(found)))
            text += _persons(p.view, found) + _at(p, found, "户") + _told_elsewhere(p, found)
            yield Shortcoming(LIVING, part_of(p, Fraction(len(found)), "registered_households"), head, text)


def _persons(view: View, households: pd.DataFrame) -> str:
    try:
        return f"、{plain_count(len(members(view, households)))}人"
    except LedgerAbsent:
        return ""


def _told_elsewhere(p: Phrases, found: pd.DataFrame) -> str:
    """How many of the households are told as unexited, or among those that left poverty in the year."""
    groups = (("未脱贫", unexited_households(p.view)), ("当年脱贫", households_exited_in_year(p.view)))
    sizes = [(name, int(found.index.isin(group.index).sum())) for name, group in groups]
    said = "、".join(f"{name}{plain_count(size)}户" for name, size in sizes if size)
    return f"（其中{said}）" if said else ""


def _at(p: Phrases, records: pd.DataFrame, unit: str) -> str:
    """Where the records are; blank in a village's edition."""
    if p.view.scope.level == "village":
        return ""
    return f"，分布在{names(p.places.counted(records, unit), '处')}"


def _line(view: View) -> str:
    return with_unit(Fraction(view.rules["exit_line"]), "元")


def _of_register(p: Phrases, figure_id: str) -> Fraction:
    return part_of(p, p.value(figure_id), "registered_persons")
