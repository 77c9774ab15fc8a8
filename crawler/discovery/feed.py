"""Reads feeds (RSS 0.90 to 2.0, RDF, Atom, JSON Feed): addresses, titles and dates.

Only a slim copy of the feed goes through feedparser: the links, titles and dates of its
entries, well-formed and flat. Whole feeds from strangers can keep feedparser busy for hours
(nested elements, entities, namespaces, white space before the root), and the texts in them
are not wanted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html.entities import html5
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser
from lxml import etree

from crawler.asked_waits import ASKED_WAITS, ttl_of
from crawler.discovery import MOST_LINKS, Found, Unreadable
from crawler.discovery.deeper import deeper_feed
from crawler.discovery.json_feed import read_json_feed
from crawler.discovery.printed import malformed, plain_title, stamp_of
from pipeline.charset import decode_page
from pipeline.records import ArticleLink, Stamp
from pipeline.text import clean, word_set
from pipeline.urls import canonical_url

#: bytes; K2 feeds of a hundred whole articles have less than one megabyte
_MOST_BYTES = 5 * 1024 * 1024
_MOST_COMPLAINTS = 5

_DECLARED = re.compile(r"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_UNCLOSED_TAG = re.compile(r"<[^<>]*(?=<)")
#: libxml2 takes quadratic time to mend them
_MOST_UNCLOSED_TAGS = 1000
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
_SPACE = re.compile(r"\s+")
_XML_ENTITIES = word_set("amp; lt; gt; quot; apos;")

_ROOTS = word_set("rss feed rdf")
_ENTRIES = ("item", "entry")
#: local names of what is read of an entry, in any namespace, in lower case
_WANTED = word_set(
    "title link guid id pubdate date published issued created updated modified origlink"
)
_WANTED_ATTRIBUTES = ("href", "rel", "type", "isPermaLink")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
#: of what comes before the entries of a feed
_MOST_CHANNEL_PARTS = 100
#: of what is wanted, in one entry
_MOST_CHILDREN = 20
_LONGEST_TEXT = 4000


#: RSS 0.90 has its names under two addresses, of which feedparser knows the second
_RSS_090 = ("http://channel.netscape.com/rdf/", "http://my.netscape.com/rdf/")
_HALF_PAIR = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});")


def read_feed(
    body: bytes, url: str, content_type: str, zone: str, language: str | None = None
) -> Found | Unreadable:
    """The entries of a feed, at most 300, in its order.

    `modified` is given for Atom and JSON Feed only, whose stamps mean that the entry's text
    changed, and only where that is not the time it was published. An entry with a malformed date
    stays, without it. Links may lead to other sites.

    Args:
        body: the feed as it arrived, content encodings undone.
        url: the address that answered; relative links are read against it.
        content_type: the Content-Type header's value.
        zone: IANA name of the zone of dates that carry no offset.
        language: BCP 47, of the source; decides in which order 03/04/2026 is read.
    """
    if len(body) > _MOST_BYTES:
        return Unreadable(f"the feed is larger than {_MOST_BYTES} bytes")
    text = _text(body, content_type)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return read_json_feed(text.lstrip("\ufeff"), url, zone, language)
    if len(_UNCLOSED_TAG.findall(_CDATA.sub("", text))) > _MOST_UNCLOSED_TAGS:
        return Unreadable("the feed is built to keep a parser busy")
    tree, flaw = _tree(text)
    broken = f"the feed is broken: {flaw}"
    if tree is None or _local(tree) not in _ROOTS:
        return Unreadable(broken if flaw else "not an RSS or Atom feed")
    entries = _parsed(_slim(tree), url)
    if flaw and _ends_inside_an_entry(text):
        del entries[-1:]
    if flaw and not entries:
        return Unreadable(broken)
    read = partial(stamp_of, zone=zone, language=language)
    links: dict[str, ArticleLink] = {}
    complaints = [broken] if flaw else []
    for link, complaint in _links(entries, url, read, is_atom=_local(tree) == "feed"):
        if link is not None:
            links.setdefault(link.url, link)
        if complaint is not None and len(complaints) < _MOST_COMPLAINTS:
            complaints.append(complaint)
    following = _next_page(tree, url)
    return Found(
        tuple(links.values()),
        following,
        deeper_feed(url),
        tuple(complaints),
        ttl=ttl_of(_asked_waits(tree)),
    )


def _channel(tree: Any) -> Iterator[Any]:
    """What a feed says of itself, and some of its entries."""
    channel = tree if _local(tree) == "feed" else next(iter(tree), tree)
    return islice(channel, _MOST_CHANNEL_PARTS)


def _asked_waits(tree: Any) -> dict[str, str]:
    said = ((_local(child), (child.text or "")[:40]) for child in _channel(tree))
    return {name: text for name, text in said if name in ASKED_WAITS}


def _next_page(tree: Any, url: str) -> str | None:
    """Where a paged feed says it goes on (RFC 5005); Blogger's do."""
    for child in _channel(tree):
        if _local(child) == "link" and child.get("rel", "").lower() == "next":
            try:
                return canonical_url(child.get("href", ""), url)
            except ValueError:
                return None
    return None


def _text(body: bytes, content_type: str) -> str:
    declared = _DECLARED.search(body[:200].decode("latin-1"))
    if declared and "charset" not in content_type.lower():
        content_type = f"{content_type}; charset={declared[1]}"
    return _HALF_PAIR.sub(_without_half_pair, decode_page(body, content_type))


def _without_half_pair(found: re.Match[str]) -> str:
    """A reference to half a surrogate pair (a broken emoji) is no character in XML."""
    digits = found[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else found[0]


def _ends_inside_an_entry(text: str) -> bool:
    """Whether the last entry was cut off, and perhaps its address with it."""
    opened = max(text.rfind(f"<{name}") for name in _ENTRIES)
    return opened > max(text.rfind(f"</{name}") for name in _ENTRIES)


def _tree(text: str) -> tuple[Any, str | None]:
    """The XML tree, mended where it is broken, and what was wrong with it.

    None if nothing of it could be read.
    """
    text = text.replace(*_RSS_090)
    data = text[_root_start(text) :].encode("utf-8", "ignore")
    try:
        return etree.fromstring(data, _parser(recover=False)), None
    except etree.XMLSyntaxError as error:
        flaw = clean(error.msg or "no XML")[:200]
    # HTML's entities are no XML, and dropping them would tear words and quotes from titles.
    mended = _ENTITY.sub(_character, data.decode()).encode()
    return etree.fromstring(mended, _parser(recover=True)) if mended.strip() else None, flaw


def _parser(recover: bool) -> etree.XMLParser:
    # Without huge_tree libxml2 bounds depth and amplification; nothing is ever loaded.
    return etree.XMLParser(
        recover=recover,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _root_start(text: str) -> int:
    """Where the root element begins: declaration, comments and DOCTYPE are left out."""
    at = 0
    while True:
        if space := _SPACE.match(text, at):
            at = space.end()
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<!", at):
            end = text.find(">", at)
            subset = text.find("[", at, end)
            if subset >= 0:  # with declarations inside
                end = text.find(">", text.find("]", subset))
        else:
            return at
        if end < 0:
            return at
        at = text.index(">", end) + 1


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    return entity[0] if name in _XML_ENTITIES else html5.get(name, entity[0])


def _local(element: Any) -> str:
    """An element's name in lower case, without its namespace; "" for one without a usable name.

    A prefix that stands for no namespace may mean anything.
    """
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
    return "" if ":" in name else name


def _slim(tree: Any) -> Any:
    """A feed with the same first entries, and of each only what is read of it."""
    slim = etree.Element(tree.tag)
    # anywhere, for mending a broken feed may leave them in odd places
    for entry in islice(tree.iter(*(f"{{*}}{name}" for name in _ENTRIES)), MOST_LINKS):
        copy = etree.SubElement(slim, entry.tag)
        wanted = (child for child in entry if _local(child) in _WANTED)
        for child in islice(wanted, _MOST_CHILDREN):
            _copy(child, copy)
    return slim


def _copy(child: Any, entry: Any) -> None:
    copied = etree.SubElement(entry, child.tag)
    for name in _WANTED_ATTRIBUTES:
        if name in child.attrib:
            copied.set(name, child.attrib[name][:_LONGEST_TEXT])
    if child.base:
        copied.set(_BASE, child.base[:_LONGEST_TEXT])
    if len(child):  # XHTML: its text is the title's
        copied.set("type", "text")
    copied.text = "".join(islice(child.itertext(), _LONGEST_TEXT))[:_LONGEST_TEXT]


def _parsed(tree: Any, url: str) -> list[Any]:
    parsed = feedparser.parse(
        BytesIO(etree.tostring(tree, encoding="utf-8", xml_declaration=True)),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
    )
    entries: list[Any] = parsed.entries
    return entries


def _links(
    entries: list[Any], base: str, read: Callable[[str], Stamp | None], *, is_atom: bool
) -> Iterator[tuple[ArticleLink | None, str | None]]:
    """Each entry's link, with what was wrong about it."""
    for entry in entries:
        address = entry.get("feedburner_origlink") or entry.get("link") or ""
        title = plain_title(entry.get("title") or "")
        try:
            url = canonical_url(address, base if address.strip() else None)
        except ValueError as error:
            yield None, f"an entry has no usable link ({title or 'no title'}): {error}"[:300]
            continue
        printed = _printed(entry, ("published", "created") if is_atom else _RSS_DATES)
        published = read(printed)
        changed = _printed(entry, ("updated",)) if is_atom else ""
        modified = read(changed)
        bad = printed if printed and published is None else changed if not modified else ""
        if modified == published:  # never changed, or K2, which prints the created date twice
            modified = None
        yield ArticleLink(url, title, published, modified), malformed(bad) if bad else None


#: RSS has no date of change; feedparser files `dc:date` and `pubDate` under either name
_RSS_DATES = ("published", "created", "updated")


def _printed(entry: Any, names: tuple[str, ...]) -> str:
    # dict.get, for FeedParserDict.get answers `updated` with `published`
    return next((text for name in names if (text := dict.get(entry, name))), "")
