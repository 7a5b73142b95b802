"""Text as a careful person reads it: blanks that cannot be seen go, full-width letters and digits become plain ones."""

import re
import unicodedata

# Zero-width characters, byte-order marks and direction marks: on screen they are not there.
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x061C, 0x180E, 0xFEFF, 0x00AD]
)
_WIDE = {
    code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_SIGNS = {**_INVISIBLE, 0x2212: "-", 0x2013: "-", 0x2014: "-"}
# One character that shows a number and is no digit: ①, ², ⑴, ½, ㎡. Beside digits it must not become one of them.
_NUMBERED = "²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪⓫-⓿❶-➓㉈-㉟㊱-㋋㍘-㍰㍸㍹㎟-㎦㎨㎯㏠-㏾\U0001f100-\U0001f10c"
_KEPT = re.compile(f"([{_NUMBERED}]+)")
# Signs that refer to a footnote: ¹, ①, ⑴, *, ※, #, 注1.
_MARK = r"[¹²³⁰⁴-⁹₀-₉①-⒇⓪⓫-⓿❶-➓㉑-㉟㊱-㊿*※#★☆†‡§]+|[(\[]?注[\d①-⒇]{0,2}[)\]]?"
_MARKS_BESIDE = re.compile(rf"^(?:{_MARK})|(?<!^10)(?:{_MARK})$")  # 10² may be a power
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])")
# Most cells need nothing; finding that out is ten times as fast as mending them.
_UNTIDY = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\u061c\u180e\ufeff０-９Ａ-Ｚａ-ｚ]")


def tidy(text: str) -> str:
    """Text without invisible characters, with plain digits and letters and single blanks; punctuation stays."""
    if not _UNTIDY.search(text):
        return text
    return " ".join(text.translate(_INVISIBLE).translate(_WIDE).split())


def without_gaps(text: str) -> str:
    """A name without the blanks that align two characters with three: 张　三 is 张三."""
    return _HAN_GAP.sub("", text)


def plain(text: str) -> str:
    """Text reduced for comparing and parsing: half-width, no blanks at all."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(_normal(text.translate(_SIGNS)).split())


def _normal(text: str) -> str:
    if not _KEPT.search(text):
        return unicodedata.normalize("NFKC", text)
    # Every other piece is a run of such characters.
    pieces = enumerate(_KEPT.split(text))
    return "".join(piece if place % 2 else unicodedata.normalize("NFKC", piece) for place, piece in pieces)


def unmarked(text: str) -> str:
    """Plain text without the signs before or behind it that refer to a footnote, unless nothing else is there."""
    if text.isascii() and text.isalnum():
        return text
    return _MARKS_BESIDE.sub("", text) or text


def is_spaced(value: str) -> bool:
    """Whether a blank parts what can be seen in the cell."""
    return len(tidy(value).split()) > 1


def is_blank(value: object) -> bool:
    """Whether nothing can be seen in a cell."""
    return isinstance(value, str) and not (value[:1].isalnum() or plain(value))
