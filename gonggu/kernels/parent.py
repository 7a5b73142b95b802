"""The fork parent: imports what notebooks import, then forks a kernel for each request while its owner lives.

multiprocessing's own forkserver would import the caller's main module into every kernel, cannot be shared by
workers that were spawned, and leaves its children alive when a client dies; so this one, which is small.
"""

import gc
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from gonggu.kernels.child import run_kernel
from gonggu.kernels.link import ENDED, PID, REFUSED, Request, hear, tell

# What a kernel needs at its start and what gonggu's notebooks import. Not matplotlib_inline, nor what imports it:
# it ties itself to the kernel's shell when it is imported, which therefore has to happen in the kernel.
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "encodings.utf_16_be",
    "encodings.utf_8_sig",
    "faulthandler",
    "pdb",
    "psutil",
    "resource",
    "sqlite3",
    "tornado.platform.asyncio",
    "numpy",
    "pandas",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.io.formats.html",
    "pandas.io.parquet",
    "pyarrow.compute",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin",
    "gonggu.notebook",
)

# What else can be done once for all kernels.
PREPARED = (("gonggu.report.document", "compile_templates"), ("gonggu.report.style", "font_families"))

# A kernel whose environment differs in one of these would have imported something else, or differently.
IMPORT_TIME = ("PYTHON", "LD_", "DYLD_", "LANG", "LC_", "MPL", "OPENBLAS_", "OMP_", "MKL_", "ARROW_", "XDG_")
IMPORT_TIME_EXACT = ("HOME",)


def import_environment(environment: dict[str, str]) -> dict[str, str]:
    """The part of an environment that decides what an import does."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(IMPORT_TIME) or name in IMPORT_TIME_EXACT
    }


def editable_code() -> dict[Path, int]:
    """The imported files that lie outside the interpreter's own folders, and when each was last written."""
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    own = (sys.prefix, sys.base_prefix)
    return {Path(name): last_written(Path(name)) for name in files if name and not name.startswith(own)}


def last_written(file: Path) -> int:
    """In nanoseconds; -1 where it is gone."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return -1


class ForkParent:
    """Serves on `listener` until the owner's end of `alive` (a pipe) closes."""

    def __init__(self, listener: socket.socket, alive: int) -> None:
        self.listener, self.alive = listener, alive
        self.environment = dict(os.environ)
        self.set_by_imports: dict[str, str] = {}
        self.code: dict[Path, int] = {}
        self.kernels: dict[socket.socket, int] = {}
        self.strangers: set[socket.socket] = set()
        self.selector = selectors.DefaultSelector()
        self.child_ended, self.wakeup = os.pipe()
        os.set_blocking(self.child_ended, False)
        os.set_blocking(self.wakeup, False)

    def serve(self) -> None:
        """Answer until the owner is gone; then no kernel is left."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wakeup, warn_on_full_buffer=False)
        for readable in (self.listener, self.alive, self.child_ended):
            self.selector.register(readable, selectors.EVENT_READ)
        single = is_single_threaded()
        self.set_by_imports = {k: v for k, v in os.environ.items() if k not in self.environment}
        self.code = editable_code()
        try:
            while self.alive not in (ready := [key.fileobj for key, _ in self.selector.select()]):
                # A client that has its kernel says nothing more: it has gone, and its kernel goes with it.
                for link in set(self.kernels).intersection(ready):
                    kill_group(self.kernels[link])
                    self._forget(link)
                for link in self.strangers.intersection(ready):
                    self._answer(link, single)
                if self.child_ended in ready:
                    self._reap()
                if self.listener in ready:
                    self._welcome()
        finally:
            for pid in self.kernels.values():
                kill_group(pid)
            Path(self.listener.getsockname()).unlink(missing_ok=True)

    def _welcome(self) -> None:
        with suppress(OSError):
            link, _ = self.listener.accept()
            self.strangers.add(link)
            self.selector.register(link, selectors.EVENT_READ)

    def _answer(self, link: socket.socket, single: bool) -> None:
        try:
            heard = hear(link)
        except (OSError, ValueError, TypeError):
            heard = None
        if heard is None:
            self._forget(link)
            return
        request, streams = heard
        if single and self._fits(request):
            self._fork(link, request, streams)
        else:
            with suppress(OSError):
                tell(link, REFUSED)
            self._forget(link)
        for stream in streams:
            os.close(stream)

    def _fits(self, request: Request) -> bool:
        return (
            request.executable == sys.executable
            and import_environment(request.environment) == import_environment(self.environment)
            and all(last_written(file) == written for file, written in self.code.items())
        )

    def _fork(self, link: socket.socket, request: Request, streams: list[int]) -> None:
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            self._leave(link)
            environment = {**self.set_by_imports, **request.environment}
            run_kernel(link, replace(request, environment=environment), streams, parent)
        self.strangers.discard(link)
        self.kernels[link] = pid
        with suppress(OSError):  # where the client has gone, its closed link says so at the next turn
            tell(link, PID, pid)

    def _leave(self, kept: socket.socket) -> None:
        """In the new kernel: let go of everything that is the parent's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        self.listener.close()
        for descriptor in (self.child_ended, self.wakeup):
            os.close(descriptor)
        for link in {*self.strangers, *self.kernels} - {kept}:
            link.close()

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self.child_ended, 65536)
        links = {pid: link for link, pid in self.kernels.items()}
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if os.WIFSIGNALED(ended[1]):
                    # One that ends well has ended what its cells started.
                    with suppress(ProcessLookupError):
                        os.killpg(ended[0], signal.SIGKILL)
                link = links.get(ended[0])
                if link is not None:
                    with suppress(OSError):
                        tell(link, ENDED, os.waitstatus_to_exitcode(ended[1]))
                    self._forget(link)

    def _forget(self, link: socket.socket) -> None:
        self.selector.unregister(link)
        self.strangers.discard(link)
        self.kernels.pop(link, None)
        link.close()


def kill_group(pid: int) -> None:
    """End a kernel and what it has started."""
    for kill in (os.killpg, os.kill):  # the kernel may not lead its group yet
        with suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def is_single_threaded() -> bool:
    """Whether this process may be forked: threads do not come along, their locks do."""
    # OpenBLAS ends its threads at a fork and begins them again when they are needed.
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    tasks = Path("/proc/self/task")
    if tasks.is_dir():
        return len(list(tasks.iterdir())) == 1
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def preload() -> None:
    """Import; what cannot be imported here the kernel will say itself."""
    # As ipykernel does it in a kernel; where the user chose a backend, that one stays.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in PRELOADED:
        with suppress(Exception):
            import_module(name)
    for module, function in PREPARED:
        with suppress(Exception):
            getattr(import_module(module), function)()
    gc.collect()
    gc.freeze()  # collections in a kernel then do not touch, and so copy, the parent's pages


def main(listener: int) -> None:
    """Serve on an inherited socket; standard input is the pipe whose other end the owner holds."""
    # As ipykernel_launcher does it: modules of the folder that it happens to be in are not meant.
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]
    with socket.socket(fileno=listener) as listening:
        parent = ForkParent(listening, sys.stdin.fileno())
        preload()
        parent.serve()
    os._exit(0)  # nothing is left to do, and taking all those modules apart would take a second


if __name__ == "__main__":
    main(int(sys.argv[1]))
