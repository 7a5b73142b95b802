"""Where a value may hide in drawings and pictures, made by matplotlib where it can write it."""

import struct
import warnings
import zlib
from collections.abc import Callable
from functools import cache
from html import escape
from io import BytesIO

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.privacy.places import File, Places, registering

PLACES: Places = {}
_place = registering(PLACES)


def svg(text: str) -> str:
    """A drawing with a comment."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path d="M 10.5 20.25 L 30 40"/>'
        f"<!-- {text} --></svg>"
    )


@_place("drawing: comment")
def _svg_comment(text: str) -> File:
    return "chart.svg", svg(text).encode()


@_place("drawing: words")
def _svg_words(text: str) -> File:
    return "chart.svg", svg("").replace("</svg>", f"<text x='1' y='2'>{text}</text></svg>").encode()


@_place("drawing: who made it, by matplotlib")
def _svg_metadata(text: str) -> File:
    return "chart.svg", _drawn("svg", {"Creator": text})


@_place("drawing: label, by matplotlib")
def _svg_label(text: str) -> File:
    return "chart.svg", _drawn("svg", {}, text)


def _drawn(kind: str, metadata: dict[str, str], label: str = "") -> bytes:
    figure = Figure(figsize=(1, 1))
    # Labels stay text; as outlines they are repeated in comments only. No font is needed for that.
    with mpl.rc_context({"svg.fonttype": "none"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure.text(0.1, 0.5, label.replace("$", ""), parse_math=False)
        figure.savefig(made := BytesIO(), format=kind, metadata=metadata)
    return made.getvalue()


def png(metadata: dict[str, str]) -> bytes:
    """A picture as matplotlib saves it, with texts."""
    return _drawn("png", metadata)


@cache
def _bare_png() -> bytes:
    return png({})


def _with_chunk(kind: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + kind + content
    chunk += struct.pack(">I", zlib.crc32(kind + content))
    end = _bare_png().rindex(b"IEND") - 4
    return _bare_png()[:end] + chunk + _bare_png()[end:]


_CHUNKS: dict[str, Callable[[str], tuple[bytes, bytes]]] = {
    "tEXt": lambda text: (b"tEXt", b"Comment\0" + text.encode()),
    "tEXt in GB 18030": lambda text: (b"tEXt", b"Comment\0" + text.encode("gb18030")),
    "zTXt": lambda text: (b"zTXt", b"Comment\0\0" + zlib.compress(text.encode())),
    "iTXt": lambda text: (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + f"<x>{text}</x>".encode()),
    "compressed iTXt": lambda text: (b"iTXt", b"Author\0\1\0zh\0\0" + zlib.compress(text.encode())),
    "eXIf": lambda text: (b"eXIf", b"MM\0*\0\0\0\x08" + text.encode("utf-16-le")),
    "chunk of its own": lambda text: (b"prVt", text.encode()),
}
for _name, _chunk in _CHUNKS.items():
    PLACES[f"picture: {_name}"] = lambda text, chunk=_chunk: ("chart.png", _with_chunk(*chunk(text)))  # type: ignore[misc]


@_place("picture: after its end")
def _after_picture(text: str) -> File:
    return "chart.png", _bare_png() + text.encode()


def _jpeg(marker: int, content: bytes) -> File:
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    body = b"\xff\xda\x00\x02\x12\x34\xff\xd9"
    return "photo.jpg", b"\xff\xd8" + segment + body


@_place("photograph: comment")
def _jpeg_comment(text: str) -> File:
    return _jpeg(0xFE, text.encode())


@_place("photograph: EXIF")
def _jpeg_exif(text: str) -> File:
    return _jpeg(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0" + text.encode("utf-16-le") + b"\0\0")


@_place("photograph: XMP")
def _jpeg_xmp(text: str) -> File:
    xmp = f'<x:xmpmeta><dc:creator name="{escape(text)}"/></x:xmpmeta>'
    return _jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp.encode())
