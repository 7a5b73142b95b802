"""All cross-checks of a scope, from its figures and ledgers."""

from collections.abc import Collection, Iterator

from gonggu.figures.catalogue import card_of, figures_of
from gonggu.figures.crosschecks import money, people, places, years
from gonggu.figures.crosschecks.check import Check, CrossCheck, Figures
from gonggu.figures.view import LedgerAbsent, View

READS = tuple(dict.fromkeys((*money.READS, *people.READS, *places.READS, *years.READS)))
CHECKS: tuple[Check, ...] = (
    *(
        money.funds_sum,
        money.paid_allotted,
        money.paid_beyond_due,
        places.areas_sum,
        people.relocation_jobs,
        people.register_insured,
    ),
    *(people.stock_roll, people.task_done, money.rangers_wage, money.subsidy_standard),
    *(people.checkups, places.villages, people.same_number, years.rate_denominator),
)


def crosschecks(
    view: View, figures: Figures | None = None, explained: Collection[str] = ()
) -> list[CrossCheck]:
    """Every check that the scope's figures and ledgers allow; those whose ledger is absent are left out.

    `figures` are the scope's, computed where not given; `explained` are figures whose change since last year the
    analyst's paragraphs speak of.
    """
    known = figures_of(view, map(card_of, READS)) if figures is None else figures

    def changes(view: View, figures: Figures) -> Iterator[CrossCheck]:
        return years.year_on_year(view, figures, explained)

    return [one for check in (*CHECKS, changes) for one in _run(check, view, known)]


def _run(check: Check, view: View, figures: Figures) -> list[CrossCheck]:
    try:
        return list(check(view, figures))
    except LedgerAbsent:
        return []
