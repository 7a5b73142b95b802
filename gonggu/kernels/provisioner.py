"""The kernel provisioner `gonggu-warm`: Jupyter's local one, whose Python kernels are forked where that is possible."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gonggu.kernels.forking import ADDRESS, ForkedProcess, fork_kernel, may_fork
from gonggu.kernels.link import Request

# How a kernelspec starts ipykernel; frozen modules matter to a debugger's breakpoints in the standard library only.
LAUNCHERS = (["-m", "ipykernel_launcher"], ["-Xfrozen_modules=off", "-m", "ipykernel_launcher"])
STREAMS = ("stdin", "stdout", "stderr")
HONOURED = {"env", "cwd", "extra_arguments", "kernel_id", *STREAMS}

# How long a shutdown may take before the manager's own, slower waiting goes on.
SHUTDOWN_SECONDS = 1.0


class WarmProvisioner(LocalProvisioner):
    """Forks `python -m ipykernel_launcher` of this interpreter; starts any other kernel as LocalProvisioner does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it the ordinary way where it cannot be forked."""
        process = await self._forked(cmd, kwargs)
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        # It shows what LocalProvisioner uses of a Popen.
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, of which the fork parent tells at once."""
        await self._ended()
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and be back when it is gone."""
        await super().kill(restart)
        await self._ended(SHUTDOWN_SECONDS)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Be back when the kernel has ended, so that the manager need not poll for it."""
        await super().shutdown_requested(restart)
        await self._ended(SHUTDOWN_SECONDS)

    async def _ended(self, seconds: float | None = None) -> None:
        if isinstance(self.process, ForkedProcess):
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.ended(), seconds)

    async def _forked(self, cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
        folder = str(Path(kwargs.get("cwd") or Path.cwd()).absolute())
        arguments = [str(Path(word).expanduser()) if word.startswith("~") else word for word in cmd[1:]]
        if not (
            cmd[0] == sys.executable
            and any(arguments[: len(launcher)] == launcher for launcher in LAUNCHERS)
            and set(kwargs) <= HONOURED
            and os.access(folder, os.X_OK)
            # matplotlib reads its settings when it is imported, from the folder where that happens.
            and not Path(folder, "matplotlibrc").exists()
            and may_fork()
        ):
            return None
        environment = {name: value for name, value in kwargs["env"].items() if name != ADDRESS}
        with _streams(kwargs) as streams:
            if streams is None:
                return None
            return await fork_kernel(Request(cmd[0], arguments, environment, folder), streams)


@contextmanager
def _streams(kwargs: dict[str, Any]) -> Iterator[list[int] | None]:
    """Descriptors of the standard streams as Popen would set them; None where it would have to make a pipe."""
    at_end, nothing = os.pipe()
    os.close(nothing)  # as with an ordinary kernel: its standard input is at its end
    nowhere = os.open(os.devnull, os.O_RDWR)
    streams = [at_end, 1, 2]
    try:
        for number, name in enumerate(STREAMS):
            given = kwargs.get(name)
            if given == subprocess.DEVNULL:
                streams[number] = nowhere
            elif given == subprocess.STDOUT:
                streams[number] = streams[1]
            elif given is not None:
                streams[number] = given if isinstance(given, int) else given.fileno()
        yield streams if all(map(_is_open, streams)) else None
    finally:
        os.close(at_end)
        os.close(nowhere)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
