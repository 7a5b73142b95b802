"""Publication of an edition's folder as a whole: a reader sees the old one or the new one, never a mixture."""

import os
import shutil
from pathlib import Path

from filelock import FileLock

BUILDING = ".building"


def publish(build: Path, target: Path, year_folder: Path) -> None:
    """Put the folder `build` in the place of `target`; what else lies in `target` (villages, problem list) stays.

    Both must be on one file system. The old folder is renamed away and removed only after the new one is in place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(year_folder / BUILDING / "publish.lock"):
        old = year_folder / BUILDING / f"old-{build.name}"
        if target.exists():
            _carry_over(target, build)
            target.rename(old)
        build.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def building_folder(year_folder: Path, name: str) -> Path:
    """A fresh private folder in which an edition is built."""
    folder = year_folder / BUILDING / f"{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def sweep(year_folder: Path) -> None:
    """Remove what killed runs have left; call only while holding the year."""
    shutil.rmtree(year_folder / BUILDING, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` so that a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _carry_over(target: Path, build: Path) -> None:
    for child in target.iterdir():
        place = build / child.name
        if place.exists() or child.name == "failed":
            continue
        if child.is_dir():
            shutil.copytree(child, place, copy_function=_link)
        else:
            _link(child, place)


def _link(source: str | Path, place: str | Path) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copy2(source, place)
