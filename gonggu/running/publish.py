"""Publication of an edition's folder as a whole: a reader sees the old one or the new one, never a mixture."""

import shutil
from pathlib import Path
from urllib.parse import quote, unquote
from uuid import uuid4

from filelock import FileLock

from gonggu.running.kept import link
from gonggu.writing import exchange, replacing, writing

BUILDING = ".building"
FAILED = "failed"
_REPLACED = "replaced"


def publish(build: Path, target: Path, year_folder: Path) -> None:
    """Put the folder `build` in the place of `target`; what else lies in `target` (villages, problem list) stays.

    Both must be on one file system. OSError where the build folder is gone: the run that it belonged to was swept.
    """
    with writing(target), publishing(year_folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            build.rename(target)
            return
        _carry_over(target, build)
        if not exchange(build, target):
            # A kill between these two is mended by the next run: see `recover`.
            replaced = (
                year_folder / BUILDING / _REPLACED / quote(str(target.relative_to(year_folder)), safe="")
            )
            replaced.parent.mkdir(exist_ok=True)
            target.rename(replaced)
            build.rename(target)
            build = replaced
    shutil.rmtree(build, ignore_errors=True)


def publishing(year_folder: Path) -> FileLock:
    """Held by whoever changes an edition's folder: it may lie in another that is being replaced just now."""
    return FileLock(year_folder / BUILDING / "publish.lock")


def building_folder(year_folder: Path, name: str) -> Path:
    """A fresh private folder in which an edition is built."""
    folder = year_folder / BUILDING / f"{quote(name, safe='')}-{uuid4().hex[:8]}"
    with writing(folder):
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
    with replacing(path) as fresh:
        fresh.write_text(text, encoding="utf-8")


def _carry_over(target: Path, build: Path) -> None:
    for child in target.iterdir():
        place = build / child.name
        if place.exists() or child.name == FAILED:
            continue
        if child.is_dir():
            shutil.copytree(child, place, copy_function=link)
        else:
            link(child, place)
