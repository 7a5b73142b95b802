"""What a file is taken apart into: texts and further contents, each with its place."""

from typing import NamedTuple


class Part(NamedTuple):
    """A piece of a file: text to be read, or bytes that are a file of their own.

    `measures` says that its numbers are coordinates and sizes; `sealed` that it cannot be looked into.
    """

    where: str
    content: str | bytes
    measures: bool = False
    sealed: bool = False


def sealed(where: str) -> Part:
    """What cannot be looked into."""
    return Part(where, b"", sealed=True)


def within(where: str, inner: str) -> str:
    """The place of something inside another place."""
    return f"{where} › {inner}" if where and inner else where or inner
