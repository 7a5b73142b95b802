"""The system's own timer that calls `schedule due` every few minutes: systemd, else crontab, else a Windows task.

It knows nothing of jobs and time zones: what is due is worked out by the call, so that all systems behave alike.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gonggu.errors import StepError, UsageError
from gonggu.folders import PROJECT, Folders
from gonggu.writing import replacing

EVERY_MINUTES = 5
_NO_CRONTAB = ("no crontab for", "No such file or directory")
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Call:
    """What the timer calls: words of a command line; `id` tells the timers of several projects apart."""

    words: tuple[str, ...]
    id: str

    @property
    def name(self) -> str:
        """The timer's name."""
        return f"gonggu-{self.id}"


class Timer(Protocol):
    """One system's timer."""

    @property
    def said(self) -> str:
        """Its name."""

    def install(self, call: Call) -> None:
        """Put it there; StepError where the system refuses."""

    def remove(self, call: Call) -> bool:
        """Take it away, nothing else; whether there was one."""


def call_for(folders: Folders, mail: str = "") -> Call:
    """The call for a project's folders; `mail` is the file of the mail settings, for a timer has no environment."""
    paths = {"--params": folders.params, "--data": folders.data, "--outputs": folders.outputs}
    options = [word for option, path in paths.items() for word in (option, str(path))]
    settings = ("--mail", str(Path(mail).absolute())) if mail else ()
    words = (sys.executable, str(PROJECT / "pipeline.py"), "schedule", "due", *options, *settings)
    return Call(words, hashlib.sha256("\0".join(options).encode()).hexdigest()[:8])


def install(call: Call, timers: list[Timer]) -> Timer:
    """Install the first of the timers, and remove what an earlier installation has put elsewhere."""
    if not timers:
        raise UsageError("这台电脑上没有 systemd、crontab，也不是 Windows，无法定时。")
    for timer in timers[1:]:
        timer.remove(call)
    timers[0].install(call)
    return timers[0]


def remove(call: Call, timers: list[Timer]) -> list[Timer]:
    """Remove the call from each of the timers; those that had it."""
    return [timer for timer in timers if timer.remove(call)]


def timers_here(state: Path) -> list[Timer]:
    """The timers that this machine has, the best first; `state` is the schedule's own folder."""
    if sys.platform == "win32":
        return [Task(state / "due.cmd")]
    found: list[Timer] = []
    is_root = os.geteuid() == 0
    if is_root and Path("/run/systemd/system").is_dir():
        found.append(Units(Path("/etc/systemd/system"), ()))
    elif not is_root and shutil.which("systemctl") and _succeeds("systemctl", "--user", "show-environment"):
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        found.append(Units(config / "systemd" / "user", ("--user",)))
    if shutil.which("crontab"):
        found.append(Crontab())
    return found


@dataclass(frozen=True)
class Units:
    """systemd: a service and the timer that starts it, in a folder of units."""

    folder: Path
    flags: tuple[str, ...]
    said: str = "systemd 定时器"

    def install(self, call: Call) -> None:
        """Write both units and start the timer."""
        for kind, text in units(call).items():
            with replacing(self.folder / f"{call.name}.{kind}") as fresh:
                fresh.write_text(text, encoding="utf-8")
        _run("systemctl", *self.flags, "daemon-reload")
        _run("systemctl", *self.flags, "enable", "--now", f"{call.name}.timer")

    def remove(self, call: Call) -> bool:
        """Stop the timer and delete both units."""
        paths = [self.folder / f"{call.name}.{kind}" for kind in units(call)]
        if not any(path.is_file() for path in paths):
            return False
        _run("systemctl", *self.flags, "disable", "--now", f"{call.name}.timer")
        for path in paths:
            path.unlink(missing_ok=True)
        _run("systemctl", *self.flags, "daemon-reload")
        return True


def units(call: Call) -> dict[str, str]:
    """The texts of the service and the timer."""
    line = " ".join(_quoted(word) for word in call.words)
    service = (
        "[Unit]\nDescription=gonggu: what is due by params/schedule.yaml\n\n"
        f"[Service]\nType=oneshot\nNice=10\nExecStart={line}\n"
    )
    timer = (
        "[Unit]\nDescription=gonggu: look every few minutes what is due\n\n"
        f"[Timer]\nOnCalendar=*:0/{EVERY_MINUTES}\nAccuracySec=10s\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {"service": service, "timer": timer}


@dataclass(frozen=True)
class Crontab:
    """The user's crontab: our lines stand between two marks, all others stay byte by byte."""

    said: str = "crontab"

    def install(self, call: Call) -> None:
        """Put our lines at the end."""
        rest = _without(self._read(), call)
        rest += b"" if not rest or rest.endswith(b"\n") else b"\n"
        self._write(rest + "\n".join([*_marked(call), ""]).encode("utf-8", "surrogateescape"))

    def remove(self, call: Call) -> bool:
        """Take our lines out."""
        before = self._read()
        rest = _without(before, call)
        if rest == before:
            return False
        if rest:
            self._write(rest)
        else:
            _run("crontab", "-r")
        return True

    @staticmethod
    def _read() -> bytes:
        told = subprocess.run(["crontab", "-l"], capture_output=True, check=False, timeout=_PATIENCE_SECONDS)
        said = told.stderr.decode("utf-8", "replace")
        if told.returncode and not any(one in said for one in _NO_CRONTAB):
            # What cannot be read must not be replaced.
            raise StepError(f"读不到现有的 crontab，没有改动：{said.strip()}")
        return b"" if told.returncode else told.stdout

    @staticmethod
    def _write(text: bytes) -> None:
        _run("crontab", "-", given=text)


@dataclass(frozen=True)
class Task:
    """A task of Windows, which calls a script: its own command line may have 261 characters only."""

    script: Path
    said: str = "Windows 计划任务"

    def install(self, call: Call) -> None:
        """Write the script and create the task."""
        with replacing(self.script) as fresh:
            line = subprocess.list2cmdline(call.words).replace("%", "%%")
            fresh.write_text(f"@chcp 65001 >nul\r\n@{line}\r\n", encoding="utf-8", newline="")
        every = ("/SC", "MINUTE", "/MO", str(EVERY_MINUTES))
        _run("schtasks", "/Create", "/F", "/TN", call.name, *every, "/TR", f'"{self.script}"')

    def remove(self, call: Call) -> bool:
        """Delete the task and its script."""
        if not _succeeds("schtasks", "/Query", "/TN", call.name):
            return False
        _run("schtasks", "/Delete", "/F", "/TN", call.name)
        self.script.unlink(missing_ok=True)
        return True


def _marked(call: Call) -> list[str]:
    # In a crontab % ends the command.
    line = shlex.join(call.words).replace("%", r"\%")
    begin, end = _marks(call)
    return [begin, f"*/{EVERY_MINUTES} * * * * {line}", end]


def _marks(call: Call) -> tuple[str, str]:
    return f"# >>> {call.name} (by pipeline.py schedule install)", f"# <<< {call.name}"


def _without(text: bytes, call: Call) -> bytes:
    """The crontab without our lines; StepError where one of the marks has gone: nobody knows what is whose."""
    begin, end = (mark.encode() for mark in _marks(call))
    lines = text.splitlines(keepends=True)
    bare = [line.rstrip(b"\r\n") for line in lines]
    if (bare.count(begin), bare.count(end)) == (0, 0):
        return text
    if (bare.count(begin), bare.count(end)) != (1, 1) or bare.index(begin) > bare.index(end):
        raise StepError(f"crontab 里 {call.name} 的起止标记不成对，没有改动；请用 crontab -e 删去有关的行。")
    return b"".join([*lines[: bare.index(begin)], *lines[bare.index(end) + 1 :]])


def _quoted(word: str) -> str:
    """A word of ExecStart=: in quotes, with what systemd would expand doubled."""
    inside = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inside}"'


def _succeeds(*words: str) -> bool:
    try:
        told = subprocess.run(words, capture_output=True, check=False, timeout=_PATIENCE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _run(*words: str, given: bytes | None = None) -> None:
    try:
        subprocess.run(words, input=given, capture_output=True, check=True, timeout=_PATIENCE_SECONDS)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode("utf-8", "replace").strip()
        raise StepError(f"{words[0]} 没有成功：{said or f'以 {error.returncode} 结束'}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StepError(f"{words[0]} 没有成功：{error}") from None
