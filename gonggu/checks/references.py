"""Records of different ledgers against each other: numbers referred to, areas, names."""

from collections.abc import Iterator

import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.checks.masking import shown
from gonggu.errors import nearest
from gonggu.forms import Column, Only
from gonggu.lookup import among
from gonggu.reading.typed import TypedLedger

# These changes add a member, who is then in the register; all others take one away.
JOINING = frozenset({"嫁入", "新生儿", "其他转入"})
# What may be found in 人员变更 instead, for who left in the year.
_LEFT = {("贫困户", "户编号"): "household_id", ("贫困人口", "人编号"): "person_id"}
# number, name; the first ledger that has both is the register and wins where ledgers stand one against one
_NAMED = (("person_id", "name"), ("household_id", "head_name"))
_MOST_HINTS = 100  # looking for the village that was meant takes long in a large district
_DOTS = str.maketrans("•・．.‧∙", "·" * 6)


def ref_missing(books: Books) -> Found:
    """Numbers that no record of the ledger referred to has; nothing where that ledger was not read as a whole.

    Nor of households and persons where 人员变更 was not: they may have left.
    """
    for typed in books.ledgers.values():
        for column in typed.form.columns.values():
            if column.target is None:
                continue
            target, key = books.forms.ledgers[column.target[0]], column.target[1]
            if not books.complete(target.id) or (column.target in _LEFT and "changes" in books.unread):
                continue
            known = books.frame(target.id)[target.columns[key].name]
            values = typed.frame[column.name]
            lost = values.notna() & ~among(values, known) & ~among(values, _left(books, column.target))
            yield at(typed, column, lost, "ref_missing", f"“{target.name}”台账中有的{key}")


def _left(books: Books, target: tuple[str, str]) -> pd.Series:
    field = _LEFT.get(target)
    if field is None or "changes" not in books:
        return pd.Series(dtype="str")
    changes = books.frame("changes")
    return changes.loc[~changes["change"].isin(JOINING), field]


def area_unknown(books: Books) -> Found:
    """Townships and villages that the ledger of villages does not have."""
    if not books.complete("villages"):
        return
    villages = books.frame("villages")
    townships = list(villages["township"].dropna().unique())
    pairs = pd.MultiIndex.from_frame(villages[["township", "village"]])
    for typed in _located(books):
        frame = typed.frame
        town, village = frame["township"], frame["village"]
        counts = _counts_here(typed)
        strange = counts & town.notna() & ~town.isin(townships)
        yield _strangers(typed, "township", strange, townships)
        pair = pd.MultiIndex.from_frame(frame[["township", "village"]])
        elsewhere = counts & village.notna() & town.isin(townships) & ~pair.isin(pairs)
        homeless = counts & village.notna() & town.isna() & ~village.isin(villages["village"])
        yield _strangers(typed, "village", elsewhere | homeless, list(villages["village"].dropna().unique()))


def _strangers(typed: TypedLedger, field: str, where: pd.Series, valid: list[str]) -> pd.DataFrame:
    column = typed.form.fields[field]
    words = typed.frame.loc[where, column.name]
    hints = {word: nearest(word, valid) for word in words.unique()[:_MOST_HINTS]}
    expected = [f"行政村台账中的写法。{hints.get(word, '')}" for word in words]
    return at(typed, column, where, "area_unknown", expected)


def _located(books: Books) -> Iterator[TypedLedger]:
    """Ledgers whose records state their own township and village."""
    for typed in books.ledgers.values():
        if typed.form.id != "villages" and {"township", "village"} <= typed.form.fields.keys():
            yield typed


def _counts_here(typed: TypedLedger) -> pd.Series:
    """Records whose own township and village count: all, but where the form says only some."""
    counts = pd.Series(True, index=typed.frame.index)
    if isinstance(typed.form.area, Only):
        for field, code in typed.form.area.only.items():
            counts &= typed.frame[typed.form.fields[field].name].eq(code).fillna(False).astype(bool)
    return counts


def area_differs(books: Books) -> Found:
    """Records of a household whose area is not the one that most ledgers give for it (the register on a tie)."""
    if not {"households", "villages"} <= books.ledgers.keys():
        return
    real = pd.MultiIndex.from_frame(books.frame("villages")[["township", "village"]])
    told = {
        typed.form.id: _household_areas(typed, real)
        for typed in _located(books)
        if "household_id" in typed.form.fields
    }
    agreed = _agreed(told, "household_id", ["township", "village"], first="households")
    for ledger, areas in told.items():
        typed = books.ledgers[ledger]
        ours = areas.join(agreed.add_suffix("_agreed"), on="household_id").dropna(subset=["township_agreed"])
        for field in ("township", "village"):
            wrong = ours[ours[field] != ours[f"{field}_agreed"]]
            if field == "village":
                wrong = wrong[wrong["township"] == wrong["township_agreed"]]
            expected = [f"{one}（该户在其他台账中的写法）" for one in wrong[f"{field}_agreed"]]
            yield at(typed, typed.form.fields[field], wrong.index, "area_differs", expected)


def _household_areas(typed: TypedLedger, real: pd.MultiIndex) -> pd.DataFrame:
    """Households with the area that this ledger gives them; an area that does not exist is told of elsewhere."""
    areas = typed.frame[["household_id", "township", "village"]].dropna()
    return areas[pd.MultiIndex.from_frame(areas[["township", "village"]]).isin(real)]


def name_differs(books: Books) -> Found:
    """Names that are not the one that most ledgers give for the same number (the register on a tie)."""
    for number, name in _NAMED:
        told = {
            typed.form.id: _names(typed, number, name)
            for typed in books.ledgers.values()
            if {number, name} <= typed.form.fields.keys()
        }
        if not told:
            continue
        register = "persons" if number == "person_id" else "households"
        agreed = _agreed(told, number, ["read"], first=register)
        for ledger, names in told.items():
            typed = books.ledgers[ledger]
            column = typed.form.fields[name]
            wrong = names.join(agreed.add_suffix("_agreed"), on=number).query("read != read_agreed")
            yield at(
                typed,
                column,
                wrong.index,
                "name_differs",
                [_other_name(one, column) for one in wrong["read_agreed"]],
            )


def _names(typed: TypedLedger, number: str, name: str) -> pd.DataFrame:
    names = typed.frame[[number, name]].dropna()
    return names.assign(read=names[name].str.translate(_DOTS))[[number, "read"]]


def _other_name(name: str, column: Column) -> str:
    return f"{shown(name, column)}（其他台账中的姓名）"


def _agreed(told: dict[str, pd.DataFrame], number: str, says: list[str], first: str) -> pd.DataFrame:
    """What most ledgers say of each number; each ledger has one vote for everything it says."""
    votes = [
        frame[[number, *says]].drop_duplicates().assign(weight=1.5 if ledger == first else 1.0)
        for ledger, frame in told.items()
    ]
    counted = pd.concat(votes).groupby([number, *says], sort=False)["weight"].sum().reset_index()
    contested = counted[number].duplicated(keep=False)
    settled = counted[contested].sort_values("weight", ascending=False, kind="stable").drop_duplicates(number)
    return pd.concat([counted[~contested], settled]).set_index(number)[says]
