"""How fast ledgers are read, typed and checked, against a bare read of the same workbooks, in one run."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from python_calamine import load_workbook

from gonggu.clean import clean_year
from gonggu.edition import open_edition
from gonggu.figures.catalogue import figures_of
from gonggu.folders import Folders
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.year import open_year

ROUNDS = 3
YEAR = 2019
SEED = 20191231


@dataclass(frozen=True)
class Row:
    """Medians over the rounds, in seconds; `ratio` is clean over bare, each pair from one round."""

    persons: int
    cells: int
    bare_read: float
    clean: float
    figures: float
    ratio: float


def bench(villages: tuple[int, ...] = (15, 60)) -> list[Row]:
    """One row a district size; the two competitors take turns within each round."""
    return [_row(count) for count in villages]


def as_json(rows: list[Row]) -> str:
    """The rows for a machine."""
    return json.dumps([asdict(row) for row in rows], indent=1)


def _row(villages: int) -> Row:
    with tempfile.TemporaryDirectory() as name:
        places = Folders(data=Path(name), outputs=Path(name) / "outputs")
        raw = places.raw(YEAR)
        district = make_district(YEAR, villages, SEED)
        write_district(district, raw, YEAR)
        work = open_year(YEAR, str(places.params), name, str(places.outputs))
        pairs = []
        for _ in range(ROUNDS):
            bare = _seconds(lambda: _bare_read(raw))
            clean = _seconds(lambda: clean_year(raw, places.processed(YEAR), work.params, work.forms))
            figures = _seconds(lambda: figures_of(open_edition(YEAR, data=name).view))
            pairs.append((bare, clean, figures))
        return Row(
            persons=len(district["贫困人口"]),
            cells=sum(frame.size for frame in district.values()),
            bare_read=median(bare for bare, _, _ in pairs),
            clean=median(clean for _, clean, _ in pairs),
            figures=median(figures for _, _, figures in pairs),
            ratio=median(clean / bare for bare, clean, _ in pairs),
        )


def _bare_read(folder: Path) -> int:
    books = [load_workbook(path) for path in sorted(folder.glob("*.xlsx"))]
    return sum(len(book.get_sheet_by_name(name).to_python()) for book in books for name in book.sheet_names)


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun
