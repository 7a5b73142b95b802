"""The quantities of one place, counted from its figures and, where no figure prints them, from its ledgers."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from gonggu.disclosure.catalogue import NOT_OF_A_VILLAGE, quantities
from gonggu.figures.card import Figure
from gonggu.figures.income import below, incomes
from gonggu.figures.livelihood import yulu
from gonggu.figures.measure import exact
from gonggu.figures.selections import BASIC_INSURANCE, in_year, lines_of
from gonggu.figures.view import LedgerAbsent, View

Counts = Mapping[str, Fraction]
EXITED = "已脱贫"


def counts_of(view: View, figures: Mapping[str, Figure]) -> Counts:
    """Every quantity of the place that its ledgers allow to count."""
    counted = {one: _count(one, view, figures) for one in quantities() if _is_here(one, view)}
    return {name: number for name, number in counted.items() if number is not None}


def _is_here(quantity: str, view: View) -> bool:
    return view.scope.level != "village" or quantity not in NOT_OF_A_VILLAGE


def _count(quantity: str, view: View, figures: Mapping[str, Figure]) -> Fraction | None:
    if quantity.startswith("+"):
        try:
            return _UNPRINTED[quantity](view, figures)
        except LedgerAbsent:
            return None
    name, _, part = quantity.partition("/")
    if name not in figures:
        return None
    measure = figures[name].measure
    if part == "d":
        return measure.denominator
    if part or measure.numerator is not None or measure.value is None:
        return measure.numerator
    return exact(measure.value)


def _premiums_not_full(view: View, _: Mapping[str, Figure]) -> Fraction:
    lines = lines_of(view, BASIC_INSURANCE)
    full = lines["paid_by_fisc_fen"].ge(lines["premium_fen"]).fillna(False)
    return Fraction(int((~full.astype(bool)).sum()))


def _inpatients(view: View, _: Mapping[str, Figure]) -> Fraction:
    stays = view.rows("inpatient")
    return Fraction(int(stays.loc[in_year(view, stays["discharged"]), "person_id"].nunique()))


def _yulu_not_in_full(view: View, _: Mapping[str, Figure]) -> Fraction:
    aid = yulu(view)
    full = aid["paid_amount_fen"].eq(aid["due_amount_fen"]).fillna(False)
    return Fraction(int((~full.astype(bool)).sum()))


def _income_households(view: View, _: Mapping[str, Figure]) -> Fraction:
    return Fraction(len(incomes(view)))


def _income_exited_households(view: View, _: Mapping[str, Figure]) -> Fraction:
    return Fraction(int(incomes(view)["exit_status"].eq(EXITED).sum()))


def _poor_households(view: View, _: Mapping[str, Figure]) -> Fraction:
    return Fraction(int(below(incomes(view), Fraction(view.rules["exit_line"])).sum()))


def _further_deprivations(_: View, figures: Mapping[str, Figure]) -> Fraction | None:
    """Of the poor in several dimensions, how many deprivations they have beyond one each."""
    dimensions = 5
    sums, poor = (figures[one].measure.numerator for one in ("mpi", "mpi_headcount"))
    return None if sums is None or poor is None else dimensions * sums - poor


_UNPRINTED: Mapping[str, Callable[[View, Mapping[str, Figure]], Fraction | None]] = {
    "+premiums_not_full": _premiums_not_full,
    "+inpatients": _inpatients,
    "+yulu_not_in_full": _yulu_not_in_full,
    "+income_households": _income_households,
    "+income_exited_households": _income_exited_households,
    "+poor_households": _poor_households,
    "+further_deprivations": _further_deprivations,
}
