"""To which township and village each record belongs, by the rule of its form."""

from collections.abc import Mapping

import pandas as pd

from gonggu.forms import Forms, Ledger, Only, Via
from gonggu.lookup import position_of

AREA = ["area_township", "area_village"]


def with_areas(frames: Mapping[str, pd.DataFrame], forms: Forms) -> dict[str, pd.DataFrame]:
    """The frames, by ledger id, each with `area_township` and `area_village`; blank is the district's own."""
    located: dict[str, pd.DataFrame] = {}
    for ledger, frame in frames.items():
        located[ledger] = frame.assign(**_areas(forms.by_id[ledger], frame, frames, forms))
    return located


def _areas(
    form: Ledger, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], forms: Forms
) -> dict[str, pd.Series]:
    if isinstance(form.area, Via):
        return _referred(form, form.area.via, frame, frames, forms)
    own = _own(frame)
    if form.area == "own":
        return own
    if isinstance(form.area, Only):
        belongs = pd.Series(True, index=frame.index)
        for field, code in form.area.only.items():
            belongs &= frame[form.fields[field].name].eq(code).fillna(False).astype(bool)
        return {name: values.where(belongs, "") for name, values in own.items()}
    return _district(frame)


def _district(frame: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: pd.Series("", index=frame.index, dtype="str") for name in AREA}


def _own(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The record's own 乡镇 and 行政村; a form without them belongs to the district."""
    if "township" not in frame:
        return _district(frame)
    return {name: frame[own].fillna("") for name, own in zip(AREA, ("township", "village"), strict=True)}


def _referred(
    form: Ledger, header: str, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], forms: Forms
) -> dict[str, pd.Series]:
    """The area of the record that a column refers to; blank where that record is not there."""
    column = form.columns[header]
    if column.target is None:
        raise ValueError(f"{form.name} › {header} 没有登记引用")
    ledger, key = forms.ledgers[column.target[0]], column.target[1]
    if ledger.id not in frames:
        return _district(frame)
    target = frames[ledger.id]
    areas = pd.DataFrame(_areas(ledger, target, frames, forms))
    position = position_of(frame[column.name], target[ledger.columns[key].name])
    return {name: areas[name].reindex(position).set_axis(frame.index).fillna("") for name in AREA}
