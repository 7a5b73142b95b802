"""The five steps: which notebook each runs, and what is noted of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from gonggu.errors import UsageError, UserError, nearest
from gonggu.folders import NOTEBOOKS, Folders
from gonggu.running.notebooks import execute
from gonggu.running.record import Step
from gonggu.scope import Scope

STEPS = {
    "clean": "1_clean",
    "indicators": "2_indicators",
    "funds": "3_funds",
    "relocation": "4_relocation",
    "report": "5_report",
}
# What is told while it runs: scope, notebook, cell, cells.
Progress = Callable[[str, str, int, int], None]


def no_steps() -> dict[str, Step]:
    """Every step as it is before anything has run."""
    return {name: Step() for name in STEPS}


def before(step: str) -> list[str]:
    """The steps before this one; UsageError where there is no such step."""
    if step not in STEPS:
        raise UsageError(f"没有步骤“{step}”。{nearest(step, STEPS)}")
    return list(STEPS)[: list(STEPS).index(step)]


def path_parameters(folders: Folders) -> dict[str, str]:
    """The folders as every notebook takes them."""
    return {"params": str(folders.params), "data": str(folders.data), "outputs": str(folders.outputs)}


def run_step(
    name: str, noted: Step, into: Path, parameters: dict[str, Any], scope: Scope, progress: Progress
) -> Path:
    """Execute the step's notebook into a folder, noting state, start, seconds and error; the executed notebook."""
    file = f"{STEPS[name]}.ipynb"

    def tell(cell: int, cells: int) -> None:
        progress(scope.name, STEPS[name], cell, cells)

    with _timed(noted):
        execute(NOTEBOOKS / file, into / file, parameters, tell)
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
        step.error = str(error)
        raise
    finally:
        step.seconds = round(perf_counter() - begun, 3)
