"""What a finished step leaves for the next run: its fingerprint, its notebook and what it made, in the edition's folder.

The record lies beside the report, so that it is published, replaced and lost with it.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from gonggu.folders import STEPS_FOLDER, charts_file
from gonggu.running.steps import STEPS

Fingerprint = Mapping[str, str]
RECORD = f"{STEPS_FOLDER}/made.json"
# What each step writes into the edition's folder beside its executed notebook.
MADE: Mapping[str, tuple[str, ...]] = {
    "indicators": (f"{STEPS_FOLDER}/indicators.json",),
    "funds": (f"{STEPS_FOLDER}/funds.json",),
    "relocation": (f"{STEPS_FOLDER}/relocation.json",),
    "report": ("report.html", "annex.xlsx", "figures.json"),
}
# And the chapters whose charts it hands on, where its notebook draws them.
DRAWN: Mapping[str, tuple[str, ...]] = {
    "indicators": ("overview", "livelihood", "stationing", "problems", "teams", "income"),
    "funds": ("funds", "industry"),
    "relocation": ("relocation",),
    "report": (),
}


@dataclass
class Kept:
    """The finished steps found in some folders: by step, the folder that has its files whole, and its fingerprint."""

    folders: dict[str, Path] = field(default_factory=dict)
    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)

    def copy_into(self, build: Path, step: str) -> None:
        """The step's files as they were, into a new edition's folder."""
        for name in files_of(step, self.folders[step]):
            place = build / name
            for folder in reversed(place.relative_to(build).parents[:-1]):
                (build / folder).mkdir(exist_ok=True)  # not `build`: a swept folder stays swept
            link(self.folders[step] / name, place)


def kept_in(*folders: Path) -> Kept:
    """The finished steps of the folders; of two that have the same step, the later folder's counts."""
    kept = Kept()
    for folder in folders:
        for step, made in _read(folder).items():
            if all(_intact(folder / name, stamp) for name, stamp in made["files"].items()):
                kept.folders[step], kept.fingerprints[step] = folder, made["fingerprint"]
                kept.spoilt.discard(step)
            elif step not in kept.folders:
                kept.spoilt.add(step)
    return kept


def write_record(folder: Path, fingerprints: Mapping[str, Fingerprint], done: Iterable[str]) -> None:
    """Note the steps that are done in `folder`, with the stamps of the files that they made."""
    steps = {
        step: {
            "fingerprint": dict(fingerprints[step]),
            "files": {name: _stamp(folder / name) for name in files_of(step, folder)},
        }
        for step in done
    }
    path = folder / RECORD
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"steps": steps}, indent=1), encoding="utf-8")


def files_of(step: str, folder: Path) -> tuple[str, ...]:
    """The files of a step that it made in an edition's folder, relative to it."""
    drawn = (f"{STEPS_FOLDER}/{charts_file(chapter)}" for chapter in DRAWN[step])
    return (
        *(f"notebooks/{STEPS[step]}.ipynb", *MADE[step]),
        *(name for name in drawn if (folder / name).is_file()),
    )


def link(source: str | Path, place: str | Path) -> None:
    """A hard link where the file system has them, else a copy."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copy2(source, place)


def _read(folder: Path) -> dict[str, Any]:
    try:
        steps = json.loads((folder / RECORD).read_text(encoding="utf-8"))["steps"]
        return {
            step: made
            for step, made in steps.items()
            if step in MADE and set(made["files"]) == {*files_of(step, folder)}
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _stamp(path: Path) -> dict[str, Any]:
    seen = path.stat()
    return {"size": seen.st_size, "mtime_ns": seen.st_mtime_ns, "sha256": _sha256(path)}


def _intact(path: Path, stamp: Mapping[str, Any]) -> bool:
    """Whether the file is what was written; its content is read only where its time says that it was touched."""
    try:
        seen = path.stat()
        if seen.st_size != stamp["size"]:
            return False
        return bool(seen.st_mtime_ns == stamp["mtime_ns"] or _sha256(path) == stamp["sha256"])
    except OSError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
