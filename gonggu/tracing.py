"""From a figure to its rows: which records are counted, of which workbooks."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gonggu.edition import Edition, open_edition
from gonggu.errors import UsageError
from gonggu.figures.card import NO_DATA, Figure, compute
from gonggu.figures.catalogue import card_of
from gonggu.figures.measure import Rows
from gonggu.figures.view import View
from gonggu.folders import Folders
from gonggu.forms import Ledger
from gonggu.manifest import InputFile
from gonggu.rows_shown import shown
from gonggu.sheets import Sheet, write_workbook


@dataclass(frozen=True)
class Trace:
    """A figure with the records that its numerator counts, those of its denominator, and the workbooks read."""

    figure: Figure
    counted: tuple[tuple[Ledger, pd.DataFrame], ...]
    whole: tuple[tuple[Ledger, pd.DataFrame], ...]
    sources: tuple[InputFile, ...]


def trace(edition: Edition, figure_id: str) -> Trace:
    """The trace of a figure in an edition's scope; UsageError where there is no such figure there."""
    card = card_of(figure_id)
    found = compute(edition.view, [card])
    if not found:
        raise UsageError(
            f"“{card.label}”只有全区一级才有，{edition.name}没有这个指标。请去掉 --township、--village。"
        )
    figure = found[0]
    names = {ledger.id: ledger.name for ledger in edition.work.forms.ledgers.values()}
    inputs = edition.work.store.manifest().inputs
    return Trace(
        figure,
        tuple(_records(edition.view, rows) for rows in figure.measure.rows),
        tuple(_records(edition.view, rows) for rows in figure.measure.whole),
        tuple(one for one in inputs if any(names[ledger] in figure.ledgers for ledger in one.ledgers)),
    )


def open_trace(figure_id: str, year: int, township: str, village: str, folders: Folders) -> Trace:
    """The trace of a figure from the year's ledgers, read anew where they have changed."""
    card_of(figure_id)
    places = (str(folders.params), str(folders.data), str(folders.outputs))
    return trace(open_edition(year, township, village, *places), figure_id)


def describe(found: Trace) -> list[str]:
    """The trace as lines for the terminal."""
    record = found.figure.record()
    value = "无数据" if record["status"] == NO_DATA else f"{record['value']} {record['unit']}"
    lines = [
        f"{record['label']}（{record['id']}）：{value}",
        f"章节：{record['section']}",
        f"口径：{record['definition']}",
        f"分子：{_text(record['numerator'])}，分母：{_text(record['denominator'])}",
        f"台账：{'、'.join(record['ledgers']) or '不用台账，取自年度参数'}",
        f"记录：{record['rows']} 条",
    ]
    for source in found.sources:
        lines.append(f"工作簿：{source.file}（{sum(source.ledgers.values())} 条）sha256 {source.sha256}")
    return lines


def write_rows(found: Trace, path: Path) -> None:
    """The records behind the figure as a workbook: one sheet a ledger, personal columns masked."""
    sheets = [
        Sheet(f"{role}·{ledger.name}", shown(ledger, frame))
        for role, part in (("分子", found.counted), ("分母", found.whole))
        for ledger, frame in part
    ]
    write_workbook(path, sheets)


def _text(number: float | None) -> str:
    return "—" if number is None else str(number)


def _records(view: View, rows: Rows) -> tuple[Ledger, pd.DataFrame]:
    return view.forms.by_id[rows.ledger], view.reach(rows.ledger).loc[rows.index]
