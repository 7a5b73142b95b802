"""What a year's ledgers say of persons: names and numbers by kind, and as they are looked up."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import pyarrow as pa

from gonggu.forms import Forms
from gonggu.privacy.known import Row
from gonggu.privacy.name_cells import name_rows
from gonggu.privacy.numbers import ACCOUNT, ID, PHONE, number_rows

PERSON = "姓名"
# What a personal column of each type holds.
_KINDS = {"text": PERSON, "id": ID, "phone": PHONE, "account": ACCOUNT}


def personal_rows(values: Mapping[str, Iterable[str]]) -> Iterator[Row]:
    """Personal values by kind, as they are looked up."""
    yield from name_rows(values.get(PERSON, ()))
    yield from number_rows({kind: found for kind, found in values.items() if kind != PERSON})


def personal_values(ledgers: Mapping[str, pd.DataFrame], forms: Forms) -> dict[str, list[str]]:
    """The distinct values of the typed ledgers' personal columns, by kind; blank cells are none."""
    found: dict[str, list[pa.Array]] = {kind: [] for kind in _KINDS.values()}
    for ledger, frame in ledgers.items():
        for column in forms.by_id[ledger].personal:
            found[_KINDS[column.type]].append(pa.array(frame[column.name], pa.large_string()))
    # Made one by Arrow: in a district of a million persons most stand in several ledgers.
    merged = {kind: pa.chunked_array(arrays, pa.large_string()).unique() for kind, arrays in found.items()}
    return {kind: values.drop_null().to_pylist() for kind, values in merged.items()}
