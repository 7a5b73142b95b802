"""Ledgers that are not stored, as formulas take them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gonggu.reading.areas import AREA
from gonggu.scope import Scope


@dataclass(frozen=True)
class Frames:
    """Ledgers with areas by id, as they are about to be stored.

    `links` are each ledger's records with the places, other than their own, that they have to do with; without them a
    place reaches the whole district.
    """

    frames: Mapping[str, pd.DataFrame]
    links: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def present(self) -> tuple[str, ...]:
        """Ids of the ledgers."""
        return tuple(self.frames)

    def read(self, ledger: str, scope: Scope = Scope()) -> pd.DataFrame:  # noqa: B008 - frozen
        """The ledger's records that belong to `scope`."""
        frame = self.frames[ledger]
        for column, name in zip(AREA, (scope.township, scope.village), strict=True):
            frame = frame[frame[column].eq(name)] if name else frame
        return frame

    def reach(self, ledger: str, scope: Scope = Scope()) -> pd.DataFrame:  # noqa: B008 - frozen
        """Every record that has to do with those of the scope's township; the whole district's for the district."""
        frame = self.frames[ledger]
        if not scope.township or ledger not in self.links:
            return frame
        links = self.links[ledger]
        linked = frame.index.isin(links.loc[links[AREA[0]].eq(scope.township), "record"])
        return frame[frame[AREA[0]].eq(scope.township) | linked]
