"""All checks over a year's ledgers."""

from collections.abc import Callable

import pandas as pd

from gonggu.checks import dates, identity, keys, references, values
from gonggu.checks.books import Books, Found
from gonggu.checks.findings import gathered, no_findings, of_troubles
from gonggu.forms import Forms
from gonggu.reading.trouble import Trouble

CHECKERS: tuple[Callable[[Books], Found], ...] = (
    values.value_required,
    values.value_unread,
    values.value_negative,
    values.value_unit,
    identity.id_numbers,
    identity.phone_form,
    dates.date_future,
    dates.date_order,
    keys.repeated,
    keys.id_repeated,
    references.ref_missing,
    references.area_unknown,
    references.area_differs,
    references.name_differs,
)


def all_findings(books: Books, troubles: tuple[Trouble, ...]) -> pd.DataFrame:
    """Everything wrong or doubtful in a year, in the order of the forms, files, sheets and rows."""
    found = [found for checker in CHECKERS for found in checker(books)]
    together = gathered([of_troubles(troubles), *found])
    return _in_order(together, books.forms)


def _in_order(findings: pd.DataFrame, forms: Forms) -> pd.DataFrame:
    if findings.empty:
        return no_findings()
    ledgers = {name: place for place, name in enumerate(forms.ledgers)}
    keys = findings.assign(
        _ledger=findings["ledger"].map(ledgers).fillna(len(ledgers)),
        _row=findings["row"].fillna(0).astype("int64"),
        _letters=findings["cell"].str.len(),
    )
    order = keys.sort_values(["_ledger", "file", "sheet", "_row", "_letters", "cell"], kind="stable").index
    return findings.loc[order].reset_index(drop=True)
