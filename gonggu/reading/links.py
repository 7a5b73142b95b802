"""Records that have to do with a place though they lie elsewhere: what an edition may have to look up about its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from gonggu.forms import Column, Forms, Ledger
from gonggu.reading.areas import AREA

LINK = ["record", *AREA]
# Persons and households are written down in many ledgers; whatever names one of them speaks of the same people.
_OF_PEOPLE = ("households", "persons")


@dataclass(frozen=True)
class _Reference:
    """A ledger's column that names a record of the ledger `domain`, or is its key."""

    ledger: str
    column: str
    domain: str


def links(frames: Mapping[str, pd.DataFrame], forms: Forms) -> dict[str, pd.DataFrame]:
    """By ledger id, records (index labels) and the place other than their own that each has to do with.

    `frames` have areas. A record is linked to where the record lies that it refers to, and to where it is referred
    to from; records that name one household or person are linked to each other's places.
    """
    references = list(_references(frames, forms))
    found = [pd.DataFrame({"ledger": [], "record": [], AREA[0]: [], AREA[1]: []})]
    for domain in dict.fromkeys(one.domain for one in references):
        own = [one for one in references if one.domain == domain]
        make = _of_people if domain in _OF_PEOPLE else _of_things
        found += list(make(frames, forms.by_id[domain], own))
    together = pd.concat(found, ignore_index=True).drop_duplicates()
    grouped = dict(list(together.groupby("ledger", sort=False)))
    return {
        ledger: grouped[ledger][LINK].sort_values(LINK, ignore_index=True)
        if ledger in grouped
        else pd.DataFrame({"record": pd.Series(dtype="int64"), AREA[0]: [], AREA[1]: []})
        for ledger in frames
    }


def _references(frames: Mapping[str, pd.DataFrame], forms: Forms) -> Iterator[_Reference]:
    targets = {column.target for form in forms.by_id.values() for column in form.columns.values()}
    keys = {
        (forms.ledgers[target[0]].id, forms.ledgers[target[0]].columns[target[1]].name)
        for target in targets
        if target
    }
    fields = {field: ledger for ledger, field in keys if ledger in frames}
    for ledger in frames:
        for column in forms.by_id[ledger].columns.values():
            domain = _domain(column, fields, forms)
            if domain in frames:
                yield _Reference(ledger, column.name, domain)


def _domain(column: Column, fields: Mapping[str, str], forms: Forms) -> str:
    if column.target:
        return forms.ledgers[column.target[0]].id
    return fields.get(column.name, "")


def _of_people(
    frames: Mapping[str, pd.DataFrame], register: Ledger, references: list[_Reference]
) -> Iterator[pd.DataFrame]:
    """Records that name a household or person which is named in several places, at each of the others."""
    homes = _homes(frames[register.id], register)
    rows = [_named(frames, one) for one in references]
    strange: list[pd.Series] = []
    for named in rows:
        home = homes.reindex(named["value"])
        moved = (home[AREA].to_numpy() != named[AREA].to_numpy()).any(axis=1)
        strange.append(named.loc[moved, "value"])
    values = pd.concat(strange).unique()
    if not len(values):
        return
    named = pd.concat([one[one["value"].isin(values)] for one in rows], ignore_index=True)
    where = named.loc[named[AREA[0]].ne(""), ["value", *AREA]].drop_duplicates()
    yield _elsewhere(named.merge(where, on="value", suffixes=("_own", "")))


def _of_things(
    frames: Mapping[str, pd.DataFrame], target: Ledger, references: list[_Reference]
) -> Iterator[pd.DataFrame]:
    """Records that refer to another, at its place; and that record, where it is referred to from."""
    key = _key(target)
    things = frames[target.id]
    listed = pd.DataFrame(
        {"ledger": target.id, "record": things.index, "value": things[key], **_area(things)}
    )
    listed = listed.dropna(subset=["value"]).drop_duplicates("value")
    for one in references:
        if (one.ledger, one.column) == (target.id, key):
            continue
        both = _named(frames, one).merge(listed, on="value", suffixes=("", "_thing"))
        here = both[both[f"{AREA[0]}_thing"].ne("")]
        yield _elsewhere(
            here.rename(columns={name: f"{name}_own" for name in AREA}).rename(
                columns={f"{name}_thing": name for name in AREA}
            )
        )
        there = both[both[AREA[0]].ne("")].drop(columns=["ledger", "record"])
        yield _elsewhere(
            there.rename(columns={f"{name}_thing": f"{name}_own" for name in AREA}).rename(
                columns={"ledger_thing": "ledger", "record_thing": "record"}
            )
        )


def _named(frames: Mapping[str, pd.DataFrame], one: _Reference) -> pd.DataFrame:
    """Every record that names something: ledger, record, value, area."""
    frame = frames[one.ledger]
    named = pd.DataFrame(
        {"ledger": one.ledger, "record": frame.index, "value": frame[one.column].array, **_area(frame)}
    )
    return named.dropna(subset=["value"])


def _area(frame: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: frame[name].array for name in AREA}


def _homes(frame: pd.DataFrame, register: Ledger) -> pd.DataFrame:
    """The area of each household or person on the register, by its number."""
    known = frame.dropna(subset=[_key(register)]).drop_duplicates(_key(register))
    return known.set_index(_key(register))[AREA]


def _key(form: Ledger) -> str:
    return form.key_names[0]


def _elsewhere(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of record and place those where the place is not the record's own."""
    own = [f"{name}_own" for name in AREA]
    away = (pairs[own].to_numpy() != pairs[AREA].to_numpy()).any(axis=1)
    return pairs.loc[away, ["ledger", *LINK]]
