"""A year's ledgers as one scope sees them: its own rows, and the whole district's for what is looked up."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import pandas as pd

from gonggu.forms import Forms, Via
from gonggu.params import Params, Rules, YearParams
from gonggu.reading.areas import AREA
from gonggu.scope import Scope

_VILLAGE = AREA[1]

P = ParamSpec("P")
R = TypeVar("R")


class LedgerSource(Protocol):
    """Where typed ledgers come from: the store, or frames in a test."""

    def present(self) -> tuple[str, ...]:
        """Ids of the ledgers that could be read."""

    def read(self, ledger: str, scope: Scope = ...) -> pd.DataFrame:
        """A ledger's rows that belong to `scope`."""

    def reach(self, ledger: str, scope: Scope = ...) -> pd.DataFrame:
        """A ledger's rows, wherever they lie, that have to do with those of `scope`; others may be among them."""


class LedgerAbsent(Exception):  # noqa: N818 - a state of the data, caught and shown as no data
    """A ledger that a formula needs is missing or could not be read."""

    def __init__(self, ledger: str) -> None:
        super().__init__(ledger)
        self.ledger = ledger


class View:
    """Read-only access for formulas; remembers which ledgers were taken, and each selection made once."""

    def __init__(self, source: LedgerSource, forms: Forms, params: Params, scope: Scope = Scope()) -> None:  # noqa: B008
        self.scope = scope
        self.forms = forms
        self.all_params = params
        self._source = source
        self._around: View | None = None  # the township's, of a village in it
        self._present = frozenset(source.present())
        self._frames: dict[str, pd.DataFrame] = {}
        self._reached: dict[str, pd.DataFrame] = {}
        self._selections: dict[Any, tuple[Any, frozenset[str]]] = {}
        self._taken: list[set[str]] = [set()]

    @property
    def params(self) -> YearParams:
        """The year's parameters."""
        return self.all_params.year

    @property
    def rules(self) -> Rules:
        """The rules in force in the year."""
        return self.all_params.rules

    @property
    def year(self) -> int:
        """The year that is reported."""
        return self.params.year

    @property
    def year_end(self) -> pd.Timestamp:
        """31 December of the year."""
        return pd.Timestamp(self.year, 12, 31)

    def has(self, ledger: str) -> bool:
        """Whether the ledger could be read."""
        return ledger in self._present

    def rows(self, ledger: str) -> pd.DataFrame:
        """The ledger's rows that belong to the scope; LedgerAbsent where there is no such ledger."""
        self.need(ledger)
        if ledger not in self._frames:
            self._frames[ledger] = self._own(ledger)
        return self._frames[ledger]

    def _own(self, ledger: str) -> pd.DataFrame:
        if self._around is None:
            return self._source.read(ledger, self.scope)
        if ledger not in self._around._frames:
            self._around._frames[ledger] = self._around._own(ledger)
        frame = self._around._frames[ledger]
        return frame[frame[_VILLAGE].eq(self.scope.village)]

    def reach(self, ledger: str) -> pd.DataFrame:
        """The ledger's rows in which something is looked up about the scope's records, wherever in the district.

        Others may be among them: take those that name the scope's households, persons, projects or cadres.
        """
        self.need(ledger)
        if ledger not in self._reached:
            self._reached[ledger] = self._source.reach(ledger, self.scope)
        return self._reached[ledger]

    def within(self, scope: Scope) -> "View":
        """The same ledgers as another scope sees them."""
        other = View(self._source, self.forms, self.all_params, scope)
        if scope.township == self.scope.township:
            # What has to do with a township's records has to do with its villages': it is read once.
            other._reached = self._reached
            if scope.level == "village" and self.scope.level == "township":
                other._around = self
        return other

    def need(self, ledger: str) -> None:
        """Note that the formula needs the ledger, and the one that says where its records belong."""
        form = self.forms.by_id[ledger]
        needed = [ledger]
        if isinstance(form.area, Via):
            target = form.columns[form.area.via].target
            needed += [self.forms.ledgers[target[0]].id] if target else []
        for one in needed:
            self._taken[-1].add(one)
            if one not in self._present:
                raise LedgerAbsent(one)

    def trace_ledgers(self, function: Callable[["View"], R]) -> tuple[R, tuple[str, ...]]:
        """The function's result and the ledgers it took, in the forms' order."""
        self._taken.append(set())
        try:
            result = function(self)
        finally:
            taken = self._taken.pop()
            self._taken[-1].update(taken)
            self.last_taken = tuple(ledger for ledger in self.forms.by_id if ledger in taken)
        return result, self.last_taken

    def recall(self, key: Any, compute: Callable[[], R]) -> R:
        """The selection under `key`, made once; its ledgers count as taken each time."""
        if key not in self._selections:
            self._taken.append(set())
            try:
                result = compute()
            finally:
                taken = self._taken.pop()
                self._taken[-1].update(taken)
            self._selections[key] = (result, frozenset(taken))
        result, ledgers = self._selections[key]
        self._taken[-1].update(ledgers)
        return cast(R, result)


def selection(function: Callable[Concatenate[View, P], R]) -> Callable[Concatenate[View, P], R]:
    """A selection of rows that several figures share: computed once a view."""

    @wraps(function)
    def once(view: View, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(kwargs.items()))
        return view.recall(key, lambda: function(view, *args, **kwargs))

    return cast(Callable[Concatenate[View, P], R], once)
