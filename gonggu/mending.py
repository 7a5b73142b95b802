"""What has become of the findings since the workbooks were others: mended, still there, new, or not to be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gonggu.checks.catalogue import CHECKS
from gonggu.checks.findings import findings_of
from gonggu.errors import DataError
from gonggu.forms import Forms
from gonggu.manifest import Manifest
from gonggu.record_keys import RECORD, still_there, with_records
from gonggu.scope import Scope
from gonggu.store import Store

STATE = "state"
# What is stored of it: what was compared with, and both parts of the result.
EARLIER, NOW, GONE = "earlier", "now", "gone"
NEW, STILL = "新发现", "仍未整改"
CORRECTED, REMOVED, UNTOLD = "已改正", "记录已不在台账中", "待复查"
# What is only told, with nothing to do, is neither mended nor new.
_TO_MEND = ("error", "warning")
# A finding is found again by check, ledger, column and record; these tell apart several that agree in that.
_SAME = ["check", "ledger", "column", "_owner"]
_PASSES = ([*_SAME, "file", "sheet", "_place", "value"], [*_SAME, "value"], _SAME)
_UNOPENED = ("file_unreadable", "file_refused")
_BLOCKING = (*_UNOPENED, "file_unused", "ledger_missing", "header_missing")
_ALONE = ("reading", "value")  # kinds of checks that need nothing but the place they point at


@dataclass(frozen=True)
class Mending:
    """Findings beside those of the check before, each with its state.

    `now` are all present findings (state blank where there is nothing to mend); `gone` are those of the check before
    that are no longer found, None at a year's first check.
    """

    now: pd.DataFrame
    gone: pd.DataFrame | None

    def parts(self) -> dict[str, pd.DataFrame]:
        """What `stored` makes it from."""
        return {NOW: self.now} if self.gone is None else {NOW: self.now, GONE: self.gone}

    def within(self, scope: Scope) -> "Mending":
        """The part that concerns a scope."""
        gone = None if self.gone is None else findings_of(self.gone, scope)
        return Mending(findings_of(self.now, scope), gone)

    @property
    def mended(self) -> pd.DataFrame:
        """Those that are no longer found although their place was looked at."""
        return self._lost(False)

    @property
    def untold(self) -> pd.DataFrame:
        """Those that could not be looked at again, as something that it takes could not be read."""
        return self._lost(True)

    @property
    def new(self) -> pd.DataFrame:
        """Those that were not there before."""
        return self.now[self.now[STATE].eq(NEW)]

    @property
    def still(self) -> pd.DataFrame:
        """Those that were there before."""
        return self.now[self.now[STATE].eq(STILL)]

    def said(self) -> str:
        """The change in one sentence; blank at a year's first check."""
        if self.gone is None:
            return ""
        mended, new = len(self.mended), len(self.new)
        less = mended - new
        change = (
            f"比上次少了 {less} 处" if less > 0 else f"比上次多了 {-less} 处" if less else "处数与上次相同"
        )
        untold = f"，待复查 {len(self.untold)} 处（有台账读不出来）" if len(self.untold) else ""
        return f"{change}：已整改 {mended} 处，新发现 {new} 处{untold}。"

    def _lost(self, untold: bool) -> pd.DataFrame:
        if self.gone is None:
            return self.now.iloc[:0]
        return self.gone[self.gone[STATE].eq(UNTOLD) == untold]


def compare(
    earlier: pd.DataFrame | None,
    findings: pd.DataFrame,
    ledgers: Mapping[str, pd.DataFrame],
    forms: Forms,
) -> Mending:
    """The findings of these ledgers, each with its record, beside those of the check before (see `earlier_findings`)."""
    now = with_records(findings, ledgers, forms)
    to_mend = now["severity"].isin(_TO_MEND).to_numpy()
    if earlier is None:
        return Mending(now.assign(**{STATE: np.where(to_mend, NEW, "")}), None)
    before = earlier[earlier["severity"].isin(_TO_MEND) & earlier["check"].isin(CHECKS)]
    before = before.reset_index(drop=True)
    lost, found = _matched(before, now[to_mend])
    states = np.where(to_mend, NEW, "").astype(object)
    states[np.flatnonzero(to_mend)[found]] = STILL
    now = now.assign(**{STATE: states.astype("str")})
    return Mending(now, _with_states(before[~lost], now, ledgers, forms))


def stored(store: Store) -> Mending:
    """What the clean step has found of it; DataError where the year has not been cleaned."""
    mending = store.mending()
    return Mending(mending[NOW], mending.get(GONE))


def earlier_findings(store: Store, manifest: Manifest) -> pd.DataFrame | None:
    """What ledgers made from `manifest` are to be compared with, told from what lies in `store` before they replace it.

    The same workbooks and parameters read again keep what they were compared with. Others are compared with the findings stored, and
    with those that could not be told then. None where nothing was stored, or nothing that can be read.
    """
    try:
        if _made_alike(store, manifest):
            return store.mending().get(EARLIER)
        there = stored(store)
        return pd.concat([there.untold, there.now], ignore_index=True)
    except (DataError, OSError, ValueError, KeyError):  # pyarrow's errors are among these
        return None


def _made_alike(store: Store, manifest: Manifest) -> bool:
    """Whether the office has changed nothing: the program itself may be another."""
    return _given(store.manifest()) == _given(manifest)


def _given(manifest: Manifest) -> tuple[dict[str, str], str, str]:
    files = {one.file: one.sha256 for one in manifest.inputs} | dict.fromkeys(manifest.no_workbooks, "")
    return files, manifest.fingerprint.params, manifest.fingerprint.forms


def _matched(before: pd.DataFrame, now: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which lines of either side are the same finding; of several alike, as many as there are on both sides."""
    sides = [_identified(before), _identified(now)]
    matched = [np.zeros(len(side), dtype=bool) for side in sides]
    for by in _PASSES:
        left, right = (
            side[~done].assign(_copy=lambda rest: rest.groupby(by, sort=False).cumcount())  # noqa: B023 - called at once
            for side, done in zip(sides, matched, strict=True)
        )
        pairs = left.merge(right, on=[*by, "_copy"], suffixes=("_left", "_right"))
        for done, side in zip(matched, ("_line_left", "_line_right"), strict=True):
            done[pairs[side].to_numpy(dtype=np.int64)] = True
    return matched[0], matched[1]


def _identified(lines: pd.DataFrame) -> pd.DataFrame:
    """What findings are told apart by: whose they are is the record, else the file and sheet."""
    place = lines["file"].str.cat(lines["sheet"], sep="›")
    known = lines[["check", "ledger", "column", "file", "sheet", "value"]]
    return known.assign(
        _owner=lines[RECORD].where(lines[RECORD].ne(""), place),
        _place=lines["row"].fillna(0).astype("int64"),
        _line=np.arange(len(lines)),
    )


def _with_states(
    gone: pd.DataFrame, now: pd.DataFrame, ledgers: Mapping[str, pd.DataFrame], forms: Forms
) -> pd.DataFrame:
    """The lines no longer found, with what that means: corrected, taken out, or not looked at again."""
    there = still_there(gone, ledgers, forms)
    corrected = np.where(there | gone[RECORD].eq(""), CORRECTED, REMOVED)
    return gone.assign(**{STATE: np.where(_not_looked_at(gone, now, there, forms), UNTOLD, corrected)})


def _not_looked_at(gone: pd.DataFrame, now: pd.DataFrame, there: pd.Series, forms: Forms) -> pd.Series:
    """Lines whose check lacked something this time: their file, ledger or column, or another ledger that it takes."""
    blocking = now[now["check"].isin(_BLOCKING)]
    headless = blocking[blocking["check"].eq("header_missing")]
    places = gone["ledger"] + "›" + gone["column"]
    by_file = gone["file"].ne("") & gone["file"].isin(blocking.loc[blocking["check"].isin(_UNOPENED), "file"])
    by_column = places.isin(headless["ledger"] + "›" + headless["column"]) & gone["check"].ne(
        "header_missing"
    )
    by_ledger = gone["ledger"].isin(_unread(blocking, forms)) & ~there & ~gone["check"].isin(_BLOCKING)
    # A ledger that lacked already then lacks nothing new; those that could not be told stay so until all is there.
    was_untold = gone[STATE].eq(UNTOLD)
    worse = bool(blocking[STATE].eq(NEW).any())
    kinds = gone["check"].map({name: check.kind for name, check in CHECKS.items()})
    by_other = ~kinds.isin(_ALONE) & (worse | (was_untold & bool(len(blocking))))
    return by_file | by_column | by_ledger | by_other


def _unread(blocking: pd.DataFrame, forms: Forms) -> set[str]:
    """Names of ledgers of which a sheet was not read; one that lacks a column is, unless it is part of the key."""
    keys = {form.name: {"", *form.key} for form in forms.ledgers.values()}
    names: set[str] = set()
    for line in blocking.to_dict("records"):
        listed = set(line["ledger"].split("、")) - {""}
        if line["check"] != "header_missing":
            names |= listed
        else:
            names |= {name for name in listed if line["column"] in keys.get(name, {""})}
    return names
