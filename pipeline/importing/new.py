"""Stores imported articles that are new for certain, many at once, as one by one would.

    which rows find no article, no like text and no link, here or before them
    what is stored of them, unless it was worked out before        pipeline.importing.making
    articles, then versions and links, then sections             a statement a table
    the stories they carry, in their order                        pipeline.carriers

What an imported row says of its article, whichever way it goes, is said here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from pipeline import carriers
from pipeline.fingerprints import content_hash
from pipeline.identity import article_identity, link_key
from pipeline.importing.making import Made, WorkedOut, make
from pipeline.importing.rows import ImportedRow
from pipeline.records import ArticleState
from pipeline.store import archive, frontier
from pipeline.store.archive import NewArticle
from pipeline.store.tables import ArticleRow
from pipeline.timing import RecheckFacts, Timing


class Mark(NamedTuple):
    """What a row is known by among others of its source."""

    identity: str
    #: of its link
    key: str
    content: str
    #: UTC, as printed
    published_at: datetime | None


class NewArticles:
    """Gathers rows that are new for certain, and stores them in the order they came in."""

    def __init__(self, settings: Settings, session: Session, timing: Timing, now: datetime) -> None:
        self._settings = settings
        self._session = session
        self._timing = timing
        self._now = now
        self._rows: list[tuple[ImportedRow, Mark, Made | None]] = []

    def certain(self, rows: Sequence[WorkedOut]) -> dict[int, Mark]:
        """By their places, the rows that find nothing stored, nor their like before them."""
        by_source: dict[str, list[_Placed]] = defaultdict(list)
        for place, (row, made) in enumerate(rows):
            if not isinstance(row, str):
                by_source[row.source].append(_Placed(place, row, made))
        return dict(
            found for source, own in by_source.items() for found in self._certain(source, own)
        )

    def _certain(self, source: str, rows: list[_Placed]) -> Iterator[tuple[int, Mark]]:
        settings, session = self._settings.source(source), self._session
        marks = [_mark(row, made, settings) for _, row, made in rows]
        identities = archive.known_identities(session, source, {one.identity for one in marks})
        keys = frontier.known_keys(session, source, {one.key for one in marks})
        dated = {one.content for one in marks if one.published_at}
        texts = archive.known_texts(session, source, dated)
        for (place, row, _), mark in zip(rows, marks, strict=True):
            text = mark.content, mark.published_at
            if (
                row.n in (None, 1)
                and not is_of_the_future(row, self._now)
                and mark.identity not in identities
                and mark.key not in keys
                and (mark.published_at is None or text not in texts)
            ):
                yield place, mark
            identities.add(mark.identity)
            keys.add(mark.key)
            texts.add(text)

    def add(self, row: ImportedRow, mark: Mark, made: Made | None = None) -> None:
        """Takes a row that is new for certain, and what was made of it already."""
        self._rows.append((row, mark, made))

    def flush(self) -> None:
        """Stores the rows that were taken."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        articles = [self._article(row, mark.identity) for row, mark, _ in rows]
        archive.number(self._session, articles)
        now_made = iter(make([(row.data, mark.content) for row, mark, made in rows if not made]))
        stored = [
            (article, row, mark, made or next(now_made))
            for article, (row, mark, made) in zip(articles, rows, strict=True)
        ]
        archive.add_many(
            self._session,
            [
                (article, self._version(article, row, made), made.tokens)
                for article, row, _, made in stored
            ],
        )
        links = [
            {**new_link(article, mark.key, row), "article_id": article.id}
            for article, row, mark, _ in stored
        ]
        listed = [
            one
            for link, (article, row, *_) in zip(
                frontier.add_links(self._session, links), stored, strict=True
            )
            for one in listings(link, article, row.sections)
        ]
        frontier.add_listed(self._session, listed)
        carriers.place_new(
            self._session,
            [
                carriers.Placed(article, row.data, self._at(row), made.signed)
                for article, row, _, made in stored
            ],
        )

    def _version(self, article: NewArticle, row: ImportedRow, made: Made) -> dict[str, Any]:
        lacked = row.last_lacked_at if row.n is not None else None
        at = self._at(row)
        return archive.next_version(article, row.data, at, None, None, lacked, made.columns)

    def _article(self, row: ImportedRow, identity: str) -> NewArticle:
        at = self._at(row)
        article = archive.new_article(
            row.source, identity, row.data, row.data.url, row.first_seen_at or at
        )
        article.last_seen_at = article.last_changed_at = at
        note_facts(article, row, at)
        time_recheck(article, self._settings.source(row.source), self._timing, self._now)
        return article

    def _at(self, row: ImportedRow) -> datetime:
        return row.fetched_at or self._now


class _Placed(NamedTuple):
    """A row at its place among others."""

    place: int
    row: ImportedRow
    made: Made | None


def _mark(row: ImportedRow, made: Made | None, settings: SourceSettings | None) -> Mark:
    published_at = row.data.published.at.astimezone(UTC) if row.data.published else None
    identity, key = article_identity(row.data), _key(row.data.url, settings)
    content = made.columns["content_hash"] if made else content_hash(row.data)
    return Mark(identity, key, content, published_at)


def is_of_the_future(row: ImportedRow, now: datetime) -> bool:
    """Whether it claims to have been seen when nobody can have seen it."""
    at = row.fetched_at or now
    return max(at, row.last_seen_at or at) > now + timedelta(days=1)


def note_facts(article: ArticleRow | NewArticle, row: ImportedRow, at: datetime) -> None:
    """What a row knows of the article as a whole, where it is newer than what is known.

    Args:
        at: when the row's text was had.
    """
    data = row.data
    last_seen_at = row.last_seen_at or at
    if last_seen_at < article.last_seen_at:
        return
    article.last_seen_at = last_seen_at
    article.hits, article.featured, article.tags = data.hits, data.featured, list(data.tags)
    if row.n is None:
        article.url = data.url
        article.canonical_url = data.canonical_url
        article.state, article.state_reason = row.state.value, row.state_reason
        article.absence = row.absence.value if row.absence else None
        article.missing_since = row.missing_since


def time_recheck(
    article: ArticleRow | NewArticle,
    source: SourceSettings | None,
    timing: Timing,
    now: datetime,
) -> None:
    """When its page is due, if its source is watched."""
    if source is None:
        return
    facts = RecheckFacts(
        state=ArticleState(article.state),
        first_seen_at=article.first_seen_at,
        last_changed_at=article.last_changed_at,
        every=min(section.every for section in source.sections),
        misses=0,
        source=source.name,
    )
    article.recheck_at = timing.next_recheck(facts, now)


def key_of(article: ArticleRow, source: SourceSettings | None) -> str:
    """The key of the link that a crawl would have found it by."""
    return _key(article.url, source)


def _key(url: str, source: SourceSettings | None) -> str:
    return link_key(url, *((source.preset, source.rules) if source else (None, None)))


def new_link(article: ArticleRow | NewArticle, key: str, row: ImportedRow) -> dict[str, Any]:
    """The columns of a link to an article that was there before anybody watched."""
    return {
        "source": article.source,
        "key": key,
        "url": article.url,
        "title": row.data.title,
        "discovered_at": article.first_seen_at,
        "baseline": True,
        "attempts": 0,
    }


def listings(
    link: int, article: ArticleRow | NewArticle, sections: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The columns of the sections that listed a link, a moment apart: time tells their order."""
    for place, name in enumerate(dict.fromkeys(sections)):
        listed_at = article.first_seen_at + timedelta(microseconds=place)
        yield {"link_id": link, "section": name, "listed_at": listed_at}
