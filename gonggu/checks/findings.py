"""Findings as a table: one line a finding, with its place, what stands there (masked) and what to do."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from typing import Any

import pandas as pd

from gonggu.checks.catalogue import CHECKS
from gonggu.reading.trouble import Trouble
from gonggu.scope import Scope

TEXTS = [
    "check", "severity", "ledger", "file", "sheet", "column", "cell", "value", "expected", "advice", "township", "village",
]  # fmt: skip
COLUMNS = [*TEXTS[:5], "row", *TEXTS[5:]]


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


def findings_of(findings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The findings of the scope's records, and those of whole files and ledgers (one that is missing, say).

    What does not add up in the district's figures is not a township's to mend, unless its own cells make it so.
    """
    if scope.level == "district":
        return findings
    kinds = findings["check"].map({check.id: check.kind for check in CHECKS.values()})
    own = findings["township"].eq(scope.township)
    if scope.village:
        own &= findings["village"].eq(scope.village)
    of_files = findings["township"].eq("") & findings["row"].isna() & kinds.ne("figure")
    return findings[own | of_files]


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of a finding; a place or an area that is not known is blank text."""
    whole = frame.reindex(columns=COLUMNS)
    texts = {name: whole[name].astype("object").fillna("").astype("str") for name in TEXTS}
    return whole.assign(**texts, row=pd.array(whole["row"].tolist(), dtype="Int64"))
