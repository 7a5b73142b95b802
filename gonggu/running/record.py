"""run.json: what went in, what ran, what came out; no personal data, no paths of this machine."""

import hashlib
import json
import subprocess
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from gonggu.corrections import Applied, concerning
from gonggu.errors import DataError
from gonggu.folders import NOTEBOOKS, PROJECT, Kind
from gonggu.running.steps import Step
from gonggu.scope import Scope
from gonggu.year import Year

State = Literal["done", "failed", "stopped"]
LIBRARIES = (
    "jupyterlab",
    "matplotlib",
    "nbconvert",
    "pandas",
    "papermill",
    "pyarrow",
    "python-calamine",
    "xlsxwriter",
)


@dataclass
class Record:
    """One run of one scope."""

    year: int
    district: str
    scope: str
    township: str
    village: str
    state: State
    steps: dict[str, Step]
    inputs: dict[str, str] = field(default_factory=dict)
    last_year: dict[str, str] = field(default_factory=dict)  # ledgers of the year before, beside the inputs
    params: dict[str, str] = field(default_factory=dict)
    notebooks: dict[str, str] = field(default_factory=dict)
    package: dict[str, str] = field(default_factory=dict)
    commit: str | None = None
    libraries: dict[str, str] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    edition: Kind = "internal"
    # What a later run is compared with: rules in force, the year's parameters, corrections made, the ledgers' state.
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    corrections: list[dict[str, str]] = field(default_factory=list)
    records: str = ""

    def text(self) -> str:
        """The record as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def new_record(work: Year, scope: Scope, steps: dict[str, Step], kind: Kind = "internal") -> Record:
    """A record with the hashes of all that went in, state `stopped` until the run says otherwise."""
    record = Record(
        year=work.year,
        district=work.params.year.district,
        scope=scope.name,
        township=scope.township,
        village=scope.village,
        state="stopped",
        steps=steps,
        params=hashes(work.folders.params, "**/*"),
        notebooks=hashes(NOTEBOOKS, "*.ipynb"),
        package={"version": version("gonggu"), "sha256": package_hash()},
        commit=_commit(),
        libraries={name: version(name) for name in LIBRARIES},
        edition=kind,
        rules={name: rule.model_dump(mode="json") for name, rule in work.params.rules.in_force.items()},
        settings=work.params.year.model_dump(mode="json"),
    )
    with suppress(DataError):  # nothing has been read yet
        manifest = work.manifest()
        record.inputs = {one.file: one.sha256 for one in manifest.inputs}
        record.last_year = manifest.last_year
        record.records = manifest.digest(Scope())
        if kind == "internal":  # of few households even their number would tell
            record.corrections = [_noted(one) for one in concerning(manifest.corrections, scope)]
    return record


def _noted(correction: Applied) -> dict[str, str]:
    """A correction without values: ledger, column and a digest that tells it from others."""
    digest = hashlib.sha256(correction.model_dump_json().encode()).hexdigest()
    return {"ledger": correction.ledger, "column": correction.column, "digest": digest[:16]}


def hashes(folder: Path, pattern: str) -> dict[str, str]:
    """sha256 by relative path of the files in `folder` that match."""
    files = sorted(path for path in folder.glob(pattern) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in files}


def file_hash(path: Path) -> str:
    """The file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def package_hash() -> str:
    """One sha256 over the package's own files."""
    found: dict[str, Any] = {
        path: digest
        for path, digest in hashes(PROJECT / "gonggu", "**/*").items()
        if "__pycache__" not in path
    }
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


@cache
def _commit() -> str | None:
    try:
        told = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip()
