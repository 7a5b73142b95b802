"""Numbers of the ledgers that are known not to be a person's by the column in which they are registered."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gonggu.forms import Column, Forms, Ledger
from gonggu.privacy.known import Row
from gonggu.privacy.numbers import SHORTEST, has_personal_form
from gonggu.privacy.plain import plain

_COUNTING = frozenset({"int", "number", "money"})
# How a column is called that holds a code of its own, though it is neither key nor reference.
_CODE_ENDINGS = ("编号", "编码", "文号", "代码")
_MAY_BE_PERSONAL = rf"\d(?:[ \-_./]?\d){{{SHORTEST - 1},}}"


def ordinary_rows(ledgers: Mapping[str, pd.DataFrame], forms: Forms) -> Iterator[Row]:
    """Yield whole cells of key, reference, code, number and money columns that have a personal number's form.

    A person's own number in such a column stays one: it is also among the personal values.
    """
    seen: set[str] = set()
    for ledger, frame in ledgers.items():
        form = forms.by_id[ledger]
        for column in form.columns.values():
            if not column.pii and column.name in frame:
                seen.update(_written(frame[column.name], column, form))
    yield from (Row("ordinary", value) for value in seen)


def _written(values: pd.Series, column: Column, form: Ledger) -> Iterable[str]:
    """The column's cells, as they may be printed, that would be taken for a person's number."""
    if column.type in _COUNTING:
        return _amounts(values, column)
    is_code = column.header in form.key or column.target or column.header.endswith(_CODE_ENDINGS)
    if column.type != "text" or not is_code:
        return ()
    distinct = pa.array(values, pa.large_string()).unique().drop_null()
    long = distinct.filter(pc.match_substring_regex(distinct, _MAY_BE_PERSONAL))
    return (text for text in map(plain, long.to_pylist()) if has_personal_form(text))


def _amounts(values: pd.Series, column: Column) -> Iterator[str]:
    known = values.dropna()
    for number in known[known.abs() >= 10 ** (SHORTEST - 1)].unique().tolist():
        yield from (text for text in _amount(number, column) if has_personal_form(text))


def _amount(number: Any, column: Column) -> Iterator[str]:
    if number == int(number):
        yield str(abs(int(number)))
    if column.type == "money" and number % 100 == 0:
        yield str(abs(int(number)) // 100)
