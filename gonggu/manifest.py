"""What a year's typed ledgers were made from, so that it can be told whether they are still up to date."""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pydantic import Field

from gonggu import __version__
from gonggu.corrections import Applied
from gonggu.errors import DataError, UsageError, nearest
from gonggu.folders import NOTEBOOKS
from gonggu.forms import Forms
from gonggu.last_year_files import last_year_files, params_of
from gonggu.paragraphs import quoted
from gonggu.params import Params
from gonggu.reading.discover import shown_name, unused_files, workbooks
from gonggu.scope import Scope
from gonggu.strict import Strict

NAME = "manifest.json"
# Without these there is no register to report on.
INDISPENSABLE = ("行政村", "贫困户")
_PACKAGE = Path(__file__).parent
_NOTEBOOK = NOTEBOOKS / "1_clean.ipynb"
# What decides how a workbook is read and judged; a change anywhere else leaves typed ledgers as they are.
_WORDS = {
    "params": "参数、规则或更正有变化",
    "forms": "台账登记表有变化",
    "package": "程序有变化",
    "libraries": "程序库的版本有变化",
}
_LIBRARIES = ("numpy", "pandas", "pyarrow", "python-calamine")
MOST_NAMES = 5
_READERS = ("reading/*.py", "checks/*.py", "figures/**/*.py", "privacy/*.py", "*.py")


class InputFile(Strict):
    """A file of the year's folder: its content's hash, its size in bytes and how many records each ledger took."""

    file: str
    sha256: str
    size: int
    ledgers: dict[str, int]


class Fingerprint(Strict):
    """Hashes of everything but the files that the typed ledgers depend on."""

    params: str
    forms: str
    package: str
    libraries: str


class ScopeDigest(Strict):
    """A place of 行政村 (both names blank: the district) and the digest of what an edition of it rests on."""

    township: str
    village: str
    digest: str

    @property
    def scope(self) -> Scope:
        """The place."""
        return Scope(self.township, self.village)


class ValueBefore(Strict):
    """A figure of the year before as an exact fraction in its unit, and what it was divided by, if anything."""

    value: str
    whole: str | None


class PlaceBefore(Strict):
    """The headline figures of the year before, by id, of a place that was there then; those that had no value are not.

    `same_villages` says whether the place had the villages that it has now.
    """

    township: str
    village: str
    same_villages: bool
    values: dict[str, ValueBefore]


class Manifest(Strict):
    """The inventory of one clean step."""

    version: str = __version__
    inputs: tuple[InputFile, ...]
    # Files of the year's folder that are no workbooks though they may hold a ledger.
    no_workbooks: tuple[str, ...] = ()
    # sha256 of the workbooks of last year's ledgers that are taken, by their place beside the year's folder.
    last_year: dict[str, str] = Field(default_factory=dict)
    places_before: tuple[PlaceBefore, ...] = ()
    fingerprint: Fingerprint
    rows: dict[str, int]  # ledgers that could be read, by id, with their number of records
    absent_columns: dict[str, tuple[str, ...]]  # by ledger id, names of columns that no sheet has
    corrections: tuple[Applied, ...]
    scopes: tuple[ScopeDigest, ...]  # the district, then each township before its villages
    findings: dict[str, int]  # how many, by severity

    @property
    def hashes(self) -> dict[str, str]:
        """sha256 of every file by its path below the year's folder."""
        return {one.file: one.sha256 for one in self.inputs}

    @property
    def present(self) -> tuple[str, ...]:
        """Ids of the ledgers that could be read."""
        return tuple(self.rows)

    def digest(self, scope: Scope) -> str:
        """The digest of what the scope's edition rests on; blank where 行政村 does not know the place."""
        return next((one.digest for one in self.scopes if one.scope == scope), "")

    def before(self, scope: Scope) -> PlaceBefore | None:
        """The scope's headline figures of the year before; None where its ledgers do not stand beside, or it is new."""
        places = (
            one
            for one in self.places_before
            if (one.township, one.village) == (scope.township, scope.village)
        )
        return next(places, None)

    @property
    def unused(self) -> tuple[str, ...]:
        """Files that no ledger took anything from."""
        return tuple(item.file for item in self.inputs if not item.ledgers)


def require_folder(raw: Path) -> None:
    """UsageError where the year has no folder of ledgers; it names the nearest year that has."""
    if raw.is_dir():
        return
    years = [path.name for path in raw.parent.glob("*") if path.is_dir() and path.name.isdigit()]
    hint = nearest(raw.name, sorted(years)) or "请先把台账放进去。"
    raise UsageError(f"没有 {raw.name} 年的台账文件夹 data/raw/{raw.name}。{hint}")


def read_manifest(processed: Path) -> Manifest:
    """The manifest of a year's stored ledgers; DataError where the year has not been cleaned."""
    path = processed / NAME
    if not path.is_file():
        raise DataError(f"{processed.name} 年的台账还没有整理过，请先运行 check。")
    return Manifest.model_validate_json(path.read_text(encoding="utf-8"))


def require_register(manifest: Manifest, forms: Forms) -> None:
    """DataError where the ledgers are missing without which no edition can be made."""
    if not manifest.present:
        raise DataError("没有一张能读的台账，无法生成报告；原因见问题清单。")
    lacking = [f"“{name}”" for name in INDISPENSABLE if forms.ledgers[name].id not in manifest.present]
    if lacking:
        raise DataError(f"缺少或读不出台账：{'、'.join(lacking)}，无法生成报告；原因见问题清单。")


def is_current(raw: Path, processed: Path, params: Params, forms: Forms) -> bool:
    """Whether `processed` was made from exactly these files, parameters, forms, code and libraries."""
    return not stale(raw, processed, params, forms)


def stale(raw: Path, processed: Path, params: Params, forms: Forms) -> str:
    """Why `processed` is not what reading the files of `raw` would give now; blank where it is."""
    try:
        manifest = read_manifest(processed)
    except DataError:
        return "台账还没有整理过"
    except ValueError:  # by a version with another manifest
        return "台账是由另一版程序整理的"
    others = {shown_name(path, raw) for path in unused_files(raw, forms)} ^ set(manifest.no_workbooks)
    changed = sorted({file for file, _ in manifest.hashes.items() ^ hashes(raw).items()} | others)
    if changed:
        more = f"等 {len(changed)} 个文件" if len(changed) > MOST_NAMES else ""
        return f"台账有变化：{'、'.join(changed[:MOST_NAMES])}{more}"
    if manifest.last_year != last_year_hashes(raw, forms):
        return "上年的台账有变化"
    now = fingerprint(params, forms)
    return "、".join(
        word for part, word in _WORDS.items() if getattr(manifest.fingerprint, part) != getattr(now, part)
    )


def fingerprint(params: Params, forms: Forms) -> Fingerprint:
    """The state of parameters, forms and reading code."""
    rules = [params.rules.in_force[name].model_dump_json() for name in sorted(params.rules)]
    corrected = (*params.corrections, *params_of(params, forms).corrections)
    corrections = [correction.model_dump_json() for correction in corrected]
    explained = sorted(quoted(params, Scope()))
    code = [*sorted(path for pattern in _READERS for path in _PACKAGE.glob(pattern)), _NOTEBOOK]
    return Fingerprint(
        params=_hash_of([params.year.model_dump_json(), *rules, *corrections, *explained]),
        forms=_hash_of([forms.model_dump_json()]),
        package=_hash_of(path.read_text(encoding="utf-8") for path in code),
        libraries=_hash_of([platform.python_version(), *(f"{name} {version(name)}" for name in _LIBRARIES)]),
    )


def hashes(raw: Path) -> dict[str, str]:
    """sha256 of every workbook of the year's folder, by its path below it."""
    return {shown_name(path, raw): sha256(path) for path in workbooks(raw)}


def last_year_hashes(raw: Path, forms: Forms) -> dict[str, str]:
    """sha256 of the workbooks of last year's ledgers that are taken, by their place beside the year's folder."""
    return {name: sha256(path) for name, path in last_year_files(raw, forms).items()}


def sizes(raw: Path) -> dict[str, int]:
    """Bytes of every workbook of the year's folder, by its path below it; 0 where it cannot be told."""
    return {shown_name(path, raw): _size(path) for path in workbooks(raw)}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def sha256(path: Path) -> str:
    """A file's sha256; blank where it cannot be read."""
    try:
        if not path.is_file():  # reading a pipe or a device would never end
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _hash_of(texts: Iterable[str]) -> str:
    total = hashlib.sha256()
    for text in texts:
        total.update(text.encode())
        total.update(b"\0")
    return total.hexdigest()
