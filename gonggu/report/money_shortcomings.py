"""Items of 二、存在的问题 on money: what was paid beyond what there was to pay, and what is not paid yet."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from gonggu.figures.limits import exceeds_whole
from gonggu.figures.measure import FEN_PER_WAN_YUAN, FEN_PER_YUAN, exact_sum
from gonggu.figures.numbers import with_unit
from gonggu.figures.selections import by_year_end
from gonggu.figures.view import LedgerAbsent, View
from gonggu.report.phrases import Phrases
from gonggu.report.places import names
from gonggu.report.shortcoming import MONEY, Shortcoming, missing, part_of

# Rates of money that more was paid for than there was: figure, head, what is said.
BEYOND = (
    ("yulu_paid_rate", "雨露计划超发", "雨露计划补助的发放率为{}，实发多于应发"),
    ("inpatient_reimbursement_rate", "住院报销超过费用", "住院费用的报销比例为{}，报销多于费用"),
)


def money(p: Phrases) -> Iterator[Shortcoming]:
    """What was paid beyond the allotment in all, by document and by project, then what is left or late."""
    yield from _beyond_all(p)
    yield from _beyond_documents(p)
    yield from _projects(p)
    yield from _rates(p)
    if p.some("funds_carried_over"):
        rate, left = p.f("funds_payment_rate"), p.f("funds_carried_over")
        text = Markup("当年下达的扶贫资金拨付率为{}，年末结转{}").format(rate, left)
        yield Shortcoming(MONEY, missing(p, "funds_payment_rate"), "资金未拨完", text)
    if p.some("documents_overcommitted"):
        text = Markup("所安排项目的计划资金超过下达金额的指标文号有{}").format(p.f("documents_overcommitted"))
        documents = Fraction(len(p.view.rows("allocations")))
        share = (p.value("documents_overcommitted") or Fraction(0)) / documents
        yield Shortcoming(MONEY, share, "资金安排超计划", text)


def _beyond_all(p: Phrases) -> Iterator[Shortcoming]:
    """The year's payments beyond the year's funds; below the district beyond what the projects are planned to cost."""
    whole = "funds_total" if p.view.scope.level == "district" else "projects_planned"
    paid, allotted = p.value("funds_paid"), p.value(whole)
    if paid is None or allotted is None or paid <= allotted:
        return
    said = (
        "当年拨付{}，超过下达的{}，多{}" if whole == "funds_total" else "当年拨付{}，超过项目计划资金{}，多{}"
    )
    beyond = p.noun("funds_paid", _sum((paid - allotted) * FEN_PER_WAN_YUAN))
    text = Markup(said).format(p.f("funds_paid"), p.f(whole), beyond)
    if p.has("funds_payment_rate"):
        rate = p.figures["funds_payment_rate"].card.label
        text += Markup("，{}{}").format(rate, p.f("funds_payment_rate"))
    yield Shortcoming(MONEY, (paid - allotted) / paid, "拨付超过资金", text)


def _beyond_documents(p: Phrases) -> Iterator[Shortcoming]:
    """Documents to whose projects more was paid by year-end than they allotted; the district's, no figure counts them."""
    if p.view.scope.level != "district" or not p.counts_records:
        return
    over = overpaid_documents(p.view)
    if len(over):
        listed = names(over.index.str.split().str.join(" "))
        said = "所安排项目的累计拨付超过下达金额的指标文号有{}个：{}，共多拨{}"
        text = Markup(said).format(len(over), listed, _sum(exact_sum(over)))
        documents = p.view.rows("allocations")["document"].nunique()
        yield Shortcoming(MONEY, Fraction(len(over), documents), "指标文号超拨", text)


def overpaid_documents(view: View) -> pd.Series:
    """By document, the 分 that its projects were paid by year-end beyond what it allotted; only those above 0."""
    try:
        allotments, projects, payments = (
            view.rows("allocations"),
            view.reach("projects"),
            view.reach("payments"),
        )
    except LedgerAbsent:
        return pd.Series(dtype="Int64", index=pd.Index([], dtype="str"))
    allotted = allotments.dropna(subset=["document", "amount_fen"]).groupby("document")["amount_fen"].sum()
    documents = projects.drop_duplicates("project_id").set_index("project_id")["document"]
    counted = payments[by_year_end(view, payments["date"])]
    paid = counted.groupby(counted["project_id"].map(documents))["amount_fen"].sum()
    beyond = (paid - allotted).dropna()
    return beyond[beyond > 0]


def _projects(p: Phrases) -> Iterator[Shortcoming]:
    """Projects paid beyond their plan, with the sum where records may be counted, and those that are late."""
    kinds = (
        ("projects_overpaid", "项目超拨", "累计拨付超过计划资金的项目有{}：{}"),
        ("projects_overdue", "项目逾期", "过了计划完工日期仍未完工的项目有{}：{}"),
    )
    for figure_id, head, said in kinds:
        if p.some(figure_id):
            text = Markup(said).format(p.f(figure_id), p.names_of(figure_id))
            if figure_id == "projects_overpaid" and p.counts_records:
                text += f"，共多拨{_sum(_beyond_plans(p.view, p.counted(figure_id)))}"
            yield Shortcoming(MONEY, part_of(p, p.value(figure_id), "projects_total"), head, text)


def _beyond_plans(view: View, projects: pd.DataFrame) -> Fraction:
    payments = view.reach("payments")
    own = payments["project_id"].isin(projects["project_id"]) & by_year_end(view, payments["date"])
    return exact_sum(payments.loc[own, "amount_fen"]) - exact_sum(projects["planned_fen"])


def _rates(p: Phrases) -> Iterator[Shortcoming]:
    for figure_id, head, said in BEYOND:
        if exceeds_whole(figure_id, p.value(figure_id)):
            text = Markup(said).format(p.f(figure_id))
            yield Shortcoming(MONEY, Fraction(1), head, text)


def _sum(fen: Fraction) -> str:
    """An amount of 分 in 万元, below 1 万元 in 元."""
    if fen < FEN_PER_WAN_YUAN:
        return with_unit(fen / FEN_PER_YUAN, "元")
    return with_unit(fen / FEN_PER_WAN_YUAN, "万元")
