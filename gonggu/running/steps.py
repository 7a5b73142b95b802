"""The five steps: which notebook each runs, and what is noted of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from gonggu.errors import KernelDiedError, TimedOutError, UsageError, UserError, nearest
from gonggu.folders import NOTEBOOKS, Folders, Kind
from gonggu.scope import Scope

StepState = Literal["done", "skipped", "failed", "died", "timed out", "not run"]
STEPS = {
    "clean": "1_clean",
    "indicators": "2_indicators",
    "funds": "3_funds",
    "relocation": "4_relocation",
    "report": "5_report",
}
EDITION_STEPS = tuple(list(STEPS)[1:])
# Of a public edition only the report's notebook is run and kept: the others show what it withholds.
STEPS_OF: dict[Kind, tuple[str, ...]] = {"internal": EDITION_STEPS, "public": ("report",)}
# What is told while it runs: scope, notebook, cell, cells.
Progress = Callable[[str, str, int, int], None]


@dataclass
class Step:
    """What became of one notebook."""

    state: StepState = "not run"
    started: str | None = None
    seconds: float | None = None
    error: str | None = None


@dataclass(frozen=True)
class Limits:
    """How many seconds a cell, and a whole step, may take."""

    cell: float = 1800
    step: float = 7200


def no_steps() -> dict[str, Step]:
    """Every step as it is before anything has run."""
    return {name: Step() for name in STEPS}


def require_step(step: str) -> None:
    """UsageError where there is no such step."""
    if step not in STEPS:
        raise UsageError(f"没有步骤“{step}”。{nearest(step, STEPS)}")


def path_parameters(folders: Folders) -> dict[str, str]:
    """The folders as every notebook takes them."""
    return {"params": str(folders.params), "data": str(folders.data), "outputs": str(folders.outputs)}


def run_step(
    name: str,
    noted: Step,
    into: Path,
    parameters: dict[str, Any],
    scope: Scope,
    limits: Limits,
    progress: Progress,
) -> Path:
    """Execute the step's notebook into a folder, noting state, start, seconds and error; the executed notebook."""
    # papermill takes a second to import; a run that finds nothing changed never needs it.
    from gonggu.running.notebooks import execute
    from gonggu.running.own_paths import remove_own_paths

    file = f"{STEPS[name]}.ipynb"

    def tell(cell: int, cells: int) -> None:
        progress(scope.name, STEPS[name], cell, cells)

    with _timed(noted):
        try:
            execute(NOTEBOOKS / file, into / file, parameters, limits, tell)
        finally:
            if (into / file).is_file():
                remove_own_paths(into / file, NOTEBOOKS / file, parameters)
    return into / file


@contextmanager
def _timed(step: Step) -> Iterator[None]:
    begun = perf_counter()
    step.started = datetime.now(UTC).isoformat(timespec="seconds")
    step.state = "failed"
    try:
        yield
        step.state = "done"
    except UserError as error:
        step.state, step.error = _state_of(error), str(error)
        raise
    except OSError as error:
        step.error = f"{type(error).__name__}: {error.strerror}"
        raise
    finally:
        step.seconds = round(perf_counter() - begun, 3)


def _state_of(error: UserError) -> StepState:
    if isinstance(error, KernelDiedError):
        return "died"
    return "timed out" if isinstance(error, TimedOutError) else "failed"
