"""Keeps the responses that versions were read from, as WARC records on disk.

A recheck that found a version unchanged is a revisit record, which refers to its response.

A record is on disk, flushed to the device, before its version commits. Every source has files of
its own, each written to by one process at a time, which holds its lock. A record torn by a kill is
the last of its file: nothing refers to it, and nothing is written behind it.
What a record says is `pipeline.evidence.warc`'s, how a file compresses it
`pipeline.evidence.packing`'s.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from warcio.archiveiterator import ArchiveIterator

from pipeline.evidence import packing, warc
from pipeline.evidence.packing import Packing
from pipeline.records import FetchedPage, NotModified

#: how files of records are compressed
Compression = Literal["zstd", "gzip"]

#: bytes after which a new file is begun
_FILE_SIZE: Final = 512 * 1024 * 1024
#: bytes up to which a file that another process left is looked through, and written on to
_TAKEN_UP: Final = 16 * 1024 * 1024
#: of a name: pruning gives longer ones, for until it ended nobody may write there
_AS_BEGUN: Final = re.compile(r"-[0-9a-f]{8}\.warc\.zst$")
#: files whose lock is held between two records
_MOST_HELD: Final = 32
#: bytes of a source's name that stand in the names of its files
_MOST_NAME: Final = 120


class EvidenceError(Exception):
    """A kept response cannot be found or read."""


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """Where a response is kept."""

    #: relative to the evidence folder, with forward slashes
    file: str
    #: bytes from the file's start to the response record
    offset: int
    #: bytes of the compressed response record and of the request record that follows it;
    #: those kept before schema 0007 are of the response alone
    length: int
    #: SHA-256 of these bytes; None: kept before schema 0007
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """A response as it was kept, its content encoding undone."""

    url: str
    content_type: str
    body: bytes


@dataclass(slots=True)
class _Writing:
    """A file that this process writes to."""

    path: Path
    #: it was begun without a dictionary, for want of records to make one of
    is_learning: bool
    #: records of responses in it
    responses: int
    #: bytes; another process writes to it if they are more
    size: int
    #: descriptor that holds the file's lock, so that nobody else writes or prunes there
    held: int | None = None


class EvidenceArchive:
    """Writes and reads WARC files in a folder; one thread writes at a time."""

    def __init__(self, folder: Path, software: str, compression: Compression = "zstd") -> None:
        self._folder = folder
        self._software = software
        self._compression = compression
        #: by source, the one that was written to last at the end
        self._writing: dict[str, _Writing] = {}

    def close(self) -> None:
        """Lets go of the files that are written to; the next record begins another."""
        for file in self._writing.values():
            _release(file)
        self._writing.clear()

    def __del__(self) -> None:
        self.close()

    def keep(self, page: FetchedPage) -> EvidenceRef:
        """Writes the request and response of a page and waits until the disk has them.

        Raises:
            OSError: the disk is full or cannot be written; the file is left as it was.
        """
        response, request = warc.exchanged(page)
        if self._compression == "zstd" and warc.is_coded(page.exchange):
            # a site writes its headers as it likes: what cannot be read stays as it came
            with suppress(*warc.UNREADABLE):
                response = warc.lightened(response) or response
        kept = self._append(page.source, (response, request))
        self._writing[page.source].responses += 1
        return kept

    def keep_revisit(self, answer: FetchedPage | NotModified, of: EvidenceRef) -> EvidenceRef:
        """Writes that a page still says what a kept response says, as `keep` does.

        Raises:
            EvidenceError: that response is gone or damaged: there is nothing to refer to.
            OSError: as for `keep`.
        """
        with _damage_told(of):
            record = warc.revisited(answer, self._unpacked(of)[0])
        return self._append(answer.source, (record,))

    def read(self, ref: EvidenceRef) -> KeptResponse:
        """The response behind a version.

        Raises:
            EvidenceError: the file is missing, or its bytes are not the ones that were kept.
        """
        with _damage_told(ref):
            return _response(self._unpacked(ref)[0])

    def check(self, ref: EvidenceRef) -> None:
        """Makes sure that the response behind a version is kept, and can be had as it came.

        Raises:
            EvidenceError: it is not, or cannot.
        """
        with _damage_told(ref):
            kept = self._unpacked(ref)
            _response(kept[0])
            for record in kept:
                warc.restored(record)

    def records(self, ref: EvidenceRef) -> bytes:
        """The bytes that were kept for a version, compressed.

        Raises:
            EvidenceError: the file is missing, or its bytes are not the ones that were kept.
        """
        try:
            with (self._folder / ref.file).open("rb") as file:
                file.seek(ref.offset)
                found = file.read(ref.length)
        except OSError as error:
            raise EvidenceError(f"{ref.file}: {error.strerror or error}") from error
        if len(found) < ref.length:
            raise EvidenceError(f"{ref.file} at {ref.offset}: the file ends before")
        if ref.digest is not None and _digest(found) != ref.digest:
            raise EvidenceError(f"{ref.file} at {ref.offset}: not the bytes that were kept")
        return found

    def bundle(self, refs: Iterable[EvidenceRef], name: str) -> Iterator[bytes]:
        """The pieces of a gzip WARC file that holds these records as they came.

        A response whose gzip cannot be made again on this machine is written as it is kept.

        Args:
            name: of the file, as its first record tells it.

        Raises:
            EvidenceError: see `records`.
        """
        gzip = Packing(packing.GZIP)
        yield gzip.pack(warc.info(name, self._software))
        for ref in refs:
            with _damage_told(ref):
                kept = self._unpacked(ref)
            for record in kept:
                came = record
                with suppress(*warc.UNREADABLE):
                    came = warc.restored(record)
                yield gzip.pack(came)

    def _unpacked(self, ref: EvidenceRef) -> list[bytes]:
        """The records that were kept at one place.

        Raises:
            EvidenceError: see `records`.
            PackedError: they are no such records.
        """
        found = self.records(ref)
        try:
            return packing.packing_of(self._folder / ref.file).unpack(found)
        except OSError as error:
            raise EvidenceError(f"{ref.file}: {error.strerror or error}") from error

    def _append(self, source: str, records: Iterable[bytes]) -> EvidenceRef:
        writing = self._current_file(source)
        path = writing.path
        packed = b"".join(map(packing.packing_of(path).pack, records))
        # a buffer would keep what the disk refused, and refuse to be cut until that is written
        with path.open("r+b", buffering=0) as file:
            start = file.seek(0, os.SEEK_END)
            try:
                rest = memoryview(packed)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except OSError:
                # a torn record must not stand before the next one
                _release(self._writing.pop(source))
                with suppress(OSError):
                    file.truncate(start)
                raise
        writing.size = start + len(packed)
        return EvidenceRef(
            path.relative_to(self._folder).as_posix(), start, len(packed), _digest(packed)
        )

    def _current_file(self, source: str) -> _Writing:
        file = self._writing.pop(source, None)
        if file is None:
            file = self._taken_up(source)
        if file is None or not self._goes_on(file):
            if file is not None:
                _release(file)
            file = self._begin_file(source)
        self._writing[source] = file
        held = [one for one in self._writing.values() if one.held is not None]
        for one in held[:-_MOST_HELD]:
            _release(one)  # its last record was committed long ago
        return file

    def _goes_on(self, file: _Writing) -> bool:
        """Whether the next record goes there: of this month, not full, not to be learned from."""
        return (
            _hold(file)
            and file.size == file.path.stat().st_size <= _FILE_SIZE
            and file.path.parent.name == f"{datetime.now(UTC):%Y-%m}"
            and not (file.is_learning and file.responses >= packing.MOST_SAMPLES)
        )

    def _taken_up(self, source: str) -> _Writing | None:
        """The newest file of a source, if nobody writes there and no record of it is torn."""
        path = self._newest(source)
        if self._compression == "gzip" or path is None or _AS_BEGUN.search(path.name) is None:
            return None
        file = _Writing(path, False, 0, 0)
        with suppress(OSError, packing.PackedError):
            size = path.stat().st_size
            if size <= _TAKEN_UP and _hold(file) and packing.is_whole(path):
                file.responses, file.size = len(_first_responses(path)), size
                # one without a dictionary that holds more was begun so on purpose
                is_bare = packing.packing_of(path).dictionary is None
                file.is_learning = is_bare and file.responses <= packing.MOST_SAMPLES
                return file
        _release(file)
        return None

    def _begin_file(self, source: str) -> _Writing:
        now = datetime.now(UTC)
        folder = self._folder / f"{now:%Y-%m}"
        folder.mkdir(parents=True, exist_ok=True)
        packed, is_learning = self._packing(source)
        stamp = f"{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
        path = folder / f"marsad-{_in_names(source)}-{stamp}{packed.suffix}"
        head = packed.head() + packed.pack(warc.info(path.name, self._software))
        file = _Writing(path, is_learning, 0, len(head))
        try:
            path.open("xb").close()
            _hold(file)
            path.write_bytes(head)
            flush_folder(folder)
        except OSError:
            _release(file)
            with suppress(OSError):
                path.unlink()
            raise
        return file

    def _packing(self, source: str) -> tuple[Packing, bool]:
        """For a new file of a source, and whether there were too few records to learn from."""
        if self._compression == "gzip":
            return Packing(packing.GZIP), False
        newest, samples = self._newest(source), list[bytes]()
        if newest is not None:
            with suppress(OSError, packing.PackedError):
                samples = _first_responses(newest)
        is_learning = len(samples) < packing.FEWEST_SAMPLES
        return Packing(packing.ZSTD, packing.learned(samples)), is_learning

    def _newest(self, source: str) -> Path | None:
        """The Zstandard file of a source that was begun last."""
        name, suffix = re.escape(_in_names(source)), re.escape(packing.ZSTD)
        shape = re.compile(rf"marsad-{name}-\d{{8}}T\d{{12}}Z-[0-9a-f]{{8,12}}{suffix}")
        files = [path for path in self._folder.glob("*/*") if shape.fullmatch(path.name)]
        return max(files, key=lambda path: path.name, default=None)


def _first_responses(path: Path) -> list[bytes]:
    """The records of responses that a file begins with, some more than are learned from.

    Raises:
        PackedError: the file's beginning is damaged.
        OSError: it cannot be read.
    """
    found = packing.first_records(path, 3 * packing.MOST_SAMPLES)
    return [one for one in found if b"WARC-Type: response\r\n" in one[:1024]]


def _response(record: bytes) -> KeptResponse:
    """What a record says, which is held against the digests that it carries."""
    found = next(iter(ArchiveIterator(BytesIO(record), check_digests="raise")))
    return KeptResponse(
        url=found.rec_headers.get_header("WARC-Target-URI"),
        content_type=found.http_headers.get_header("Content-Type", ""),
        body=found.content_stream().read(),
    )


@contextmanager
def _damage_told(ref: EvidenceRef) -> Iterator[None]:
    """What is raised on bytes that are no record says where they are."""
    try:
        yield
    except warc.UNREADABLE as error:
        why = str(error) or type(error).__name__
        raise EvidenceError(f"{ref.file} at {ref.offset}: {why}") from error


def _hold(file: _Writing) -> bool:
    """Takes a file's lock, if it is not held; whether the file is there, and nobody else has it."""
    if file.held is None:
        with suppress(OSError):
            file.held = os.open(file.path, os.O_RDONLY)
            fcntl.flock(file.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file.path.exists()
        _release(file)
        return False
    return file.path.exists()


def _release(file: _Writing) -> None:
    if file.held is not None:
        os.close(file.held)
        file.held = None


def _in_names(source: str) -> str:
    """A source's name as the names of its files hold it, which have 255 bytes at the most."""
    return source.encode()[:_MOST_NAME].decode(errors="ignore")


def _digest(records: bytes) -> str:
    return f"sha256:{sha256(records).hexdigest()}"


def flush_folder(folder: Path) -> None:
    """Makes a new file's name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
