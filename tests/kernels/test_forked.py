"""A forked kernel is what an ordinary one is: its process, environment, folder, words, streams and chance."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from gonggu.kernels.forking import ADDRESS, ForkedProcess
from tests.kernels.conftest import Kernel

Make = Callable[..., Kernel]


def _both(kernel: Make, **options: Any) -> list[Kernel]:
    """A forked kernel and an ordinary one."""
    factory = KernelProvisionerFactory.instance()
    made = []
    for name in ("gonggu-warm", "local-provisioner"):
        factory.default_provisioner_name = name
        made.append(kernel(**options))
    factory.default_provisioner_name = "gonggu-warm"
    assert [isinstance(one.provisioner.process, ForkedProcess) for one in made] == [True, False]
    return made


def test_kernels_are_fresh_processes_with_clean_namespaces(kernel: Make) -> None:
    first, second = kernel(), kernel()
    first.run("left = 1; import sys; sys.left = 1")
    assert second.value("['left' in globals(), hasattr(__import__('sys'), 'left')]") == [False, False]
    names = "sorted(name for name in globals() if not name.startswith('_'))"
    assert second.value(names) == ["In", "Out", "exit", "get_ipython", "json", "open", "quit"]
    pids = [one.value("__import__('os').getpid()") for one in (first, second)]
    assert pids == [one.provisioner.process.pid for one in (first, second)]
    assert len(set(pids)) == 2
    assert all(isinstance(one.provisioner.process, ForkedProcess) for one in (first, second))


def test_libraries_are_there_before_the_first_cell(kernel: Make) -> None:
    one = kernel()
    wanted = ["pandas", "pyarrow.parquet", "matplotlib.pyplot", "gonggu.notebook"]
    assert one.value(f"[name in __import__('sys').modules for name in {wanted}]") == [True] * 4


def test_the_parent_has_one_thread_and_its_kernels_have_their_pools(kernel: Make) -> None:
    one = kernel()
    parent = psutil.Process(one.provisioner.process.pid).parent()
    assert parent is not None
    assert parent.num_threads() == 1
    code = """
import numpy as np, pyarrow as pa
big = np.ones((600, 600))
assert (big @ big)[0, 0] == 600
assert pa.cpu_count() == os.cpu_count()
print(pa.compute.sum(pa.array(range(100_000))).as_py())"""
    assert one.run("import os" + code) == "4999950000\n"


def test_environment_and_folder_are_those_asked_for(kernel: Make, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("SHELL", ADDRESS)}
    environment |= {"GONGGU_TEST": "有", "TZ": "Asia/Shanghai"}
    seen = [
        one.value("dict(__import__('os').environ)")
        for one in _both(kernel, env=environment, cwd=str(tmp_path))
    ]
    for each in seen:
        each.pop("JPY_PARENT_PID")
    assert seen[0] == seen[1]
    assert seen[0]["GONGGU_TEST"] == "有"
    one = kernel(env=environment, cwd=str(tmp_path))
    assert one.value("[__import__('os').getcwd(), __import__('time').tzname[0]]") == [str(tmp_path), "CST"]
    assert one.value("int(__import__('os').environ['JPY_PARENT_PID']) == __import__('os').getppid()") is True


def test_words_of_the_kernelspec_and_extra_arguments_reach_the_kernel(kernel: Make) -> None:
    one = kernel(extra_arguments=["--IPKernelApp.exec_lines=given = 7", "--log-level=CRITICAL"])
    words = one.value("__import__('sys').argv")
    assert Path(words[0]).name == "ipykernel_launcher.py"
    assert words[1:3] == ["-f", one.manager.connection_file]
    assert one.value("given") == 7


def test_what_python_shows_of_itself_is_the_same(kernel: Make) -> None:
    shown = (
        "[sys.path, __name__, sys.modules['__main__'] is __import__('__main__'), sys.modules.get('__mp_main__', sys.modules['__main__']) is sys.modules['__main__'],"
        " sys.orig_argv[1:3], sys.executable, sys.flags.__repr__(),"
        " __import__('signal').getsignal(2).__name__, __import__('gc').isenabled(), __import__('os').umask(18)]"
    )
    warm, usual = [one.run("import sys") or one.value(shown) for one in _both(kernel)]
    assert warm == usual


def test_chance_differs_between_kernels(kernel: Make) -> None:
    draw = "[__import__('random').random(), __import__('numpy').random.random(), __import__('uuid').uuid4().hex, __import__('tempfile').mktemp()]"
    first, second = kernel().value(draw), kernel().value(draw)
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_figures_show_as_in_an_ordinary_kernel(kernel: Make) -> None:
    seen = []
    for one in _both(kernel):
        shown: list[Any] = []
        one.client.execute_interactive(
            "import matplotlib.pyplot as plt; plt.plot([1, 2]);",
            timeout=60,
            output_hook=lambda message, shown=shown: shown.append(message["content"].get("data")),
        )
        seen.append((list(filter(None, shown)), one.value("__import__('matplotlib').get_backend()")))
    assert "image/png" in seen[0][0][0]
    assert seen[0] == seen[1]


def test_an_interrupt_stops_a_cell_and_the_kernel_goes_on(kernel: Make) -> None:
    one = kernel()
    asked = one.client.execute("import time; print('begun', flush=True); time.sleep(60)")
    while one.client.get_iopub_msg(timeout=30)["content"].get("text") != "begun\n":
        pass
    one.manager.interrupt_kernel()
    reply = one.client.get_shell_msg(timeout=10)
    assert reply["parent_header"]["msg_id"] == asked
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    # What arrives while the kernel drops the cells after a failed one would be dropped too.
    while one.client.get_iopub_msg(timeout=30)["content"].get("execution_state") != "idle":
        pass
    time.sleep(0.5)
    assert one.value("1 + 1") == 2


def test_the_kernel_leads_a_session_of_its_own(kernel: Make) -> None:
    one = kernel()
    pid = one.provisioner.process.pid
    assert (os.getpgid(pid), os.getsid(pid)) == (pid, pid)
    child = int(one.run("import subprocess; p = subprocess.Popen(['sleep', '60']); print(p.pid)"))
    assert os.getpgid(child) == pid


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("__import__('os')._exit(7)", 7),
        ("__import__('os').kill(__import__('os').getpid(), 9)", -signal.SIGKILL),
        ("__import__('os').kill(__import__('os').getpid(), 15)", -signal.SIGTERM),
    ],
)
def test_exit_codes_are_true(kernel: Make, code: str, expected: int) -> None:
    one = kernel()
    process = one.provisioner.process
    one.client.execute(code)
    assert process.wait(10) == expected
    assert not one.manager.is_alive()


def test_a_shutdown_is_orderly_and_ends_with_zero(kernel: Make, tmp_path: Path) -> None:
    one = kernel(cwd=str(tmp_path))
    one.run(
        "import atexit; from pathlib import Path; atexit.register(lambda: Path('told').write_text('x')) and None"
    )
    one.run("handle = open('unflushed', 'w'); handle.write('kept') and None")
    process = one.provisioner.process
    one.manager.shutdown_kernel()
    assert process.returncode == 0
    assert (tmp_path / "told").read_text() == "x"
    assert (tmp_path / "unflushed").read_text() == "kept"


def test_a_killed_and_a_restarted_kernel(kernel: Make) -> None:
    one = kernel()
    first = one.provisioner.process
    one.run("left = 1")
    one.manager.restart_kernel()
    one.client.wait_for_ready(timeout=60)
    assert first.returncode == 0
    assert one.value("'left' in globals()") is False
    second = one.provisioner.process
    one.manager.shutdown_kernel(now=True)
    assert second.returncode == -signal.SIGKILL


def test_streams_are_those_asked_for(kernel: Make, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        one = kernel(stdout=out, stderr=subprocess.STDOUT)
        one.run("import sys; sys.__stdout__.write('to the file'); sys.__stdout__.flush()")
        assert one.value("__import__('os').read(0, 1) == b''") is True
        assert one.value("__import__('os').fstat(1).st_ino == __import__('os').fstat(2).st_ino") in (
            True,
            False,
        )
        one.manager.shutdown_kernel()
    assert "to the file" in (tmp_path / "out").read_text()


def test_importing_the_provisioner_imports_no_library() -> None:
    code = "import sys, gonggu.kernels.provisioner; print([m for m in ('pandas', 'pyarrow', 'matplotlib', 'IPython', 'papermill') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
