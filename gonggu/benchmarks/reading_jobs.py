"""The jobs that `reading` measures, each called as `python -m gonggu.benchmarks.reading_jobs JOB FOLDER [SIZE]`."""

import sys
from pathlib import Path

from python_calamine import load_workbook

from gonggu.benchmarks.measured import tell
from gonggu.benchmarks.reading import YEAR
from gonggu.checks.books import Books
from gonggu.checks.run import all_findings
from gonggu.clean import clean_year
from gonggu.edition import open_edition
from gonggu.figures.catalogue import figures_of
from gonggu.folders import Folders
from gonggu.reading.areas import with_areas
from gonggu.reading.ledgers import read_year
from gonggu.reading.typed import located
from gonggu.sample.district import make_district
from gonggu.sample.workbooks import write_district
from gonggu.year import open_year

SEED = 20191231
PERSONS = "贫困人口"
_PERSONS_OF_A_VILLAGE = 200  # fewer than the sample has, so that there are enough


def write_sample(folder: Path, villages: int) -> int:
    """A sample district's ledgers; counts their rows."""
    district = make_district(YEAR, villages, SEED)
    write_district(district, _raw(folder), YEAR)
    return sum(map(len, district.values()))


def write_ledger(folder: Path, rows: int) -> int:
    """One ledger of so many persons in one workbook; counts its columns."""
    persons = make_district(YEAR, rows // _PERSONS_OF_A_VILLAGE + 1, SEED)[PERSONS]
    ledger = persons.head(rows).drop(columns="务工地点")
    write_district({PERSONS: ledger}, _raw(folder), YEAR)
    return len(ledger.columns)


def bare(folder: Path) -> int:
    """What any program must do: every sheet read by the parser alone; counts the rows."""
    books = [load_workbook(path) for path in sorted(_raw(folder).glob("*.xlsx"))]
    return sum(len(book.get_sheet_by_name(name).to_python()) for book in books for name in book.sheet_names)


def checked(folder: Path) -> int:
    """The ledgers read, typed and checked; counts the records."""
    year = open_year(YEAR)
    read = read_year(_raw(folder), year.forms)
    frames = with_areas({name: typed.frame for name, typed in read.ledgers.items()}, year.forms)
    books = Books(located(read.ledgers, frames), year.forms, YEAR, year.params.rules, read.unread)
    all_findings(books, read.troubles)
    return sum(map(len, frames.values()))


def clean(folder: Path) -> int:
    """The whole clean step: read, type, check, hash, store; counts the records."""
    year = open_year(YEAR)
    cleaned = clean_year(_raw(folder), Folders(data=folder).processed(YEAR), year.params, year.forms)
    return sum(cleaned.manifest.rows.values())


def figures(folder: Path) -> int:
    """All figures of the district from the stored ledgers; counts them."""
    return len(figures_of(open_edition(YEAR, data=str(folder)).view))


def _raw(folder: Path) -> Path:
    return Folders(data=folder).raw(YEAR)


JOBS = {"bare": bare, "checked": checked, "clean": clean, "figures": figures}
WRITERS = {"write_sample": write_sample, "write_ledger": write_ledger}

if __name__ == "__main__":
    job, place, *size = sys.argv[1:]
    if job in WRITERS:
        tell(lambda: WRITERS[job](Path(place), int(size[0])))
    else:
        tell(lambda: JOBS[job](Path(place)))
