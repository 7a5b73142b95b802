"""Worked cases: ledgers drawn as text tables become the typed frames, and the view, that formulas work on.

The district is an invented one, its year 2021, its rules and targets its own, so that no formula leans on 2019.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from gonggu.figures.card import Figure
from gonggu.figures.catalogue import card_of, figures_of
from gonggu.figures.frames import Frames
from gonggu.figures.view import View
from gonggu.forms import Column, load_forms
from gonggu.params import Params, Rule, Rules, YearParams
from gonggu.reading.areas import with_areas
from gonggu.reading.typed import dtype
from gonggu.scope import DISTRICT_NAME, Scope

FORMS = load_forms(Path(__file__).resolve().parents[1] / "params")
YEAR = 2021
YEAR_PARAMS = YearParams.model_validate(
    {
        "district": "云岭区",
        "year": YEAR,
        "base_year": 2016,
        "visits_window": {"from": "2021-03-01", "to": "2021-10-31"},
        "targets": {
            "reduction_task_persons": {"value": 4, "unit": "人", "source": "云岭区计划"},
            "workshop_new_jobs": {"value": 2, "unit": "人", "source": "云岭区计划"},
        },
    }
)
RULES = {
    "exit_line": "4321",
    "monitoring_line_ratio": "1.4",
    "days_on_post_min": "20",
    "nights_in_village_min": "12",
    "floor_area_per_head_max": "16.4",
}


def view_of(
    tables: Mapping[str, str],
    scope: str = DISTRICT_NAME,
    *,
    params: YearParams = YEAR_PARAMS,
    rules: Mapping[str, str] = RULES,
    absent: tuple[str, ...] = (),
) -> View:
    """The view of 全区, <township> or <township>/<village>; ledgers without a table are there and empty, but for `absent`."""
    assert set(tables) <= set(FORMS.ledgers)
    drawn = tuple((name, tables.get(name, "")) for name in FORMS.ledgers if name not in absent)
    return View(source_of(drawn), FORMS, params_of(params, rules), scope_of(scope))


@cache
def source_of(drawn: tuple[tuple[str, str], ...]) -> Frames:
    """The ledgers drawn as (name, table); the same drawing gives the same frames, which nothing may change."""
    filled = {FORMS.ledgers[name].id: frame_of(name, table) for name, table in drawn if table}
    located = with_areas(filled, FORMS)
    ids = [FORMS.ledgers[name].id for name, _ in drawn]
    return Frames({ledger: located[ledger] if ledger in located else _undrawn(ledger) for ledger in ids})


@cache
def _undrawn(ledger: str) -> pd.DataFrame:
    """An empty ledger, with the areas of its no records."""
    return with_areas({ledger: frame_of(FORMS.by_id[ledger].name, "")}, FORMS)[ledger]


def scope_of(name: str) -> Scope:
    """The scope of a name as commands show it."""
    return Scope() if name == DISTRICT_NAME else Scope(*name.split("/"))


def params_of(params: YearParams = YEAR_PARAMS, rules: Mapping[str, str] = RULES) -> Params:
    """The year's parameters with these rules in force."""
    in_force = {
        name: Rule(
            rule=name, year=params.year, value=Decimal(value), unit="", source="虚构", quality="assumed"
        )
        for name, value in rules.items()
    }
    return Params(params, Rules(params.year, in_force, "rules.csv"), (), (), Path())


@cache
def frame_of(ledger: str, table: str) -> pd.DataFrame:
    """The ledger that a table draws: headers as in the form, a row a record, `|` between cells; blank is missing."""
    form = FORMS.ledgers[ledger]
    lines = [cells_of(line) for line in table.strip().splitlines()]
    headers, rows = (lines[0], lines[1:]) if lines else ([], [])
    assert set(headers) <= set(form.columns), f"{ledger} has no {set(headers) - set(form.columns)}"
    assert all(len(row) == len(headers) for row in rows), f"{ledger}: a row has more or fewer cells"
    drawn = {header: [row[place] for row in rows] for place, header in enumerate(headers)}
    content = {
        column.name: typed(column, drawn.get(header, [""] * len(rows)))
        for header, column in form.columns.items()
    }
    places = {"_file": f"{ledger}.xlsx", "_sheet": "Sheet1", "_row": range(2, len(rows) + 2), "_table": 0}
    index = pd.RangeIndex(len(rows), name="record")
    return pd.DataFrame(content, index=index).assign(**places)


def cells_of(line: str) -> list[str]:
    """The cells of a drawn line."""
    return [cell.strip() for cell in line.split("|")]


def typed(column: Column, cells: list[str]) -> pd.Series:
    """Cells as the store types them."""
    return pd.Series([_value(column, cell) if cell else None for cell in cells], dtype=dtype(column))


def _value(column: Column, cell: str) -> Any:
    match column.type:
        case "money":
            fen = Decimal(cell) * 100
            assert fen == int(fen), f"{cell} is finer than a cent"
            return int(fen)
        case "int" | "year":
            return int(cell)
        case "number":
            return float(cell)
        case "bool":
            return {"是": True, "否": False}[cell]
        case "date":
            return pd.Timestamp(cell)
        case "code":
            assert cell in FORMS.codes[column.codes], f"{cell} is no {column.codes}"
    return cell


def net_incomes(**net: str) -> str:
    """家庭收入 of households by their net income in 元: wages, or costs where it is negative."""
    items = [header for header, column in FORMS.ledgers["家庭收入"].columns.items() if column.type == "money"]
    lines = [" | ".join(("户编号", *items))]
    for household, amount in net.items():
        wages, costs = ("0", amount[1:]) if amount.startswith("-") else (amount, "0")
        lines.append(" | ".join((household, wages, *["0"] * (len(items) - 2), costs)))
    return "\n".join(lines)


def figure_of(view: View, figure: str) -> Figure:
    """One figure of a view."""
    return figures_of(view, [card_of(figure)])[figure]


def value_of(tables: Mapping[str, str], figure: str, scope: str = DISTRICT_NAME, **kwargs: Any) -> Any:
    """The value of one figure."""
    return figure_of(view_of(tables, scope, **kwargs), figure).measure.value
