"""A whole district with one ledger in disguise: all its figures against those of the sound one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.figures.catalogue import figures_of
from gonggu.figures.view import View
from tests.ledgers_for_tests import FORMS, YEAR_PARAMS, clean, raw, write_book
from tests.reading.disguises.scene import Records, page_of
from tests.reading.drawing import Draw, write_scene
from tests.reading.meaning import SAME, TOLD, WRONG, Outcome

_SAID = frozenset({"row_total"})


@dataclass(frozen=True)
class Cleaned:
    """What a district gives: its figures' values by id, and its findings without their places."""

    values: dict[str, Any]
    findings: pd.DataFrame

    def said(self, apart_from: frozenset[str]) -> set[tuple[Any, ...]]:
        """The findings of all other checks, without the places, which a disguise may move."""
        heard = ~self.findings["check"].isin(apart_from)
        shown = self.findings.loc[heard, ["check", "ledger", "column", "value"]]
        return set(shown.itertuples(index=False, name=None))


def cleaned(ledgers: dict[str, Records], folder: Path) -> Cleaned:
    """A district of these ledgers, undisguised."""
    for name, records in ledgers.items():
        _write(folder, name, records)
    return _cleaned(folder)


def figures_outcome(drawn: Draw, sound: Cleaned, folder: Path) -> Outcome:
    """Whether the figures are the same, a finding more is told, or they differ in silence.

    `sound` is the drawn district as it is; where the disguise changed the records before, it is cleaned anew.
    """
    expected = drawn.district | drawn.scene.expected
    if expected != drawn.district:
        sound = cleaned(expected, folder / "sound")
    disguised = folder / "disguised"
    for name in set(expected) - set(drawn.scene.expected):
        _write(disguised, name, expected[name])
    write_scene(drawn.scene, raw(disguised))
    after = _cleaned(disguised)
    apart_from = drawn.disguise.mentions | _SAID
    more = after.said(apart_from) - sound.said(apart_from)
    if more:
        return Outcome(TOLD, (), tuple(sorted(map(str, more))))
    differing = tuple(
        f"{figure}: {was} 成了 {after.values[figure]}"
        for figure, was in sound.values.items()
        if was != after.values[figure]
    )
    return Outcome(WRONG if differing else SAME, differing)


def _write(folder: Path, name: str, records: Records) -> None:
    write_book(raw(folder) / f"{name}.xlsx", {name: page_of(FORMS.ledgers[name], records).rows})


def _cleaned(folder: Path) -> Cleaned:
    store = clean(folder)
    figures = figures_of(View(store, FORMS, YEAR_PARAMS))
    return Cleaned({figure: one.measure.value for figure, one in figures.items()}, store.findings())
