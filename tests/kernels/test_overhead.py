"""What a notebook costs beyond its cells, against plain papermill, taking turns in one run."""

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.kernels.conftest import Client

ROUNDS = 9

SCRIPT = f"""
import json, time
import papermill
from gonggu.kernels.manager import LocalKernelManager

def overhead(**options):
    begun = time.perf_counter()
    done = papermill.execute_notebook('one.ipynb', 'out.ipynb', kernel_name='python3', progress_bar=False, **options)
    return time.perf_counter() - begun - sum(cell.metadata.papermill.duration for cell in done.cells)

ours = {{'kernel_manager_class': LocalKernelManager}}
overhead(), overhead(**ours)  # compiled modules are written, the fork parent imports
print(json.dumps([[overhead(), overhead(**ours)] for _ in range({ROUNDS})]), flush=True)
"""


@pytest.mark.slow
def test_a_notebook_costs_a_sixth_of_what_plain_papermill_takes(
    client: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = new_notebook(cells=[new_code_cell("1")])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, tmp_path / "one.ipynb")
    # Plain kernels with their modules compiled, as on a computer where they ran before.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "compiled"))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    rounds = client(SCRIPT).said
    # The best of each, as timeit advises: whatever else the machine does only adds.
    plain, ours = (min(times) for times in zip(*rounds, strict=True))
    assert plain / ours >= 6, (rounds, os.getloadavg())
