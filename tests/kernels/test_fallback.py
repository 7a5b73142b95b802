"""What cannot be forked is started as Jupyter's own provisioner starts it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec

import gonggu
from gonggu.kernels.forking import ADDRESS, NO_FORK, NOWHERE, ForkedProcess
from tests.kernels.conftest import Client, Kernel

Make = Callable[..., Kernel]
PACKAGE = Path(gonggu.__file__).parent


def _is_forked(one: Kernel) -> bool:
    return isinstance(one.provisioner.process, ForkedProcess)


def test_where_the_system_does_not_fork_one_chinese_line_says_so(
    kernel: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Set first, so that monkeypatch takes away at the end what comes to stand there, also where nothing stood before.
    monkeypatch.setenv(ADDRESS, "")
    monkeypatch.delattr(os, "fork")
    first, second = kernel(), kernel()
    assert [one.value("6 * 7") for one in (first, second)] == [42, 42]
    assert [_is_forked(one) for one in (first, second)] == [False, False]
    assert capsys.readouterr().err.count(NO_FORK) == 1


def test_the_switch_turns_forking_off_silently(
    kernel: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ADDRESS, NOWHERE)
    assert not _is_forked(kernel())
    assert NO_FORK not in capsys.readouterr().err


@pytest.mark.parametrize(
    "environment",
    [
        {"MPLBACKEND": "svg"},
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ({"PYTHONHASHSEED": "1"}, {"OPENBLAS_NUM_THREADS": "1"})
        ),
    ],
)
def test_what_decides_imports_is_honoured(kernel: Make, environment: dict[str, str]) -> None:
    one = kernel(env={**os.environ, **environment})
    assert not _is_forked(one)
    (name,) = environment
    assert one.value(f"__import__('os').environ['{name}']") == environment[name]


def test_settings_of_matplotlib_in_the_folder_are_honoured(kernel: Make, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    one = kernel(cwd=str(tmp_path))
    assert one.value("__import__('matplotlib').rcParams['lines.linewidth']") == 7


@pytest.mark.parametrize(
    "words",
    [
        ["-O"],
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in (["-X", "dev"], ["-c", "import ipykernel_launcher as l"])
        ),
    ],
)
def test_other_words_than_the_launchers_are_not_forked(
    kernel: Make, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    run = "from ipykernel import kernelapp; kernelapp.launch_new_instance()"
    launch = ["-c", run] if words[0] == "-c" else [*words, "-m", "ipykernel_launcher"]
    spec = KernelSpec(argv=[sys.executable, *launch, "-f", "{connection_file}"], display_name="other")
    monkeypatch.setattr("jupyter_client.KernelManager.kernel_spec", spec)
    one = kernel()
    assert not _is_forked(one)
    assert one.value("1 + 1") == 2


def test_another_interpreter_is_not_forked(
    kernel: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    other.chmod(0o755)
    spec = KernelSpec(argv=[str(other), "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    monkeypatch.setattr("jupyter_client.KernelManager.kernel_spec", spec)
    assert not _is_forked(kernel())


def test_a_folder_that_is_missing_is_refused_as_ever(kernel: Make, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kernel(cwd=str(tmp_path / "missing"))


def test_pipes_are_made_as_ever(kernel: Make) -> None:
    one = kernel(stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert not _is_forked(one)
    one.run("import sys; sys.__stdout__.write('through the pipe\\n'); sys.__stdout__.flush()")
    assert one.provisioner.process.stdout.readline() == b"through the pipe\n"


@pytest.mark.slow
def test_code_that_was_edited_after_its_import_is_imported_anew(
    client: Callable[[str], Client], tmp_path: Path
) -> None:
    code = f"""
import json, os, shutil, sys
from pathlib import Path
shutil.copytree({str(PACKAGE)!r}, 'gonggu', ignore=shutil.ignore_patterns('__pycache__'))
os.environ['PYTHONPATH'] = os.getcwd()
sys.path.insert(0, os.getcwd())
from jupyter_client.manager import start_new_kernel
def kernel():
    manager, client = start_new_kernel(kernel_name='python3')
    told = []
    client.execute_interactive('import gonggu.notebook as n; print(n.__file__, hasattr(n, "ADDED"))',
        output_hook=lambda message: told.append(message['content'].get('text', '')))
    manager.shutdown_kernel()
    return [type(manager.provisioner).__module__, ''.join(told).split()]
before = kernel()
with Path('gonggu/notebook.py').open('a') as module:
    module.write('ADDED = 1' + chr(10))
print(json.dumps([before, kernel()]), flush=True)
"""
    before, after = client(code).said
    copy = str(tmp_path / "gonggu/notebook.py")
    assert before[1] == [copy, "False"]
    assert after[1] == [copy, "True"]
