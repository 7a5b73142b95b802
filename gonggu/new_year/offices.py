"""Which office fills in which part of a year's ledgers, and the workbooks for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.forms import Column, Forms, Ledger, Only
from gonggu.new_year.standing import Standing
from gonggu.reading.areas import AREA
from gonggu.scope import DISTRICT_NAME, safe_name
from gonggu.templates import book_of

_FEN = 100
# Of an office's name in that of a workbook, so that no file system finds it too long.
_MOST_OF_NAME = 40


def workbooks(standing: Standing, forms: Forms, year: int, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """`<office>/<office>_<ledger>.xlsx` for every township and the district's own offices, path and content."""
    townships = list(dict.fromkeys(standing.frames["villages"]["township"].dropna()))
    for office in (*townships, ""):
        name = safe_name(office) or DISTRICT_NAME
        for ledger in forms.ledgers.values():
            own = _own(standing.frames.get(ledger.id), office)
            if len(own) or _fills_in(ledger, office):
                content = book_of(ledger, forms, year, _rows(own, ledger))
                yield folder / name / f"{name[:_MOST_OF_NAME]}_{ledger.name}.xlsx", content


def _own(frame: pd.DataFrame | None, office: str) -> pd.DataFrame:
    """The records that belong to the township, or to none."""
    if frame is None:
        return pd.DataFrame()
    return frame[frame[AREA[0]].fillna("").eq(office)]


def _fills_in(ledger: Ledger, office: str) -> bool:
    """Whether the office keeps such records at all."""
    if isinstance(ledger.area, Only):
        return True
    if ledger.area != "own":
        return not office
    return bool(office) or not ledger.fields["township"].req


def _rows(frame: pd.DataFrame, ledger: Ledger) -> list[list[Any]]:
    """The records as cells, in the form's order."""
    if frame.empty:
        return []
    columns = [_cells(frame, column) for column in ledger.columns.values()]
    return [list(row) for row in zip(*columns, strict=True)]


def _cells(frame: pd.DataFrame, column: Column) -> list[Any]:
    if column.name not in frame:
        return [None] * len(frame)
    return [None if pd.isna(value) else _cell(value, column) for value in frame[column.name]]


def _cell(value: Any, column: Column) -> Any:
    """A typed value as people write it."""
    match column.type:
        case "money":
            return int(value) / _FEN
        case "bool":
            return "是" if value else "否"
        case "date":
            return pd.Timestamp(value).to_pydatetime()
        case "int" | "year":
            return int(value)
        case "number":
            return float(value)
        case _:
            return str(value)
