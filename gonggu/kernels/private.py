"""A folder of this process's own for its kernels' sockets and connection files; swept when the process is gone."""

import atexit
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = "gonggu-kernels-"
LOCK = "lock"

# A socket's path may have some 100 characters.
LONGEST = 60
# A folder this young may not have its lock yet.
YOUNG_SECONDS = 60

_held: list[FileLock] = []


def private_folder() -> Path:
    """The folder of the calling process, made at the first call."""
    return _folder_of(os.getpid())  # a forked process has its own


@cache
def _folder_of(pid: int) -> Path:
    base = tempfile.gettempdir()
    if len(base) > LONGEST:
        base = "/tmp"
    _sweep(Path(base))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    lock = FileLock(folder / LOCK)
    lock.acquire()
    _held.append(lock)
    atexit.register(_remove, folder, pid)
    return folder


def _remove(folder: Path, pid: int) -> None:
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Remove the folders of processes that were killed: nobody holds their locks."""
    for folder in base.glob(f"{PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime < YOUNG_SECONDS or not os.access(folder, os.W_OK):
                continue
            with FileLock(folder / LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
        except (Timeout, OSError):
            continue
