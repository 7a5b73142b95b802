"""The first screen's figures, and how each has changed since the year before where the ledgers tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gonggu.figures.card import Figure
from gonggu.figures.headline import CARDS_SHOWN, HEADLINE, headline_label
from gonggu.figures.limits import exceeds_whole
from gonggu.figures.measure import PER_CENT
from gonggu.figures.numbers import decimal_text, half_up, number_text, with_unit
from gonggu.manifest import PlaceBefore
from gonggu.report.phrases import Phrases

RATE_DECIMALS = 2
# From here on the whole of a share or mean is another one.
WIDE = Fraction(30, 100)
# In place of a change: of a rate of money above 100 % none is told.
IMPOSSIBLE = "超过100%，账目有误"


@dataclass(frozen=True)
class Headline:
    """One figure of the first screen; `change` is blank where nothing is known of the year before.

    `from_history` says that 历年情况 told what it was, not last year's own ledgers.
    """

    figure: Figure
    change: str
    from_history: bool = False

    @property
    def label(self) -> str:
        """What the first screen calls the figure."""
        return headline_label(self.figure.card.id, self.figure.card.label)


@dataclass(frozen=True)
class _Then:
    """A figure of the year before, and what it was divided by, where it was and that is known."""

    value: Fraction
    whole: Fraction | None = None
    from_history: bool = False


def headlines(p: Phrases, before: PlaceBefore | None) -> list[Headline]:
    """Those of the headline figures that this edition has and does not withhold, in order, at most eight.

    `before` are those of the year before, from its own ledgers; what they do not tell is taken from 历年情况.
    """
    then = _from_history(p) | _from_ledgers(before)
    known = (p.figures[one] for one in HEADLINE if one in p.figures)
    shown = [figure for figure in known if not figure.withheld][:CARDS_SHOWN]
    return [_headline(figure, then.get(figure.card.id)) for figure in shown]


def note_of(shown: Sequence[Headline], before: PlaceBefore | None, year: int) -> str:
    """Where the changes come from, and whether the place was another one; blank where none is told."""
    changed = [one for one in shown if one.change and one.change != IMPOSSIBLE]
    past = [one.label for one in changed if one.from_history]
    if not changed:
        return ""
    if len(past) == len(changed):
        return "“比上年”取自台账“历年情况”。"
    said = f"“比上年”由{year - 1}年的台账按今年的口径算出"
    said += f"，其中{'、'.join(past)}取自“历年情况”" if past else ""
    other = before is not None and not before.same_villages
    return said + ("；两年所辖的行政村不同，增减中含这一变化。" if other else "。")


def change_of(now: Fraction, before: Fraction, unit: str) -> str:
    """下降0.63个百分点, 增加24人; blank where the two read alike.

    The difference is that of the numbers as printed, so that a reader who subtracts finds the same.
    """
    if unit == "%":
        size = half_up(now, RATE_DECIMALS) - half_up(before, RATE_DECIMALS)
        word = "下降" if size < 0 else "上升"
        return f"{word}{number_text(abs(size), '%')}个百分点" if size else ""
    size = _printed(now, unit) - _printed(before, unit)
    word = "减少" if size < 0 else "增加"
    return f"{word}{with_unit(abs(size), unit.partition('/')[0])}" if size else ""


def _printed(value: Fraction, unit: str) -> Fraction:
    return Fraction(number_text(value, unit).replace(",", ""))


def _headline(figure: Figure, then: _Then | None) -> Headline:
    now = figure.measure.value
    if exceeds_whole(figure.card.id, now):
        return Headline(figure, IMPOSSIBLE)
    if then is None or not isinstance(now, Fraction) or exceeds_whole(figure.card.id, then.value):
        return Headline(figure, "")
    change = change_of(now, then.value, figure.card.unit)
    said = f"比上年{change}" if change else "与上年持平"
    return Headline(figure, said + _break(figure, then.whole), then.from_history)


def _break(figure: Figure, then: Fraction | None) -> str:
    """The whole of a share or mean then and now, where it has become another one."""
    now = figure.measure.denominator
    if now is None or not then or abs(now - then) <= WIDE * then:
        return ""
    return f"（分母由{decimal_text(then, 2)}变为{decimal_text(now, 2)}）"


def _from_ledgers(before: PlaceBefore | None) -> dict[str, _Then]:
    values = before.values if before else {}
    return {
        name: _Then(Fraction(one.value), None if one.whole is None else Fraction(one.whole))
        for name, one in values.items()
    }


def _from_history(p: Phrases) -> dict[str, _Then]:
    """What 历年情况 says of the year before."""
    population, poor = p.past_poverty().get(p.view.year - 1, (None, None))
    if poor is None:
        return {}
    known = {"unexited_persons": _Then(poor, from_history=True)}
    if population:
        known["poverty_rate"] = _Then(PER_CENT * poor / population, population, from_history=True)
    return known
