"""Which ledger each sheet of a workbook belongs to: what the file's name says, unless the header says otherwise."""

from gonggu.forms import Forms, Ledger
from gonggu.reading.headers import Header, find_header
from gonggu.reading.sheets import Sheet

Fit = tuple[Ledger, Header]


def assign(sheets: list[Sheet], named: list[Ledger], forms: Forms) -> list[tuple[Sheet, Fit | None]]:
    """Sheets that hold a ledger, each with its form and header.

    Notes beside the ledger are left out. Where a name promises a ledger and no sheet fits it, the sheet
    that comes nearest stands for it, with None where nothing at all fits, so that the lack can be told.
    """
    fits = [(sheet, _fit(sheet, named, forms)) for sheet in sheets]
    found: list[tuple[Sheet, Fit | None]] = [(sheet, fit) for sheet, fit in fits if fit and _whole(fit)]
    if found or not named:
        return found
    partly = [(sheet, fit) for sheet, fit in fits if fit]
    if partly:
        return [max(partly, key=lambda pair: len(pair[1][1].headings))]
    return [(sheet, None) for sheet in sheets[:1]]


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


def _whole(fit: Fit) -> bool:
    """Whether the header has most of what the form requires; what it lacks is told of then."""
    ledger, header = fit
    required = sum(column.req for column in ledger.columns.values())
    return len(header.missing(ledger)) * 2 < required
