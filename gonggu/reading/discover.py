"""Which files of a year's folder are workbooks, and which ledger the name of each one says."""

import os
import unicodedata
from pathlib import Path

from gonggu.forms import Forms, Ledger

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
READABLE = WORKBOOKS | {".csv"}
# Spreadsheets of other programs: the office has to save them anew before they can be read.
FOREIGN = frozenset({".xlsb", ".ods", ".et", ".xlt", ".xltx", ".xltm", ".numbers"})


def workbooks(raw: Path) -> list[Path]:
    """Every spreadsheet below `raw`, in a fixed order; hidden files and Excel's lock files are none.

    What has a spreadsheet's name but cannot be opened is among them, so that it can be told.
    """
    files = (path for path in raw.rglob("*") if not os.path.isdir(path))  # noqa: PTH112 - False where it is closed to us
    return sorted(path for path in files if _counts(path, raw))


def closed_folders(raw: Path) -> list[Path]:
    """Folders below `raw` that may not be looked into: what is in them is passed over."""
    folders = (path for path in raw.rglob("*") if os.path.isdir(path))  # noqa: PTH112
    return sorted(path for path in folders if not os.access(path, os.R_OK | os.X_OK))


def shown_name(path: Path, raw: Path) -> str:
    """The file's place below `raw` as people read it; a name that is no Unicode is taken for GB18030."""
    name = path.relative_to(raw).as_posix()
    return name if _is_text(name) else os.fsencode(name).decode("gb18030", "replace")


def is_misnamed(path: Path) -> bool:
    """Whether the name is no Unicode, as after unpacking a Windows archive elsewhere."""
    return not _is_text(str(path))


def _is_text(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _counts(path: Path, raw: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(raw).parts)
    return not hidden and not path.name.startswith("~$") and path.suffix.lower() in READABLE | FOREIGN


def named_ledgers(path: Path, forms: Forms) -> list[Ledger]:
    """The ledgers whose names the file's name contains: the longest; several where they are equally long."""
    stem = "".join(unicodedata.normalize("NFKC", Path(shown_name(path, path.parent)).stem).split())
    fitting = [ledger for name, ledger in forms.ledgers.items() if name in stem]
    longest = max((len(ledger.name) for ledger in fitting), default=0)
    return [ledger for ledger in fitting if len(ledger.name) == longest]
