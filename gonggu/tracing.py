"""From a figure to its rows: which records are counted, of which workbooks."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gonggu.edition import Edition
from gonggu.errors import DataError
from gonggu.figures.card import Figure, compute
from gonggu.figures.catalogue import card_of
from gonggu.figures.measure import Rows
from gonggu.figures.view import View
from gonggu.forms import Column, Ledger
from gonggu.masking import masked
from gonggu.row_workbook import Sheet, write_workbook
from gonggu.store import Source

FEN_PER_YUAN = 100


@dataclass(frozen=True)
class Trace:
    """A figure with the records that its numerator counts, those of its denominator, and the workbooks read."""

    figure: Figure
    counted: tuple[tuple[Ledger, pd.DataFrame], ...]
    whole: tuple[tuple[Ledger, pd.DataFrame], ...]
    sources: tuple[Source, ...]


def trace(edition: Edition, figure_id: str) -> Trace:
    """The trace of a figure in an edition's scope; UsageError where there is no such figure there."""
    card = card_of(figure_id)
    found = compute(edition.view, [card])
    if not found:
        raise DataError(
            f"“{card.label}”只有全区一级才有，{edition.name}没有这个指标。请去掉 --township、--village。"
        )
    figure = found[0]
    sources = edition.work.store.manifest().sources
    return Trace(
        figure,
        tuple(_records(edition.view, rows) for rows in figure.measure.rows),
        tuple(_records(edition.view, rows) for rows in figure.measure.whole),
        tuple(source for source in sources if set(source.ledgers) & set(figure.ledgers)),
    )


def write_rows(found: Trace, path: Path) -> None:
    """The records behind the figure as a workbook: one sheet a ledger, personal columns masked."""
    sheets = [
        Sheet(f"{role}·{ledger.name}", shown(ledger, frame))
        for role, part in (("分子", found.counted), ("分母", found.whole))
        for ledger, frame in part
    ]
    write_workbook(path, sheets)


def shown(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Records as a person reads them: the form's headers, money in 元, personal values masked, the place last."""
    columns = {column.header: _shown(column, frame[column.name]) for column in ledger.columns.values()}
    place = {"文件": frame["_file"], "工作表": frame["_sheet"], "行": frame["_row"]}
    return pd.DataFrame({**columns, **place}, index=frame.index)


def _shown(column: Column, values: pd.Series) -> pd.Series:
    if column.pii:
        return values.map(lambda value: masked(column.type, value), na_action="ignore")
    if column.type == "money":
        return values.astype("Float64") / FEN_PER_YUAN
    if column.type == "date":
        return values.dt.strftime("%Y-%m-%d")
    if column.type == "bool":
        return values.map({True: "是", False: "否"})
    return values


def _records(view: View, rows: Rows) -> tuple[Ledger, pd.DataFrame]:
    return view.forms.by_id[rows.ledger], view.whole(rows.ledger).loc[rows.index]
