"""Where everything lies: parameters, ledgers, derived data, editions, notebooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from gonggu.apart import Named, require_apart
from gonggu.errors import UsageError
from gonggu.scope import DISTRICT_NAME, Scope, safe_name

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOKS = PROJECT / "notebooks"
# Within an edition's folder: what its steps have handed on, for the report and for the next run.
STEPS_FOLDER = ".steps"
# And what the edition that it has replaced said.
BEFORE = f"{STEPS_FOLDER}/before"
# What an edition is for: the office itself, or everybody.
Kind = Literal["internal", "public"]
PUBLIC_FOLDER = "公开版"
# Editions that were approved.
APPROVED_FOLDER = "定稿"
# Beside the years' typed ledgers.
HISTORY = "history"
# Within an edition's folder: the messages that would be sent of it.
MAIL_FOLDER = "待发邮件"
# The edition as executed notebooks, and what a failed run has left of it.
EXECUTED_FOLDER, FAILED = "notebooks", "failed"
# What a run builds, in the year's folder.
BUILDING = ".building"
# The edition itself, in the order in which people meet it.
REPORT, ANNEX, FIGURES, RECORD = "report.html", "annex.xlsx", "figures.json", "run.json"
PROBLEM_LIST, COMPARISON, INDEX = "问题清单.xlsx", "对比.html", "index.html"
# What lies, or may lie, in the folder of a year or of an edition: no place's folder may have such a name.
OWN_NAMES = frozenset(
    {DISTRICT_NAME, PUBLIC_FOLDER, APPROVED_FOLDER, MAIL_FOLDER, EXECUTED_FOLDER, FAILED, BUILDING}
    | {REPORT, ANNEX, FIGURES, RECORD, PROBLEM_LIST, COMPARISON, INDEX, STEPS_FOLDER}
)


def charts_file(chapter: str) -> str:
    """Within that, the charts of a chapter."""
    return f"charts/{chapter}.json"


@dataclass(frozen=True)
class Folders:
    """The folders that every command takes; the defaults are the project's own."""

    params: Path = PROJECT / "params"
    data: Path = PROJECT / "data"
    outputs: Path = PROJECT / "outputs"

    def raw(self, year: int) -> Path:
        """The year's ledgers as the offices sent them; never written to."""
        return self.data / "raw" / str(year)

    def processed(self, year: int) -> Path:
        """The year's typed ledgers and findings."""
        return self.data / "processed" / str(year)

    def history(self, year: int) -> Path:
        """Digests of the year's records as they once were."""
        return self.processed(year).parent / HISTORY / str(year)

    def written(self) -> tuple[Path, Path]:
        """The two folders that a run writes into."""
        return self.outputs, self.data / "processed"

    def edition(self, year: int, scope: Scope, kind: Kind = "internal") -> Path:
        """The folder in which the scope's edition is published."""
        of_kind = self.outputs / str(year) / (PUBLIC_FOLDER if kind == "public" else "")
        return of_kind / scope.path

    @property
    def circulation(self) -> Path:
        """What was sent to whom, and the log; not derived, so that nothing is sent twice: never to be cleaned away."""
        return self.data / "circulation"

    def problem_list(self, year: int, township: str) -> Path:
        """问题清单.xlsx of a township, or of the whole district."""
        return self.outputs / str(year) / (safe_name(township) or DISTRICT_NAME) / PROBLEM_LIST


def folders(params: str = "", data: str = "", outputs: str = "") -> Folders:
    """Folders from texts; a blank one is the project's own. Paths are made absolute.

    UsageError where what is written would lie among what is read, links followed.
    """
    own = Folders()
    made = Folders(
        params=Path(params).absolute() if params else own.params,
        data=Path(data).absolute() if data else own.data,
        outputs=Path(outputs).absolute() if outputs else own.outputs,
    )
    require_apart(to_be_apart(made))
    return made


def to_be_apart(places: Folders) -> Iterator[tuple[Named, Named]]:
    """Pairs of folders of which neither may lie in the other."""
    outputs, params = ("成果文件夹（--outputs）", places.outputs), ("参数文件夹（--params）", places.params)
    raw, processed = ("台账文件夹", places.data / "raw"), ("整理后的台账", places.data / "processed")
    sent = ("寄发记录", places.circulation)
    yield from product([outputs], [("数据文件夹（--data）", places.data), raw, processed, sent, params])
    yield from product([processed, sent], [raw, params])


def to_be_apart_in(places: Folders, year: int) -> Iterator[tuple[Named, Named]]:
    """The same of a year's own folders, each of which may be a link."""
    outputs = (f"{year} 年的成果文件夹", places.outputs / str(year))
    processed = (f"{year} 年整理后的台账", places.processed(year))
    raw, params = (f"{year} 年的台账文件夹", places.raw(year)), ("参数文件夹（--params）", places.params)
    yield from product([outputs, processed], [raw, ("台账文件夹", places.data / "raw"), params])
    yield outputs, processed


def require_no_link(places: Folders, year: int, scope: Scope, kind: Kind = "internal") -> None:
    """UsageError where a folder of the edition, below the year's, is a link: an edition takes its folder's place."""
    folder, top = places.edition(year, scope, kind), places.outputs / str(year)
    for path in (folder, *folder.parents):
        if path == top:
            return
        if path.is_symlink():
            raise UsageError(f"成果文件夹“{path}”是一个链接，报告不能发布到那里。请删去这个链接，再运行。")
