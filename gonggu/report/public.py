"""How a public edition says what it may: only figures that the year's audit has seen, never a count made on the side."""

from fractions import Fraction

from gonggu.figures.card import Figure
from gonggu.figures.numbers import WITHHELD
from gonggu.figures.view import View
from gonggu.report.phrases import Phrases
from gonggu.withholding import Withheld

# Chapters of a public edition. What is left out checks, prints, or counts findings and records.
CHAPTERS = ("overview", "work", "shortcomings", "plan", "townships", "income", "figures", "run")
# Sheets of the annex whose tables speak of funds, projects, problems and villages, not of persons or households, and
# the one that sets places' released figures side by side.
SHEETS = ("资金投入", "产业发展", "问题整改", "乡镇对比", "所用标准")
# Villages that have no cadre posted to them are named by none: it would tell a count of 0 that may be withheld.
_OF_CADRES = "stationed_coverage"


class PublicPhrases(Phrases):
    """The sentences of a public edition: no list says where persons are, or how many in which place."""

    names_parts = False
    counts_records = False

    def __init__(self, view: View, figures: dict[str, Figure], withheld: Withheld) -> None:
        super().__init__(view, figures)
        self.withheld_elsewhere = withheld

    def past_poverty(self) -> dict[int, tuple[Fraction | None, Fraction | None]]:
        """Nothing: of past years nobody has audited what may be told."""
        return {}

    def where(self, figure_id: str, unit: str, *, lacking: bool = False) -> str:  # noqa: ARG002 - as the parent's
        """Nothing: how many there are in a place is that place's own figure."""
        return ""

    def lacking_villages(self, figure_id: str) -> str:
        """Names of the villages that a coverage leaves out, but for those without a cadre."""
        return "村名从略" if figure_id == _OF_CADRES else super().lacking_villages(figure_id)


def note(threshold: int) -> str:
    """What every part of a public edition says of the numbers that it withholds."""
    return (
        f"为保护个人和家庭，不足{threshold}的户数、人数、人次不予公布；由其他数可以推算出这些数的，"
        f"连同有关的比率、平均数和金额也不予公布，记作“{WITHHELD}”。"
    )
