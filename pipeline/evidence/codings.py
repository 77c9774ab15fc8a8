"""Undoes the gzip that a server sent where it can be made again byte for byte.

What is compressed already cannot be compressed well: beside other pages of its site a page takes
half of what its server's gzip takes. Most servers compress by zlib, whose output follows from its
level and memory, and from where it was flushed; the few bytes that tell these make the same gzip
of the same page. Where no such recipe is found (another compressor) the gzip stays as it came.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: bytes of a page beyond which its gzip stays as it came: trying takes the longer, the more it is
_MOST: Final = 2 * 1024 * 1024
#: bytes handed to the compressor at once, so that a wrong recipe is seen before the page's end
_PIECE: Final = 16 * 1024
_HEAD: Final = 10
_TAIL: Final = 8
#: level and memory: those of PHP, Apache and nginx as they come stand before the others
_USUAL: Final = ((6, 9), (6, 8), (1, 8), (4, 9), (5, 8), (9, 8), (9, 9))
_RECIPES: Final = (
    *_USUAL,
    *((n, m) for n in range(1, 10) for m in (8, 9) if (n, m) not in _USUAL),
)
#: places at which a stream was flushed, so that readers have what came until then
_MOST_CUTS: Final = 64
#: what a stream holds there
_FLUSHED: Final = b"\x00\x00\xff\xff"
_WRITTEN: Final = re.compile(
    r"gzip level=([1-9]) memory=([1-9]) head=([0-9a-f]{20})(?: cuts=([0-9]+(?:,[0-9]+)*))?"
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a gzip stream is made of what it holds."""

    #: zlib's, 1 to 9
    level: int
    memory: int
    #: the ten bytes that it begins with
    head: bytes
    #: after which bytes of the body it was flushed
    cuts: tuple[int, ...] = ()

    def __str__(self) -> str:
        written = f"gzip level={self.level} memory={self.memory} head={self.head.hex()}"
        return f"{written} cuts={','.join(map(str, self.cuts))}" if self.cuts else written

    @classmethod
    def parse(cls, written: str) -> Recipe:
        """The recipe that `str` wrote.

        Raises:
            ValueError: it is none.
        """
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"no recipe of a gzip stream: {written!r}")
        cuts = tuple(map(int, found[4].split(","))) if found[4] else ()
        return cls(int(found[1]), int(found[2]), bytes.fromhex(found[3]), cuts)

    def make(self, body: bytes) -> bytes:
        """The gzip stream of a body."""
        return self.head + b"".join(self.pieces(body)) + _tail(body)

    def pieces(self, body: bytes) -> Iterator[bytes]:
        """What stands between the head and the tail of the stream, bit by bit."""
        stream = zlib.compressobj(self.level, zlib.DEFLATED, -zlib.MAX_WBITS, self.memory)
        for start, end in pairwise((0, *self.cuts, len(body))):
            for at in range(start, end, _PIECE):
                yield stream.compress(body[at : min(at + _PIECE, end)])
            if end in self.cuts:
                yield stream.flush(zlib.Z_SYNC_FLUSH)
        yield stream.flush()


def undone(payload: bytes) -> tuple[bytes, Recipe] | None:
    """What a gzip stream holds, and the recipe by which it is made again; None: it has none."""
    # a magic number, deflate, and no flags: nothing stands between the head and the stream
    if not payload.startswith(b"\x1f\x8b\x08\x00") or len(payload) < _HEAD + _TAIL:
        return None
    packed = payload[_HEAD:-_TAIL]
    try:
        body, cuts = _unpacked(packed)
    except zlib.error:
        return None
    if payload[-_TAIL:] != _tail(body):
        return None
    for level, memory in _RECIPES:
        recipe = Recipe(level, memory, payload[:_HEAD], cuts)
        if _makes(recipe, body, packed):
            return body, recipe
    return None


def _unpacked(packed: bytes) -> tuple[bytes, tuple[int, ...]]:
    """What a stream holds, and after which bytes of this it was flushed.

    Raises:
        zlib.error: it is no such stream, or holds too much.
    """
    stream, body, cuts = zlib.decompressobj(-zlib.MAX_WBITS), b"", []
    for piece in packed.split(_FLUSHED, _MOST_CUTS):
        body += stream.decompress(piece + _FLUSHED, _MOST + 1 - len(body))
        if stream.eof or len(body) > _MOST:
            break
        cuts.append(len(body))
    if not stream.eof or stream.unused_data != _FLUSHED or len(body) > _MOST:
        raise zlib.error("cut off, too long, or not alone")
    return body, tuple(cuts)


def _makes(recipe: Recipe, body: bytes, packed: bytes) -> bool:
    at = 0
    for piece in recipe.pieces(body):
        if not packed.startswith(piece, at):
            return False
        at += len(piece)
    return at == len(packed)


def _tail(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(4, "little") + (len(body) % 2**32).to_bytes(4, "little")
