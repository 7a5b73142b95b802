"""Publication of an edition's folder as a whole: a reader sees the old one or the new one, never a mixture."""

import ctypes
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import quote, unquote
from uuid import uuid4

from filelock import FileLock

from gonggu.running.kept import link

BUILDING = ".building"
FAILED = "failed"
_REPLACED = "replaced"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def publish(build: Path, target: Path, year_folder: Path) -> None:
    """Put the folder `build` in the place of `target`; what else lies in `target` (villages, problem list) stays.

    Both must be on one file system. OSError where the build folder is gone: the run that it belonged to was swept.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(year_folder / BUILDING / "publish.lock"):
        if not target.exists():
            build.rename(target)
            return
        _carry_over(target, build)
        if not _exchanged(build, target):
            # A kill between these two is mended by the next run: see `recover`.
            replaced = (
                year_folder / BUILDING / _REPLACED / quote(str(target.relative_to(year_folder)), safe="")
            )
            replaced.parent.mkdir(exist_ok=True)
            target.rename(replaced)
            build.rename(target)
            build = replaced
    shutil.rmtree(build, ignore_errors=True)


def building_folder(year_folder: Path, name: str) -> Path:
    """A fresh private folder in which an edition is built."""
    folder = year_folder / BUILDING / f"{quote(name, safe='')}-{uuid4().hex[:8]}"
    folder.mkdir(parents=True)
    return folder


def sweep(year_folder: Path) -> None:
    """Put back what a killed run had taken away, and remove what it left; call only while holding the year."""
    replaced = year_folder / BUILDING / _REPLACED
    for old in replaced.iterdir() if replaced.is_dir() else ():
        target = year_folder / unquote(old.name)
        if not target.exists():
            old.rename(target)
    shutil.rmtree(year_folder / BUILDING, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` so that a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _carry_over(target: Path, build: Path) -> None:
    for child in target.iterdir():
        place = build / child.name
        if place.exists() or child.name == FAILED:
            continue
        if child.is_dir():
            shutil.copytree(child, place, copy_function=link)
        else:
            link(child, place)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system could exchange the two folders in one go (Linux, on most file systems)."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    return int(rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)) == 0
