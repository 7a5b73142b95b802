"""Findings as a table: one line a finding, with its place, what stands there (masked) and what to do."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

import pandas as pd

from gonggu.checks.catalogue import CHECKS
from gonggu.reading.areas import AREA
from gonggu.reading.trouble import Trouble
from gonggu.scope import Scope

TEXTS = [
    "check", "severity", "ledger", "file", "sheet", "column", "cell", "value", "expected", "advice", "township", "village",
]  # fmt: skip
COLUMNS = [*TEXTS[:5], "row", *TEXTS[5:]]
_SHEET = ["_file", "_sheet"]


def no_findings() -> pd.DataFrame:
    """An empty table of findings."""
    return _nothing().copy(deep=False)


@cache
def _nothing() -> pd.DataFrame:
    """Made once: most checks find nothing."""
    return _shaped(pd.DataFrame(columns=COLUMNS))


def of_troubles(troubles: Iterable[Trouble]) -> pd.DataFrame:
    """What reading had to say, as findings."""
    lines = [_line(trouble) for trouble in troubles]
    return _shaped(pd.DataFrame(lines, columns=COLUMNS)) if lines else no_findings()


def _line(trouble: Trouble) -> dict[str, Any]:
    known = CHECKS[trouble.check]
    said = asdict(trouble)
    return {
        **said,
        "severity": known.severity,
        "advice": known.advice,
        "expected": trouble.expected or known.says,
    }


def gathered(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All findings in one table, numbered on."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_findings()


def with_townships(findings: pd.DataFrame, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The findings on a sheet's header, totals and hidden rows, given to the township whose records alone stand there.

    `frames` are the typed ledgers with the area of each record.
    """
    of_sheets = findings["township"].eq("") & findings["row"].notna()
    if not of_sheets.any():
        return findings
    files = findings.loc[of_sheets, "file"].unique()
    areas = [frame.loc[frame["_file"].isin(files), [*_SHEET, AREA[0]]].drop_duplicates() for frame in frames]
    told = pd.concat(areas).drop_duplicates() if areas else pd.DataFrame(columns=[*_SHEET, AREA[0]])
    alone = told.drop_duplicates(_SHEET, keep=False).set_index(_SHEET)[AREA[0]]
    places = pd.MultiIndex.from_frame(findings.loc[of_sheets, ["file", "sheet"]], names=_SHEET)
    township = findings["township"].astype(object).to_numpy(copy=True)
    township[of_sheets.to_numpy()] = alone.reindex(places).fillna("").to_numpy()
    return findings.assign(township=pd.array(township, dtype="str"))


def findings_of(findings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The findings of the scope's records, and those of whole files and ledgers (one that is missing, say).

    What does not add up in the district's figures is not a township's to mend, unless its own cells make it so.
    """
    if scope.level == "district":
        return findings
    own = findings["township"].eq(scope.township)
    if scope.village:
        own &= findings["village"].eq(scope.village)
    return findings[own | of_whole_files(findings)]


def of_whole_files(findings: pd.DataFrame) -> pd.Series:
    """Which findings are of whole files and ledgers: they concern every scope."""
    kinds = findings["check"].map({check.id: check.kind for check in CHECKS.values()})
    return findings["township"].eq("") & findings["row"].isna() & kinds.ne("figure")


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of a finding; a place or an area that is not known is blank text."""
    whole = frame.reindex(columns=COLUMNS)
    texts = {name: whole[name].astype("object").fillna("").astype("str") for name in TEXTS}
    return whole.assign(**texts, row=pd.array(whole["row"].tolist(), dtype="Int64"))
