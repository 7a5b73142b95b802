"""The problem lists of offices, written from the year's findings."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gonggu.manifest import NAME
from gonggu.scope import Scope
from gonggu.year import Year

if TYPE_CHECKING:
    from gonggu.mending import Mending


def write_lists(work: Year, townships: Iterable[str]) -> None:
    """问题清单.xlsx of each of these townships; blank is the district's."""
    wanted = list(townships)
    if wanted:
        mending = work.mending()
        for township in wanted:
            write_problems(work, mending, township)


def write_problems(work: Year, mending: "Mending", township: str) -> Path:
    """问题清单.xlsx of a township, or of the district where it is blank; `mending` is the year's."""
    # Imported late, with pandas: a run that finds nothing changed never needs it.
    from gonggu.problem_list import title_of, write_problem_list

    path = work.folders.problem_list(work.year, township)
    scope = Scope(township)
    title = title_of(scope, work.params.year.district)
    write_problem_list(mending.within(scope), path, title, work.year, work.folders.raw(work.year))
    # What it was made from: see `is_listed`.
    os.utime(path, ns=2 * (_made(work),))
    return path


def is_listed(work: Year, township: str) -> bool:
    """Whether the office's problem list is there, and is that of the ledgers as they were last cleaned."""
    try:
        return work.folders.problem_list(work.year, township).stat().st_mtime_ns == _made(work)
    except OSError:
        return False


def _made(work: Year) -> int:
    return (work.folders.processed(work.year) / NAME).stat().st_mtime_ns
