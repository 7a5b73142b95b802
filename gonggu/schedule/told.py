"""What the owner is told of a job that failed: which step, why, the log's end; without anybody's personal data."""

import re
from datetime import datetime
from pathlib import Path

from gonggu.errors import UserError
from gonggu.folders import Folders
from gonggu.privacy.vocabulary import Vocabulary, vocabulary
from gonggu.schedule.doing import Failure
from gonggu.schedule.due import Due
from gonggu.year import open_year

LINES = 15
_LONGEST_LINE = 200
HIDDEN = "（这一行可能有个人信息，已隐去）"
# The text of an unforeseen error may quote a cell; its kind and place never do.
_RAISED = re.compile(r"^(\w+\.)*\w*(Error|Exception|Warning|Interrupt)\b(?=:|$)")
_RAISED_IN_CELL = re.compile(r"（((?:\w+\.)*\w*(?:Error|Exception))：.*）")
_QUOTED = re.compile("“[^”]*[\u4e00-\u9fff][^”]*”")


def message(
    due: Due, failure: Failure, upcoming: datetime | None, log: Path, folders: Folders
) -> tuple[str, str]:
    """Subject and text."""
    year = due.job.year
    end = masked(_end(log), folders, year)
    why = masked(failure.message.splitlines(), folders, year)
    following = f"{upcoming:%Y-%m-%d %H:%M}（{due.job.when.zone}）" if upcoming else "没有了"
    text = [
        f"计划“{due.job.name}”没有做成：{due.job.said}。",
        f"应做的时间：{due.said}",
        f"出错的步骤：{failure.step}",
        f"原因：{' '.join(why)}",
        f"下一次：{following}。改好以后也可以手工运行，或等到下一次。",
        "",
        f"日志末尾（全文在成果文件夹的 {log.parent.parent.name}/{log.parent.name}/{log.name}）：",
        *end,
    ]
    return f"巩固：计划“{due.job.name}”没有做成（{failure.step}）", "\n".join(text) + "\n"


def masked(lines: list[str], folders: Folders, year: int) -> list[str]:
    """The lines; of those with a name or number of a person only that there was one.

    Names are known once the year's ledgers have been read; before that what is quoted is left out.
    """
    try:
        known: Vocabulary | None = vocabulary(
            open_year(year, str(folders.params), str(folders.data), str(folders.outputs))
        )
    except (UserError, OSError, ValueError):  # the year or its ledgers are what failed
        known = None
    return [_masked(line, known) for line in map(_without_values, lines)]


def _without_values(line: str) -> str:
    raised = _RAISED.match(line)
    return raised[0] if raised else _RAISED_IN_CELL.sub(r"（\1，详见日志）", line)


def _masked(line: str, known: Vocabulary | None) -> str:
    if (known or Vocabulary()).kinds_in(line):
        return HIDDEN
    shown = line if known else _QUOTED.sub("“……”", line)
    return shown if len(shown) <= _LONGEST_LINE else f"{shown[:_LONGEST_LINE]}……"


def _end(log: Path) -> list[str]:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.strip()][-LINES:]
