"""Reads and writes OPML, the form in which feed readers hand over their lists; pure.

What is read is hostile: it is bounded, entities are refused and nothing is loaded. What
becomes of the feeds is `marsad.outlines`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from lxml import etree

from config.settings import SourceSettings
from pipeline.charset import decode_page
from pipeline.text import clean

#: bytes of a file, and outlines in it; the longest lists have some thousands
MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_OUTLINES: Final = 50_000
_LONGEST: Final = 2000
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
#: what would let a file name entities of its own or load others
_TRICKS: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^>]{0,1000}\[", re.IGNORECASE)
_BARE_AMPERSAND: Final = re.compile(r"&(?!#?\w{1,31};)")


class NotOpml(ValueError):  # noqa: N818 - what a file is, not a fault of ours
    """A file that cannot be read as OPML; the message says why."""


@dataclass(frozen=True, slots=True)
class FeedOutline:
    """One feed of a list. Texts are clean; addresses are as written, unchecked."""

    #: `xmlUrl`, "" for an outline of type rss that lacks it
    feed: str
    title: str
    #: `htmlUrl`
    home: str | None = None
    language: str | None = None
    #: the titles of the folders around it, outermost first
    folders: tuple[str, ...] = ()


def read_opml(body: bytes) -> list[FeedOutline]:
    """The feeds of a list in its order, those in nested folders too.

    Ampersands that should have been escaped are taken as written, as many exporters leave
    them; a file that is broken otherwise is read as far as it goes.

    Raises:
        NotOpml: it is too large, plays tricks, or is something else.
    """
    if len(body) > MOST_BYTES:
        raise NotOpml(f"it is larger than {MOST_BYTES} bytes")
    declared = _DECLARED.search(body[:300])
    charset = declared[1].decode("ascii") if declared else ""
    text = decode_page(body, f"text/xml; charset={charset}" if charset else "text/xml")
    if _TRICKS.search(text):
        raise NotOpml("it declares entities of its own, which no list of feeds needs")
    plain = _BARE_AMPERSAND.sub("&amp;", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    parser = etree.XMLParser(
        recover=True,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(plain.strip().encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError as error:
        raise NotOpml(f"it is no XML: {clean(error.msg or '')[:200]}") from None
    if root is None or _local(root) != "opml":
        raise NotOpml("it is not OPML")
    return _feeds(root)


def _feeds(root: Any) -> list[FeedOutline]:
    found: list[FeedOutline] = []
    folders: dict[Any, tuple[str, ...]] = {}
    for number, outline in enumerate(root.iter("{*}outline")):
        if number == _MOST_OUTLINES:
            raise NotOpml(f"it has more than {_MOST_OUTLINES} outlines")
        named = {str(name).lower(): value[:_LONGEST] for name, value in outline.attrib.items()}
        title = clean(named.get("title") or named.get("text") or "")
        around = folders.get(outline.getparent(), ())
        feed = named.get("xmlurl", "").strip()
        if feed or named.get("type", "").lower() in ("rss", "atom"):
            home, language = named.get("htmlurl", "").strip(), named.get("language", "").strip()
            found.append(FeedOutline(feed, title, home or None, language or None, around))
        folders[outline] = (*around, title) if title else around
    return found


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def write_opml(sources: Iterable[SourceSettings], now: datetime) -> str:
    """OPML 2.0 with a folder for each source that polls a feed, and its feeds in it."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Marsad"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for source in sources:
        feeds = [section for section in source.sections if section.feed is not None]
        if not feeds:
            continue
        folder = etree.SubElement(body, "outline", text=source.name)
        for section in feeds:
            outline = etree.SubElement(folder, "outline", type="rss")
            outline.set("text", section.name)
            outline.set("title", f"{source.name}: {section.name}")
            outline.set("xmlUrl", str(section.feed))
            outline.set("htmlUrl", str(source.home))
            if source.language:
                outline.set("language", source.language)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written.decode()
