"""What an item of 二、存在的问题 is, and how it says where its records are."""

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from gonggu.report.phrases import Phrases

# People's living comes first, those whom little would set back next; then money, the helpers' work, services.
LIVING, RISK, MONEY, HELP, SERVICES = range(5)


@dataclass(frozen=True)
class Shortcoming:
    """One thing lacking: its rank, how much of the whole it touches, what is said."""

    rank: int
    share: Fraction
    head: str
    text: Markup


def spread(p: Phrases, figure_id: str, unit: str) -> Markup:
    """Where the records are that a figure counts: ，分布在大坪村3户、…; blank where no place may be named."""
    where = p.where(figure_id, unit)
    return Markup("，分布在{}").format(where) if where else Markup("")


def part_of(p: Phrases, part: Fraction | None, whole: str) -> Fraction:
    """The part of the whole that a figure counts; 0 where either is not known."""
    total = p.value(whole)
    return part / total if part and total else Fraction(0)


def missing(p: Phrases, figure_id: str) -> Fraction:
    """What a rate in per cent lacks of the whole."""
    return 1 - (p.value(figure_id) or Fraction(0)) / 100
