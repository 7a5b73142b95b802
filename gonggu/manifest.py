"""What a year's typed ledgers were made from, so that it can be told whether they are still up to date."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from gonggu import __version__
from gonggu.corrections import Applied
from gonggu.forms import Forms
from gonggu.paragraphs import quoted
from gonggu.params import Params
from gonggu.reading.discover import shown_name, workbooks
from gonggu.scope import Scope
from gonggu.strict import Strict

_PACKAGE = Path(__file__).parent
# What decides how a workbook is read and judged; a change anywhere else leaves typed ledgers as they are.
_READERS = ("reading/*.py", "checks/*.py", "figures/**/*.py", "*.py")


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


class Manifest(Strict):
    """The inventory of one clean step."""

    version: str = __version__
    inputs: tuple[InputFile, ...]
    fingerprint: Fingerprint
    rows: dict[str, int]  # ledgers that could be read, by id, with their number of records
    absent_columns: dict[str, tuple[str, ...]]  # by ledger id, names of columns that no sheet has
    corrections: tuple[Applied, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """Ids of the ledgers that could be read."""
        return tuple(self.rows)

    @property
    def unused(self) -> tuple[str, ...]:
        """Files that no ledger took anything from."""
        return tuple(item.file for item in self.inputs if not item.ledgers)


def fingerprint(params: Params, forms: Forms) -> Fingerprint:
    """The state of parameters, forms and reading code."""
    rules = [params.rules.in_force[name].model_dump_json() for name in sorted(params.rules)]
    corrections = [correction.model_dump_json() for correction in params.corrections]
    explained = sorted(quoted(params, Scope()))
    code = sorted(path for pattern in _READERS for path in _PACKAGE.glob(pattern))
    return Fingerprint(
        params=_hash_of([params.year.model_dump_json(), *rules, *corrections, *explained]),
        forms=_hash_of([forms.model_dump_json()]),
        package=_hash_of(path.read_text(encoding="utf-8") for path in code),
    )


def hashes(raw: Path) -> dict[str, str]:
    """sha256 of every workbook of the year's folder, by its path below it."""
    return {shown_name(path, raw): sha256(path) for path in workbooks(raw)}


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
