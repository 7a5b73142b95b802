"""All cross-checks of a scope, from its figures and ledgers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

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

_STOCK = ("history", "households", "persons", "changes")
# The ledgers that each reads, and those of which it must know every record, by id: others are right of the records read.
WHOLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "x_funds_sum": (("allocations",), ()),
    "x_paid_allotted": (("payments", "projects", "allocations"), ()),
    "x_areas_sum": ((), ("villages",)),
    "x_relocation_jobs": (("employment",), ("relocation", "persons")),
    "x_register_insured": (("insurance",), ("persons", "changes")),
    "x_stock_roll": ((), _STOCK),
    "x_task_done": ((), ("households", "persons")),
    "x_rangers_wage": (("employment",), ()),
    "x_subsidy_standard": (("education",), ()),
    "x_checkups": (("cadres",), ()),
    "x_villages": ((), ("villages", "history", "households", "persons", "income")),
    "x_same_number": (("households", "persons"), ()),
    "x_year_on_year": ((), ("history", "households", "persons")),
    "x_rate_denominator": ((), ("history", "villages")),
}


def left_open(found: Iterable[CrossCheck], unread: Mapping[str, tuple[str, ...]]) -> list[CrossCheck]:
    """The checks; one that must know every record of a ledger is open where a file of it was not read.

    `unread` are those files by ledger id.
    """
    return [_open(one, unread) for one in found]


def _open(one: CrossCheck, unread: Mapping[str, tuple[str, ...]]) -> CrossCheck:
    files = [file for ledger in WHOLE[one.check][1] for file in unread.get(ledger, ())]
    if not files:
        return one
    said = f"没有读出：{'、'.join(dict.fromkeys(files))}"
    return replace(one, verdict="无法核对", explanation=said, cells=())


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
