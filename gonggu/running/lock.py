"""One run at a time holds a year; the lock dies with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gonggu.errors import BusyError


@contextmanager
def hold_year(outputs: Path, year: int) -> Iterator[None]:
    """Hold the year while the block runs; BusyError names the process that holds it already."""
    outputs.mkdir(parents=True, exist_ok=True)
    path = outputs / f".{year}.lock"
    holder = outputs / f".{year}.holder"
    lock = FileLock(path, timeout=0)
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
