"""Real kernels, made by jupyter_client through the entry point, as papermill and nbclient make them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from gonggu.kernels.forking import ADDRESS

GONE_SECONDS = 15


class Kernel:
    """A kernel with its client; `run` gives what a cell printed."""

    def __init__(self, **options: Any) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(**options)
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def provisioner(self) -> Any:
        return self.manager.provisioner

    def run(self, code: str) -> str:
        printed: list[str] = []

        def heard(message: dict[str, Any]) -> None:
            printed.append(message["content"].get("text", ""))

        reply = self.client.execute_interactive(code, timeout=60, output_hook=heard)
        return "".join(printed) if reply["content"]["status"] == "ok" else reply["content"]["ename"]

    def value(self, expression: str) -> Any:
        return json.loads(self.run(f"import json; print(json.dumps({expression}))"))

    def close(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel()
        self.manager.cleanup_resources()


@pytest.fixture(autouse=True)
def warm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "gonggu-warm")


@pytest.fixture
def kernel() -> Iterator[Callable[..., Kernel]]:
    made: list[Kernel] = []

    def make(**options: Any) -> Kernel:
        made.append(Kernel(**options))
        return made[-1]

    yield make
    for one in made:
        one.close()


class Client:
    """A process of its own that runs `code`, which prints one line of JSON and then waits."""

    def __init__(self, code: str, folder: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
        environment.setdefault("JUPYTER_DEFAULT_PROVISIONER_NAME", "gonggu-warm")
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment, cwd=folder
        )
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[[str], Client]]:
    made: list[Client] = []

    def make(code: str) -> Client:
        made.append(Client(code, tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.close()


def gone(pids: list[int], seconds: float = GONE_SECONDS) -> bool:
    """Whether none of the processes is left within `seconds`, a zombie that has ended included."""
    end = time.monotonic() + seconds
    while any(_runs(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
