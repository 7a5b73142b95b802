"""Persons' names in a text: the text is walked once, each window of three characters looked up."""

import re
from collections.abc import Iterable, Iterator

from gonggu.privacy.known import Known, Row
from gonggu.privacy.plain import HAN, plain

_TOKEN = re.compile(f"[{HAN}]+")
_COMMON = re.compile("[\u4e00-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")
# 张 三 丰, 张-三丰: blanks or strokes between characters of which one stands alone.
_GAP = r"[\s\-_.·•*|]{1,3}+"
# Begins where a run begins and gives nothing back: else a long run would take the square of its length.
_GAPPED = re.compile(f"(?<![{HAN}])[{HAN}]++(?:{_GAP}[{HAN}]++)++")
_LONGEST_GAPPED = 8
_REMARK = re.compile(r"[(\[【{<《][^)\]】}>》]*[)\]】}>》]?")
_SEVERAL = re.compile(r"[、,/;|]")
_WORDS_OF_A_NAME = 4


def has_name(text: str, known: Known, public: frozenset[str] = frozenset()) -> bool:
    """Whether a known name, but none of the `public` ones, stands in a text that is `plain`.

    One of two characters as a whole token, longer ones anywhere.
    """
    tokens = set(_TOKEN.findall(text))
    windows = {token[at : at + 3] for token in tokens for at in range(len(token) - 2)}
    joined = set(_gapped(text))
    whole = windows | {token for token in tokens if len(token) == 2} | {one for one in joined if len(one) < 4}
    if any(name not in public for name, _ in known.found("name", whole)):
        return True
    longer = {name for _, name in known.found("longer", windows | {one[:3] for one in joined})} - public
    if any(name in token for name in longer for token in tokens) or not longer.isdisjoint(joined):
        return True
    return known.has("word") and any(
        word not in public for word, _ in known.found("word", _words(text.casefold()))
    )


def name_rows(values: Iterable[str]) -> Iterator[Row]:
    """The names in a ledger's values, as they are looked up; remarks in brackets are none.

    A name of one character cannot be told from a word and is left out.
    """
    for name in {name for value in values for name in _in_cell(value)}:
        if not (_COMMON.fullmatch(name) or _TOKEN.fullmatch(name)):
            word = "".join(_WORD.findall(name.casefold()))
            if _may_be_name(word):
                yield Row("word", word)
        elif len(name) > 3:
            yield Row("longer", name[:3], name)
        elif len(name) > 1:
            yield Row("name", name)


def _words(text: str) -> set[str]:
    """Neighbouring words of a text put together, as names are that are not all Chinese characters."""
    found = _WORD.findall(text)
    parts = range(1, _WORDS_OF_A_NAME + 1)
    joined = {
        "".join(some) for number in parts for some in zip(*(found[at:] for at in range(number)), strict=False)
    }
    return {word for word in joined if _may_be_name(word)}


def _may_be_name(word: str) -> bool:
    return len(word) > 2 and not word.isdigit()


def _in_cell(value: str) -> list[str]:
    """The names in a cell, without blanks, remarks in brackets and numbers behind them."""
    if _COMMON.fullmatch(value):  # nearly always: nothing to be made plain
        return [value]
    return [_bare("".join(name.split())) for name in _SEVERAL.split(_REMARK.sub("", plain(value)))]


def _bare(name: str) -> str:
    bare = name.rstrip("0123456789.:-*")
    return bare if _TOKEN.fullmatch(bare) else name


def _gapped(text: str) -> Iterator[str]:
    """What neighbouring pieces give when joined, where one of them is a single character."""
    for found in _GAPPED.finditer(text):
        pieces = _TOKEN.findall(found[0])
        for first, piece in enumerate(pieces):
            joined, alone = piece, len(piece) == 1
            for following in pieces[first + 1 : first + _LONGEST_GAPPED]:
                joined, alone = joined + following, alone or len(following) == 1
                if len(joined) > _LONGEST_GAPPED:
                    break
                if alone:
                    yield joined
