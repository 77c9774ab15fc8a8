"""Makes WARC 1.1 records of what was fetched, and reads them; of files it knows nothing.

A response whose gzip can be made again (`pipeline.evidence.codings`) may be kept *lightened*: with
its page as it was before that, and with what makes the response as it came again. Other tools read
such a record as well: headers that no longer hold bear the name they have in other archives.

    as it came                      lightened
    Content-Encoding: gzip          X-Crawler-Content-Encoding: gzip
    Content-Length: 15630           X-Crawler-Content-Length: 15630
    WARC-Payload-Digest: sha1:A     WARC-Payload-Digest: sha1:B, WARC-Marsad-Payload-Digest: sha1:A
                                    WARC-Marsad-Made-By: gzip level=6 memory=9 head=1f8b…
"""

from __future__ import annotations

import zlib
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha1
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import WARCWriter

from pipeline.evidence.codings import Recipe, undone
from pipeline.records import Exchange, FetchedPage, NotModified

#: what is raised on bytes that are no record, or not the ones their digest is of
UNREADABLE: Final = (
    ArchiveLoadFailed,
    AttributeError,
    EOFError,
    StopIteration,
    ValueError,
    zlib.error,
)
#: Scrapy undoes chunking before anyone sees the payload, so the header would lie
_HOP_HEADERS: Final = {"transfer-encoding"}
#: what a revisit record says of the page: it was answered 304; its bytes are the same
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#: other bytes, in which the same was read; the standard has no such profile, and allows others
_SAME_READING: Final = "urn:marsad:revisit:same-reading"
#: of the bytes that came, where they are others than those that are kept or referred to
_CAME: Final = "WARC-Marsad-Payload-Digest"
#: the recipe by which the bytes that came are made of those that are kept
_MADE_BY: Final = "WARC-Marsad-Made-By"
_OF_CODING: Final = ("content-encoding", "content-length")
#: Common Crawl writes headers so that are no longer true of what it keeps
_NO_LONGER: Final = "X-Crawler-"
#: headers that a record is given when it is written
_WRITTEN: Final = {"content-type", "content-length", "warc-block-digest", "warc-payload-digest"}


def info(name: str, software: str) -> bytes:
    """The record that a file begins with: who wrote it."""
    fields = {"software": software, "format": "WARC File Format 1.1"}
    return _written(_writer().create_warcinfo_record(name, fields))


def exchanged(page: FetchedPage) -> tuple[bytes, bytes]:
    """The response as it came, and the request that it answered."""
    exchange, common = page.exchange, _common(page.fetched_at, page.exchange)
    answered = _new("response", page.final_url, common)
    asked = _new(
        "request",
        page.final_url,
        {**common, "WARC-Concurrent-To": answered.get_header("WARC-Record-ID")},
    )
    request = StatusAndHeaders(
        f"GET {_request_target(page.final_url)} HTTP/1.1",
        list(exchange.request_headers),
        is_http_request=True,
    )
    return (
        _sealed("response", answered, _answered(exchange), exchange.payload),
        _sealed("request", asked, request, b""),
    )


def revisited(answer: FetchedPage | NotModified, of: bytes) -> bytes:
    """A record that refers to a response by its digest, address, date and id.

    Args:
        of: the record of the response.
    """
    response = next(iter(ArchiveIterator(BytesIO(of)))).rec_headers
    digest = response.get_header(_CAME) or response.get_header("WARC-Payload-Digest")
    told = {
        "WARC-Refers-To": response.get_header("WARC-Record-ID"),
        "WARC-Refers-To-Target-URI": response.get_header("WARC-Target-URI"),
        "WARC-Refers-To-Date": response.get_header("WARC-Date"),
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
    record = _writer().create_warc_record(
        url,
        "revisit",
        http_headers=_answered(answer.exchange) if answer.exchange else None,
        warc_headers_dict={
            **_common(answer.fetched_at, answer.exchange),
            "WARC-Profile": profile,
            **{name: value for name, value in told.items() if value},
        },
    )
    return _written(record)


def is_coded(exchange: Exchange) -> bool:
    """Whether an answer says that it is compressed; only such a one can be lightened."""
    return any(name.lower() == "content-encoding" for name, _ in exchange.response_headers)


def lightened(response: bytes) -> bytes | None:
    """A response without its gzip; None: `restored` could not make it again, byte for byte."""
    record = next(iter(ArchiveIterator(BytesIO(response))))
    headers = record.http_headers
    names = [name.lower() for name, _ in headers.headers]
    coding = (headers.get_header("Content-Encoding") or "").strip().lower()
    if coding not in ("gzip", "x-gzip") or any(
        name.startswith(_NO_LONGER.lower()) for name in names
    ):
        return None
    came = record.rec_headers.get_header("WARC-Payload-Digest")
    found = undone(record.raw_stream.read())
    if found is None:
        return None
    body, recipe = found
    headers.headers = [
        (f"{_NO_LONGER}{name}" if name.lower() in _OF_CODING else name, value)
        for name, value in headers.headers
    ]
    light = _with_payload(record, body, {_CAME: came, _MADE_BY: str(recipe)})
    return light if restored(light) == response else None


def restored(record: bytes) -> bytes:
    """A record as it came: made again where it is a lightened one.

    Raises:
        ValueError: what was made is not what came: this machine's zlib compresses otherwise.
    """
    if f"\r\n{_MADE_BY}: ".encode() not in record[: record.find(b"\r\n\r\n")]:
        return record
    found = next(iter(ArchiveIterator(BytesIO(record))))
    recipe = found.rec_headers.get_header(_MADE_BY)
    payload = Recipe.parse(recipe).make(found.raw_stream.read())
    if _payload_digest(payload) != found.rec_headers.get_header(_CAME):
        raise ValueError("the page is as it was kept, its gzip cannot be made again here")
    headers = found.http_headers
    headers.headers = [(name.removeprefix(_NO_LONGER), value) for name, value in headers.headers]
    return _with_payload(found, payload, {})


def _with_payload(record: Any, payload: bytes, more: Mapping[str, str]) -> bytes:
    """A response with another payload, and of Marsad's own headers only those that are given."""
    kept = [
        (name, value)
        for name, value in record.rec_headers.headers
        if name.lower() not in _WRITTEN and name not in (_CAME, _MADE_BY)
    ]
    told = StatusAndHeaders("", [*kept, *more.items()], protocol=record.rec_headers.protocol)
    return _sealed(record.rec_type, told, record.http_headers, payload)


def _new(kind: str, url: str, fields: Mapping[str, str]) -> StatusAndHeaders:
    """The headers of a new record, but for those that `_sealed` gives it."""
    named = {
        **fields,
        "WARC-Type": kind,
        "WARC-Record-ID": StatusAndHeadersParser.make_warc_id(),
        "WARC-Target-URI": url,
    }
    return StatusAndHeaders("", list(named.items()), protocol="WARC/1.1")


def _sealed(kind: str, told: StatusAndHeaders, http: StatusAndHeaders, payload: bytes) -> bytes:
    """A record with its digests and its length.

    It is what warcio's writer makes of these, byte for byte, which takes twice as long over it:
    it goes through a page five times, in pieces.

    Args:
        told: its headers, which are given the rest.
    """
    head: bytes = http.to_ascii_bytes()
    block = sha1(head, usedforsecurity=False)
    block.update(payload)
    told.headers += [
        ("WARC-Payload-Digest", _payload_digest(payload)),
        ("WARC-Block-Digest", _digest(block.digest())),
        ("Content-Type", f"application/http; msgtype={kind}"),
        ("Content-Length", str(len(head) + len(payload))),
    ]
    return b"".join((told.to_bytes(), head, payload, b"\r\n\r\n"))


def _writer() -> WARCWriter:
    return WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def _written(record: Any) -> bytes:
    written = BytesIO()
    WARCWriter(written, gzip=False, warc_version="1.1").write_record(record)
    return written.getvalue()


def _payload_digest(payload: bytes) -> str:
    """As WARC records have it."""
    return _digest(sha1(payload, usedforsecurity=False).digest())


def _digest(hashed: bytes) -> str:
    return f"sha1:{b32encode(hashed).decode()}"


def _common(fetched_at: datetime, exchange: Exchange | None) -> dict[str, str]:
    """The WARC headers of every record of a fetch."""
    headers = {"WARC-Date": fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if exchange and exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    return headers


def _answered(exchange: Exchange) -> StatusAndHeaders:
    protocol, _, status = exchange.status_line.partition(" ")
    headers = [
        # values that are no ASCII are written so by warcio, which fails on such a name
        (name if name.isascii() else quote(name), value)
        for name, value in exchange.response_headers
        if name.lower() not in _HOP_HEADERS
    ]
    return StatusAndHeaders(status, headers, protocol=protocol)


def _request_target(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
