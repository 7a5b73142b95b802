"""The names in a cell of a ledger, without what offices write beside them, as they are looked up."""

import re
from collections.abc import Iterable, Iterator

from gonggu.privacy.known import Row
from gonggu.privacy.names import may_be_word
from gonggu.privacy.plain import HAN, plain

_HAN = re.compile(f"[{HAN}]+")
_COMMON = re.compile("[\u4e00-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")
_BRACKETED = re.compile(r"[(\[【{<《]([^)\]】}>》]*)[)\]】}>》]?")
_SEVERAL = re.compile(r"[、,/;|&+\n]|和(?=[\u4e00-\u9fff]{2,4}$)")
_CALLED = re.compile(r"^.{0,6}[:=]")  # 户主：蒋小平
_POINTS = re.compile(r"[·.。•\-_—\s]+")
_AFTER = re.compile(
    r"(?:已故|已去世|去世|已死亡|死亡|已迁出|已外嫁|外嫁|已注销|本人|户主|代领|代签|代|收|男|女|等\d*人?|[长次幺]?[子女])$"
)
_REMARKS = re.compile(
    r"(?:已|未|新|原|代|曾|现)|户主|[男女]$|死亡|去世|迁|嫁|外出|务工|低保|五保|特困|残|智障|精神|聋|哑|孤儿|其[子女妻夫]|[长次幺][子女]|[父母妻夫儿女孙]$|身份证|签|章|同"
)
# A name's point, which `plain` takes out.
_NAME_POINTS = re.compile("[·•‧∙⋅・･]")
_PART = "."  # before a part that is a name only beside a title
_NICKNAME_LENGTHS = range(2, 5)


def name_rows(values: Iterable[str]) -> Iterator[Row]:
    """Yield the names in a ledger's values, as they are looked up.

    A name of one character cannot be told from a word and is left out.
    """
    for name in {name for value in values for name in _in_cell(value)}:
        if name.startswith(_PART):
            yield Row("part", name[1:])
        elif not _HAN.fullmatch(name):
            word = "".join(_WORD.findall(name.casefold()))
            if may_be_word(word):
                yield Row("word", word)
        elif len(name) > 3:
            yield Row("longer", name[:3], name)
        elif len(name) > 1:
            yield Row("name", name)


def _in_cell(value: str) -> Iterator[str]:
    if _COMMON.fullmatch(value) and not _AFTER.search(value):  # nearly always: nothing to be made plain
        yield value
        return
    written = plain(_NAME_POINTS.sub(".", value))
    for inside in _BRACKETED.findall(written):
        if _HAN.fullmatch(inside) and len(inside) in _NICKNAME_LENGTHS and not _REMARKS.search(inside):
            yield inside
    for one in _SEVERAL.split(_BRACKETED.sub("", written)):
        yield from _spellings(_CALLED.sub("", one).strip())


def _spellings(written: str) -> Iterator[str]:
    """A name joined over its points and blanks, and its parts where each may be a name by itself."""
    bare = written.strip("0123456789.:-*#、,·•_ ")
    if not _HAN.search(bare):
        yield bare
        return
    pieces = [piece for piece in _POINTS.split(bare) if piece]
    joined = "".join(pieces)
    if not _HAN.fullmatch(joined):
        yield "".join(bare.split())
        yield from (run for run in _HAN.findall(bare) if len(run) in _NICKNAME_LENGTHS and run != joined)
        return
    yield joined
    rest = _AFTER.sub("", joined)
    if len(rest) > 1:
        yield rest
    if len(pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        # 吴大山 吴小山 are two persons; 古丽娜尔.阿不都 is one, known by her own name too.
        persons = len(written.split()) > 1
        yield from (piece if persons or len(piece) > 2 else f"{_PART}{piece}" for piece in pieces)
