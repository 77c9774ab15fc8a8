"""Picks and words what a mail tells of an alert, in the article's language.

The result is clean text, not yet escaped: how it is laid out is `pipeline.channels.layout`'s,
headers and sending are `pipeline.channels.mail`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipeline.channels.wording import ARABIC, ENGLISH, Wording, wording_for
from pipeline.diff import DiffBlock, Span, diff_versions
from pipeline.records import (
    AlertKind,
    AlertMessage,
    ArticleData,
    MatchedTerm,
    Precision,
    Removal,
    Stamp,
    TakenBack,
)
from pipeline.text import clean, direction, isolate
from pipeline.urls import canonical_url

_LONGEST_LINE = 700
_LONGEST_SUBJECT = 150
_EXCERPT_PARAGRAPHS = 3
#: caps of the last text of a piece that is gone, in characters
_LONGEST_LAST_TEXT = 60_000
_LONGEST_PARAGRAPH = 20_000
_MOST_CONTEXTS = 6
_MOST_CARRIERS = 10
#: caps of a difference, in blocks and characters
_MOST_BLOCKS = 40
_MOST_CHANGED_TEXT = 30_000
_LONGEST_SPAN = 1_500
_BREAK = re.compile("[\n-\r\x1c-\x1e\x85\u2028\u2029]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")

#: the pieces of a line, each with whether a topic's term found it
Highlights = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """An alert cut into what a mail shows."""

    wording: Wording
    #: BCP 47: the article's, or the wording's where the page names none that is well formed
    language: str
    direction: Literal["rtl", "ltr"]
    topic: str
    watchlist: str
    title: str
    #: new piece, silent edit, edit, removed, restored, unconfirmed edit or withdrawn alert
    marker: str
    #: for an edit whether the page admits it, for a removal what stands in the piece's place, as
    #: a sentence
    notice: str | None
    #: names and values; times in the values are isolated
    facts: tuple[tuple[str, str], ...]
    contexts: tuple[Highlights, ...]
    contexts_left: int
    #: how a piece begins, or the last text of one that is gone, with what it is called
    excerpt_name: str
    excerpt: tuple[str, ...]
    excerpt_left: int
    #: what an edit changed
    blocks: tuple[DiffBlock, ...]
    blocks_left: int
    #: http(s), pure ASCII; None when the page's own address is unusable
    link: str | None
    #: the article's page on the dashboard
    dashboard: str | None
    footer: str

    @property
    def host(self) -> str:
        """Where the link leads."""
        return urlsplit(self.link or "").hostname or ""


def compose(message: AlertMessage, timezone: str) -> Letter:
    """What the reader is to see of an alert.

    Args:
        message: the alert.
        timezone: IANA name of the reader's zone.
    """
    article = message.article
    opening = tuple(one_line(paragraph) for paragraph in article.body[:_EXCERPT_PARAGRAPHS])
    title = one_line(article.title)
    way = direction(" ".join((title, *opening)), article.language)
    wording = _wording(article, way)
    contexts = _contexts(message.matched)
    last_text = _last_text(article) if message.kind == "removed" else None
    blocks = () if message.before is None else diff_versions(message.before, article)
    shown = _fitting(blocks)
    return Letter(
        wording=wording,
        language=_language_tag(article) or wording.language,
        direction=way,
        topic=one_line(message.topic),
        watchlist=one_line(message.watchlist),
        title=title,
        marker=_marker(message.kind, wording, is_silent=_is_silent(message)),
        notice=_notice(message, wording),
        facts=tuple(_facts(message, wording, ZoneInfo(timezone))),
        contexts=contexts[:_MOST_CONTEXTS],
        contexts_left=max(0, len(contexts) - _MOST_CONTEXTS),
        excerpt_name=wording.excerpt if last_text is None else wording.last_text,
        excerpt=last_text or (() if blocks or message.edit else opening),
        excerpt_left=len(article.body) - len(last_text) if last_text else 0,
        blocks=shown,
        blocks_left=len(blocks) - len(shown),
        link=_link(article),
        dashboard=message.dashboard_url,
        footer=wording.footer.format(
            alert=message.alert_id,
            topic=isolate(one_line(message.topic)),
            watchlist=isolate(one_line(message.watchlist)),
        ),
    )


def one_line(text: str, longest: int = _LONGEST_LINE) -> str:
    """Clean text of one line, cut at a word when it is too long."""
    # the second cut keeps cleaning cheap on a text of megabytes
    line = clean(text[: 2 * longest])
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def _wording(article: ArticleData, way: str) -> Wording:
    if article.language is not None:
        return wording_for(article.language)
    return ARABIC if way == "rtl" else ENGLISH


def _language_tag(article: ArticleData) -> str | None:
    tag = article.language or ""
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


def _last_text(article: ArticleData) -> tuple[str, ...]:
    """The paragraphs that fit, and always the first."""
    shown: list[str] = []
    room = _LONGEST_LAST_TEXT
    for paragraph in article.body:
        text = one_line(paragraph, _LONGEST_PARAGRAPH)
        room -= len(text)
        if room < 0 and shown:
            break
        shown.append(text)
    return tuple(shown)


def subject_line(topic: str, kind: AlertKind, marker: str, title: str, wording: Wording) -> str:
    """`[topic] title` for a new piece; for anything else its marker stands before the title."""
    told = title if kind == "new" else f"{marker}{wording.colon}{title}"
    return one_line(f"[{topic}] {told}", _LONGEST_SUBJECT)


def _marker(kind: AlertKind, wording: Wording, *, is_silent: bool) -> str:
    return {
        "edit": wording.silent_edit if is_silent else wording.edit,
        "removed": wording.removed,
        "restored": wording.restored,
        "entered": wording.entered,
        "left": wording.left,
        "unconfirmed": wording.unconfirmed,
        "withdrawn": wording.withdrawn,
    }.get(kind, wording.new)


def _is_silent(message: AlertMessage) -> bool:
    return message.edit is not None and message.edit.stealth


def _notice(message: AlertMessage, wording: Wording) -> str | None:
    if message.kind == "unconfirmed":
        return wording.is_unconfirmed
    if message.kind == "withdrawn":
        return wording.was_noise
    if message.edit is not None:
        return wording.silent if message.edit.stealth else wording.admitted
    if message.kind == "restored":
        return wording.is_back if message.since_held is None else wording.is_back_changed
    if message.removal is None:
        return None
    found = message.removal.absence
    return wording.is_gone.format(absence=wording.absences.get(found, found))


def _facts(message: AlertMessage, wording: Wording, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    article, before, edit = message.article, message.before, message.edit or message.since_held
    if message.takes_back is not None:
        yield wording.takes_back, _named(message.takes_back, message.topic, wording, zone)
    if edit is not None and edit.title_before != edit.title_after:
        yield wording.previous_title, one_line(edit.title_before)
    if edit is not None and edit.kinds:
        names = (wording.kind_names.get(kind, kind) for kind in edit.kinds)
        yield wording.kinds, wording.comma.join(names)
    if message.edit is not None and edit is not None and edit.severity:
        yield wording.severity, wording.severity_names.get(edit.severity, edit.severity)
    yield wording.source, one_line(message.source)
    for name, text in (
        (wording.section, article.section or " · ".join(message.sections)),
        (wording.byline, article.byline),
        (wording.credit, article.credited_source),
    ):
        if text:
            yield name, one_line(text)
    if article.published is not None:
        yield wording.published, _printed(article.published, wording, zone)
    if article.modified is not None:
        yield wording.modified, _printed(article.modified, wording, zone)
    if before is not None and before.modified not in (None, article.modified):
        assert before.modified is not None
        yield wording.modified_before, _printed(before.modified, wording, zone)
    yield _seen(message, wording, zone)
    if message.removal is not None:
        yield from _told_of_removal(message.removal, wording, zone)
    for other in message.carriers[:_MOST_CARRIERS]:
        yield (
            wording.carrier,
            (f"{one_line(f'{other.source} · {other.title}')} · {isolate(one_line(other.url))}"),
        )
    if (left := len(message.carriers) - _MOST_CARRIERS) > 0:
        yield wording.carrier, wording.more.format(n=left)


def _named(told: TakenBack, topic: str, wording: Wording, zone: ZoneInfo) -> str:
    """An alert by its time and what its mail had as its subject."""
    marker = _marker(told.kind, wording, is_silent=told.stealth)
    about = subject_line(one_line(topic), told.kind, marker, one_line(told.title), wording)
    time = isolate(_clock(told.created_at, zone))
    return wording.alert_of.format(
        alert=told.alert_id,
        time=wording.at.format(time=time, zone=isolate(zone.key)),
        subject=isolate(about),
    )


def _seen(message: AlertMessage, wording: Wording, zone: ZoneInfo) -> tuple[str, str]:
    """When we saw it, in the reader's zone: a moment, or for an edit the time between fetches."""
    where = isolate(zone.key)
    if message.edit is None:
        moment = isolate(_clock(message.first_seen_at, zone))
        return wording.first_seen, wording.at.format(time=moment, zone=where)
    end = message.fetched_at or message.created_at
    if message.last_lacked_at is None:
        moment = isolate(_clock(end, zone))
        return wording.changed, wording.at.format(time=moment, zone=where)
    return wording.changed, _between(message.last_lacked_at, end, wording, zone)


def _told_of_removal(
    removal: Removal, wording: Wording, zone: ZoneInfo
) -> Iterator[tuple[str, str]]:
    gone = _between(removal.last_seen_at, removal.missing_since, wording, zone)
    yield wording.disappeared, gone
    for name, at in (
        (wording.confirmed, removal.confirmed_at),
        (wording.seen_again, removal.restored_at),
    ):
        if at is not None:
            where = isolate(zone.key)
            yield name, wording.at.format(time=isolate(_clock(at, zone)), zone=where)


def _between(start_at: datetime, end_at: datetime, wording: Wording, zone: ZoneInfo) -> str:
    start, end = _clock(start_at, zone), _clock(end_at, zone)
    day = len("2026-01-31 ")
    shown = end[day:] if start[:day] == end[:day] else end
    return wording.between.format(start=isolate(start), end=isolate(shown), zone=isolate(zone.key))


def _printed(stamp: Stamp, wording: Wording, zone: ZoneInfo) -> str:
    """A publisher's time as it was printed: its own offset, no finer than it was given.

    Where the reader's clock showed another time, that follows.
    """
    if stamp.precision is Precision.DAY:
        return isolate(stamp.at.date().isoformat())
    length = len(
        "2026-01-31 10:00:00" if stamp.precision is Precision.SECOND else "2026-01-31 10:00"
    )
    there, offset = stamp.at.isoformat(" ", "seconds")[:19], stamp.at.isoformat("T", "seconds")[19:]
    printed = isolate(f"{there[:length]} (UTC{offset})")
    try:
        here = _clock(stamp.at, zone)
    except OverflowError:  # at the end of all years
        return printed
    if here == there:
        return printed
    told = wording.at.format(time=isolate(here[:length]), zone=isolate(zone.key))
    return f"{printed}{wording.comma}{told}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _contexts(matched: Sequence[MatchedTerm]) -> tuple[Highlights, ...]:
    """Each distinct context once, with every word in it that a term found there."""
    found: dict[str, list[str]] = {}
    for term in matched:
        found.setdefault(one_line(term.context), []).append(one_line(term.found))
    return tuple(_highlighted(context, words) for context, words in found.items())


def _highlighted(context: str, words: Sequence[str]) -> Highlights:
    longest_first = sorted({re.escape(word) for word in words if word}, key=len, reverse=True)
    if not longest_first:
        return ((context, False),)
    pieces = re.split(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", context)
    return tuple((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def _fitting(blocks: Sequence[DiffBlock]) -> tuple[DiffBlock, ...]:
    """The first blocks that fit in a mail, and always the first."""
    shown: list[DiffBlock] = []
    room = _MOST_CHANGED_TEXT
    for block in blocks[:_MOST_BLOCKS]:
        spans = tuple(map(_shortened, block.spans))
        if block.field != "body":  # one line, whatever the page printed
            spans = tuple(replace(span, text=_BREAK.sub(" ", span.text)) for span in spans)
        room -= sum(len(span.text) for span in spans)
        if room < 0 and shown:
            break
        shown.append(replace(block, spans=spans))
    return tuple(shown)


def _shortened(span: Span) -> Span:
    if len(span.text) <= _LONGEST_SPAN:
        return span
    if span.op != "equal":
        return replace(span, text=span.text[:_LONGEST_SPAN] + "…")
    half = _LONGEST_SPAN // 2  # what stayed matters only next to what changed
    return replace(span, text=f"{span.text[:half]} … {span.text[-half:]}")


def _link(article: ArticleData) -> str | None:
    for address in (article.canonical_url, article.url):
        try:
            return canonical_url(address)
        except ValueError:
            continue
    return None
