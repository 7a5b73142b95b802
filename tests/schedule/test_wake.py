"""Waking up: jobs done by real processes, failures told, nothing sent that has been sent, killed calls made good."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gonggu.folders import PROJECT, Folders
from gonggu.manifest import Fingerprint, Manifest
from gonggu.schedule.command import do_due
from gonggu.schedule.doing import DRAFT, Doer, Failure, Result
from gonggu.schedule.due import Due, read_state
from gonggu.schedule.jobs import Job
from gonggu.schedule.notice import deliver
from gonggu.schedule.told import message
from gonggu.schedule.wake import ATTEMPTS, DIED, wake
from tests.ledgers_for_tests import id_number, rows_of, write_book
from tests.schedule.jobs import at, job, schedule

START = at("2026-03-02T00:00")
MINUTELY = ("* * * * *", "Asia/Shanghai")
OWNER = schedule(job("夜", *MINUTELY)).owner


@dataclass
class Office:
    """A schedule's folder, a clock that is set by hand, and what was told to the owner."""

    folder: Path
    now: datetime = START
    told: list[tuple[str, Failure]] = field(default_factory=list)

    def wake(self, doing: object, *jobs: Job) -> list[Result]:
        """A minute passes, and what is due is done."""
        self.now += timedelta(minutes=1)
        woken = wake(schedule(*jobs), self.folder, lambda: self.now, doing, self._tell)  # type: ignore[arg-type]
        return [one.result for one in woken]

    def _tell(self, one: Due, failure: Failure, following: datetime | None) -> None:
        assert following is not None
        assert following > self.now
        self.told.append((one.job.name, failure))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "schedule")


@pytest.fixture
def doer(tmp_path: Path) -> Doer:
    """One whose command is a program that notes its words and ends as `codes` says."""
    program = tmp_path / "program.py"
    program.write_text(
        textwrap.dedent("""
        import pathlib, sys
        here, words = pathlib.Path(__file__).parent, sys.argv[1:]
        with (here / "called").open("a") as out:
            out.write(words[0] + " ")
        codes = here / f"code-{words[0]}"
        print("问题清单：已写好")
        sys.exit(int(codes.read_text()) if codes.exists() else 0)
        """)
    )
    folders = Folders(tmp_path / "params", tmp_path / "data", tmp_path / "outputs")
    return Doer(folders, tmp_path / "schedule" / "logs", (sys.executable, str(program)))


def _called(tmp_path: Path) -> list[str]:
    path = tmp_path / "called"
    return path.read_text().split() if path.exists() else []


def _publish(tmp_path: Path, text: str) -> None:
    edition = tmp_path / "outputs" / "2019" / "全区"
    edition.mkdir(parents=True, exist_ok=True)
    (edition / "report.html").write_text(text)


def test_a_run_that_finds_nothing_changed_sends_nothing(office: Office, doer: Doer, tmp_path: Path) -> None:
    one = job("发", *MINUTELY, what=["run", "send"])
    _publish(tmp_path, "first")
    for _ in range(4):  # the first time a job is only seen
        office.wake(doer, one)
    assert _called(tmp_path) == ["run", "send", "run", "run"]
    _publish(tmp_path, "second")
    office.wake(doer, one)
    assert _called(tmp_path)[4:] == ["run", "send"]
    assert office.told == []


def test_what_was_not_sent_well_is_tried_again_at_the_next_time(
    office: Office, doer: Doer, tmp_path: Path
) -> None:
    one = job("发", *MINUTELY, what=["run", "send"])
    _publish(tmp_path, "first")
    (tmp_path / "code-send").write_text("3")
    office.wake(doer, one)
    office.wake(doer, one)
    assert [name for name, _ in office.told] == ["发"]
    (tmp_path / "code-send").unlink()
    office.wake(doer, one)
    assert _called(tmp_path) == ["run", "send", "run", "send"]


def test_a_new_reader_gets_what_has_not_changed(office: Office, doer: Doer, tmp_path: Path) -> None:
    one = job("发", *MINUTELY, what=["send"])
    _publish(tmp_path, "first")
    for _ in range(3):
        office.wake(doer, one)
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "recipients.yaml").write_text("new")
    office.wake(doer, one)
    assert _called(tmp_path) == ["send", "send"]


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (("villages", "households"), Failure("寄发", DRAFT)),
        (("villages",), Failure("生成报告", "问题清单：已写好")),
    ],
)
def test_errors_end_a_check_well_but_a_draft_is_not_sent_and_no_register_is_a_failure(
    office: Office, doer: Doer, tmp_path: Path, read: tuple[str, ...], told: Failure
) -> None:
    for name in ("check", "run"):
        (tmp_path / f"code-{name}").write_text("1")
    processed = tmp_path / "data" / "processed" / "2019"
    processed.mkdir(parents=True)
    nothing = Fingerprint(params="", forms="", package="", libraries="")
    manifest = Manifest(
        inputs=(),
        fingerprint=nothing,
        rows=dict.fromkeys(read, 1),
        absent_columns={},
        corrections=(),
        scopes=(),
        findings={},
    )
    (processed / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    (tmp_path / "params").symlink_to(PROJECT / "params")
    jobs = job("查", *MINUTELY), job("发", *MINUTELY, what=["run", "send"])
    office.wake(doer, *jobs)
    office.wake(doer, *jobs)
    assert office.told == [("发", told)]
    assert _called(tmp_path) == ["check", "run"]


def test_another_run_of_the_year_is_waited_for_and_the_job_done_once_it_has_ended(
    office: Office, doer: Doer, tmp_path: Path
) -> None:
    one = job("每日", "1 8 * * *", what=["run"])  # 00:01 UTC
    (tmp_path / "code-run").write_text("4")
    office.wake(doer, one)
    office.now = START - timedelta(minutes=1)
    office.folder.joinpath("state.json").unlink()
    for _ in range(4):
        office.wake(doer, one)
    (tmp_path / "code-run").unlink()
    for _ in range(3):
        office.wake(doer, one)
    assert _called(tmp_path) == ["run"] * 4  # three in vain, one that counted
    assert office.told == []


def test_who_waits_for_six_hours_is_told_of(office: Office, doer: Doer, tmp_path: Path) -> None:
    one = job("每日", "2 8 * * *", what=["run"])
    (tmp_path / "code-run").write_text("4")
    office.wake(doer, one)
    office.wake(doer, one)
    office.now += timedelta(hours=6)
    office.wake(doer, one)
    office.wake(doer, one)
    assert [name for name, _ in office.told] == ["每日"]
    assert len(_called(tmp_path)) == 2


def test_a_job_that_takes_too_long_is_ended_and_told_of(office: Office, doer: Doer) -> None:
    slow = replace(doer, command=(sys.executable, "-c", "import time; time.sleep(60)"), longest=0.2)
    one = job("慢", *MINUTELY)
    office.wake(slow, one)
    office.wake(slow, one)
    assert "已中止" in office.told[0][1].message


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from gonggu.schedule.doing import Result
from gonggu.schedule.wake import wake
from tests.schedule.jobs import job, schedule

class Dies:
    def do(self, job, sent):
        with Path(sys.argv[2]).open("a") as out:
            out.write(job.name)
        os.kill(os.getpid(), signal.SIGKILL)

wake(schedule(job("夜", "* * * * *")), Path(sys.argv[1]), lambda: datetime.fromisoformat(sys.argv[3]), Dies(), print)
"""


def test_a_call_that_is_killed_leaves_its_job_due_and_one_that_always_dies_is_given_up(
    office: Office, tmp_path: Path
) -> None:
    one, begun = job("夜", *MINUTELY), tmp_path / "begun"
    office.wake(_Done(), one)
    for _ in range(ATTEMPTS):
        office.now += timedelta(minutes=1)
        words = [sys.executable, "-c", KILLED, str(office.folder), str(begun), office.now.isoformat()]
        ended = subprocess.run(
            words, cwd=PROJECT, check=False, env={**os.environ, "PYTHONPATH": str(PROJECT)}
        )
        assert ended.returncode == -signal.SIGKILL
    assert begun.read_text() == "夜" * ATTEMPTS
    after = _Done()
    assert office.wake(after, one)[0].failure == DIED
    assert after.done == []
    assert office.told == [("夜", DIED)]
    assert office.wake(after, one) == [Result()]
    assert after.done == ["夜"]


def test_a_killed_call_is_made_good_once(office: Office, tmp_path: Path) -> None:
    one, after = job("夜", "1 8 * * *"), _Done()
    office.now = START - timedelta(minutes=2)
    office.wake(after, one)
    begun = tmp_path / "begun"
    words = [
        sys.executable,
        "-c",
        KILLED.replace('"* * * * *"', '"1 8 * * *"'),
        str(office.folder),
        str(begun),
    ]
    subprocess.run([*words, at("2026-03-02T00:01").isoformat()], cwd=PROJECT, check=False)
    office.now = at("2026-03-02T00:05")
    for _ in range(3):
        office.wake(after, one)
    assert (begun.read_text(), after.done) == ("夜", ["夜"])


@dataclass
class _Done:
    """Does jobs by noting them."""

    done: list[str] = field(default_factory=list)

    def do(self, one: Job, sent: str) -> Result:  # noqa: ARG002
        """Note the job."""
        self.done.append(one.name)
        return Result()


def test_two_calls_at_once_do_a_job_once(office: Office) -> None:
    one, done = job("夜", *MINUTELY), _Done()
    office.wake(done, one)

    class Nested(_Done):
        def do(self, one: Job, sent: str) -> Result:
            assert wake(schedule(one), office.folder, lambda: office.now, done, print) == []  # type: ignore[arg-type]
            return super().do(one, sent)

    nested = Nested()
    office.wake(nested, one)
    assert (nested.done, done.done) == (["夜"], [])


def test_a_state_that_cannot_be_read_begins_anew(office: Office) -> None:
    one, done = job("夜", *MINUTELY), _Done()
    office.wake(done, one)
    (office.folder / "state.json").write_text("{torn")
    office.wake(done, one)
    assert done.done == []
    assert set(read_state(office.folder / "state.json").jobs) == {"夜"}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A tiny district, and a schedule of a check and of a run of a year that is not there."""
    root = tmp_path
    tables = {
        "行政村": "乡镇 | 行政村 | 农村户籍人口\n甲乡 | 东村 | 900",
        "贫困户": "乡镇 | 行政村 | 户编号 | 户主姓名\n甲乡 | 东村 | H1 | 欧阳重华",
        "贫困人口": f"户编号 | 人编号 | 姓名 | 证件号码\nH1 | P1 | 欧阳重华 | {id_number('19500101')}",
    }
    for name, table in tables.items():
        write_book(root / "data" / "raw" / "2019" / f"{name}.xlsx", {name: rows_of(table)})
    (root / "params").mkdir()
    for name in ("2019.yaml", "ledgers.yaml", "rules.csv", "series.csv"):
        (root / "params" / name).symlink_to(PROJECT / "params" / name)
    jobs = '{what: [%s], year: %s, when: {cron: "* * * * *", zone: UTC}, name: %s}'
    lines = [jobs % ("check", 2019, "核查"), jobs % ("run", 2031, "明年")]
    text = "owner: {name: 甲, address: a@b.cn}\njobs:\n" + "".join(f"  - {line}\n" for line in lines)
    (root / "params" / "schedule.yaml").write_text(text, encoding="utf-8")
    return Folders(root / "params", root / "data", root / "outputs")


@pytest.mark.slow
def test_the_real_command_checks_and_tells_of_a_year_that_is_not_there(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = START
    monkeypatch.setattr("gonggu.schedule.command.now", lambda: moment)
    assert do_due(folders).lines == []
    moment = START + timedelta(minutes=7)
    done = do_due(folders)
    assert done.lines == ["核查：已做完", "明年：没有做成"]
    assert "没有 2031 年的参数文件" in done.failures[0]
    assert (folders.outputs / "2019" / "全区" / "问题清单.xlsx").is_file()
    (told,) = (folders.outputs / ".schedule" / "messages").iterdir()
    text = told.read_text(encoding="utf-8")
    for part in (
        "计划“明年”没有做成",
        "生成报告",
        "2026-03-02 00:07（UTC）",
        "此前错过 6 次",
        "run --year 2031",
    ):
        assert part in text
    _assert_masked(folders)


def test_the_mail_settings_are_found_by_commands_that_run_in_another_folder(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGGU_SMTP_FILE", "")  # what is set below is taken back afterwards
    monkeypatch.chdir(tmp_path)
    do_due(folders, "smtp.yaml")
    assert os.environ["GONGGU_SMTP_FILE"] == str(tmp_path / "smtp.yaml")


def _assert_masked(folders: Folders) -> None:
    """Nothing of a person's gets from a log or a message into what the owner is told; the ledgers have been read."""
    name, number = "欧阳重华", id_number("19500101")
    log = folders.outputs / ".schedule" / "logs" / "x.log"
    lines = [
        "读台账",
        f"户主 {name} 的记录",
        f"证件 {number}",
        "ValueError: 张三丰家的数",
        "电话 13812345678",
        "第 3 步",
    ]
    log.write_text("\n".join(lines), encoding="utf-8")
    one = job("夜", *MINUTELY)
    due = Due(one, START, 1)
    _, text = message(due, Failure("2_indicators", f"第 3 格出错（KeyError：{name}）。"), None, log, folders)
    assert not [secret for secret in (name, number, "张三丰", "13812345678") if secret in text]
    assert [
        part for part in ("读台账", "第 3 步", "ValueError", "KeyError，详见日志") if part not in text
    ] == []
    assert text.count("已隐去") == 3


def test_the_step_that_failed_is_named_as_the_runs_record_says(
    office: Office, doer: Doer, tmp_path: Path
) -> None:
    one = job("做", *MINUTELY, what=["run", "send"])
    office.wake(doer, one)
    (tmp_path / "code-run").write_text("3")
    failed = {"state": "died", "error": "内核死了。"}
    steps = {"clean": {"state": "skipped"}, "funds": failed, "report": {"state": "not run"}}
    for place, state in (("甲乡", "failed"), ("乙乡", "done")):
        folder = tmp_path / "outputs" / "2019" / place
        folder.mkdir(parents=True)
        record = {"scope": place, "state": state, "steps": steps}
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    office.wake(doer, one)
    assert office.told == [("做", Failure("甲乡 3_funds", "内核死了。"))]
    assert _called(tmp_path) == ["run"]


def test_before_any_ledger_was_read_nothing_quoted_is_told(tmp_path: Path) -> None:
    places = Folders(PROJECT / "params", tmp_path, tmp_path)
    log = tmp_path / "x.log"
    log.write_text("贫困户.xlsx 第 3 行“张三丰”不认识，选项“--year”", encoding="utf-8")
    _, text = message(Due(job("夜", *MINUTELY), START, 1), Failure("核查", "坏"), START, log, places)
    assert "张三丰" not in text
    assert "第 3 行" in text
    assert "“--year”" in text


def test_a_message_is_kept_as_a_file_where_no_mail_is_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GONGGU_SMTP_FILE", "GONGGU_SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)
    deliver(OWNER, "主题", "正文\n", tmp_path / "messages", lambda: START)
    (path,) = (tmp_path / "messages").iterdir()
    assert path.read_text(encoding="utf-8") == "主题\n\n正文\n"
