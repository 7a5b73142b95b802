"""Digests of what an edition rests on: equal digests, equal ledgers, findings and corrections for that place."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gonggu.checks.findings import of_whole_files
from gonggu.corrections import Applied, concerning
from gonggu.reading.areas import AREA
from gonggu.scope import Scope

LENGTH = 32  # hexadecimal digits that are kept of a sha256
# Where a record stands in its sheet: other rows come and go without its meaning another thing.
_PLACE = ("_row", "_table")


@dataclass(frozen=True)
class Typed:
    """A year's ledgers with areas, their links to other places, what was found and what was corrected."""

    frames: Mapping[str, pd.DataFrame]
    links: Mapping[str, pd.DataFrame]
    findings: pd.DataFrame
    corrections: tuple[Applied, ...]
    absent_columns: Mapping[str, tuple[str, ...]]
    unread: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # by ledger id, files that were not read


def digests(year: Typed, scopes: Iterable[Scope]) -> dict[Scope, str]:
    """A digest of each scope: its records and those linked to it, its findings, its corrections.

    A record counts by its content, file and order, not by its row: a line inserted above changes nothing.
    """
    parts = {ledger: _by_scope(frame, year.links[ledger]) for ledger, frame in year.frames.items()}
    listed = list(scopes)
    found = _counted(year.findings, listed)
    lacking = hashlib.sha256(
        repr([sorted(year.absent_columns.items()), sorted(year.unread.items())]).encode()
    )
    return {scope: _digest(scope, parts, found, year.corrections, lacking.digest()) for scope in listed}


def _digest(
    scope: Scope,
    parts: Mapping[str, Mapping[Scope, bytes]],
    found: Mapping[Scope, Sequence[str]],
    corrections: tuple[Applied, ...],
    lacking: bytes,
) -> str:
    total = hashlib.sha256(lacking)
    for ledger, of_scopes in parts.items():
        total.update(ledger.encode() + b"\0" + of_scopes.get(scope, b""))
    corrected = [one.model_dump_json() for one in concerning(corrections, scope)]
    for line in [*found[scope], *corrected]:
        total.update(line.encode() + b"\0")
    return total.hexdigest()[:LENGTH]


def _counted(findings: pd.DataFrame, scopes: Sequence[Scope]) -> dict[Scope, list[str]]:
    """For each scope the lines that count its findings (`findings_of`), made in one pass over all of them."""
    keys = ["severity", "ledger", "check", "township", "village"]
    of_all = of_whole_files(findings)
    counted = findings.assign(of_all=of_all).groupby([*keys, "of_all"]).size()
    lines: dict[Scope, list[str]] = {scope: [] for scope in scopes}
    for (*place, shared), size in sorted(counted.items()):
        township, village = place[3:]
        concerned = scopes if shared else {Scope(), Scope(township), Scope(township, village)}
        for scope in concerned:
            if scope in lines:
                lines[scope].append(f"{place} {size}")
    return lines


def _by_scope(frame: pd.DataFrame, links: pd.DataFrame) -> dict[Scope, bytes]:
    """The digest of a ledger's records in, or linked to, each place."""
    hashes = _row_hashes(frame)
    own = frame[AREA].assign(record=frame.index)
    pairs = pd.concat([own, links], ignore_index=True)
    made: dict[Scope, bytes] = {}
    for names in (AREA[:1], AREA):
        ordered = pairs[[*names, "record"]].drop_duplicates().sort_values([*names, "record"])
        of_records = hashes[frame.index.get_indexer(ordered["record"])]
        made |= {Scope(*place): digest for place, digest in _runs(ordered[names], of_records)}
    # Last: what belongs to no township has a blank one, as the district has.
    return made | {Scope(): hashlib.sha256(hashes.tobytes()).digest()}


def _runs(places: pd.DataFrame, hashes: NDArray[np.uint64]) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Each run of one place with the digest of its hashes."""
    starts = np.flatnonzero(places.ne(places.shift()).any(axis=1).to_numpy())
    ends = np.append(starts[1:], len(places))[: len(starts)]
    firsts = places.iloc[starts].itertuples(index=False, name=None)
    for place, start, end in zip(firsts, starts, ends, strict=True):
        yield tuple(place), hashlib.sha256(hashes[start:end].tobytes()).digest()


def _row_hashes(frame: pd.DataFrame) -> NDArray[np.uint64]:
    content = frame.drop(columns=[name for name in _PLACE if name in frame])
    hashed: NDArray[np.uint64] = pd.util.hash_pandas_object(content, index=False).to_numpy()
    return hashed
