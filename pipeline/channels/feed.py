"""A watchlist's alerts as an Atom feed (RFC 4287): the same bytes for the same alerts.

Each entry says what the mail of its alert says, and looks like it. Which alerts a feed shows
and where it is kept is `pipeline.delivery.feeds`' to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from pipeline.channels.layout import as_fragment
from pipeline.channels.letter import compose, one_line
from pipeline.channels.mail import subject_of
from pipeline.records import AlertMessage
from pipeline.text import clean

#: bytes of a feed, at the most; the oldest alerts that do not fit are left out
LARGEST: Final = 2_000_000

_ATOM: Final = "http://www.w3.org/2005/Atom"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
#: what XML 1.0 has no place for, not even escaped (section 2.2)
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_LONGEST_NAME: Final = 40
#: when a feed without alerts says that it changed
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself."""

    watchlist: str
    #: host name whose owner answers for the ids (RFC 4151), from `authority_of`
    authority: str
    #: IANA name of the reader's zone
    timezone: str
    #: where the feed itself is found, pure ASCII; None: nobody says
    address: str | None = None


def render_feed(channel: Channel, messages: Iterable[AlertMessage]) -> bytes:
    """The feed as a document in UTF-8, of `LARGEST` bytes at the most.

    Args:
        channel: what it says of itself.
        messages: its alerts, the newest first; no more are taken than fit.
    """
    entries: list[bytes] = []
    newest, room = _NEVER, LARGEST - 10_000
    for message in messages:
        entry = ET.tostring(_entry(channel, message), "utf-8")
        room -= len(entry)
        if room < 0:
            break
        entries.append(entry)
        newest = max(newest, message.created_at)
    head = ET.tostring(_feed(channel, newest), "utf-8", xml_declaration=True)
    before, end, _ = head.rpartition(b"</feed>")
    return b"\n".join((before, *entries, end)) + b"\n"


def authority_of(contact: str) -> str:
    """The host name of a contact, which may be an e-mail or a web address."""
    try:
        host = urlsplit(contact).hostname or ""
    except ValueError:
        host = ""
    host = host or contact.rpartition("@")[2].lower()
    return host if _HOST.fullmatch(host) else "marsad"


def feed_name(watchlist: str) -> str:
    """The name of a watchlist's feed, fit for a file and an address: letters, digits and dashes.

    A name that had to be changed for that gets a hash behind it, so that two never share one.
    """
    name = unicodedata.normalize("NFC", watchlist).lower()
    kept = "-".join(re.findall(r"\w+", name))[:_LONGEST_NAME].strip("-")
    if kept == watchlist:
        return kept
    digest = sha256(watchlist.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{kept or 'list'}-{digest}"


def _feed(channel: Channel, newest: datetime) -> ET.Element:
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", f"tag:{channel.authority},2026:marsad/{_name(channel)}")
    _add(feed, "title", f"Marsad · {one_line(channel.watchlist)}")
    _add(feed, "updated", _time(newest))
    _add(ET.SubElement(feed, "author"), "name", "Marsad")
    _add(feed, "generator", "Marsad")
    if channel.address is not None:
        _add(feed, "link", rel="self", type="application/atom+xml", href=channel.address)
    return feed


def _entry(channel: Channel, message: AlertMessage) -> ET.Element:
    letter = compose(message, channel.timezone)
    entry = ET.Element("entry", {_LANGUAGE: letter.language})
    at = message.created_at.astimezone(UTC)
    # the moment keeps apart the alerts of two databases that are kept under one name
    moment = f"{at:%H%M%S}{at.microsecond:06}"
    name = f"{_name(channel)}/{message.alert_id}/{moment}"
    _add(entry, "id", f"tag:{channel.authority},{at:%Y-%m-%d}:marsad/{name}")
    _add(entry, "title", subject_of(letter, message))
    _add(entry, "published", _time(at))
    _add(entry, "updated", _time(at))
    _add(ET.SubElement(entry, "author"), "name", one_line(message.source) or "-")
    _add(entry, "category", term=clean(message.topic), scheme="urn:marsad:topic")
    _add(entry, "category", term=message.kind, scheme="urn:marsad:kind")
    if letter.link:
        _add(entry, "link", rel="alternate", type="text/html", href=letter.link)
    if letter.dashboard:
        title = letter.wording.dashboard
        _add(entry, "link", rel="related", type="text/html", href=letter.dashboard, title=title)
    _add(entry, "content", as_fragment(letter), type="html")
    return entry


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    found = {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
    ET.SubElement(parent, tag, found).text = _NOT_XML.sub("", text) if text is not None else None


def _name(channel: Channel) -> str:
    """In an id, which is an address: letters outside ASCII as their UTF-8 bytes."""
    return quote(feed_name(channel.watchlist))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
