"""Doing a job: the same commands that a person would type, each in a process of its own, their output kept as a log."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time

from gonggu.errors import UserError
from gonggu.folders import NOTEBOOKS, PROJECT, Folders
from gonggu.forms import load_forms
from gonggu.manifest import require_register, sha256
from gonggu.params import load_params
from gonggu.schedule.jobs import WHATS, Job, What
from gonggu.scope import safe_name
from gonggu.year import Year

COMMAND = PROJECT / "pipeline.py"
LONGEST_SECONDS = 12 * 3600.0
RECIPIENTS = "recipients.yaml"
_FOR_READERS = ("report.html", "annex.xlsx", "figures.json")
# Exit codes of the command.
_DONE, _DATA_ERRORS, _BUSY = 0, 1, 4
_COARSE_SECONDS = 2.0  # as some file systems keep times
DRAFT = "台账有错误，报告是草稿，没有寄发；请按问题清单改正台账。"


@dataclass(frozen=True)
class Failure:
    """What did not go well: which step of the job, what was said of it."""

    step: str
    message: str


@dataclass(frozen=True)
class Result:
    """What became of a job; `busy` is that another run held the year, `sent` a digest of what is with the readers."""

    failure: Failure | None = None
    busy: bool = False
    sent: str = ""


@dataclass(frozen=True)
class Doer:
    """Does jobs for some folders, logging below `logs`; what a job printed the last time but one is kept too."""

    folders: Folders
    logs: Path
    command: tuple[str, ...] = (sys.executable, str(COMMAND))
    longest: float = LONGEST_SECONDS

    def log_of(self, job: Job) -> Path:
        """The job's log."""
        return self.logs / f"{safe_name(job.name)}.log"

    def do(self, job: Job, sent: str) -> Result:
        """Do the steps in turn; the first that fails ends the job.

        Nothing is sent where all that would be was sent before (`sent`), or where the ledgers' errors make a draft.
        """
        log = self.log_of(job)
        log.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            log.replace(log.with_suffix(".log.1"))
        is_draft = False
        for what in job.what:
            if what == "send":
                if is_draft:
                    return Result(Failure(WHATS[what], DRAFT), sent=sent)
                there = digest_of_editions(self.folders, job)
                if there == sent:
                    continue
            for words in job.words(what):
                begun = time()
                code = self._call(words, log)
                if code == _BUSY:
                    return Result(busy=True, sent=sent)
                failure = self._failure(what, code, job, begun, log)
                if failure:
                    return Result(failure, sent=sent)
                is_draft |= what == "run" and code == _DATA_ERRORS
            sent = there if what == "send" else sent
        return Result(sent=sent)

    def _call(self, words: list[str], log: Path) -> int:
        folders = ["--params", str(self.folders.params), "--data", str(self.folders.data)]
        line = [*self.command, *words, *folders, "--outputs", str(self.folders.outputs)]
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {' '.join(words)}\n")
            out.flush()
            try:
                return subprocess.run(
                    line,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    timeout=self.longest,
                    check=False,
                    cwd=PROJECT,
                    env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                ).returncode
            except subprocess.TimeoutExpired:
                out.write(f"超过 {self.longest:.0f} 秒，已中止。\n")
                return -1

    def _failure(self, what: What, code: int, job: Job, begun: float, log: Path) -> Failure | None:
        """The failure that an exit code means; errors in the ledgers are none where a list or a draft was made."""
        if code == _DONE or (code == _DATA_ERRORS and what == "check"):
            return None
        failed = list(_failed_steps(self.folders.outputs / str(job.year), begun)) if what == "run" else []
        if code == _DATA_ERRORS and what == "run" and not failed and self._has_register(job.year):
            return None
        step = "；".join(dict.fromkeys(name for name, _ in failed)) or WHATS[what]
        said = "；".join(dict.fromkeys(error for _, error in failed if error)) or last_line(log)
        return Failure(step, said or f"命令以 {code} 结束，没有说明原因。")

    def _has_register(self, year: int) -> bool:
        """Whether the ledgers are there without which no edition can be made."""
        try:
            work = Year(
                year, self.folders, load_params(self.folders.params, year), load_forms(self.folders.params)
            )
            require_register(work.manifest(), work.forms)
        except UserError:
            return False
        return True


def digest_of_editions(folders: Folders, job: Job) -> str:
    """One digest of all editions of the job's year and of who is to get them: as long as it stays nothing is to be sent."""
    year = folders.outputs / str(job.year)
    files = sorted(path for name in _FOR_READERS for path in year.rglob(name))
    total = hashlib.sha256(repr((job.what, job.scopes)).encode())
    for path in [*files, folders.params / RECIPIENTS]:
        if path.is_file():
            total.update(f"{path.parent.as_posix()}\0{path.name}\0{sha256(path)}\0".encode())
    return total.hexdigest()


def last_line(log: Path) -> str:
    """The last thing that was printed."""
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if len(lines) > 1 else ""


def _failed_steps(year: Path, begun: float) -> Iterator[tuple[str, str]]:
    """Places and steps that have failed since, with what was said of them."""
    for path in sorted(year.rglob("run.json")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            if path.stat().st_mtime < begun - _COARSE_SECONDS or path.parent.name.startswith("."):
                continue
            record = json.loads(path.read_text(encoding="utf-8"))
            if record["state"] == "done":
                continue
            for name, step in record["steps"].items():
                if step["state"] not in ("done", "skipped", "not run"):
                    yield f"{record['scope']} {_notebook(name)}", step["error"] or ""


def _notebook(step: str) -> str:
    return next((path.stem for path in NOTEBOOKS.glob(f"*_{step}.ipynb")), step)
