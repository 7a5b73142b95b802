"""A small sample district that runs may be tried on, and the command that runs it."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import pipeline
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district

YEAR = 2019
VILLAGES = 2


def write_small_district(data: Path) -> None:
    """The workbooks of a district of one township with two villages, below a data folder."""
    write_district(make_district(YEAR, villages=VILLAGES), data / "raw" / str(YEAR), YEAR)


class District:
    """A data folder with its outputs, and what runs make of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str] | None = None) -> None:
        self.data, self.outputs = folder / "data", folder / "outputs"
        self.raw = self.data / "raw" / str(YEAR)
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *words: str, params: Path | None = None) -> int:
        """Run the year; what was printed is in `out` and `err`."""
        where = ["--data", str(self.data), "--outputs", str(self.outputs)]
        where += ["--params", str(params)] if params else []
        code = pipeline.main(["run", "--year", str(YEAR), *where, *words])
        if self._capsys:
            self.out, self.err = self._capsys.readouterr()
        return code

    def edition(self, scope: str) -> Path:
        """The folder of an edition."""
        return self.outputs / str(YEAR) / scope

    def editions(self) -> list[str]:
        """The scopes that have a report."""
        year = self.outputs / str(YEAR)
        return sorted(path.parent.relative_to(year).as_posix() for path in year.rglob("report.html"))

    def bytes(self, scope: str) -> dict[str, bytes]:
        """What readers get of an edition."""
        return {
            name: (self.edition(scope) / name).read_bytes()
            for name in ("report.html", "annex.xlsx", "figures.json")
        }

    def record(self, scope: str) -> dict[str, Any]:
        """run.json of an edition."""
        content: dict[str, Any] = json.loads((self.edition(scope) / "run.json").read_text(encoding="utf-8"))
        return content

    def states(self, scope: str) -> dict[str, str]:
        """What run.json says of each step."""
        return {name: step["state"] for name, step in self.record(scope)["steps"].items()}

    def change(self, ledger: str, where: Mapping[str, object], header: str, value: object) -> None:
        """Overwrite the cell under `header` in the first record whose cells are as in `where`."""
        path = self.raw / f"{ledger}.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book[ledger]
        headers = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            cells = dict(zip(headers, row, strict=True))
            if all(cells[name].value == wanted for name, wanted in where.items()):
                cells[header].value = value
                break
        else:
            raise AssertionError(f"{ledger} has no {where}")
        book.save(path)

    def copy_to(self, folder: Path, capsys: pytest.CaptureFixture[str] | None = None) -> "District":
        """The same ledgers and editions elsewhere, as they were left."""
        for name in ("data", "outputs"):
            if (self.data.parent / name).exists():
                shutil.copytree(self.data.parent / name, folder / name)
        return District(folder, capsys)
