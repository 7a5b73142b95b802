"""Which files of a year's folder are workbooks, and which ledger the name of each one says."""

import unicodedata
from pathlib import Path

from gonggu.forms import Forms, Ledger

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
READABLE = WORKBOOKS | {".csv"}
# Spreadsheets of other programs: the office has to save them anew before they can be read.
FOREIGN = frozenset({".xlsb", ".ods", ".et", ".xlt", ".xltx", ".xltm", ".numbers"})


def workbooks(raw: Path) -> list[Path]:
    """Every spreadsheet below `raw`, in a fixed order; hidden files and Excel's lock files are none."""
    files = (path for path in raw.rglob("*") if path.is_file())
    return sorted(path for path in files if _counts(path, raw))


def _counts(path: Path, raw: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(raw).parts)
    return not hidden and not path.name.startswith("~$") and path.suffix.lower() in READABLE | FOREIGN


def named_ledgers(path: Path, forms: Forms) -> list[Ledger]:
    """The ledgers whose names the file's name contains: the longest; several where they are equally long."""
    stem = "".join(unicodedata.normalize("NFKC", path.stem).split())
    fitting = [ledger for name, ledger in forms.ledgers.items() if name in stem]
    longest = max((len(ledger.name) for ledger in fitting), default=0)
    return [ledger for ledger in fitting if len(ledger.name) == longest]
