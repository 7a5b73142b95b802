"""What passes between a client and the fork parent: one connection a kernel, which lasts as long as both its ends."""

import json
import socket
from dataclasses import asdict, dataclass
from struct import Struct

PID, READY, ENDED, REFUSED = b"p", b"r", b"e", b"n"

_LENGTH = Struct("!Q")
_TOLD = Struct("!cq")
_STREAMS = 3
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Request:
    """A kernel to fork: the launcher's interpreter and words, its whole environment and its folder."""

    executable: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str


def ask(link: socket.socket, request: Request, streams: list[int]) -> None:
    """Send a request with the three descriptors that become the kernel's standard streams."""
    body = json.dumps(asdict(request)).encode("ascii")
    # The descriptors travel with the first bytes; an environment may be longer than one message.
    socket.send_fds(link, [_LENGTH.pack(len(body))], streams)
    link.sendall(body)


def hear(link: socket.socket) -> tuple[Request, list[int]] | None:
    """The request that has arrived and its descriptors; None where the client went away."""
    link.settimeout(_PATIENCE_SECONDS)
    head, streams, _, _ = socket.recv_fds(link, _LENGTH.size, _STREAMS)
    if len(head) < _LENGTH.size:
        return None
    with link.makefile("rb") as incoming:
        (length,) = _LENGTH.unpack(head)
        body = incoming.read(length)
    if len(body) < length:
        return None
    return Request(**json.loads(body)), list(streams)


def tell(link: socket.socket, kind: bytes, value: int = 0) -> None:
    """Tell the client one thing about its kernel."""
    link.sendall(_TOLD.pack(kind, value))


TOLD_SIZE = _TOLD.size


def told(message: bytes) -> tuple[bytes, int]:
    """What `tell` said: its kind and value; an end with SIGKILL where the connection broke off."""
    if len(message) < _TOLD.size:
        return ENDED, -9
    kind, value = _TOLD.unpack(message)
    return kind, value
