"""Printed numbers held against each other (check `p_inconsistent`): the ledgers play no part here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gonggu.figures.catalogue import BY_ID
from gonggu.params import Claim

Numbers = Mapping[str, Fraction]
Rules = Mapping[str, Decimal]

CONTRADICTS, UNCLEAR, AGREES = "自相矛盾", "提示核对", "相符"
YUAN_PER_WAN = 10_000
JOBS = (
    *("relocation_emp_unit", "relocation_emp_flexible", "relocation_emp_self"),
    *("relocation_emp_workshop", "relocation_emp_post"),
)


@dataclass(frozen=True)
class Comparison:
    """Two sides of one statement about printed numbers; values in `unit`."""

    statement: str
    left: Fraction
    right: Fraction
    unit: str
    verdict: str
    explanation: str


def contradictions(claims: Iterable[Claim], rules: Rules) -> list[Comparison]:
    """Every comparison that the printed numbers allow; numbers that were not printed are passed over."""
    printed = [claim for claim in claims if claim.how != "date"]
    numbers = {claim.figure: Fraction(claim.value) for claim in reversed(printed)}
    found = list(_repeats(printed))
    for compare in _COMPARISONS:
        try:
            found.append(compare(numbers, rules))
        except KeyError:
            continue
    return found


def _repeats(claims: list[Claim]) -> Iterator[Comparison]:
    first: dict[tuple[str, int], Claim] = {}
    for claim in claims:
        known = first.setdefault((claim.figure, claim.year), claim)
        if Fraction(known.value) != Fraction(claim.value):
            sides = (Fraction(known.value), Fraction(claim.value))
            where = f"{known.section}与{claim.section}写法不同"
            label = BY_ID[claim.figure].label if claim.figure in BY_ID else claim.figure
            yield Comparison(f"同一个数（{label}）前后一致", *sides, claim.unit, CONTRADICTS, where)


def _same_persons(n: Numbers, _: Rules) -> Comparison:
    exits, left = n["exits_persons"], n["unexited_persons"]
    households = (n["exits_households"], n["unexited_households"])
    alike = exits == left and households[0] != households[1]
    said = f"户数分别为{households[0]}户和{households[1]}户，人数相同而含义不同" if alike else ""
    return Comparison("当年脱贫人口与未脱贫人口", exits, left, "人", UNCLEAR if alike else AGREES, said)


def _insured(
    total: str, premium: Callable[[Numbers, Rules], Fraction], name: str
) -> Callable[[Numbers, Rules], Comparison]:
    def compare(n: Numbers, rules: Rules) -> Comparison:
        persons, listed = n[total] * YUAN_PER_WAN / premium(n, rules), n["registered_persons"]
        more = persons - listed
        said = f"由金额和每人标准反推，比在册人口{'多' if more > 0 else '少'}{abs(more)}人" if more else ""
        return Comparison(
            f"{name}的人数 = 建档立卡人口", persons, listed, "人", CONTRADICTS if more else AGREES, said
        )

    return compare


def _population(n: Numbers, _: Rules) -> Comparison:
    now = n["unexited_persons"] * 100 / n["poverty_rate"]
    base = n["registered_persons"] * 100 / n["poverty_rate_base"]
    said = "基期贫困发生率没有写明分母；以年末在册人口为分子反推，与年末口径的人口不同"
    return Comparison(
        "两个贫困发生率的人口口径一致", base, now, "人", UNCLEAR if base != now else AGREES, said
    )


def _target_rate(n: Numbers, _: Rules) -> Comparison:
    population = n["unexited_persons"] * 100 / n["poverty_rate"]
    allowed = n["next_poverty_rate"] * population / 100
    remaining = n["unexited_persons"] - n["next_exits_persons"]
    alike = allowed == remaining
    said = "" if alike else f"按人口{int(population):,}人，目标发生率仍容许有人未脱贫，而计划是全部脱贫"
    return Comparison(
        "下一年目标发生率对应的人数 = 计划完成后的人数",
        allowed,
        remaining,
        "人",
        AGREES if alike else UNCLEAR,
        said,
    )


def _funds(n: Numbers, _: Rules) -> Comparison:
    parts, total = n["funds_integrated"] + n["funds_special"], n["funds_total"]
    if parts != total:
        return Comparison("资金总规模 = 统筹整合 + 专项", total, parts, "万元", CONTRADICTS, "")
    said = "恰好相加；专项资金如已纳入统筹整合，同一笔钱就计了两次"
    return Comparison("资金总规模 = 统筹整合 + 专项", total, parts, "万元", UNCLEAR, said)


def _equal(statement: str, left: str, right: str, unit: str) -> Callable[[Numbers, Rules], Comparison]:
    def compare(n: Numbers, _: Rules) -> Comparison:
        verdict = AGREES if n[left] == n[right] else CONTRADICTS
        return Comparison(statement, n[left], n[right], unit, verdict, "")

    return compare


def _jobs(n: Numbers, _: Rules) -> Comparison:
    total, parts = n["relocation_employed"], sum((n[job] for job in JOBS), Fraction(0))
    return Comparison(
        "搬迁就业人数 = 五类就业之和", total, parts, "人", AGREES if total == parts else CONTRADICTS, ""
    )


def _yulu(n: Numbers, rules: Rules) -> Comparison:
    paid = n["yulu_amount"] * YUAN_PER_WAN
    due = n["yulu_persontimes"] * Fraction(rules["yulu_per_term"])
    return Comparison(
        "雨露计划金额 = 人次 × 标准", paid, due, "元", AGREES if paid == due else CONTRADICTS, ""
    )


# The standards that printed numbers are compared by, by the figure that was printed.
STANDARDS = {"nrcms_premium_total": ("medical_premium",), "yulu_amount": ("yulu_per_term",)}
_COMPARISONS: tuple[Callable[[Numbers, Rules], Comparison], ...] = (
    _same_persons,
    _insured("nrcms_premium_total", lambda _, rules: Fraction(rules["medical_premium"]), "医保代缴"),
    _insured("tehuibao_total", lambda n, _: n["tehuibao_unit_premium"], "特惠保"),
    _population,
    _target_rate,
    _funds,
    _jobs,
    _yulu,
    _equal("体检人数 = 驻村工作队员", "cadre_medical_checks", "stationed_cadres", "名"),
    _equal("派驻工作队的村 = 行政村", "stationed_villages", "admin_villages", "个"),
    _equal("减贫任务 = 当年脱贫人口", "reduction_task_persons", "exits_persons", "人"),
)
