"""Makes matplotlib's SVG small: no comments or metadata, short numbers, compact glyphs. The drawing looks the same."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gonggu.report.style import FONT_FILE

# Path-mode SVG repeats every label in a comment; the preamble and metadata say nothing a reader needs.
_SUPERFLUOUS = re.compile(r"<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
_LINE_END = re.compile(r"\n\s*")
_LONG_GLYPH = FONT_FILE.stem + "-"
# Not the outlines of glyphs, which are made compact in another way.
_DRAWN = re.compile(r' (d|x|y|points)="([^"]*)"(?! transform="scale\(0\.015625\))')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_BESIDE_LETTER = re.compile(r"\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+")

# matplotlib writes a glyph in 64ths of a font unit and scales it back; a 4th is finer than any screen or printer.
_GLYPH = re.compile(r'(<path id="g[0-9a-f]+" )d="([^"]*)" transform="scale\(0\.015625\)"')
_FINENESS = 16
_GLYPH_SCALE = 0.015625 * _FINENESS
_COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")

Point = tuple[int, int]


def lean(svg: str) -> str:
    """The same drawing in about half the bytes."""
    bare = _LINE_END.sub(" ", _SUPERFLUOUS.sub("", svg)).strip().replace(_LONG_GLYPH, "g")
    rounded = _DRAWN.sub(lambda found: f' {found[1]}="{_tight(found[2])}"', bare)
    return _GLYPH.sub(
        lambda found: f'{found[1]}d="{compact_glyph(found[2])}" transform="scale({_GLYPH_SCALE:g})"', rounded
    )


@cache  # the same characters stand in many charts
def compact_glyph(outline: str) -> str:
    """The outline in whole steps of the coarser grid, each command relative to the point before."""
    written: list[str] = []
    here = start = (0, 0)
    for letter, numbers in _COMMAND.findall(outline):
        if letter == "z":
            written.append("z")
            here = start
            continue
        points = list(_points(numbers))
        written.append(letter.lower() + _relative(points, here))
        here = points[-1]
        if letter == "M":
            start = here
    return "".join(written)


def _points(numbers: str) -> Iterator[Point]:
    steps = [round(float(number) / _FINENESS) for number in numbers.split()]
    return zip(steps[::2], steps[1::2], strict=True)


def _relative(points: Sequence[Point], here: Point) -> str:
    """Offsets from `here`; a minus sign parts two numbers as well as a blank does."""
    offsets = [offset for x, y in points for offset in (x - here[0], y - here[1])]
    return " ".join(map(str, offsets)).replace(" -", "-")


def _tight(drawn: str) -> str:
    """Path data without the blanks around its letters, coordinates to a hundredth of a point."""
    return _BESIDE_LETTER.sub("", _LONG_DECIMAL.sub(_two, drawn)).strip()


def _two(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
