"""Reads sitemaps (sitemaps.org): XML, gzip, plain text, indexes, and news sitemaps.

Tells the newest pages that look like articles, and the other sitemaps that an index names.
Which of those are fetched is `crawler.discovery.sitemap_walk`'s to say.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any, Final

from lxml import etree

from crawler.discovery import Found, SitemapLink, Unreadable
from crawler.discovery.addresses import LIKELY, address_evidence
from crawler.discovery.printed import plain_title, stamp_of
from crawler.discovery.shapes import Shapes
from pipeline.records import ArticleLink
from pipeline.text import clean
from pipeline.urls import canonical_url, url_key

#: articles told of one sitemap: the newest
MOST_OF_A_SITEMAP: Final = 2000
#: the protocol's own bounds: addresses, and bytes when unpacked
_MOST_ENTRIES: Final = 50_000
_MOST_BYTES: Final = 50 * 1024 * 1024
#: elements of one sitemap: a news entry with pictures and its translations has some thirty
_MOST_ELEMENTS: Final = 1_500_000
_CHUNK: Final = 64 * 1024
_MOST_MEMBERS: Final = 16
_LONGEST_TEXT: Final = 4000

_GZIP: Final = b"\x1f\x8b"
_DATE_IN_PATH: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)(?:[/-]?(\d\d))?(?=[/-])")
_NUMBER: Final = re.compile(r"(?<![0-9])([0-9]{3,18})(?![0-9])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class _Entry:
    """One `url` or `sitemap` element as printed."""

    place: int
    loc: str = ""
    lastmod: str = ""
    #: of a news sitemap
    published: str = ""
    title: str = ""
    is_news: bool = False


@dataclass(slots=True)
class _Written:
    """What a sitemap says, before anything is judged."""

    pages: list[_Entry] = field(default_factory=list)
    sitemaps: list[_Entry] = field(default_factory=list)
    #: a root element or an address showed that this is a sitemap
    is_sitemap: bool = False
    flaw: str | None = None


class _Overfull(Exception):  # noqa: N818 - a reason to stop reading, not a fault
    """All that may be read of one sitemap was read."""


def read_sitemap(
    body: bytes, url: str, content_type: str, zone: str, known: Iterable[str] = ()
) -> Found | Unreadable:
    """The newest articles of a sitemap, at most 2,000, newest first; and an index's sitemaps.

    Newest goes by the news date, else `lastmod`, else the date or the number in the
    addresses; where they have none of these it is the two ends of the list. A `lastmod`
    that more than half of the pages share is the time the file was made, and says nothing.

    Args:
        body: the sitemap as it arrived; gzip is known by its first bytes.
        url: the address that answered; relative addresses are read against it.
        content_type: the Content-Type header's value; the bytes say more.
        zone: IANA name of the zone of dates that carry no offset.
        known: addresses of articles of the source, whose shapes tell which pages are others.
    """
    written = _Written()
    try:
        _read(body, written)
    except _Overfull:
        written.flaw = written.flaw or "the sitemap is larger than the protocol allows"
    except zlib.error as error:
        written.flaw = f"the sitemap is damaged: {error}"
    if not written.is_sitemap:
        return Unreadable(f"not a sitemap{f': {written.flaw}' if written.flaw else ''}")
    _ignore_common_stamps(written.pages)
    links = _articles(written.pages, url, zone, Shapes.learnt(known))
    complaints = (written.flaw,) if written.flaw else ()
    return Found(
        tuple(links), complaints=complaints, sitemaps=tuple(_others(written.sitemaps, url, zone))
    )


# --- reading, in bounds --------------------------------------------------------------


def _read(body: bytes, written: _Written) -> None:
    chunks = _unpacked(body)
    first = next(chunks, b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if first.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        _read_xml(chain((first,), chunks), written)
    else:
        _read_text(chain((first,), chunks), written)


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The sitemap in pieces, unpacked if it is gzip.

    Raises:
        _Overfull: it unpacks to more than a sitemap may have.
        zlib.error: damaged.
    """
    if not body.startswith(_GZIP):
        for start in range(0, len(body), _CHUNK):
            yield body[start : start + _CHUNK]
        return
    size, rest = 0, body
    for _ in range(_MOST_MEMBERS):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while rest and not stream.eof:
            piece = stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
            size += len(piece)
            if size > _MOST_BYTES:
                raise _Overfull
            yield piece
        rest = stream.unused_data
        if not stream.eof:
            raise zlib.error("it was cut off before its end")
        if not rest.startswith(_GZIP):
            return


def _read_text(chunks: Iterable[bytes], written: _Written) -> None:
    """One address a line."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        _add_lines(lines, written)
        if len(rest) > _LONGEST_TEXT:
            return
    _add_lines([rest], written)


def _add_lines(lines: Iterable[bytes], written: _Written) -> None:
    for line in lines:
        address = line.decode("utf-8", "replace").strip()
        if not address.lower().startswith(("http://", "https://")):
            continue
        if len(written.pages) >= _MOST_ENTRIES:
            raise _Overfull
        written.is_sitemap = True
        written.pages.append(_Entry(len(written.pages), address[:_LONGEST_TEXT]))


def _read_xml(chunks: Iterable[bytes], written: _Written) -> None:
    # A parser with a target builds no tree; without huge_tree libxml2 bounds depth and
    # amplification; nothing is ever loaded.
    parser = etree.XMLParser(
        target=_Target(written),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError as error:
        written.flaw = f"the sitemap is broken: {clean(error.msg or 'no XML')[:200]}"


class _Target:
    """Takes the parser's events; keeps only the entries' few texts."""

    def __init__(self, written: _Written) -> None:
        self._written = written
        self._entry: _Entry | None = None
        self._text: list[str] | None = None
        self._letters = 0
        self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise _Overfull
        namespace, name = _split(tag)
        if name in ("urlset", "sitemapindex"):
            self._written.is_sitemap = True
        elif name in ("url", "sitemap") and not _is_extension(namespace):
            into = self._written.pages if name == "url" else self._written.sitemaps
            if len(into) >= _MOST_ENTRIES:
                raise _Overfull
            self._entry = _Entry(len(into))
            into.append(self._entry)
        elif name == "news" and self._entry is not None:
            self._entry.is_news = True
        self._text, self._letters = None, 0
        if self._entry is not None and _field(namespace, name):
            self._text = []

    def data(self, text: str) -> None:
        if self._text is not None and self._letters < _LONGEST_TEXT:
            self._text.append(text)
            self._letters += len(text)

    def end(self, tag: str) -> None:
        namespace, name = _split(tag)
        if self._text is not None and self._entry is not None:
            where = _field(namespace, name)
            if where and not getattr(self._entry, where):
                setattr(self._entry, where, "".join(self._text).strip()[:_LONGEST_TEXT])
        self._text = None
        if name in ("url", "sitemap") and not _is_extension(namespace):
            self._entry = None

    def close(self) -> None:
        return None


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition("}")
    prefix, _, bare = name.rpartition(":")  # a prefix that stands for no namespace
    return (namespace or prefix).lower(), bare.lower()


def _is_extension(namespace: str) -> bool:
    """Whether elements are those of pictures, films, news: not the sitemap's own."""
    return any(word in namespace for word in ("image", "video", "news", "mobile", "xhtml"))


def _field(namespace: str, name: str) -> str | None:
    """Where the text of an element belongs."""
    if name in ("loc", "lastmod"):
        return None if _is_extension(namespace) else name
    if "news" not in namespace:
        return None
    return {"publication_date": "published", "title": "title"}.get(name)


# --- judging -------------------------------------------------------------------------


def _ignore_common_stamps(pages: list[_Entry]) -> None:
    stamps = Counter(page.lastmod for page in pages if page.lastmod)
    common, count = next(iter(stamps.most_common(1)), ("", 0))
    if count > 3 and count * 2 > len(pages):
        for page in pages:
            page.lastmod = "" if page.lastmod == common else page.lastmod


def _articles(pages: list[_Entry], base: str, zone: str, shapes: Shapes) -> Iterable[ArticleLink]:
    """The newest pages that may be articles."""
    found: dict[str, ArticleLink] = {}
    for page in _newest_first(pages):
        if len(found) == MOST_OF_A_SITEMAP:
            break
        try:
            url = canonical_url(page.loc, base)
            key = url_key(url)
        except ValueError:
            continue
        if key in found:
            continue
        if not page.is_news and address_evidence(url, shapes) < LIKELY:
            continue
        published = stamp_of(page.published, zone)
        modified = stamp_of(page.lastmod, zone)
        found[key] = ArticleLink(
            url,
            plain_title(page.title),
            published,
            modified if modified != published else None,
        )
    return found.values()


def _newest_first(pages: list[_Entry]) -> Iterable[_Entry]:
    """By date, else by number, as far as most have one; else from both ends in turn."""
    keys: tuple[Callable[[_Entry], Any], ...] = (_date, _number)
    for key in keys:
        ranked = [(value, page) for page in pages if (value := key(page))]
        if len(ranked) * 2 > len(pages):
            ranked.sort(key=lambda one: one[0], reverse=True)
            placed = {page.place for _, page in ranked}
            others = (page for page in pages if page.place not in placed)
            return chain((page for _, page in ranked), others)
    half = (len(pages) + 1) // 2
    ends = zip_longest(pages[:half], reversed(pages[half:]))
    return (page for both in ends for page in both if page is not None)


def _date(page: _Entry) -> str:
    """A date that sorts as text: W3C dates do, but for their offsets."""
    printed = page.published or page.lastmod
    if printed:
        return printed
    found = _DATE_IN_PATH.search(page.loc)
    return "-".join(part for part in found.groups() if part) if found else ""


def _number(page: _Entry) -> int:
    numbers = [found[1] for found in _NUMBER.finditer(page.loc)]
    return max((int(one) for one in numbers if not _YEAR.fullmatch(one)), default=0)


def _others(sitemaps: list[_Entry], base: str, zone: str) -> Iterator[SitemapLink]:
    """The sitemaps of an index, as it lists them, each once."""
    seen: set[str] = set()
    for one in sitemaps:
        try:
            address = canonical_url(one.loc, base)
        except ValueError:
            continue
        if address not in seen:
            seen.add(address)
            yield SitemapLink(address, stamp_of(one.lastmod, zone))
