"""What `compare` does: two editions found, compared, and written as a page that the gate has let through."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from gonggu.comparison.causes import causes
from gonggu.comparison.changes import changes
from gonggu.comparison.flows import Flows, Register, flows
from gonggu.comparison.page import comparison_page
from gonggu.comparison.rows import record_changes
from gonggu.comparison.sides import Side, read_side
from gonggu.comparison.tables import Comparison
from gonggu.errors import DataError, UsageError, UserError
from gonggu.folders import BEFORE, COMPARISON, Folders, require_no_link
from gonggu.privacy.gate import require_nobody_given_away
from gonggu.privacy.vocabulary import Vocabulary, vocabulary
from gonggu.reading.areas import AREA
from gonggu.scope import DISTRICT_NAME, Scope
from gonggu.store import Store
from gonggu.writing import replacing
from gonggu.year import Year, open_year

_COLUMNS = {
    "households": ["household_id", "exit_status", *AREA],
    "persons": ["person_id", "household_id"],
    "changes": ["person_id", "change", "date"],
}

Works = Mapping[int, Year | None]


@dataclass(frozen=True)
class Which:
    """One side as the command line names it: a year with a place, or an edition's folder."""

    word: str
    township: str = ""
    village: str = ""


def compare(before: Which, after: Which, folders: Folders, to: str = "") -> tuple[Comparison, Path]:
    """The comparison and where its page was written: beside the later edition, if not said otherwise.

    A year and place named twice is the edition that stands there and the one that it has replaced.
    UsageError where an edition is not there; LeakError, and nothing written, where the page would give a person away.
    """
    new = _side(after, folders)
    old = _before(new) if before == after else _side(before, folders)
    works = _works(old, new, folders)
    comparison = comparison_of(old, new, works)
    path = Path(to).absolute() if to else new.folder / COMPARISON
    _write(comparison_page(comparison), path, works)
    return comparison, path


def comparison_of(before: Side, after: Side, works: Works) -> Comparison:
    """Two editions compared, with all that their years' ledgers and history can add."""
    is_public = "public" in (before.record.get("edition"), after.record.get("edition"))
    work = works[after.year]
    rows = record_changes(before, after, work) if work else None
    moved, notes = (None, ()) if is_public else _flows(before, after, works)
    made = causes(before, after, rows)
    return Comparison(before, after, tuple(changes(before, after)), made, moved, notes)


def _side(which: Which, folders: Folders) -> Side:
    if not (which.word.isdecimal() and len(which.word) == 4):
        return read_side(Path(which.word))
    work = open_year(int(which.word), str(folders.params), str(folders.data), str(folders.outputs))
    township = "" if which.township == DISTRICT_NAME else which.township
    require_no_link(folders, work.year, Scope(township, which.village))
    folder = folders.edition(work.year, Scope(township, which.village))
    if not folder.is_dir():
        with suppress(DataError):  # nothing was read yet: then the folder's absence is told
            work.scope(township, which.village)
    return read_side(folder)


def _before(side: Side) -> Side:
    if not (side.folder / BEFORE).is_dir():
        raise UsageError(f"{side.title}的报告还没有上一版可比：台账、参数有变化并重新运行以后才有。")
    return read_side(side.folder / BEFORE)


def _flows(before: Side, after: Side, works: Works) -> tuple[Flows | None, tuple[str, ...]]:
    """Flows from the earlier to the later year of one place, and what to tell beside them; neither of one year or of two places."""
    if before.year == after.year or before.scope != after.scope:
        return None, ()
    registers, notes = [], []
    for side in sorted((before, after), key=lambda one: one.year):
        work = works[side.year]
        register = _register(work) if work else None
        if work is None or register is None:
            return None, (
                f"{side.year} 年的台账没有整理好的，户的进出无法说明；请先运行 run --year {side.year}。",
            )
        if work.manifest().digest(Scope()) != side.record.get("records", ""):
            notes.append(f"{side.year} 年的台账在那一版报告以后有变化，户的进出按现在的台账。")
        registers.append(register)
    return flows(registers[0], registers[1], after.scope), tuple(notes)


def _register(work: Year) -> Register | None:
    try:
        store, present = work.store, work.manifest().present
    except (UserError, ValueError):
        return None
    if "households" not in present:
        return None
    frames = {name: _read(store, name) for name in _COLUMNS if name in present}
    return Register(work.year, frames["households"], frames.get("persons"), frames.get("changes"))


def _read(store: Store, ledger: str) -> pd.DataFrame:
    return store.read(ledger, columns=_COLUMNS[ledger])


def _works(before: Side, after: Side, folders: Folders) -> Works:
    """The years of both sides; None for one without parameters here."""
    works: dict[int, Year | None] = {}
    for year in {before.year, after.year}:
        works[year] = None
        with suppress(UserError):
            works[year] = open_year(year, str(folders.params), str(folders.data), str(folders.outputs))
    return works


def _write(page: str, path: Path, works: Works) -> None:
    """Write the page once the gate of each year has let it through."""
    folder = Path(mkdtemp())
    try:
        (folder / COMPARISON).write_text(page, encoding="utf-8", newline="\n")
        for work in works.values():
            require_nobody_given_away(folder, _vocabulary(work))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with replacing(path) as fresh:
        fresh.write_text(page, encoding="utf-8", newline="\n")


def _vocabulary(work: Year | None) -> Vocabulary:
    """The year's persons; of a year whose ledgers are not here only numbers are known by their form."""
    try:
        return vocabulary(work) if work else Vocabulary()
    except (UserError, OSError, ValueError):
        return Vocabulary()
