"""Publication of an edition's folder as a whole: a reader sees the old one or the new one, never a mixture."""

import shutil
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from filelock import FileLock

from gonggu.errors import StepError
from gonggu.folders import BUILDING, FAILED, MAIL_FOLDER
from gonggu.running.kept import link
from gonggu.writing import exchange, replacing, writing

_REPLACED = "replaced"
# Of a place's name in a building folder's: quoted, each character may take twelve.
_MOST_SHOWN = 10


def run_folder(year_folder: Path) -> Path:
    """A fresh folder for all that a run builds. Once another run has swept it, nothing of it can be published."""
    folder = year_folder / BUILDING / uuid4().hex[:8]
    with writing(folder):
        folder.mkdir(parents=True)
    return folder


def building_folder(run_folder: Path, name: str) -> Path:
    """A fresh private folder in which an edition is built; WriteError where the run's folder was swept."""
    folder = run_folder / f"{quote(name[:_MOST_SHOWN], safe='')}-{uuid4().hex[:8]}"
    with writing(folder):
        folder.mkdir()
    return folder


def publish(build: Path, target: Path, year_folder: Path) -> None:
    """Put the folder `build` in the place of `target`; what else lies in `target` (villages, problem list) stays.

    Both must be on one file system. UserError, and nothing changed, where the run's folder was swept.
    """
    with publishing(build), writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            build.rename(target)
            return
        _carry_over(target, build)
        if not exchange(build, target):
            # A kill between these two is mended by the next run: see `sweep`.
            place = target.relative_to(year_folder)
            replaced = build.parent / _REPLACED / str(len(place.parts)) / place
            replaced.parent.mkdir(parents=True, exist_ok=True)
            target.rename(replaced)
            try:
                build.rename(target)
            except OSError:
                with suppress(OSError):  # a sweep has put it back
                    replaced.rename(target)
                raise
            build = replaced
    shutil.rmtree(build, ignore_errors=True)


def publishing(build: Path) -> FileLock:
    """Held by whoever changes an edition's folder: it may lie in another that is being replaced just now.

    StepError where the run's folder was swept, and with it `build`, while somebody still built there.
    """
    if not build.is_dir():
        raise StepError("这次运行已经结束、被另一次运行取代，或成果文件夹被删去；没有发布，请重新运行。")
    return FileLock(build.parent / "publish.lock")


def sweep(year_folder: Path) -> None:
    """Put back what a killed run had taken away, and remove what it left; call only while holding the year.

    Who still builds for that run, on another machine, finds its folder gone in one go and can publish nothing.
    """
    with suppress(OSError):
        (year_folder / BUILDING).rename(year_folder / f"{BUILDING}-swept-{uuid4().hex[:8]}")
    for swept in year_folder.glob(f"{BUILDING}*"):
        for level in swept.glob(f"*/{_REPLACED}/*"):
            for old in level.glob("/".join("*" * int(level.name))):
                target = year_folder / old.relative_to(level)
                if not target.exists():
                    old.rename(target)
        shutil.rmtree(swept, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` so that a reader sees the old file or the new one."""
    with replacing(path) as fresh:
        fresh.write_text(text, encoding="utf-8")


def _carry_over(target: Path, build: Path) -> None:
    for child in target.iterdir():
        place = build / child.name
        # Messages are of the edition that is going.
        if place.exists() or child.name in (FAILED, MAIL_FOLDER):
            continue
        if child.is_dir():
            shutil.copytree(child, place, copy_function=link)
        else:
            link(child, place)
