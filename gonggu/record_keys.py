"""The keys of the records that findings are about, as a person reads them and with personal values masked."""

import pandas as pd

from gonggu.checks.masking import shown
from gonggu.forms import Column, Ledger
from gonggu.reading.typed import PLACE
from gonggu.store import Store

RECORD = "record"
_BETWEEN = " / "


def with_records(findings: pd.DataFrame, store: Store) -> pd.DataFrame:
    """The findings with the key of each one's record in column `record`; blank where there is no such record.

    A row's number moves with every row that is put in or taken out above it; the record's key does not.
    """
    there = [form for form in _stored(store) if findings["ledger"].eq(form.name).any()]
    places = [_located(findings, form, store) for form in there]
    keys = pd.concat(places) if places else pd.Series(dtype="str")
    return findings.assign(**{RECORD: keys.reindex(findings.index).fillna("").astype("str")})


def still_there(lines: pd.DataFrame, store: Store) -> pd.Series:
    """Whether each line's record, of whatever row and file, is in the stored ledgers."""
    there = pd.Series(False, index=lines.index)
    for form in _stored(store):
        own = lines["ledger"].eq(form.name) & lines[RECORD].ne("")
        if own.any():
            there |= own & lines[RECORD].isin(_keys(store.read(form.id, columns=form.key_names), form))
    return there


def _stored(store: Store) -> list[Ledger]:
    return [store.forms.by_id[ledger] for ledger in store.present()]


def _located(findings: pd.DataFrame, form: Ledger, store: Store) -> pd.Series:
    """Keys of this ledger's findings, by the findings' index."""
    own = findings[findings["ledger"].eq(form.name) & findings["row"].notna()]
    wanted = own[["file", "sheet", "row"]].set_axis(PLACE, axis=1).astype({PLACE[2]: "int64"})
    frame = store.read(form.id, columns=[*PLACE, *form.key_names])
    found = frame[frame[PLACE[2]].isin(wanted[PLACE[2]])]
    keys = found[PLACE].assign(_key=_keys(found, form))
    return pd.Series(wanted.merge(keys, on=PLACE, how="left")["_key"].to_numpy(), index=own.index)


def _keys(frame: pd.DataFrame, form: Ledger) -> pd.Series:
    """Each record's key as one text; blank where all of it is."""
    first, *rest = (_texts(frame, form.columns[header]) for header in form.key)
    joined = first.str.cat(rest, sep=_BETWEEN) if rest else first
    return joined.where(joined.str.strip(_BETWEEN).ne(""), "")


def _texts(frame: pd.DataFrame, column: Column) -> pd.Series:
    return frame[column.name].map(lambda value: shown(value, column)).astype("str")
