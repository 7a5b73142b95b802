"""Numbers as Chinese readers expect them: thousands separators, decimals that matter, no blank before the unit.

Rounding is half up (四舍五入, away from zero) on exact fractions, never on binary floats. A share that is not
whole never reads 0% or 100%: it gets the decimals that tell.
"""

from fractions import Fraction
from math import floor

from gonggu.figures.card import Figure
from gonggu.figures.measure import exact

NO_DATA = "无数据"
WITHHELD = "未公布"

# Most decimals shown; trailing zeros are cut.
_DECIMALS = {"万元": 4, "%": 2, "元/人": 2, "元/人·月": 2, "公里": 3, "倍": 4, "元": 2}
_WHOLE = frozenset({"个", "户", "人", "名", "人次", "人月", "课时", "件"})
# An index between 0 and 1 (FGT, Gini, M0) keeps all four decimals, as the field prints them.
_INDEX_UNIT = "—"
_INDEX_DECIMALS = 4
_MOST_DECIMALS = 8


def half_up(value: Fraction, decimals: int) -> Fraction:
    """`value` rounded half away from zero to so many decimals."""
    scale = 10**decimals
    size = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
    return -size if value < 0 else size


def decimal_text(value: Fraction, decimals: int, *, cut: bool = True) -> str:
    """`value` rounded half up with thousands separators; `cut` drops trailing zeros."""
    scaled = int(abs(half_up(value, decimals)) * 10**decimals)
    whole, part = divmod(scaled, 10**decimals)
    digits = f"{part:0{decimals}d}" if decimals else ""
    digits = digits.rstrip("0") if cut else digits
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole:,}" + (f".{digits}" if digits else "")


def number_text(value: Fraction | float | None, unit: str) -> str:
    """The number alone, with the decimals of its unit; 无数据 where there is no value."""
    if value is None:
        return NO_DATA
    number = value if isinstance(value, Fraction) else exact(value)
    if unit == _INDEX_UNIT:
        return decimal_text(number, _seen(number, _INDEX_DECIMALS), cut=False)
    decimals = _DECIMALS.get(unit, 0 if unit in _WHOLE and number.denominator == 1 else 2)
    return decimal_text(number, _telling(number, decimals) if unit == "%" else decimals)


def value_text(figure: Figure) -> str:
    """The figure's number alone; 未公布 where a public edition withholds it."""
    return WITHHELD if figure.withheld else number_text(figure.measure.value, figure.card.unit)


def with_unit(value: Fraction | float | None, unit: str) -> str:
    """The number with its unit behind it: 1,285户, 4,678.992万元, 0.12%; 无数据 where there is no value."""
    text = number_text(value, unit)
    return text if value is None or unit == _INDEX_UNIT else text + unit


def parts_text(figure: Figure) -> str:
    """Numerator / denominator of a share or mean, the unscaled sum of a count; blank where there is neither."""
    numerator, denominator = figure.measure.numerator, figure.measure.denominator
    if numerator is None:
        return ""
    text = decimal_text(numerator, 2)
    return text if denominator is None else f"{text} / {decimal_text(denominator, 2)}"


def signed(value: Fraction, unit: str) -> str:
    """A difference with its sign: +11人, −0.02%, 0."""
    text = with_unit(value, unit)
    return f"+{text}" if value > 0 else text.replace("-", "−", 1)


def _seen(index: Fraction, decimals: int) -> int:
    """Decimals at which an index that is not 0 does not read as 0."""
    while index and decimals < _MOST_DECIMALS and half_up(index, decimals) == 0:
        decimals += 1
    return decimals


def _telling(rate: Fraction, decimals: int) -> int:
    """Decimals at which a rate strictly between 0 and 100 does not read as either."""
    while decimals < _MOST_DECIMALS and half_up(rate, decimals) in (0, 100) and rate not in (0, 100):
        decimals += 1
    return decimals
