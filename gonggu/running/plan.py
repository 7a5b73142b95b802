"""What a run has to do: a step whose fingerprint is the one of the last time is not run again."""

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from gonggu.folders import NOTEBOOKS, Kind
from gonggu.manifest import Manifest
from gonggu.paragraphs import texts_folder
from gonggu.params import Params
from gonggu.running.code import code_hash
from gonggu.running.kept import Fingerprint, Kept
from gonggu.running.steps import STEPS, STEPS_OF
from gonggu.scope import Scope
from gonggu.withholding import Withheld, of_place_and_parts
from gonggu.year import Year

# Whose versions may change what a step makes.
LIBRARIES = (
    *("ipykernel", "jinja2", "matplotlib", "mistune", "nbclient", "nbconvert", "numpy", "pandas"),
    *("papermill", "pyarrow", "python-calamine", "xlsxwriter"),
)
# What the report step runs beside its notebook: the page, and the gate that the edition has to pass.
_BESIDE = ("gonggu.report.page", "gonggu.privacy.gate")
_WORDS = {
    "ledgers": "本地的台账或查出的问题有变化",
    "params": "参数、规则或说明文字有变化",
    "code": "笔记本或程序有变化",
    "libraries": "程序库的版本有变化",
    "last_year": "上年的主要指标有变化",
    "withheld": "公开版不予公布的数有变化",
}
AFTER = "前面的步骤重做了"
NEVER_MADE, SPOILT, ASKED = "还没有做过", "上次的成果不完整", "要求重做"


@dataclass(frozen=True)
class EditionPlan:
    """What one scope needs: each step's fingerprint, and why those that are to run have to; the others are kept."""

    scope: Scope
    fingerprints: Mapping[str, Fingerprint]
    reasons: Mapping[str, str]
    kind: Kind = "internal"

    @property
    def nothing_to_do(self) -> bool:
        """Whether the edition stands as it is."""
        return not self.reasons


def plan_edition(
    work: Year,
    manifest: Manifest,
    scope: Scope,
    kept: Kept,
    first_forced: str | None,
    withheld: Withheld | None = None,
) -> EditionPlan:
    """The steps to run for a scope; `first_forced` and all after it run whatever they are.

    `withheld` is what the year's public editions withhold; None plans an internal one.
    """
    kind: Kind = "internal" if withheld is None else "public"
    prints = fingerprints(work.params, manifest, scope, withheld)
    forced = list(STEPS)[list(STEPS).index(first_forced) :] if first_forced else []
    reasons: dict[str, str] = {}
    for step in STEPS_OF[kind]:
        reason = ASKED if step in forced else _why(step, kept, prints[step])
        if not reason and step == "report" and reasons:
            reason = AFTER
        if reason:
            reasons[step] = reason
    return EditionPlan(scope, prints, reasons, kind)


def fingerprints(
    params: Params, manifest: Manifest, scope: Scope, withheld: Withheld | None = None
) -> dict[str, Fingerprint]:
    """Of each step of an edition, what it depends on, by kind, as hashes."""
    made: dict[str, Fingerprint] = {}
    for step in STEPS_OF["internal" if withheld is None else "public"]:
        report = step == "report"
        made[step] = {
            "ledgers": manifest.digest(scope),
            "params": _params(params, scope, with_texts=report),
            "code": code_hash(notebook_of(step), *(_BESIDE if report else ())),
            "libraries": libraries_hash(),
            # An internal report sets the first screen's figures beside those of the year before.
            **({"last_year": _before(manifest, scope)} if report and withheld is None else {}),
            # Of other places more may be withheld, and so of this one, though its own ledgers have not changed.
            **({} if withheld is None else {"withheld": _withheld(withheld, scope)}),
        }
    return made


def notebook_of(step: str) -> Path:
    """The notebook that a step runs."""
    return NOTEBOOKS / f"{STEPS[step]}.ipynb"


def _why(step: str, kept: Kept, now: Fingerprint) -> str:
    """Why a step has to run, in words; blank where what is kept of it will do."""
    if step not in kept.folders:
        return SPOILT if step in kept.spoilt else NEVER_MADE
    then = kept.fingerprints[step]
    return "、".join(word for kind, word in _WORDS.items() if then.get(kind) != now.get(kind))


def _before(manifest: Manifest, scope: Scope) -> str:
    then = manifest.before(scope)
    return _hash([then.model_dump_json()] if then else [])


@cache
def libraries_hash() -> str:
    """One hash over Python's version and those of the libraries."""
    versions = [platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES)]
    return _hash(versions)


def _withheld(withheld: Withheld, scope: Scope) -> str:
    told = of_place_and_parts(withheld, scope)
    return _hash([f"{place}: {','.join(figures)}" for place, figures in sorted(told.items())])


def _params(params: Params, scope: Scope, *, with_texts: bool) -> str:
    parts = [params.year.model_dump_json()]
    parts += [params.rules.in_force[name].model_dump_json() for name in sorted(params.rules)]
    parts += [point.model_dump_json() for point in params.series]
    if with_texts:
        parts += [claim.model_dump_json() for claim in params.published]
        parts += [one.model_dump_json() for one in params.allowed]
        parts += [target.model_dump_json() for target in params.plan]
        for path in sorted(texts_folder(params, scope).glob("*.md")):
            parts += [path.name, hashlib.sha256(path.read_bytes()).hexdigest()]
    return _hash(parts)


def _hash(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
