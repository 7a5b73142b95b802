"""Dates that lie too far ahead of the ledgers' year to be meant: unread, as a cell that holds none."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from gonggu.forms import Column
from gonggu.reading.typed import Flaw, TypedLedger

YEARS_AHEAD = 5


def without_far_dates(ledgers: Mapping[str, TypedLedger], year: int) -> dict[str, TypedLedger]:
    """The ledgers by id with every date, month and year that lies more than five years after `year` as a flaw."""
    return {name: _without(typed, year + YEARS_AHEAD) for name, typed in ledgers.items()}


def _without(typed: TypedLedger, last: int) -> TypedLedger:
    frame, flaws = typed.frame, list(typed.flaws)
    for column in typed.form.columns.values():
        if column.type not in ("date", "month", "year"):
            continue
        values = frame[column.name]
        far = _beyond(values, column, last).fillna(False).to_numpy(dtype=bool)
        if far.any():
            records = np.flatnonzero(far)
            expected = f"1990 至 {last} 年间的{'日期' if column.type == 'date' else '年月'}"
            flaws.append(Flaw("value_type", column, expected, records, list(values[far])))
            frame = frame.assign(**{column.name: values.where(~far)})
    return replace(typed, frame=frame, flaws=tuple(flaws))


def _beyond(values: pd.Series, column: Column, last: int) -> pd.Series:
    if column.type == "date":
        return values > pd.Timestamp(last, 12, 31)
    return values.gt(f"{last}-12" if column.type == "month" else last)
