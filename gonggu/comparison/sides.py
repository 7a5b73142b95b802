"""An edition as one side of a comparison: its figures and the record of its run, read from its folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gonggu.errors import UsageError
from gonggu.folders import STEPS_FOLDER
from gonggu.scope import Scope


@dataclass(frozen=True)
class Side:
    """One edition: `figures` by id as `figures.json` has them, `record` what run.json says."""

    folder: Path
    figures: Mapping[str, Mapping[str, Any]]
    record: Mapping[str, Any]

    @property
    def year(self) -> int:
        """Its year."""
        return int(self.record["year"])

    @property
    def scope(self) -> Scope:
        """Its place."""
        return Scope(self.record["township"], self.record["village"])

    @property
    def title(self) -> str:
        """Year and place: 2019年洪江区, 2019年大湾塘乡."""
        return f"{self.year}年{self.scope.village or self.scope.township or self.record['district']}"

    @property
    def made(self) -> str:
        """When its report was begun, as run.json says; blank where it does not."""
        began = [step["started"] for step in self.record["steps"].values() if step["started"]]
        return max(began, default="")


def read_side(folder: Path) -> Side:
    """The edition that stands in a folder, whatever a later run that failed says; UsageError where there is none."""
    try:
        own = folder / STEPS_FOLDER / "run.json"
        record = own if own.is_file() else folder / "run.json"
        side = side_of((folder / "figures.json").read_bytes(), record.read_bytes(), folder)
        _ = side.title, side.made
    except FileNotFoundError:
        raise UsageError(f"“{folder}”里没有做好的报告（figures.json、run.json），请先运行 run。") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"“{folder}”里的 figures.json 或 run.json 读不出来，请重新运行 run。") from None
    return side


def side_of(figures_json: bytes, record_json: bytes, folder: Path = Path()) -> Side:
    """The edition that these two files tell of, wherever they lie; ValueError, KeyError, TypeError where they are none."""
    figures = json.loads(figures_json)["figures"]
    return Side(folder, {one["id"]: one for one in figures}, json.loads(record_json))


def names_of(before: Side, after: Side) -> tuple[str, str]:
    """What the two are called beside each other."""
    return ("前一次", "后一次") if before.title == after.title else (before.title, after.title)
