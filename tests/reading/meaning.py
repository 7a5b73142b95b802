"""What reading makes of a disguised ledger: the same records, a finding that names the place, or others in silence."""

import math
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.reading.ledgers import YearRead, read_year
from gonggu.reading.typed import PLACE, TypedLedger
from tests.ledgers_for_tests import FORMS, YEAR, clean, write_book
from tests.reading.disguises.scene import page_of
from tests.reading.drawing import Draw, write_scene

SAME, TOLD, WRONG = "same", "told", "WRONG"
_SAID = frozenset({"row_total"})  # a skip that is told is no finding
_OF_FILES = frozenset(
    {"file_unreadable", "file_refused", "file_unused", "sheet_unread", "row_unread", "header_missing"}
)
_OF_COLUMNS = frozenset({"header_missing", "header_unknown", "header_repeated", "header_unit"})
# Checks of typed ledgers that name the very cell or row.
_LATER = ("value_", "date_", "key_repeated", "row_repeated", "ref_missing", "area_unknown")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Place:
    """What a finding names; blank or None where it says nothing."""

    check: str
    file: str
    sheet: str
    row: int | None
    column: str


@dataclass(frozen=True)
class Outcome:
    """What reading made of one draw: the kind, and for people what differs and what was found."""

    kind: str
    differences: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def outcome(drawn: Draw, folder: Path) -> Outcome:
    """What reading makes of the disguised books, against what it makes of the sound ones."""
    for name, records in drawn.scene.expected.items():
        rows = page_of(FORMS.ledgers[name], records).rows
        write_book(folder / "sound" / f"{name}.xlsx", {name: rows})
    raw = folder / "raw" / str(YEAR)
    write_scene(drawn.scene, raw)
    sound = read_year(folder / "sound", FORMS)
    assert not places(sound), f"the sound workbook is none: {places(sound)}"
    read = read_year(raw, FORMS)
    found = [one for one in places(read) if one.check not in _SAID]
    shown = tuple(_shown(one) for one in found)
    heard = [one for one in found if one.check not in drawn.disguise.mentions]
    if not differences(sound, read, found):
        return Outcome(TOLD if heard else SAME, (), shown)
    wrong = tuple(differences(sound, read, found + _later(drawn, folder)))
    return Outcome(WRONG if wrong else TOLD, wrong, shown)


def places(read: YearRead) -> list[Place]:
    """What reading found and where, but for ledgers that are not there at all."""
    found = [
        Place(one.check, one.file, one.sheet, one.row, one.column)
        for one in read.troubles
        if one.check != "ledger_missing"
    ]
    for typed in read.ledgers.values():
        for flaw in typed.flaws:
            rows = typed.frame.iloc[flaw.records]
            found += [
                Place(flaw.check, file, sheet, int(row), flaw.column.header)
                for file, sheet, row in rows[PLACE].itertuples(index=False)
            ]
    return found


def _later(drawn: Draw, folder: Path) -> list[Place]:
    """What the checks of typed ledgers find in the disguised books beside the ledgers that they refer to."""
    columns = [column for name in drawn.scene.expected for column in FORMS.ledgers[name].columns.values()]
    for name in {"行政村", *(column.refs.partition(".")[0] for column in columns if column.refs)}:
        if name not in drawn.scene.expected:
            form, records = FORMS.ledgers[name], drawn.district[name]
            write_book(
                folder / "raw" / str(YEAR) / "others" / f"{name}.xlsx", {name: page_of(form, records).rows}
            )
    findings = clean(folder).findings()
    later = findings[findings["check"].str.startswith(_LATER)]
    return [
        Place(
            line.check,
            line.file,
            line.sheet,
            None if pd.isna(line.row) else int(line.row),
            "" if line.check == "area_unknown" else line.column,  # township and village are told as one
        )
        for line in later.itertuples()
    ]


def differences(sound: YearRead, read: YearRead, found: list[Place]) -> list[str]:
    """Where the records read differ from the sound ones and no finding says so."""
    silent: list[str] = []
    for id_, typed in sound.ledgers.items():
        if id_ in read.ledgers:
            silent += _Comparison(typed, read.ledgers[id_], found).silent()
        elif not any(one.check in _OF_FILES for one in found):
            silent.append(f"{typed.form.name}: 没有读到，也没有说明")
    more = [read.ledgers[id_] for id_ in read.ledgers if id_ not in sound.ledgers]
    return silent + [f"{one.form.name}: 多出 {len(one.frame)} 条" for one in more if len(one.frame)]


class _Comparison:
    """One ledger's sound records against those read."""

    def __init__(self, sound: TypedLedger, read: TypedLedger, found: list[Place]) -> None:
        self.form = sound.form
        self.names = [column.name for column in sound.form.columns.values()]
        self.header = {column.name: column.header for column in sound.form.columns.values()}
        self.sound, self.read = self._by_key(sound), self._by_key(read)
        self.found = found

    def _by_key(self, typed: TypedLedger) -> dict[Key, list[dict[str, Any]]]:
        """The records by their keys; telephones are the same with strokes and without."""
        keyed: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        phones = [column.name for column in self.form.columns.values() if column.type == "phone"]
        for record in typed.frame.to_dict("records"):
            plain = {name: _plain(value) for name, value in record.items()}
            plain |= {name: str(plain[name]).replace("-", "") for name in phones if plain[name]}
            keyed[tuple(plain[name] for name in self.form.key_names)].append(plain)
        return keyed

    def silent(self) -> list[str]:
        """Differences without a finding, for people."""
        said: list[str] = []
        lost = [
            (key, record)
            for key, some in self.sound.items()
            for record in some[len(self.read.get(key, ())) :]
        ]
        gained = [
            (key, record)
            for key, some in self.read.items()
            for record in some[len(self.sound.get(key, ())) :]
        ]
        said += [f"{self.form.name}: 多出 {key}" for key, record in gained if not self._row_named(record)]
        renamed = [record for _, record in gained if self._key_named(record)]
        if len(lost) > len(renamed) and not any(self._of_a_part(one) for one in self.found):
            said += [f"{self.form.name}: 少了 {key}" for key, _ in lost]
        for key, some in self.sound.items():
            for expected, got in zip(some, self.read.get(key, ()), strict=False):
                said += self._cells(key, expected, got)
        return said

    def _cells(self, key: Key, expected: dict[str, Any], got: dict[str, Any]) -> Iterable[str]:
        for name in self.names:
            if got[name] != expected[name] and not self._cell_named(got, name):
                yield f"{self.form.name} {key} {self.header[name]}: {expected[name]!r} 读成 {got[name]!r}"

    def _cell_named(self, record: dict[str, Any], name: str) -> bool:
        """Whether a finding names the cell; for a value that was left out also its column."""
        header = self.header[name]
        return any(
            one.file == record["_file"]
            and one.sheet in ("", record["_sheet"])
            and (
                (one.row == record["_row"] and one.column in ("", header))
                or (record[name] is None and one.check in _OF_COLUMNS)
            )
            for one in self.found
        )

    def _key_named(self, record: dict[str, Any]) -> bool:
        """Whether a finding names a cell of the record's key, or the whole row."""
        return self._row_named(record, "", *self.form.key)

    def _row_named(self, record: dict[str, Any], *columns: str) -> bool:
        """Whether a finding names the record's row, or one of these columns in it."""
        place = (record["_file"], record["_sheet"], record["_row"])
        return any(
            (one.file, one.sheet, one.row) == place and (not columns or one.column in columns)
            for one in self.found
        )

    @staticmethod
    def _of_a_part(one: Place) -> bool:
        """Whether a finding is of a file, a sheet or rows that were not read."""
        return one.check in _OF_FILES


def _plain(value: Any) -> Any:
    """A value to compare: None where it is missing, a day as a date."""
    if value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _shown(one: Place) -> str:
    return f"{one.check} {one.file} {one.sheet} {one.row or ''} {one.column}".strip()


def judged(drawn: Draw, folder: Path) -> Outcome:
    """The outcome, in a folder that is emptied afterwards."""
    try:
        return outcome(drawn, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
