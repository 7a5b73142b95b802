"""All checks over a year's ledgers."""

from collections.abc import Callable

import pandas as pd

from gonggu.checks import (
    dates,
    exits,
    funds,
    household_types,
    households,
    identity,
    incomes,
    keys,
    pairing,
    persons,
    references,
    values,
)
from gonggu.checks.books import Books, Found
from gonggu.checks.doubts import without_doubtful
from gonggu.checks.findings import gathered, no_findings, of_troubles
from gonggu.forms import Forms
from gonggu.reading.trouble import Trouble

# Cells and records by themselves; what these find, the others take for unknown.
FIRST: tuple[Callable[[Books], Found], ...] = (
    values.value_required,
    values.value_unread,
    values.value_negative,
    values.value_unit,
    identity.id_numbers,
    identity.phone_form,
    dates.date_future,
    dates.date_outside_year,
    dates.date_order,
    keys.repeated,
    keys.id_repeated,
    references.ref_missing,
    references.area_unknown,
    references.area_differs,
    references.name_differs,
)
# Records against each other.
SECOND: tuple[Callable[[Books], Found], ...] = (
    households.household_empty,
    households.household_size,
    households.household_head,
    households.head_identity,
    households.spouse_sex,
    households.relation_sex,
    households.relocation_flag,
    household_types.cause_illness,
    household_types.cause_disability,
    household_types.cause_school,
    household_types.cause_repeated,
    household_types.type_dibao,
    household_types.type_general,
    household_types.type_tekun,
    household_types.dibao_and_tekun,
    exits.exit_year_missing,
    exits.exit_year_order,
    exits.exited_unsafe,
    pairing.helper_missing,
    pairing.helper_left,
    pairing.helper_is_poor,
    persons.age_school_senior,
    persons.age_school_primary,
    persons.age_out_of_school,
    persons.labour_lost,
    persons.labour_age,
    persons.work_months,
    persons.work_place_months,
    persons.work_no_labour,
    persons.insured_missing,
    incomes.income_missing,
    incomes.income_range,
    incomes.income_costs,
    incomes.income_wage_worker,
    incomes.income_outlier,
    funds.payment_exceeds_project,
    funds.payment_before_start,
    funds.project_exceeds_document,
    funds.project_idle,
    funds.project_status_dates,
    funds.funds_double,
)


def all_findings(books: Books, troubles: tuple[Trouble, ...]) -> pd.DataFrame:
    """Everything wrong or doubtful in the records of a year, in order."""
    first = gathered(found for checker in FIRST for found in checker(books))
    trusted = without_doubtful(books, first)
    second = (found for checker in SECOND for found in checker(trusted))
    together = gathered([of_troubles(troubles), first, *second])
    return in_order(together, books.forms)


def in_order(findings: pd.DataFrame, forms: Forms) -> pd.DataFrame:
    """Findings in the order of the forms, files, sheets and rows."""
    if findings.empty:
        return no_findings()
    ledgers = {name: place for place, name in enumerate(forms.ledgers)}
    keys = findings.assign(
        _ledger=findings["ledger"].map(ledgers).fillna(len(ledgers)),
        _row=findings["row"].fillna(0).astype("int64"),
        _letters=findings["cell"].str.len(),
    )
    order = keys.sort_values(["_ledger", "file", "sheet", "_row", "_letters", "cell"], kind="stable").index
    return findings.loc[order].reset_index(drop=True)
