"""Finds the records of an evidence file that no row points to, in what lies between others.

Such are the responses of readings that waited to be confirmed and were noise, and what a kill kept
from being stored. A record is packed for itself, so that its bytes tell where it ends. Whether it
may go is `pipeline.evidence.pruning`'s to say.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from backports.zstd import ZstdError

from pipeline.evidence.packing import MOST, PackedError, Packing, packing_of, records_begin

_CHUNK: Final = 16 * 1024
#: bytes of a record in which its own headers must end
_HEAD: Final = 16 * 1024


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
    try:
        packing, at = packing_of(path), records_begin(path)
    except PackedError:
        return
    with path.open("rb") as file:
        size, after = path.stat().st_size, False
        for place in (*sorted(places, key=lambda one: one.start), Place(size, 0)):
            for found in _records(file, packing, at, place.start):
                own = after and found.start == at and found.type == "request"
                if found.type != "warcinfo" and not own:
                    yield found
            at, after = max(at, place.start + place.length), place.lacks_request


def _records(file: BinaryIO, packing: Packing, start: int, end: int) -> Iterator[Unreferenced]:
    while start < end:
        found = _record(file, packing, start, end)
        if found is None:
            return
        yield found
        start += found.length


def _record(file: BinaryIO, packing: Packing, start: int, end: int) -> Unreferenced | None:
    """The record that begins at a place; None where none does that ends by `end`."""
    file.seek(start)
    record, head, left = packing.stream(), b"", MOST
    while not record.eof:
        packed = file.read(min(_CHUNK, end - file.tell()))
        if not packed or left <= 0:
            return None
        try:
            piece = record.decompress(packed, left)
        except (zlib.error, ZstdError):
            return None
        head += piece[: _HEAD - len(head)]
        left -= len(piece)
    length = file.tell() - len(record.unused_data) - start
    fields = dict(line.split(": ", 1) for line in _lines(head) if ": " in line)
    try:
        at = datetime.fromisoformat(fields["WARC-Date"])
    except (KeyError, ValueError):
        return None
    return Unreferenced(start, length, fields.get("WARC-Type", ""), at)


def _lines(head: bytes) -> list[str]:
    return head.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
