"""Which charts stand in which chapter."""

from collections.abc import Callable

from gonggu.figures.card import Figure
from gonggu.figures.view import LedgerAbsent, View
from gonggu.report.charts import funds, living, overview, plan, townships, work
from gonggu.report.charts.chart import Chart

Maker = Callable[[View, dict[str, Figure]], Chart | None]

CHAPTERS: dict[str, tuple[Maker, ...]] = {
    "overview": (overview.poverty_rate, overview.main_causes),
    "last_plan": (plan.last_plan,),
    "mechanism": (work.team_sizes,),
    "funds": (funds.by_level_and_purpose, funds.payments, funds.projects),
    "livelihood": (living.standards,),
    "industry": (work.collective,),
    "stationing": (work.attendance,),
    "problems": (work.problems,),
    "relocation": (work.relocation,),
    "teams": (work.visits,),
    "townships": (townships.comparison,),
    "income": (living.income_shares, living.income_distribution),
}
# What a public edition draws: funds, projects, problems and villages, not persons or households.
OF_NO_PERSON: frozenset[Maker] = frozenset(
    (funds.by_level_and_purpose, funds.payments, funds.projects, work.collective, work.problems)
)


def charts_of(
    chapter: str, view: View, figures: dict[str, Figure], *, is_public: bool = False
) -> list[Chart]:
    """The chapter's charts; one whose ledger is absent, or that has nothing to show, is left out."""
    makers = [maker for maker in CHAPTERS.get(chapter, ()) if not is_public or maker in OF_NO_PERSON]
    made = (_made(maker, view, figures) for maker in makers)
    return [chart for chart in made if chart is not None]


def _made(maker: Maker, view: View, figures: dict[str, Figure]) -> Chart | None:
    try:
        return maker(view, figures)
    except LedgerAbsent:
        return None
