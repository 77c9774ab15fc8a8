"""Keeps the responses that versions were read from, as WARC records on disk.

A record is on disk, flushed to the device, before its version commits. A process
writes files of its own, so that a record torn by a kill is the last of its file.
"""

from __future__ import annotations

import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.records import FetchedPage

#: bytes after which a new file is begun
_FILE_SIZE = 512 * 1024 * 1024
#: Scrapy undoes chunking before anyone sees the payload, so the header would lie
_HOP_HEADERS = {"transfer-encoding"}
#: what warcio raises on bytes that are no record, or not the ones their digest is of
_UNREADABLE: Final = (
    ArchiveLoadFailed,
    AttributeError,
    EOFError,
    StopIteration,
    ValueError,
    zlib.error,
)


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


class EvidenceArchive:
    """Writes and reads WARC files in a folder; one thread writes at a time."""

    def __init__(self, folder: Path, software: str) -> None:
        self._folder = folder
        self._software = software
        self._path: Path | None = None

    def keep(self, page: FetchedPage) -> EvidenceRef:
        """Writes the request and response of a page and waits until the disk has them.

        Raises:
            OSError: the disk is full or cannot be written; the file is left as it was.
        """
        path = self._current_file()
        with path.open("r+b") as file:
            start = file.seek(0, os.SEEK_END)
            records = _records(page)
            try:
                file.write(records)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # a torn record must not stand before the next one
                self._path = None
                with suppress(OSError):
                    file.truncate(start)
                raise
            return EvidenceRef(
                path.relative_to(self._folder).as_posix(), start, len(records), _digest(records)
            )

    def read(self, ref: EvidenceRef) -> KeptResponse:
        """The response behind a version.

        Raises:
            EvidenceError: the file is missing, or its bytes are not the ones that were kept.
        """
        try:
            # the records' own digests tell of damage where we took none
            stored = BytesIO(self.records(ref))
            record = next(iter(ArchiveIterator(stored, check_digests="raise")))
            headers = record.http_headers
            return KeptResponse(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                content_type=headers.get_header("Content-Type", ""),
                body=record.content_stream().read(),
            )
        except _UNREADABLE as error:
            why = str(error) or type(error).__name__
            raise EvidenceError(f"{ref.file} at {ref.offset}: {why}") from error

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
        """The pieces of a WARC file that holds these records as they were kept.

        Args:
            name: of the file, as its first record tells it.

        Raises:
            EvidenceError: see `records`.
        """
        yield _head(name, self._software)
        for ref in refs:
            yield self.records(ref)

    def _current_file(self) -> Path:
        if (
            self._path is None
            or not self._path.exists()
            or self._path.stat().st_size > _FILE_SIZE
            or self._path.parent.name != f"{datetime.now(UTC):%Y-%m}"
        ):
            self._path = self._begin_file()
        return self._path

    def _begin_file(self) -> Path:
        now = datetime.now(UTC)
        folder = self._folder / f"{now:%Y-%m}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"marsad-{now:%Y%m%dT%H%M%S}Z-{secrets.token_hex(4)}.warc.gz"
        try:
            self._head(path)
            flush_folder(folder)
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
        return path

    def _head(self, path: Path) -> None:
        with path.open("xb") as file:
            file.write(_head(path.name, self._software))


def _head(name: str, software: str) -> bytes:
    """The record that a file begins with: who wrote it."""
    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    fields = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, fields))
    return written.getvalue()


def _records(page: FetchedPage) -> bytes:
    """The response and the request it answered, as compressed records."""
    exchange = page.exchange
    protocol, _, status = exchange.status_line.partition(" ")
    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    common = {"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if exchange.ip_address:
        common["WARC-IP-Address"] = exchange.ip_address
    response = writer.create_warc_record(
        page.final_url,
        "response",
        payload=BytesIO(exchange.payload),
        length=len(exchange.payload),
        http_headers=StatusAndHeaders(
            status,
            [h for h in exchange.response_headers if h[0].lower() not in _HOP_HEADERS],
            protocol=protocol,
        ),
        warc_headers_dict=dict(common),
    )
    request = writer.create_warc_record(
        page.final_url,
        "request",
        payload=BytesIO(),
        length=0,
        http_headers=StatusAndHeaders(
            f"GET {_request_target(page.final_url)} HTTP/1.1",
            list(exchange.request_headers),
            is_http_request=True,
        ),
        warc_headers_dict={
            **common,
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(response)
    writer.write_record(request)
    return written.getvalue()


def _digest(records: bytes) -> str:
    return f"sha256:{sha256(records).hexdigest()}"


def _request_target(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]


def flush_folder(folder: Path) -> None:
    """Makes a new file's name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
