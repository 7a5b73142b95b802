"""Findings as a table: one line a finding, with its place, what stands there (masked) and what to do."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from gonggu.checks.catalogue import CHECKS

TEXTS = [
    "check", "severity", "ledger", "file", "sheet", "column", "cell", "value", "expected", "advice", "township", "village",
]  # fmt: skip
COLUMNS = [*TEXTS[:5], "row", *TEXTS[5:]]


def no_findings() -> pd.DataFrame:
    """An empty table of findings."""
    return _shaped(pd.DataFrame(columns=COLUMNS))


def finding(check: str, **place: Any) -> pd.DataFrame:
    """One finding about a file, a sheet or a single cell; what is not given stays blank."""
    known = CHECKS[check]
    line = {"check": check, "severity": known.severity, "advice": known.advice, "expected": known.says}
    return _shaped(pd.DataFrame([{**line, **place}]))


def gathered(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All findings in one table, numbered on."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else no_findings()


def _shaped(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of a finding; a place or an area that is not known is blank text."""
    whole = frame.reindex(columns=COLUMNS)
    texts = {name: whole[name].astype("object").fillna("").astype("str") for name in TEXTS}
    return whole.assign(**texts, row=pd.array(whole["row"].tolist(), dtype="Int64"))
