"""What may stand in a message's header: one line of visible characters, nothing that could end a header or a name."""

import re
import unicodedata
from collections.abc import Iterable

# Quotes end a name where a mail program reads carelessly, brackets an address; a backslash takes the next one's meaning.
_ENDING = frozenset("\"'`´‘’“”„«»＂＇\\<>")
# Control, format (also those that turn the direction of writing), surrogate, private use, line and paragraph ends.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# Plain ASCII, no quotes or comments: the addresses that every server takes.
_ADDRESS = re.compile(
    r"[A-Za-z0-9._%+=&*#$~^-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
# Mail programs show what stands in such a form decoded: RFC 2047, and what is near enough to it.
_ENCODED = re.compile(r"=\?.*\?=")
LONGEST = 254


def require_line(text: str) -> str:
    """`text`; ValueError in Chinese where it could not stand in a header or a file name as it is."""
    if not text.strip() or text != text.strip():
        raise ValueError("不能为空，前后不能有空格或换行")
    require_seen(text)
    if _ENCODED.search(text):
        raise ValueError("不能写成 =?…?= 的编码形式，邮件程序会显示成别的名字，请写出本来的文字")
    found = ending(text)
    if found:
        raise ValueError(f"不能有引号、尖括号或反斜杠，请去掉“{found[0]}”")
    if len(text) > LONGEST:
        raise ValueError(f"太长，最多 {LONGEST} 个字")
    return text


def require_seen(text: str) -> str:
    """`text`; ValueError in Chinese where it has line ends or characters that cannot be seen."""
    if any(unicodedata.category(one) in _UNSEEN for one in text):
        raise ValueError("不能有换行、制表符或看不见的控制字符")
    return text


def require_address(text: str) -> str:
    """`text`; ValueError in Chinese where it is no plain address of one mailbox."""
    require_line(text)
    local = text.partition("@")[0]
    if (
        not _ADDRESS.fullmatch(text)
        or len(text) > LONGEST
        or local[0] == "."
        or local[-1] == "."
        or ".." in local
    ):
        raise ValueError("不是一个邮箱地址，应写作 名字@单位.cn，只用英文字母、数字和 . _ - 等符号")
    return text


def ending(text: Iterable[str]) -> list[str]:
    """The characters of `text` that could end a quoted name or an address."""
    return [one for one in text if one in _ENDING]
