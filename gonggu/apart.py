"""Folders that must not lie in one another, links followed: what is written would get among what is read."""

import os
from collections.abc import Iterable
from pathlib import Path

from gonggu.errors import UsageError

# A folder with what messages call it.
Named = tuple[str, Path]


def require_apart(pairs: Iterable[tuple[Named, Named]]) -> None:
    """UsageError where one folder of a pair is the other, or lies in it."""
    for (one, first), (other, second) in pairs:
        here, there = (Path(os.path.realpath(path)) for path in (first, second))
        if here == there:
            raise UsageError(f"{one}和{other}是同一个文件夹（{first}），请分开放。")
        if here.is_relative_to(there):
            raise _within(one, first, other, second)
        if there.is_relative_to(here):
            raise _within(other, second, one, first)


def _within(inner: str, path: Path, outer: str, around: Path) -> UsageError:
    return UsageError(f"{inner}（{path}）在{outer}（{around}）里面，写出的文件会混进读入的文件，请分开放。")
