"""Work sent to a Dask cluster: to machines that have the same program and see the same folders under the same paths.

What travels is a year's parameters, an edition's plan, where the folders are, and how far the work is; ledgers and
editions do not, they lie in the folders that all machines share. Who can reach a scheduler can run code on its workers:
it belongs in the office's own network.
"""

import logging
import pickle
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from gonggu.errors import StepError, UsageError, UserError
from gonggu.folders import NOTEBOOKS
from gonggu.running.plan import libraries_hash
from gonggu.running.record import hashes, package_hash
from gonggu.running.steps import Progress

CONNECT_SECONDS = 5
# A worker that was killed is started anew by its nanny within a few seconds.
ALONE_SECONDS = 30.0
LOOK_SECONDS = 1.0

NOT_INSTALLED = "没有安装 Dask。要用 --cluster，请先安装可选部分：pip install 'gonggu[cluster]'（或 uv sync --extra cluster）。"
NOBODY = "集群上已经没有可用的机器，这个版本没有做。请启动 dask worker 后重新运行。"
CUT_OFF = "和 Dask 调度器的连接断了，这个版本没有做完。请检查调度器后重新运行。"
WORN_OUT = "做这个版本的机器接连退出，可能是内存不足。请减少每台机器同时做的版本（dask worker --nthreads）后重新运行。"


@dataclass(frozen=True)
class Program:
    """The program of a process: hashes of the package with its notebooks, and of the libraries' versions."""

    code: str
    libraries: str

    def differs_from(self, other: "Program") -> str:
        """What is not the same, in words; blank where all is."""
        parts = {"程序": self.code != other.code, "程序库的版本": self.libraries != other.libraries}
        return "和".join(word for word, differs in parts.items() if differs)


@cache
def own_program() -> Program:
    """This process's, as it was at the first call: what it has imported does not change with the files."""
    notebooks = "".join(hashes(NOTEBOOKS, "*.ipynb").values())
    return Program(package_hash() + notebooks, libraries_hash())


def look(folder: str) -> tuple[Program, bool]:
    """On a worker: its program, and whether it sees the folder."""
    return own_program(), Path(folder).is_dir()


def perform(sender: Program, sealed: bytes) -> Any:
    """On a worker: do the sealed work; StepError, before it is opened, where the program is not the sender's."""
    if differing := own_program().differs_from(sender):
        raise StepError(
            f"派到的机器上{differing}与发起运行的电脑不同。请更新那台机器，重新启动 dask worker。"
        )
    return pickle.loads(sealed)()


@dataclass(frozen=True)
class Telling:
    """Progress as work on a worker tells it: an event, which the scheduler passes on to the command."""

    topic: str

    def __call__(self, scope: str, notebook: str, cell: int, cells: int) -> None:
        """Tell it on."""
        from distributed import get_worker

        get_worker().log_event(self.topic, [scope, notebook, cell, cells])


class ClusterExecutor(Executor):
    """Work for the workers of a scheduler. What a worker leaves behind when it dies, another does.

    Where no worker has been there for ALONE_SECONDS, what is not done fails, as it does when the scheduler goes.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sent: dict[Any, Future[Any]] = {}
        self._lost = CUT_OFF
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Send the work; its function and arguments must be picklable."""
        sealed = pickle.dumps(partial(work, *args, **kwargs))
        # Not pure: the same edition may be made twice, after its ledgers have changed.
        sent = self._client.submit(perform, own_program(), sealed, pure=False)
        given: Future[Any] = Future()
        self._sent[sent] = given
        sent.add_done_callback(lambda done: self._hand_over(done, given))
        return given

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Take no more work."""
        self._over.set()

    def _hand_over(self, done: Any, given: "Future[Any]") -> None:
        if done.status == "finished":
            given.set_result(done.result())
        elif done.status == "error":
            given.set_exception(_told(done.exception()))
        else:
            given.set_exception(StepError(self._lost))

    def _watch(self) -> None:
        alone = 0.0
        while not self._over.wait(LOOK_SECONDS):
            with suppress(Exception):  # the connection is broken: its futures say so
                alone = 0.0 if self._client.nthreads() else alone + LOOK_SECONDS
            if alone >= ALONE_SECONDS:
                self._lost = NOBODY
                self._client.cancel(list(self._sent), force=True)
                return


@contextmanager
def connected(address: str, folder: Path, progress: Progress) -> Iterator[tuple[Executor, Progress]]:
    """An executor on the scheduler's workers, and what work there tells its progress by; UsageError where none fits.

    `folder` must exist: the workers must see it too.
    """
    client = _client(address)
    with client:
        _require_fit(client, folder)
        topic = f"gonggu-{uuid4().hex}"
        client.subscribe_topic(topic, lambda event: progress(*event[1]))
        with ClusterExecutor(client) as pool:
            yield pool, Telling(topic)


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError(NOT_INSTALLED) from None
    # What matters is told by the exceptions; that versions differ, in Chinese.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
    connect: Any = distributed.Client
    try:
        _knock(address)
        return connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"连不上 Dask 调度器“{address}”（{type(error).__name__}）。请检查地址（写法如 tcp://10.0.0.5:8786），调度器是否已启动。"
        ) from None


def _knock(address: str) -> None:
    """Refuse at once what Client would only give up after many tries."""
    from distributed.comm.addressing import parse_address, parse_host_port

    scheme, place = parse_address(address)
    if scheme != "tcp":
        raise ValueError(address)
    socket.create_connection(parse_host_port(place), CONNECT_SECONDS).close()


def _require_fit(client: Any, folder: Path) -> None:
    """UsageError that names each worker that would not make what is made here, and why."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise UsageError("Dask 调度器上没有机器可用。请先在各台机器上启动 dask worker。") from None
    unfit = []
    for worker, found in sorted(client.run(look, str(folder), on_error="return").items()):
        if isinstance(found, BaseException):
            unfit.append(f"{worker}：没有装同一版的巩固（{type(found).__name__}）")
            continue
        program, sees = found
        if differing := program.differs_from(own_program()):
            unfit.append(f"{worker}：{differing}与这台电脑不同")
        elif not sees:
            unfit.append(f"{worker}：看不到共享文件夹“{folder}”")
    if unfit:
        raise UsageError(
            f"集群里有机器不能用：{'；'.join(unfit)}。请让各台机器装同一版程序、以同样的路径看到同一个共享文件夹，重新启动 dask worker 后再试。"
        )


def _told(error: BaseException) -> BaseException:
    if isinstance(error, UserError):
        return error
    if type(error).__name__ == "KilledWorker":
        return StepError(WORN_OUT)
    return StepError(f"派到的机器上出错（{type(error).__name__}：{error}）。")
