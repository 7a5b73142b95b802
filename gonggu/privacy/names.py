"""Persons' names in a text: the text is walked once, each window of three characters looked up."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Names:
    """Names laid out for looking up.

    `longer` is by a name's first three characters; `words` are names that are not all Chinese characters, in lower case and
    without blanks. A name of one character cannot be told from a word and is left out.
    """

    pairs: frozenset[str] = frozenset()
    triples: frozenset[str] = frozenset()
    longer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def are_in(self, text: str) -> bool:
        """Whether one of them stands in a text that is `plain`: of two characters as a whole token, longer anywhere."""
        tokens = set(_TOKEN.findall(text))
        if not self.pairs.isdisjoint(tokens) or any(map(self._within, tokens)):
            return True
        return any(map(self._is_name, _gapped(text))) or self._has_word(text)

    def _within(self, token: str) -> bool:
        windows = [token[at : at + 3] for at in range(len(token) - 2)]
        if not self.triples.isdisjoint(windows):
            return True
        return bool(self.longer) and any(
            token.startswith(self.longer.get(window, ()), at) for at, window in enumerate(windows)
        )

    def _is_name(self, token: str) -> bool:
        return token in self.pairs or token in self.triples or token in self.longer.get(token[:3], ())

    def _has_word(self, text: str) -> bool:
        if not self.words:
            return False
        found = _WORD.findall(text.casefold())
        parts = range(1, _WORDS_OF_A_NAME + 1)
        return any(
            not self.words.isdisjoint(map("".join, zip(*(found[at:] for at in range(number)), strict=False)))
            for number in parts
        )


def names_of(values: Iterable[str], public: frozenset[str] = frozenset()) -> Names:
    """The names in a ledger's values, without those that are public; remarks in brackets are none."""
    shown = {name for value in public for name in _in_cell(value)}
    found = {name for value in values for name in _in_cell(value)} - shown
    chinese = {name for name in found if _COMMON.fullmatch(name) or _TOKEN.fullmatch(name)}
    longer: dict[str, list[str]] = {}
    for name in sorted(name for name in chinese if len(name) > 3):
        longer.setdefault(name[:3], []).append(name)
    words = ("".join(_WORD.findall(name.casefold())) for name in found - chinese)
    return Names(
        frozenset(name for name in chinese if len(name) == 2),
        frozenset(name for name in chinese if len(name) == 3),
        {first: tuple(names) for first, names in longer.items()},
        frozenset(word for word in words if len(word) > 2 and not word.isdigit()),
    )


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
