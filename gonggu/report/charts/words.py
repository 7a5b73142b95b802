"""Captions and the few phrases that the charts share."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from gonggu.figures.card import Figure
from gonggu.figures.measure import exact
from gonggu.figures.numbers import decimal_text, number_text
from gonggu.figures.view import View


def value_of(figures: dict[str, Figure], name: str) -> Fraction | float | None:
    """The figure's value; None where the edition has no such figure, or the figure no value."""
    return figures[name].measure.value if name in figures else None


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """A share in per cent, exact before it is rounded; the whole must not be 0."""
    return number_text(Fraction(100 * part) / whole, "%") + "%"


def whole(number: int) -> str:
    """A count with thousands separators."""
    return f"{number:,}"


def wan(amount: Fraction | float) -> str:
    """A sum of money in 万元, to at most two decimals as a chart has room for."""
    return decimal_text(amount if isinstance(amount, Fraction) else exact(amount), 2)


def wans(amounts: Sequence[float]) -> list[str]:
    """Sums of money in 万元 side by side: all with the decimals that one of them needs, at most two."""
    most = max((len(wan(amount).partition(".")[2]) for amount in amounts), default=0)
    return [decimal_text(exact(amount), most, cut=False) for amount in amounts]


def sources(view: View, ledgers: Iterable[str], counted: str = "", note: str = "") -> str:
    """The caption: Chinese names of the source ledgers, what was counted, a note."""
    names = "、".join(view.forms.by_id[ledger].name for ledger in ledgers)
    return "；".join(filter(None, (f"数据来源：{names}", counted, note))) + "。"


def rate_text(share: float) -> str:
    """A share in per cent with one decimal; never 100 or 0 unless it is."""
    if share in (0, 100):
        return f"{share:.0f}"
    return decimal_text(exact(min(max(share, 0.1), 99.9)), 1, cut=False)
