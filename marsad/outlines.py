"""Makes sources out of a list of feeds: the feeds of one host together, each once; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from config.addresses import same_site as same_outlet
from config.settings import Settings, SourceSettings
from config.values import Language, WebUrl
from config.writing import Entry, Key
from crawler.survey.names import as_name, section_name, source_name
from crawler.survey.zones import judge_zone
from marsad.opml import FeedOutline
from pipeline.urls import canonical_url, host_key, url_key

_WEB_ADDRESS: TypeAdapter[object] = TypeAdapter(WebUrl)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A feed that cannot be used, and why."""

    outline: FeedOutline
    why: str


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a list of feeds comes to."""

    #: new sources, as they come into the configuration
    sources: tuple[Entry, ...]
    #: new sections of sources that are there, by the source's name
    sections: dict[str, tuple[Entry, ...]]
    #: feeds in the two above
    feeds: int
    #: feeds that are configured already, or stand in the list twice
    known: int
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Group:
    """The feeds of one host."""

    home: str
    source: SourceSettings | None
    outlines: list[FeedOutline] = field(default_factory=list)


def sources_of(
    outlines: Iterable[FeedOutline], settings: Settings | None, now: datetime
) -> Outlines:
    """Groups feeds by the host of their site and gives each a name of its own.

    Args:
        settings: what is configured already.
        now: for telling zones.
    """
    configured = settings.sources if settings else ()
    seen = {_key(section.url) for source in configured for section in source.sections}
    by_host = {host_key(str(source.home)): source for source in configured}
    groups: dict[str, _Group] = {}
    left_out: list[LeftOut] = []
    known = 0
    for raw in outlines:
        outline = _with_web_address(raw)
        if why := _fault(outline):
            left_out.append(LeftOut(raw, why))
            continue
        if (key := _key(outline.feed)) in seen:
            known += 1
            continue
        seen.add(key)
        home = _home(outline)
        host = host_key(home)
        groups.setdefault(host, _Group(home, by_host.get(host))).outlines.append(outline)
    taken = {source.name for source in configured}
    sources: list[Entry] = []
    sections: dict[str, tuple[Entry, ...]] = {}
    for group in groups.values():
        if group.source is not None:
            names = {section.name for section in group.source.sections}
            sections[group.source.name] = _sections(group.outlines, names)
        else:
            sources.append(_source(group, taken, now))
    used = sum(len(group.outlines) for group in groups.values())
    return Outlines(tuple(sources), sections, used, known, tuple(left_out))


def _with_web_address(outline: FeedOutline) -> FeedOutline:
    """Some readers write feed:// for http://, or feed: before the address."""
    address = re.sub(r"^feed:(?=https?:)", "", outline.feed, flags=re.IGNORECASE)
    address = re.sub(r"^feed://", "http://", address, flags=re.IGNORECASE)
    titles = (outline.title, outline.home, outline.language, outline.folders)
    return FeedOutline(address, *titles)


def _fault(outline: FeedOutline) -> str | None:
    """Why a feed cannot be a section, None if it can."""
    if not outline.feed:
        return "it has no xmlUrl"
    try:
        canonical_url(outline.feed)
        _WEB_ADDRESS.validate_python(outline.feed)
    except ValidationError as error:
        return str(error.errors()[0]["msg"])[:200]
    except ValueError as error:
        return str(error)[:200]
    site = _usable(outline.home)
    if site and not same_outlet(_host(site), _host(outline.feed)):
        return f"it is on another site than its pages, {host_key(site)}"
    return None


def _usable(address: str | None) -> str | None:
    try:
        canonical_url(address or "")
        _WEB_ADDRESS.validate_python(address)
    except ValueError:
        return None
    return address


def _home(outline: FeedOutline) -> str:
    """The front page of the feed's site."""
    parts = urlsplit(_usable(outline.home) or outline.feed)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}/"


def _host(url: str) -> str:
    return urlsplit(canonical_url(url)).hostname or ""


def _key(url: str) -> str:
    return url_key(url)


def _source(group: _Group, taken: set[str], now: datetime) -> Entry:
    host = _host(group.home)
    name = source_name(host, group.outlines[0].title, taken)
    taken.add(name)
    language = next((tag for one in group.outlines if (tag := _language(one.language))), None)
    zone = judge_zone(host, [language] if language else [], (), now)
    keys = [
        Key("name", name),
        Key("home", group.home),
        Key("timezone", zone.value or "UTC", f"{zone.certainty}: {zone.why}"),
    ]
    if language:
        keys.append(Key("language", language))
    return (*keys, Key("sections", _sections(group.outlines, set())))


def _sections(outlines: Sequence[FeedOutline], taken: set[str]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for outline in outlines:
        by_title = as_name(outline.title, taken, "") if outline.title else ""
        name = by_title or section_name(outline.feed, "feed", taken)
        taken.add(name)
        where = " / ".join(outline.folders)
        note = f"{outline.title} (in {where})" if where else outline.title
        entries.append((Key("name", name, note or None), Key("feed", outline.feed)))
    return tuple(entries)


def _language(tag: str | None) -> str | None:
    try:
        return _LANGUAGE.validate_python((tag or "").replace("_", "-"))
    except ValidationError:
        return None
