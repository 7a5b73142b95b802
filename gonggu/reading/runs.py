"""Texts of several runs: a raised digit is a footnote's mark, a struck-out one deleted; neither is part of a number."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from gonggu.reading.styles import is_on, local

_FORMATTED = (b"vertAlign", b"strike")
# ¹, [1], 注1, *, a
_MARK = re.compile(
    r"[\[［【(（〔]?(?:注|脚注)?\s*(?:\d{1,2}|[a-z*#†‡※①-⑳])[\]］】)）〕]?(?:[,，、]\d{1,2})*", re.IGNORECASE
)
_MEASURE = re.compile(r"(?:m|米)$", re.IGNORECASE)
_BASE = re.compile(r"(?:^|[^\d.])10$")
_INLINE = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*>(<is>.*?</is>)', re.DOTALL)
_SQUARED = {"2": "²", "3": "³"}
Run = tuple[str, bool, bool]  # its text, whether raised, whether struck out


def has_formatted_runs(xml: bytes) -> bool:
    """Whether a part of a workbook may hold raised or struck-out runs."""
    return any(word in xml for word in _FORMATTED)


def read_texts(shared: bytes) -> tuple[bytes, dict[int, str]]:
    """The shared texts without raised marks, and those with a struck-out run by number."""
    root = ElementTree.fromstring(shared)
    struck = {number: text for number, one in enumerate(root) if (text := read_runs(one))}
    return ElementTree.tostring(root, "utf-8", xml_declaration=True), struck


def read_runs(text: ElementTree.Element) -> str:
    """Take raised marks out of a text; returned is the whole text where a run of it is struck out, else nothing."""
    elements = [one for one in text if local(one.tag) == "r"]
    runs = [_run(one) for one in elements]
    for element, shown in zip(elements, without_marks(runs), strict=True):
        for part in element:
            if local(part.tag) == "t":
                part.text, shown = shown, ""  # noqa: PLW2901 - the first holds the run
    struck = any(struck and run.strip() for run, _, struck in runs)
    return "".join(run for run, _, _ in runs) if struck else ""


def read_inline(xml: bytes) -> tuple[bytes, list[bytes]]:
    """A sheet without raised marks in the texts that stand in its cells, and the places of struck-out ones."""
    struck: list[bytes] = []

    def change(found: re.Match[bytes]) -> bytes:
        text = ElementTree.fromstring(found[2])
        if read_runs(text):
            struck.append(found[1])
        shown = ElementTree.tostring(text, "unicode").encode()
        return bytes(found[0][: found.start(2) - found.start()] + shown)

    return _INLINE.sub(change, xml), struck


def without_marks(runs: Sequence[Run]) -> list[str]:
    """The runs' texts without the raised marks; a text that is raised as a whole is merely small.

    What is raised behind m is a measure's, behind 10 a power's; no number is read from the latter.
    """
    if all(raised or not text.strip() for text, raised, _ in runs):
        return [text for text, _, _ in runs]
    shown: list[str] = []
    for text, raised, _ in runs:
        shown.append(_raised(text.strip(), "".join(shown)) if raised else text)
    return shown


def _raised(text: str, before: str) -> str:
    if text in _SQUARED and _MEASURE.search(before):
        return _SQUARED[text]
    if text.isdecimal() and _BASE.search(before):
        return f"^{text}"
    return "" if _MARK.fullmatch(text) else text


def _run(element: ElementTree.Element) -> Run:
    marks = [mark for part in element if local(part.tag) == "rPr" for mark in part]
    raised = any(local(one.tag) == "vertAlign" and one.get("val") == "superscript" for one in marks)
    struck = any(local(one.tag) == "strike" and is_on(one) for one in marks)
    return "".join(part.text or "" for part in element if local(part.tag) == "t"), raised, struck
