"""Cross-checks (勾稽): what must hold between figures, from one year's figures and ledgers.

Each yields checks with both sides; a side that has no value leaves the verdict open. Differences in 万元 for
money. `x_year_on_year` and `x_rate_denominator` need two years and are made where years are compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gonggu.figures.card import Figure
from gonggu.figures.measure import exact
from gonggu.figures.selections import BASIC_INSURANCE, TEHUIBAO, in_term
from gonggu.figures.view import LedgerAbsent, View

Verdict = Literal["一致", "不一致", "提示核对", "无法核对"]
Figures = Mapping[str, Figure]
JOBS = (
    "relocation_emp_unit",
    "relocation_emp_flexible",
    "relocation_emp_self",
    "relocation_emp_workshop",
    "relocation_emp_post",
)
ARRIVED = ("嫁入", "新生儿", "其他转入")
# Pairs that readers mix up when the two numbers happen to be equal.
ALIKE = (
    ("exits_persons", "unexited_persons"),
    ("exits_households", "unexited_households"),
    ("workshop_new_jobs", "relocation_emp_workshop"),
    ("registered_persons", "insured_persons"),
)


@dataclass(frozen=True)
class CrossCheck:
    """One statement that was checked: the two sides, their difference, the verdict, what explains it."""

    check: str
    statement: str
    left: Fraction | None
    right: Fraction | None
    unit: str
    verdict: Verdict
    explanation: str = ""

    @property
    def difference(self) -> Fraction | None:
        """Left less right."""
        return None if self.left is None or self.right is None else self.left - self.right


def crosschecks(view: View, figures: Figures, parts: Iterable[Figures] = ()) -> list[CrossCheck]:
    """Every check that the scope's figures and ledgers allow; `parts` are the figures of the areas it is made of."""
    found = [one for check in CHECKS for one in _run(check, view, figures)]
    return found + list(areas_sum(figures, list(parts)))


def areas_sum(figures: Figures, parts: list[Figures]) -> Iterator[CrossCheck]:
    """Additive figures: what the areas (with what belongs to none of them) add up to."""
    if not parts:
        return
    additive = [figure for figure in figures.values() if figure.card.additive]
    wrong = [one for one in additive if _value(figures, one.card.id) != _sum_of(one.card.id, parts)]
    for one in wrong:
        left, right = _value(figures, one.card.id), _sum_of(one.card.id, parts)
        yield _equal("x_areas_sum", f"{one.card.label} = 各地之和", left, right, one.card.unit)
    if not wrong:
        count = Fraction(len(additive))
        yield _equal("x_areas_sum", "可加指标与各地之和一致的个数 = 可加指标数", count, count, "个")


def funds_sum(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001 - one signature for all
    """All funds are of the two kinds."""
    right = _add(_value(figures, "funds_integrated"), _value(figures, "funds_special"))
    if "funds_total" in figures:
        statement = "扶贫资金总规模 = 统筹整合 + 专项"
        yield _equal("x_funds_sum", statement, _value(figures, "funds_total"), right, "万元")


def relocation_jobs(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001
    """The five kinds of work make up the employed, who are part of the labour, which is part of the persons."""
    check, employed = "x_relocation_jobs", _value(figures, "relocation_employed")
    labour, persons = _value(figures, "relocation_labour"), _value(figures, "relocation_persons")
    kinds = _add(*(_value(figures, job) for job in JOBS))
    yield _equal(check, "搬迁就业人数 = 五类就业之和", employed, kinds, "人")
    yield _at_most(check, "搬迁就业人数 ≤ 搬迁劳动力", employed, labour, "人")
    yield _at_most(check, "搬迁劳动力 ≤ 搬迁人口", labour, persons, "人")


def register_insured(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Whoever is insured is on the register, or left it in the year; the rest is counted."""
    registered = _value(figures, "registered_persons")
    for scheme, figure in ((BASIC_INSURANCE, "insured_persons"), (TEHUIBAO, "tehuibao_persons")):
        insured = _value(figures, figure)
        if insured is None or registered is None:
            continue
        left, unexplained, said = _not_on_register(view, scheme)
        absent = _registered_uninsured(view, scheme)
        explained = registered + left - absent
        if absent:
            said = "；".join(filter(None, (said, f"在册而未参保{absent}人")))
        verdict: Verdict = "不一致" if unexplained or insured != explained else "一致"
        yield CrossCheck(
            "x_register_insured",
            f"{scheme}参保人数 = 在册人口 + 参保后离开的人 − 在册未参保的人",
            insured,
            explained,
            "人",
            verdict,
            said,
        )


def task_done(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001
    """The year's task of persons was met to the person."""
    if "reduction_task_persons" in figures:
        done, task = _value(figures, "exits_persons"), _value(figures, "reduction_task_persons")
        yield _equal("x_task_done", "当年脱贫人口 = 年度减贫任务", done, task, "人")


def rangers_wage(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Rangers times the standard are what their posts' subsidies add up to."""
    rangers = _value(figures, "forest_rangers")
    if not rangers:
        return
    measure = figures["forest_ranger_wage"].measure
    standard = Fraction(view.rules["forest_ranger_wage"])
    statement = "护林员年岗位补贴总额 = 人数 × 标准"
    paid = None if measure.numerator is None else measure.numerator / 10_000
    yield _equal("x_rangers_wage", statement, paid, rangers * standard / 10_000, "万元")


def subsidy_standard(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """What was paid fits the number of payments at the standard."""
    check, rules = "x_subsidy_standard", view.rules
    times, amount = _value(figures, "yulu_persontimes"), _value(figures, "yulu_amount")
    if times:
        due = times * Fraction(rules["yulu_per_term"]) / 10_000
        yield _equal(check, "雨露计划金额 = 人次 × 标准", amount, due, "万元")
    times, amount = _value(figures, "edu_compulsory_persontimes"), _value(figures, "edu_compulsory_amount")
    if times and amount is not None:
        low, high = (Fraction(rules[name]) for name in ("compulsory_aid_min", "compulsory_aid_max"))
        mean = amount * 10_000 / times
        outside = _aid_outside(view, low, high)
        said = f"超出范围的有{outside}条" if outside else f"标准 {low}–{high} 元/人次，逐条都在范围内"
        verdict: Verdict = "不一致" if outside else "一致"
        yield CrossCheck(check, "义教补助每人次在标准范围内（右为下限）", mean, low, "元", verdict, said)


def checkups(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001
    """Every cadre stationed in a village had the check-up."""
    left, right = _value(figures, "cadre_medical_checks"), _value(figures, "stationed_cadres")
    yield _equal("x_checkups", "体检人数 = 驻村工作队员数", left, right, "名")


def villages(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Each ledger speaks of the same villages."""
    count = _value(figures, "admin_villages")
    for ledger in ("history", "households", "persons"):
        if not view.has(ledger):
            continue
        form, frame = view.forms.by_id[ledger], view.rows(ledger)
        if ledger == "history":
            frame = frame[frame["year"].eq(frame["year"].max())]
        named = frame[["area_township", "area_village"]].drop_duplicates()
        known = Fraction(int(named["area_village"].ne("").sum()))
        yield _equal("x_villages", f"行政村数 = {form.name}台账中的村数", count, known, "个")


def same_number(view: View, figures: Figures) -> Iterator[CrossCheck]:  # noqa: ARG001
    """Two figures of different meaning that happen to be equal: a reader should look twice."""
    for one, other in ALIKE:
        left, right = _value(figures, one), _value(figures, other)
        if left and left == right:
            card, second = figures[one].card, figures[other].card
            statement = f"{card.label}与{second.label}恰好相等"
            note = "两者含义不同，引用时请核对"
            yield CrossCheck("x_same_number", statement, left, right, card.unit, "提示核对", note)


def stock_roll(view: View, figures: Figures) -> Iterator[CrossCheck]:
    """Last year's persons in poverty, less those who left it, are this year's; changes of membership explain the rest."""
    history = view.rows("history")
    last = history[history["year"].eq(view.year - 1).fillna(False)]
    if last.empty or last["poor_persons"].isna().any():
        return
    before = Fraction(int(last["poor_persons"].sum()))
    exited = _value(figures, "exits_persons")
    new, changed = _new_poor(view), _changes_of_unexited(view)
    after = None if exited is None else before - exited + new + changed
    statement = "上年末未脱贫人口 − 当年脱贫 + 新识别和返贫 ± 人员变更 = 年末未脱贫人口"
    note = f"上年末{before}人，新识别和返贫{new}人，人员变更净增{changed}人"
    check = _equal("x_stock_roll", statement, after, _value(figures, "unexited_persons"), "人")
    yield CrossCheck(check.check, check.statement, check.left, check.right, check.unit, check.verdict, note)


Check = Callable[[View, Figures], Iterator[CrossCheck]]
CHECKS: tuple[Check, ...] = (
    *(funds_sum, relocation_jobs, register_insured, stock_roll, task_done),
    *(rangers_wage, subsidy_standard, checkups, villages, same_number),
)


def _run(check: Check, view: View, figures: Figures) -> list[CrossCheck]:
    try:
        return list(check(view, figures))
    except LedgerAbsent:
        return []


def _not_on_register(view: View, scheme: str) -> tuple[int, int, str]:
    """Persons insured but no longer registered: how many left, how many nobody accounts for, by 变更类型."""
    insurance, persons = view.rows("insurance"), view.whole("persons")
    ids = insurance.loc[insurance["scheme"].eq(scheme), "person_id"].dropna().drop_duplicates()
    gone = ids[~ids.isin(persons["person_id"])]
    changes = view.whole("changes")
    left = changes[changes["person_id"].isin(gone) & ~changes["change"].isin(ARRIVED)]
    by_type = left.drop_duplicates("person_id").groupby("change", sort=False).size()
    unexplained = len(gone) - int(by_type.sum())
    kinds = [f"{change}{size}人" for change, size in by_type.sort_values(ascending=False).items()]
    said = f"参保后离开：{'、'.join(kinds)}" if kinds else ""
    missing = f"人员变更中查不到的{unexplained}人" if unexplained else ""
    return len(gone), unexplained, "；".join(filter(None, (said, missing)))


def _registered_uninsured(view: View, scheme: str) -> int:
    insurance, persons = view.whole("insurance"), view.rows("persons")
    ids = insurance.loc[insurance["scheme"].eq(scheme), "person_id"]
    return int((~persons["person_id"].isin(ids)).sum())


def _aid_outside(view: View, low: Fraction, high: Fraction) -> int:
    """Payments of the compulsory-education aid below or above the standard."""
    aid = in_term(view, view.rows("education"))
    paid = aid.loc[aid["scheme"].eq("义务教育生活补助") & aid["paid_amount_fen"].gt(0), "paid_amount_fen"]
    return int((paid.lt(int(low * 100)) | paid.gt(int(high * 100))).sum())


def _new_poor(view: View) -> int:
    """Members of households identified in the year, or fallen back."""
    households = view.rows("households")
    new = households["identified_year"].eq(view.year).fillna(False) | households["exit_status"].eq("返贫")
    persons = view.whole("persons")
    return int(persons["household_id"].isin(households.loc[new.astype(bool), "household_id"]).sum())


def _changes_of_unexited(view: View) -> int:
    """Members gained less members lost in the year, in households not exited or exited in it."""
    households, changes = view.rows("households"), view.whole("changes")
    open_still = households["exit_status"].ne("已脱贫") | households["exit_year"].eq(view.year).fillna(False)
    ours = changes[changes["household_id"].isin(households.loc[open_still.astype(bool), "household_id"])]
    arrived = ours["change"].isin(ARRIVED)
    return int(arrived.sum()) - int((~arrived).sum())


def _equal(
    check: str, statement: str, left: Fraction | None, right: Fraction | None, unit: str
) -> CrossCheck:
    verdict: Verdict = "无法核对" if left is None or right is None else "一致" if left == right else "不一致"
    return CrossCheck(check, statement, left, right, unit, verdict)


def _at_most(
    check: str, statement: str, left: Fraction | None, right: Fraction | None, unit: str
) -> CrossCheck:
    verdict: Verdict = "无法核对" if left is None or right is None else "一致" if left <= right else "不一致"
    return CrossCheck(check, statement, left, right, unit, verdict)


def _value(figures: Figures, figure: str) -> Fraction | None:
    value = figures[figure].measure.value if figure in figures else None
    return value if value is None or isinstance(value, Fraction) else exact(value)


def _add(*values: Fraction | None) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None


def _sum_of(figure: str, parts: list[Figures]) -> Fraction | None:
    return _add(*(_value(part, figure) for part in parts))
