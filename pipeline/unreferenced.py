"""Finds the records of an evidence file that no row points to, in what lies between others.

Such are the responses of readings that waited to be confirmed and were noise, and what a kill kept
from being stored. A record is a gzip member of its own, so that no other tool is needed to tell
where it ends. Whether it may go is `pipeline.pruning`'s to say.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

#: bytes that are unpacked at a time: to a thousand times as many at the most
_CHUNK: Final = 16 * 1024
#: bytes of a record in which its own headers must end
_HEAD: Final = 16 * 1024
#: of a gzip member, as `zlib` wants it
_GZIP: Final = 31


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row has its record."""

    start: int
    #: bytes
    length: int
    #: kept before schema 0007: the request follows it, and no row says so
    lacks_request: bool = False


@dataclass(frozen=True, slots=True)
class Unreferenced:
    """A record that no row points to."""

    start: int
    #: bytes, compressed
    length: int
    #: WARC-Type, such as "response"
    type: str
    #: WARC-Date
    at: datetime


def unreferenced(path: Path, places: Sequence[Place]) -> Iterator[Unreferenced]:
    """The records of a file between those that rows point to, in order.

    What tells of the file itself is none of them, and neither is what cannot be read, such as a
    record that was torn by a kill, with all up to the next that a row points to.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size, at, after = path.stat().st_size, 0, False
        for place in (*sorted(places, key=lambda one: one.start), Place(size, 0)):
            for found in _records(file, at, place.start):
                own = after and found.start == at and found.type == "request"
                if found.type != "warcinfo" and not own:
                    yield found
            at, after = max(at, place.start + place.length), place.lacks_request


def _records(file: BinaryIO, start: int, end: int) -> Iterator[Unreferenced]:
    while start < end:
        found = _record(file, start, end)
        if found is None:
            return
        yield found
        start += found.length


def _record(file: BinaryIO, start: int, end: int) -> Unreferenced | None:
    """The record that begins at a place; None where none does that ends by `end`."""
    file.seek(start)
    member, head = zlib.decompressobj(_GZIP), b""
    while not member.eof:
        packed = file.read(min(_CHUNK, end - file.tell()))
        if not packed:
            return None
        try:
            piece = member.decompress(packed)
        except zlib.error:
            return None
        head += piece[: _HEAD - len(head)]
    length = file.tell() - len(member.unused_data) - start
    fields = dict(line.split(": ", 1) for line in _lines(head) if ": " in line)
    try:
        at = datetime.fromisoformat(fields["WARC-Date"])
    except (KeyError, ValueError):
        return None
    return Unreferenced(start, length, fields.get("WARC-Type", ""), at)


def _lines(head: bytes) -> list[str]:
    return head.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
