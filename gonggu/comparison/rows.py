"""Which records came, went or were altered between two runs, as far as history and the kind of edition let it be told."""

from gonggu.comparison.sides import Side
from gonggu.history import RowChanges, row_changes
from gonggu.year import Year


def record_changes(before: Side, after: Side, work: Year) -> dict[str, RowChanges] | None:
    """Changes of the place's records by the ledger's Chinese name; None where they cannot or must not be told.

    `work` is the year of both. Of two years, or two places, there are none to be told; of a public edition even how
    many records of few households have changed would tell.
    """
    is_public = "public" in (before.record.get("edition"), after.record.get("edition"))
    if is_public or (before.year, before.scope) != (after.year, after.scope):
        return None
    states = (before.record.get("records", ""), after.record.get("records", ""))
    found = row_changes(work.folders.history(after.year), *states, after.scope)
    return None if found is None else {_name(work, ledger): one for ledger, one in found.items()}


def _name(work: Year, ledger: str) -> str:
    form = work.forms.by_id.get(ledger)
    return form.name if form else ledger
