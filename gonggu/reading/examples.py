"""Sheets that hold examples how to fill in, not records: 样表, 示例, 模板."""

import re
from collections.abc import Iterator, Sequence

from gonggu.reading.text import plain
from gonggu.reading.totals import ReadTable

_NAMED = re.compile(r".*(?:样表|样例|样本|示例|示范|范例|例表|填写例|举例|模板|模版|样张|样式).*|例")
_FEW = 3  # records that an example has at most; a filled-in 模板 has more


def example_tables(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, bool]]:
    """The tables on sheets named as examples, each with whether it plainly is one: beside a sheet with real records.

    Many records on such a sheet, and none elsewhere in the workbook, are real: somebody filled the template in.
    """
    named = [
        table for table in tables if len(table.typed.frame) and _NAMED.fullmatch(plain(table.sheet.name))
    ]
    for table in named:
        others = [
            one
            for one in tables
            if one.typed.form is table.typed.form and all(one is not other for other in named)
        ]
        beside = any(len(one.typed.frame) for one in others)
        few = len(table.typed.frame) <= _FEW
        if beside or few:
            yield table, beside and few
