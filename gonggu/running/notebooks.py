"""One notebook, executed by papermill with strict, typed parameters; what became of it is told as it was."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

from gonggu import errors
from gonggu.errors import (
    KernelDiedError,
    StepError,
    StoppedError,
    TimedOutError,
    UsageError,
    UserError,
    WriteError,
    nearest,
)
from gonggu.running.steps import Limits
from gonggu.running.stopping import ended_by, refuse_once_stopped
from gonggu.writing import replacing, writing

TYPES: dict[str, type] = {"int": int, "str": str, "bool": bool, "float": float}
KERNEL = "python3"
ENGINE = "gonggu"
START_TIMEOUT_SECONDS = 120

Progress = Callable[[int, int], None]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# What papermill marks a failed notebook with, and how a reader of it should be told.
_MARKS = (
    (
        re.compile(r"An Exception was encountered at '(<a [^>]*>)In \[(.*?)\](</a>)'\."),
        r"\1第 [\2] 格\3出错，见下。",
    ),
    (
        re.compile(r"Execution using papermill encountered an exception here and stopped:"),
        "运行到这一格出错，停在这里：",
    ),
)


class NotebookError(StepError):
    """A cell of a notebook failed for a reason that is not the user's."""


def check_parameters(notebook: Path, parameters: dict[str, Any]) -> None:
    """UsageError where a parameter is not one of the notebook's, or not of its type."""
    from papermill import inspect_notebook

    known = inspect_notebook(_as_path(notebook))
    for name, value in parameters.items():
        if name not in known:
            raise UsageError(f"{notebook.name}：没有参数“{name}”。{nearest(name, known)}")
        wanted = TYPES[known[name]["inferred_type_name"]]
        # bool is a kind of int in Python, but 是/否 is no year.
        if type(value) is not wanted:
            raise UsageError(f"{notebook.name}：参数“{name}”应为 {wanted.__name__}，现为 {value!r}。")


def execute(
    notebook: Path,
    output: Path,
    parameters: dict[str, Any],
    limits: Limits,
    progress: Progress | None = None,
) -> None:
    """Execute `notebook` into `output`, which is written whether it succeeds or not.

    A user's error in a cell is raised as itself, another as NotebookError; KernelDiedError and TimedOutError say which cell
    was running.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from gonggu.kernels.manager import LocalKernelManager

    check_parameters(notebook, parameters)
    refuse_once_stopped()
    _register_engine()
    try:
        with writing(output):
            papermill.execute_notebook(
                _as_path(notebook),
                _as_path(output),
                parameters=parameters,
                engine_name=ENGINE,
                kernel_name=KERNEL,
                progress_bar=False,
                log_output=False,
                # Nobody reads the notebook before it is done.
                request_save_on_cell_execute=False,
                start_timeout=START_TIMEOUT_SECONDS,
                kernel_manager_class=LocalKernelManager,
                # What a kernel has to say stands in its notebook; its own log is noise on the terminal.
                extra_arguments=["--log-level=CRITICAL"],
                limits=limits,
                on_cell=progress,
            )
    except WriteError:
        output.unlink(missing_ok=True)  # what is there of it is torn
        raise
    except PapermillExecutionError as error:
        _mark_in_chinese(output)
        raise _translated(notebook, error) from None
    except _BrokenOffError as broken:
        _save(broken.notebook, output)
        refuse_once_stopped()
        raise broken.told(notebook) from None


class _BrokenOffError(Exception):
    """The kernel went, or was made to go, while a cell ran; None is before the first."""

    def __init__(self, notebook: Any, cell: int | None, cause: BaseException, late: float | None) -> None:
        super().__init__(str(cause))
        self.notebook, self.cell, self.cause, self.late = notebook, cell, cause, late

    def told(self, notebook: Path) -> UserError:
        where = f"{notebook.name} 第 {self.cell + 1} 格" if self.cell is not None else notebook.name
        if self.late is not None:
            return TimedOutError(
                f"{where}：超过 {self.late:g} 秒还没有做完，已停止。数据量大时请用 --step-timeout、--cell-timeout 放宽。"
            )
        if self.cell is None:
            return KernelDiedError(
                f"{where}：内核没有启动起来（{self.cause}）。请重新运行；内存不足时请减少 --workers。"
            )
        return KernelDiedError(
            f"{where}：内核中途退出了，可能是内存不足或被结束。请重新运行；内存不足时请减少 --workers。"
        )


def _translated(notebook: Path, error: Any) -> UserError:
    kind = getattr(errors, error.ename, None)
    message = _ANSI.sub("", str(error.evalue)).strip()
    if isinstance(kind, type) and issubclass(kind, UserError):
        return kind(message)
    return NotebookError(f"{notebook.name} 第 {error.cell_index + 1} 格出错（{error.ename}：{message}）。")


def _as_path(path: Path) -> str:
    """The path as papermill takes it, which fills {parameter} in."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _register_engine() -> None:
    """Teach papermill an engine that is its own, but tells which cell begins, keeps the time, and does not lie."""
    from nbclient.exceptions import CellTimeoutError
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    class TruthfulEngine(NBClientEngine):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(
            cls,
            nb_man: Any,
            kernel_name: str,
            limits: Limits | None = None,
            on_cell: Progress | None = None,
            start_timeout: float = START_TIMEOUT_SECONDS,
            **options: Any,
        ) -> Any:
            bounds = limits or Limits()
            running = _Running(nb_man, on_cell)
            for name in ("input_path", "log_output", "stdout_file", "stderr_file", "execution_timeout"):
                options.pop(name, None)
            client = PapermillNotebookClient(
                nb_man, kernel_name=kernel_name, startup_timeout=start_timeout, timeout=bounds.cell, **options
            )
            with _deadline(client, bounds.step) as late, ended_by(lambda: _kill(client)):
                try:
                    return client.execute()
                except (CellTimeoutError, RuntimeError, OSError, StoppedError) as error:
                    running.failed()
                    seconds = bounds.cell if isinstance(error, CellTimeoutError) else None
                    raise _BrokenOffError(
                        nb_man.nb, running.cell, error, late[0] if late else seconds
                    ) from None

    papermill_engines.register(ENGINE, TruthfulEngine)


class _Running:
    """Which cell runs: told on to whoever watches, and marked where it does not come to its end.

    papermill calls every cell completed, the one that a dead kernel left and those that never ran.
    """

    def __init__(self, manager: Any, on_cell: Progress | None) -> None:
        self.manager, self.cell = manager, None
        start, cells = manager.cell_start, len(manager.nb.cells)

        def started(cell: Any, cell_index: int | None = None, **kwargs: Any) -> Any:
            self.cell = cell_index
            refuse_once_stopped()
            if on_cell is not None:
                on_cell((cell_index or 0) + 1, cells)
            return start(cell, cell_index, **kwargs)

        manager.cell_start = started

    def failed(self) -> None:
        """Say that the running cell failed; what comes after it then stays pending."""
        notebook = self.manager.nb
        notebook.metadata.papermill["exception"] = True
        if notebook.cells:
            notebook.cells[self.cell or 0].metadata.papermill.update(status="failed", exception=True)


@contextmanager
def _deadline(client: Any, seconds: float) -> Iterator[list[float]]:
    """Kill the client's kernel after so many seconds; the list then holds them."""
    late: list[float] = []

    def end() -> None:
        late.append(seconds)
        _kill(client)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _kill(client: Any) -> None:
    """End the client's kernel, where it has one."""
    with suppress(AttributeError, ProcessLookupError, TypeError):
        os.kill(client.km.provisioner.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _save(notebook: Any, output: Path) -> None:
    import nbformat

    with replacing(output) as fresh:
        nbformat.write(notebook, fresh)  # type: ignore[no-untyped-call]


def _mark_in_chinese(output: Path) -> None:
    import nbformat

    notebook = nbformat.read(output, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        for mark, said in _MARKS:
            cell.source = mark.sub(said, cell.source)
    _save(notebook, output)
