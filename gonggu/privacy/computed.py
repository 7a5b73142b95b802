"""Numbers that an edition itself has worked out, which are no person's though they may look like it."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from gonggu.privacy.numbers import SHORTEST

_PARTS = frozenset(
    {"value", "numerator", "denominator"}
)  # of a figure, in figures.json and in what steps hand on
_NUMBER = re.compile(r"-?(\d+)(?:\.0)?(?:/(\d+))?")
# A cell that holds a number and no text: the program writes what it has computed so.
_NUMERIC_CELL = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?><v>(\d{10,})</v>')


def computed_in(files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the digits of the figures in the JSON files and of the numeric cells in the workbooks of an edition."""
    return frozenset(digits for name, content in files.items() for digits in _computed(name, content))


def _computed(name: str, content: bytes) -> Iterator[str]:
    if name.endswith(".json"):
        try:
            yield from _parts_of_figures(json.loads(content, parse_int=str, parse_float=str))
        except (ValueError, RecursionError):
            return
    elif name.endswith(".xlsx"):
        try:
            with zipfile.ZipFile(BytesIO(content)) as book:
                for part in book.namelist():
                    if part.startswith("xl/worksheets/sheet"):
                        yield from (found.decode() for found in _NUMERIC_CELL.findall(book.read(part)))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
            return


def _parts_of_figures(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for key, value in content.items():
            if key in _PARTS and isinstance(value, str):
                found = _NUMBER.fullmatch(value)
                yield from (
                    digits
                    for digits in (found.groups() if found else ())
                    if digits and len(digits) >= SHORTEST
                )
            else:
                yield from _parts_of_figures(value)
    elif isinstance(content, list):
        for item in content:
            yield from _parts_of_figures(item)
