"""What `schedule show`, `install`, `remove` and `due` do."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gonggu.errors import UserError
from gonggu.folders import Folders
from gonggu.schedule.doing import Doer, Failure
from gonggu.schedule.due import Due
from gonggu.schedule.jobs import load_schedule, upcoming
from gonggu.schedule.timers import EVERY_MINUTES, call_for, timers_here
from gonggu.schedule.timers import install as install_timer
from gonggu.schedule.timers import remove as remove_timer
from gonggu.schedule.wake import Woken, folder_of, wake

SHOWN = 10
# The circulation's own name of it, which is not imported at every call for its sake.
MAIL_FILE = "GONGGU_SMTP_FILE"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Done:
    """What a call of `due` has to say: a line for each job, one more for each that failed."""

    lines: list[str]
    failures: list[str]


def lines_to_come(folders: Folders) -> list[str]:
    """The next times, each with what is done then."""
    schedule = load_schedule(folders.params)
    return [
        f"{time:%Y-%m-%d} 周{_WEEKDAYS[time.weekday()]} {time:%H:%M}（{job.when.zone}）\t{job.name}：{job.said}"
        for time, job in upcoming(schedule, now(), SHOWN)
    ]


def install(folders: Folders) -> str:
    """Install the timer; what to tell."""
    schedule = load_schedule(folders.params)
    timer = install_timer(call_for(folders, os.environ.get(MAIL_FILE, "")), timers_here(folder_of(folders)))
    time, job = upcoming(schedule, now(), 1)[0]
    mails = any("send" in job.what for job in schedule.jobs) and not os.environ.get(MAIL_FILE)
    hint = f"寄发要有邮件设置：先设好 {MAIL_FILE}（设置文件的位置）再装。" if mails else ""
    first = f"最近一次是 {time:%Y-%m-%d %H:%M}（{job.when.zone}）的“{job.name}”"
    return f"已装上定时（{timer.said}），每 {EVERY_MINUTES} 分钟看一次有没有到时间的；{first}。{hint}"


def remove(folders: Folders) -> str:
    """Remove the timer and forget what was done; what to tell."""
    found = remove_timer(call_for(folders), timers_here(folder_of(folders)))
    # Nobody wants what was missed while nothing was installed.
    (folder_of(folders) / "state.json").unlink(missing_ok=True)
    return (
        f"已撤去定时（{'、'.join(timer.said for timer in found)}）。" if found else "没有装过定时，无须撤去。"
    )


def do_due(folders: Folders, mail: str = "") -> Done:
    """Do what is due now; `mail` is the file that tells of the mail server, as the timer has it from `install`."""
    if mail:  # the commands run in the project's folder
        os.environ[MAIL_FILE] = str(Path(mail).absolute())
    schedule, folder = load_schedule(folders.params), folder_of(folders)
    doer = Doer(folders, folder / "logs")

    untold: list[str] = []

    def tell(one: Due, failure: Failure, following: datetime | None) -> None:
        # Imported late, with pandas: most calls find nothing due.
        from gonggu.schedule.notice import deliver
        from gonggu.schedule.told import message

        subject, text = message(one, failure, following, doer.log_of(one.job), folders)
        try:
            deliver(schedule.owner, subject, text, folder / "messages", now)
        except UserError as error:
            untold.append(str(error))

    done = _said(wake(schedule, folder, now, doer, tell))
    return Done(done.lines, [*done.failures, *untold])


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def _said(woken: list[Woken]) -> Done:
    lines = [f"{one.due.job.name}：{_state(one)}" for one in woken]
    failures = [
        f"计划“{one.due.job.name}”没有做成（{one.result.failure.step}）：{one.result.failure.message}"
        for one in woken
        if one.result.failure
    ]
    return Done(lines, failures)


def _state(one: Woken) -> str:
    if one.result.busy and not one.result.failure:
        return "另一次运行占用着这一年，稍后再试"
    return "没有做成" if one.result.failure else "已做完"
