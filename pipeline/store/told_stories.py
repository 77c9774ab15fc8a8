"""Reads stories for people: their carriers, and the alerts that were not raised.

Every function runs inside a reading transaction and returns frozen views; none writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from pipeline.records import ArticleData
from pipeline.store import queries
from pipeline.store.rows import article_data
from pipeline.store.tables import (
    ArticleRow,
    StoryArticleRow,
    StoryRow,
    UntoldRow,
    VersionRow,
)
from pipeline.stories.divergence import Divergence, Followed, divergence, followed
from pipeline.stories.origin import Carrier, Origin, in_order, likely_origin


@dataclass(frozen=True, slots=True)
class CarrierView:
    """A carrier of a story, and how it stands to the origin."""

    carrier: Carrier
    state: str
    joined_at: datetime
    #: the article it was found to be like
    like: int
    similarity: float
    diverged_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoryView:
    id: int
    found_at: datetime
    #: in order of appearance
    carriers: tuple[CarrierView, ...]
    origin: Origin

    @property
    def first_seen_at(self) -> datetime:
        return min(one.carrier.first_seen_at for one in self.carriers)

    @property
    def origin_view(self) -> CarrierView:
        return next(one for one in self.carriers if one.carrier.article == self.origin.article)


@dataclass(frozen=True, slots=True)
class FollowedEdit:
    """An edit of the origin and what became of it in the copies."""

    edit: queries.EditView
    #: by article, copies alone
    copies: dict[int, Followed]


@dataclass(frozen=True, slots=True)
class UntoldView:
    """A topic that held for an article, and the alert that had told of its story before."""

    topic: str
    article: int
    story: int
    alert: int
    at: datetime


def stories(session: Session, *, limit: int | None = None) -> list[StoryView]:
    """Stories, last found first; all of them without a limit."""
    chosen = select(StoryRow.id).order_by(StoryRow.id.desc()).limit(limit)
    return _views(session, chosen)


def story(session: Session, story_id: int) -> StoryView | None:
    return next(iter(_views(session, select(StoryRow.id).where(StoryRow.id == story_id))), None)


def _views(session: Session, chosen: Select[int]) -> list[StoryView]:
    ids = chosen.subquery()
    rows = session.execute(
        select(StoryRow, StoryArticleRow, ArticleRow, VersionRow)
        .join(ids, ids.c.id == StoryRow.id)
        .join(StoryArticleRow, StoryArticleRow.story_id == StoryRow.id)
        .join(ArticleRow, ArticleRow.id == StoryArticleRow.article_id)
        .join(
            VersionRow,
            and_(VersionRow.article_id == ArticleRow.id, VersionRow.n == ArticleRow.versions),
        )
        .order_by(StoryRow.id.desc())
    )
    found: dict[int, StoryRow] = {}
    carriers: dict[int, list[CarrierView]] = defaultdict(list)
    for row, member, article, version in rows:
        found[row.id] = row
        carriers[row.id].append(_carrier(member, article, version))
    return [_view(row, carriers[row.id]) for row in found.values()]


def _view(row: StoryRow, carriers: list[CarrierView]) -> StoryView:
    by_article = {one.carrier.article: one for one in carriers}
    ordered = in_order(one.carrier for one in carriers)
    return StoryView(
        id=row.id,
        found_at=row.found_at,
        carriers=tuple(by_article[one.article] for one in ordered),
        origin=likely_origin(ordered),
    )


def _carrier(member: StoryArticleRow, article: ArticleRow, version: VersionRow) -> CarrierView:
    return CarrierView(
        carrier=Carrier(article.id, article.source, article.first_seen_at, article_data(version)),
        state=article.state,
        joined_at=member.joined_at,
        like=member.like_article_id,
        similarity=member.similarity,
        diverged_at=member.diverged_at,
    )


def divergences(view: StoryView) -> dict[int, Divergence]:
    """How each copy differs from the origin, by article."""
    origin = view.origin_view.carrier
    return {
        one.carrier.article: divergence(origin.data, one.carrier.data)
        for one in view.carriers
        if one.carrier.article != origin.article
    }


def followed_edits(session: Session, view: StoryView) -> list[FollowedEdit]:
    """What the origin changed in its text, oldest first, and which copies followed."""
    origin = view.origin_view.carrier.article
    edits = {one.to_version: one for one in queries.edits(session, article_id=origin)}
    copies = {
        one.carrier.article: one.carrier.data
        for one in view.carriers
        if one.carrier.article != origin
    }
    found: list[FollowedEdit] = []
    for before, after in pairwise(queries.versions(session, origin)):
        edit = edits.get(after.n)
        became = _became(before.data, after.data, copies)
        if edit is not None and edit.edit.substantive and became:
            found.append(FollowedEdit(edit, became))
    return found


def _became(
    before: ArticleData, after: ArticleData, copies: dict[int, ArticleData]
) -> dict[int, Followed]:
    became = {article: followed(before, after, data) for article, data in copies.items()}
    return {article: what for article, what in became.items() if what is not None}


def untold(session: Session, article_ids: Iterable[int]) -> list[UntoldView]:
    """Alerts that were not raised since the topic had told of the story."""
    rows = session.scalars(
        select(UntoldRow)
        .where(UntoldRow.article_id.in_(tuple(article_ids)))
        .order_by(UntoldRow.at, UntoldRow.topic)
    )
    return [
        UntoldView(row.topic, row.article_id, row.story_id, row.alert_id, row.at) for row in rows
    ]
