"""What a year's records once were: digests by record key, kept with the typed ledgers, of the last few states of the ledgers.

A later comparison counts by them which records came, went or were altered. They lie beside the ledgers, which are
personal data themselves, and are never circulated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gonggu.forms import Forms, Ledger
from gonggu.manifest import Manifest
from gonggu.reading.areas import AREA
from gonggu.reading.typed import PLACE
from gonggu.scope import Scope
from gonggu.writing import replacing

KEPT = 12  # states a year; the oldest go
_SAME = ["ledger", "key", "copy"]
_BASIS = b"gonggu"


@dataclass(frozen=True)
class RowChanges:
    """How many records of a ledger came, went, or were altered between two states."""

    added: int
    removed: int
    altered: int


def state_of(manifest: Manifest) -> str:
    """The name of the ledgers' state: equal names, equal records."""
    return manifest.digest(Scope())


def keep(folder: Path, manifest: Manifest, frames: Mapping[str, pd.DataFrame], forms: Forms) -> None:
    """Write the digests of the state's records into `folder`, and remove the oldest states beyond those to keep."""
    if not frames:  # nothing could be read: no state that anything is compared with
        return
    path = folder / f"{state_of(manifest)}.parquet"
    parts = [_digests(frame, forms.by_id[ledger]) for ledger, frame in frames.items()]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in ("key", "content", *AREA)}
    ledgers = pa.DictionaryArray.from_arrays(
        np.repeat(np.arange(len(frames)), [len(frame) for frame in frames.values()]), list(frames)
    )
    basis = f"{manifest.fingerprint.forms} {pd.__version__}".encode()
    with replacing(path) as fresh:
        pq.write_table(pa.table({"ledger": ledgers, **columns}, metadata={_BASIS: basis}), fresh)
    for old in sorted(folder.glob("*.parquet"), key=lambda one: one.stat().st_mtime_ns)[:-KEPT]:
        old.unlink(missing_ok=True)


def row_changes(folder: Path, before: str, after: str, scope: Scope) -> dict[str, RowChanges] | None:
    """Changes by ledger id between two states within a scope; None where one of them is no longer kept.

    Records are told apart by their key; of several that share one, as many as there are on both sides.
    None too where the forms or the library that made the digests have changed: then every record would seem altered.
    """
    paths = [folder / f"{state}.parquet" for state in (before, after)]
    if not (before and after and all(path.is_file() for path in paths)):
        return None
    if len({pq.read_schema(path).metadata.get(_BASIS) for path in paths}) > 1:
        return None
    return dict(_compared(*(_within(pd.read_parquet(path), scope) for path in paths)))


def _digests(frame: pd.DataFrame, form: Ledger) -> dict[str, NDArray[np.uint64]]:
    """Of each record: its key, its content wherever it stands, and the township and village that it belongs to."""
    content = frame.drop(columns=[name for name in (*PLACE, "_table", *AREA) if name in frame])
    return {
        "key": _hashed(frame[form.key_names]),
        "content": _hashed(content),
        **{name: _hashed(frame[[name]].fillna("")) for name in AREA},
    }


def _hashed(frame: pd.DataFrame) -> NDArray[np.uint64]:
    hashed: NDArray[np.uint64] = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    return hashed


def _within(records: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The scope's records; those of one key and ledger are numbered."""
    for name, wanted in zip(AREA, (scope.township, scope.village), strict=True):
        if wanted:
            records = records[records[name].eq(_hashed(pd.DataFrame({name: [wanted]}, dtype="str"))[0])]
    own = records.astype({"ledger": "str"})[["ledger", "key", "content"]].sort_values(
        ["ledger", "key", "content"]
    )
    return own.assign(copy=own.groupby(["ledger", "key"], sort=False).cumcount())


def _compared(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[str, RowChanges]]:
    both = before.merge(after, on=_SAME, how="outer", indicator="side", suffixes=("_before", "_after"))
    both["altered"] = both["side"].eq("both") & both["content_before"].ne(both["content_after"])
    for ledger, rows in both.groupby("ledger", sort=False):
        sides = rows["side"].value_counts()
        made = RowChanges(int(sides["right_only"]), int(sides["left_only"]), int(rows["altered"].sum()))
        if made != RowChanges(0, 0, 0):
            yield str(ledger), made
