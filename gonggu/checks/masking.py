"""Personal values as a finding may show them: enough to find the cell, not enough to know the person."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from gonggu.forms import Column

LONGEST = 40


def shown(value: Any, column: Column) -> str:
    """A cell's value as a finding shows it: personal ones masked, long ones cut, blank ones blank."""
    text = _text(value)
    if column.pii:
        return masked(text, column)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def masked(text: str, column: Column) -> str:
    """A personal value: 张*, 999000********17, 199****0001, ***8821."""
    if not text:
        return ""
    if column.type == "account":
        return "***" + (text[-4:] if len(text) >= 8 else "")
    if column.type == "phone":
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else f"{text[:2]}****"
    if column.type == "id":
        return f"{text[:6]}********{text[-2:]}" if len(text) >= 12 else f"{text[:2]}****"
    return text[0] + "*" * min(max(len(text) - 1, 1), LONGEST)


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, date):  # a Timestamp is one too
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool | np.bool_):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return str(value)


def yuan(fen: int) -> str:
    """An amount in 分 as 元."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole}.{cents:02d}" if cents else f"{sign}{whole}"
