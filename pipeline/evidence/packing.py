"""Compresses records, each for itself, as files of records hold them.

    .warc.gz    a gzip member a record
    .warc.zst   a Zstandard frame a record, behind a dictionary where one was learned

The second is the IIPC's "Zstandard Compression for WARC Files 1.0". Pages of one site share most
of what they consist of, so the dictionary of a file is whole records of that source: pages of
60 kB take half of what they take without it. What is unpacked is bounded, whatever the bytes say.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from backports.zstd import (
    CompressionParameter,
    DecompressionParameter,
    ZstdDecompressor,
    ZstdDict,
    ZstdError,
    compress,
    finalize_dict,
    get_frame_size,
)

GZIP: Final = ".warc.gz"
ZSTD: Final = ".warc.zst"
#: bytes of the records of one fetch, unpacked; a page has 5 MB at the most
MOST: Final = 32 * 1024 * 1024
#: records that a dictionary is made of at the least, and at the most
FEWEST_SAMPLES: Final = 3
MOST_SAMPLES: Final = 8
#: bytes of a dictionary: two pages whole say nearly as much as three
_MOST_DICTIONARY: Final = 192 * 1024
#: what a dictionary must bring to be worth its place: the share that is left of a record
_WORTH: Final = 0.8
#: 0.6 ms for a page of 150 kB behind a dictionary; 5 takes 1.7 ms and leaves a tenth less, and
#: learns a dictionary in 11 ms where this takes 4
_LEVEL: Final = 3
#: marks the skippable frame with the dictionary that a file may begin with
_DICTIONARY: Final = (0x184D2A5D).to_bytes(4, "little")
_WITH_CHECKSUM: Final[dict[int, int]] = {
    CompressionParameter.compression_level: _LEVEL,
    CompressionParameter.checksum_flag: 1,
}
#: the specification asks readers for windows of 8 MB, and no more
_WINDOW: Final[dict[int, int]] = {DecompressionParameter.window_log_max: 23}
_MOST_WINDOW: Final = 8 * 1024 * 1024
_CHUNK: Final = 1024 * 1024


class PackedError(ValueError):
    """Bytes are not what a record was packed to, or unpack to more than any record has."""


@dataclass(frozen=True, slots=True)
class Packing:
    """How the records of one file are compressed."""

    #: the end of the file's name: GZIP or ZSTD
    suffix: str
    dictionary: ZstdDict | None = None

    def head(self) -> bytes:
        """What the file begins with before its first record."""
        if self.dictionary is None:
            return b""
        packed = compress(self.dictionary.dict_content, options=_WITH_CHECKSUM)
        return _DICTIONARY + len(packed).to_bytes(4, "little") + packed

    def pack(self, record: bytes) -> bytes:
        """One record, compressed."""
        if self.suffix == GZIP:
            return zlib.compress(record, 9, zlib.MAX_WBITS | 16)
        # digested once for all records, which else would take three times as long
        ready = self.dictionary.as_digested_dict if self.dictionary else None
        return compress(record, options=_WITH_CHECKSUM, zstd_dict=ready)

    def unpack(self, packed: bytes) -> list[bytes]:
        """The records that were packed one after the other.

        Raises:
            PackedError: they cannot be had of these bytes.
        """
        found, left = [], MOST
        while packed:
            stream = self.stream()
            try:
                record = stream.decompress(packed, left)
            except (zlib.error, ZstdError) as error:
                raise PackedError(str(error)) from error
            if not stream.eof:
                why = "the record ends before" if len(record) < left else "too much for a record"
                raise PackedError(why)
            found.append(record)
            left, packed = left - len(record), stream.unused_data
            if left <= 0:
                raise PackedError("too much for a record")
        return found

    def stream(self) -> ZstdDecompressor | zlib._Decompress:
        """Unpacks the bytes of one record."""
        if self.suffix == GZIP:
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        return ZstdDecompressor(self.dictionary, options=_WINDOW)


def suffix_of(name: str) -> str:
    """The end of a file's name that tells its packing."""
    return ZSTD if name.endswith(ZSTD) else GZIP


def learned(records: Sequence[bytes]) -> ZstdDict | None:
    """A dictionary for records like these; None: too few, or it would not be worth its place."""
    *content, last = records[:MOST_SAMPLES] or (b"",)
    if len(content) + 1 < FEWEST_SAMPLES:
        return None
    raw = b"".join(content)[:_MOST_DICTIONARY]
    samples = [record[:_MOST_DICTIONARY] for record in records[:MOST_SAMPLES]]
    dictionary = finalize_dict(ZstdDict(raw, is_raw=True), samples, len(raw) + 4096, _LEVEL)
    with_it = len(Packing(ZSTD, dictionary).pack(last))
    return dictionary if with_it < _WORTH * len(Packing(ZSTD).pack(last)) else None


#: files whose packing is at hand: a dictionary of the largest size that is ready for use takes
#: 0.7 MB, so all of them 34 MB at the most
_MOST_READY: Final = 48


@lru_cache(maxsize=_MOST_READY)
def packing_of(path: Path) -> Packing:
    """How a file is packed; what it begins with is never changed under one name.

    Raises:
        PackedError: its beginning is damaged.
        OSError: it cannot be read.
    """
    if suffix_of(path.name) == GZIP:
        return Packing(GZIP)
    with path.open("rb") as file:
        return Packing(ZSTD, _dictionary(file))


def records_begin(path: Path) -> int:
    """Where the first record of a file may begin, in bytes.

    Raises:
        PackedError: what it begins with is damaged.
        OSError: it cannot be read.
    """
    if suffix_of(path.name) == GZIP:
        return 0
    with path.open("rb") as file:
        _dictionary(file)
        return file.tell()


def first_records(path: Path, most: int) -> list[bytes]:
    """The first records of a Zstandard file, unpacked; fewer where it ends before, or is torn."""
    packing, found = packing_of(path), list[bytes]()
    with path.open("rb") as file:
        _dictionary(file)
        rest, stream, record = b"", packing.stream(), b""
        while len(found) < most and (piece := rest or file.read(_CHUNK)):
            try:
                record += stream.decompress(piece, MOST - len(record))
            except ZstdError:
                break
            rest = b""
            if stream.eof:
                found.append(record)
                rest, stream, record = stream.unused_data, packing.stream(), b""
            elif len(record) >= MOST:
                break
    return found


def is_whole(path: Path) -> bool:
    """Whether a Zstandard file ends with a record; it is held in memory whole.

    Raises:
        OSError: it cannot be read.
    """
    rest = memoryview(path.read_bytes())
    try:
        while rest:
            rest = rest[get_frame_size(rest) :]
    except ZstdError:
        return False
    return True


def _dictionary(file: BinaryIO) -> ZstdDict | None:
    """The dictionary that a file begins with; leaves the file where its records begin."""
    if file.read(4) != _DICTIONARY:
        file.seek(0)
        return None
    size = int.from_bytes(file.read(4), "little")
    packed = file.read(min(size, _MOST_WINDOW))
    stream = ZstdDecompressor(options=_WINDOW)
    try:
        content = stream.decompress(packed, _MOST_WINDOW)
        if stream.eof and len(packed) == size:
            return ZstdDict(content)
    except (ZstdError, ValueError) as error:
        raise PackedError(f"the dictionary: {error}") from error
    raise PackedError("the dictionary is cut off, or too large")
