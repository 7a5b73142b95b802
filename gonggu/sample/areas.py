"""Where records lie: the place of a village in the ledger 行政村 stands for township and village."""

from typing import Any

import numpy as np
import pandas as pd

_AREA = ["乡镇", "行政村"]


def village_of(records: pd.DataFrame, villages: pd.DataFrame) -> Any:
    """For each record the place of its village in 行政村."""
    known = pd.MultiIndex.from_frame(villages[_AREA])
    return known.get_indexer(pd.MultiIndex.from_frame(records[_AREA]))


def township_of(villages: pd.DataFrame) -> Any:
    """For each village the number of its township, townships in the order of the ledger."""
    return pd.factorize(villages["乡镇"])[0]


def area_columns(villages: pd.DataFrame, place: Any) -> dict[str, Any]:
    """The columns 乡镇 and 行政村 of records at these places; -1 is the district level, both blank."""
    return {name: blank_where(villages[name].to_numpy(dtype=object)[place], place < 0) for name in _AREA}


def blank_where(values: Any, blank: Any) -> Any:
    """The values as objects, None where `blank`."""
    filled = np.array(values, dtype=object)
    filled[blank] = None
    return filled
