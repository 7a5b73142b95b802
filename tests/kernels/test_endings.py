"""Whatever is killed, nothing is left behind and the next kernel starts unaided."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from gonggu.kernels.forking import ADDRESS, ForkedProcess
from gonggu.kernels.private import PREFIX, YOUNG_SECONDS
from tests.kernels.conftest import GONE_SECONDS, Client, Kernel, gone

Make = Callable[..., Kernel]
MakeClient = Callable[[str], Client]

BUSY = """
import asyncio, json, os, sys
from gonggu.kernels.manager import LocalKernelManager
async def main():
    made = [LocalKernelManager(kernel_name='python3') for _ in range(3)]
    clients = []
    for one in made:
        await one.start_kernel(extra_arguments=['--log-level=CRITICAL'])
        client = one.client()
        client.start_channels()
        await client.wait_for_ready(60)
        clients.append(client)
    clients[0].execute('while True: pass')
    clients[1].execute('import time; time.sleep(600)')
    kernels = [one.provisioner.process.pid for one in made]
    print(json.dumps({'kernels': kernels, 'sockets': os.path.dirname(made[0].ip)}), flush=True)
    try:
        await asyncio.sleep(600)
    finally:  # as every client that ends: zmq would wait for ever for channels that are still open
        for one in clients:
            one.stop_channels()
asyncio.run(main())
"""

WORKERS = """
import json, os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from jupyter_client.manager import start_new_kernel
from gonggu.kernels.forking import start_fork_parent
def kernel(_):
    manager, client = start_new_kernel(kernel_name='python3')
    process = manager.provisioner.process
    import psutil
    return [os.getpid(), process.pid, psutil.Process(process.pid).ppid()]
if __name__ == '__main__':
    start_fork_parent()
    with ProcessPoolExecutor(2, get_context('spawn')) as pool:
        print(json.dumps(list(pool.map(kernel, range(4)))), flush=True)
        time.sleep(600)
"""


def _parent_of(one: Kernel) -> int:
    return psutil.Process(one.provisioner.process.pid).ppid()


def test_killing_the_client_ends_its_kernels_and_their_parent(client: MakeClient) -> None:
    killed = client(BUSY)
    kernels = killed.said["kernels"]
    parent = psutil.Process(kernels[0]).ppid()
    assert parent != killed.process.pid
    killed.process.kill()
    assert gone([*kernels, parent])


def test_an_ordinary_end_of_the_client_leaves_nothing(client: MakeClient) -> None:
    left = client(BUSY)
    kernels = left.said["kernels"]
    parent = psutil.Process(kernels[0]).ppid()
    left.process.send_signal(signal.SIGINT)
    left.process.wait(GONE_SECONDS)
    assert gone([*kernels, parent])
    assert not Path(left.said["sockets"]).exists()


@pytest.mark.slow
def test_sockets_of_a_killed_client_are_swept_by_the_next(client: MakeClient) -> None:
    killed = client(BUSY)
    folder = Path(killed.said["sockets"])
    assert folder.name.startswith(PREFIX)
    killed.close()
    assert gone(killed.said["kernels"])
    os.utime(folder, (time.time() - 2 * YOUNG_SECONDS,) * 2)
    living = client(BUSY)
    assert not folder.exists()
    assert Path(living.said["sockets"]).is_dir()


@pytest.mark.slow
def test_killing_the_fork_parent_ends_its_kernels_and_the_next_starts_a_new_one(kernel: Make) -> None:
    first, second = kernel(), kernel()
    parent = _parent_of(first)
    assert parent == _parent_of(second)
    os.kill(parent, signal.SIGKILL)
    pids = [one.provisioner.process.pid for one in (first, second)]
    assert gone([*pids, parent])
    assert [one.manager.is_alive() for one in (first, second)] == [False, False]
    third = kernel()
    assert third.value("1 + 1") == 2
    assert isinstance(third.provisioner.process, ForkedProcess)
    assert _parent_of(third) != parent
    assert not [one.pid for one in psutil.Process().children() if one.status() == psutil.STATUS_ZOMBIE]


def test_killing_a_kernel_leaves_no_zombie_and_the_others_alone(kernel: Make) -> None:
    first, second = kernel(), kernel()
    os.kill(first.provisioner.process.pid, signal.SIGKILL)
    assert first.provisioner.process.wait(5) == -signal.SIGKILL
    parent = psutil.Process(_parent_of(second))
    assert first.provisioner.process.pid not in [one.pid for one in parent.children()]
    assert second.value("1 + 1") == 2


def test_killing_a_kernel_ends_what_its_cells_had_started(kernel: Make) -> None:
    one = kernel()
    child = int(one.run("import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"))
    assert psutil.pid_exists(child)
    os.kill(one.provisioner.process.pid, signal.SIGKILL)
    assert gone([child])


@pytest.mark.slow
def test_killing_client_and_fork_parent_at_once_leaves_no_kernel(client: MakeClient) -> None:
    killed = client(BUSY)
    kernels = killed.said["kernels"]
    parent = psutil.Process(kernels[0]).ppid()
    os.kill(parent, signal.SIGKILL)
    killed.process.kill()
    assert gone([*kernels, parent])


@pytest.mark.slow
def test_workers_share_the_fork_parent_of_the_process_that_started_them(
    client: MakeClient, tmp_path: Path
) -> None:
    (tmp_path / "script.py").write_text(WORKERS)
    started = client(
        "import runpy, sys; sys.argv = ['script.py']; runpy.run_path('script.py', run_name='__main__')"
    )
    workers, kernels, parents = (set(column) for column in zip(*started.said, strict=True))
    assert len(kernels) == 4
    assert len(parents) == 1
    os.kill(min(workers), signal.SIGKILL)
    assert gone(list(kernels))  # the pool ends its other workers too
    assert [psutil.pid_exists(parent) for parent in parents] == [True]
    started.process.kill()
    assert gone(list(parents))


@pytest.mark.slow
def test_a_kernel_that_nobody_holds_lives_as_an_ordinary_one_does(client: MakeClient) -> None:
    code = """
import gc, json, time
from jupyter_client.manager import start_new_kernel
def start():
    manager, client = start_new_kernel(kernel_name='python3')
    return manager.provisioner.process.pid
pid = start()
gc.collect()
time.sleep(2)
print(json.dumps(pid), flush=True)
time.sleep(600)
"""
    made = client(code)
    assert psutil.pid_exists(made.said)
    made.close()
    assert gone([made.said])


def test_an_address_of_nobody_is_replaced(
    kernel: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(ADDRESS, str(tmp_path / "nobody"))
    assert kernel().value("1 + 1") == 2
    assert os.environ[ADDRESS] != str(tmp_path / "nobody")
