"""Many kernels beside and after one another, through papermill: no collision, nothing that piles up."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.kernels.conftest import Client, gone

SCRIPT = """
import json, os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
import psutil
from gonggu.kernels import forking
from gonggu.kernels.manager import LocalKernelManager

def run(number):
    import papermill
    done = papermill.execute_notebook(
        'one.ipynb', f'out_{number}.ipynb', {'number': number}, kernel_name='python3',
        progress_bar=False, kernel_manager_class=LocalKernelManager,
        extra_arguments=['--log-level=CRITICAL'])
    printed = json.loads(done.cells[-1].outputs[0].text)
    return [number, *printed, os.getpid(), len(os.listdir('/proc/self/fd'))]

if __name__ == '__main__':
    count, workers = int(sys.argv[1]), int(sys.argv[2])
    forking.start_fork_parent()
    parent = psutil.Process(forking._owned[-1].process.pid)
    with ProcessPoolExecutor(workers, get_context('spawn')) as pool:
        list(pool.map(run, range(2 * workers)))
        before = [len(os.listdir(f'/proc/{parent.pid}/fd')), parent.memory_info().rss]
        rows = list(pool.map(run, range(count)))
        time.sleep(0.5)
        after = [len(os.listdir(f'/proc/{parent.pid}/fd')), parent.memory_info().rss]
    children = [one.pid for one in parent.children()]
    from gonggu.kernels.private import private_folder
    print(json.dumps({'rows': rows, 'before': before, 'after': after, 'children': children,
                      'files': sorted(os.listdir(private_folder()))}), flush=True)
    time.sleep(600)
"""


def _run(client: Callable[[str], Client], folder: Path, count: int, workers: int) -> None:
    (folder / "script.py").write_text(SCRIPT)
    cells = [
        new_code_cell("number = 0"),
        new_code_cell("import json, os; print(json.dumps([number, os.getpid()]))"),
    ]
    cells[0].metadata["tags"] = ["parameters"]
    book = new_notebook(cells=cells)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "one.ipynb")
    words = json.dumps(["script.py", str(count), str(workers)])
    started = client(
        f"import runpy, sys; sys.argv = {words}; runpy.run_path('script.py', run_name='__main__')"
    )
    said = started.said
    assert [[number, printed] for number, printed, *_ in said["rows"]] == [[n, n] for n in range(count)]
    kernels = [row[2] for row in said["rows"]]
    assert len(set(kernels)) == count
    assert gone(kernels)
    for worker in {row[3] for row in said["rows"]}:
        open_files = [row[4] for row in said["rows"] if row[3] == worker]
        assert max(open_files) <= open_files[0] + 2
    assert said["after"][0] == said["before"][0]
    assert said["after"][1] < said["before"][1] * 1.05
    assert said["children"] == []
    assert len(said["files"]) == 2  # the lock and the fork parent's socket


def test_kernels_beside_one_another_leave_nothing(client: Callable[[str], Client], tmp_path: Path) -> None:
    _run(client, tmp_path, 6, 2)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_two_hundred_kernels_leave_nothing(client: Callable[[str], Client], tmp_path: Path) -> None:
    _run(client, tmp_path, 200, 8)
