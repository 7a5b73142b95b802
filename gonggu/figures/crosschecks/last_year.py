"""Cross-checks of two years, held against last year's own ledgers where these stand beside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from gonggu.figures.crosschecks.check import CrossCheck
from gonggu.figures.numbers import with_unit

STOCK = "x_stock_roll"
# It is the stock that is followed from person to person.
FOLLOWED = "unexited_persons"
# Without these of this year nobody can be followed.
NEEDED = ("households", "persons", "changes")
OPEN_STILL = "本年台账中没有记载"


@dataclass(frozen=True)
class LastYear:
    """Last year's figures by id from its own ledgers, what rates were divided by, and the breaks found person by person.

    `breaks` is None where nobody could be followed, for one of this year's ledgers is missing.
    """

    year: int
    values: Mapping[str, Fraction]
    wholes: Mapping[str, Fraction]
    breaks: int | None


def held_against(one: CrossCheck, last: LastYear) -> CrossCheck:
    """The check with what last year's ledgers say of it; one that has nothing to do with them as it is."""
    if one.check == STOCK:
        can = FOLLOWED in last.values and last.breaks is not None
        return _followed(one, last) if can else one
    own = (last.wholes if one.of_whole else last.values).get(one.states_before)
    if own is None or one.right is None:
        return one
    if own == one.right:
        return replace(one, explanation=_joined(one.explanation, f"与{last.year}年台账相符"))
    said = f"{last.year}年台账为{with_unit(own, one.unit)}，与历年情况不符"
    return replace(one, verdict="不一致", explanation=_joined(one.explanation, said))


def _followed(one: CrossCheck, last: LastYear) -> CrossCheck:
    # What this year's ledgers leave open, last year's register tells.
    told = "；".join(part for part in one.explanation.split("；") if OPEN_STILL not in part)
    if last.breaks:
        said = f"与{last.year}年名册逐人核对，对不上的{last.breaks}处"
        return replace(one, verdict="不一致", explanation=_joined(told, said))
    return replace(one, explanation=_joined(told, f"已与{last.year}年名册逐人核对，都对得上"))


def _joined(*parts: str) -> str:
    return "；".join(filter(None, parts))
