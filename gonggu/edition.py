"""What a notebook opens: the edition of one scope."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from gonggu.checks.findings import findings_of
from gonggu.figures.card import Figure, from_state, state_of
from gonggu.figures.catalogue import BY_ID, CARDS, PARTS, figures_of
from gonggu.figures.view import View
from gonggu.folders import STEPS_FOLDER, Kind
from gonggu.scope import Scope
from gonggu.withholding import Withheld, withheld_of
from gonggu.writing import writing
from gonggu.year import Year, open_year


@dataclass(frozen=True)
class Edition:
    """One scope's edition of a year, for the office or for everybody.

    `build` is the folder in which it is being made, None in JupyterLab.
    """

    work: Year
    scope: Scope
    build: Path | None
    kind: Kind = "internal"

    @cached_property
    def view(self) -> View:
        """The ledgers as the scope sees them."""
        return View(self.work.store, self.work.forms, self.work.params, self.scope)

    @property
    def name(self) -> str:
        """The place the edition speaks of, as its title has it."""
        return self.scope.village or self.scope.township or self.work.params.year.district

    @property
    def findings(self) -> pd.DataFrame:
        """The findings that concern the scope: its own, and those that belong to no place."""
        return findings_of(self.work.store.findings(), self.scope)

    @cached_property
    def withheld(self) -> Withheld | None:
        """What the year's public editions withhold; None in an internal one."""
        return withheld_of(self.work) if self.kind == "public" else None

    def figures(self, part: str) -> dict[str, Figure]:
        """The figures of one step, computed anew and, where an edition is being made, kept for the report."""
        figures = figures_of(self.view, PARTS[part])
        if self.build:
            states = [state_of(figure) for figure in figures.values()]
            path = self._part(part)
            with writing(path):
                path.parent.mkdir(exist_ok=True)
                path.write_text(json.dumps(states, ensure_ascii=False), encoding="utf-8")
        return figures

    def all_figures(self) -> dict[str, Figure]:
        """Every figure in the report's order: those that the steps before have kept, the others computed.

        A public edition has what all public editions of the year together let it show.
        """
        found: dict[str, Figure] = {}
        for part, cards in PARTS.items():
            if self.build and self._part(part).is_file():
                states = json.loads(self._part(part).read_text(encoding="utf-8"))
                found |= {
                    state["id"]: from_state(BY_ID[state["id"]].of(self.scope), state) for state in states
                }
            else:
                found |= figures_of(self.view, cards)
        ordered = {card.id: found[card.id] for card in CARDS if card.id in found}
        if self.withheld is None:
            return ordered
        # Imported late: an internal edition needs no linear programming.
        from gonggu.disclosure.release import released

        return released(ordered, self.withheld[self.scope.name])

    def figures_json(self, figures: dict[str, Figure]) -> str:
        """`figures.json` of the edition."""
        content = {
            "year": self.work.year,
            "district": self.work.params.year.district,
            "township": self.scope.township or None,
            "village": self.scope.village or None,
            **({"edition": "public"} if self.kind == "public" else {}),
            "figures": [figure.record() for figure in figures.values()],
        }
        return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def _part(self, part: str) -> Path:
        assert self.build is not None
        return self.build / STEPS_FOLDER / f"{part}.json"


def open_edition(
    year: int,
    township: str = "",
    village: str = "",
    params: str = "",
    data: str = "",
    outputs: str = "",
    build: str = "",
    kind: Kind = "internal",
) -> Edition:
    """The edition of a scope. Without `build` (in JupyterLab) ledgers that have changed are read anew first."""
    work = open_year(year, params, data, outputs)
    if not build:
        work.ensure_clean()
    return Edition(work, work.scope(township, village), Path(build) if build else None, kind)
