"""The manager that papermill is given: its states are jupyter_client's, without the pause after each."""

import asyncio
from typing import Any

import pytest
import zmq
from jupyter_client.manager import AsyncKernelManager

from gonggu.kernels.manager import LocalKernelManager


async def _answer(manager: AsyncKernelManager) -> str:
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        client.execute("1")
        reply: dict[str, Any] = await client.get_shell_msg(timeout=60)
        return str(reply["content"]["status"])
    finally:
        client.stop_channels()


def test_it_is_ready_once_it_has_started_and_ends_for_good() -> None:
    async def once() -> None:
        manager = LocalKernelManager(kernel_name="python3")
        assert not manager.ready.done()
        await manager.start_kernel()
        assert manager.ready.done()
        assert manager.ready.exception() is None
        assert await _answer(manager) == "ok"
        await manager.shutdown_kernel()
        assert not manager.has_kernel
        assert manager.ready.done()
        with pytest.raises(zmq.ZMQError):  # as jupyter_client's own: its sockets are gone
            await manager.start_kernel()

    asyncio.run(once())


def test_a_restart_gives_another_kernel() -> None:
    async def again() -> None:
        manager = LocalKernelManager(kernel_name="python3")
        await manager.start_kernel()
        first = manager.provisioner.pid  # type: ignore[union-attr]
        await manager.restart_kernel()
        assert await _answer(manager) == "ok"
        assert manager.provisioner.pid != first  # type: ignore[union-attr]
        await manager.shutdown_kernel(now=True)
        assert not manager.has_kernel

    asyncio.run(again())


def test_a_start_that_fails_says_why_to_who_waits_for_it() -> None:
    async def failing() -> None:
        manager = LocalKernelManager(kernel_name="python3")
        with pytest.raises(FileNotFoundError):
            await manager.start_kernel(cwd="/there/is/no/such/folder")
        with pytest.raises(FileNotFoundError):
            await manager.ready

    asyncio.run(failing())


def test_nothing_pauses_after_a_start_or_a_shutdown(monkeypatch: pytest.MonkeyPatch) -> None:
    sleep, pauses = asyncio.sleep, []

    async def noted(seconds: float, *more: Any) -> None:
        pauses.append(seconds)
        await sleep(seconds, *more)

    monkeypatch.setattr(asyncio, "sleep", noted)

    async def once() -> None:
        manager = LocalKernelManager(kernel_name="python3")
        await manager.start_kernel()
        await _answer(manager)
        await manager.shutdown_kernel()

    asyncio.run(once())
    assert pauses == []
