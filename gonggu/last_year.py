"""The year before, read from its own ledgers: the register that this year's has to follow from, and the headline figures."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pandas as pd

from gonggu.corrected import corrected
from gonggu.figures.catalogue import BY_ID, figures_of
from gonggu.figures.frames import Frames
from gonggu.figures.headline import HEADLINE
from gonggu.figures.view import View
from gonggu.forms import Forms
from gonggu.last_year_files import TAKEN, folder_of, last_year_files, params_of
from gonggu.manifest import PlaceBefore, ValueBefore
from gonggu.params import Params
from gonggu.reading.areas import with_areas
from gonggu.reading.far_dates import without_far_dates
from gonggu.reading.ledgers import read_year
from gonggu.reading.links import links
from gonggu.scope import Scope

_PLACE = ["township", "village"]


def read_last_year(raw: Path, forms: Forms, params: Params) -> dict[str, pd.DataFrame]:
    """Last year's ledgers by id, with areas, from beside `raw` (`data/raw/<year>`): those that could be read whole."""
    if not last_year_files(raw, forms):
        return {}
    read = read_year(folder_of(raw), forms, TAKEN)
    whole = {name: typed for name, typed in read.ledgers.items() if name in TAKEN - read.incomplete}
    then = params_of(params, forms)
    ledgers, _ = corrected(without_far_dates(whole, then.year.year), then, forms)
    return with_areas({name: typed.frame for name, typed in ledgers.items()}, forms)


def before(
    last: Mapping[str, pd.DataFrame], forms: Forms, params: Params, scopes: Iterable[Scope]
) -> Iterator[PlaceBefore]:
    """The headline figures of the year before, of those of this year's places that were there then.

    `scopes` are this year's places: the district, then each township before its villages.
    """
    if "villages" not in last:
        return
    listed = list(scopes)
    now = {scope for scope in listed if scope.village}
    then = {Scope(*place) for place in last["villages"][_PLACE].dropna().itertuples(index=False, name=None)}
    known = then | {Scope(scope.township) for scope in then} | {Scope()}
    whole = View(Frames(last, links(last, forms)), forms, params_of(params, forms))
    around = whole
    for scope in listed:
        if scope not in known:
            continue
        if scope.level == "township":
            around = whole.within(scope)
        own = around.within(scope) if scope.village else around
        yield PlaceBefore(
            township=scope.township,
            village=scope.village,
            same_villages=_within(now, scope) == _within(then, scope),
            values=_values(own),
        )


def _values(view: View) -> dict[str, ValueBefore]:
    measured = figures_of(view, [BY_ID[one] for one in HEADLINE])
    return {
        name: ValueBefore(value=str(value), whole=None if whole is None else str(whole))
        for name, figure in measured.items()
        for value, whole in [(figure.measure.value, figure.measure.denominator)]
        if isinstance(value, Fraction)
    }


def _within(villages: set[Scope], scope: Scope) -> set[Scope]:
    return {one for one in villages if scope in (Scope(), Scope(one.township), one)}
