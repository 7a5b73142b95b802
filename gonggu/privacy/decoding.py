"""What a text says once its escapes are undone, and what is encoded in it."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_MOST_TURNS = 6
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BACKSLASH = re.compile(
    r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([0-9a-fA-F]{1,6})[ \n]?"
)
_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_EXCEL = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes characters that XML refuses
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # a terminal's
_LAST_CODE = 0x10FFFF

# What follows on the next line belongs to it where the first one is as long as wrapped lines are.
# Only the words have their letters in either case: payloads are long, and are read several times as fast so.
_DATA_URI = re.compile(
    r"(?i:data):[^,\s\"'<>]{0,200}(?i:;base64,)"
    r"([A-Za-z0-9+/_-]{60,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]+)*={0,2}|[A-Za-z0-9+/_-]+={0,2})"
)
_PAYLOAD = re.compile(r"((?i:;base64,))[A-Za-z0-9+/_=-]+")
# Tried at the first letter of a run alone: at each of them a long run would take the square of its length.
_WRAPPED = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{20,}+\r?\n[ \t]*+)+[A-Za-z0-9+/]{2,}={0,2}")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
LONGEST_PATH = 255
_PART = re.compile(r"[A-Za-z0-9]{8,}={0,2}")


def readings(text: str) -> Iterator[str]:
    """The text itself, then what it says with its escapes undone once, twice and so on."""
    yield text
    for _ in range(_MOST_TURNS):
        undone = _undone(text)
        if undone == text:
            return
        text = undone
        yield text


def _undone(text: str) -> str:
    """Entities, percent signs, backslashes and Excel's escapes, each undone once."""
    before = text
    if "\x1b" in text:
        text = _COLOUR.sub("", text)
    if "&" in text:
        text = unescape(text)
    if _PERCENT.search(text):
        text = unquote(text)
    if "\\" in text:
        text = _BACKSLASH.sub(_character, _BYTES.sub(_from_bytes, text))
    if "_x" in text:
        text = _EXCEL.sub(_character, text)
    if text == before:
        return text
    # Escaped halves of one character become that character.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(found: re.Match[str]) -> str:
    code = int(next(group for group in found.groups() if group), 16)
    return chr(code) if 0 < code <= _LAST_CODE else found[0]


def _from_bytes(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace")


def data_uris(text: str) -> Iterator[bytes]:
    """What the text's base64 data: URIs hold; what is no base64 at all is given as it stands."""
    for found in _DATA_URI.finditer(text):
        decoded = from_base64(found[1])
        yield found[1].encode() if decoded is None else decoded


def encoded_words(text: str) -> list[str]:
    """Words and wrapped lines that may be base64."""
    rest = without_payloads(text)
    words = sorted(set(_ENCODED.findall(rest)))
    return [found[0] for found in _WRAPPED.finditer(rest)] + words if words else []


def from_word(word: str) -> Iterator[bytes]:
    """What a word gives, whole and in parts, where it is base64; an ordinary word gives bytes without sense."""
    parts = {word} if word.isalnum() else {word, *_parts(word)}
    for part in sorted(parts):
        if (decoded := from_base64(part)) is not None:
            yield decoded


def _parts(word: str) -> Iterator[str]:
    """What a word with strokes may have in it: a/path/and-its-name."""
    yield from _PART.findall(word)
    if len(word) <= LONGEST_PATH:
        yield from (word[at + 1 :] for at, one in enumerate(word) if one in "/-_")


def without_payloads(text: str) -> str:
    """The text without what its data: URIs hold, which says nothing before it is decoded."""
    return _PAYLOAD.sub(r"\1", text) if ";base64," in text else text


def from_base64(text: str) -> bytes | None:
    """The bytes of a base64 text, also of its form for URLs, with or without padding; None where it is none."""
    bare = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except Error:
        return None
