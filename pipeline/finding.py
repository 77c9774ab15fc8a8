"""Finds what an answer is about: its link, its article, and the version to compare it with.

Every function works inside the transaction its caller opened. What happened to the article is
`pipeline.decide`'s to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from pipeline.decide import Reading
from pipeline.evidence.files import EvidenceRef
from pipeline.ground import is_new
from pipeline.identity import article_identity, link_key
from pipeline.records import Absence, ArticleData, ArticleForUpdate, NotArticle
from pipeline.store import archive, frontier
from pipeline.store.rows import article_for_update, evidence_ref
from pipeline.store.tables import ArticleRow, VersionRow
from pipeline.telling import tell_of_joining
from pipeline.watch import Watch


@dataclass(frozen=True, slots=True)
class Reread:
    """What was read off the kept response of a version."""

    #: the version's id
    version: int
    #: None: it could not be read again, so nobody can tell, and no edit is claimed
    data: ArticleData | None


class Unlike(Exception):  # noqa: N818 - it ends a transaction, and is no fault
    """The latest version was read by another extractor than the page."""

    def __init__(self, latest: VersionRow) -> None:
        self.version: int = latest.id
        self.fetched_at: datetime = latest.fetched_at
        self.evidence: EvidenceRef | None = evidence_ref(latest)


class Found(NamedTuple):
    """The article behind an answer."""

    #: None: nothing is known of it
    article: ArticleRow | None
    #: the link is a new address of it
    is_alias: bool
    #: what the answer says, where the link's own article is held against it
    reading: Reading


def find_link(session: Session, source: SourceSettings, url: str, now: datetime) -> frontier.Link:
    """The link that was fetched; an address nobody listed becomes one."""
    key = link_key(url, source.preset, source.rules)
    link = frontier.link_at(session, source.name, key)
    if link is not None:
        return link
    new = {"source": source.name, "key": key, "url": url, "discovered_at": now, "baseline": False}
    (link_id,) = frontier.add_links(session, [new])
    return frontier.Link(link_id, url, baseline=False)


def find_article(
    session: Session,
    source: SourceSettings,
    watch: Watch,
    link: frontier.Link,
    reading: Reading,
    now: datetime,
) -> Found:
    """The article behind an answer.

    A link keeps the article it once led to: when its page now shows another article, the
    reading becomes "not the article" instead.
    """
    own = archive.article_by_id(session, link.article_id) if link.article_id else None
    if not isinstance(reading, ArticleData):
        return Found(own, False, reading)
    identity = article_identity(reading)
    identified = archive.identified(session, source.name, identity)
    if own is not None:
        if identified not in (None, own.id):
            other = NotArticle("the address now shows another article", Absence.REPLACED)
            return Found(own, False, other)
        if identified is None:
            adopt_identity(own, reading)
        return Found(own, False, reading)
    shown = None
    if identified is not None:  # most pages show a new piece
        shown = archive.article_by_identity(session, source.name, identity)
    shown = shown or archive.article_with_text(session, source.name, reading)
    if shown is not None:
        _attach(session, watch, link, shown, reading, now)
    return Found(shown, shown is not None, reading)


def adopt_identity(article: ArticleRow, reading: ArticleData) -> None:
    """Lets an article go by the publisher's id, where only a later preset or rules found it.

    Args:
        reading: of its page; no other article has its identity.
    """
    if reading.publisher_id and article.identity.startswith("url:"):
        article.identity = reading.publisher_id


def _attach(
    session: Session,
    watch: Watch,
    link: frontier.Link,
    article: ArticleRow,
    reading: ArticleData,
    now: datetime,
) -> None:
    """Notes a new address of an article, which may be its first in some section."""
    before = frontier.sections_of(session, article.id)
    baseline = not is_new(not link.baseline, link.dated_against, reading.published)
    frontier.lead_to(session, link.id, article.id, baseline=baseline)
    if not baseline:
        tell_of_joining(session, watch, article, before=before, silent=False, now=now)


def known_article(
    session: Session, row: ArticleRow, reading: Reading, again: Reread | None, now: datetime
) -> ArticleForUpdate:
    """The article as it is known, its latest version as the extractor of the reading reads it.

    Args:
        again: what was read off the kept response of the latest version, if that was asked for.

    Raises:
        Unlike: the latest version must be read again by that extractor first.
    """
    latest = archive.latest_version(session, row)
    known = article_for_update(row, latest)
    if not isinstance(reading, ArticleData):
        return known
    # compare like with like: a newer extractor is not an edit
    before = _read_alike(session, latest, reading, again, now)
    return replace(known, latest=replace(known.latest, data=before))


def _read_alike(
    session: Session,
    latest: VersionRow,
    reading: ArticleData,
    again: Reread | None,
    now: datetime,
) -> ArticleData:
    """The latest version as the extractor of this reading reads it, kept from then on.

    Where its response cannot be read again nobody can tell what changed. Nothing is claimed
    then, and what is read now is what later readings are compared with.
    """
    kept = archive.reading_by(session, latest, reading.extractor)
    if kept is not None:
        return kept
    if again is None or again.version != latest.id:
        raise Unlike(latest)
    before = again.data or reading
    archive.keep_reading(
        session, latest, reading.extractor, before, now, adopted=again.data is None
    )
    return before
