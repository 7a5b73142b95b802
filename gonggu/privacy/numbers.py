"""Numbers that belong to one person: those of the ledgers, and by their form ID numbers, mobile numbers, bank cards."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gonggu.privacy.known import Known, Row
from gonggu.privacy.plain import plain

ID, PHONE, ACCOUNT = "证件号码", "电话号码", "银行账号"

# Shorter ones cannot be told from amounts and counts; a telephone number with its area code has ten digits or more.
SHORTEST = 10
# From here on no ordinary number is one of the ledgers' by chance, so that they are looked for inside of others.
LONG = 15
_LONGEST_GROUPED = 22  # a citizen's number and what may stand around it
_SEPARATORS = (" ", "-", "_", ".")
_LAST = "[xXхХ×]"
_RUN = re.compile(rf"(?<!\d)\d{{17}}{_LAST}|\d{{{SHORTEST},}}")
# Chains give nothing back once they have it: else a long one would take the square of its length.
_CHAINS = {
    one: re.compile(
        rf"(?<!\d)\d++(?:{re.escape(one)}\d++){{{2 if one == '.' else 1},}}+(?:{re.escape(one)}?{_LAST})?"
    )
    for one in _SEPARATORS
}
_LONG_CHAIN = re.compile(rf"\d(?:[ \-]{{0,2}}+\d){{{LONG - 2},}}+(?:[ \-]?{_LAST})?")
_LONG_RUN = re.compile(rf"\d{{{LONG - 1},}}(?:{_LAST}|\d)")
_GROUP = re.compile(rf"\d+|{_LAST}")
_WORD = re.compile(r"[0-9A-Za-z]{6,}")
_AREA = re.compile(r"\((0\d{2,3})\) ?(?=\d)")

_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9]\d{9})")
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (1,) * 11}
# UnionPay and the older ranges of Chinese banks, Visa, Mastercard, JCB.
_CARD = re.compile(r"(?:62|60|68|69|9558|4|5[1-5]|35[2-8])\d+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECKS = "10X98765432"
_FRACTION_AFTER = re.compile(r"/([1-9]\d*)(?![\d-])")
_FRACTION_BEFORE = re.compile(r"(?<![\d/-])([1-9]\d*)/$")
_WORD_END, _WORD_BEGIN = re.compile(r"[0-9A-Za-z]*$"), re.compile(r"^[0-9A-Za-z]*")
_HEX = re.compile(r"(?=.*[a-fA-F])[0-9a-fA-F]+")
_HEX_DIGEST, _DIGEST = 16, 40  # letters and digits in one word: a digest; a key, base64
_UUID = re.compile(r"[0-9a-f]{4}-$")


def number_kinds(
    text: str, known: Known, sums: frozenset[str] = frozenset(), *, measures: bool = False
) -> set[str]:
    """Kinds of the numbers in a text that is `plain`.

    In `measures` (coordinates, raw code) only the ledgers' own long numbers are looked for. `sums` only look like a
    person's number; one that is also in the ledgers is a person's all the same.
    """
    kinds = {kind for _, kind in known.found("digits", _long_ones(text, known, measures=measures))}
    if measures:
        return kinds
    told = _AREA.sub(r"\1-", text)
    candidates = list(_candidates(told))
    own = dict(known.found("digits", {_bare(one) for one in candidates}))
    for one in candidates:
        kind = own.get(_bare(one)) or ("" if _is_sum(one, sums) else _kind_by_form(one))
        if kind and not _is_part_of_more(one, told):
            kinds.add(kind)
    if known.has("code"):
        words = {word.upper() for word in _WORD.findall(text)}
        kinds |= {kind for _, kind in known.found("code", words)}
    return kinds


def number_rows(values: Mapping[str, Iterable[str]]) -> Iterator[Row]:
    """Numbers by kind, as the ledgers have them; what is too short to be told from an amount is left out.

    Digits alone, or with an X at the end; codes are those with other letters.
    """
    lengths: set[int] = set()
    for kind, written in values.items():
        for value in written:
            row = _row(kind, value)
            if row and row.shape == "digits":
                lengths.add(len(row.key))
            if row:
                yield row
    yield from (Row("length", str(length)) for length in lengths)


def _row(kind: str, value: str) -> Row | None:
    if kind != PHONE and value.isascii() and value.isdigit():  # nearly all of them
        return Row("digits", value, kind) if len(value) >= SHORTEST else None
    text = plain(value).upper()
    digits = "".join(re.findall(r"\d", text)) + ("X" if text.endswith("X") else "")
    if re.search("[A-WYZ]|X.", text):
        code = "".join(re.findall("[0-9A-Z]", text))
        return Row("code", code, kind) if len(code) >= SHORTEST - 1 and not code.isalpha() else None
    if kind == PHONE and (mobile := _MOBILE.fullmatch(digits)):
        return Row("digits", mobile[1], kind)
    return Row("digits", digits, kind) if len(digits) >= SHORTEST else None


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
    """A run of digits, or neighbouring groups of digits; where it stands in its text."""

    digits: str
    groups: tuple[int, ...]
    start: int
    end: int


def _bare(one: _Candidate) -> str:
    """The digits as the ledgers' are known, without a country's number before them."""
    return mobile_in(one.digits) or one.digits


def _is_sum(one: _Candidate, sums: frozenset[str]) -> bool:
    return len(one.groups) == 1 and one.digits in sums


def _candidates(text: str) -> Iterator[_Candidate]:
    for found in _RUN.finditer(text):
        digits = _digits(found[0])
        yield _Candidate(digits, (len(digits),), found.start(), found.end())
    for separator, chain in _CHAINS.items():
        if separator in text:
            for found in chain.finditer(text):
                yield from _neighbours(found)


def _neighbours(chain: re.Match[str]) -> Iterator[_Candidate]:
    """Neighbouring groups of a chain that together are as long as a number of a person."""
    text = chain[0]
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text)]
    for first, (begin, _) in enumerate(groups):
        sizes: list[int] = []
        for start, end in groups[first : first + _LONGEST_GROUPED]:
            sizes.append(end - start)
            if sum(sizes) > _LONGEST_GROUPED:
                break
            if len(sizes) > 1 and sum(sizes) >= SHORTEST:
                yield _Candidate(
                    _digits(text[begin:end]), tuple(sizes), chain.start() + begin, chain.start() + end
                )


def _digits(text: str) -> str:
    return "".join("X" if one in "xXхХ×" else one for one in text if one.isdigit() or one in "xXхХ×")


def _kind_by_form(one: _Candidate) -> str:
    """What the number is by its form alone; blank where it is an ordinary one."""
    if is_id(one.digits[:18]) and len(one.digits) in (18, 20, 22):
        return ID
    if one.groups in ((15,), (6, 6, 3)) and is_old_id(one.digits):
        return ID
    if mobile_in(one.digits) and (len(one.groups) == 1 or one.groups in _MOBILE_GROUPS):
        return PHONE
    return ACCOUNT if _grouped_as_card(one.groups) and is_card(one.digits) else ""


def is_id(digits: str) -> bool:
    """Whether these are 18 characters of a citizen's number: a date that exists, the check character that fits."""
    if len(digits) != 18 or not digits[:17].isdigit() or digits[0] == "0":
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _is_date(digits[6:14]) and _CHECKS[total % 11] == digits[17]


def is_old_id(digits: str) -> bool:
    """Whether these are 15 digits of a number of before 1999; it has a date but no check character."""
    return len(digits) == 15 and digits.isdigit() and digits[0] != "0" and _is_date(f"19{digits[6:12]}")


def mobile_in(digits: str) -> str:
    """The mobile number that the digits are, without the country's; blank where they are none."""
    found = _MOBILE.fullmatch(digits)
    return found[1] if found else ""


def is_card(digits: str) -> bool:
    """Whether these are 16 to 19 digits of a bank card: a known lead, the sum of Luhn."""
    if not 16 <= len(digits) <= 19 or not _CARD.fullmatch(digits):
        return False
    doubled = (sum(divmod(int(digit) * (1 + at % 2), 10)) for at, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def _grouped_as_card(groups: tuple[int, ...]) -> bool:
    fours = all(size == 4 for size in groups[:-1]) and groups[-1] <= 4
    return (
        len(groups) == 1
        or (len(groups) >= 4 and fours)
        or groups in ((6, 13), (6, 12), (6, 10))
        or set(groups) == {1}
    )


def _is_date(digits: str) -> bool:
    try:
        return 1850 < date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def _is_part_of_more(one: _Candidate, text: str) -> bool:
    """Whether the digits belong to a decimal, an exact fraction, a digest or an encoded word."""
    before, after = text[max(one.start - 64, 0) : one.start], text[one.end : one.end + 64]
    if re.search(r"\d\.$", before) or re.match(r"\.\d", after):
        return True
    over, under = _FRACTION_AFTER.match(after), _FRACTION_BEFORE.search(before)
    if any(beside and not mobile_in(beside[1]) for beside in (over, under)):
        return True
    left, right = _WORD_END.findall(before)[0], _WORD_BEGIN.findall(after)[0]
    word, around = left + text[one.start : one.end] + right, left + right
    if _HEX.fullmatch(word) and (len(word) >= _HEX_DIGEST or _UUID.search(before.removesuffix(left))):
        return True
    return bool(around) and len(word) >= _DIGEST
