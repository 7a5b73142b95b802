"""The problem list of an office, written from the year's findings."""

from pathlib import Path

from gonggu.scope import Scope
from gonggu.year import Year


def write_problems(work: Year, township: str) -> Path:
    """问题清单.xlsx of a township, or of the district where it is blank; the path."""
    # Imported late, with pandas: a run that finds nothing changed never needs it.
    from gonggu.checks.findings import findings_of
    from gonggu.problem_list import title_of, write_problem_list

    path = work.folders.problem_list(work.year, township)
    scope = Scope(township)
    findings = findings_of(work.store.findings(), scope)
    title = title_of(scope, work.params.year.district)
    write_problem_list(findings, path, title, work.year, work.folders.raw(work.year))
    return path
