"""The chart of last year's plan: this year's figures against their targets."""

import pandas as pd

from gonggu.figures.card import Figure, number
from gonggu.figures.numbers import with_unit
from gonggu.figures.targets import Held, asks_for_none, hold
from gonggu.figures.view import View
from gonggu.report.charts.bullets import Bullet, bullet_chart
from gonggu.report.charts.chart import Chart
from gonggu.report.charts.words import sources

_ASKED = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}


def last_plan(view: View, figures: dict[str, Figure]) -> Chart | None:
    """Those targets of last year's plan of which it can be told whether they are reached."""
    held = [one for one in hold(view.all_params.plan, figures, view.scope) if one.reached is not None]
    if not held:
        return None
    missed = [one.target.wording for one in held if not one.reached]
    message = f"上年计划可以核算的{len(held)}项达到{len(held) - len(missed)}项"
    message += f"，没有达到：{'、'.join(missed)}" if missed else ""
    listed = "；".join(f"{one.target.wording}：{_said(one)}" for one in held)
    taken = {ledger for one in held if one.figure for ledger in one.figure.ledgers}
    ledgers = [form.id for form in view.forms.by_id.values() if form.name in taken]
    return Chart(
        "last-plan",
        message,
        f"子弹图：{listed}。",
        sources(view, ledgers, f"{len(held)}项", "竖线为计划，各条比例不同"),
        bullet_chart([_bullet(one) for one in held]),
        # As objects, whole numbers stay whole beside fractions.
        pd.DataFrame([_row(one) for one in held], dtype=object),
    )


def _said(held: Held) -> str:
    value = with_unit(held.value, held.unit)
    if asks_for_none(held.target):
        assert held.figure is not None
        label = "" if held.figure.card.label == held.target.wording else held.figure.card.label
        return f"{label}{value}，计划为{with_unit(held.goal, held.unit)}"
    return f"{value}，计划{_ASKED[held.target.comparator]}{with_unit(held.goal, held.unit)}"


def _bullet(held: Held) -> Bullet:
    assert held.value is not None
    assert held.goal is not None
    return Bullet(
        held.target.wording,
        _said(held),
        float(held.value),
        float(held.goal),
        held.target.comparator,
        bool(held.reached),
    )


def _row(held: Held) -> dict[str, object]:
    return {
        "目标": held.target.wording,
        "单位": held.unit,
        "计划": f"{_ASKED[held.target.comparator]}{with_unit(held.goal, held.unit)}",
        "实际": number(held.value),
        "结果": "达到" if held.reached else "没有达到",
    }
