"""How much room a workbook would take once parsed: calamine asks for it all at once, and aborts where there is none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gonggu.reading.marks import column_number

MOST_TOGETHER = (
    10_000_000  # cells between A1 and the last one, over all sheets, unless they are mostly filled
)
LEAST_FILLED = 0.05
MOST_TEXT = 2**30  # bytes of shared texts, each as often as cells refer to it
_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)(\d{1,7})[\"']")
_REFERS = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^<>]*>\s*<v[^<>]*>\s*(\d{1,9})")
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"']\s*(\d{1,99})")
_LEAST_TEXT = 5  # bytes that a shared text takes in its part: <si/>

Read = Callable[[str], bytes]  # a part's content by its name


@dataclass(frozen=True)
class Extent:
    """One sheet: how many cells may lie between A1 and its last one, and how many are written."""

    most: int
    filled: int


def spread_out(sheets: Mapping[str, Extent], read: Read) -> bool:
    """Whether the sheets together span far more cells than they fill."""
    if sum(extent.most for extent in sheets.values()) <= MOST_TOGETHER:
        return False
    filled = sum(extent.filled for extent in sheets.values())
    span = sum(
        extent.most if extent.filled >= extent.most * LEAST_FILLED else _span(read(part))
        for part, extent in sheets.items()
    )
    return span > MOST_TOGETHER and filled < span * LEAST_FILLED


def texts_too_long(texts: bytes, sheets: Mapping[str, Extent], read: Read) -> bool:
    """Whether the cells repeat the shared texts until they fill the memory."""
    lengths = [len(text) for text in texts.split(b"</si>")]
    if max(lengths) * sum(extent.filled for extent in sheets.values()) <= MOST_TEXT:
        return False
    numbers = (int(number) for part in sheets for number in _REFERS.findall(read(part)))
    return sum(lengths[number] for number in numbers if number < len(lengths)) > MOST_TEXT


def claims_too_many(texts: bytes) -> bool:
    """Whether the shared texts say that there are more of them than their part can hold."""
    start = texts.find(b"<sst")
    claimed = _UNIQUE.search(texts, start, max(start, texts.find(b">", start)))
    return claimed is not None and int(claimed[1]) > len(texts) // _LEAST_TEXT


def _span(xml: bytes) -> int:
    places = {(letters, int(row)) for letters, row in _CELL.findall(xml)}
    columns = {letters for letters, _ in places}
    return max((row for _, row in places), default=0) * max(map(column_number, columns), default=0)
