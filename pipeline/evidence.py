"""Keeps the responses that versions were read from, as WARC records on disk.

A recheck that found a version unchanged is a revisit record, which refers to its response.

A record is on disk, flushed to the device, before its version commits. A process
writes files of its own, so that a record torn by a kill is the last of its file.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import zlib
from base64 import b32encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256
from io import BytesIO
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.records import Exchange, FetchedPage, NotModified

#: bytes after which a new file is begun
_FILE_SIZE = 512 * 1024 * 1024
#: Scrapy undoes chunking before anyone sees the payload, so the header would lie
_HOP_HEADERS = {"transfer-encoding"}
#: what a revisit record says of the page: it was answered 304; its bytes are the same
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#: other bytes, in which the same was read; the standard has no such profile, and allows others
_SAME_READING: Final = "urn:marsad:revisit:same-reading"
#: of the bytes that came, where they are others than those that are referred to
_CAME: Final = "WARC-Marsad-Payload-Digest"
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
        #: descriptor of the file that is written to, which holds its lock: it is not pruned
        self._held: int | None = None

    def close(self) -> None:
        """Lets go of the file that is written to; the next record begins another."""
        if self._held is not None:
            os.close(self._held)
        self._path = self._held = None

    def __del__(self) -> None:
        self.close()

    def keep(self, page: FetchedPage) -> EvidenceRef:
        """Writes the request and response of a page and waits until the disk has them.

        Raises:
            OSError: the disk is full or cannot be written; the file is left as it was.
        """
        return self._append(_records(page))

    def keep_revisit(self, answer: FetchedPage | NotModified, of: EvidenceRef) -> EvidenceRef:
        """Writes that a page still says what a kept response says, as `keep` does.

        Raises:
            EvidenceError: that response is gone or damaged: there is nothing to refer to.
            OSError: as for `keep`.
        """
        try:
            stored = BytesIO(self.records(of))
            headers = next(iter(ArchiveIterator(stored))).rec_headers
        except _UNREADABLE as error:
            raise EvidenceError(f"{of.file} at {of.offset}: {error}") from error
        return self._append(_revisit(answer, headers))

    def _append(self, records: bytes) -> EvidenceRef:
        path = self._current_file()
        with path.open("r+b") as file:
            start = file.seek(0, os.SEEK_END)
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
            self.close()
            self._path = self._begin_file()
            self._held = os.open(self._path, os.O_RDONLY)
            fcntl.flock(self._held, fcntl.LOCK_SH)
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
    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    common = _common(page.fetched_at, exchange)
    response = writer.create_warc_record(
        page.final_url,
        "response",
        payload=BytesIO(exchange.payload),
        length=len(exchange.payload),
        http_headers=_answered(exchange),
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


def _revisit(answer: FetchedPage | NotModified, of: StatusAndHeaders) -> bytes:
    """A compressed record that refers to a response by its digest, address, date and id.

    Args:
        of: the response's WARC headers.
    """
    digest = of.get_header("WARC-Payload-Digest")
    told = {
        "WARC-Refers-To": of.get_header("WARC-Record-ID"),
        "WARC-Refers-To-Target-URI": of.get_header("WARC-Target-URI"),
        "WARC-Refers-To-Date": of.get_header("WARC-Date"),
        "WARC-Payload-Digest": digest,
    }
    if isinstance(answer, NotModified):
        url, profile = answer.url, _NOT_MODIFIED
    else:
        url = answer.final_url
        came = _payload_digest(answer.exchange.payload)
        profile = _SAME_PAYLOAD if came == digest else _SAME_READING
        if came != digest:
            told[_CAME] = came
    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url,
        "revisit",
        http_headers=_answered(answer.exchange) if answer.exchange else None,
        warc_headers_dict={
            **_common(answer.fetched_at, answer.exchange),
            "WARC-Profile": profile,
            **{name: value for name, value in told.items() if value},
        },
    )
    writer.write_record(record)
    return written.getvalue()


def _payload_digest(payload: bytes) -> str:
    """As WARC records have it."""
    digest = sha1(payload, usedforsecurity=False).digest()
    return f"sha1:{b32encode(digest).decode()}"


def _common(fetched_at: datetime, exchange: Exchange | None) -> dict[str, str]:
    """The WARC headers of every record of a fetch."""
    headers = {"WARC-Date": fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if exchange and exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    return headers


def _answered(exchange: Exchange) -> StatusAndHeaders:
    protocol, _, status = exchange.status_line.partition(" ")
    return StatusAndHeaders(
        status,
        [h for h in exchange.response_headers if h[0].lower() not in _HOP_HEADERS],
        protocol=protocol,
    )


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
