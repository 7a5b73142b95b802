"""What a notebook imports: open a year or an edition, and show tables that give nobody away."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from gonggu.edition import Edition, Year, open_edition, open_year
from gonggu.figures.card import Figure
from gonggu.rows_shown import shown

__all__ = ["Edition", "Table", "Year", "figures_table", "open_edition", "open_year", "records"]

PREVIEW = 8


@dataclass(frozen=True)
class Table:
    """A frame with a caption, shown as plain text in HTML: no value of a cell becomes markup."""

    frame: pd.DataFrame
    caption: str

    def _repr_html_(self) -> str:
        body = self.frame.to_html(index=False, border=0, na_rep="", escape=True, classes="table")
        return str(Markup("<p><strong>{}</strong></p>").format(escape(self.caption)) + Markup(body))


def figures_table(figures: dict[str, Figure], caption: str) -> Table:
    """Figures with value, numerator, denominator and rows, as an analyst scans them."""
    records = [figure.record() for figure in figures.values()]
    columns = {
        "section": "章节",
        "id": "编号",
        "label": "指标",
        "value": "数值",
        "unit": "单位",
        "numerator": "分子",
        "denominator": "分母",
        "rows": "记录数",
    }
    return Table(pd.DataFrame(records)[list(columns)].rename(columns=columns), caption)


def records(work: Year, ledger: str, caption: str = "", rows: int = PREVIEW) -> Table:
    """The first records of a ledger (by its Chinese name) with the form's headers, personal columns masked."""
    form = work.forms.ledgers[ledger]
    frame = work.store.read(form.id).head(rows)
    return Table(shown(form, frame), caption or f"{ledger}：前 {len(frame)} 条")
