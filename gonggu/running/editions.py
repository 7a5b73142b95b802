"""A run: the ledgers cleaned once for the year, then the editions that need it, side by side."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from gonggu.errors import DataError, StepError, UsageError, UserError, nearest
from gonggu.folders import Folders, Kind, require_no_link
from gonggu.kernels.forking import start_fork_parent
from gonggu.manifest import hashes, require_register, stale
from gonggu.reserved import shown
from gonggu.running.building import (
    CleanStep,
    Outcome,
    kept_of,
    make_edition,
    record_failure,
    stands,
)
from gonggu.running.executors import Workplace, workplace
from gonggu.running.index import renew_index
from gonggu.running.lock import hold_year
from gonggu.running.plan import ASKED, EditionPlan, plan_edition
from gonggu.running.problems import is_listed, write_lists
from gonggu.running.publish import building_folder, run_folder, sweep
from gonggu.running.steps import (
    STEPS,
    Limits,
    Progress,
    Step,
    no_steps,
    path_parameters,
    require_step,
    run_step,
)
from gonggu.running.stopping import completed, stoppable
from gonggu.scope import Scope
from gonggu.withholding import withheld_of
from gonggu.writing import replacing
from gonggu.writing import sweep as sweep_folder
from gonggu.year import Year, open_year

FAN_OUT = ("townships", "villages")
KINDS = ("internal", "public")


@dataclass(frozen=True)
class Request:
    """What one call of `run` asks for; `workers` 0 is one more than processors, `cluster` a Dask scheduler's address.

    `first_step` and the steps after it are run whatever they are; blank runs only what has changed.
    """

    year: int
    folders: Folders
    township: str = ""
    village: str = ""
    fan_out: str = ""
    first_step: str = ""
    workers: int = 0
    cluster: str = ""
    limits: Limits = field(default_factory=Limits)
    kind: Kind = "internal"


@dataclass(frozen=True)
class Run:
    """What became of a run: every scope's outcome in order, why what ran did, and what to tell beside it."""

    outcomes: list[Outcome]
    reasons: list[str]
    notes: list[str]


def run(request: Request, progress: Progress) -> Run:
    """Make the editions that are asked for; UserError where none can be made."""
    work = open_year(request.year, **path_parameters(request.folders))
    work.require_ledgers()
    _refuse_early(request)
    with stoppable(), hold_year(request.year, *request.folders.written()):
        year_folder = request.folders.outputs / str(request.year)
        sweep(year_folder)
        sweep_folder(work.folders.processed(work.year))
        try:
            folder = run_folder(year_folder)
            with workplace(request.workers, request.cluster, folder, progress) as place:
                done = _run(work, request, place, progress)
        finally:
            sweep(year_folder)
            notes = renew_index(request.folders)
    return replace(done, notes=[*done.notes, *notes])


def _run(work: Year, request: Request, place: Workplace, progress: Progress) -> Run:
    raw, processed = work.folders.raw(work.year), work.folders.processed(work.year)
    why = ASKED if request.first_step == "clean" else stale(raw, processed, work.params, work.forms)
    executed = processed / f"{STEPS['clean']}.ipynb"
    if not why and not executed.is_file():
        why = "上次没有做完"
    if not why:
        require_register(work.manifest(), work.forms)
        work.scope(request.township, request.village)
    clean = CleanStep(Step("skipped"), executed)
    if why:
        clean = _clean(work, place.folder, progress, request.limits, executed)
    manifest = work.manifest()
    scopes, left_out = _scopes(work, request)
    for scope in scopes:
        require_no_link(work.folders, work.year, scope, request.kind)
    forced = request.first_step if request.first_step != "clean" else "indicators"
    kind = request.kind
    withheld = withheld_of(work) if kind == "public" else None
    plans = [
        plan_edition(work, manifest, scope, kept_of(work, scope, kind), forced, withheld) for scope in scopes
    ]
    standing = {plan.scope: stands(work, plan.scope, kind) for plan in plans if plan.nothing_to_do}
    made = {scope: outcome for scope, outcome in standing.items() if outcome}
    todo = [plan for plan in plans if plan.scope not in made]
    townships = dict.fromkeys(scope.township for scope in scopes)
    write_lists(work, (one for one in townships if not is_listed(work, one)))
    if todo:
        made |= {one.scope: one for one in _editions(work, todo, request.limits, clean, place, progress)}
    notes = [*left_out, *_changed_since(work, manifest.hashes)]
    return Run([made[scope] for scope in scopes], _reasons(why, plans), notes)


def _refuse_early(request: Request) -> None:
    """Everything that can be known to be wrong before anything is written."""
    if request.first_step:
        require_step(request.first_step)
    if request.fan_out and request.fan_out not in FAN_OUT:
        raise UsageError(f"--all 不认识“{request.fan_out}”。{nearest(request.fan_out, FAN_OUT)}")
    if request.kind not in KINDS:
        raise UsageError(f"--edition 不认识“{request.kind}”。{nearest(request.kind, KINDS)}")
    if request.workers < 0:
        raise UsageError("--workers 应为正整数。")


def _clean(work: Year, into: Path, progress: Progress, limits: Limits, executed: Path) -> CleanStep:
    """Run 1_clean for the whole year, and keep its notebook beside the ledgers that it made."""
    start_fork_parent()  # it imports while this process does
    # Imported late, with pandas: a run that finds nothing changed never needs it.
    from gonggu.figures.catalogue import REQUIRED_RULES

    for rule in REQUIRED_RULES:
        work.params.rules.rule(rule)
    folder = building_folder(into, "clean")
    step = Step()
    parameters = {"year": work.year, **path_parameters(work.folders)}
    try:
        # In a thread, as the editions: nbclient would take the main thread's signals for itself.
        with workplace(1, "", folder, progress) as place:
            job = place.pool.submit(run_step, "clean", step, folder, parameters, Scope(), limits, progress)
            notebook = next(completed([job])).result()
    except UserError as error:
        failed = folder.with_name(f"{folder.name}-failed")
        (failed / "notebooks").mkdir(parents=True)
        for path in folder.glob("*.ipynb"):
            path.rename(failed / "notebooks" / path.name)
        look = record_failure(work, Scope(), {**no_steps(), "clean": step}, failed, error)
        if isinstance(error, DataError):
            with suppress(DataError):  # nothing has been read yet
                write_lists(work, [""])
            raise
        raise type(error)(f"{error}{look}") from None
    with replacing(executed) as fresh:
        shutil.copy2(notebook, fresh)
    return CleanStep(step, executed)


def _scopes(work: Year, request: Request) -> tuple[list[Scope], list[str]]:
    """The places whose editions are asked for, and a line for each of those that can have none."""
    asked = work.scope(request.township, request.village)
    if not request.fan_out:
        return [asked], []
    below = [place for place in work.places() if request.fan_out == "villages" or place.level == "township"]
    within = [place for place in below if not asked.township or place.township == asked.township]
    unfit = work.reserved()
    left_out = [f"没有做“{shown(place)}”的报告：{unfit[place]}。" for place in within if place in unfit]
    return list(dict.fromkeys([asked, *(place for place in within if place not in unfit)])), left_out


def _editions(
    work: Year,
    plans: list[EditionPlan],
    limits: Limits,
    clean: CleanStep,
    place: Workplace,
    progress: Progress,
) -> Iterator[Outcome]:
    """Each scope's outcome as it comes; one edition that fails does not stop the others."""
    if place.is_here:
        start_fork_parent()
    from gonggu.figures.catalogue import REQUIRED_RULES

    for rule in REQUIRED_RULES:
        work.params.rules.rule(rule)
    jobs: dict[Future[Outcome], Scope] = {
        place.pool.submit(make_edition, work, plan, clean, limits, place.folder, place.told): plan.scope
        for plan in plans
    }
    for done, job in enumerate(completed(jobs), start=1):
        progress("", "", done, len(plans))
        yield _outcome(jobs[job], job)


def _outcome(scope: Scope, job: Future[Outcome]) -> Outcome:
    error = job.exception()
    if error is None:
        return job.result()
    said = str(error) if isinstance(error, UserError) else f"{type(error).__name__}：{error}"
    return Outcome(scope, None, 0, said, StepError.exit_code)


def _reasons(clean: str, plans: list[EditionPlan]) -> list[str]:
    """Why each step ran or did not, a line each."""
    lines = [f"{STEPS['clean']}：{f'重做，{clean}' if clean else '沿用，台账、参数和程序都没有变化'}"]
    for plan in plans:
        if plan.nothing_to_do:
            lines.append(f"{plan.scope.name}：沿用，没有变化")
        else:
            lines += [f"{plan.scope.name} {STEPS[step]}：重做，{why}" for step, why in plan.reasons.items()]
    return lines


def _changed_since(work: Year, then: dict[str, str]) -> list[str]:
    now = hashes(work.folders.raw(work.year))
    changed = sorted({file for file, _ in then.items() ^ now.items()})
    if not changed:
        return []
    return [f"运行期间台账又有改动：{'、'.join(changed)}。这次的报告不含这些改动，请重新运行。"]
