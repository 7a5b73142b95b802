"""Each notebook by itself, as an analyst runs it: from its own folder, top to bottom, with the default parameters."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize(
    "name", [name if name == "4_relocation" else pytest.param(name, marks=pytest.mark.slow) for name in NAMES]
)
def test_a_notebook_runs_by_itself_and_ends_with_hints(name: str) -> None:
    notebook = nbformat.read(str(FOLDER / f"{name}.ipynb"), as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    html = [output.data["text/html"] for output in shown if "text/html" in output.get("data", {})]
    assert any("<table" in one for one in html)
    if name != "1_clean":
        assert any("<img" in one for one in html)
    last = notebook.cells[-1]
    assert last.cell_type == "markdown"
    assert last.source.startswith("## 接着探索")
    assert last.source.count("\n- ") in (2, 3)
