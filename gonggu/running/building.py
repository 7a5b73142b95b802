"""One edition: built in a private folder by the steps 2 to 5, published as a whole or recorded as failed."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gonggu.checks.findings import findings_of
from gonggu.edition import PARTS_FOLDER, Year
from gonggu.errors import DataError, StepError, UserError
from gonggu.running.publish import building_folder, publish, replace_text
from gonggu.running.record import Record, Step, new_record
from gonggu.running.steps import STEPS, Progress, before, no_steps, path_parameters, run_step
from gonggu.scope import Scope

WRITTEN = ("report.html", "annex.xlsx", "figures.json")


@dataclass(frozen=True)
class Cleaned:
    """The clean step of the run: what is noted of it, and its executed notebook where it ran."""

    step: Step
    notebook: Path | None


@dataclass(frozen=True)
class Outcome:
    """What became of one scope: the report's path, or the error that stopped it."""

    scope: Scope
    report: Path | None
    errors: int
    failure: str = ""
    exit_code: int = 0


def make_edition(work: Year, scope: Scope, first_step: str, cleaned: Cleaned, progress: Progress) -> Outcome:
    """Build one edition and publish it; a failure leaves the previous one standing."""
    year_folder = work.folders.outputs / str(work.year)
    build = building_folder(year_folder, scope.path.as_posix().replace("/", "_"))
    notebooks = build / "notebooks"
    notebooks.mkdir()
    if cleaned.notebook:
        shutil.copy2(cleaned.notebook, notebooks)
    found = findings_of(work.store.findings(), scope)["severity"].value_counts()
    counts = {severity: int(found.get(severity, 0)) for severity in ("error", "warning", "info")}
    steps = {**no_steps(), "clean": cleaned.step}
    try:
        _run_steps(work, scope, first_step, build, steps, progress)
    except UserError as failure:
        record_failure(work, scope, steps, sorted(notebooks.glob("*.ipynb")))
        shutil.rmtree(build, ignore_errors=True)
        return Outcome(scope, None, counts["error"], str(failure), failure.exit_code)
    shutil.rmtree(build / PARTS_FOLDER, ignore_errors=True)
    record = _record(work, scope, steps)
    record.state, record.findings = "done", counts
    (build / "run.json").write_text(record.text(), encoding="utf-8")
    target = work.folders.edition(work.year, scope)
    publish(build, target, year_folder)
    return Outcome(scope, target / "report.html", counts["error"])


def record_failure(work: Year, scope: Scope, steps: dict[str, Step], notebooks: list[Path]) -> None:
    """Leave the record of a failed run, and its notebooks, beside the edition that still stands."""
    record = _record(work, scope, steps)
    record.state = "failed"
    target = work.folders.edition(work.year, scope)
    failed = target / "failed"
    shutil.rmtree(failed, ignore_errors=True)
    failed.mkdir(parents=True)
    for path in notebooks:
        if path.is_file():
            shutil.copy2(path, failed)
    replace_text(target / "run.json", record.text())


def _run_steps(
    work: Year, scope: Scope, first_step: str, build: Path, steps: dict[str, Step], progress: Progress
) -> None:
    skipped = before(first_step)
    parameters = {
        "year": work.year,
        "township": scope.township,
        "village": scope.village,
        **path_parameters(work.folders),
        "build": str(build),
    }
    for name in list(STEPS)[1:]:
        if name in skipped:
            steps[name].state = "skipped"
        else:
            executed = run_step(name, steps[name], build / "notebooks", parameters, scope, progress)
    # Imported late: nbconvert takes a second, which a refusal need not wait for.
    from gonggu.report.page import write_page

    write_page(executed, build / "report.html")
    missing = [name for name in WRITTEN if not (build / name).is_file()]
    if missing:
        raise StepError(f"{scope.name}：{STEPS['report']} 没有写出 {'、'.join(missing)}。")


def _record(work: Year, scope: Scope, steps: dict[str, Step]) -> Record:
    record = new_record(work.year, work.params.year.district, scope, steps, work.folders)
    with suppress(DataError):  # nothing has been read yet
        record.inputs = {one.file: one.sha256 for one in work.store.manifest().inputs}
    return record
