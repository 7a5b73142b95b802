"""Persons' names in a text: as they stand, over gaps between their characters, and beside a title or 户."""

import re
from collections.abc import Iterator

from gonggu.privacy.known import Known
from gonggu.privacy.plain import HAN

_TOKEN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[^\W_]+")
# 张 三 丰, 张-三丰, 买买提.吐尔逊: blanks, points and strokes between characters of one name.
_GAP = r"[\s\-_.·•*|/\\~=+'`\"]{1,3}+"
_GAPPED = re.compile(f"(?<![{HAN}])[{HAN}]++(?:{_GAP}[{HAN}]++)++")
# A full stop parts sentences; only a name that is long enough not to arise by chance is read over it.
_STOPPED = re.compile(f"([{HAN}]{{2,7}})。(?=([{HAN}]{{2,7}}))")
_LONGEST_NAME = 12
_WORDS_OF_A_NAME = 4
_TITLES = (
    "户主|[贫低脱监特五残农]困?[保贫测]?户|帮扶户|搬迁户|村民|居民|群众|学生|孤儿|老人|五保老人|残疾人|患者|队员|队长|干部|支书|书记|主任|组长|村长|"
    "乡长|镇长|区长|县长|局长|联系人|责任人|负责人|经办人|填报人|领款人|收款人|申请人|法人|姓名|其[子女妻夫父母]|之[子女]|妻子|丈夫|儿子|女儿|同志|原户主"
)
_BEHIND_TITLE = re.compile(rf"(?:{_TITLES})(?:[是为叫:：]|一家)?\s?(?=([{HAN}]\s?[{HAN}]))")
_FOLLOWERS = "户|家(?!庭|长|畜|禽|具|电|园)|等|同志|老人|夫妇|夫妻|一家|两口|已故|去世|本人"
_BEFORE_FOLLOWER = re.compile(rf"(?=([{HAN}]\s?[{HAN}])\s?(?:{_FOLLOWERS}))")


def has_name(text: str, known: Known, public: frozenset[str] = frozenset()) -> bool:
    """Return whether a known name, but none of the `public` ones, stands in a text that is `plain`.

    One of two characters counts as a whole token or beside a title, 户, 家, 等; longer ones count anywhere.
    """
    tokens = set(_TOKEN.findall(text))
    joined, whole = _joined(text)
    windows = {run[at : at + 3] for run in tokens | joined for at in range(len(run) - 2)}
    pairs = {token for token in tokens | whole if len(token) == 2} | _titled(text)
    if any(name not in public for name, _ in known.found("name", windows | pairs)):
        return True
    if known.has("part") and any(name not in public for name, _ in known.found("part", _titled(text))):
        return True
    stopped = {left + right for left, right in _STOPPED.findall(text)}
    windows |= {run[at : at + 3] for run in stopped for at in range(len(run) - 2)}
    longer = {name for _, name in known.found("longer", windows)} - public
    if any(name in run for name in longer for run in tokens | joined | stopped):
        return True
    return known.has("word") and any(
        word not in public for word, _ in known.found("word", _words(text.casefold()))
    )


def _joined(text: str) -> tuple[set[str], set[str]]:
    """Runs of characters without the gaps in them, and what neighbouring pieces with one of a single character give."""
    runs: set[str] = set()
    whole: set[str] = set()
    for found in _GAPPED.finditer(text):
        pieces = _TOKEN.findall(found[0])
        for first, piece in enumerate(pieces[:-1]):
            # What reaches over the gap behind this piece: its end, and as much of the following as a name may have.
            following = "".join(pieces[first + 1 : first + 1 + _LONGEST_NAME])[: _LONGEST_NAME - 1]
            runs.add(piece[1 - _LONGEST_NAME :] + following)
            if len(piece) == len(pieces[first + 1]) == 1:
                whole.add(piece + pieces[first + 1])
    return runs, whole


def _titled(text: str) -> set[str]:
    """Two characters behind a title or before 户, 家, 等 and the like."""
    found = (*_BEHIND_TITLE.findall(text), *_BEFORE_FOLLOWER.findall(text))
    return {"".join(pair.split()) for pair in found}


def _words(text: str) -> set[str]:
    """Neighbouring words of a text put together, as names are that are not all Chinese characters."""
    found = _WORD.findall(text)
    parts = range(1, _WORDS_OF_A_NAME + 1)
    joined = {
        "".join(some) for number in parts for some in zip(*(found[at:] for at in range(number)), strict=False)
    }
    return {word for word in joined if may_be_word(word)}


def may_be_word(word: str) -> bool:
    """Return whether a name in other letters is long enough to be told from an ordinary word."""
    return len(word) > 2 and not word.isdigit()


def tokens_of(text: str) -> Iterator[str]:
    """Yield the runs of Chinese characters of a text."""
    yield from _TOKEN.findall(text)
