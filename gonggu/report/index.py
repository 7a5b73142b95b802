"""The index page: every edition that there is, by year and place, with links to its files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal

from gonggu.scope import Scope

TEMPLATES = Path(__file__).parent / "template"

State = Literal["done", "draft", "failed", "stopped", "none"]
STATES: Mapping[State, str] = {
    "done": "完成",
    "draft": "草稿",
    "failed": "失败",
    "stopped": "中断",
    "none": "未生成",
}
# As an office would name them; the severities of findings, the gravest first.
COUNTED = {"error": "错误", "warning": "提醒", "info": "说明"}


@dataclass(frozen=True)
class Shown:
    """A scope's line of the index; links are relative to the index and percent-encoded, blank where nothing lies.

    `ran` is when the last run's last step began, `made` when that of the report was, where a later run has failed.
    """

    year: int
    scope: Scope
    district: str = ""
    state: State = "none"
    step: str = ""  # the notebook that failed
    ran: datetime | None = None
    made: datetime | None = None
    findings: Mapping[str, int] = field(default_factory=dict)
    report: str = ""
    annex: str = ""
    problem_list: str = ""
    public: str = ""


@dataclass(frozen=True)
class _Group:
    """The district's line, or a township's with those of its villages."""

    id: str
    lines: list[Shown]

    @property
    def township(self) -> str:
        return self.lines[0].scope.township


@dataclass(frozen=True)
class _Year:
    year: int
    district: str
    said: str
    groups: list[_Group]


def index_page(shown: Iterable[Shown]) -> str:
    """The page; the years newest first, in each the district, then townships by pinyin with their villages below."""
    # Imported late: it takes longer than reading five hundred records.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ordered = sorted(shown, key=_order)
    years = [_year(year, list(lines)) for year, lines in groupby(ordered, lambda one: one.year)]
    names = list(dict.fromkeys(year.district for year in years if year.district))
    return made.get_template("index/index.html.j2").render(
        years=years,
        district=names[0] if len(names) == 1 else "",
        states=STATES,
        counted=COUNTED,
        when=_when,
    )


def _order(one: Shown) -> tuple[int, bytes, bytes]:
    return -one.year, _by_pinyin(one.scope.township), _by_pinyin(one.scope.village)


def _by_pinyin(name: str) -> bytes:
    """A key that sorts by sound: the common characters of GB 2312, and so of GB 18030, stand in that order."""
    return name.encode("gb18030", "replace")


def _year(year: int, lines: list[Shown]) -> _Year:
    groups = [
        _Group(f"y{year}-{number}", list(own))
        for number, (_, own) in enumerate(groupby(lines, lambda one: one.scope.township))
    ]
    district = next((one.district for one in lines if one.district), "")
    return _Year(year, district, _said(lines), groups)


def _said(lines: list[Shown]) -> str:
    counts = {state: sum(one.state == state for one in lines) for state in STATES if state != "none"}
    parts = [f"{STATES[state]}{count}个" for state, count in counts.items() if count]
    return f"共{sum(counts.values())}个版本：{'，'.join(parts)}" if parts else "还没有报告"


def _when(moment: datetime | None) -> str:
    """The moment by this machine's clock, as office people write it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "—"
