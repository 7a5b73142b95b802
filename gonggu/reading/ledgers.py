"""All ledgers of a year's folder, typed, with what reading found wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from gonggu.forms import Forms, Ledger
from gonggu.processes import shared_out
from gonggu.reading.discover import (
    closed_folders,
    leads_elsewhere,
    named_ledgers,
    shown_name,
    unused_files,
    workbooks,
)
from gonggu.reading.files import FileRead, read_file
from gonggu.reading.records import together
from gonggu.reading.trouble import Trouble
from gonggu.reading.typed import TypedLedger

_SHARED_FROM_BYTES = 8 * 2**20  # what takes longer than starting processes does


@dataclass(frozen=True)
class YearRead:
    """The year's ledgers by id in the forms' order, the files with the records each gave, and the troubles.

    `unread` names the files of a ledger that, or a sheet of which, was not read: what is not in the others may be there.
    `unused` are files that are no workbooks though they may hold a ledger.
    """

    ledgers: dict[str, TypedLedger]
    files: dict[str, dict[str, int]]
    troubles: tuple[Trouble, ...]
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


def read_year(raw: Path, forms: Forms, only: frozenset[str] = frozenset()) -> YearRead:
    """Read every workbook of a year's folder (`data/raw/<year>`), or those named after the ledgers `only` (ids)."""
    paths = workbooks(raw)
    if only:
        paths = [path for path in paths if only & {form.id for form in named_ledgers(path, forms)}]
    read = _files(paths, raw, forms)
    parts: dict[str, list[TypedLedger]] = defaultdict(list)
    for file in read:
        for part in file.parts:
            parts[part.form.id].append(part)
    ledgers = {id_: together(form, parts[id_]) for id_, form in forms.by_id.items() if id_ in parts}
    missing = [_missing(form) for id_, form in forms.by_id.items() if id_ not in parts]
    closed = [_closed(path.relative_to(raw).as_posix()) for path in closed_folders(raw)]
    unused = [] if only else [_unused(path, raw, forms) for path in unused_files(raw, forms)]
    troubles = [*closed, *(trouble for file in [*read, *unused] for trouble in file.troubles)]
    counts = {file.file: _counts(file) for file in read}
    names = tuple(file.file for file in unused)
    return YearRead(ledgers, counts, (*troubles, *missing), _unread([*read, *unused], forms), names)


def _unread(read: Iterable[FileRead], forms: Forms) -> dict[str, tuple[str, ...]]:
    """By ledger id, in the forms' order, the files that may hold records of it and were not read."""
    files = {id_: tuple(file.file for file in read if id_ in file.unread) for id_ in forms.by_id}
    return {id_: names for id_, names in files.items() if names}


def _files(paths: list[Path], raw: Path, forms: Forms) -> list[FileRead]:
    """What each file gave; large folders are read by several processes."""
    one = partial(read_file, raw=raw, forms=forms)
    sizes = [_size(path) for path in paths]
    if sum(sizes) < _SHARED_FROM_BYTES:
        return [one(path) for path in paths]
    return shared_out(one, paths, sizes)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it says why
        return 0


_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_DELIMITED = frozenset({".txt", ".tsv", ".dat", ".prn"})


def _unused(path: Path, raw: Path, forms: Forms) -> FileRead:
    """A file that is no workbook, told with what to do about it."""
    named = named_ledgers(path, forms)
    suffix = path.suffix.lower()
    if leads_elsewhere(path):
        value, expected = "快捷方式（链接），所指的文件、文件夹没有读取", "台账文件本身；请把它复制到这里"
    elif suffix in _ARCHIVES:
        value, expected = f"压缩包（{suffix}），没有打开", "解压后的工作簿；请解压后放在这里"
    elif suffix in _DELIMITED:
        value, expected = f"文本文件（{suffix}），没有读取", "工作簿；请用 Excel 打开后另存为 .xlsx"
    else:
        value, expected = (
            f"不是可读的工作簿（{suffix or '没有扩展名'}），没有读取",
            "工作簿；请另存为 .xlsx，或把扩展名改回来",
        )
    file, ledger = shown_name(path, raw), "、".join(form.name for form in named)
    trouble = Trouble("file_unused", ledger, file, value=value, expected=expected)
    return FileRead(file, (), (trouble,), frozenset(form.id for form in named))


def _counts(read: FileRead) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for part in read.parts:
        counts[part.form.id] += len(part.frame)
    return dict(counts)


def _closed(folder: str) -> Trouble:
    return Trouble("file_unreadable", file=folder, value="文件夹打不开（没有读取权限）")


def _missing(form: Ledger) -> Trouble:
    return Trouble("ledger_missing", form.name, expected=f"名称含“{form.name}”的工作簿，且能读出记录")
