"""One notebook, executed by papermill with strict, typed parameters."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gonggu import errors
from gonggu.errors import StepError, UsageError, UserError, nearest

TYPES: dict[str, type] = {"int": int, "str": str, "bool": bool, "float": float}
KERNEL = "python3"
ENGINE = "gonggu"
START_TIMEOUT_SECONDS = 120

Progress = Callable[[int, int], None]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(StepError):
    """A cell of a notebook failed for a reason that is not the user's."""


def check_parameters(notebook: Path, parameters: dict[str, Any]) -> None:
    """UsageError where a parameter is not one of the notebook's, or not of its type."""
    from papermill import inspect_notebook

    known = inspect_notebook(str(notebook))
    for name, value in parameters.items():
        if name not in known:
            raise UsageError(f"{notebook.name}：没有参数“{name}”。{nearest(name, known)}")
        wanted = TYPES[known[name]["inferred_type_name"]]
        # bool is a kind of int in Python, but 是/否 is no year.
        if type(value) is not wanted:
            raise UsageError(f"{notebook.name}：参数“{name}”应为 {wanted.__name__}，现为 {value!r}。")


def execute(
    notebook: Path, output: Path, parameters: dict[str, Any], progress: Progress | None = None
) -> None:
    """Execute `notebook` into `output`; a user's error in a cell is raised as itself, another as NotebookError."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from gonggu.kernels.manager import LocalKernelManager

    check_parameters(notebook, parameters)
    _register_engine()
    try:
        papermill.execute_notebook(
            str(notebook),
            str(output),
            parameters=parameters,
            engine_name=ENGINE,
            kernel_name=KERNEL,
            progress_bar=False,
            log_output=False,
            start_timeout=START_TIMEOUT_SECONDS,
            kernel_manager_class=LocalKernelManager,
            # What a kernel has to say stands in its notebook; its own log is noise on the terminal.
            extra_arguments=["--log-level=CRITICAL"],
            on_cell=progress,
        )
    except PapermillExecutionError as error:
        raise _translated(notebook, output, error) from None
    except RuntimeError as error:
        raise NotebookError(f"{notebook.name}：内核未能启动或中途退出（{error}）。") from None


def _translated(notebook: Path, output: Path, error: Any) -> UserError:
    kind = getattr(errors, error.ename, None)
    message = _ANSI.sub("", str(error.evalue)).strip()
    if isinstance(kind, type) and issubclass(kind, UserError):
        return kind(message)
    return NotebookError(
        f"{notebook.name} 第 {error.cell_index} 格出错（{error.ename}：{message}）。请在 JupyterLab 中打开 {output.name} 查看。"
    )


def _register_engine() -> None:
    """Teach papermill an engine that is its own but tells which cell begins."""
    from papermill.engines import NBClientEngine, papermill_engines

    class ProgressEngine(NBClientEngine):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, kernel_name: str, on_cell: Progress | None = None, **options: Any
        ) -> Any:
            if on_cell is not None:
                _tell_cells(nb_man, on_cell)
            return super().execute_managed_notebook(nb_man, kernel_name, **options)

    papermill_engines.register(ENGINE, ProgressEngine)


def _tell_cells(manager: Any, on_cell: Progress) -> None:
    start = manager.cell_start
    cells = len(manager.nb.cells)

    def telling(cell: Any, cell_index: int | None = None, **kwargs: Any) -> Any:
        on_cell((cell_index or 0) + 1, cells)
        return start(cell, cell_index, **kwargs)

    manager.cell_start = telling
