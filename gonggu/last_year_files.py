"""Where the ledgers of the year before lie that this year needs, and their corrections; reads no workbook."""

from dataclasses import replace
from pathlib import Path

from gonggu.corrections import load_corrections
from gonggu.forms import Forms
from gonggu.params import Params
from gonggu.reading.discover import named_ledgers, shown_name, workbooks

# What this year's register has to follow from.
REGISTER = frozenset({"villages", "households", "persons"})
# The ledgers whose workbooks of the year before are read, by their names; what lies in others is not looked for.
TAKEN = REGISTER | {"income", "allocations", "projects", "payments", "insurance"}


def folder_of(raw: Path) -> Path:
    """Where the ledgers of the year before lie, beside those of the year."""
    return raw.parent / str(int(raw.name) - 1) if raw.name.isdigit() else raw / "-"


def last_year_files(raw: Path, forms: Forms) -> dict[str, Path]:
    """The workbooks of last year's ledgers that are taken, by their place beside the year's folder (`2018/贫困户.xlsx`)."""
    folder = folder_of(raw)
    if not folder.is_dir():
        return {}
    files = [path for path in workbooks(folder) if {one.id for one in named_ledgers(path, forms)} & TAKEN]
    return {f"{folder.name}/{shown_name(path, folder)}": path for path in files}


def params_of(params: Params, forms: Forms) -> Params:
    """The parameters with the corrections of the year before, as far as they are of the ledgers that are taken."""
    year = params.year.year - 1
    names = {forms.by_id[ledger].name for ledger in TAKEN}
    corrections = [one for one in load_corrections(params.folder, year) if one.ledger in names]
    before = params.year.model_copy(update={"year": year})
    return replace(params, year=before, corrections=tuple(corrections))
