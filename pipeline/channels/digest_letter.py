"""Picks what a digest's mail tells: under each topic its stories, and of each alert what matters.

The result is clean text, not yet escaped: how it is laid out is
`pipeline.channels.digest_layout`'s. What is beyond its bounds is told by headline alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.channels.digest_wording import DigestWording, digest_wording_for
from pipeline.channels.letter import Highlights, Letter, compose, one_line
from pipeline.channels.wording import Wording, wording_for
from pipeline.diff import DiffBlock
from pipeline.records import AlertMessage, Digest
from pipeline.text import isolate

_LONGEST_SUBJECT = 150
_LONGEST_TITLE = 300
_MOST_CONTEXTS = 2
_LONGEST_OPENING = 400
#: an address longer than this is left out where only a headline stands
_LONGEST_LINK = 500
#: caps of the changes of one alert, in blocks and characters
_MOST_BLOCKS = 8
_MOST_CHANGED_TEXT = 2_500
#: alerts that are told in full, and their characters in all: with the headlines of the others a
#: mail stays under the 102 kB beyond which Gmail cuts
_MOST_IN_FULL = 20
#: alerts whose changes are looked for to see whether they fit
_MOST_TRIED = 30
_MOST_TEXT = 12_000


@dataclass(frozen=True, slots=True)
class Item:
    """One alert as a digest tells it."""

    wording: Wording
    language: str
    direction: Literal["rtl", "ltr"]
    title: str
    #: kind of alert
    marker: str
    #: that, source, kinds of edit, severity, the alert's number
    line: str
    #: the edit is of high severity
    is_high: bool
    #: told by headline alone
    is_brief: bool
    #: since the same is told in full under another topic
    is_elsewhere: bool
    #: whether it is gone, back, or unconfirmed, as a sentence
    notice: str | None
    #: when it was seen, as name and value
    seen: tuple[str, str] | None
    contexts: tuple[Highlights, ...]
    opening: str | None
    blocks: tuple[DiffBlock, ...]
    blocks_left: int
    #: http(s), pure ASCII; None when the page's own address is unusable
    link: str | None
    #: the article's page on the dashboard
    dashboard: str | None

    @property
    def weight(self) -> int:
        """Characters of what stands below the headline."""
        changed = sum(len(span.text) for block in self.blocks for span in block.spans)
        quoted = sum(len(text) for context in self.contexts for text, _ in context)
        return changed + quoted + len(self.opening or "") + len(self.notice or "")


@dataclass(frozen=True, slots=True)
class TopicPart:
    """What a digest tells under one topic, by story; alerts that stand alone are one each."""

    topic: str
    stories: tuple[tuple[Item, ...], ...]

    @property
    def count(self) -> int:
        return sum(map(len, self.stories))


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """A digest cut into what a mail shows."""

    wording: DigestWording
    #: of the headings: that of most of what it carries
    language: str
    direction: Literal["rtl", "ltr"]
    subject: str
    title: str
    #: topics with how many alerts each, where there are several
    summary: str | None
    topics: tuple[TopicPart, ...]
    #: that some are told by headline alone
    brief: str | None
    footer: str


def compose_digest(digest: Digest, timezone: str) -> DigestLetter:
    """What the reader is to see of a digest.

    Args:
        digest: the alerts.
        timezone: IANA name of the reader's zone.
    """
    items = _items([entry.message for entry in digest.entries], timezone)
    language = Counter(item.wording.language for item in items).most_common(1)[0][0]
    words, plain = digest_wording_for(language), wording_for(language)
    topics: dict[str, dict[str, list[Item]]] = {}
    for item, entry in zip(items, digest.entries, strict=True):
        topic = one_line(entry.message.topic)
        topics.setdefault(topic, {}).setdefault(entry.story, []).append(item)
    parts = tuple(
        TopicPart(topic, tuple(map(tuple, stories.values()))) for topic, stories in topics.items()
    )
    count = words.alerts(len(items))
    counted = plain.comma.join(f"{isolate(part.topic)} ({part.count})" for part in parts)
    brief = sum(item.is_brief and not item.is_elsewhere for item in items)
    return DigestLetter(
        wording=words,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        subject=_subject(digest, parts, items, words, plain),
        title=count,
        summary=counted if len(parts) > 1 else None,
        topics=parts,
        brief=words.brief.format(alerts=words.alerts(brief)) if brief else None,
        footer=words.footer.format(alerts=count),
    )


def _subject(
    digest: Digest,
    parts: Sequence[TopicPart],
    items: Sequence[Item],
    words: DigestWording,
    plain: Wording,
) -> str:
    """`[Marsad] 12 alerts: water (7), borders (5)`; of one story `[water] 3 alerts: headline`."""
    count = words.alerts(len(items))
    if len({entry.story for entry in digest.entries}) == 1:
        topics = plain.comma.join(part.topic for part in parts)
        return one_line(f"[{topics}] {count}{plain.colon}{items[-1].title}", _LONGEST_SUBJECT)
    topics = plain.comma.join(f"{part.topic} ({part.count})" for part in parts)
    return one_line(f"[{words.sender}] {count}{plain.colon}{topics}", _LONGEST_SUBJECT)


def _item(letter: Letter, message: AlertMessage) -> Item:
    wording = letter.wording
    edit = message.edit
    kinds = [wording.kind_names.get(kind, kind) for kind in edit.kinds] if edit else []
    severity = edit.severity if edit else None
    named = wording.severity_names.get(severity, severity) if severity else None
    line = (
        letter.marker,
        isolate(one_line(message.source)),
        wording.comma.join(kinds),
        f"{wording.severity}{wording.colon}{named}" if named else "",
        isolate(f"#{message.alert_id}"),
    )
    blocks = _first_blocks(letter.blocks)
    contexts = () if letter.blocks else letter.contexts[:_MOST_CONTEXTS]
    opening = letter.excerpt[0] if letter.excerpt and not (letter.blocks or contexts) else None
    if message.kind == "removed" and letter.excerpt:
        contexts, opening = (), letter.excerpt[0]
    return Item(
        wording=wording,
        language=letter.language,
        direction=letter.direction,
        title=one_line(letter.title, _LONGEST_TITLE),
        marker=letter.marker,
        line=" · ".join(filter(None, line)),
        is_high=_is_high(message),
        is_brief=False,
        is_elsewhere=False,
        notice=None if message.kind in ("edit", "entered", "left") else letter.notice,
        seen=_seen(letter),
        contexts=contexts,
        opening=one_line(opening, _LONGEST_OPENING) if opening else None,
        blocks=blocks,
        blocks_left=letter.blocks_left + len(letter.blocks) - len(blocks),
        link=letter.link,
        dashboard=letter.dashboard,
    )


def _seen(letter: Letter) -> tuple[str, str] | None:
    wording = letter.wording
    names = (
        wording.takes_back,
        wording.seen_again,
        wording.disappeared,
        wording.changed,
        wording.first_seen,
    )
    facts = dict(letter.facts)
    return next(((name, facts[name]) for name in names if name in facts), None)


def _first_blocks(blocks: Sequence[DiffBlock]) -> tuple[DiffBlock, ...]:
    """The first blocks that fit, and always the first."""
    shown: list[DiffBlock] = []
    room = _MOST_CHANGED_TEXT
    for block in blocks[:_MOST_BLOCKS]:
        room -= sum(len(span.text) for span in block.spans)
        if room < 0 and shown:
            break
        shown.append(block)
    return tuple(shown)


def _items(messages: Sequence[AlertMessage], timezone: str) -> list[Item]:
    """What is told of each alert: those of high severity in full before others, while they fit."""
    items: dict[int, Item] = {}
    #: what happened → the alert that tells of it in full
    told: dict[object, int | None] = {}
    room, left, tries = _MOST_TEXT, _MOST_IN_FULL, _MOST_TRIED
    for number in sorted(range(len(messages)), key=lambda one: (not _is_high(messages[one]), one)):
        message = messages[number]
        # an edit is the same to every topic, whether it alerts of it or of what enters by it
        event = (message.article_id, message.to_version, message.edit_id or message.kind)
        if event in told or not left or not tries:
            # without its changes, which take the longest to find
            bare = _item(compose(replace(message, before=None), timezone), message)
            items[number] = _brief(bare, is_elsewhere=told.get(event) is not None)
            continue
        item = _item(compose(message, timezone), message)
        tries -= 1
        fits = item.weight <= room
        items[number] = item if fits else _brief(item, is_elsewhere=False)
        told[event] = number if fits else None
        if fits:
            room, left = room - item.weight, left - 1
    return [items[number] for number in range(len(messages))]


def _is_high(message: AlertMessage) -> bool:
    return message.edit is not None and message.edit.severity == "high"


def _brief(item: Item, *, is_elsewhere: bool) -> Item:
    link = item.link if item.link and len(item.link) <= _LONGEST_LINK else None
    return replace(item, is_brief=True, is_elsewhere=is_elsewhere, link=link, dashboard=None)
