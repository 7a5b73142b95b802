"""The keys of the records that findings are about, as a person reads them and with personal values masked."""

from collections.abc import Mapping

import pandas as pd

from gonggu.checks.masking import shown
from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.typed import PLACE

RECORD = "record"
_BETWEEN = " / "


def with_records(findings: pd.DataFrame, ledgers: Mapping[str, pd.DataFrame], forms: Forms) -> pd.DataFrame:
    """The findings of typed ledgers with the key of each one's record in column `record`; blank where there is none.

    A row's number moves with every row that is put in or taken out above it; the record's key does not.
    """
    places = [
        _located(findings, form, frame)
        for form, frame in _with_forms(ledgers, forms)
        if findings["ledger"].eq(form.name).any()
    ]
    keys = pd.concat(places) if places else pd.Series(dtype="str")
    return findings.assign(**{RECORD: keys.reindex(findings.index).fillna("").astype("str")})


def still_there(lines: pd.DataFrame, ledgers: Mapping[str, pd.DataFrame], forms: Forms) -> pd.Series:
    """Whether each line's record, of whatever row and file, is in the ledgers."""
    there = pd.Series(False, index=lines.index)
    for form, frame in _with_forms(ledgers, forms):
        own = lines["ledger"].eq(form.name) & lines[RECORD].ne("")
        if own.any():
            there |= own & lines[RECORD].isin(_keys(frame, form))
    return there


def _with_forms(ledgers: Mapping[str, pd.DataFrame], forms: Forms) -> list[tuple[Ledger, pd.DataFrame]]:
    return [(forms.by_id[ledger], frame) for ledger, frame in ledgers.items()]


def _located(findings: pd.DataFrame, form: Ledger, frame: pd.DataFrame) -> pd.Series:
    """Keys of this ledger's findings, by the findings' index."""
    own = findings[findings["ledger"].eq(form.name) & findings["row"].notna()]
    wanted = own[["file", "sheet", "row"]].set_axis(PLACE, axis=1).astype({PLACE[2]: "int64"})
    found = frame[frame[PLACE[2]].isin(wanted[PLACE[2]])]
    keys = (
        found[PLACE].assign(_key=_keys(found, form)).drop_duplicates(PLACE)
    )  # tables side by side share rows
    return pd.Series(wanted.merge(keys, on=PLACE, how="left")["_key"].to_numpy(), index=own.index)


def _keys(frame: pd.DataFrame, form: Ledger) -> pd.Series:
    """Each record's key as one text; blank where all of it is."""
    first, *rest = (_texts(frame, form.columns[header]) for header in form.key)
    joined = first.str.cat(rest, sep=_BETWEEN) if rest else first
    return joined.where(joined.str.strip(_BETWEEN).ne(""), "")


def _texts(frame: pd.DataFrame, column: Column) -> pd.Series:
    return frame[column.name].map(lambda value: shown(value, column)).astype("str")
