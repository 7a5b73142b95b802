"""The district's cross-checks as findings: at the cells that make the difference, else one line for the ledger."""

from collections.abc import Iterator

import pandas as pd

from gonggu.checks.books import Books, at
from gonggu.checks.findings import gathered, of_troubles
from gonggu.figures.crosschecks.catalogue import crosschecks, left_open
from gonggu.figures.crosschecks.check import CrossCheck
from gonggu.figures.frames import Frames
from gonggu.figures.numbers import signed, with_unit
from gonggu.figures.view import View
from gonggu.paragraphs import quoted
from gonggu.params import Params
from gonggu.reading.trouble import Trouble
from gonggu.scope import Scope


def crosscheck_findings(books: Books, params: Params, findings: pd.DataFrame) -> pd.DataFrame:
    """What does not add up between the year's figures.

    `findings` are those of the records: where they say that the register itself is wrong, a sum over it that does not
    close is their consequence, and is told in the report's table only.
    """
    view = View(Frames({ledger: typed.frame for ledger, typed in books.ledgers.items()}), books.forms, params)
    if not view.has("villages"):
        return gathered([])
    made = left_open(crosschecks(view, explained=quoted(params, Scope())), books.unread)
    doubtful = [one for one in made if one.doubtful]
    wrong = findings[findings["severity"].eq("error")]
    return gathered(part for one in doubtful for part in _findings(one, books, wrong))


def _findings(one: CrossCheck, books: Books, wrong: pd.DataFrame) -> Iterator[pd.DataFrame]:
    difference = (
        "" if one.difference is None else f"（{one.statement}，差 {signed(one.difference, one.unit)}）"
    )
    for cells in one.cells:
        typed = books.ledgers[cells.ledger]
        column = typed.form.fields[cells.field]
        places = typed.frame.index.get_indexer(cells.index)
        found = at(typed, column, places, one.check, cells.expected + difference)
        yield found[~_explained(found, one, books, wrong)] if one.check in _SUMS else found
    if not one.cells and (one.check in _NEVER_FOLLOWS or not _any_wrong(one, books, wrong)):
        yield of_troubles([_whole(one, books)])


# Sums over the register: a household that is written down wrongly makes them fail in its village.
_SUMS = frozenset({"x_stock_roll"})
# Money that is paid beyond what there is, is told whatever else is wrong in the ledgers.
_NEVER_FOLLOWS = frozenset({"x_paid_allotted"})


def _explained(found: pd.DataFrame, one: CrossCheck, books: Books, wrong: pd.DataFrame) -> pd.Series:
    names = [books.forms.by_id[ledger].name for ledger in one.ledgers]
    of_ledgers = wrong[wrong["ledger"].isin(names)]
    places = pd.MultiIndex.from_frame(of_ledgers[["township", "village"]])
    mask = pd.MultiIndex.from_frame(found[["township", "village"]]).isin(places)
    return pd.Series(mask, index=found.index)


def _any_wrong(one: CrossCheck, books: Books, wrong: pd.DataFrame) -> bool:
    return bool(wrong["ledger"].isin([books.forms.by_id[ledger].name for ledger in one.ledgers]).any())


def _whole(one: CrossCheck, books: Books) -> Trouble:
    ledger = books.forms.by_id[one.ledgers[0]].name if one.ledgers else ""
    sides = " 与 ".join(with_unit(side, one.unit) for side in (one.left, one.right))
    return Trouble(one.check, ledger, value=f"{one.statement}：{sides}", expected=one.explanation)
