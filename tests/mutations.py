"""Workbooks damaged on the way: flipped bytes, lost ends, lost or doubled pieces, parts in each other's place."""

import io
import zipfile
from collections.abc import Callable
from random import Random


def mutated(content: bytes, rng: Random) -> bytes:
    """The workbook with one kind of damage, chosen at random."""
    ways: tuple[Callable[[bytes, Random], bytes], ...] = (
        _flipped, _flipped, _flipped_bits, _truncated, _without_piece, _zeroed, _doubled_piece, _swapped_parts,
        _without_part, _doubled_part,
    )  # fmt: skip
    return rng.choice(ways)(content, rng)


def mutated_inside(content: bytes, rng: Random) -> bytes:
    """The workbook with a damaged part, packed anew, so that all checksums are right."""
    parts = _parts(content)
    name = rng.choice([name for name in parts if name.startswith("xl/")])
    parts[name] = rng.choice((_flipped, _flipped_bits, _truncated, _without_piece, _doubled_piece))(
        parts[name], rng
    )
    return _packed(list(parts.items()))


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook whose part `name` is changed (made, where it has none)."""
    parts = _parts(content)
    parts[name] = change(parts.get(name, b""))
    return _packed(list(parts.items()))


def _flipped(content: bytes, rng: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8, 40))):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def _flipped_bits(content: bytes, rng: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.choice((1, 2, 5))):
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def _truncated(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content))]


def _piece(content: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(content))
    return start, min(len(content), start + rng.choice((1, 16, 512, 4096)))


def _without_piece(content: bytes, rng: Random) -> bytes:
    start, end = _piece(content, rng)
    return content[:start] + content[end:]


def _zeroed(content: bytes, rng: Random) -> bytes:
    start, end = _piece(content, rng)
    return content[:start] + bytes(end - start) + content[end:]


def _doubled_piece(content: bytes, rng: Random) -> bytes:
    start, end = _piece(content, rng)
    return content[:end] + content[start:]


def _swapped_parts(content: bytes, rng: Random) -> bytes:
    parts = _parts(content)
    one, other = rng.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return _packed(list(parts.items()))


def _without_part(content: bytes, rng: Random) -> bytes:
    parts = _parts(content)
    del parts[rng.choice(sorted(parts))]
    return _packed(list(parts.items()))


def _doubled_part(content: bytes, rng: Random) -> bytes:
    """One part's content also stands where another's did."""
    parts = _parts(content)
    one, other = rng.sample(sorted(parts), 2)
    return _packed([(name, parts[one] if name == other else part) for name, part in parts.items()])


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return packed.getvalue()
