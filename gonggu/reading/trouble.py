"""What reading has to say about a file, a sheet or a row that it could not use as it stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """One thing about a place, under the id of its check; blank is unknown, a row is Excel's number."""

    check: str
    ledger: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    value: str = ""
    expected: str = ""
