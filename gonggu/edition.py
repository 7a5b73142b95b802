"""What a notebook opens: a year's ledgers, or the edition of one scope, with the paths behind them."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from gonggu.checks.findings import findings_of
from gonggu.clean import Cleaned, clean_year, is_current, require_folder
from gonggu.errors import UsageError, nearest
from gonggu.figures.card import Figure, from_state, state_of
from gonggu.figures.catalogue import BY_ID, CARDS, PARTS, figures_of
from gonggu.figures.view import View
from gonggu.folders import Folders, folders
from gonggu.forms import Forms, load_forms
from gonggu.mending import Mending, compare
from gonggu.params import Params, load_params
from gonggu.scope import Scope
from gonggu.store import Store

# The figures of the steps 2 to 4, handed to the report within an edition's private folder.
PARTS_FOLDER = ".figures"


@dataclass(frozen=True)
class Year:
    """A year's parameters, forms and typed ledgers."""

    year: int
    folders: Folders
    params: Params
    forms: Forms

    @property
    def store(self) -> Store:
        """The year's typed ledgers."""
        return Store(self.folders.processed(self.year), self.forms)

    def clean(self) -> Cleaned:
        """Read, type, check and store the year's ledgers anew."""
        return clean_year(
            self.folders.raw(self.year), self.folders.processed(self.year), self.params, self.forms
        )

    def require_ledgers(self) -> None:
        """UsageError where the year has no folder of ledgers."""
        require_folder(self.folders.raw(self.year))

    def is_current(self) -> bool:
        """Whether the stored ledgers are those of the present workbooks and parameters."""
        raw, processed = self.folders.raw(self.year), self.folders.processed(self.year)
        return is_current(raw, processed, self.params, self.forms)

    def ensure_clean(self) -> None:
        """Clean unless the stored ledgers are current."""
        if not self.is_current():
            self.clean()

    def mending(self) -> Mending:
        """The stored findings beside those of the check before."""
        return compare(self.store.earlier(), self.store.findings(), self.store)

    def places(self) -> list[Scope]:
        """The townships and villages of 行政村, in its order; each township before its villages."""
        villages = self.store.read("villages")[["township", "village"]].dropna().drop_duplicates()
        townships = villages["township"].drop_duplicates()
        return [
            place
            for township in townships
            for place in (
                Scope(township),
                *(
                    Scope(township, name)
                    for name in villages.loc[villages["township"].eq(township), "village"]
                ),
            )
        ]

    def scope(self, township: str, village: str) -> Scope:
        """The scope of these names; UsageError names the nearest place where there is none."""
        places = self.places()
        if village and not township:
            raise UsageError(f"指定村“{village}”时要同时指定它的乡镇（--township）。")
        townships = [place.township for place in places if not place.village]
        if township and township not in townships:
            raise UsageError(f"没有乡镇“{township}”。{nearest(township, townships)}")
        villages = [place.village for place in places if place.township == township and place.village]
        if village and village not in villages:
            elsewhere = [place.township for place in places if place.village == village]
            hint = f"它在{elsewhere[0]}。" if elsewhere else nearest(village, villages)
            raise UsageError(f"{township}没有村“{village}”。{hint}")
        return Scope(township, village)


@dataclass(frozen=True)
class Edition:
    """One scope's edition of a year; `build` is the folder in which it is being made, None in JupyterLab."""

    work: Year
    scope: Scope
    build: Path | None

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

    def figures(self, part: str) -> dict[str, Figure]:
        """The figures of one step, computed anew and, where an edition is being made, kept for the report."""
        figures = figures_of(self.view, PARTS[part])
        if self.build:
            states = [state_of(figure) for figure in figures.values()]
            path = self._part(part)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(states, ensure_ascii=False), encoding="utf-8")
        return figures

    def all_figures(self) -> dict[str, Figure]:
        """Every figure in the report's order: those that the steps before have kept, the others computed."""
        found: dict[str, Figure] = {}
        for part, cards in PARTS.items():
            if self.build and self._part(part).is_file():
                states = json.loads(self._part(part).read_text(encoding="utf-8"))
                found |= {state["id"]: from_state(BY_ID[state["id"]], state) for state in states}
            else:
                found |= figures_of(self.view, cards)
        return {card.id: found[card.id] for card in CARDS if card.id in found}

    def figures_json(self, figures: dict[str, Figure]) -> str:
        """`figures.json` of the edition."""
        content = {
            "year": self.work.year,
            "district": self.work.params.year.district,
            "township": self.scope.township or None,
            "village": self.scope.village or None,
            "figures": [figure.record() for figure in figures.values()],
        }
        return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def _part(self, part: str) -> Path:
        assert self.build is not None
        return self.build / PARTS_FOLDER / f"{part}.json"


def open_year(year: int, params: str = "", data: str = "", outputs: str = "") -> Year:
    """The year's parameters and forms; UsageError where they are missing or wrong."""
    places = folders(params, data, outputs)
    return Year(year, places, load_params(places.params, year), load_forms(places.params))


def open_edition(
    year: int,
    township: str = "",
    village: str = "",
    params: str = "",
    data: str = "",
    outputs: str = "",
    build: str = "",
) -> Edition:
    """The edition of a scope. Without `build` (in JupyterLab) ledgers that have changed are read anew first."""
    work = open_year(year, params, data, outputs)
    if not build:
        work.ensure_clean()
    return Edition(work, work.scope(township, village), Path(build) if build else None)
