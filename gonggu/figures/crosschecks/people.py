"""Cross-checks of persons: the register against the insured, last year's stock against this year's, jobs, tasks."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from gonggu.figures.crosschecks.check import (
    Cells,
    CrossCheck,
    Figures,
    Verdict,
    added,
    at_most,
    cells,
    equal,
    value,
)
from gonggu.figures.crosschecks.last_year import OPEN_STILL
from gonggu.figures.relocation import jobs_at_year_end
from gonggu.figures.selections import BASIC_INSURANCE, STATIONED, TEHUIBAO, among, cadres_in_post, in_year
from gonggu.figures.view import View

AREA = ["area_township", "area_village"]
JOBS = (
    "relocation_emp_unit",
    "relocation_emp_flexible",
    "relocation_emp_self",
    "relocation_emp_workshop",
    "relocation_emp_post",
)
ARRIVED = ("嫁入", "新生儿", "其他转入")
# Pairs of different meaning that readers mix up when the two numbers happen to be equal.
ALIKE = (
    ("exits_persons", "unexited_persons"),
    ("exits_households", "unexited_households"),
    ("workshop_new_jobs", "relocation_emp_workshop"),
)
READS = (
    *("relocation_employed", "relocation_labour", "relocation_persons", *JOBS),
    *("registered_persons", "insured_persons", "tehuibao_persons"),
    *("reduction_task_persons", "cadre_medical_checks", "stationed_cadres"),
    *(figure for pair in ALIKE for figure in pair),
)


def relocation_jobs(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """The five kinds of work make up the employed, who are part of the labour, which is part of the persons."""
    check, employed = "x_relocation_jobs", value(figures, "relocation_employed")
    labour, persons = value(figures, "relocation_labour"), value(figures, "relocation_persons")
    kinds = added(value(figures, job) for job in JOBS)
    of_no_kind: tuple[Cells, ...] = ()
    if employed != kinds:
        jobs = jobs_at_year_end(view)
        expected = "五类就业之一；现在这个岗位计入就业人数而不计入任何一类"
        of_no_kind = cells("employment", "mode", jobs[jobs["mode"].isna()], expected)
    ledgers = ("relocation", "persons", "employment")
    sums = ("搬迁就业人数 = 五类就业之和", employed, kinds, "人", equal(employed, kinds))
    yield CrossCheck(check, *sums, cells=of_no_kind, ledgers=ledgers)
    for statement, part, whole in (
        ("搬迁就业人数 ≤ 搬迁劳动力", employed, labour),
        ("搬迁劳动力 ≤ 搬迁人口", labour, persons),
    ):
        yield CrossCheck(check, statement, part, whole, "人", at_most(part, whole), ledgers=ledgers)


def register_insured(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Whoever is insured is on the register, or left it in the year; the rest is counted."""
    registered = value(figures, "registered_persons")
    for scheme, figure in ((BASIC_INSURANCE, "insured_persons"), (TEHUIBAO, "tehuibao_persons")):
        insured = value(figures, figure)
        if insured is not None and registered is not None:
            yield _insured(view, scheme, insured, registered)


def _insured(view: View, scheme: str, insured: Fraction, registered: Fraction) -> CrossCheck:
    insurance = view.rows("insurance")
    policies = insurance[insurance["scheme"].eq(scheme) & insurance["person_id"].notna()]
    gone = policies[~among(policies["person_id"], view.reach("persons")["person_id"])]
    changes = view.reach("changes")
    left = changes[among(changes["person_id"], gone["person_id"]) & ~changes["change"].isin(ARRIVED)]
    lost = gone[~among(gone["person_id"], left["person_id"])]
    absent = _registered_uninsured(view, scheme)
    explained = registered + gone["person_id"].nunique() - absent
    by_type = left.drop_duplicates("person_id").groupby("change", sort=False).size()
    kinds = [f"{change}{size}人" for change, size in by_type.sort_values(ascending=False).items()]
    said = (
        f"参保后离开：{'、'.join(kinds)}" if kinds else "",
        f"人员变更中查不到的{lost['person_id'].nunique()}人" if len(lost) else "",
        f"在册而未参保{absent}人" if absent else "",
    )
    verdict: Verdict = "不一致" if len(lost) or insured != explained else "一致"
    return CrossCheck(
        "x_register_insured",
        f"{scheme}参保人数 = 在册人口 + 参保后离开的人 − 在册未参保的人",
        insured,
        explained,
        "人",
        verdict,
        "；".join(filter(None, said)),
        cells("insurance", "person_id", lost, "在册人口，或在人员变更中登记了离开的人"),
        ("insurance", "persons", "changes"),
    )


def _registered_uninsured(view: View, scheme: str) -> int:
    insurance = view.reach("insurance")
    anywhere = insurance.loc[insurance["scheme"].eq(scheme), "person_id"]
    return int((~among(view.rows("persons")["person_id"], anywhere)).sum())


def task_done(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - one signature for all
    """The year's task of persons was met to the person."""
    if "reduction_task_persons" in figures:
        done, task = value(figures, "exits_persons"), value(figures, "reduction_task_persons")
        sides = ("当年脱贫人口 = 年度减贫任务", done, task, "人", equal(done, task))
        yield CrossCheck("x_task_done", *sides, ledgers=("households", "persons"))


def checkups(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Every cadre stationed in a village had the check-up."""
    left, right = value(figures, "cadre_medical_checks"), value(figures, "stationed_cadres")
    unchecked: tuple[Cells, ...] = ()
    said = ""
    if left is not None and left != right:
        stationed = cadres_in_post(view, STATIONED)
        missed = stationed[~in_year(view, stationed["checkup_date"])]
        unchecked = cells("cadres", "checkup_date", missed, f"{view.year}年的体检日期")
        said = f"{view.year}年没有体检记录的{len(missed)}名"
    sides = ("体检人数 = 驻村工作队员数", left, right, "名", equal(left, right), said)
    yield CrossCheck("x_checkups", *sides, unchecked, ("cadres",))


def same_number(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001
    """Two figures of different meaning that happen to be equal: a reader should look twice."""
    for one, other in ALIKE:
        left, right = value(figures, one), value(figures, other)
        if left and left == right:
            card, second = figures[one].card, figures[other].card
            statement = f"{card.label}与{second.label}恰好相等"
            yield CrossCheck(
                "x_same_number",
                statement,
                left,
                right,
                card.unit,
                "提示核对",
                "两者含义不同，引用时请核对",
                ledgers=("households", "persons"),
            )


def stock_roll(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - the terms are needed by village
    """Last year's persons in poverty, less those who left it, are this year's; changes of membership explain the rest.

    Two things stand in last year's register only: whether a household that left as a whole was poor, and whether one
    that has fallen back had done so before and was among last year's poor. Their members may make the difference,
    and are not required to; what they make up is taken off and said.
    """
    terms = _rolled(view)
    if terms is None:
        return
    total = terms.sum()
    gap, open_still = terms["expected"] - terms["actual"], terms["vanished"] + terms["returned"]
    fits = gap.between(0, open_still)
    wrong, unknown = terms[~fits & terms["known"]], terms[~fits & ~terms["known"]]
    verdict: Verdict = "一致"
    taken_off = int(gap[fits].sum())
    expected = int(total["expected"]) - taken_off
    if expected != total["actual"]:
        verdict = "无法核对" if len(unknown) and wrong.empty else "不一致"
    last = _last_year(view)
    rows = last[pd.MultiIndex.from_frame(last[AREA]).isin(wrong.index)]
    asked = "由本村当年脱贫、新识别、返贫和人员变更推算得上的数"
    yield CrossCheck(
        "x_stock_roll",
        "上年末未脱贫人口 − 当年脱贫 + 新识别和返贫 ± 人员变更 = 年末未脱贫人口",
        Fraction(expected),
        Fraction(int(total["actual"])),
        "人",
        verdict,
        _rolled_said(total, taken_off, wrong, unknown),
        cells("history", "poor_persons", rows, asked) if verdict == "不一致" else (),
        ("history", "households", "persons", "changes"),
    )


def _rolled_said(total: pd.Series, taken_off: int, wrong: pd.DataFrame, unknown: pd.DataFrame) -> str:
    moved = f"净{'减' if total['changed'] < 0 else '增'}{abs(total['changed'])}人"
    said = [f"上年末{total['before']}人，新识别和返贫{total['new']}人，人员变更{moved}"]
    doubts = [
        f"整户离开的{total['vanished']}人上年末是否未脱贫" if total["vanished"] else "",
        f"返贫的{total['returned']}人上年末是否已返贫" if total["returned"] else "",
    ]
    if any(doubts):
        open_still = f"{'、'.join(filter(None, doubts))}，{OPEN_STILL}"
        said.append(f"{open_still}，推算时有{taken_off}人按“是”计" if taken_off else open_still)
    for villages, what in ((unknown, "没有上年末的数"), (wrong, "推算不上")):
        if len(villages):
            said.append(f"{'、'.join(village or '未注明的村' for _, village in villages.index)}{what}")
    return "；".join(said)


def _last_year(view: View) -> pd.DataFrame:
    history = view.rows("history")
    return history[history["year"].eq(view.year - 1).fillna(False)]


def _changes_of_year(view: View) -> pd.DataFrame:
    """Who came and who left in the year; whoever did so in an earlier one is not among last year's stock."""
    changes = view.rows("changes")
    return changes[in_year(view, changes["date"]) | changes["date"].isna()]


def _rolled(view: View) -> pd.DataFrame | None:
    """The terms by village, None without last year's.

    before, exited, new, changed, vanished, returned, expected, actual in persons; known: whether last year's stock is.
    `returned` are the members of households that have fallen back, part of `new`.
    """
    last = _last_year(view)
    if last.empty or last["poor_persons"].isna().any():
        return None
    households, persons = view.rows("households"), view.reach("persons")
    changes = _changes_of_year(view)
    sizes = persons.groupby("household_id").size()
    size = households["household_id"].map(sizes).fillna(0)
    status, exit_year = households["exit_status"], households["exit_year"]
    exited = (status.eq("已脱贫") & exit_year.eq(view.year)).fillna(False).astype(bool)
    returned = status.eq("返贫").fillna(False).astype(bool)
    new = (households["identified_year"].eq(view.year) | returned).fillna(False).astype(bool)
    poor = status.isin(("未脱贫", "返贫")).astype(bool)
    ours = changes[among(changes["household_id"], households.loc[poor | exited, "household_id"])]
    vanished = changes[
        ~among(changes["household_id"], view.reach("households")["household_id"])
        & ~changes["change"].isin(ARRIVED)
    ]
    where = ours.drop(columns=AREA).merge(households[["household_id", *AREA]], on="household_id")
    signs = where["change"].isin(ARRIVED).map({True: 1, False: -1}).astype("int64")
    terms = pd.DataFrame(
        {
            "before": last.groupby(AREA)["poor_persons"].sum(),
            "exited": size[exited].groupby([households[name] for name in AREA]).sum(),
            "new": size[new & (poor | exited)].groupby([households[name] for name in AREA]).sum(),
            "changed": signs.groupby([where[name] for name in AREA]).sum(),
            "vanished": vanished.groupby(AREA).size(),
            "returned": size[returned].groupby([households[name] for name in AREA]).sum(),
            "actual": size[poor].groupby([households[name] for name in AREA]).sum(),
        }
    )
    known = terms["before"].notna()
    terms = terms.fillna(0).astype("int64")
    expected = terms["before"] - terms["exited"] + terms["new"] + terms["changed"]
    return terms.assign(expected=expected, known=known)
