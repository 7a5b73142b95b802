"""A year's parameters, forms and folders, and what its manifest says; the ledgers themselves are opened on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonggu.apart import require_apart
from gonggu.errors import UsageError, nearest
from gonggu.folders import Folders, folders, to_be_apart_in
from gonggu.forms import Forms, load_forms
from gonggu.manifest import Manifest, is_current, read_manifest, require_folder
from gonggu.params import Params, load_params
from gonggu.reserved import reserved, shown
from gonggu.scope import Scope

if TYPE_CHECKING:
    from gonggu.clean import Cleaned
    from gonggu.mending import Mending
    from gonggu.store import Store


@dataclass(frozen=True)
class Year:
    """A year's parameters, forms and typed ledgers."""

    year: int
    folders: Folders
    params: Params
    forms: Forms

    # pandas takes a second to import: a run that finds nothing changed never needs it.

    @property
    def store(self) -> Store:
        """The year's typed ledgers."""
        from gonggu.store import Store

        return Store(self.folders.processed(self.year), self.forms)

    def clean(self) -> Cleaned:
        """Read, type, check and store the year's ledgers anew."""
        from gonggu.clean import clean_year

        return clean_year(
            self.folders.raw(self.year), self.folders.processed(self.year), self.params, self.forms
        )

    def mending(self) -> Mending:
        """The stored findings beside those of the check before."""
        from gonggu.mending import stored

        return stored(self.store)

    def manifest(self) -> Manifest:
        """What the stored ledgers were made from; DataError where the year has not been cleaned."""
        return read_manifest(self.folders.processed(self.year))

    def require_ledgers(self) -> None:
        """UsageError where the year has no folder of ledgers; it names the nearest year that has."""
        require_folder(self.folders.raw(self.year))

    def is_current(self) -> bool:
        """Whether the stored ledgers are those of the present workbooks, parameters, forms and reading code."""
        raw, processed = self.folders.raw(self.year), self.folders.processed(self.year)
        return is_current(raw, processed, self.params, self.forms)

    def ensure_clean(self) -> None:
        """Clean unless the stored ledgers are current."""
        if not self.is_current():
            self.clean()

    def places(self) -> list[Scope]:
        """The townships and villages of 行政村, in its order; each township before its villages."""
        return [one.scope for one in self.manifest().scopes if one.township]

    def reserved(self) -> dict[Scope, str]:
        """The places of which no edition can be made, each with the reason."""
        return reserved(self.places())

    def scope(self, township: str, village: str) -> Scope:
        """The scope of these names; UsageError where there is none (it names the nearest place), or no edition of it."""
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
        asked = Scope(township, village)
        unfit = self.reserved().get(asked)
        if unfit:
            raise UsageError(f"不能单独做“{shown(asked)}”的报告：{unfit}。请在行政村台账中改用别的名称。")
        return asked


def open_year(year: int, params: str = "", data: str = "", outputs: str = "") -> Year:
    """The year's parameters and forms; UsageError where they are missing or wrong."""
    places = folders(params, data, outputs)
    require_apart(to_be_apart_in(places, year))
    opened = Year(year, places, load_params(places.params, year), load_forms(places.params))
    if opened.params.year.none_this_year:
        from gonggu.empty_ledgers import require_known_ledgers

        require_known_ledgers(opened.params, opened.forms)
    return opened
