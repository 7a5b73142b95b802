"""上年计划完成情况: what the year before has planned for this one, held against this year's figures."""

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from gonggu.figures.card import Card, compute
from gonggu.figures.measure import exact
from gonggu.figures.numbers import NO_DATA, WITHHELD, number_text, with_unit
from gonggu.figures.targets import Held, demanded, hold, is_reached
from gonggu.figures.view import View
from gonggu.report.comparisons import NOT_IN_LEDGERS, OPEN
from gonggu.report.phrases import Phrases
from gonggu.report.places import names
from gonggu.report.tables.places import parts_of

Matter = dict[str, object]

REACHED, MISSED, UNKNOWN, UNSET = "达到", "没有达到", "无法核算", "没有定目标值"
EVEN, UNSEEN = "正好持平", "差距小于显示的位数"
NONE_TO_COUNT = "没有可以计算的记录"


def held_here(p: Phrases) -> list[Held]:
    """The targets of last year's plan that speak of the edition's place."""
    return hold(p.view.all_params.plan, p.figures, p.view.scope)


def last_plan(p: Phrases) -> Matter:
    """How many of the targets are reached, a sentence and a row on each; no rows where there was no plan."""
    held = held_here(p)
    results = [result(one) for one in held]
    counted = [
        (one, results.count(one)) for one in dict.fromkeys((REACHED, MISSED, UNKNOWN, UNSET, WITHHELD))
    ]
    return {
        "plan_said": "，".join(f"{one}{size}项" for one, size in counted if size),
        "plan_sentences": [_sentence(p, one) for one in held],
        "plan_rows": [_row(p, one) for one in held],
    }


def result(held: Held) -> str:
    """Reached, missed, or why neither can be said."""
    if held.figure and held.figure.withheld:
        return WITHHELD
    if held.figure and held.goal is None:
        return UNSET
    return {True: REACHED, False: MISSED, None: UNKNOWN}[held.reached]


def apart(held: Held) -> str:
    """How far a value that misses its goal is from it: 还差2人, 高出0.05个百分点."""
    assert held.value is not None
    assert held.goal is not None
    gap = held.goal - held.value
    if not gap:
        return EVEN
    size = number_text(abs(gap), held.unit)
    if size == "0":
        return UNSEEN
    return f"{'还差' if gap > 0 else '高出'}{size}{'个百分点' if held.unit == '%' else held.unit}"


def short_places(p: Phrases, held: Held) -> str:
    """Which places the missed target lacks: those that miss it themselves; of a sum that is too small, all with their share.

    Of an extreme these are villages, else the parts of the edition's place. Blank where none can be named.
    """
    if held.figure is None or held.figure.card.district_only or not p.names_parts:
        return ""
    if held.figure.card.label_of_part:
        return ""  # what the parts have by that id is another measure
    villages = held.figure.measure.denominator is None and not held.figure.card.additive
    values = sorted(_of_places(p, held.figure.card, villages=villages), key=lambda item: item[1])
    if held.figure.card.additive and held.target.comparator in (">=", ">"):
        said = _each(values, held.unit)
        return f"各{_part_word(p, villages=villages)}：{said}" if said else ""
    missing = [(name, value) for name, value in values if not _met(value, held)]
    if held.target.comparator not in (">=", ">"):
        missing.reverse()
    if not missing:
        return ""
    return f"没有达到的{_part_word(p, villages=villages)}{len(missing)}个：{_each(missing, held.unit)}"


def _met(value: Fraction, held: Held) -> bool:
    assert held.goal is not None
    return is_reached(value, held.target.comparator, held.goal)


def _each(values: list[tuple[str, Fraction]], unit: str) -> str:
    return names(f"{name}{with_unit(value, unit)}" for name, value in values)


def _part_word(p: Phrases, *, villages: bool) -> str:
    return "村" if villages or p.view.scope.level == "township" else "乡镇"


def _of_places(p: Phrases, card: Card, *, villages: bool) -> Iterator[tuple[str, Fraction]]:
    """The figure of each part of the scope, or of each village in it, where it has a value."""
    for name, scope in parts_of(p.view):
        part = p.view.within(scope)
        inner = parts_of(part) if villages and scope.level == "township" else []
        if inner:
            for village, place in inner:
                yield from _value(p.places.village(scope.township, village), part.within(place), card)
        else:
            yield from _value(name, part, card)


def _value(name: str, view: View, card: Card) -> Iterator[tuple[str, Fraction]]:
    (figure,) = compute(view, [card])
    value = figure.measure.value
    if value is not None:
        yield name, value if isinstance(value, Fraction) else exact(value)


def _sentence(p: Phrases, held: Held) -> Markup:
    """A sentence on one target: what it is of, the figure, what was planned, and by how much it is missed."""
    wording, figure = held.target.wording, held.figure
    if figure is None:
        return Markup("{}：{}。").format(wording, NOT_IN_LEDGERS)
    plan = "计划" if p.view.scope.level == "district" else "全区计划"
    asked = Markup("{}（{}）").format(plan, demanded(held.target) or OPEN)
    outcome = result(held)
    if outcome == WITHHELD:
        return Markup("{}：{}，按公开版的规定{}。").format(wording, asked, WITHHELD)
    if held.value is None:
        return Markup("{}：{}{}，{}。").format(wording, asked, UNKNOWN, _why(p, held))
    label = "" if figure.card.label == wording else figure.card.label
    said = Markup("{}：{}{}").format(wording, label, p.f(figure.card.id))
    if outcome == UNSET:
        return Markup("{}，{}{}。").format(said, plan, UNSET)
    if outcome == REACHED:
        return Markup("{}，{}{}。").format(said, REACHED, asked)
    where = short_places(p, held)
    places = Markup("；{}").format(where) if where else ""
    return Markup("{}，{}{}，{}{}。").format(said, MISSED, asked, apart(held), places)


def _why(p: Phrases, held: Held) -> str:
    """Why a figure has no value: the ledgers that are absent, or nothing in them to count."""
    assert held.figure is not None
    ids = {form.name: form.id for form in p.view.forms.by_id.values()}
    absent = [f"“{name}”" for name in held.figure.ledgers if not p.view.has(ids[name])]
    return f"缺少台账{'、'.join(absent)}" if absent else NONE_TO_COUNT


def _row(p: Phrases, held: Held) -> tuple[object, ...]:
    if held.figure is None:
        return held.target.wording, "—", "—", UNKNOWN, "—"
    outcome = result(held)
    if held.value is None:
        actual: object = WITHHELD if outcome == WITHHELD else NO_DATA
    else:
        actual = p.f(held.figure.card.id)
    gap = apart(held) if outcome == MISSED else "—"
    return held.target.wording, demanded(held.target) or OPEN, actual, outcome, gap
