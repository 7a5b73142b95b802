"""The pipeline: five notebooks in sequence, for one scope or many; each edition is published as a whole."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from gonggu.edition import PARTS_FOLDER, Year, findings_of, open_year
from gonggu.errors import DataError, StepError, UsageError, UserError, nearest
from gonggu.figures.catalogue import REQUIRED_RULES
from gonggu.folders import NOTEBOOKS, Folders
from gonggu.problem_list import write_problem_list
from gonggu.running.lock import hold_year
from gonggu.running.notebooks import execute
from gonggu.running.publish import building_folder, publish, replace_text, sweep
from gonggu.running.record import Record, Step, new_record
from gonggu.scope import Scope

STEPS = {
    "clean": "1_clean",
    "indicators": "2_indicators",
    "funds": "3_funds",
    "relocation": "4_relocation",
    "report": "5_report",
}
# What is told while it runs: scope, notebook, cell, cells.
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Request:
    """What one call of `run` asks for."""

    year: int
    folders: Folders
    township: str = ""
    village: str = ""
    fan_out: str = ""
    first_step: str = "clean"


@dataclass(frozen=True)
class Outcome:
    """What became of one scope: the report's path, or the error that stopped it."""

    scope: Scope
    report: Path | None
    errors: int
    warnings: int
    failure: UserError | None = None


def run(request: Request, progress: Progress) -> list[Outcome]:
    """Make the editions that are asked for; UserError where none can be made."""
    work = open_year(request.year, *(str(path) for path in _paths(request.folders)))
    _refuse_early(work, request)
    with hold_year(request.folders.outputs, request.year):
        year_folder = request.folders.outputs / str(request.year)
        sweep(year_folder)
        cleaned = _clean(work, request, year_folder, progress)
        scopes = _scopes(work, request)
        _write_problem_lists(work, scopes)
        return [_edition(work, scope, request, cleaned, progress) for scope in scopes]


def _refuse_early(work: Year, request: Request) -> None:
    """Everything that can be known to be wrong before a kernel starts."""
    work.require_ledgers()
    for rule in REQUIRED_RULES:
        work.params.rules.rule(rule)
    if request.first_step not in STEPS:
        raise UsageError(f"没有步骤“{request.first_step}”。{nearest(request.first_step, STEPS)}")
    if request.fan_out not in ("", "townships", "villages"):
        raise UsageError(
            f"--all 不认识“{request.fan_out}”。{nearest(request.fan_out, ('townships', 'villages'))}"
        )


@dataclass(frozen=True)
class _Cleaned:
    step: Step
    notebook: Path | None


def _clean(work: Year, request: Request, year_folder: Path, progress: Progress) -> _Cleaned:
    """Run 1_clean for the whole year, or take the stored ledgers where the run begins with a later step."""
    if request.first_step != "clean":
        if not work.is_current():
            raise UsageError(
                f"台账或参数在上次清洗后有变化，不能从“{request.first_step}”开始；请去掉 --from 重新运行。"
            )
        return _Cleaned(Step("skipped"), None)
    folder = building_folder(year_folder, "clean")
    output = folder / f"{STEPS['clean']}.ipynb"
    step = Step()
    try:
        with _timed(step):
            execute(
                NOTEBOOKS / output.name,
                output,
                {"year": work.year, **_paths_as_parameters(work.folders)},
                lambda cell, cells: progress(Scope().name, STEPS["clean"], cell, cells),
            )
    except UserError as error:
        _record_failure(work, Scope(), {**_no_steps(), "clean": step}, output)
        if isinstance(error, DataError):
            write_problems(work, "")
        raise
    return _Cleaned(step, output)


def _scopes(work: Year, request: Request) -> list[Scope]:
    asked = work.scope(request.township, request.village)
    if not request.fan_out:
        return [asked]
    below = [place for place in work.places() if request.fan_out == "villages" or place.level == "township"]
    within = [place for place in below if not asked.township or place.township == asked.township]
    return list(dict.fromkeys([asked, *within]))


def _edition(work: Year, scope: Scope, request: Request, cleaned: _Cleaned, progress: Progress) -> Outcome:
    """Build one edition in a private folder and publish it; a failure leaves the previous one standing."""
    year_folder = work.folders.outputs / str(work.year)
    build = building_folder(year_folder, str(scope.path).replace("/", "_"))
    notebooks = build / "notebooks"
    notebooks.mkdir()
    if cleaned.notebook:
        shutil.copy2(cleaned.notebook, notebooks / cleaned.notebook.name)
    findings = findings_of(work.store.findings(), scope)["severity"].value_counts()
    counts = {severity: int(findings.get(severity, 0)) for severity in ("error", "warning", "info")}
    steps = {**_no_steps(), "clean": cleaned.step}
    try:
        _run_steps(work, scope, request, build, steps, progress)
    except UserError as failure:
        _record_failure(work, scope, steps, notebooks)
        shutil.rmtree(build, ignore_errors=True)
        return Outcome(scope, None, counts["error"], counts["warning"], failure)
    shutil.rmtree(build / PARTS_FOLDER, ignore_errors=True)
    record = _record(work, scope, steps)
    record.state, record.findings = "done", counts
    (build / "run.json").write_text(record.text(), encoding="utf-8")
    target = work.folders.edition(work.year, scope)
    publish(build, target, year_folder)
    return Outcome(scope, target / "report.html", counts["error"], counts["warning"])


def _run_steps(
    work: Year, scope: Scope, request: Request, build: Path, steps: dict[str, Step], progress: Progress
) -> None:
    skipped = list(STEPS)[: list(STEPS).index(request.first_step)]
    for name, notebook in list(STEPS.items())[1:]:
        if name in skipped:
            steps[name].state = "skipped"
            continue
        parameters = {
            "year": work.year,
            "township": scope.township,
            "village": scope.village,
            **_paths_as_parameters(work.folders),
            "build": str(build),
        }
        with _timed(steps[name]):
            execute(
                NOTEBOOKS / f"{notebook}.ipynb",
                build / "notebooks" / f"{notebook}.ipynb",
                parameters,
                lambda cell, cells, notebook=notebook: progress(scope.name, notebook, cell, cells),
            )
    # Imported late: nbconvert takes a second, which a refusal need not wait for.
    from gonggu.report.page import write_page

    write_page(build / "notebooks" / f"{STEPS['report']}.ipynb", build / "report.html")
    missing = [name for name in ("report.html", "annex.xlsx", "figures.json") if not (build / name).is_file()]
    if missing:
        raise StepError(f"{scope.name}：{STEPS['report']} 没有写出 {'、'.join(missing)}。")


@contextmanager
def _timed(step: Step) -> Iterator[None]:
    begun = perf_counter()
    step.started = datetime.now(UTC).isoformat(timespec="seconds")
    step.state = "failed"
    try:
        yield
        step.state = "done"
    except UserError as error:
        step.error = str(error)
        raise
    finally:
        step.seconds = round(perf_counter() - begun, 3)


def _record(work: Year, scope: Scope, steps: dict[str, Step]) -> Record:
    record = new_record(work.year, work.params.year.district, scope, steps, work.folders)
    with suppress(DataError):  # nothing has been read yet
        record.inputs = {one.file: one.sha256 for one in work.store.manifest().inputs}
    return record


def _record_failure(work: Year, scope: Scope, steps: dict[str, Step], notebooks: Path) -> None:
    """Leave the record of a failed run, and its notebooks, beside the edition that still stands."""
    record = _record(work, scope, steps)
    record.state = "failed"
    target = work.folders.edition(work.year, scope)
    failed = target / "failed"
    shutil.rmtree(failed, ignore_errors=True)
    failed.mkdir(parents=True)
    for path in [notebooks] if notebooks.is_file() else sorted(notebooks.glob("*.ipynb")):
        shutil.copy2(path, failed / path.name)
    replace_text(target / "run.json", record.text())


def _write_problem_lists(work: Year, scopes: list[Scope]) -> None:
    for township in dict.fromkeys(scope.township for scope in scopes):
        write_problems(work, township)


def write_problems(work: Year, township: str) -> Path:
    """问题清单.xlsx of a township, or of the district where it is blank."""
    path = work.folders.problem_list(work.year, township)
    path.parent.mkdir(parents=True, exist_ok=True)
    findings = findings_of(work.store.findings(), Scope(township))
    write_problem_list(findings, path, f"{work.year} 年 {township or work.params.year.district}")
    return path


def _no_steps() -> dict[str, Step]:
    return {name: Step() for name in STEPS}


def _paths(folders: Folders) -> tuple[Path, Path, Path]:
    return folders.params, folders.data, folders.outputs


def _paths_as_parameters(folders: Folders) -> dict[str, str]:
    return dict(zip(("params", "data", "outputs"), map(str, _paths(folders)), strict=True))
