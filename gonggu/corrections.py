"""Corrections as data (`params/corrections/<year>.yaml`): what a record's cell says, and what it should say, and why."""

from datetime import date as day
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from gonggu.errors import UsageError
from gonggu.scope import Scope
from gonggu.strict import Strict, as_written, checked, show

Said = Annotated[str, Field(min_length=1)]


class Correction(Strict):
    """One cell put right; values as written, blank (null) where the cell is blank."""

    ledger: Said
    record: dict[str, str | None]  # every key column's header with its value
    column: Said
    old: str | None = Field(alias="from")
    new: str | None = Field(alias="to")
    reason: Said
    by: Said  # a person's name: it stays in this file
    date: day


class Applied(Strict):
    """A correction that was made, as it may be shown: personal values masked, without the name of who made it."""

    ledger: str
    record: str
    column: str
    old: str
    new: str
    reason: str
    date: day
    township: str
    village: str


def place_of(year: int, number: int) -> str:
    """How messages name the correction of this number, counted from 1."""
    return f"corrections/{year}.yaml › 第 {number} 条"


def load_corrections(folder: Path, year: int) -> tuple[Correction, ...]:
    """The year's corrections below `params/`, in the file's order; none where there is no file."""
    path = folder / "corrections" / f"{year}.yaml"
    if not path.is_file():
        return ()
    entries: Any = as_written(path)
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise UsageError(f"{show(path)}：应为列表，每条更正以“- ”开头。")
    return tuple(
        checked(Correction, entry, place_of(year, number)) for number, entry in enumerate(entries, start=1)
    )


def concerning(applied: tuple[Applied, ...], scope: Scope) -> tuple[Applied, ...]:
    """The corrections of the scope's records."""
    return tuple(
        one for one in applied if scope.township in ("", one.township) and scope.village in ("", one.village)
    )
