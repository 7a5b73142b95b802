"""Stopping a run from outside (Ctrl-C, SIGTERM): what runs ends at once, what has not begun does not begin."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from typing import TypeVar

from gonggu.errors import StoppedError

_SAID = "运行被中断。已经做好的版本和步骤都还在，再运行一次就接着做。"
_STEP = "运行被中断，这一步没有做完。"
# Python lets the main thread alone answer a signal. Where the system gives it to another one, the main thread does not
# wake up from waiting: it has to look.
LOOK_SECONDS = 0.25

_Result = TypeVar("_Result")

# One run at a time in a process: its threads, and the kernels that they wait for.
_asked = threading.Event()
_ends: dict[int, Callable[[], None]] = {}


@contextmanager
def stoppable() -> Iterator[None]:
    """A run that Ctrl-C or SIGTERM ends with StoppedError; its editions are told by `stop`."""
    with _terminated_as_interrupted():
        try:
            yield
        except KeyboardInterrupt:
            raise StoppedError(_SAID) from None
        finally:
            _asked.clear()  # its threads have ended


def stop() -> None:
    """End what runs."""
    _asked.set()
    for end in list(_ends.values()):
        end()


def refuse_once_stopped() -> None:
    """StoppedError where the run was stopped."""
    if _asked.is_set():
        raise StoppedError(_STEP)


def completed(jobs: Iterable[Future[_Result]]) -> Iterator[Future[_Result]]:
    """The jobs as they are done; while they are waited for, a signal is answered at once."""
    waiting = set(jobs)
    while waiting:
        done, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
        yield from done


@contextmanager
def ended_by(end: Callable[[], None]) -> Iterator[None]:
    """Have `stop` call `end` while this lasts."""
    _ends[id(end)] = end
    try:
        yield
    finally:
        del _ends[id(end)]


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    # A service manager stops with SIGTERM; only the main thread may say what a signal does.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
