"""What one check has found, the others do not know: a doubtful cell makes one finding, not several."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.books import Books
from gonggu.reading.typed import PLACE, Flaw, TypedLedger

# A blank has nothing to be doubted, an old ID number tells as much as a new one, nobody computes with a telephone number;
# of days outside the year one alone is found for all.
_TRUSTED_ALL_THE_SAME = frozenset({"value_required", "id_old", "phone_form", "date_outside_year"})
REPEATS = frozenset({"key_repeated", "row_repeated", "id_repeated"})


def without_doubtful(books: Books, findings: pd.DataFrame) -> Books:
    """The ledgers with the cells that were found blanked; each counts as unread, so that no one calls it missing."""
    doubtful = findings[~findings["check"].isin(_TRUSTED_ALL_THE_SAME) & findings["row"].notna()]
    by_name = dict(list(doubtful.groupby("ledger")))
    ledgers = {
        name: _blanked(typed, by_name[typed.form.name]) if typed.form.name in by_name else typed
        for name, typed in books.ledgers.items()
    }
    return replace(books, ledgers=ledgers)


def _blanked(typed: TypedLedger, found: pd.DataFrame) -> TypedLedger:
    records = _records(typed, found)
    frame, flaws = typed.frame, list(typed.flaws)
    for (check, header), lines in records.groupby(["check", "column"]):
        column = typed.form.columns[header]
        places = lines["_record"].to_numpy(dtype=np.int64)
        kept = ~np.isin(np.arange(len(frame)), places)
        frame = frame.assign(**{column.name: frame[column.name].where(kept)})
        flaws.append(Flaw(check, column, "", places, []))
    return replace(typed, frame=frame, flaws=tuple(flaws))


def _records(typed: TypedLedger, found: pd.DataFrame) -> pd.DataFrame:
    """The findings with the position of the record that each is about."""
    lines = found[found["column"].isin(typed.form.columns)]
    wanted = lines.rename(columns={"file": "_file", "sheet": "_sheet", "row": "_row"})
    own = typed.frame[PLACE].assign(_record=np.arange(len(typed.frame)))
    own = own[own["_row"].isin(wanted["_row"].astype("int64"))]
    return wanted[["check", "column", *PLACE]].astype({"_row": "int64"}).merge(own, on=PLACE)


def repeated(typed: TypedLedger) -> NDArray[np.bool_]:
    """Records that were found to be there already, in whole or by a number that is another's."""
    mask = np.zeros(len(typed.frame), dtype=bool)
    for flaw in typed.flaws:
        if flaw.check in REPEATS:
            mask[flaw.records] = True
    return mask
