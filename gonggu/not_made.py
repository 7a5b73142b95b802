"""The checks that could not be made, or not of all records, because a file was not read: told once a file.

What is found wrong among the records that are there is wrong whatever else a file holds; that something is nowhere,
or does not add up, is known only where everything was read.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gonggu.checks.books import Books
from gonggu.checks.catalogue import CHECKS
from gonggu.checks.register import given
from gonggu.figures.crosschecks.catalogue import WHOLE
from gonggu.forms import Forms
from gonggu.last_year_files import REGISTER
from gonggu.lookup import among
from gonggu.reading.trouble import Trouble


@dataclass(frozen=True)
class Needs:
    """The ledgers that a check reads beside others' records, and those of which it must know every record, by id."""

    reads: tuple[str, ...]
    whole: tuple[str, ...] = ()


_REGISTER = ("households", "persons")
_INCOMES = (*_REGISTER, "income")
_OF_PERSONS = (
    *("age_school_senior", "age_school_primary", "age_out_of_school", "labour_lost", "labour_age"),
    *("work_months", "work_place_months", "work_no_labour"),
)
NEEDS: dict[str, Needs] = {
    "area_unknown": Needs((), ("villages",)),
    "area_differs": Needs(("households",), ("villages",)),
    "household_empty": Needs(("households",), ("persons",)),
    "household_size": Needs(("households",), ("persons",)),
    "household_head": Needs(("households",), ("persons",)),
    "head_identity": Needs(_REGISTER),
    "spouse_sex": Needs(_REGISTER),
    "relation_sex": Needs(("persons",)),
    "relocation_flag": Needs(("households",), ("relocation",)),
    "cause_illness": Needs(("households",), ("persons",)),
    "cause_disability": Needs(("households",), ("persons",)),
    "cause_school": Needs(("households",), ("persons",)),
    "cause_repeated": Needs(("households",)),
    "type_dibao": Needs(("households", "income"), ("persons", "social")),
    "type_general": Needs(_INCOMES, ("social",)),
    "type_tekun": Needs(_INCOMES),
    "dibao_and_tekun": Needs(_INCOMES, ("social",)),
    "exit_year_missing": Needs(("households",)),
    "exit_year_order": Needs(("households",)),
    "exited_unsafe": Needs(("households", "income"), ("persons", "insurance")),
    "helper_missing": Needs(("households",)),
    "helper_left": Needs(("households", "cadres")),
    "helper_is_poor": Needs((*_REGISTER, "cadres")),
    **{check: Needs(("persons",)) for check in _OF_PERSONS},
    "insured_missing": Needs(("persons",), ("insurance",)),
    "income_missing": Needs(("households",), ("income",)),
    "income_range": Needs(("households", "income"), ("persons",)),
    "income_outlier": Needs(("households", "income"), ("persons",)),
    "income_costs": Needs(("income",)),
    "income_wage_worker": Needs(("households", "income"), ("persons", "employment", "changes")),
    "payment_exceeds_project": Needs(("projects", "payments")),
    "payment_exceeds_document": Needs(("projects", "payments", "allocations")),
    "payment_before_start": Needs(("projects", "payments", "allocations")),
    "project_exceeds_document": Needs(("projects", "allocations")),
    "project_idle": Needs(("projects", "allocations"), ("payments",)),
    "project_status_dates": Needs(("projects",)),
    "funds_double": Needs(("allocations",)),
    **{check: Needs(reads, whole) for check, (reads, whole) in WHOLE.items()},
}
# What a record without its household keeps these from saying, once that household may be in a file that was not read.
_ASTRAY = {
    "persons": (
        *("household_empty", "household_size", "household_head", "cause_illness", "cause_disability"),
        *("cause_school", "type_dibao", "exited_unsafe", "income_range", "income_outlier"),
        "income_wage_worker",
    ),
    "income": ("income_missing",),
    "relocation": ("relocation_flag",),
}
_LEFT = ("households", "persons")


def checks_not_made(books: Books) -> Iterator[Trouble]:
    """A line for every file that was not read and keeps checks from being made, with the names of the checks."""
    if not books.unread:
        return
    prevented = _prevented(books)
    for (file, ledgers), checks in _by_file(books.unread, prevented, books.forms).items():
        names = "；".join(CHECKS[check].says for check in CHECKS if check in checks)
        yield Trouble(
            "check_not_made",
            "、".join(ledgers),
            file,
            value=f"{len(checks)} 项检查没有做，或没有做全",
            expected=f"读出这个文件后才能做全的检查：{names}",
        )


def followed_by_sums(unread: Mapping[str, tuple[str, ...]], forms: Forms) -> Iterator[Trouble]:
    """A line for every file of last year's register that was not read: nobody can be followed person by person."""
    for ledger, files in unread.items():
        if ledger in REGISTER:
            for file in files:
                yield Trouble(
                    "check_not_made",
                    forms.by_id[ledger].name,
                    value=f"上年的台账读不出：{file}",
                    expected="读出这个文件后，才能与上年的名册逐人、逐村核对（目前只按合计推算）",
                )


def _by_file(
    unread: Mapping[str, tuple[str, ...]], prevented: Mapping[str, set[str]], forms: Forms
) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    """The checks that each file prevents, by the file and the names of its ledgers."""
    files: dict[str, list[str]] = defaultdict(list)
    for ledger, names in unread.items():
        for file in names:
            files[file].append(ledger)
    found = {
        (file, tuple(forms.by_id[one].name for one in ledgers)): set().union(
            *(prevented[one] for one in ledgers)
        )
        for file, ledgers in files.items()
    }
    return {key: checks for key, checks in found.items() if checks}


def _prevented(books: Books) -> dict[str, set[str]]:
    """By ledger of which a file was not read, the checks that could not be made, or not of all."""
    prevented: dict[str, set[str]] = {ledger: set() for ledger in books.unread}
    for ledger, checks in prevented.items():
        for check, needs in NEEDS.items():
            absent = ledger not in books and ledger in needs.reads
            if absent or ledger in needs.whole:
                checks.add(check)
        if _referred_to(ledger, books.forms):
            checks.add("ref_missing")
    if "households" in prevented and "households" in books:
        for ledger, checks_of in _ASTRAY.items():
            if _has_strays(books, ledger):
                prevented["households"] |= set(checks_of)
    return prevented


def _referred_to(ledger: str, forms: Forms) -> bool:
    """Whether records refer to the ledger's; who is in 人员变更 need not be on the register."""
    targets = {
        forms.ledgers[column.target[0]].id
        for form in forms.ledgers.values()
        for column in form.columns.values()
        if column.target
    }
    return ledger in targets or (ledger == "changes" and bool(targets & set(_LEFT)))


def _has_strays(books: Books, ledger: str) -> bool:
    """Whether a record of the ledger names a household that is not there."""
    if ledger not in books:
        return False
    numbers = books.frame(ledger)["household_id"]
    return bool((given(numbers) & ~among(numbers, books.frame("households")["household_id"])).any())
