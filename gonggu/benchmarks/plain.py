"""The rival: papermill's own API with its default engine and kernel, one notebook after the other, then nbconvert.

A program of its own, so that it starts as the command does: `python -m gonggu.benchmarks.plain JOB.json`.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

KERNEL = "python3"


@dataclass(frozen=True)
class Timing:
    """A notebook's wall time, and that of its cells alone, in seconds."""

    notebook: str
    seconds: float
    cells: float


def write_job(path: Path, notebooks: list[tuple[str, str, dict[str, Any]]], timings: Path) -> None:
    """A job: notebooks in sequence (path, where to, parameters), and where to write their timings."""
    path.write_text(
        json.dumps({"notebooks": notebooks, "timings": str(timings)}, ensure_ascii=False), encoding="utf-8"
    )


def read_timings(path: Path) -> list[Timing]:
    """The timings that a job has written."""
    return [Timing(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def cells_seconds(notebook: Path) -> float:
    """How long the cells of an executed notebook took, by papermill's own record."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return sum(cell["metadata"].get("papermill", {}).get("duration") or 0.0 for cell in cells)


def main(job: Path) -> None:
    """Do the job."""
    import papermill

    content = json.loads(job.read_text(encoding="utf-8"))
    timings = []
    for notebook, output, parameters in content["notebooks"]:
        begun = perf_counter()
        papermill.execute_notebook(notebook, output, parameters, kernel_name=KERNEL, progress_bar=False)
        seconds = perf_counter() - begun
        timings.append(Timing(Path(notebook).stem, seconds, cells_seconds(Path(output))))
        if Path(notebook).stem.startswith("5"):
            nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--log-level=ERROR"]
            subprocess.run([*nbconvert, output], check=True)
    Path(content["timings"]).write_text(json.dumps([asdict(one) for one in timings]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
