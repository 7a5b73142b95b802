"""Text as the eye reads it: full-width becomes plain, what cannot be seen goes, every dash is one dash."""

import re
import unicodedata

# Chinese characters, those of the supplementary planes and of private use (rare names are typed with them) too.
HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U000323af"
# Stands between texts that have nothing to do with each other; no normal form or class of characters takes it in.
APART = "\uffff"

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_MARK = re.compile("[\u0300-\u036f\u20d0-\u20ff]")
_DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
# Arabic, Persian, Indian, Thai, Tibetan, Mongolian; those of other widths are plain after NFKC.
_FOREIGN_DIGIT = re.compile(
    "[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u0f20-\u0f29\u1810-\u1819]"
)
# ①②⑴⒈❶㉑: a mark beside a number, which NFKC would make digits of it.
_ENCLOSED = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")
_HAN_DIGITS = re.compile("[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{2,}")
_HAN_DIGIT = {ord(one): str(at % 10) for at, one in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖○幺")}
_HAN_DIGIT |= {ord("○"): "0", ord("幺"): "1"}
_NAME_DOT = re.compile(rf"(?<=[{HAN}])[·•‧∙⋅・･](?=[{HAN}])")


def plain(text: str) -> str:
    """The text for comparing. Blanks, line ends and the case of letters stay."""
    text = _CONTROL.sub("", text)
    if text.isascii():
        return text
    text = _ENCLOSED.sub(_apart, _UNSEEN.sub("", text))
    text = unicodedata.normalize("NFKC", text)
    text = _DASH.sub("-", _NAME_DOT.sub("", _MARK.sub("", text)))
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), text)


def arabic(text: str) -> str:
    """Return a `plain` text with numbers that are written in Chinese digits (一三八…) in Arabic ones, of equal length."""
    return text if text.isascii() else _HAN_DIGITS.sub(lambda found: found[0].translate(_HAN_DIGIT), text)


def _apart(found: re.Match[str]) -> str:
    return f" {unicodedata.normalize('NFKC', found[0])} "
