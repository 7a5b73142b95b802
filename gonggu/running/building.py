"""One edition: built in a private folder by the steps 2 to 5, published as a whole or recorded as failed."""

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gonggu.errors import LeakError, StepError, StoppedError, UserError, WriteError
from gonggu.folders import FAILED, STEPS_FOLDER, Kind
from gonggu.running.before import keep_before
from gonggu.running.kept import MADE, Kept, kept_in, write_record
from gonggu.running.plan import EditionPlan
from gonggu.running.publish import building_folder, publish, publishing, replace_text
from gonggu.running.record import new_record
from gonggu.running.steps import (
    STEPS,
    STEPS_OF,
    Limits,
    Progress,
    Step,
    no_steps,
    path_parameters,
    run_step,
)
from gonggu.scope import Scope
from gonggu.writing import unwritable, writing
from gonggu.year import Year

# The record that an edition was published with: run.json itself tells of the last run, which may have failed.
OWN_RECORD = f"{STEPS_FOLDER}/run.json"


@dataclass(frozen=True)
class CleanStep:
    """The clean step of the run: what is noted of it, and its executed notebook."""

    step: Step
    notebook: Path


@dataclass(frozen=True)
class Outcome:
    """What became of one scope: the report's path, or the error that stopped it."""

    scope: Scope
    report: Path | None
    errors: int
    failure: str = ""
    exit_code: int = 0
    made: bool = True  # False where the edition stands as it was


def kept_of(work: Year, scope: Scope, kind: Kind = "internal") -> Kept:
    """What is there of the scope's steps: in its edition, and of a run that failed since."""
    target = work.folders.edition(work.year, scope, kind)
    return kept_in(target, target / FAILED)


def stands(work: Year, scope: Scope, kind: Kind = "internal") -> Outcome | None:
    """The outcome for an edition that needs nothing; None where its own record is gone."""
    target = work.folders.edition(work.year, scope, kind)
    try:
        own = (target / OWN_RECORD).read_text(encoding="utf-8")
        errors = int(json.loads(own)["findings"]["error"])
    except (OSError, ValueError, KeyError):
        return None
    with suppress(OSError):
        if (target / "run.json").read_text(encoding="utf-8") == own:
            return Outcome(scope, target / "report.html", errors, made=False)
    # A run has failed since, on ledgers that are no longer there.
    replace_text(target / "run.json", own)
    shutil.rmtree(target / FAILED, ignore_errors=True)
    return Outcome(scope, target / "report.html", errors, made=False)


def make_edition(
    work: Year, plan: EditionPlan, clean: CleanStep, limits: Limits, folder: Path, progress: Progress
) -> Outcome:
    """Build one edition in the run's folder and publish it.

    A failure leaves the previous edition standing and is the outcome's.
    """
    try:
        return _make(work, plan, clean, limits, folder, progress)
    except UserError as error:
        return Outcome(plan.scope, None, 0, str(error), error.exit_code)
    except OSError as error:
        return Outcome(
            plan.scope, None, 0, str(unwritable(error, work.folders.outputs)), WriteError.exit_code
        )
    except Exception as error:
        return Outcome(plan.scope, None, 0, f"{type(error).__name__}：{error}", StepError.exit_code)


def _make(
    work: Year, plan: EditionPlan, clean: CleanStep, limits: Limits, folder: Path, progress: Progress
) -> Outcome:
    """The steps, the records, the gate, then publication.

    What must not be published is not kept either: of an edition that the gate has stopped, `failed` has the notebooks,
    for the analyst at the same office to find the place, but no report, annex or figures that somebody could pass on.
    The report step counts as failed, so that the next run makes the report anew and tries the gate again.
    """
    scope = plan.scope
    build = building_folder(folder, scope.path.as_posix())
    try:
        with writing(build):
            for made in ("notebooks", STEPS_FOLDER):
                (build / made).mkdir()
            if clean.notebook.is_file() and plan.kind == "internal":
                shutil.copy2(clean.notebook, build / "notebooks" / f"{STEPS['clean']}.ipynb")
        counts = _findings(work, scope)
        steps = {**no_steps(), "clean": clean.step}
        done: list[str] = []
        try:
            for name in STEPS_OF[plan.kind]:
                _one_step(work, plan, name, build, steps[name], limits, progress)
                done.append(name)
        except UserError as failure:
            return _failed(work, plan, steps, counts, done, build, failure)
        _write_records(work, plan, steps, counts, build)
        target = work.folders.edition(work.year, scope, plan.kind)
        if plan.kind == "internal":  # two public editions together could tell what each withholds
            keep_before(target, build)
        try:
            _pass_gate(work, build, steps["report"])
        except LeakError as leak:
            _withdraw(build)
            return _failed(work, plan, steps, counts, STEPS_OF[plan.kind][:-1], build, leak)
        publish(build, target, work.folders.outputs / str(work.year))
        return Outcome(scope, target / "report.html", counts["error"])
    finally:
        shutil.rmtree(build, ignore_errors=True)


def _one_step(
    work: Year, plan: EditionPlan, name: str, build: Path, noted: Step, limits: Limits, progress: Progress
) -> None:
    """Run a step, or take what it made the last time."""
    if name not in plan.reasons:
        kept_of(work, plan.scope, plan.kind).copy_into(build, name)
        noted.state = "skipped"
        return
    parameters: dict[str, Any] = {
        "year": work.year,
        "township": plan.scope.township,
        "village": plan.scope.village,
        **path_parameters(work.folders),
        "build": str(build),
    }
    if name == "report":
        parameters["kind"] = plan.kind
    executed = run_step(name, noted, build / "notebooks", parameters, plan.scope, limits, progress)
    if name == "report":
        # Imported late: nbconvert takes a second.
        from gonggu.report.page import write_page

        write_page(executed, build / "report.html")
    missing = [made for made in MADE[name] if not (build / made).is_file()]
    if missing:
        noted.state = "failed"
        noted.error = f"{STEPS[name]} 没有写出 {'、'.join(missing)}。"
        raise StepError(f"{plan.scope.name}：{noted.error}")


def _failed(
    work: Year,
    plan: EditionPlan,
    steps: dict[str, Step],
    counts: dict[str, int],
    done: Sequence[str],
    build: Path,
    failure: UserError,
) -> Outcome:
    with writing(build):
        write_record(build, plan.fingerprints, done)
    look = record_failure(work, plan.scope, steps, build, failure, plan.kind)
    return Outcome(plan.scope, None, counts["error"], f"{failure}{look}", failure.exit_code)


def _write_records(
    work: Year, plan: EditionPlan, steps: dict[str, Step], counts: dict[str, int], build: Path
) -> None:
    """The files that tell of a finished edition, as they are published with it."""
    record = new_record(work, plan.scope, steps, plan.kind)
    record.state = "done"
    # How many doubts there are of few households is told to the office alone.
    record.findings = counts if plan.kind == "internal" else {"error": counts["error"]}
    with writing(build):
        for name in ("run.json", OWN_RECORD):
            (build / name).write_text(record.text(), encoding="utf-8")
        write_record(build, plan.fingerprints, STEPS_OF[plan.kind])


def _pass_gate(work: Year, build: Path, report: Step) -> None:
    """LeakError, and the report step failed, where the edition gives a person away."""
    # Imported late, with the ledgers: a run that finds nothing changed never needs it.
    from gonggu.privacy.computed import computed_in
    from gonggu.privacy.gate import require_nobody_given_away
    from gonggu.privacy.vocabulary import vocabulary

    try:
        made = [build / name for names in MADE.values() for name in names if (build / name).is_file()]
        computed = computed_in({path.name: path.read_bytes() for path in made})
        require_nobody_given_away(build, vocabulary(work).knowing(computed))
    except LeakError as leak:
        report.state, report.error = "failed", str(leak)
        raise


def _withdraw(build: Path) -> None:
    """Take away all that is meant for readers, and the record that says that it was made."""
    with writing(build):
        for name in (*MADE["report"], "run.json", OWN_RECORD):
            (build / name).unlink(missing_ok=True)


def record_failure(
    work: Year,
    scope: Scope,
    steps: dict[str, Step],
    build: Path,
    error: UserError,
    kind: Kind = "internal",
) -> str:
    """Leave the record of a failed run, its notebooks and finished steps, beside the edition that still stands.

    What is said of it: where to open the notebook that failed; blank where there is none. StepError, and nothing
    written, where the run's folder was swept: it is no longer the last run.
    """
    record = new_record(work, scope, steps, kind)
    record.state = "stopped" if isinstance(error, StoppedError) else "failed"
    target = work.folders.edition(work.year, scope, kind)
    failed = target / FAILED
    with publishing(build), writing(failed):
        shutil.rmtree(failed, ignore_errors=True)
        target.mkdir(parents=True, exist_ok=True)
        build.rename(failed)
        replace_text(target / "run.json", record.text())
    stopped = [STEPS[name] for name, step in steps.items() if step.state in ("failed", "died", "timed out")]
    notebooks = [failed / "notebooks" / f"{name}.ipynb" for name in stopped]
    return "".join(f"可在 JupyterLab 中打开 {path} 查看。" for path in notebooks if path.is_file())


def _findings(work: Year, scope: Scope) -> dict[str, int]:
    from gonggu.checks.findings import findings_of

    found = findings_of(work.store.findings(), scope)["severity"].value_counts()
    return {severity: int(found.get(severity, 0)) for severity in ("error", "warning", "info")}
