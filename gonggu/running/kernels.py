"""How kernels are spoken to: over socket files of the user's own where the system has them, so that no port collides."""

import os
from pathlib import Path
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import default

# The path of a socket may have some 100 characters, so the name is short.
NAME_LENGTH = 12


class LocalKernelManager(AsyncKernelManager):
    """A kernel manager whose messages never touch a network port (Windows has no other way)."""

    @default("transport")
    def _local_transport(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("ip")
    def _own_sockets(self) -> str:
        """Each kernel has socket files of its own; jupyter_client's default would be one name for all."""
        if self.transport == "tcp":
            return "127.0.0.1"
        folder = Path(jupyter_runtime_dir())
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(folder / uuid4().hex[:NAME_LENGTH])
