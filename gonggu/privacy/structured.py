"""JSON, notebooks among it: every key and value with its place."""

import json
from collections.abc import Iterator
from typing import Any

from gonggu.privacy.decoding import from_base64
from gonggu.privacy.parts import Part, within

_LINES = ("source", "text")  # of a notebook: a text as a list of its lines
# What a notebook's reader calls its pieces.
_SHOWN = {"source": "内容", "outputs": "输出", "data": "", "traceback": "出错信息", "attachments": "附件"}


def parts_of_json(text: str) -> list[Part] | None:
    """The parts of a JSON text, a notebook's cells told by number; None where it is no JSON."""
    try:
        content = json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return list(_walk(content, ""))


class _Pairs(list[tuple[str, Any]]):
    """An object's keys with their values, repeated ones too."""


def _walk(content: Any, where: str) -> Iterator[Part]:
    if isinstance(content, _Pairs):
        for key, value in content:
            yield Part(within(where, "键"), key)
            yield from _entry(key, value, where)
    elif isinstance(content, list):
        for number, item in enumerate(content, start=1):
            yield from _walk(item, within(where, f"第 {number} 项"))
    elif isinstance(content, str):
        yield Part(where, content)


def _entry(key: str, value: Any, where: str) -> Iterator[Part]:
    if key == "cells" and isinstance(value, list):
        for number, cell in enumerate(value, start=1):
            yield from _walk(cell, within(where, f"第 {number} 格"))
        return
    place = within(where, _SHOWN.get(key, key))
    lines = (
        isinstance(value, list)
        and not isinstance(value, _Pairs)
        and all(isinstance(one, str) for one in value)
    )
    if lines and (key in _LINES or "/" in key):
        value = "".join(value)
    if isinstance(value, str) and key.startswith("image/") and "xml" not in key:
        decoded = from_base64(value)
        yield Part(place, value if decoded is None else decoded)
    elif key == "traceback" and lines:
        yield Part(place, "\n".join(value))
    else:
        yield from _walk(value, place)
