"""A kernel manager for one machine: forked kernels, socket files of each kernel's own, and no idle waiting."""

import os
import time
from collections.abc import Awaitable, Callable
from queue import Empty
from typing import Any
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from gonggu.kernels.private import private_folder
from gonggu.kernels.provisioner import WarmProvisioner

# A socket's path may have some 100 characters, so names are short.
NAME_LENGTH = 12

REPLY_SECONDS = 1.0
IDLE_SECONDS = 0.2


class LocalKernelClient(AsyncKernelClient):
    """A client that is ready when the kernel has answered on both channels, without waiting for more to come."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel's first answer; RuntimeError where it dies or gives none in `timeout` seconds."""
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self) -> bool:
        """Whether one question is answered and its end announced: then whatever was said before has arrived."""
        asked = self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=REPLY_SECONDS)
            while not _is_idle(await self.iopub_channel.get_msg(timeout=IDLE_SECONDS), asked):
                pass
        except Empty:
            return False
        if reply["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(reply)
        return True


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    answers = message["parent_header"].get("msg_id") == asked
    return answers and bool(message["content"].get("execution_state") == "idle")


class LocalKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels are forked and whose messages never touch a network port.

    Windows, which has neither, gets ordinary kernels and TCP.
    """

    @default("client_factory")
    def _prompt_client(self) -> type[AsyncKernelClient]:
        return LocalKernelClient

    @default("transport")
    def _local_transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _own_sockets(self) -> str:
        """Each kernel has socket files of its own; jupyter_client's default would be one name for all."""
        return "127.0.0.1" if self.transport == "tcp" else str(private_folder() / uuid4().hex[:NAME_LENGTH])

    @default("connection_file")
    def _own_connection_file(self) -> str:
        return str(private_folder() / f"{uuid4().hex[:NAME_LENGTH]}.json")

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        """Start the kernel by the warm provisioner, whichever is the default."""
        self.kernel_id = self.kernel_id or options.pop("kernel_id", None) or str(uuid4())
        if self.provisioner is None and self.kernel_spec is not None:
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        if self.ready.done():  # not the first start
            await super().start_kernel(**options)
            return
        try:
            await _without_pause(AsyncKernelManager.start_kernel)(self, **options)
        except Exception as error:
            self.ready.set_exception(error)
            self.ready.exception()  # so that nobody need ask for it
            raise
        self.ready.set_result(None)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """Shut the kernel down, at once or politely."""
        await _without_pause(AsyncKernelManager.shutdown_kernel)(self, now=now, restart=restart)


def _without_pause(method: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """What jupyter_client's decorator wraps: it sleeps 10 ms after every start and shutdown, for its own tests' sake."""
    wrapped: Callable[..., Awaitable[None]] = getattr(method, "__wrapped__", method)
    return wrapped
