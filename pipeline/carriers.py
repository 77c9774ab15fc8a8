"""Finds the story of an article as it is stored, and keeps a topic from telling a story twice.

In the transaction that stores the article:

    sign its text, put its bands in the place of the old      store.stories
    look up who shares a band, the likest first               store.stories
    judge them by their texts, a source's furniture apart     pipeline.stories.copies
    join the story of the likest copy, or make one            store.stories

A later carrier raises no alert where it says nothing that the topic has not told, which is stricter
than being a carrier (`pipeline.stories.nothing_new`).

A carrier stays one: an edit that makes it another text is noted. Stories are never joined to each
other, since one text between two others would then glue what is not alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from pipeline.records import ArticleData
from pipeline.store import stories
from pipeline.store.archive import NewArticle
from pipeline.store.rows import article_data
from pipeline.store.tables import AlertRow, ArticleRow, StoryArticleRow
from pipeline.stories.copies import SHORTEST, Likeness, boilerplate, judge
from pipeline.stories.nothing_new import what_is_new
from pipeline.stories.shingles import ComparedText, compared_words
from pipeline.stories.signatures import bands_of_each, signature
from pipeline.stories.signing import Signed
from pipeline.watch import Hit

#: articles whose texts are compared with a new one, those that share most bands with it
_MOST_CANDIDATES: Final = 8
#: alerts of a story that a copy is held against, the latest
_MOST_TOLD: Final = 8
#: articles of a source that tell its furniture from its texts
_NEIGHBOURS: Final = 20


def place(session: Session, article: ArticleRow, data: ArticleData, now: datetime) -> None:
    """Signs the latest version of an article and finds the story it carries.

    Args:
        article: stored, with its version.
        data: what that version holds.
        now: UTC.
    """
    text = ComparedText.of(data)
    signed = signature(text.shingles) if len(text.words) >= SHORTEST else None
    stories.sign(session, article.id, article.versions, signed, len(text.distinct))
    member = stories.membership(session, article.id)
    if member is not None:
        _note_divergence(session, member, text, now)
    elif signed is not None:
        _join(session, article, text, signed, now, stories.NO_ARTICLE)


class Placed(NamedTuple):
    """A new article whose story is to be found."""

    article: ArticleRow | NewArticle
    #: what its first version holds, and when that was had
    data: ArticleData
    at: datetime
    #: None: it is too short to be compared
    signed: Signed | None


def place_new(session: Session, articles: Sequence[Placed]) -> None:
    """As `place` for new articles one after the other, but signed and looked up together.

    Args:
        articles: no other article that is stored has a higher number than they have.
    """
    placed = [(one, one.signed) for one in articles if one.signed]
    keys = bands_of_each([signed.signature for _, signed in placed])
    met = stories.keys_met(session, keys)
    stories.sign_new(
        session,
        [one.article.id for one, _ in placed],
        keys,
        [signed.shingles for _, signed in placed],
    )
    for ((article, data, at, _), signed), own in zip(placed, keys.tolist(), strict=True):
        # most share no band with any article before them
        if not met.isdisjoint(own):
            # as if those after it had not come yet
            _join(session, article, ComparedText.of(data), signed.signature, at, article.id)
        met.update(own)


def _join(
    session: Session,
    article: ArticleRow | NewArticle,
    text: ComparedText,
    signed: bytes,
    now: datetime,
    before: int,
) -> None:
    found = _likest(session, article, text, signed, before)
    if found is not None:
        like, likeness = found
        stories.join(session, article.id, like, similarity=likeness.within, now=now)


def place_if_unsigned(
    session: Session, article: ArticleRow, data: ArticleData, now: datetime
) -> None:
    """As `place`, for an article that was stored before there were stories."""
    if not stories.is_signed(session, article.id):
        place(session, article, data, now)


def to_tell(
    session: Session,
    hits: Iterable[Hit],
    article: ArticleRow,
    data: ArticleData,
    now: datetime,
) -> tuple[Hit, ...]:
    """The topics for which an article tells anything new; the others are noted.

    Args:
        hits: topics that hold for the article as a new piece.
        data: what its latest version holds.
    """
    found = tuple(hits)
    member = stories.membership(session, article.id) if found else None
    # a carrier that became another text says something new
    if member is None or member.diverged_at is not None:
        return found
    telling: list[Hit] = []
    for hit in found:
        told = _told_by(session, hit, member, article, data) if hit.story_once else None
        if told is None:
            telling.append(hit)
            continue
        stories.note_untold(
            session, hit.topic, article.id, story=member.story_id, alert=told.id, now=now
        )
    return tuple(telling)


def _told_by(
    session: Session, hit: Hit, member: StoryArticleRow, article: ArticleRow, data: ArticleData
) -> AlertRow | None:
    """The alert in which a topic told all that it holds for in an article."""
    terms = {term.term for term in hit.match.terms}
    alerts = stories.told_by(session, hit.topic, member.story_id, but=article.id, most=_MOST_TOLD)
    for alert in alerts:
        if not terms <= {term["term"] for term in alert.matched}:
            continue
        version = stories.version_told(session, alert)
        told = article_data(version) if version else None
        if told is None or what_is_new(told, data) is not None:
            continue
        other = session.get_one(ArticleRow, alert.article_id)
        pair = (article, ComparedText.of(data)), (other, ComparedText.of(told))
        if what_is_new(told, data, _furniture(session, *pair)) is None:
            return alert
    return None


def _likest(
    session: Session,
    article: ArticleRow | NewArticle,
    text: ComparedText,
    signed: bytes,
    before: int,
) -> tuple[int, Likeness] | None:
    ids = stories.candidates(session, signed, but=article.id, most=_MOST_CANDIDATES, before=before)
    known = stories.latest(session, ids) if ids else {}
    alike: list[tuple[Likeness, ArticleRow, ComparedText]] = []
    for candidate in ids:
        other, version = known[candidate]
        theirs = ComparedText.of(article_data(version))
        likeness = judge(text, theirs)
        if likeness.copies:
            alike.append((likeness, other, theirs))
    # the likest first; of those that are alike, the one that was there first
    for _, other, theirs in sorted(alike, key=lambda one: (-one[0].jaccard, one[1].id)):
        furniture = _furniture(session, (article, text), (other, theirs), before=before)
        likeness = judge(text, theirs, furniture)
        if likeness.copies:
            return other.id, likeness
    return None


def _furniture(
    session: Session,
    *pair: tuple[ArticleRow | NewArticle, ComparedText],
    before: int = stories.NO_ARTICLE,
) -> frozenset[int]:
    """Shingles that are furniture of the source of either of two articles."""
    ids = {article.id for article, _ in pair}
    found: frozenset[int] = frozenset()
    for source in {article.source for article, _ in pair}:
        own = [text for article, text in pair if article.source == source]
        neighbours = stories.recent_texts(session, source, but=ids, most=_NEIGHBOURS, before=before)
        around = [
            ComparedText(compared_words(row.body), compared_words((row.title,)))
            for row in neighbours
        ]
        found |= boilerplate([*own, *around])
    return found


def _note_divergence(
    session: Session, member: StoryArticleRow, text: ComparedText, now: datetime
) -> None:
    other = stories.latest(session, [member.like_article_id])[member.like_article_id][1]
    likeness = judge(text, ComparedText.of(article_data(other)))
    member.similarity = likeness.within
    member.diverged_at = None if likeness.copies else member.diverged_at or now
