"""A run: the ledgers cleaned once for the year, then the editions that are asked for, side by side."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from gonggu.edition import Year, findings_of, open_year
from gonggu.errors import DataError, StepError, UsageError, UserError, nearest
from gonggu.figures.catalogue import REQUIRED_RULES
from gonggu.folders import Folders
from gonggu.kernels.forking import start_fork_parent
from gonggu.problem_list import title_of, write_problem_list
from gonggu.running.building import Cleaned, Outcome, make_edition, record_failure
from gonggu.running.lock import hold_year
from gonggu.running.publish import building_folder, sweep
from gonggu.running.record import Step
from gonggu.running.steps import STEPS, Progress, before, no_steps, path_parameters, run_step
from gonggu.scope import Scope

FAN_OUT = ("townships", "villages")


@dataclass(frozen=True)
class Request:
    """What one call of `run` asks for; `workers` 0 is one a processor."""

    year: int
    folders: Folders
    township: str = ""
    village: str = ""
    fan_out: str = ""
    first_step: str = "clean"
    workers: int = 0


def run(request: Request, progress: Progress) -> list[Outcome]:
    """Make the editions that are asked for; UserError where none can be made."""
    work = open_year(request.year, **path_parameters(request.folders))
    _refuse_early(work, request)
    with hold_year(request.year, *request.folders.written()):
        year_folder = request.folders.outputs / str(request.year)
        sweep(year_folder)
        try:
            cleaned = _clean(work, request, year_folder, progress)
            scopes = _scopes(work, request)
            for township in dict.fromkeys(scope.township for scope in scopes):
                write_problems(work, township)
            made = {outcome.scope: outcome for outcome in _editions(work, scopes, request, cleaned, progress)}
        finally:
            sweep(year_folder)
        return [made[scope] for scope in scopes]


def write_problems(work: Year, township: str) -> Path:
    """问题清单.xlsx of a township, or of the district where it is blank."""
    path = work.folders.problem_list(work.year, township)
    scope = Scope(township)
    findings = findings_of(work.store.findings(), scope)
    title = title_of(scope, work.params.year.district)
    write_problem_list(findings, path, title, work.year, work.folders.raw(work.year))
    return path


def _refuse_early(work: Year, request: Request) -> None:
    """Everything that can be known to be wrong before a kernel starts."""
    work.require_ledgers()
    for rule in REQUIRED_RULES:
        work.params.rules.rule(rule)
    before(request.first_step)
    if request.fan_out and request.fan_out not in FAN_OUT:
        raise UsageError(f"--all 不认识“{request.fan_out}”。{nearest(request.fan_out, FAN_OUT)}")
    if request.workers < 0:
        raise UsageError("--workers 应为正整数。")
    if work.is_current() and "villages" in work.store.present():
        work.scope(request.township, request.village)


def _clean(work: Year, request: Request, year_folder: Path, progress: Progress) -> Cleaned:
    """Run 1_clean for the whole year, or take the stored ledgers where the run begins with a later step."""
    if request.first_step != "clean":
        if not work.is_current():
            raise UsageError(
                f"台账或参数在上次清洗后有变化，不能从“{request.first_step}”开始；请去掉 --from 重新运行。"
            )
        return Cleaned(Step("skipped"), None)
    folder = building_folder(year_folder, "clean")
    step = Step()
    parameters = {"year": work.year, **path_parameters(work.folders)}
    try:
        return Cleaned(step, run_step("clean", step, folder, parameters, Scope(), progress))
    except UserError as error:
        notebooks = [folder / f"{STEPS['clean']}.ipynb"]
        record_failure(work, Scope(), {**no_steps(), "clean": step}, notebooks)
        if isinstance(error, DataError):
            write_problems(work, "")
        raise


def _scopes(work: Year, request: Request) -> list[Scope]:
    asked = work.scope(request.township, request.village)
    if not request.fan_out:
        return [asked]
    below = [place for place in work.places() if request.fan_out == "villages" or place.level == "township"]
    within = [place for place in below if not asked.township or place.township == asked.township]
    return list(dict.fromkeys([asked, *within]))


def _editions(
    work: Year, scopes: list[Scope], request: Request, cleaned: Cleaned, progress: Progress
) -> Iterator[Outcome]:
    """Each scope's outcome as it comes; one edition that fails does not stop the others."""
    workers = min(request.workers or os.cpu_count() or 1, len(scopes))
    if workers == 1:
        for scope in scopes:
            yield make_edition(work, scope, request.first_step, cleaned, progress)
        return
    start_fork_parent()  # here, so that the workers share one
    # Spawned, not forked: a kernel's client has threads.
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        jobs = {
            pool.submit(make_edition, work, scope, request.first_step, cleaned, _silent): scope
            for scope in scopes
        }
        for done, job in enumerate(as_completed(jobs), start=1):
            progress(jobs[job].name, "已结束的版本", done, len(scopes))
            yield _outcome(jobs[job], job.exception() or job.result())


def _outcome(scope: Scope, ended: Outcome | BaseException) -> Outcome:
    if isinstance(ended, Outcome):
        return ended
    return Outcome(scope, None, 0, f"{type(ended).__name__}：{ended}", StepError.exit_code)


def _silent(scope: str, notebook: str, cell: int, cells: int) -> None:  # noqa: ARG001 - nobody watches a worker
    return None
