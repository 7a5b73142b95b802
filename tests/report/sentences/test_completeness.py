"""No sentence without a case: whatever Chinese the templates and the code of the sentences hold, some case has said."""

import ast
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from gonggu.report import (
    comparisons,
    document,
    headline,
    last_plan,
    matter,
    phrases,
    places,
    records,
    shortcomings,
)
from tests.report.sentences.all_cases import CASES
from tests.report.sentences.scene import lines_in, part_of

pytestmark = pytest.mark.slow
SPEAKING = (comparisons, document, headline, last_plan, matter, phrases, places, records, shortcomings)

CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LINE = re.compile(r"[^\n\u4e00-\u9fff]*[\u4e00-\u9fff][^\n]*")
# Private-use characters, as no ledger holds them: a mark of this number stands before the text.
_MARK = re.compile("\ue100(\\d+)\ue101")

# Headings: the cases look below them, the page's tests at them.
HEADINGS = {*document.CHAPTERS.values(), *document.WORK.values()}


class Marking(Extension):
    """Marks each Chinese text of a template, so that a page tells which of them it has said."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(fragments=[])

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            marked = token.type in ("data", "string") and CHINESE.search(token.value)
            value = (
                _LINE.sub(lambda line: self._marked(stream.name, line[0]), token.value)
                if marked
                else token.value
            )
            yield Token(token.lineno, token.type, value)

    def _marked(self, template: str | None, text: str) -> str:
        self.environment.fragments.append((template, text.strip()))  # type: ignore[attr-defined]
        start = CHINESE.search(text).start()  # type: ignore[union-attr]
        return f"{text[:start]}\ue100{len(self.environment.fragments) - 1}\ue101{text[start:]}"  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def environment() -> Environment:
    """The report's templates, marked."""
    marked = document.environment.__wrapped__()
    marked.add_extension(Marking)
    for name in marked.list_templates():
        marked.get_template(name)
    return marked


@pytest.fixture(scope="module")
def pages(environment: Environment) -> list[str]:
    """The parts of all cases, with their marks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(document, "environment", lambda: environment)
        return [part_of(case) for case in CASES]


@pytest.fixture(scope="module")
def words(pages: list[str]) -> str:
    """What a reader sees of all parts, without the marks."""
    return "\n".join(_MARK.sub("", unescape(re.sub(r"<[^>]+>", "", page))) for page in pages)


def test_every_text_of_the_templates_is_said_by_a_case(environment: Environment, pages: list[str]) -> None:
    said = {int(number) for page in pages for number in _MARK.findall(page)}
    fragments = environment.fragments  # type: ignore[attr-defined]
    assert len(fragments) > 300
    unsaid = [one for number, one in enumerate(fragments) if number not in said]
    assert [one for one in unsaid if re.sub("<[^>]+>", "", one[1]) not in HEADINGS] == []


def test_every_text_of_the_sentences_code_is_said_by_a_case(words: str) -> None:
    texts = {text for module in SPEAKING for text in _texts(Path(str(module.__file__)))}
    assert len(texts) > 100
    assert sorted(text for text in texts - HEADINGS if text not in words) == []


def _texts(path: Path) -> Iterator[str]:
    """The Chinese texts of a module, without docstrings, cut where a value is put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield from _pieces(re.split(r"\{[^}]*\}|<[^>]+>", node.value))


def _pieces(parts: Iterable[str]) -> Iterator[str]:
    yield from (part for part in parts if CHINESE.search(part))


_CJK = "\u4e00-\u9fff"
# Full-width punctuation between Chinese characters; no blank between a number and its unit or the word before it.
HALF_WIDTH = re.compile(rf"[{_CJK}][,;:!?()][{_CJK}]|[{_CJK}][()]|[()][{_CJK}]|[{_CJK}]\.(?!\w)")
BLANKS = re.compile(
    rf"[{_CJK}，。；：、（）“”] +[\d.]|[\d%] +[{_CJK}，。；：、（）]|[{_CJK}] +[{_CJK}，。；：、（）]"
)
DOUBLED = re.compile(r"[，。；：、]{2}|（）|“”|（，|，）|。）|\bnan\b|\bNone\b|<NA>|\ue000|\(\)")
FOUR_DIGITS = re.compile(r"(?<![\d.,])\d{4,}(?![\d年-])")


def _typography(pattern: re.Pattern[str], pages: Iterable[str]) -> list[str]:
    lines = {line for page in pages for line in lines_in(_MARK.sub("", page))}
    return sorted(
        {
            f"{found[0]}: {cell}"
            for line in lines
            for cell in line.split(" | ")
            for found in [pattern.search(cell)]
            if found
        }
    )


def test_punctuation_between_chinese_is_full_width(pages: list[str]) -> None:
    assert _typography(HALF_WIDTH, pages) == []


def test_no_blank_stands_before_or_behind_a_number(pages: list[str]) -> None:
    assert _typography(BLANKS, pages) == []


def test_no_punctuation_is_doubled_and_nothing_reads_as_missing(pages: list[str]) -> None:
    assert _typography(DOUBLED, pages) == []


def test_numbers_from_a_thousand_on_have_separators(pages: list[str]) -> None:
    assert _typography(FOUR_DIGITS, pages) == []
