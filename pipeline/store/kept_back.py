"""What of the deliveries that wait for calm's sake is to be looked at next, and how urgent it is.

However much waits, a look costs what it takes in and no more. Every function works inside the
transaction its caller opened, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from config.calm import Wait
from pipeline.delivery.calm import LONGEST, ROLLED, Waiting
from pipeline.records import KindEvidence
from pipeline.store import outbox
from pipeline.store.batches import batches
from pipeline.store.tables import AlertRow, DeliveryRow, EditRow, StoryArticleRow

#: stories that are asked for at once
_STORIES = 50


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """What tells how much an edit matters, as `pipeline.records.EditData` has it."""

    kinds: tuple[str, ...]
    severity: str | None
    evidence: tuple[KindEvidence, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that has not been let go, with what tells how urgent it is."""

    id: str
    topic: str
    #: of `pipeline.records.AlertKind`
    kind: str
    edit: KeptEdit | None
    story: str
    held: Wait | None
    until: datetime

    def waiting(self, *, urgent: bool) -> Waiting:
        return Waiting(self.id, urgent, self.story, self.held, self.until)


def _not_let_go(state: ColumnElement[str] | None = None) -> ColumnElement[bool]:
    return and_(
        (DeliveryRow.state if state is None else state) == outbox.DeliveryState.QUEUED.value,
        DeliveryRow.alert_id.is_not(None),
        DeliveryRow.released_at.is_(None),
        DeliveryRow.digest_id.is_(None),
        # what was sent, or could have been, before calm was asked for goes on as it began
        DeliveryRow.attempts == 0,
        DeliveryRow.payload.is_(None),
        DeliveryRow.lease_owner.is_(None),
    )


def _far(now: datetime) -> ColumnElement[bool]:
    """Held under a clock that was set back since."""
    return and_(DeliveryRow.held.is_not(None), DeliveryRow.next_attempt_at > now + LONGEST)


def to_look_at(session: Session, destinations: Collection[str], now: datetime) -> list[str]:
    """Which of these destinations have deliveries to hold or to let go, the most overdue first."""
    queued = outbox.queued_destinations()
    theirs = (DeliveryRow.destination == queued.c.name, _not_let_go())
    # each ends at the first that it meets in the index, however much waits
    since = (
        select(DeliveryRow.next_attempt_at)
        .where(*theirs, DeliveryRow.next_attempt_at <= now)
        .order_by(DeliveryRow.next_attempt_at)
        .limit(1)
        .scalar_subquery()
    )
    far = select(DeliveryRow.id).where(*theirs, _far(now)).exists()
    theirs_due = select(queued.c.name, since, far).where(queued.c.name.in_(destinations))
    due = (
        (since or now, name)
        for name, since, is_far in session.execute(theirs_due)
        if since is not None or is_far
    )
    return [name for _, name in sorted(due)]


def waiting(
    session: Session, destination: str, now: datetime, most: int, *, grouped: bool
) -> list[Kept]:
    """What of a destination is to be looked at next, as it came up.

    What waits for a message that is due comes first, and only where all of it is there, what
    else is due: so a message that takes several looks is let go before anything that came up
    since. With it comes what waits by `group` for the same stories, due or not.

    Args:
        session: with the destination's past locked.
        most: so many are looked at, and seldom as many again for their stories' sake.
        grouped: what comes up joins what waits by `group`.
    """
    queued = (DeliveryRow.destination == destination, _not_let_go())
    is_due = DeliveryRow.next_attempt_at <= now
    oldest = (DeliveryRow.next_attempt_at, DeliveryRow.created_at, DeliveryRow.id)
    rows: list[_Row] = []
    for wanted in (
        and_(is_due, DeliveryRow.held.in_(ROLLED)),
        and_(is_due, or_(DeliveryRow.held.is_(None), DeliveryRow.held.not_in(ROLLED))),
        _far(now),
    ):
        if left := most - len(rows):
            found = _kept().where(*queued, wanted).order_by(*oldest).limit(left)
            rows += map(_Row._make, session.execute(found))
    alone: list[_Row] = []
    together: list[_Row] = []
    for row in rows:
        joins = row.held == "group" or (grouped and row.held is None)
        (together if joins else alone).append(row)
    whole = _whole_stories(session, destination, together, most - len(alone))
    return [_as_kept(row) for row in sorted(alone + whole, key=lambda row: row.alert)]


class _Row(NamedTuple):
    """What is asked for of a delivery, its alert, its edit and its story."""

    id: str
    held: Wait | None
    until: datetime
    alert: int
    topic: str
    kind: str
    article: int
    kinds: list[str] | None
    severity: str | None
    evidence: list[dict[str, Any]] | None
    story: int | None

    @property
    def told_with(self) -> str:
        return story_key(self.story, self.article)


def _kept() -> Select[Any]:
    return (
        select(
            DeliveryRow.id,
            DeliveryRow.held,
            DeliveryRow.next_attempt_at,
            AlertRow.id,
            AlertRow.topic,
            AlertRow.kind,
            AlertRow.article_id,
            EditRow.kinds,
            EditRow.severity,
            EditRow.evidence,
            StoryArticleRow.story_id,
        )
        .join(AlertRow, AlertRow.id == DeliveryRow.alert_id)
        .join(EditRow, EditRow.id == AlertRow.edit_id, isouter=True)
        .join(StoryArticleRow, StoryArticleRow.article_id == AlertRow.article_id, isouter=True)
    )


def _whole_stories(
    session: Session, destination: str, rows: Sequence[_Row], most: int
) -> list[_Row]:
    """These with all that waits by `group` for their stories, as far as there is room.

    Args:
        rows: those of stories that there is no room for are left out: they stay due.
        most: no more stories are begun; of a few never more than three times as many.
    """
    of_story: dict[str, list[_Row]] = {}
    for row in rows:
        of_story.setdefault(row.told_with, []).append(row)
    found: dict[str, _Row] = {}
    for some in batches(of_story, _STORIES):
        theirs = [row for story in some for row in of_story[story]]
        found |= {row.id: row for row in theirs}
        for articles in batches(_articles_told_with(session, theirs)):
            others = _waiting_by_group(session, destination, articles, most)
            found |= {row.id: row for row in others}
        if len(found) >= most:
            break
    return list(found.values())


def _articles_told_with(session: Session, rows: Sequence[_Row]) -> set[int]:
    """The articles of these, and all that carry the same stories."""
    stories = {row.story for row in rows if row.story is not None}
    carriers = select(StoryArticleRow.article_id).where(StoryArticleRow.story_id.in_(stories))
    return {row.article for row in rows} | set(session.scalars(carriers))


def _waiting_by_group(
    session: Session, destination: str, articles: Sequence[int], most: int
) -> Iterator[_Row]:
    """What waits by `group` for the alerts of these articles."""
    waits = (
        AlertRow.article_id.in_(articles),
        DeliveryRow.destination == destination,
        # a bare column would lead SQLite through all that is queued for the destination
        _not_let_go(DeliveryRow.state.concat("")),
        DeliveryRow.held == "group",
    )
    return map(_Row._make, session.execute(_kept().where(*waits).limit(2 * most)))


def _as_kept(row: _Row) -> Kept:
    edit = None
    if row.kinds is not None:
        evidence = tuple(KindEvidence(**one) for one in row.evidence or ())
        edit = KeptEdit(tuple(row.kinds), row.severity, evidence)
    return Kept(row.id, row.topic, row.kind, edit, row.told_with, row.held, row.until)


def story_key(story: int | None, article: int) -> str:
    """What alerts share that are told together."""
    return f"article {article}" if story is None else f"story {story}"
