"""One run at a time holds a year; the lock dies with the process that holds it."""

import os
import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from filelock import FileLock, Timeout

from gonggu.errors import BusyError
from gonggu.writing import replacing, unwritable, writing

PATIENCE_SECONDS = 1.0


@contextmanager
def hold_year(year: int, *folders: Path) -> Iterator[None]:
    """Hold the year in each of the folders while the block runs; BusyError names the process that holds one."""
    with ExitStack() as held:
        for folder in folders:
            held.enter_context(_hold(year, folder))
        yield


@contextmanager
def _hold(year: int, folder: Path) -> Iterator[None]:
    holder = folder / f".{year}.holder"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = _acquired(folder / f".{year}.lock", year, holder)
    try:
        with replacing(holder) as fresh:
            fresh.write_text(f"{os.getpid()} {platform.node()}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _acquired(path: Path, year: int, holder: Path) -> FileLock:
    """The lock; BusyError where another has it. It may just have taken it, or be about to end, and not say so yet."""
    lock, end = FileLock(path, timeout=0), monotonic() + PATIENCE_SECONDS
    while True:
        try:
            lock.acquire()
            return lock
        except Timeout:
            who = _who(holder)
            if who or monotonic() > end:
                raise BusyError(f"{year} 年正在由{who or '另一个进程'}处理，请等它结束后再试。") from None
            sleep(PATIENCE_SECONDS / 20)
        except OSError as error:
            raise unwritable(error, path) from error


def _who(holder: Path) -> str:
    """Who holds the year, in words; blank where nobody says so, or a process that is no more."""
    try:
        number, _, machine = holder.read_text(encoding="utf-8").partition(" ")
        if machine == platform.node() and os.name == "posix":
            os.kill(int(number), 0)
    except PermissionError:  # a living process of another user
        pass
    except (OSError, ValueError):
        return ""
    where = "" if machine == platform.node() else f"（电脑 {machine}）"
    return f"进程 {number}{where} "
