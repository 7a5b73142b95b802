"""outputs/index.html, renewed with every run and check from what lies on disk."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from filelock import FileLock, Timeout

from gonggu.errors import UserError
from gonggu.folders import (
    APPROVED_FOLDER,
    EXECUTED_FOLDER,
    FAILED,
    INDEX,
    MAIL_FOLDER,
    PUBLIC_FOLDER,
    STEPS_FOLDER,
    Folders,
)
from gonggu.report.index import Shown, State, index_page
from gonggu.running.steps import STEPS
from gonggu.scope import DISTRICT_NAME, Scope
from gonggu.writing import replacing, writing

PATIENCE_SECONDS = 60.0
# Folders of an edition that are no place's.
_OWN = frozenset((FAILED, EXECUTED_FOLDER, PUBLIC_FOLDER, APPROVED_FOLDER, MAIL_FOLDER))


def renew_index(folders: Folders) -> list[str]:
    """Write the index of the editions that there are now; what to tell where that was not possible.

    Who is last of several that end at once sees what the others have left: each reads only once it has the lock.
    """
    outputs, path = folders.outputs, folders.outputs / INDEX
    try:
        with writing(path), FileLock(outputs / f".{INDEX}.lock", timeout=PATIENCE_SECONDS):
            for left in outputs.glob(f".{INDEX}.????????"):  # of one that was killed
                left.unlink(missing_ok=True)
            shown = shown_in(folders)
            if not shown and not path.exists():  # a run that was refused writes nothing
                return []
            page = index_page(shown)
            with replacing(path) as fresh:
                fresh.write_text(page, encoding="utf-8", newline="\n")
    except Timeout:
        return [f"报告目录 {INDEX} 没有更新：另一个进程一直占用着它。请稍后再运行一次。"]
    except UserError as error:
        return [f"报告目录 {INDEX} 没有更新：{error}"]
    return []


def shown_in(folders: Folders) -> list[Shown]:
    """A line for every place that has an edition, a record of a run, or a problem list."""
    found = [
        _shown(folders, int(year.name), scope)
        for year in _places(folders.outputs)
        if year.name.isdecimal()
        for scope in _scopes(year)
    ]
    return [one for one in found if one]


def _scopes(year: Path) -> list[Scope]:
    """The places that have a folder in the year's, or in that of its public editions."""
    seen = {
        scope: None
        for root in (year, year / PUBLIC_FOLDER)
        for place in _places(root)
        for scope in _scopes_of(place)
    }
    return list(seen)


def _scopes_of(place: Path) -> Iterator[Scope]:
    if place.name == DISTRICT_NAME:
        yield Scope()
        return
    # `Scope.path` the other way round.
    yield Scope(unquote(place.name))
    for village in _places(place):
        yield Scope(unquote(place.name), unquote(village.name))


def _shown(folders: Folders, year: int, scope: Scope) -> Shown | None:
    folder, public = folders.edition(year, scope), folders.outputs / str(year) / PUBLIC_FOLDER / scope.path
    record = _record(folder / "run.json")
    failed = bool(record) and record["state"] != "done"
    own = _record(folder / STEPS_FOLDER / "run.json") if failed else {}
    links = {
        "report": _link(folders, folder / "report.html"),
        "annex": _link(folders, folder / "annex.xlsx"),
        "problem_list": _link(folders, folders.problem_list(year, scope.township)),
        "public": _link(folders, public / "report.html"),
    }
    if not record and not any(links.values()):
        return None
    return Shown(
        year=year,
        scope=scope,
        district=str(record.get("district", "")),
        state=_state(record),
        step=_failed_step(record),
        ran=_ran(record),
        made=_ran(own),
        findings=(own or record).get("findings", {}),
        **links,
    )


def _state(record: Mapping[str, Any]) -> State:
    if not record:
        return "none"
    if record["state"] != "done":
        return "stopped" if record["state"] == "stopped" else "failed"
    return "draft" if record["findings"].get("error") else "done"


def _failed_step(record: Mapping[str, Any]) -> str:
    steps = record.get("steps", {}).items()
    return next((STEPS[name] for name, step in steps if step["state"] in ("failed", "died", "timed out")), "")


def _ran(record: Mapping[str, Any]) -> datetime | None:
    began = [step["started"] for step in record.get("steps", {}).values() if step["started"]]
    return max(map(datetime.fromisoformat, began), default=None)


def _record(path: Path) -> dict[str, Any]:
    """run.json; empty where there is none, or what lies there is no record of ours."""
    with suppress(OSError, ValueError):
        record = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(record, dict) and {"state", "steps", "findings"} <= set(record):
            return record
    return {}


def _link(folders: Folders, path: Path) -> str:
    return quote(path.relative_to(folders.outputs).as_posix()) if path.is_file() else ""


def _places(folder: Path) -> list[Path]:
    """The folders of places in `folder`; none where it is gone, as one is for a moment while another run publishes."""
    with suppress(OSError):
        return [
            path
            for path in folder.iterdir()
            if path.name not in _OWN and not path.name.startswith(".") and path.is_dir()
        ]
    return []
