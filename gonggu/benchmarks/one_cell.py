"""What a notebook of one cell costs beyond that cell: papermill with its default kernel, and with ours, in turn.

A program of its own, as each competitor's fork parent and compiled modules are: `python -m gonggu.benchmarks.one_cell
FOLDER ROUNDS` prints the seconds of both, round by round, as JSON.
"""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from gonggu.benchmarks.plain import KERNEL, cells_seconds

_NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "only",
            "metadata": {},
            "source": "1",
            "outputs": [],
            "execution_count": None,
        }
    ],
    "metadata": {"kernelspec": {"name": KERNEL, "display_name": KERNEL, "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def main(folder: Path, rounds: int) -> None:
    """Measure in `folder`."""
    import papermill

    from gonggu.kernels.manager import LocalKernelManager

    notebook, executed = folder / "one.ipynb", folder / "executed.ipynb"
    notebook.write_text(json.dumps(_NOTEBOOK), encoding="utf-8")

    def beyond(**options: Any) -> float:
        begun = perf_counter()
        papermill.execute_notebook(notebook, executed, kernel_name=KERNEL, progress_bar=False, **options)
        return perf_counter() - begun - cells_seconds(executed)

    ours = {"kernel_manager_class": LocalKernelManager}
    beyond()  # modules are compiled
    beyond(**ours)  # the fork parent imports
    print(json.dumps([(beyond(**ours), beyond()) for _ in range(rounds)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
