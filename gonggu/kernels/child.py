"""What a forked process does to be the kernel that was asked for, as if it had been started anew."""

import atexit
import ctypes
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from importlib.util import find_spec
from typing import NoReturn

from gonggu.kernels.link import READY, Request, tell

LAUNCHER = "ipykernel_launcher"
CONTROL_SECONDS = 0.5

_PR_SET_PDEATHSIG = 1


def run_kernel(link: socket.socket, request: Request, streams: list[int], parent: int) -> NoReturn:
    """Be a kernel until it is shut down or `parent`, the process that forked this one, is gone."""
    code = 1
    try:
        os.setsid()
        _die_with(parent)
        _apply(request, streams, parent)
        _reseed()
        _serve(link, parent)
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        _end(code)


def _die_with(parent: int) -> None:
    """On Linux the system itself ends this process with its parent; elsewhere ipykernel looks every second."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _apply(request: Request, streams: list[int], parent: int) -> None:
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request.environment)
    os.environ["JPY_PARENT_PID"] = str(parent)
    time.tzset()
    tempfile.tempdir = None  # it depends on the environment and may have been looked up
    os.chdir(request.folder)
    sys.orig_argv = [request.executable, *request.arguments]
    # As in `python -m ipykernel_launcher words`; the module itself has nothing left to do.
    launcher = find_spec(LAUNCHER)
    words = request.arguments[request.arguments.index(LAUNCHER) + 1 :]
    sys.argv = [launcher.origin if launcher and launcher.origin else LAUNCHER, *words]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _reseed() -> None:
    """Chance of this process's own: random and numpy would otherwise repeat in every kernel."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if "multiprocessing.process" in sys.modules:
        sys.modules["multiprocessing.process"].current_process().authkey = os.urandom(32)


def _serve(link: socket.socket, parent: int) -> None:
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=parent)  # its default was read in the fork parent
    app.initialize(sys.argv[1:])  # type: ignore[no-untyped-call]
    if "__mp_main__" in sys.modules:  # multiprocessing's other name for what is now the notebook's module
        sys.modules["__mp_main__"] = sys.modules["__main__"]
    # Its sockets are bound: a client that connects now need not try again.
    with suppress(OSError):
        tell(link, READY)
    link.close()
    app.start()  # type: ignore[no-untyped-call]
    # A shutdown request lets this thread go on before its own handling is done; were the output's thread ended
    # meanwhile, the handling would wait for it for ten seconds.
    app.control_thread.join(CONTROL_SECONDS)


def _end(code: int) -> NoReturn:
    """End as an interpreter ends, but do not take apart, and so copy, the modules that all kernels share."""
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
    with suppress(BaseException):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with suppress(Exception):
            if stream is not None:
                stream.flush()
    os._exit(code)
