"""A whole district with one ledger in disguise: all its figures against those of the sound one."""

from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.figures.catalogue import figures_of
from gonggu.figures.view import View
from gonggu.store import Store
from tests.ledgers_for_tests import FORMS, YEAR_PARAMS, clean, raw, write_book
from tests.reading.disguises.scene import Records, page_of
from tests.reading.drawing import Draw, write_scene
from tests.reading.meaning import SAME, TOLD, WRONG, Outcome

_SAID = frozenset({"row_total"})


def figures_outcome(drawn: Draw, folder: Path) -> Outcome:
    """Whether the figures are the same, a finding more is told, or they differ in silence."""
    expected = drawn.district | drawn.scene.expected
    sound, disguised = folder / "sound", folder / "disguised"
    for name, records in expected.items():
        _write(sound, name, records)
        if name not in drawn.scene.expected:
            _write(disguised, name, records)
    write_scene(drawn.scene, raw(disguised))
    before, after = clean(sound), clean(disguised)
    more = _said(after, drawn) - _said(before, drawn)
    if more:
        return Outcome(TOLD, (), tuple(sorted(map(str, more))))
    was, now = _values(before), _values(after)
    differing = tuple(
        f"{figure}: {was[figure]} 成了 {now[figure]}" for figure in was if was[figure] != now[figure]
    )
    return Outcome(WRONG if differing else SAME, differing)


def _write(folder: Path, name: str, records: Records) -> None:
    write_book(raw(folder) / f"{name}.xlsx", {name: page_of(FORMS.ledgers[name], records).rows})


def _said(store: Store, drawn: Draw) -> set[tuple[Any, ...]]:
    """The findings without their places, which a disguise may move."""
    findings = store.findings()
    heard = ~findings["check"].isin(_SAID | drawn.disguise.mentions)
    shown: pd.DataFrame = findings.loc[heard, ["check", "ledger", "column", "value"]]
    return set(shown.itertuples(index=False, name=None))


def _values(store: Store) -> dict[str, Any]:
    view = View(store, FORMS, YEAR_PARAMS)
    return {figure: one.measure.value for figure, one in figures_of(view).items()}
