"""Records as a person reads them: the form's headers, money in 元, personal values masked, the place last."""

import pandas as pd

from gonggu.checks.masking import masked
from gonggu.forms import Column, Ledger

FEN_PER_YUAN = 100


def shown(ledger: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame's records under the form's headers, one text or number a cell."""
    columns = {column.header: _shown(column, frame[column.name]) for column in ledger.columns.values()}
    place = {"文件": frame["_file"], "工作表": frame["_sheet"], "行": frame["_row"]}
    return pd.DataFrame({**columns, **place}, index=frame.index)


def _shown(column: Column, values: pd.Series) -> pd.Series:
    if column.pii:
        return values.map(lambda value: masked(str(value), column), na_action="ignore")
    if column.type == "money":
        return values.astype("Float64") / FEN_PER_YUAN
    if column.type == "date":
        return values.dt.strftime("%Y-%m-%d")
    if column.type == "bool":
        return values.map({True: "是", False: "否"})
    return values
