"""What a number format shows of a stored value: a scale, a per cent sign, words before or behind it, or nothing at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {9: "0%", 10: "0.00%"}  # of those that every program knows, what changes the number shown
LOCAL_CURRENCY = frozenset(
    {5, 6, 7, 8, 41, 42, 43, 44}
)  # shown in the currency of whoever opens the workbook
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<skipped>.)|\*(?P<filling>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|g/通用格式)|(?P<scientific>e[+-])|(?P<clock>am/pm|a/p|上午/下午)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?", re.DOTALL)
_RED = re.compile(r"red|红色|红|颜色3|color\s*3", re.IGNORECASE)
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_YUAN = ("¥", "￥", "RMB", "CNY", "人民币")
_NEGATIVE = "-−(（△▲负"
_CLOSING = "-)）"
_NOTHING = frozenset({"", "-", "--", "—", "–", "−", "－", "/", "0"})
_COMPARED = {
    "=": lambda value, bound: value == bound, "<>": lambda value, bound: value != bound,
    "<": lambda value, bound: value < bound, "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound, ">=": lambda value, bound: value >= bound,
}  # fmt: skip
_DAY, _YEAR = frozenset("mdhsb"), frozenset("ye")


@dataclass(frozen=True)
class Section:
    """One of a format's parts: which values it is for, and the pieces that it shows in order.

    A piece is a literal text, a digit's place (`0`, `#`, `?`), `.`, `%`, `General` or `@`, with its kind before it.
    """

    pieces: tuple[tuple[str, str], ...] = ()
    condition: tuple[str, Decimal] | None = None
    red: bool = False
    thousands: int = 0  # how often the number is divided by 1000
    dated: str = ""  # the letters of dates and times in it

    @property
    def per_cents(self) -> int:
        """How often the number is multiplied by 100."""
        return sum(kind == "%" for kind, _ in self.pieces)

    @property
    def places(self) -> list[int]:
        """Where the digits stand among the pieces."""
        return [at for at, (kind, _) in enumerate(self.pieces) if kind in ("digit", "general")]

    def words(self, start: int, end: int | None = None) -> str:
        """The literal text between two pieces; what is behind a line break lies below the cell's edge."""
        texts = (text for kind, text in self.pieces[start:end] if kind in ("literal", "%", "/"))
        return re.split(r"[\r\n]", "".join(texts))[0].strip()

    def shows_digits(self, value: Decimal | int) -> bool:
        """Whether a digit appears for the number; `#` and `?` stay empty for zero."""
        return any(
            value or (self.pieces[at] != ("digit", "#") and self.pieces[at] != ("digit", "?"))
            for at in self.places
        )


@dataclass(frozen=True)
class Format:
    """A number format; `text` is the section for texts, where it has one."""

    numbers: tuple[Section, ...]
    text: Section | None = None

    @property
    def only_year(self) -> bool:
        """Whether it shows of a date nothing but the year."""
        return bool(self.numbers[0].dated) and not set(self.numbers[0].dated) - _YEAR

    @property
    def matters(self) -> bool:
        """Whether some value is shown as something else than it is."""
        return self.changes_text or (
            self.only_year if self.dated else any(_changes(*each) for each in self._usual())
        )

    @property
    def dated(self) -> bool:
        """Whether it shows dates or times."""
        return any(section.dated for section in self.numbers)

    @property
    def changes_text(self) -> bool:
        """Whether a text is hidden or shown with other words."""
        return self.text is not None and [kind for kind, text in self.text.pieces if text.strip()] != ["@"]

    def _usual(self) -> Iterator[tuple[Section, int]]:
        """Each section with a sign that it is for."""
        for at, section in enumerate(self.numbers):
            yield section, (1, -1, 0)[at] if section.condition is None else 1

    def shown(self, value: Decimal) -> str | None:
        """The number with every digit that is stored, as the cell shows it; None where that cannot be told."""
        chosen = self._chosen(value)
        if chosen is None or chosen.dated:
            return None
        if not chosen.shows_digits(value):
            return _without_digits(chosen, value)
        before, behind = _around(chosen)
        if value < 0 and chosen is not self.numbers[0] and not self._conditional:
            if not _says_negative(chosen, before, behind):
                return None
            before, behind = before.strip(_NEGATIVE), behind.strip(_CLOSING)
        digits = _digits(chosen, abs(value))
        if digits is None or ("." in digits and behind[:1].isdecimal()):  # rounded, and digits behind it
            return None
        return f"{'-' if value < 0 else ''}{before}{digits}{behind}"

    def shown_text(self, value: str) -> str | None:
        """A text as the cell shows it; None where it is hidden."""
        if self.text is None:
            return value
        if not any(kind == "@" for kind, _ in self.text.pieces):
            return self.text.words(0) or None
        return "".join(value if kind == "@" else text for kind, text in self.text.pieces).strip()

    @property
    def _conditional(self) -> bool:
        return any(section.condition for section in self.numbers)

    def _chosen(self, value: Decimal) -> Section | None:
        """The section that Excel takes for the number; None where none is for it."""
        sections = self.numbers
        if not self._conditional:
            if len(sections) > 2 and value == 0:
                return sections[2]
            return sections[1] if len(sections) > 1 and value < 0 else sections[0]
        for at, section in enumerate(sections):
            if section.condition:
                operator, bound = section.condition
                if _COMPARED[operator](value, bound):
                    return section
            elif at == len(sections) - 1 or (at == 1 and value < 0):
                return section
        return None


@lru_cache(maxsize=4096)
def number_format(code: str) -> Format:
    """The format that a code such as `0.00,"万";[Red]-0` describes."""
    sections = [_section(part) for part in _parts(code)]
    text = next((one for one in sections if any(kind == "@" for kind, _ in one.pieces)), None)
    if len(sections) > 3:
        text = sections[3]
    numbers = tuple(one for one in sections[:3] if one is not text)
    return Format(numbers or (_for_numbers(sections[0]),), text)


def _for_numbers(text: Section) -> Section:
    """The section of a format for texts only, which shows numbers in the same way."""
    return replace(
        text, pieces=tuple(("general", "") if kind == "@" else (kind, words) for kind, words in text.pieces)
    )


def _parts(code: str) -> list[str]:
    """The code split at the semicolons that are no literals."""
    parts = [""]
    for found in _TOKEN.finditer(code):
        if found["plain"] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return parts


@dataclass
class _Reading:
    """A section while its code is read."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    red: bool = False
    dated: str = ""


def _section(code: str) -> Section:
    read = _Reading()
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup
        text = found[kind] if kind else ""
        if kind in ("quoted", "escaped"):
            read.pieces.append(("literal", text))
        elif kind == "general":
            read.pieces.append(("general", text))
        elif kind == "bracket":
            _read_bracket(read, text)
        elif kind == "clock":
            read.dated += "h"
        elif kind == "plain":
            _read_plain(read, text)
    whole = Section(tuple(read.pieces), read.condition, read.red, 0, read.dated)
    return _without_commas(whole)


def _read_bracket(read: _Reading, text: str) -> None:
    if condition := _CONDITION.fullmatch(text.strip()):
        read.condition = (condition[1], Decimal(condition[2]))
    elif currency := _CURRENCY.fullmatch(text):
        read.pieces.append(("literal", currency[1]))
    elif _RED.fullmatch(text.strip()):
        read.red = True
    elif _ELAPSED.fullmatch(text):
        read.dated += text[0].lower()


def _read_plain(read: _Reading, text: str) -> None:
    if text in "0#?":
        read.pieces.append(("digit", text))
    elif text in ".,%@/":
        read.pieces.append((text, text))
    elif text.lower() in _DAY | _YEAR:
        read.dated += text.lower()
    else:
        read.pieces.append(("literal", text))


def _without_commas(section: Section) -> Section:
    """Commas part thousands where digits follow, and scale where none do; before any digit they are literal."""
    kept: list[tuple[str, str]] = []
    thousands = 0
    places = section.places
    for at, piece in enumerate(section.pieces):
        if piece[0] != ",":
            kept.append(piece)
        elif not places or at < places[0]:
            kept.append(("literal", ","))
        else:
            point = next((i for i in range(at, len(section.pieces)) if section.pieces[i][0] == "."), None)
            end = point if point is not None else len(section.pieces)
            thousands += not any(at < place < end for place in places)
    return replace(section, pieces=tuple(kept), thousands=thousands)


def _changes(section: Section, sign: int) -> bool:
    """Whether a number of this sign is shown as another by the section; signs and currency marks change nothing."""
    if not section.shows_digits(sign):
        return bool(sign) or _bare(section.words(0)) not in _NOTHING
    first, last = section.places[0], section.places[-1]
    before, behind = _around(section)
    if sign < 0 and _says_negative(section, before, behind):
        before, behind = before.strip(_NEGATIVE), behind.strip(_CLOSING)
    elif sign < 0:
        return True
    inner = any(kind == "literal" and text.strip() for kind, text in section.pieces[first:last])
    scaled = section.thousands or section.per_cents
    return bool(scaled or inner or before or behind or _padded(section) > 1 or section.condition)


def _says_negative(section: Section, before: str, behind: str) -> bool:
    return section.red or before[:1] in set(_NEGATIVE) - {""} or behind[-1:] == "-"


def _around(section: Section) -> tuple[str, str]:
    """The words before a number, without the currency mark of 元, and those behind it."""
    behind = section.words(section.places[-1] + 1)
    return _bare(section.words(0, section.places[0])), re.sub("元整$", "元", behind)


def _bare(words: str) -> str:
    for mark in _YUAN:
        words = words.replace(mark, "")
    return words.strip()


def _without_digits(section: Section, value: Decimal) -> str | None:
    """The words that stand for a number; a hidden or crossed-out zero is zero, any other hidden number unknown."""
    words = _bare(section.words(0))
    if value == 0 and words in _NOTHING:
        return "0"
    return words or None


def _padded(section: Section) -> int:
    """How many digits before the decimal point are always shown."""
    whole: list[tuple[str, str]] = []
    for piece in section.pieces:
        if piece[0] == ".":
            break
        whole.append(piece)
    return sum(piece == ("digit", "0") for piece in whole)


def _digits(section: Section, size: Decimal) -> str | None:
    """The digits of a number that is not negative, scaled, with what stands between them."""
    size = size.scaleb(2 * section.per_cents - 3 * section.thousands)
    places = section.places
    inner = [
        (at, text)
        for at, (kind, text) in enumerate(section.pieces)
        if places[0] < at < places[-1] and kind == "literal" and text.strip()
    ]
    has_point = any(kind == "." for kind, _ in section.pieces)
    if not inner:
        return _filled(section, size)
    if has_point:
        return None
    if [text for _, text in inner] == ["."]:
        return _written(size.scaleb(-sum(place > inner[0][0] for place in places)))
    return _laid_out(section, size)


def _filled(section: Section, size: Decimal) -> str:
    whole, point, rest = _written(size).partition(".")
    return whole.zfill(_padded(section)) + point + rest


def _laid_out(section: Section, size: Decimal) -> str:
    """A whole number's digits in their places, from the right, with the words between them."""
    left = list(_written(size.quantize(Decimal(1), ROUND_HALF_UP)))
    places = section.places
    shown: list[str] = []
    for at in range(places[-1], places[0] - 1, -1):
        kind, text = section.pieces[at]
        if kind != "digit":
            shown.append(text)
        elif left:
            shown.append(left.pop())
        elif text == "0":
            shown.append("0")
    return "".join(left) + "".join(reversed(shown))


def _written(size: Decimal) -> str:
    """A number without an exponent or idle zeros."""
    text = f"{size:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
