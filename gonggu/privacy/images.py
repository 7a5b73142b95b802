"""PNG and JPEG: the texts that a picture carries beside its pixels; the pixels themselves are not read."""

import struct
import zlib

from gonggu.privacy.parts import Part, sealed

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Pixels, palettes and sizes; every other chunk may carry text.
_PIXELS = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"hIST", b"pHYs"),
        *(b"sBIT", b"tIME", b"acTL", b"fcTL", b"fdAT"),
    )
)
_MOST_BYTES = 1 << 24
_ENCODINGS = ("utf-8", "gb18030", "latin-1", "utf-16-le", "utf-16-be")


def parts_of_png(data: bytes) -> list[Part]:
    """Texts of tEXt, zTXt, iTXt, eXIf, iCCP and unknown chunks, and what follows the picture."""
    parts: list[Part] = []
    at = len(PNG)
    while at + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind not in _PIXELS:
            parts += _chunk(kind, content)
        if kind == b"IEND":
            break
    else:
        parts.append(sealed("图片残缺"))
    return parts + _after(data[at:])


def _chunk(kind: bytes, content: bytes) -> list[Part]:
    where = f"图片信息 {kind.decode('ascii', 'replace')}"
    parts = texts(where, content)
    compressed = b""
    if kind in (b"zTXt", b"iCCP"):
        compressed = content.partition(b"\0")[2][1:]
    elif kind == b"iTXt":
        flags = content.partition(b"\0")[2]
        if flags[:1] == b"\1":
            compressed = flags[2:].split(b"\0", 2)[-1]
    if not compressed:
        return parts
    try:
        opened = zlib.decompressobj().decompress(compressed, _MOST_BYTES)
    except zlib.error:
        return [*parts, sealed(where)]
    return [*parts, *texts(where, opened)] if len(opened) < _MOST_BYTES else [*parts, sealed(where)]


def parts_of_jpeg(data: bytes) -> list[Part]:
    """Texts of the application segments (EXIF, XMP, IPTC) and comments, and what follows the picture."""
    parts: list[Part] = []
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == 0xDA:  # pixels until the end
            end = data.rfind(b"\xff\xd9")
            return parts + (_after(data[end + 2 :]) if end > at else [sealed("图片残缺")])
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            parts += texts("图片信息", data[at + 4 : at + 2 + size])
        at += 2 + size
    return [*parts, sealed("图片残缺")]


def texts(where: str, data: bytes) -> list[Part]:
    """Bytes that hold texts among others, read in each encoding that they may be in."""
    read = [data.decode(encoding, "replace") for encoding in _ENCODINGS]
    read += [data[1:].decode(encoding, "replace") for encoding in _ENCODINGS[-2:]]
    return [Part(where, text.replace("\0", "\uffff")) for text in dict.fromkeys(read) if text]


def _after(rest: bytes) -> list[Part]:
    return [Part("图片之后的内容", rest)] if rest.strip(b"\0\r\n ") else []
