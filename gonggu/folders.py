"""Where everything lies: parameters, ledgers, derived data, editions, notebooks."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
# Beside the years' typed ledgers.
HISTORY = "history"
# Within an edition's folder: the messages that would be sent of it.
MAIL_FOLDER = "待发邮件"


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
        return self.outputs / str(year) / (safe_name(township) or DISTRICT_NAME) / "问题清单.xlsx"


def folders(params: str = "", data: str = "", outputs: str = "") -> Folders:
    """Folders from texts; a blank one is the project's own. Paths are made absolute."""
    own = Folders()
    return Folders(
        params=Path(params).absolute() if params else own.params,
        data=Path(data).absolute() if data else own.data,
        outputs=Path(outputs).absolute() if outputs else own.outputs,
    )
