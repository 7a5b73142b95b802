"""Invented persons and their numbers, the vocabulary of a ledger that has them, and how a value may be disguised."""

import base64
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from gonggu.allowed import Allowed
from gonggu.privacy.known import known_of
from gonggu.privacy.numbers import ACCOUNT, ID, PHONE
from gonggu.privacy.persons import PERSON, personal_rows
from gonggu.privacy.vocabulary import Vocabulary, vocabulary_of

# By kind, as the ledgers have them. The ID number and the account are wrong in form: only the ledgers tell them.
LEDGERS = {
    PERSON: ["覃翠莲", "储金", "欧阳明德", "阿卜杜拉·买买提"],
    ID: ["999000195803120018"],
    PHONE: ["0745-7712345", "13812345678"],
    ACCOUNT: ["8800123456781235"],
}
# Of persons that no ledger knows: told by their form alone.
STRANGERS = {
    "any ID": (ID, "11010519491231002X"),
    "any old ID": (ID, "110105491231002"),
    "any mobile": (PHONE, "13987654321"),
    "any card": (ACCOUNT, "6222020111122220002"),
}
VALUES: dict[str, tuple[str, str]] = {
    **{value: (kind, value) for kind, values in LEDGERS.items() for value in values},
    **STRANGERS,
}


def vocabulary_of_values(values: Mapping[str, Iterable[str]], allowed: Iterable[Allowed] = ()) -> Vocabulary:
    """The vocabulary of personal values by kind."""
    return vocabulary_of(known_of(personal_rows(values)), allowed)


VOCABULARY: Vocabulary = vocabulary_of_values(LEDGERS)

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_GROUPS = {18: (6, 8, 4), 15: (6, 6, 3), 11: (3, 4, 4), 16: (4, 4, 4, 4), 19: (4, 4, 4, 4, 3)}


def _grouped(value: str, separator: str) -> str:
    """How a person would part it: 138 1234 5678; a name by each character."""
    if not value[0].isdigit():
        return separator.join(value.replace("·", ""))
    sizes = _GROUPS.get(len(value))
    if not sizes:
        return value
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    return separator.join(value[end - size : end] for size, end in zip(sizes, ends, strict=True))


def _escaped(form: str) -> Callable[[str], str]:
    return lambda value: "".join(form.format(ord(one)) for one in value)


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "full width": lambda value: value.translate(_WIDE),
    "blanks": lambda value: _grouped(value, " "),
    "wide blanks": lambda value: _grouped(value, "\u3000"),
    "hyphens": lambda value: _grouped(value, "-"),
    "long dashes": lambda value: _grouped(value, "\u2013"),
    "zero-width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "joiners and marks": "\u2060\ufe0f".join,
    "lower case": str.lower,
    "one tag": lambda value: f"<b>{value[0]}</b>{value[1:]}",
    "many tags": lambda value: "".join(f"<i>{one}</i>" for one in value),
    "entities": _escaped("&#{};"),
    "hexadecimal entities": _escaped("&#x{:x};"),
    "entities escaped again": _escaped("&amp;#{};"),
    "percent": lambda value: quote(value, safe=""),
    "percent twice": lambda value: quote(quote(value, safe=""), safe=""),
    "JSON escapes": _escaped("\\u{:04x}"),
    "CSS escapes": _escaped("\\{:x} "),
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 for URLs": lambda value: base64.urlsafe_b64encode(value.encode()).decode().rstrip("="),
    "data: URI": lambda value: f"data:text/plain;base64,{base64.b64encode(value.encode()).decode()}",
}
