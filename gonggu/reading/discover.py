"""Which files of a year's folder are workbooks, and which ledger the name of each one says."""

import os
import unicodedata
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from gonggu.forms import Forms, Ledger

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
READABLE = WORKBOOKS | {".csv"}
# Spreadsheets of other programs: the office has to save them anew before they can be read.
_SHORTCUTS = frozenset({".lnk", ".url", ".webloc"})
FOREIGN = frozenset({".xlsb", ".ods", ".et", ".xlt", ".xltx", ".xltm", ".numbers"})


def workbooks(raw: Path) -> list[Path]:
    """Every spreadsheet below `raw`, in a fixed order; hidden files and Excel's lock files are none.

    What has a spreadsheet's name but cannot be opened is among them, so that it can be told. Linked folders are
    looked into, each once.
    """
    return sorted(path for path in _files(raw) if path.suffix.lower() in READABLE | FOREIGN)


def unused_files(raw: Path, forms: Forms) -> list[Path]:
    """Files below `raw` that are no spreadsheets and may hold a ledger: their names say so, or they lead elsewhere."""
    others = (path for path in _files(raw) if path.suffix.lower() not in READABLE | FOREIGN)
    return sorted(path for path in others if leads_elsewhere(path) or named_ledgers(path, forms))


def leads_elsewhere(path: Path) -> bool:
    """Whether the file is a shortcut of Windows, or a link whose file or folder is not there."""
    return path.suffix.lower() in _SHORTCUTS or (path.is_symlink() and not os.path.exists(path))  # noqa: PTH110


def closed_folders(raw: Path) -> list[Path]:
    """Folders below `raw` that may not be looked into: what is in them is passed over."""
    return sorted(folder for folder in _folders(raw) if not os.access(folder, os.R_OK | os.X_OK))


def _files(raw: Path) -> Iterator[Path]:
    """Every file that can be seen below `raw`, but for Excel's lock files."""
    for folder in (raw, *_folders(raw)):
        for entry in _entries(folder):
            if not _is_folder(entry) and not entry.name.startswith((".", "~$")):
                yield entry


def _folders(raw: Path) -> Iterator[Path]:
    """Every folder below `raw` that is not hidden, linked ones too; a folder that is met again, or holds `raw`, is none."""
    above = {_identity(folder) for folder in (raw.resolve(), *raw.resolve().parents)}
    met, waiting, linked = above, [raw], deque[Path]()
    while waiting or linked:
        # What is here by itself is found here, not behind a link to it.
        folder = waiting.pop() if waiting else linked.popleft()
        if folder != raw:
            identity = _identity(folder)
            if identity is None or identity in met:
                continue
            met.add(identity)
            yield folder
        below = [one for one in _entries(folder) if _is_folder(one) and not one.name.startswith(".")]
        waiting += [one for one in below if not one.is_symlink()]
        linked += [one for one in below if one.is_symlink()]


def _entries(folder: Path) -> list[Path]:
    """What lies in the folder, in a fixed order; nothing where that may not be asked."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - False where it is closed to us


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells the folder from every other, however it is reached; None where it is gone."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def shown_name(path: Path, raw: Path) -> str:
    """The file's place below `raw` as people read it; a name that is no Unicode is taken for GB18030."""
    name = path.relative_to(raw).as_posix()
    return name if _is_text(name) else os.fsencode(name).decode("gb18030", "replace")


def is_misnamed(path: Path) -> bool:
    """Whether the name is no Unicode, as after unpacking a Windows archive elsewhere."""
    return not _is_text(str(path))


def _is_text(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def named_ledgers(path: Path, forms: Forms) -> list[Ledger]:
    """The ledgers whose names the file's name contains: the longest; several where they are equally long."""
    stem = "".join(unicodedata.normalize("NFKC", Path(shown_name(path, path.parent)).stem).split())
    fitting = [ledger for name, ledger in forms.ledgers.items() if name in stem]
    longest = max((len(ledger.name) for ledger in fitting), default=0)
    return [ledger for ledger in fitting if len(ledger.name) == longest]
