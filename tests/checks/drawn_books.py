"""Ledgers drawn as text tables, checked without writing workbooks: the district and the rules of worked_ledgers."""

from gonggu.checks.books import Books
from gonggu.checks.run import all_findings
from gonggu.reading.areas import with_areas
from gonggu.reading.typed import TypedLedger
from tests.ledgers_for_tests import id_number
from tests.worked_ledgers import FORMS, YEAR, cells_of, frame_of, params_of


def books_of(**tables: str) -> Books:
    """The ledgers drawn; a header's place is its column's letter, and row 1 holds the headers."""
    frames = with_areas(
        {FORMS.ledgers[name].id: frame_of(name, table) for name, table in tables.items()}, FORMS
    )
    ledgers = {
        FORMS.ledgers[name].id: TypedLedger(
            FORMS.ledgers[name],
            frames[FORMS.ledgers[name].id],
            (),
            {(f"{name}.xlsx", "Sheet1", 0): _letters(name, table)},
        )
        for name, table in tables.items()
    }
    return Books(ledgers, FORMS, YEAR, params_of().rules)


def _letters(name: str, table: str) -> dict[str, str]:
    headers = cells_of(table.strip().splitlines()[0])
    return {
        FORMS.ledgers[name].columns[header].name: chr(ord("A") + place)
        for place, header in enumerate(headers)
    }


def found(check: str, **tables: str) -> list[str]:
    """What one check finds in these ledgers while all run, each as `ledger cell value`."""
    lines = all_findings(books_of(**tables), ())
    lines = lines[lines["check"].eq(check)]
    return [f"{line.ledger} {line.cell} {line.value}".strip() for line in lines.itertuples()]


def checks_found(**tables: str) -> list[str]:
    """All that is found in these ledgers, as `check cell`."""
    lines = all_findings(books_of(**tables), ())
    return [f"{line.check} {line.cell}" for line in lines.itertuples()]


def expected_of(check: str, **tables: str) -> list[str]:
    """What one check expects at each of its findings."""
    lines = all_findings(books_of(**tables), ())
    return lines.loc[lines["check"].eq(check), "expected"].tolist()


def aged(years: int, sequence: int = 1) -> str:
    """An ID number of somebody of so many full years at the end of the year."""
    return id_number(f"{YEAR - years}0304", sequence)
