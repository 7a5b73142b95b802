"""Which ledger each table of a workbook belongs to: what the file's name says, unless the header says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from gonggu.forms import Forms, Ledger
from gonggu.reading.continued import continued
from gonggu.reading.headers import Header, find_header
from gonggu.reading.sheets import Sheet
from gonggu.reading.tables import is_whole, tables_of

Fit = tuple[Ledger, Header]


@dataclass(frozen=True)
class Assigned:
    """The workbook's tables that hold a ledger, each with its form and header, and the tables that were left out."""

    tables: Sequence[tuple[Sheet, Fit | None]]
    left: Sequence[Sheet]


def assign(sheets: list[Sheet], named: list[Ledger], forms: Forms) -> Assigned:
    """Tables that hold a ledger, and those left out.

    A sheet that goes on without a header has the header of the sheet before. Where a name promises a ledger and no
    table fits it, the one that comes nearest stands for it, with None where nothing at all fits, so that the lack
    can be told.
    """
    fits = [(table, _fit(table, named, forms)) for sheet in sheets for table in tables_of(sheet, forms)]
    found: list[tuple[Sheet, Fit | None]] = []
    left: list[Sheet] = []
    last: tuple[Sheet, Fit] | None = None
    for table, fit in fits:
        if fit and is_whole(*fit):
            last = table, fit
            found.append((table, fit))
        elif last and (header := continued(table, *last, forms)):
            found.append((table, (last[1][0], header)))
        else:
            left.append(table)
    return Assigned(found, left) if found or not named else _nearest(fits)


def _nearest(fits: list[tuple[Sheet, Fit | None]]) -> Assigned:
    partly = [(table, fit) for table, fit in fits if fit]
    chosen: tuple[Sheet, Fit | None] = (
        max(partly, key=lambda pair: len(pair[1][1].headings)) if partly else fits[0]
    )
    return Assigned([chosen], [table for table, _ in fits if table is not chosen[0]])


def _fit(sheet: Sheet, named: list[Ledger], forms: Forms) -> Fit | None:
    """The form that the sheet's header fits best; another one than the named only where it fits wholly."""
    own = _best(sheet, named)
    if own and not own[1].missing(own[0]):
        return own
    others = [ledger for ledger in forms.ledgers.values() if ledger not in named]
    other = _best(sheet, others)
    if other and not other[1].missing(other[0]):
        return other
    return own


def _best(sheet: Sheet, ledgers: list[Ledger]) -> Fit | None:
    headers = [(ledger, find_header(sheet, ledger)) for ledger in ledgers]
    fits = [(ledger, header) for ledger, header in headers if header]
    return min(fits, key=lambda fit: (len(fit[1].missing(fit[0])), -len(fit[1].headings)), default=None)
