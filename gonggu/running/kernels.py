"""How kernels are spoken to: over sockets of this machine's files where it has them, so that no port can collide."""

import os

from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class LocalKernelManager(AsyncKernelManager):
    """A kernel manager whose messages never touch a network port (Windows has no other way)."""

    @default("transport")
    def _local_transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"
