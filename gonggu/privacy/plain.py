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
_NAME_DOT = re.compile(rf"(?<=[{HAN}])[·•‧∙⋅・･](?=[{HAN}])")


def plain(text: str) -> str:
    """The text for comparing. Blanks, line ends and the case of letters stay."""
    text = _CONTROL.sub("", text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    text = _DASH.sub("-", _NAME_DOT.sub("", _MARK.sub("", text)))
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), text)
