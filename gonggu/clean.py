"""The clean step: a year's workbooks become typed ledgers and findings, published as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gonggu.checks.books import Books
from gonggu.checks.catalogue import SEVERITIES
from gonggu.checks.findings import gathered, with_townships
from gonggu.checks.run import all_findings, in_order
from gonggu.corrected import corrected
from gonggu.corrections import Applied
from gonggu.crosschecked import crosscheck_findings
from gonggu.errors import DataError, UsageError, nearest
from gonggu.forms import Forms
from gonggu.manifest import InputFile, Manifest, fingerprint, hashes, sizes
from gonggu.mending import earlier_findings
from gonggu.params import Params
from gonggu.reading.areas import with_areas
from gonggu.reading.ledgers import YearRead, read_year
from gonggu.reading.typed import located
from gonggu.store import Store, publish

# Without these there is no register to report on.
INDISPENSABLE = ("行政村", "贫困户")


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
    before = hashes(raw)
    read = read_year(raw, forms)
    ledgers, changes = corrected(read.ledgers, params, forms)
    frames = with_areas({name: typed.frame for name, typed in ledgers.items()}, forms)
    books = Books(located(ledgers, frames), forms, params.year.year, params.rules, read.incomplete)
    found = with_townships(all_findings(books, read.troubles), frames.values())
    findings = in_order(gathered([found, crosscheck_findings(books, params, found)]), forms)
    applied = tuple(change.noted(frames) for change in changes)
    manifest = _manifest(raw, before, read, params, forms, applied)
    publish(processed, frames, findings, manifest, earlier_findings(Store(processed, forms), manifest))
    _refuse_without(read, forms)
    return Cleaned(count_by_severity(findings), manifest)


def require_folder(raw: Path) -> None:
    """UsageError where the year has no folder of ledgers; it names the nearest year that has."""
    if not raw.is_dir():
        raise UsageError(f"没有 {raw.name} 年的台账文件夹 data/raw/{raw.name}。{_years_hint(raw)}")


def is_current(raw: Path, processed: Path, params: Params, forms: Forms) -> bool:
    """Whether `processed` was made from exactly these files, parameters, forms and reading code."""
    try:
        manifest = Store(processed, forms).manifest()
    except (DataError, ValueError):  # never cleaned, or by a version with another manifest
        return False
    same_files = {item.file: item.sha256 for item in manifest.inputs} == hashes(raw)
    return same_files and manifest.fingerprint == fingerprint(params, forms)


def count_by_severity(findings: pd.DataFrame) -> dict[str, int]:
    """Number of findings of each severity, those without any too."""
    counts = findings["severity"].value_counts()
    return {severity: int(counts.get(severity, 0)) for severity in SEVERITIES}


def _manifest(
    raw: Path,
    sums: dict[str, str],
    read: YearRead,
    params: Params,
    forms: Forms,
    applied: tuple[Applied, ...],
) -> Manifest:
    bytes_of = sizes(raw)
    inputs = [
        InputFile(file=file, sha256=sums.get(file, ""), size=bytes_of.get(file, 0), ledgers=ledgers)
        for file, ledgers in read.files.items()
    ]
    absent = {name: typed.absent() for name, typed in read.ledgers.items()}
    return Manifest(
        inputs=tuple(inputs),
        fingerprint=fingerprint(params, forms),
        rows={name: len(typed.frame) for name, typed in read.ledgers.items()},
        absent_columns={name: columns for name, columns in absent.items() if columns},
        corrections=applied,
    )


def _refuse_without(read: YearRead, forms: Forms) -> None:
    if not read.ledgers:
        raise DataError("没有一张能读的台账，无法生成报告；原因见问题清单。")
    lacking = [name for name in INDISPENSABLE if forms.ledgers[name].id not in read.ledgers]
    if lacking:
        raise DataError(f"缺少或读不出台账：{_joined(lacking)}，无法生成报告；原因见问题清单。")


def _joined(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _years_hint(raw: Path) -> str:
    parent = raw.parent
    years = (
        sorted(path.name for path in parent.iterdir() if path.is_dir() and path.name.isdigit())
        if parent.is_dir()
        else []
    )
    return nearest(raw.name, years) or "请先把台账放进去。"
