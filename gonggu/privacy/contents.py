"""A file's content down to its last text, whatever is packed, encoded or escaped in it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from gonggu.privacy.decoding import (
    LONGEST_PATH,
    data_uris,
    encoded_words,
    from_word,
    readings,
    without_payloads,
)
from gonggu.privacy.images import JPEG, PNG, parts_of_jpeg, parts_of_png
from gonggu.privacy.markup import LIKE_MARKUP, parts_of_markup
from gonggu.privacy.parts import Part, sealed, within
from gonggu.privacy.structured import parts_of_json
from gonggu.privacy.workbooks import ZIP, parts_of_archive

DEEPEST = 12
# The lines of a drawing; its parts tell them.
_DRAWN = re.compile(r"\s(?:d|points)=(?:\"[^\"]{99,}\"|'[^']{99,}')")
# A text without any of these is not escaped, has no markup and nothing encoded in it: most are such.
_MORE = re.compile(r"[<&%\\\x1b]|_x|;base64,|[A-Za-z0-9+/_-]{8}", re.IGNORECASE)
_JSON = (".json", ".ipynb")
_PACKED = {PNG: parts_of_png, JPEG: parts_of_jpeg, ZIP: parts_of_archive, b"PK\x05\x06": parts_of_archive}
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NO_TEXT = frozenset(chr(code) for code in [*range(9), *range(14, 27), *range(28, 32)])
EMBEDDED = "内嵌内容"

# Contents that have been read, and whether as measures.
Seen = set[tuple[str | bytes, bool]]


def texts_of(parts: Iterable[Part], seen: Seen) -> Iterator[Part]:
    """The texts of these parts and of all that is in them, each once; a sealed part for what cannot be looked into.

    What is in `seen` has been read elsewhere and is left out; what is read is added.
    """
    waiting = [(part, 0) for part in parts]
    while waiting:
        part, depth = waiting.pop()
        if part.sealed:
            yield part
        elif depth > DEEPEST:
            yield sealed(part.where)
        elif (part.content, part.measures) not in seen:
            seen.add((part.content, part.measures))
            if isinstance(part.content, bytes):
                inner = opened("", part.content)
            else:
                said, inner = _read(part, part.content)
                yield from said
            waiting += [
                (Part(within(part.where, one.where), one.content, one.measures, one.sealed), depth + 1)
                for one in inner
                if one.sealed or (one.content, one.measures) not in seen
            ]


def opened(name: str, data: bytes) -> list[Part]:
    """What a file consists of; of its `name` only the ending matters, and only for JSON."""
    for mark, parts_of in _PACKED.items():
        if data.startswith(mark):
            return parts_of(data)
    text = _text(data)
    if text is None:
        return [sealed("")]
    found = parts_of_json(text) if name.lower().endswith(_JSON) else None
    return [Part("", text)] if found is None else found


def _read(part: Part, text: str) -> tuple[list[Part], list[Part]]:
    """What a text says in each of its readings, and what is found inside."""
    if not _MORE.search(text):
        return [part], []
    said: list[Part] = []
    inner: list[Part] = []
    is_markup = bool(LIKE_MARKUP.search(text))
    for number, reading in enumerate(readings(text)):
        # Markup is told by its parts; as it stands it is read too, lest the parser has missed something.
        raw = without_payloads(_DRAWN.sub(" ", reading) if is_markup else reading)
        said.append(Part(part.where, raw, measures=part.measures or is_markup))
        if LIKE_MARKUP.search(reading) and (number == 0 or not is_markup):
            inner += parts_of_markup(reading)
        if not part.measures:
            inner += _embedded(reading)
    return said, inner


def _embedded(text: str) -> Iterator[Part]:
    for data in data_uris(text):
        yield Part(EMBEDDED, data)
    for word in encoded_words(text):
        for data in _in_word(word) if len(word) <= LONGEST_PATH else _sensible(word):
            yield Part(EMBEDDED, data)


@lru_cache(maxsize=1 << 14)  # the same words come again and again; only short ones are remembered
def _in_word(word: str) -> tuple[bytes, ...]:
    return tuple(_sensible(word))


def _sensible(word: str) -> Iterator[bytes]:
    """What a word holds that is a file or a text."""
    return (data for data in from_word(word) if data.startswith(tuple(_PACKED)) or _makes_sense(data))


def _makes_sense(data: bytes) -> bool:
    """Whether decoded bytes are a text and not what an ordinary word gives by chance."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return _NO_TEXT.isdisjoint(text)


def _text(data: bytes) -> str | None:
    """The text of a file; None where it is none."""
    encodings = [name for mark, name in _MARKS.items() if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _NO_TEXT.isdisjoint(text) else None
    return None
