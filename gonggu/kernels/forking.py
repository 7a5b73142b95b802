"""The client's side: one fork parent for this process and those it starts, and the processes forked for it."""

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from gonggu.kernels.link import ENDED, PID, READY, REFUSED, TOLD_SIZE, Request, ask, told
from gonggu.kernels.private import private_folder

# Where a process finds the fork parent of the process that started it.
ADDRESS = "GONGGU_FORK_PARENT"
NOWHERE = "none"

NO_FORK = "这台电脑的系统不能预先备好内核，改用普通方式启动；结果相同，只是慢一些。"
NO_PARENT = "预先备好的内核没能启动，改用普通方式启动；结果相同，只是慢一些。"

# pyarrow's allocator would begin a thread; a process with threads must not be forked.
WITHOUT_THREADS = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}

# A kernel that is not ready by then is left to the client, which has its own patience.
READY_SECONDS = 30.0
ATTEMPTS = 3


@dataclass(frozen=True)
class Owned:
    """A fork parent that this process has started; it lives as long as the descriptor `alive` is open."""

    process: subprocess.Popen[bytes]
    alive: int
    address: str


class ForkedProcess:
    """A kernel's process as subprocess.Popen shows one; `returncode` is negative where a signal ended it."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, link: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.is_ready = False
        self._link = link
        _running.add(self)

    def poll(self) -> int | None:
        """The exit code, None while the process runs."""
        while self.returncode is None:
            try:
                self._learn(self._link.recv(TOLD_SIZE))
            except BlockingIOError:
                break
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; subprocess.TimeoutExpired where it does not come in `timeout` seconds."""
        while (code := self.poll()) is None:
            waiting = select.poll()
            waiting.register(self._link, select.POLLIN)
            if not waiting.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    async def ended(self) -> None:
        """Wait for the end without holding up the event loop."""
        while self.poll() is None:
            await _readable(self._link)

    async def ready(self) -> None:
        """Wait until the kernel's sockets are bound, or until it has ended."""
        while self.poll() is None and not self.is_ready:
            await _readable(self._link)

    def send_signal(self, signum: int) -> None:
        """Signal the process, where it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """End it with SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it with SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _learn(self, message: bytes) -> None:
        kind, value = told(message)
        if kind == READY:
            self.is_ready = True
        elif kind == ENDED:
            self.returncode = value
            self._link.close()
            _running.discard(self)


_running: set[ForkedProcess] = set()  # as long as it runs, even where nobody holds it
_starting = threading.Lock()
_owned: list[Owned] = []


def may_fork() -> bool:
    """Whether kernels may be forked here; where the system cannot, it says so once for this process and its workers."""
    if os.environ.get(ADDRESS) == NOWHERE:
        return False
    if hasattr(os, "fork") and hasattr(socket, "send_fds"):
        return True
    _give_up(NO_FORK)
    return False


def _give_up(line: str) -> None:
    os.environ[ADDRESS] = NOWHERE
    print(line, file=sys.stderr)


async def _readable(link: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    seen = loop.create_future()

    def see() -> None:
        if not seen.done():
            seen.set_result(None)

    loop.add_reader(link, see)
    try:
        await seen
    finally:
        loop.remove_reader(link)


async def fork_kernel(request: Request, streams: list[int]) -> ForkedProcess | None:
    """A kernel's process; None where the fork parent cannot make this one, or none can be kept alive."""
    for process in list(_running):
        process.poll()
    for _ in range(ATTEMPTS):
        answer = await _ask_once(request, streams)
        if isinstance(answer, ForkedProcess):
            # One that was killed before it was ready, alone or with the fork parent, is replaced unaided.
            if await _is_up(answer):
                return answer
        elif answer == REFUSED:
            if _owned and os.environ.get(ADDRESS) == _owned[-1].address:
                return None
            # That of another process, which is set up differently; one of this process's own may fit.
            os.environ.pop(ADDRESS, None)
    if answer != REFUSED:
        _give_up(NO_PARENT)
    return None


async def _ask_once(request: Request, streams: list[int]) -> ForkedProcess | bytes:
    link = _connect()
    try:
        ask(link, request, streams)
        link.setblocking(False)
        kind, value = told(await asyncio.get_running_loop().sock_recv(link, TOLD_SIZE))
        if kind == PID:
            return ForkedProcess(value, link)
    except OSError:
        kind = ENDED
    except BaseException:
        link.close()
        raise
    link.close()
    return kind


async def _is_up(process: ForkedProcess) -> bool:
    try:
        await asyncio.wait_for(process.ready(), READY_SECONDS)
    except TimeoutError:
        pass
    except BaseException:
        process.kill()
        raise
    return process.is_ready or process.poll() != -signal.SIGKILL


def start_fork_parent() -> None:
    """Have the fork parent begin to import, where none is there; its owner is this process."""
    if may_fork():
        _connect().close()


def _connect() -> socket.socket:
    """A connection to the fork parent, which is started where it is missing or dead."""
    with _starting:
        known = [os.environ.get(ADDRESS, ""), *(one.address for one in _owned)]
        for address in known:
            if address and (link := _reach(address)):
                os.environ[ADDRESS] = address
                return link
        _start()
        os.environ[ADDRESS] = _owned[-1].address
        return _reach(_owned[-1].address) or socket.socket(socket.AF_UNIX)


def _reach(address: str) -> socket.socket | None:
    link = socket.socket(socket.AF_UNIX)
    try:
        link.connect(address)
    except OSError:
        link.close()
        return None
    return link


def _start() -> None:
    while _owned:  # it is dead
        gone = _owned.pop()
        os.close(gone.alive)
        gone.process.wait()
    address = str(private_folder() / uuid4().hex[:8])
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    alive, owner = os.pipe()
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(address)
            listener.listen(128)
            process = subprocess.Popen(
                [sys.executable, "-m", "gonggu.kernels.parent", str(listener.fileno())],
                stdin=alive,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                cwd=private_folder(),
                env={**environment, **WITHOUT_THREADS},
                start_new_session=True,
            )
    finally:
        os.close(alive)
    _owned.append(Owned(process, owner, address))
