"""All public editions of a year together: what each of them withholds, from the ledgers of the whole district."""

from collections.abc import Iterable, Mapping

from gonggu.disclosure.cells import Table, table_of
from gonggu.disclosure.counts import Counts, counts_of
from gonggu.disclosure.release import withheld_figures
from gonggu.disclosure.suppression import protect, verify
from gonggu.errors import StepError
from gonggu.figures.catalogue import figures_of
from gonggu.figures.view import View
from gonggu.scope import Scope
from gonggu.withholding import Withheld


def year_table(district: View, places: Iterable[Scope]) -> Table:
    """The cells of a year; `places` are all its townships and villages."""
    counts: Mapping[Scope, Counts] = {
        scope: _counted(district.within(scope) if scope.township else district)
        for scope in (Scope(), *places)
    }
    return table_of(counts)


def withheld_of_year(district: View, places: Iterable[Scope], threshold: int) -> Withheld:
    """What each place's public edition withholds; StepError where no pattern passes the audit."""
    scopes = list(places)
    table = year_table(district, scopes)
    pattern = protect(table, threshold)
    if told := verify(table, pattern):
        places_told = "、".join(sorted({cell.place for cell in told}))
        raise StepError(f"公开版没有通过核算：{places_told}有不予公布的数可以推算出来，没有生成公开版。")
    return withheld_figures(pattern, (Scope(), *scopes))


def _counted(view: View) -> Counts:
    return counts_of(view, figures_of(view))
