"""The clean step: a year's workbooks become typed ledgers and findings, published as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gonggu.checks.between_years import STOCK, between_years, rolls
from gonggu.checks.books import Books
from gonggu.checks.catalogue import SEVERITIES
from gonggu.checks.findings import gathered, with_townships
from gonggu.checks.run import all_findings, in_order
from gonggu.corrected import corrected
from gonggu.crosschecked import crosscheck_findings
from gonggu.digests import Typed, digests
from gonggu.empty_ledgers import require_known_ledgers, without_empty
from gonggu.errors import DataError
from gonggu.folders import HISTORY
from gonggu.forms import Forms
from gonggu.history import keep
from gonggu.last_year import before, read_last_year
from gonggu.last_year_files import REGISTER
from gonggu.manifest import (
    InputFile,
    Manifest,
    PlaceBefore,
    ScopeDigest,
    fingerprint,
    hashes,
    last_year_hashes,
    require_folder,
    require_register,
    sizes,
)
from gonggu.mending import EARLIER, compare, earlier_findings
from gonggu.not_made import checks_not_made, followed_by_sums
from gonggu.params import Params
from gonggu.privacy.ordinary import ordinary_rows
from gonggu.privacy.persons import personal_rows, personal_values
from gonggu.reading.areas import with_areas
from gonggu.reading.far_dates import without_far_dates
from gonggu.reading.ledgers import YearRead, read_year
from gonggu.reading.links import links
from gonggu.reading.typed import located
from gonggu.scope import Scope
from gonggu.store import Store, publish

# How often ledgers are read that change meanwhile.
ATTEMPTS = 3


@dataclass(frozen=True)
class Cleaned:
    """What the clean step did: findings by severity, and what it took from where."""

    counts: dict[str, int]
    manifest: Manifest


def clean_year(raw: Path, processed: Path, params: Params, forms: Forms) -> Cleaned:
    """Read, type and check the workbooks below `raw` (`data/raw/<year>`), and publish them at `processed`.

    UsageError where the year has no folder or a correction does not fit; DataError, once the findings are stored,
    where no edition can be made.
    """
    require_folder(raw)
    last_files = last_year_hashes(raw, forms)
    last, last_unread = read_last_year(raw, forms, params)
    require_known_ledgers(params, forms)
    files, read = _read_unchanged(raw, forms)
    read = without_empty(read, params, forms)
    dated = without_far_dates(read.ledgers, params.year.year)
    ledgers, changes = corrected(dated, params, forms)
    frames = with_areas({name: typed.frame for name, typed in ledgers.items()}, forms)
    books = Books(located(ledgers, frames), forms, params.year.year, params.rules, read.unread)
    troubles = (*read.troubles, *checks_not_made(books), *followed_by_sums(last_unread, forms))
    found = with_townships(all_findings(books, troubles), frames.values())
    findings = in_order(gathered([found, *_figure_findings(books, params, found, last)]), forms)
    applied = tuple(change.noted(frames) for change in changes)
    linked = links(frames, forms)
    absent = {name: typed.absent() for name, typed in read.ledgers.items() if typed.absent()}
    made = Typed(frames, linked, findings, applied, absent, read.unread)
    scopes = [Scope(), *_places(frames.get("villages"))]
    then = tuple(before(last, forms, params, scopes))
    manifest = _manifest(raw, (files, last_files), read, params, forms, made, scopes, then)
    earlier = earlier_findings(Store(processed, forms), manifest)
    mending = compare(earlier, findings, frames, forms).parts()
    if earlier is not None:
        mending[EARLIER] = earlier
    # First, for a state that is published is not read again.
    keep(processed.parent / HISTORY / processed.name, manifest, frames, forms)
    persons = [*personal_rows(personal_values(frames, forms)), *ordinary_rows(frames, forms)]
    publish(processed, frames, linked, findings, manifest, mending, persons)
    require_register(manifest, forms)
    return Cleaned(count_by_severity(findings), manifest)


def _figure_findings(
    books: Books, params: Params, found: pd.DataFrame, last: dict[str, pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    """What does not add up; with last year's register the stock of the poor is followed person by person instead."""
    sums = crosscheck_findings(books, params, found)
    followed = last.keys() >= REGISTER
    yield sums[sums["check"].ne(STOCK)] if followed and rolls(books) else sums
    if followed:
        yield from between_years(books, last)


def _read_unchanged(raw: Path, forms: Forms) -> tuple[dict[str, str], YearRead]:
    """The workbooks' hashes and what was read of them; DataError where they change faster than they can be read."""
    changed: set[str] = set()
    for _ in range(ATTEMPTS):
        before = hashes(raw)
        read = read_year(raw, forms)
        changed = {file for file, _ in before.items() ^ hashes(raw).items()}
        if not changed:
            return before, read
    raise DataError(f"台账正在被改动：{'、'.join(sorted(changed))}。请等它们存好、关闭后再运行。")


def count_by_severity(findings: pd.DataFrame) -> dict[str, int]:
    """Number of findings of each severity, those without any too."""
    counts = findings["severity"].value_counts()
    return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}


def _manifest(
    raw: Path,
    sums_of: tuple[dict[str, str], dict[str, str]],
    read: YearRead,
    params: Params,
    forms: Forms,
    made: Typed,
    scopes: Sequence[Scope],
    then: tuple[PlaceBefore, ...],
) -> Manifest:
    sums, last_year = sums_of
    bytes_of = sizes(raw)
    inputs = [
        InputFile(file=file, sha256=sums.get(file, ""), size=bytes_of.get(file, 0), ledgers=ledgers)
        for file, ledgers in read.files.items()
    ]
    digest = digests(made, scopes)
    return Manifest(
        inputs=tuple(inputs),
        no_workbooks=read.unused,
        last_year=last_year,
        places_before=then,
        fingerprint=fingerprint(params, forms),
        rows={name: len(typed.frame) for name, typed in read.ledgers.items()},
        unread=dict(read.unread),
        absent_columns=dict(made.absent_columns),
        corrections=made.corrections,
        scopes=tuple(
            ScopeDigest(township=one.township, village=one.village, digest=digest[one]) for one in scopes
        ),
        findings=count_by_severity(made.findings),
    )


def _places(villages: pd.DataFrame | None) -> Iterator[Scope]:
    """The townships and villages of 行政村, in its order; each township before its villages."""
    if villages is None:
        return
    listed = villages[["township", "village"]].dropna().drop_duplicates()
    for township, rows in listed.groupby("township", sort=False):
        yield Scope(township)
        yield from (Scope(township, village) for village in rows["village"])
