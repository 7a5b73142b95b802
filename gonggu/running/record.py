"""run.json: what went in, what ran, what came out; no personal data, no paths of this machine."""

import hashlib
import json
import subprocess
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from gonggu.folders import NOTEBOOKS, PROJECT, Folders
from gonggu.scope import Scope

State = Literal["done", "failed", "stopped"]
StepState = Literal["done", "skipped", "failed", "died", "timed out", "not run"]
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
class Step:
    """What became of one notebook."""

    state: StepState = "not run"
    started: str | None = None
    seconds: float | None = None
    error: str | None = None


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
    params: dict[str, str] = field(default_factory=dict)
    notebooks: dict[str, str] = field(default_factory=dict)
    package: dict[str, str] = field(default_factory=dict)
    commit: str | None = None
    libraries: dict[str, str] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)

    def text(self) -> str:
        """The record as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def new_record(year: int, district: str, scope: Scope, steps: dict[str, Step], folders: Folders) -> Record:
    """A record with the hashes of everything but the ledgers, state `stopped` until the run says otherwise."""
    return Record(
        year=year,
        district=district,
        scope=scope.name,
        township=scope.township,
        village=scope.village,
        state="stopped",
        steps=steps,
        params=hashes(folders.params, "**/*"),
        notebooks=hashes(NOTEBOOKS, "*.ipynb"),
        package={"version": version("gonggu"), "sha256": package_hash()},
        commit=_commit(),
        libraries={name: version(name) for name in LIBRARIES},
    )


def hashes(folder: Path, pattern: str) -> dict[str, str]:
    """sha256 by relative path of the files in `folder` that match."""
    files = sorted(path for path in folder.glob(pattern) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in files}


def file_hash(path: Path) -> str:
    """The file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def package_hash() -> str:
    """One sha256 over the package's own files."""
    found: dict[str, Any] = {
        path: digest
        for path, digest in hashes(PROJECT / "gonggu", "**/*").items()
        if "__pycache__" not in path
    }
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def _commit() -> str | None:
    try:
        told = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip()
