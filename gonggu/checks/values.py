"""Single cells: blank where they must not be, unreadable, negative, or in the wrong unit."""

import numpy as np
import pandas as pd

from gonggu.checks.books import Books, Found, at
from gonggu.checks.masking import yuan
from gonggu.forms import Column
from gonggu.reading.typed import TypedLedger

# Its one number column holds whatever another office states, a decline too.
_SIGNED_LEDGERS = frozenset({"statistics"})
# An amount that is this many times off the column's median and fits when moved by 10,000 was written in 万元, or in 元 under 万元.
_FAR = 1000
_SHIFT = 10_000
_FEWEST_OTHERS = 10
# Small amounts in whole 元 are what they say where others are nearly as small; 1 元 is a token amount anywhere.
_APART = 100
_TOKEN_FEN = 100
_LENGTHS = ("公里", "米")
_ROADS = ("通组公路", "林道")


def value_required(books: Books) -> Found:
    """Blank cells of required columns; not those that hold something unreadable, nor a column the sheet lacks."""
    for typed in books.ledgers.values():
        for column in typed.form.columns.values():
            if not column.req:
                continue
            blank = typed.frame[column.name].isna().to_numpy(dtype=bool)
            if blank.any():
                told = typed.unread(column) | typed.without_column(column)
                yield at(typed, column, blank & ~told, "value_required", f"填写{column.header}")


def value_unread(books: Books) -> Found:
    """Cells that could not be read (value_type, value_code, value_precision, value_formula)."""
    for typed in books.ledgers.values():
        for flaw in typed.flaws:
            yield at(typed, flaw.column, flaw.records, flaw.check, flaw.expected, flaw.raw)


def value_negative(books: Books) -> Found:
    """Amounts, counts and measures below zero; costs are written as positive amounts."""
    for typed, column in books.columns("money", "int", "number"):
        if typed.form.id not in _SIGNED_LEDGERS:
            yield at(typed, column, typed.frame[column.name] < 0, "value_negative", "不小于 0 的数")


def value_unit(books: Books) -> Found:
    """Amounts that stand apart by about 10,000 from the others of their column, and roads not measured in 公里 or 米."""
    for typed, column in books.columns("money"):
        yield _misplaced(typed, column)
    if "projects" in books:
        yield _unmeasured(books.ledgers["projects"])


def _misplaced(typed: TypedLedger, column: Column) -> pd.DataFrame:
    fen = typed.frame[column.name].to_numpy(dtype=float, na_value=np.nan)
    given = fen[fen > 0]
    median = float(np.median(given)) if len(given) else 0.0
    near = given[(given * _FAR >= median) & (given <= median * _FAR)]
    if len(near) < _FEWEST_OTHERS:
        return at(typed, column, [], "value_unit", "")
    low, high = near.min(), near.max()
    small = (fen > 0) & (fen * _FAR < median) & (fen * _SHIFT >= low) & (fen * _SHIFT <= high)
    whole = fen % 100 == 0
    small &= ~(whole & ((fen * _APART > low) | (fen == _TOKEN_FEN)))
    large = (fen > median * _FAR) & (fen / _SHIFT >= low) & (fen / _SHIFT <= high)
    records = np.flatnonzero(small | large)
    usual = f"本列多数为 {yuan(round(median))} 元上下"
    expected = [
        f"{usual}，疑似{'按万元填写' if small[record] else '元、万元混淆'}，应约为 {yuan(_moved(fen[record], small[record]))} 元"
        for record in records
    ]
    return at(typed, column, records, "value_unit", expected)


def _moved(fen: float, small: bool) -> int:
    return round(fen * _SHIFT if small else fen / _SHIFT)


def _unmeasured(typed: TypedLedger) -> pd.DataFrame:
    """Roads whose length cannot be converted."""
    frame = typed.frame
    column = typed.form.columns["计量单位"]
    roads = frame["category"].isin(_ROADS) & frame["quantity"].notna()
    return at(typed, column, roads & ~frame[column.name].isin(_LENGTHS), "value_unit", "公里 或 米")
