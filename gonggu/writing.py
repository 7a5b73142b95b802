"""Writing as a whole or not at all, and an error that names the path."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from filelock import FileLock, Timeout

from gonggu.errors import WriteError

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOTDIR: "它应当是文件夹，现在是文件",
    errno.EEXIST: "它应当是文件夹，现在是文件",
    errno.EISDIR: "它应当是文件，现在是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接转回了自己",
}
# Within the private folder of a replacement.
_NEW, _OLD = "new", "old"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """WriteError that names the file or folder, where writing it fails; the system seldom says which it was."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error


def unwritable(error: OSError, path: Path | None = None) -> WriteError:
    """What to tell of an error of the system; `path` is what was being written, where the error does not say it."""
    where = error.filename2 or error.filename or path
    what = f"“{os.fsdecode(where)}”" if where else "文件"
    if isinstance(error, FileNotFoundError):
        return WriteError(f"读写不了{what}（它不在了，可能被删去或移走）。请检查它所在的文件夹，再重新运行。")
    why = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return WriteError(
        f"读写不了{what}（{why}）。请检查磁盘空间、权限，文件是否正被别的程序打开；原有的成果没有改动。"
    )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place beside `path` for its new content, which takes the old one's place when the block ends well."""
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield fresh
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of `folder` when the block ends well; one at a time does so."""
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(_lock(folder)):
            _sweep(folder)
            work = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
            try:
                fresh = work / _NEW
                fresh.mkdir()
                yield fresh
                _put(fresh, folder, work / _OLD)
            finally:
                shutil.rmtree(work, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a killed `replacing_folder` has left, and put back what it had taken away."""
    if folder.parent.is_dir():
        with writing(folder), suppress(Timeout), FileLock(_lock(folder), timeout=0):
            _sweep(folder)


def _put(fresh: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        if exchange(fresh, folder):
            return
        folder.rename(old)  # a kill after this is mended by `sweep`
    fresh.rename(folder)


def _sweep(folder: Path) -> None:
    """Only while holding the lock: then what lies there belongs to nobody."""
    for left in folder.parent.glob(f".{folder.name}.*/"):
        if (left / _OLD).is_dir() and not folder.exists():
            (left / _OLD).rename(folder)
        shutil.rmtree(left, ignore_errors=True)


def _lock(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.publish.lock"


def exchange(one: Path, other: Path) -> bool:
    """Whether the system could exchange two files or folders in one go (Linux, on most file systems)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return int(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)) == 0
