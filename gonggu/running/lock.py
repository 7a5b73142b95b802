"""One run at a time holds a year; the lock dies with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gonggu.errors import BusyError


@contextmanager
def hold_year(year: int, *folders: Path) -> Iterator[None]:
    """Hold the year in each of the folders while the block runs; BusyError names the process that holds one."""
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(_hold(year, folder))
        yield


@contextmanager
def _hold(year: int, folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / f".{year}.holder"
    lock = FileLock(folder / f".{year}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "另一个进程"
        raise BusyError(f"{year} 年正在由{who}处理，请等它结束后再试。") from None
    try:
        holder.write_text(f"进程 {os.getpid()} ", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
