"""Typed ledgers of one year on disk, laid out so that a township or village reads only its own part."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gonggu.forms import Forms
from gonggu.manifest import NAME, Manifest, read_manifest
from gonggu.privacy.known import Known, Row, open_known, write_known
from gonggu.reading.areas import AREA
from gonggu.scope import Scope, safe_name
from gonggu.writing import replacing_folder

_TOWNSHIP, _VILLAGE = AREA
# Records of no township. `safe_name` encodes every %, so no township's file has this name; a name that
# begins with _ would be left out by whoever reads the folder as a whole.
_DISTRICT_FILE = "%"
# No file system takes longer names; with the ending.
_MOST_BYTES = 255 - len(".parquet")
# By ledger and township, records of other places that have to do with it.
_LINKED = "linked"
_MENDING = "mending"
_PERSONS = "persons.sqlite"
# To begin threads takes longer than they save in reading a smaller file, in bytes.
_WORTH_THREADS = 1 << 22


class Store:
    """`data/processed/<year>/`: a folder of parquet files a ledger, the findings and the manifest."""

    def __init__(self, folder: Path, forms: Forms) -> None:
        self.folder = folder
        self.forms = forms

    def present(self) -> tuple[str, ...]:
        """Ids of the ledgers stored."""
        return self.manifest().present

    def read(
        self,
        ledger: str,
        scope: Scope = Scope(),  # noqa: B008 - frozen
        columns: list[str] | None = None,
    ) -> pd.DataFrame:
        """The ledger's records that belong to `scope`, in reading order; index `record` is the ledger's own.

        `columns` are those to read, None is all of them.
        """
        folder = self.folder / _folder_name(ledger)
        paths = [folder / _file_name(scope.township)] if scope.township else sorted(folder.iterdir())
        if scope.township and not paths[0].exists() and folder.is_dir():
            return self.read(ledger, columns=columns).iloc[:0]
        return _frame(paths, columns, scope.village).sort_index()

    def reach(self, ledger: str, scope: Scope = Scope()) -> pd.DataFrame:  # noqa: B008 - frozen
        """Every record of the ledger that has to do with the scope's own, wherever it lies, in reading order.

        More may be there (a village gets its township's); the whole district for the district.
        """
        if not scope.township:
            return self.read(ledger)
        own = self.read(ledger, Scope(scope.township))
        linked = self.folder / _LINKED / ledger / _file_name(scope.township)
        if not linked.is_file():
            return own
        return pd.concat([own, _frame([linked])]).sort_index()

    def persons(self) -> Known:
        """Names and numbers of persons in the ledgers, to look up; OSError where the year has not been cleaned."""
        return open_known(self.folder / _PERSONS)

    def findings(self) -> pd.DataFrame:
        """What is wrong or doubtful in the year's ledgers."""
        self.manifest()  # says so where the year has not been cleaned
        return _frame([self.folder / "findings.parquet"])

    def mending(self) -> dict[str, pd.DataFrame]:
        """What has become of the findings of the check before, part by part (see `gonggu.mending`)."""
        self.manifest()
        return {path.stem: _frame([path]) for path in (self.folder / _MENDING).glob("*.parquet")}

    def manifest(self) -> Manifest:
        """What the ledgers were made from; DataError where the year has not been cleaned."""
        return read_manifest(self.folder)


def _frame(paths: Sequence[Path], columns: list[str] | None = None, village: str = "") -> pd.DataFrame:
    """The files' records, one file's after the other's.

    pandas.read_parquet makes a dataset of every file, which for files of this size takes thrice as long.
    """
    threads = any(map(_worth_threads, paths))
    table = pa.concat_tables([_table(path, columns, village, threads=threads) for path in paths])
    return table.to_pandas(use_threads=threads)


def _worth_threads(path: Path) -> bool:
    return path.stat().st_size > _WORTH_THREADS


def _table(path: Path, columns: list[str] | None, village: str = "", *, threads: bool) -> pa.Table:
    """A file's records, with `village` its alone, of which only the row groups that may have some are read."""
    with pq.ParquetFile(path) as file:
        if not village:
            return file.read(columns, use_threads=threads, use_pandas_metadata=True)
        names = file.schema_arrow.names
        at = names.index(_VILLAGE)
        groups = (file.metadata.row_group(number).column(at) for number in range(file.num_row_groups))
        own = [number for number, column in enumerate(groups) if _may_hold(column.statistics, village)]
        wanted = None if columns is None else [*columns, _VILLAGE]
        table = file.read_row_groups(own, wanted, use_threads=threads, use_pandas_metadata=True)
    found = table.filter(pc.equal(table[_VILLAGE], village))
    return found if columns is None or _VILLAGE in columns else found.drop_columns([_VILLAGE])


def _may_hold(statistics: Any, text: str) -> bool:
    return not (statistics and statistics.has_min_max) or statistics.min <= text <= statistics.max


def publish(
    folder: Path,
    ledgers: Mapping[str, pd.DataFrame],
    links: Mapping[str, pd.DataFrame],
    findings: pd.DataFrame,
    manifest: Manifest,
    mending: Mapping[str, pd.DataFrame],
    persons: Iterable[Row],
) -> None:
    """Write a year's ledgers beside `folder` and put them in its place at once; a failure leaves it as it was.

    `links` are each ledger's records with the places, other than their own, that they have to do with; `mending` the
    parts of what has become of earlier findings; `persons` what the ledgers say of them, to look up.
    """
    with replacing_folder(folder) as fresh:
        for ledger, frame in ledgers.items():
            _write_ledger(fresh / _folder_name(ledger), frame)
            _write_linked(fresh / _LINKED / ledger, frame, links[ledger])
        findings.to_parquet(fresh / "findings.parquet", index=False)
        (fresh / _MENDING).mkdir()
        for part, frame in mending.items():
            frame.to_parquet(fresh / _MENDING / f"{part}.parquet", index=False)
        write_known(fresh / _PERSONS, persons)
        (fresh / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _write_ledger(folder: Path, frame: pd.DataFrame) -> None:
    """One file a township, one row group a village, so that a village's rows are found without reading others.

    The whole ledger becomes one Arrow table of which parts are written: to convert each would take far longer.
    """
    folder.mkdir()
    ordered = frame.sort_values(AREA, kind="stable")
    table = pa.Table.from_pandas(ordered, preserve_index=True)
    if frame.empty:
        pq.write_table(table, folder / _file_name(""))
        return
    townships, villages = _ends(ordered[_TOWNSHIP]), _ends(ordered[_VILLAGE])
    start = 0
    for end in townships:
        own = villages[(villages > start) & (villages < end)]
        _write_township(folder / _file_name(ordered[_TOWNSHIP].iat[start]), table, [start, *own, end])
        start = end


def _write_linked(folder: Path, frame: pd.DataFrame, links: pd.DataFrame) -> None:
    """A township's file holds what lies in none of its places and is linked to one of them."""
    township = links[_TOWNSHIP].to_numpy()
    away = links[frame.loc[links["record"], _TOWNSHIP].to_numpy() != township]
    pairs = away[["record", _TOWNSHIP]].drop_duplicates()
    for name, rows in pairs.groupby(_TOWNSHIP, sort=True):
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            pa.Table.from_pandas(frame.loc[rows["record"].sort_values()], preserve_index=True),
            folder / _file_name(name),
        )


def _write_township(path: Path, table: pa.Table, bounds: list[int]) -> None:
    with pq.ParquetWriter(path, table.schema) as writer:
        for start, end in pairwise(bounds):
            writer.write_table(table.slice(start, end - start))


def _ends(values: pd.Series) -> NDArray[np.int64]:
    """Where each run of equal values ends."""
    result: NDArray[np.int64] = values.ne(values.shift(-1)).to_numpy().nonzero()[0] + 1
    return result


def _folder_name(ledger: str) -> str:
    return f"{ledger}.parquet"


def _file_name(township: str) -> str:
    name = safe_name(township) or _DISTRICT_FILE
    if len(name.encode()) > _MOST_BYTES:  # no township's, but what was typed into its column
        name = f"{_DISTRICT_FILE}-{sha256(township.encode()).hexdigest()}"
    return f"{name}.parquet"
