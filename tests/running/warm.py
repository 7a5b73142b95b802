"""A process that has imported what the command imports; every command is a fork of it, and every orphan comes to it.

Run as a module it serves: a line of JSON in, a line of JSON out. On Linux what a killed command leaves behind is
given to this process, so it can tell what is left; nothing that somebody else runs is ever looked at.
"""

import ctypes
import gc
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from gonggu.kernels.forking import ADDRESS

ROOT = Path(__file__).resolve().parents[2]
_PR_SET_CHILD_SUBREAPER = 36
# What a command comes to import; its own module before papermill: it spares it an import.
IMPORTED = (
    *("pipeline", "papermill", "nbconvert", "IPython", "ipykernel", "xlsxwriter", "pyarrow.dataset"),
    *("pyarrow.parquet", "pyarrow.pandas_compat", "typer._click.decorators", "gonggu.clean"),
    *("gonggu.kernels.manager", "gonggu.kernels.provisioner", "gonggu.notebook", "gonggu.privacy.gate"),
    *("gonggu.problem_list", "gonggu.report.page", "gonggu.running.building", "gonggu.running.editions"),
    *("gonggu.running.notebooks", "gonggu.running.progress"),
)


class Commands:
    """The serving process, seen by a test."""

    def __init__(self, prefix: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tests.running.warm"],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != ADDRESS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = self._ask("ready")

    def start(self, words: Sequence[object], told: Path, *, own_parent: bool = False, size: int = -1) -> int:
        """Begin `pipeline.py words`, which writes what it says to `told`; its pid.

        `own_parent`: it starts a fork parent of its own. `size`: it can write no file longer than that, in bytes.
        """
        return int(self._ask("start", list(map(str, words)), str(told), own_parent, size))

    def wait(self, pid: int, seconds: float = 120) -> int | None:
        """The command's exit code, negative where a signal ended it; None where it still runs then."""
        code = self._ask("wait", pid, seconds)
        return None if code is None else int(code)

    def fork_parent(self) -> int:
        """The fork parent that commands share; it is started where it is missing."""
        return int(self._ask("fork_parent"))

    def left(self, seconds: float = 15) -> list[str]:
        """Command lines of what still runs after so many seconds beside this process and the shared fork parent."""
        end = time.monotonic() + seconds
        while True:
            self._ask("reap")
            kept = {self._ask("known_parent")}
            there = [pid for pid in descendants(self.pid) if pid not in kept]
            if not there or time.monotonic() > end:
                return [_command_line(pid) for pid in there]
            time.sleep(0.05)

    def end(self) -> None:
        """End the process and everything that it has started."""
        for pid in descendants(self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()

    def _ask(self, what: str, *words: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([what, *words]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def descendants(pid: int) -> list[int]:
    """The children of a process and theirs, those that have ended and wait to be reaped left out."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, ValueError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[int(folder.name)] = int(parent)
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


class _Server:
    def __init__(self) -> None:
        self.codes: dict[int, int] = {}
        self.said: dict[int, tuple[int, str]] = {}

    def ready(self) -> int:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
        for name in IMPORTED:
            import_module(name)
        from gonggu.report.document import compile_templates
        from gonggu.running.code import code_hash
        from gonggu.running.plan import libraries_hash, notebook_of
        from gonggu.running.steps import STEPS

        compile_templates()
        libraries_hash()
        for step in STEPS:
            code_hash(notebook_of(step))
        gc.collect()
        gc.freeze()  # no command looks through what this process holds
        return os.getpid()

    def start(self, words: list[str], told: str, own_parent: bool, size: int) -> int:
        if not own_parent and size < 0:
            self.fork_parent()
        # A pipe: a command that may write no long file may still say so.
        said, output = os.pipe()
        pid = os.fork()
        if pid == 0:
            _be_command(words, output, own_parent, size)
        os.close(output)
        os.set_blocking(said, False)
        self.said[pid] = said, told
        return pid

    def wait(self, pid: int, seconds: float) -> int | None:
        end = time.monotonic() + seconds
        while self.reap() is None and pid not in self.codes and time.monotonic() < end:
            time.sleep(0.01)
        if pid in self.codes:
            self._write_down(pid)
        return self.codes.pop(pid, None)

    def _write_down(self, pid: int) -> None:
        said, told = self.said.pop(pid)
        content = b""
        with suppress(BlockingIOError):
            while more := os.read(said, 65536):
                content += more
        os.close(said)
        Path(told).write_bytes(content)

    def reap(self) -> None:
        from gonggu.kernels import forking

        mine = {one.process.pid: one.process for one in forking._owned}
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                code = os.waitstatus_to_exitcode(ended[1])
                if ended[0] in mine:
                    mine[ended[0]].returncode = code
                self.codes[ended[0]] = code

    def fork_parent(self) -> int:
        from gonggu.kernels import forking

        self.reap()
        forking.start_fork_parent()
        return self.known_parent()

    def known_parent(self) -> int:
        from gonggu.kernels import forking

        return forking._owned[-1].process.pid if forking._owned else 0


def _be_command(words: list[str], output: int, own_parent: bool, size: int) -> None:
    code = 70
    try:
        import resource

        import pipeline
        from gonggu.kernels import forking

        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, descriptor in enumerate((nothing, output, output)):
            os.dup2(descriptor, number)
        if own_parent or size >= 0:
            os.environ.pop(forking.ADDRESS, None)
            forking._owned.clear()
        if size >= 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        code = pipeline.main(words)
        # Threads and the fork parent end as they would with an interpreter.
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _lines() -> Iterator[list[Any]]:
    """Requests; between them the zombies of what was left to this process are reaped."""
    while select.select([sys.stdin], [], [])[0]:
        line = sys.stdin.readline()
        if not line:
            return
        yield json.loads(line)


def main() -> None:
    """Serve until the test has gone."""
    server, answers = _Server(), os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for what, *words in _lines():
        answers.write(json.dumps(getattr(server, what)(*words)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
