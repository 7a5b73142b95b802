"""Charts that an earlier step has drawn, handed on to the report in a folder: a file a chapter."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.folders import charts_file
from gonggu.report.charts.chart import Chart
from gonggu.writing import writing

_TEXTS = ("id", "title", "alt", "caption", "svg")


def hand_on(folder: Path, chapter: str, charts: Sequence[Chart]) -> None:
    """Write a chapter's charts; none is told apart from not drawn."""
    path = folder / charts_file(chapter)
    content = [
        {name: getattr(chart, name) for name in _TEXTS} | {"table": _columns(chart.table)} for chart in charts
    ]
    with writing(path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def handed_on(folder: Path) -> dict[str, list[Chart]]:
    """The charts that were handed on, by chapter; their tables hold the same values, as objects."""
    return {path.stem: _charts(path) for path in sorted(folder.glob(charts_file("*")))}


def _charts(path: Path) -> list[Chart]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [Chart(**{name: one[name] for name in _TEXTS}, table=_table(one["table"])) for one in content]


def _columns(table: pd.DataFrame) -> list[tuple[str, list[Any]]]:
    return [(str(name), [_plain(value) for value in column]) for name, column in table.items()]


def _table(columns: list[tuple[str, list[Any]]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series([_value(value) for value in values], dtype=object) for name, values in columns}
    )


def _plain(value: Any) -> Any:
    """As JSON has it; blanks of every kind are null, a day is a list of its text."""
    if pd.isna(value):
        return None
    if isinstance(value, date):
        return [value.isoformat()]
    return value.item() if hasattr(value, "item") else value


def _value(value: Any) -> Any:
    return pd.Timestamp(value[0]) if isinstance(value, list) else value
