"""How an edition names its place, the villages in it, and lists of names."""

from collections.abc import Iterable

import pandas as pd

from gonggu.figures.view import View
from gonggu.scope import Scope

MOST_NAMES = 8


class Places:
    """Names of places as the edition of one scope writes them."""

    def __init__(self, view: View) -> None:
        self.scope: Scope = view.scope
        self.district: str = view.params.district
        villages = view.rows("villages") if view.has("villages") else pd.DataFrame({"village": []})
        names = villages["village"].dropna()
        self._shared = frozenset(names[names.duplicated()])

    @property
    def title(self) -> str:
        """The place in full, for titles: 洪江区, 洪江区桂花园乡, 洪江区桂花园乡大坪村."""
        return f"{self.district}{self.scope.township}{self.scope.village}"

    @property
    def here(self) -> str:
        """The place as the subject of a sentence."""
        return self.scope.village or self.scope.township or self.district

    def village(self, township: str, village: str) -> str:
        """A village's name, with its township where two villages of the district share the name."""
        shows_township = self.scope.level == "district" and village in self._shared
        return f"{township}{village}" if shows_township else village

    def villages(self, frame: pd.DataFrame) -> list[str]:
        """The different places of the frame's records (`area_township`, `area_village`), in order."""
        areas = frame[["area_township", "area_village"]].drop_duplicates()
        return [self._area(*area) for area in areas.itertuples(index=False)]

    def counted(self, frame: pd.DataFrame, unit: str) -> list[str]:
        """Where the records are, and how many in each place: 大坪村3户; most first. Of one place only its name."""
        sizes = frame.groupby(["area_township", "area_village"], sort=True).size()
        ordered = sizes.sort_values(ascending=False, kind="stable")
        if len(ordered) == 1:
            return [self._area(*ordered.index[0])]
        return [f"{self._area(*area)}{size:,}{unit}" for area, size in ordered.items()]

    def _area(self, township: str, village: str) -> str:
        return self.village(township, village) if village else township or "区级"


def names(items: Iterable[str], counter: str = "个") -> str:
    """A list of names; beyond eight the rest is only counted: 甲、乙、…等12个."""
    listed = list(items)
    text = "、".join(listed[:MOST_NAMES])
    return text if len(listed) <= MOST_NAMES else f"{text}等{len(listed)}{counter}"
