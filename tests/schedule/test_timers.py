"""The system's timers: units that systemd accepts, a crontab of which only our lines come and go, a Windows task.

`crontab` is the real one where it can have a spool of its own (root, Linux); the others are small programs that keep what they are given.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gonggu.errors import StepError, UsageError
from gonggu.folders import PROJECT, Folders
from gonggu.schedule.timers import Call, Crontab, Task, Timer, Units, call_for, install, remove, units

CALL = Call(("/opt/巩固/python", "/opt/巩固/100% $HOME 'a' \"b\".py", "schedule", "due"), "0123abcd")
OTHER = Call(("/usr/bin/true",), "ffff0000")
PROGRAMS = {
    "crontab": """
        spool = here / "spool"
        if words == ["-l"]:
            if not spool.exists():
                sys.exit("no crontab for me")
            sys.stdout.buffer.write(spool.read_bytes())
        elif words == ["-r"]:
            spool.unlink()
        elif words == ["-"]:
            given = sys.stdin.buffer.read()
            if given and not given.endswith(b"\\n"):
                sys.exit("new crontab file is missing newline before EOF, can't install.")
            spool.write_bytes(given)
        else:
            sys.exit("usage")
    """,
    "systemctl": """
        with (here / "told").open("a") as out:
            print(*words, file=out)
    """,
    "schtasks": """
        task = here / words[words.index("/TN") + 1]
        if words[0] == "/Create":
            task.write_text(words[-1])
        elif not task.exists():
            sys.exit("ERROR: The system cannot find the file specified.")
        elif words[0] == "/Delete":
            task.unlink()
    """,
}


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that stand first on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in PROGRAMS.items():
        head = f"#!{sys.executable}\nimport pathlib, sys\nhere, words = pathlib.Path(__file__).parent, sys.argv[1:]\n"
        body = "\n".join(line.removeprefix("        ") for line in text.strip("\n").splitlines())
        (folder / name).write_text(f"{head}{body}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


# Nothing at all, and comments, settings, Chinese, bytes that are no text, a blank line.
OWN = [b"", '# 我的\nMAILTO=""\n0 1 * * * true\n@daily echo 100\\%\n'.encode() + b"\xff\xfe odd\r\n\n"]


@pytest.mark.parametrize("own", OWN)
def test_a_crontab_keeps_every_byte_that_is_not_ours(system: Path, own: bytes) -> None:
    spool = system / "spool"
    spool.write_bytes(own)
    for _ in range(2):  # again: once is enough
        Crontab().install(CALL)
    assert spool.read_bytes().startswith(own)
    Crontab().install(OTHER)
    lines = spool.read_bytes()[len(own) :].decode().splitlines()
    assert len(lines) == 6
    assert lines[1].startswith("*/5 * * * * ")
    assert Crontab().remove(CALL)
    assert not Crontab().remove(CALL)
    assert Crontab().remove(OTHER)
    assert (spool.read_bytes() if spool.exists() else b"") == own


def test_a_user_without_a_crontab_has_none_afterwards(system: Path) -> None:
    Crontab().install(CALL)
    assert Crontab().remove(CALL)
    assert not (system / "spool").exists()


def test_the_shell_that_cron_starts_gets_the_words_as_they_are(system: Path) -> None:
    Crontab().install(CALL)
    line = (system / "spool").read_text().splitlines()[1].removeprefix("*/5 * * * * ")
    # As cron does: \% is a percent sign, the rest is the shell's.
    shown = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {line}".replace(r"\%", "%")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.splitlines() == list(CALL.words)


def test_a_crontab_whose_marks_somebody_has_broken_is_left_alone(system: Path) -> None:
    Crontab().install(CALL)
    spool = system / "spool"
    broken = b"\n".join(spool.read_bytes().splitlines()[:-1]) + b"\n"
    spool.write_bytes(broken)
    for change in (Crontab().install, Crontab().remove):
        with pytest.raises(StepError, match="不成对"):
            change(CALL)
    assert spool.read_bytes() == broken


def test_a_crontab_that_cannot_be_read_is_not_replaced(system: Path) -> None:
    (system / "crontab").write_text(
        "#!/bin/sh\n[ $1 = - ] && cat > \"$0.given\"\necho 'not allowed to use this program' >&2; exit 1\n"
    )
    with pytest.raises(StepError, match="not allowed"):
        Crontab().install(CALL)
    assert not list(system.glob("*.given"))


SANDBOXED = """
set -e
mount -t tmpfs none /var/spool
mkdir -p /var/spool/cron/crontabs
if [ -n "$OWN" ]; then printf "$OWN" | crontab -; fi
crontab -l > "$1/before" || true
"$2" -c 'from tests.schedule.test_timers import *; Crontab().install(CALL)'
crontab -l > "$1/between"
"$2" -c 'from tests.schedule.test_timers import *; assert Crontab().remove(CALL)'
crontab -l > "$1/after" || true
"""


@pytest.mark.skipif(
    sys.platform != "linux"
    or os.geteuid() != 0
    or not shutil.which("crontab")
    or not shutil.which("unshare"),
    reason="takes root and a real crontab",
)
@pytest.mark.parametrize("own", ["", "# mine\\n0 1 * * * true\\n"])
def test_the_real_crontab_in_a_spool_of_its_own(tmp_path: Path, own: str) -> None:
    words = ["unshare", "-m", "bash", "-c", SANDBOXED, "-", str(tmp_path), sys.executable]
    told = subprocess.run(
        words, cwd=PROJECT, env={**os.environ, "OWN": own}, capture_output=True, text=True, check=False
    )
    if "mount" in told.stderr:
        pytest.skip("may not mount")
    assert told.returncode == 0, told.stderr
    before, between, after = ((tmp_path / name).read_bytes() for name in ("before", "between", "after"))
    assert before == after
    assert between.startswith(before)
    assert CALL.name.encode() in between


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="takes systemd")
def test_systemd_accepts_the_units_and_wakes_us_every_five_minutes(tmp_path: Path) -> None:
    call = Call((sys.executable, *CALL.words[1:]), CALL.id)
    for kind, text in units(call).items():
        (tmp_path / f"{call.name}.{kind}").write_text(text, encoding="utf-8")
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False
    )
    assert (told.returncode, [line for line in told.stderr.splitlines() if call.name in line]) == (0, [])
    when = next(
        line.partition("=")[2] for line in units(call)["timer"].splitlines() if line.startswith("OnCalendar=")
    )
    shown = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-12-31 23:52:00 UTC", "--iterations=3", when],
        capture_output=True,
        text=True,
        check=True,
    )
    for moment in ("2026-12-31 23:55:00", "2027-01-01 00:00:00", "2027-01-01 00:05:00"):
        assert moment in shown.stdout


def test_units_are_written_started_and_taken_away(system: Path, tmp_path: Path) -> None:
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "other.timer").write_text("mine")
    timer = Units(folder, ("--user",))
    timer.install(CALL)
    assert {path.name for path in folder.iterdir()} == {
        "other.timer",
        f"{CALL.name}.timer",
        f"{CALL.name}.service",
    }
    assert timer.remove(CALL)
    assert not timer.remove(CALL)
    assert [path.name for path in folder.iterdir()] == ["other.timer"]
    assert (system / "told").read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {CALL.name}.timer",
        f"--user disable --now {CALL.name}.timer",
        "--user daemon-reload",
    ]


def test_a_task_of_windows_calls_a_script_that_calls_us(system: Path, tmp_path: Path) -> None:
    script = tmp_path / "计划" / "due.cmd"
    task = Task(script)
    task.install(CALL)
    assert (system / CALL.name).read_text() == f'"{script}"'
    lines = script.read_bytes().decode().split("\r\n")
    assert lines[0] == "@chcp 65001 >nul"
    assert "100%%" in lines[1]
    assert task.remove(CALL)
    assert not task.remove(CALL)
    assert not script.exists()


def test_installing_anew_leaves_no_timer_elsewhere(system: Path, tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    best: list[Timer] = [Units(tmp_path / "units", ()), Crontab()]
    install(CALL, best[1:])
    assert install(CALL, best) == best[0]
    assert not (system / "spool").exists()
    assert remove(CALL, best) == [best[0]]
    with pytest.raises(UsageError, match="无法定时"):
        install(CALL, [])


def test_two_projects_have_timers_of_different_names(tmp_path: Path) -> None:
    one, other = (call_for(Folders(outputs=tmp_path / name)) for name in ("a", "b"))
    assert one.id != other.id
    assert one == call_for(Folders(outputs=tmp_path / "a"))


def test_a_timer_that_has_no_environment_is_told_where_the_mail_settings_are(tmp_path: Path) -> None:
    places = Folders(outputs=tmp_path)
    bare, told = call_for(places), call_for(places, str(tmp_path / "smtp.yaml"))
    assert told.words == (*bare.words, "--mail", str(tmp_path / "smtp.yaml"))
    assert told.id == bare.id  # the same timer: an installation without mail is replaced
