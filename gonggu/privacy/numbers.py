"""Numbers that belong to one person: those of the ledgers, and by their form ID numbers, mobile numbers, bank cards."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from gonggu.privacy.known import Known, Row
from gonggu.privacy.number_forms import is_card, is_cut_id, is_firm, is_id, is_old_id, mobile_in
from gonggu.privacy.plain import arabic, plain

ID, PHONE, ACCOUNT, MAIL = "证件号码", "电话号码", "银行账号", "电子邮箱"

# Shorter ones cannot be told from amounts and counts; a telephone number with its area code has ten digits or more.
SHORTEST = 10
# From here on no ordinary number is one of the ledgers' by chance, so that they are looked for inside of others.
LONG = 15
_LONGEST_GROUPED = 22  # a citizen's number and what may stand around it
_LAST = "[xXхХ×]"
# What may part the groups of one number: blanks, strokes, points, brackets, the signs of a date.
_GAP = r"[\s\-_.,、/\\·•:;()\[\]|*+~年月日号]{1,3}"
_RUN = re.compile(rf"(?<!\d)\d{{17}}{_LAST}|\d{{{SHORTEST},}}")
# Gives nothing back once it has it: else a long chain would take the square of its length.
_CHAIN = re.compile(rf"(?<!\d)\d++(?:{_GAP}\d++)++(?:{_GAP}?{_LAST}|{_LAST})?")
_LONG_CHAIN = re.compile(rf"\d(?:[ \-]{{0,2}}+\d){{{LONG - 2},}}+(?:[ \-]?{_LAST})?")
_LONG_RUN = re.compile(rf"\d{{{LONG - 1},}}(?:{_LAST}|\d)")
_GROUP = re.compile(rf"\d+|{_LAST}")
_WORD = re.compile(r"[0-9A-Za-z]{6,}")
_TOKEN_BEFORE, _TOKEN_AFTER = re.compile(r"[0-9A-Za-z./_-]*$"), re.compile(r"[0-9A-Za-z./_-]*")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")

_ANY_STROKE = frozenset(" -_./")
# How a mobile number is grouped, and the signs that part its groups then.
_MOBILE_GROUPS: dict[tuple[int, ...], frozenset[str] | None] = {
    (3, 4, 4): None,
    **dict.fromkeys([(3, 8), (7, 4)], frozenset(" -_/()[]·")),
    **dict.fromkeys([(4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 2, 2, 2, 2), (3, 2, 2, 4), (3, 4, 2, 2)], _ANY_STROKE),
    (1,) * 11: _ANY_STROKE,
}  # fmt: skip
_CARD_GROUPS = {(6, 13), (6, 12), (6, 10)}
_DECIMAL_AFTER, _DECIMAL_BEFORE = re.compile(r"\.(\d+)"), re.compile(r"(?<![\d.])(\d+)\.$")
_WORD_END, _WORD_BEGIN = re.compile(r"[0-9A-Za-z]*$"), re.compile(r"^[0-9A-Za-z]*")
_HEX = re.compile(r"(?=.*[a-fA-F])[0-9a-fA-F]+")
_HEX_DIGEST, _DIGEST = 16, 40  # letters and digits in one word: a digest; a key, base64
_UUID = re.compile(r"[0-9a-f]{4}-$")
_TOUCHING_BEFORE, _TOUCHING_AFTER = re.compile(r"\w\Z"), re.compile(r"\w")
_SAID_BEFORE = re.compile(r"(?:证|户主|姓名|身份)[^\d]{0,8}$")


def number_kinds(
    text: str, known: Known, computed: frozenset[str] = frozenset(), *, measures: bool = False
) -> set[str]:
    """Return the kinds of the personal numbers in a text that is `plain`.

    In `measures` (coordinates, raw code) only the ledgers' own long numbers are looked for. `computed` are digits that
    the edition has worked out; one that is also a person's number in the ledgers counts all the same.
    """
    kinds = {kind for _, kind in known.found("digits", _long_ones(text, known, measures=measures))}
    if measures:
        return kinds
    if "@" in text and _MAIL.search(text):
        kinds.add(MAIL)
    kinds |= _grouped_kinds(arabic(text), known, computed)
    if known.has("code"):
        words = {word.upper() for word in _WORD.findall(text)}
        kinds |= {kind for _, kind in known.found("code", words)}
    return kinds


def _grouped_kinds(text: str, known: Known, computed: frozenset[str]) -> set[str]:
    candidates = list(_candidates(text))
    own = dict(known.found("digits", {_bare(one) for one in candidates}))
    own |= _own_without_check(candidates, known)
    suspects = [(one, own.get(_bare(one)) or _kind_by_form(one, text)) for one in candidates]
    suspects = [(one, kind) for one, kind in suspects if kind and not _is_part_of_more(one, text)]
    by_form = [one for one, _ in suspects if _bare(one) not in own]
    registered = {key for key, _ in known.found("ordinary", {_token(one, text) for one in by_form})}
    return {
        kind
        for one, kind in suspects
        if _bare(one) in own or not (_token(one, text) in registered or one.amount in computed)
    }


def _own_without_check(candidates: Iterable["_Candidate"], known: Known) -> dict[str, str]:
    """The 17 digits of the ledgers' ID numbers that stand there without their check character."""
    cut = {one.digits for one in candidates if len(one.digits) == 17}
    found = known.found("digits", {digits + check for digits in cut for check in "0123456789X"})
    return {number[:17]: kind for number, kind in found if kind == ID}


def number_rows(values: Mapping[str, Iterable[str]]) -> Iterator[Row]:
    """Yield numbers by kind, as the ledgers have them; what is too short to be told from an amount is left out.

    Digits alone, or with an X at the end; codes are those with other letters.
    """
    lengths: set[int] = set()
    for kind, written in values.items():
        for value in written:
            for row in _rows(kind, value):
                if row.shape == "digits":
                    lengths.add(len(row.key))
                yield row
    yield from (Row("length", str(length)) for length in lengths)


def _rows(kind: str, value: str) -> Iterator[Row]:
    if kind != PHONE and value.isascii() and value.isdigit():  # nearly all of them
        if len(value) >= SHORTEST:
            yield Row("digits", value, kind)
        return
    text = plain(value).upper()
    digits = "".join(re.findall(r"\d", text)) + ("X" if text.endswith("X") else "")
    if kind == PHONE and (mobile := mobile_in(digits)):
        yield Row("digits", mobile, kind)
    elif re.search("[A-WYZ]|X.", text):
        code = "".join(re.findall("[0-9A-Z]", text))
        if len(code) >= SHORTEST - 1 and not code.isalpha():
            yield Row("code", code, kind)
    elif len(digits) >= SHORTEST:
        yield Row("digits", digits, kind)
    # Several numbers, or a number with a remark, in one cell.
    for run in _RUN.findall(text):
        if run != digits:
            yield Row("digits", mobile_in(run) or run, kind)


def has_personal_form(value: str) -> bool:
    """Return whether a text that is `plain` would be taken for a person's number by its form."""
    return any(_kind_by_form(one, value) for one in _candidates(value))


def _long_ones(text: str, known: Known, *, measures: bool) -> set[str]:
    """Digits of a text that may be a number that stands inside of a longer one."""
    lengths = [length for length in map(int, known.keys("length")) if length >= LONG]
    chains = {_digits(found[0]) for found in (_LONG_RUN if measures else _LONG_CHAIN).finditer(text)}
    return {
        digits[at : at + length]
        for digits in chains
        for length in lengths
        for at in range(len(digits) - length + 1)
    }


@dataclass(frozen=True)
class _Candidate:
    """A run of digits, or neighbouring groups of digits: their sizes, what parts them, where they stand.

    `whole` says that no further group of the chain stands beside them.
    """

    digits: str
    groups: tuple[int, ...]
    gaps: tuple[str, ...]
    start: int
    end: int
    whole: bool = True

    @property
    def amount(self) -> str:
        """The digits where the groups are thousands: 13,987,654,321."""
        thousands = set(self.gaps) == {","} and set(self.groups[1:]) == {3}
        return self.digits if len(self.groups) == 1 or thousands else ""


def _bare(one: _Candidate) -> str:
    """The digits as the ledgers' are known, without a country's number before them."""
    return mobile_in(one.digits) or one.digits


def _candidates(text: str) -> Iterator[_Candidate]:
    for found in _RUN.finditer(text):
        digits = _digits(found[0])
        yield _Candidate(digits, (len(digits),), (), found.start(), found.end())
    for chain in _CHAIN.finditer(text):
        yield from _neighbours(chain)


def _neighbours(chain: re.Match[str]) -> Iterator[_Candidate]:
    """Neighbouring groups of a chain that together are as long as a number of a person."""
    text = chain[0]
    groups = [group.span() for group in _GROUP.finditer(text)]
    for first, (begin, _) in enumerate(groups):
        total = 0
        for last in range(first, min(first + _LONGEST_GROUPED, len(groups))):
            start, end = groups[last]
            total += end - start
            if total > _LONGEST_GROUPED:
                break
            if last > first and total >= SHORTEST:
                spans = groups[first : last + 1]
                gaps = tuple(
                    " ".join(text[left[1] : right[0]].split()) or " " for left, right in pairwise(spans)
                )
                yield _Candidate(
                    _digits(text[begin:end]),
                    tuple(right - left for left, right in spans),
                    gaps,
                    chain.start() + begin,
                    chain.start() + end,
                    whole=first == 0 and last == len(groups) - 1,
                )  # fmt: skip


def _digits(text: str) -> str:
    return "".join("X" if one in "xXхХ×" else one for one in text if one.isdigit() or one in "xXхХ×")


def _kind_by_form(one: _Candidate, text: str) -> str:
    """What the number is by its form alone; blank where it is an ordinary one."""
    if len(one.digits) in (18, 20, 22) and is_id(one.digits[:18]) and _grouped_as_id(one):
        return "" if _is_firm_digits(one.digits) else ID
    if one.groups == (17,) and is_cut_id(one.digits) and not _in_longer_word(one, text):
        return ID
    if one.groups in ((15,), (6, 6, 3)) and is_old_id(one.digits) and _stands_as_id(one, text):
        return ID
    if mobile_in(one.digits) and _grouped_as_mobile(one):
        return PHONE
    return ACCOUNT if _grouped_as_card(one) and is_card(one.digits) and not _in_firm(one, text) else ""


def _is_firm_digits(digits: str) -> bool:
    """Whether what has an ID number's form is an organisation's code by its check sign and a lead that is no region's."""
    return digits[:2] in ("91", "92", "93") and is_firm(digits)


def _grouped_as_id(one: _Candidate) -> bool:
    """Whether the groups part region, birthday and rest, are all alike, or are all there is of the chain."""
    ends = [sum(one.groups[: place + 1]) for place in range(len(one.groups))]
    alike = len(set(one.groups[:-1])) <= 1 and one.groups[-1] <= one.groups[0]
    return len(one.groups) == 1 or (6 in ends and 14 in ends) or one.whole or (alike and one.groups[0] < 6)


def _stands_as_id(one: _Candidate, text: str) -> bool:
    """Whether 15 digits stand by themselves, as in a cell, or behind a word that calls them a person's."""
    before, after = text[max(one.start - 12, 0) : one.start], text[one.end : one.end + 12]
    alone = not _TOUCHING_BEFORE.search(before) and not _TOUCHING_AFTER.match(after)
    return alone or bool(_SAID_BEFORE.search(before))


def _grouped_as_mobile(one: _Candidate) -> bool:
    if len(one.groups) == 1:
        return True
    if len(one.digits) != 11 or one.groups not in _MOBILE_GROUPS:
        return len(one.digits) > 11 and _is_international(one)
    signs = _MOBILE_GROUPS[one.groups]
    alike = len(set(one.gaps)) == 1 or set(one.gaps) == {" ", "-"} or ")" in one.gaps[0]
    return alike and (signs is None or signs >= set("".join(one.gaps)))


def _is_international(one: _Candidate) -> bool:
    """86 139 8765 4321: the country's number is a group of its own before the others."""
    country, rest = one.digits[: one.groups[0]], one.groups[1:]
    return country in ("86", "086", "0086") and (rest == (11,) or rest in _MOBILE_GROUPS)


def _grouped_as_card(one: _Candidate) -> bool:
    groups = one.groups
    fours = len(groups) >= 4 and all(size == 4 for size in groups[:-1]) and groups[-1] <= 4
    parted = len(set(one.gaps)) == 1
    return len(groups) == 1 or (parted and (fours or groups in _CARD_GROUPS or set(groups) == {1}))


def _in_firm(one: _Candidate, text: str) -> bool:
    """Whether the digits are part of an organisation's code with letters."""
    return is_firm(_token(one, text))


def _in_longer_word(one: _Candidate, text: str) -> bool:
    return len(_token(one, text)) > one.end - one.start


def _token(one: _Candidate, text: str) -> str:
    """The digits with the letters, digits and strokes that touch them: the whole of a code."""
    before: str = _TOKEN_BEFORE.findall(text[max(one.start - 64, 0) : one.start])[0]
    after = _TOKEN_AFTER.match(text[one.end : one.end + 64])
    return (before + text[one.start : one.end] + (after[0] if after else "")).strip("./_-")


def _is_part_of_more(one: _Candidate, text: str) -> bool:
    """Whether the digits belong to a decimal, a digest or an encoded word."""
    before, after = text[max(one.start - 64, 0) : one.start], text[one.end : one.end + 64]
    if _is_decimal(one, before, after):
        return True
    left, right = _WORD_END.findall(before)[0], _WORD_BEGIN.findall(after)[0]
    word, around = left + text[one.start : one.end] + right, left + right
    if _HEX.fullmatch(word) and (len(word) >= _HEX_DIGEST or _UUID.search(before.removesuffix(left))):
        return True
    return bool(around) and len(word) >= _DIGEST


def _is_decimal(one: _Candidate, before: str, after: str) -> bool:
    """Whether a point makes the digits part of a decimal; behind the number of a list (1.138…) and before 0 it does not."""
    behind, ahead = _DECIMAL_AFTER.match(after), _DECIMAL_BEFORE.search(before)
    if behind and behind[1].strip("0"):
        return True
    if not ahead or len(one.groups) > 1:
        return bool(ahead) and re.search(r"\d\.$", before) is not None and "." not in one.gaps
    numbered = ahead[1] != "0" and len(ahead[1]) <= 2 and len(one.digits) in (11, 18, 19)
    return not numbered
