"""The cases bite: whichever condition of a template is turned round, some case of its chapter fails."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment

from gonggu.report import document
from tests.report.sentences.all_cases import CASES
from tests.report.sentences.scene import Case, lines_in, part_of

CONDITION = re.compile(r"\{% (?P<word>if|elif) (?P<condition>.*?) %\}")
FRESH = document.environment.__wrapped__
# Parts that a template makes beside the one of its own name.
PARTS = {"overview": ("overview", "cover")}
# Where a list begins, a number's column, a figure without unit: set by CSS or proved by the page's tests.
FURNITURE = re.compile(r"loop\.|figure\.card\.unit")


def _templates() -> list[str]:
    return [name for name in document.environment().list_templates() if not name.startswith("_")]


def _turned(source: str) -> Iterator[tuple[str, str]]:
    """Each condition of a template, and the template with it turned round."""
    for found in CONDITION.finditer(source):
        if not FURNITURE.search(found["condition"]):
            turned = f"{{% {found['word']} not ({found['condition']}) %}}"
            yield found["condition"], source[: found.start()] + turned + source[found.end() :]


def _environment(name: str, source: str) -> Environment:
    """The report's templates with this one in another wording."""
    environment: Environment = FRESH()
    own = environment.loader
    assert own is not None
    environment.loader = ChoiceLoader([DictLoader({name: source}), own])
    return environment


def _holds(case: Case) -> bool:
    try:
        shown = lines_in(part_of(case))
    except Exception:
        return False
    return shown == list(case.says) if case.whole else set(case.says) <= set(shown)


@pytest.mark.slow
@pytest.mark.parametrize("name", _templates())
def test_a_condition_turned_round_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = document.environment()
    source = own.loader.get_source(own, name)[0]  # type: ignore[union-attr]
    part = name.partition(".")[0]
    cases = [case for case in CASES if case.part in PARTS.get(part, (part,))]
    unnoticed = []
    for condition, turned in _turned(source):
        environment = _environment(name, turned)
        monkeypatch.setattr(document, "environment", lambda made=environment: made)
        if all(_holds(case) for case in cases):
            unnoticed.append(condition)
    assert unnoticed == []
