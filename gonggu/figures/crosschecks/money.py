"""Cross-checks of money: kinds of funds, and payments against their standards."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from gonggu.figures.crosschecks.check import (
    Cells,
    CrossCheck,
    Figures,
    added,
    at_most,
    cells,
    equal,
    value,
)
from gonggu.figures.livelihood import REIMBURSEMENTS, compulsory_aid, rangers, yulu
from gonggu.figures.measure import FEN_PER_WAN_YUAN, FEN_PER_YUAN, exact_sum
from gonggu.figures.selections import among, by_year_end, in_year
from gonggu.figures.view import View
from gonggu.rule_names import rule_name

READS = (
    *("funds_total", "funds_integrated", "funds_special", "forest_rangers", "forest_ranger_wage"),
    *("yulu_persontimes", "yulu_amount", "edu_compulsory_persontimes", "edu_compulsory_amount"),
)
YUAN_PER_WAN = 10_000
# The standards that payments are checked against, by the figure that adds them up; a year may lack one.
STANDARDS = {
    "forest_ranger_wage": ("forest_ranger_wage",),
    "yulu_amount": ("yulu_per_term",),
    "edu_compulsory_amount": ("compulsory_aid_min", "compulsory_aid_max"),
}


def funds_sum(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """All funds are of the two kinds."""
    if "funds_total" not in figures:
        return
    total = value(figures, "funds_total")
    kinds = added(value(figures, kind) for kind in ("funds_integrated", "funds_special"))
    of_no_kind: tuple[Cells, ...] = ()
    if total != kinds:
        documents = view.rows("allocations")
        expected = "统筹整合财政涉农资金或财政专项扶贫资金；现在这笔资金计入总规模而不计入任何一类"
        of_no_kind = cells("allocations", "fund_type", documents[documents["fund_type"].isna()], expected)
    yield CrossCheck(
        "x_funds_sum",
        "扶贫资金总规模 = 统筹整合 + 专项",
        total,
        kinds,
        "万元",
        equal(total, kinds),
        cells=of_no_kind,
        ledgers=("allocations",),
    )


def paid_allotted(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """What was paid by year-end for projects of the ledger's documents is no more than these allotted."""
    if "funds_total" not in figures:
        return
    documents, projects, payments = (view.rows(name) for name in ("allocations", "projects", "payments"))
    projects = projects[among(projects["document"], documents["document"].dropna())]
    of_theirs = among(payments["project_id"], projects["project_id"].dropna())
    paid = payments[by_year_end(view, payments["date"]) & of_theirs]
    paid_for = projects[among(projects["project_id"], paid["project_id"])]
    theirs = documents[among(documents["document"], paid_for["document"])]
    left, right = (exact_sum(rows["amount_fen"]) / FEN_PER_WAN_YUAN for rows in (paid, theirs))
    yield CrossCheck(
        "x_paid_allotted",
        "累计拨付 ≤ 这些项目的指标文号下达金额之和",
        left,
        right,
        "万元",
        at_most(left, right),
        ledgers=("payments", "projects", "allocations"),
    )


def paid_beyond_due(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - one signature for all
    """No stay in hospital is repaid by more than it cost, no aid is paid beyond what is due: else a rate passes 100 %."""
    if view.has("inpatient"):
        stays = view.rows("inpatient")
        stays = stays[in_year(view, stays["discharged"])]
        repaid = stays[list(REIMBURSEMENTS)].sum(axis=1)
        over = stays[repaid.gt(stays["cost_fen"]).fillna(False)]
        yield from _beyond(over, "inpatient", "cost", "每次住院：五项报销之和 ≤ 总费用", "不少于五项报销之和")
    if view.has("education"):
        aid = yulu(view)
        over = aid[aid["paid_amount_fen"].gt(aid["due_amount_fen"]).fillna(False)]
        yield from _beyond(over, "education", "paid_amount", "每笔雨露计划：实发 ≤ 应发", "不超过应发金额")


def _beyond(
    over: pd.DataFrame, ledger: str, field: str, statement: str, expected: str
) -> Iterator[CrossCheck]:
    """Told only where there are such records."""
    if len(over):
        yield CrossCheck(
            "x_paid_allotted",
            f"{statement}（超过的条数）",
            Fraction(len(over)),
            Fraction(0),
            "条",
            "不一致",
            cells=cells(ledger, field, over, expected),
            ledgers=(ledger,),
        )


def rangers_wage(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Rangers times the standard are what their posts' subsidies add up to."""
    count = value(figures, "forest_rangers")
    if not count:
        return
    standard = _rule(view, "forest_ranger_wage")
    statement = "护林员年岗位补贴总额 = 人数 × 标准"
    if standard is None:
        yield _without("x_rangers_wage", statement, "万元", "forest_ranger_wage")
        return
    numerator = figures["forest_ranger_wage"].measure.numerator
    paid = None if numerator is None else numerator / YUAN_PER_WAN
    due = count * standard / YUAN_PER_WAN
    posts = rangers(view)
    off = posts[posts["annual_wage_fen"].ne(_fen(standard)).fillna(True)]
    yield CrossCheck(
        "x_rangers_wage",
        statement,
        paid,
        due,
        "万元",
        equal(paid, due),
        f"与标准{standard}元不同的有{len(off)}条" if len(off) else "",
        cells("employment", "annual_wage", off, f"年标准{standard}元"),
        ("employment",),
    )


def subsidy_standard(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """What was paid fits the number of payments at the standard."""
    times, amount = value(figures, "yulu_persontimes"), value(figures, "yulu_amount")
    if times:
        yield _yulu(view, times, amount)
    times, amount = value(figures, "edu_compulsory_persontimes"), value(figures, "edu_compulsory_amount")
    if times and amount is not None:
        yield _compulsory(view, amount * YUAN_PER_WAN / times)


def _yulu(view: View, times: Fraction, amount: Fraction | None) -> CrossCheck:
    statement, standard = "雨露计划金额 = 人次 × 标准", _rule(view, "yulu_per_term")
    if standard is None:
        return _without("x_subsidy_standard", statement, "万元", "yulu_per_term")
    due = times * standard / YUAN_PER_WAN
    aid = yulu(view)
    off = aid[aid["paid_amount_fen"].ne(_fen(standard)).fillna(True)]
    return CrossCheck(
        "x_subsidy_standard",
        statement,
        amount,
        due,
        "万元",
        equal(amount, due),
        f"与标准{standard}元不同的有{len(off)}条" if len(off) else "",
        cells("education", "paid_amount", off, f"每人次{standard}元"),
        ("education",),
    )


def _compulsory(view: View, mean: Fraction) -> CrossCheck:
    """Each payment of the compulsory-education aid lies within its standards."""
    statement = "义教补助每人次在标准范围内（后者为下限）"
    low, high = (_rule(view, name) for name in ("compulsory_aid_min", "compulsory_aid_max"))
    if low is None or high is None:
        return _without("x_subsidy_standard", statement, "元", "compulsory_aid_min", "compulsory_aid_max")
    aid = compulsory_aid(view)
    outside = aid[aid["paid_amount_fen"].lt(_fen(low)) | aid["paid_amount_fen"].gt(_fen(high))]
    standard = f"标准{low}–{high}元/人次"
    return CrossCheck(
        "x_subsidy_standard",
        statement,
        mean,
        low,
        "元",
        "不一致" if len(outside) else "成立",
        f"超出范围的有{len(outside)}条" if len(outside) else f"{standard}，逐条都在范围内",
        cells("education", "paid_amount", outside, standard),
        ("education",),
    )


def _rule(view: View, name: str) -> Fraction | None:
    """A standard in force in the year; a check without one is left open, it is no figure's formula."""
    rule = view.rules.in_force.get(name)
    return None if rule is None else Fraction(rule.value)


def _without(check: str, statement: str, unit: str, *rules: str) -> CrossCheck:
    said = f"rules.csv 中没有本年的标准：{'、'.join(map(rule_name, rules))}"
    return CrossCheck(check, statement, None, None, unit, "无法核对", said)


def _fen(yuan: Fraction) -> int | float:
    """An amount in 分; one finer than that equals no payment."""
    fen = yuan * FEN_PER_YUAN
    return int(fen) if fen.denominator == 1 else float(fen)
