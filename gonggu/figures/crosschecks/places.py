"""Cross-checks of places: every ledger speaks of the same villages, and every record belongs to a known one."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from gonggu.figures.crosschecks.check import Cells, CrossCheck, Figures, Verdict, cells, value
from gonggu.figures.view import View

READS = ("admin_villages",)
PLACE = ["township", "village"]
AREA = ["area_township", "area_village"]
# The ledgers that name every village with a household on the register.
REGISTER = ("households", "persons", "income")


def villages(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Each ledger speaks of the same villages: last year's has them all, the register's ledgers the same ones."""
    count = value(figures, "admin_villages")
    listed = view.rows("villages")
    everywhere = {ledger: _named(view, ledger) for ledger in ("history", *REGISTER) if view.has(ledger)}
    settled = [named for ledger, named in everywhere.items() if ledger in REGISTER]
    for ledger, named in everywhere.items():
        if ledger == "history":
            due = pd.MultiIndex.from_frame(listed[PLACE].dropna())
        else:
            due = settled[0].append(settled[1:]).unique()
        missing = due.difference(named)
        name = view.forms.by_id[ledger].name
        yield CrossCheck(
            "x_villages",
            f"行政村数 = {name}台账中的村数",
            count,
            Fraction(len(named)),
            "个",
            _verdict(count, len(named), len(missing)),
            _said(name, listed, named, missing),
            _rows(listed, missing, name),
            ("villages", ledger),
        )


def _named(view: View, ledger: str) -> pd.MultiIndex:
    """The known villages that a ledger speaks of; of 历年情况 only its latest year counts."""
    frame = view.rows(ledger)
    if ledger == "history":
        frame = frame[frame["year"].eq(frame["year"].max()).fillna(False)]
    named = pd.MultiIndex.from_frame(frame[AREA].drop_duplicates(), names=PLACE)
    return named[named.isin(pd.MultiIndex.from_frame(view.rows("villages")[PLACE]))]


def _verdict(count: Fraction | None, named: int, missing: int) -> Verdict:
    if count is None:
        return "无法核对"
    if missing:
        return "不一致"
    return "一致" if count == named else "提示核对"


def _said(name: str, listed: pd.DataFrame, named: pd.MultiIndex, missing: pd.MultiIndex) -> str:
    if len(missing):
        return f"{name}中没有{'、'.join(village for _, village in missing)}，其他台账中有"
    without = listed[~pd.MultiIndex.from_frame(listed[PLACE]).isin(named)]["village"].dropna()
    return f"各台账中都没有在册户的村：{'、'.join(without)}" if len(without) else ""


def _rows(listed: pd.DataFrame, missing: pd.MultiIndex, name: str) -> tuple[Cells, ...]:
    rows = listed[pd.MultiIndex.from_frame(listed[PLACE]).isin(missing)]
    return cells("villages", "village", rows, f"“{name}”台账中也有的村；请补报这个村的记录")


def areas_sum(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - one signature for all
    """Additive figures add up over the places below the scope: each record lies in one of them, or in none.

    A figure counts records, so the two sides are records of all ledgers; one whose area is no known place would
    be counted in the whole and in no part.
    """
    level = view.scope.level
    if level == "village":
        return
    field = AREA[0] if level == "district" else AREA[1]
    known = frozenset({*view.rows("villages")[PLACE[AREA.index(field)]].dropna(), ""})
    counts = [
        (form, len(rows), int((~rows[field].isin(known)).sum()))
        for form in view.forms.by_id.values()
        if view.has(form.id)
        for rows in [view.rows(form.id)]
    ]
    whole, lost = sum(size for _, size, _ in counts), sum(outside for *_, outside in counts)
    within = "各乡镇之和 + 不属任何乡镇的" if level == "district" else "各村之和 + 不属任何村的"
    strays = "、".join(f"{form.name}{outside}条" for form, _, outside in counts if outside)
    yield CrossCheck(
        "x_areas_sum",
        f"可加指标所数的记录：{'全区' if level == 'district' else '全乡镇'} = {within}",
        Fraction(whole),
        Fraction(whole - lost),
        "条",
        "不一致" if lost else "一致",
        f"所在地不在行政村台账中的：{strays}" if strays else "",
        ledgers=tuple(form.id for form, _, outside in counts if outside),
    )
