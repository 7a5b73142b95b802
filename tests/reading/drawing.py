"""Scenes drawn from the sample's records, each in one disguise, and their files."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from gonggu.forms import Ledger
from gonggu.sample.district import make_district
from tests.ledgers_for_tests import FORMS, YEAR
from tests.reading.disguises import DISGUISES, Book, Disguise, Records, Scene, UnfitError
from tests.reading.disguises.scene import page_of
from tests.reading.disguises.workbook import workbook_bytes

TRIES = 60
_VILLAGES, _FEW = 6, 8


@dataclass(frozen=True)
class Draw:
    """A scene in disguise, and the number that draws it again."""

    disguise: Disguise
    scene: Scene
    seed: str
    district: dict[str, Records]  # all of the district's records


@cache
def district_of(seed: int, villages: int = _VILLAGES) -> dict[str, Records]:
    """The sample district of a seed as records by ledger, which nothing may change."""
    made = make_district(YEAR, villages=villages, seed=seed)
    return {name: records_of(FORMS.ledgers[name], frame) for name, frame in made.items()}


def records_of(form: Ledger, frame: pd.DataFrame) -> Records:
    """A ledger's records as plain values, None where blank."""
    whole = {header for header, column in form.columns.items() if column.type in {"int", "year"}}
    return [
        {header: _plain(record[header], header in whole) for header in form.columns}
        for record in frame.to_dict("records")
    ]


def _plain(value: Any, whole: bool) -> Any:
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value) if whole else value


def draw(disguise: Disguise, seed: str) -> Draw:
    """A ledger of few records in this disguise; the same seed gives the same."""
    rng = Random(f"{seed} {disguise.name}")
    district = district_of(rng.randint(1, 2))
    few = {name: _sampled(records, rng) for name, records in district.items()}
    return Draw(disguise, _scene(disguise, rng, few), seed, district)


def draw_whole(disguise: Disguise, seed: str, district: dict[str, Records]) -> Draw:
    """A whole ledger of the district in this disguise."""
    return Draw(disguise, _scene(disguise, Random(f"{seed} {disguise.name}"), district), seed, district)


def _scene(disguise: Disguise, rng: Random, district: dict[str, Records]) -> Scene:
    for _ in range(TRIES):
        form = FORMS.ledgers[rng.choice(_fitting(disguise))]
        records = [dict(record) for record in district[form.name]]
        scene = Scene(rng, FORMS, form, records, district)
        try:
            disguise.apply(scene)
        except UnfitError:
            continue
        if not _is_undisguised(scene):
            return scene
    raise AssertionError(f"{disguise.name} fits no ledger")


def _is_undisguised(scene: Scene) -> bool:
    """Whether the one book is as it was: the disguise found nothing to change."""
    undisguised = Book(f"{scene.form.name}.xlsx", [page_of(scene.form, scene.records)])
    return scene.books == [undisguised] and not scene.beside and not scene.links


def _fitting(disguise: Disguise) -> list[str]:
    ledgers = [FORMS.ledgers[name] for name in disguise.ledgers] or list(FORMS.ledgers.values())
    return [
        form.name
        for form in ledgers
        if not disguise.needs or {column.type for column in form.columns.values()} & set(disguise.needs)
    ]


def _sampled(records: Records, rng: Random) -> Records:
    """A few records: neighbours, or from anywhere."""
    count = min(len(records), rng.randint(_FEW // 2, _FEW))
    if rng.random() < 0.5:
        first = rng.randint(0, len(records) - count)
        return records[first : first + count]
    return [records[place] for place in sorted(rng.sample(range(len(records)), count))]


def draws(count: int, seed: int, names: Iterable[str] = ()) -> list[Draw]:
    """So many draws, all disguises in turn in an order that the seed gives."""
    order = sorted(names) or sorted(DISGUISES)
    Random(seed).shuffle(order)
    return [draw(DISGUISES[order[number % len(order)]], f"{seed}-{number}") for number in range(count)]


def write_scene(scene: Scene, raw: Path) -> None:
    """The disguised books and whatever lies beside them."""
    raw.mkdir(parents=True, exist_ok=True)
    for book in scene.books:
        _put(raw / book.path, _content(book))
    for path, content in scene.beside.items():
        _put(raw / path, content)
    for path, target in scene.links.items():
        (raw / path).symlink_to(Path("..") / "share" / target)


def _content(book: Book) -> bytes:
    return book.encode(book.pages) if book.encode else workbook_bytes(book)


def _put(path: Path, content: bytes) -> None:
    path = Path(os.path.normpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
