"""What a delivery says: all that is needed to render its alert, as the store has it.

It writes nothing. What is queued, and whose turn it is, is `pipeline.store.outbox`'s.
"""

from __future__ import annotations

from typing import Final, cast

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from pipeline.edits import compare
from pipeline.records import AlertKind, AlertMessage, ArticleData, EditData, TakenBack
from pipeline.store import archive, pending, removals, stories
from pipeline.store.frontier import sections_of
from pipeline.store.outbox import Claim
from pipeline.store.plain import run
from pipeline.store.rows import article_data, edit_data, matched_terms, reading_data
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    DeliveryRow,
    EditRow,
    PendingEditRow,
    RemovalRow,
    StoryArticleRow,
    VersionRow,
)

# asked for every delivery: to build a statement takes longer than to run it
_TOLD: Final = (
    select(AlertRow, ArticleRow, VersionRow)
    .join(ArticleRow, ArticleRow.id == AlertRow.article_id)
    .join(
        VersionRow,
        and_(VersionRow.article_id == AlertRow.article_id, VersionRow.n == AlertRow.version),
    )
    .where(AlertRow.id == bindparam("alert"))
)
_STORY: Final = select(StoryArticleRow.story_id).where(
    StoryArticleRow.article_id == bindparam("article")
)
_VERSION: Final = select(VersionRow).where(
    VersionRow.article_id == bindparam("article"), VersionRow.n == bindparam("n")
)
#: the version that a fetch was the first to show
_CAME: Final = select(VersionRow).where(
    VersionRow.article_id == bindparam("article"), VersionRow.fetched_at == bindparam("at")
)
#: one that a digest carries was no mail of its own
_FIRST_TO: Final = (
    select(DeliveryRow.id)
    .join(AlertRow, AlertRow.id == DeliveryRow.alert_id)
    .where(DeliveryRow.destination == bindparam("destination"), DeliveryRow.digest_id.is_(None))
    .order_by(AlertRow.id)
    .limit(1)
)
_FIRST_ABOUT_ARTICLE: Final = _FIRST_TO.where(AlertRow.article_id == bindparam("article"))
_FIRST_ABOUT_STORY: Final = _FIRST_TO.where(
    AlertRow.article_id.in_(
        select(StoryArticleRow.article_id).where(StoryArticleRow.story_id == bindparam("story"))
    )
)


def message_for(session: Session, claim: Claim) -> AlertMessage:
    """All that is needed to render a delivery, as of the alert's version."""
    assert claim.alert_id is not None, "a notice was rendered when it was queued"
    alert, article, shown = session.execute(_TOLD, {"alert": claim.alert_id}).one()
    story = run(session, _STORY, {"article": article.id}).scalar()
    if alert.pending_id is not None:
        # also once it is confirmed: what it tells is the reading that came first
        return _unconfirmed_message(session, claim, alert, article, shown, story)
    edit = session.get(EditRow, alert.edit_id) if alert.edit_id else None
    before = _version(session, article.id, edit.from_version) if edit else None
    removal = session.get(RemovalRow, alert.removal_id) if alert.removal_id else None
    told_of = story if alert.kind == "new" else None
    back = _came_back(session, article, removal) if removal and alert.kind == "restored" else None
    held, text, since_held = back or (None, article_data(shown), None)
    return AlertMessage(
        alert_id=alert.id,
        delivery_id=claim.id,
        topic=alert.topic,
        watchlist=alert.watchlist,
        kind=cast(AlertKind, alert.kind),
        created_at=alert.created_at,
        source=article.source,
        article_id=article.id,
        article=text,
        first_seen_at=article.first_seen_at,
        sections=sections_of(session, article.id),
        matched=matched_terms(alert.matched),
        edit_id=edit.id if edit else None,
        edit=edit_data(edit) if edit else None,
        before=article_data(before) if before else held,
        from_version=edit.from_version if edit else None,
        to_version=alert.version,
        last_lacked_at=shown.last_lacked_at,
        fetched_at=shown.fetched_at,
        removal=removals.removal(removal) if removal else None,
        since_held=since_held,
        sequence=alert.sequence,
        thread_of=_thread(session, article.id, story, claim),
        story_id=told_of,
        carriers=stories.other_carriers(session, told_of, but=article.id) if told_of else (),
        takes_back=_taken_back(session, alert),
    )


def _came_back(
    session: Session, article: ArticleRow, removal: RemovalRow
) -> tuple[ArticleData, ArticleData, EditData] | None:
    """The last text held, the text that came back, and their difference, if there is one.

    What came back may wait to be confirmed, and count or be dropped before this is asked.
    """
    held = _version(session, article.id, removal.version)
    came = session.scalars(_CAME, {"article": article.id, "at": removal.restored_at}).first()
    if came is not None:
        text = article_data(came)
    else:
        waits = pending.waiting(session, article.id)
        if waits is None or waits.first_seen_at != removal.restored_at:
            return None
        text = reading_data(pending.readings(session, waits.id)[0].data)
    before = archive.reading_by(session, held, text.extractor)
    if before is None and held.text_pruned_at is None:
        before = article_data(held)
    edit = compare(before, text) if before else None
    return (before, text, edit) if before and edit and edit.substantive else None


def _unconfirmed_message(
    session: Session,
    claim: Claim,
    alert: AlertRow,
    article: ArticleRow,
    version: VersionRow,
    story: int | None,
) -> AlertMessage:
    """What tells of an edit that is pending, or was noise, by the first reading of it.

    Args:
        version: the one that the edit is of.
        story: that the article carries.
    """
    waits = session.get_one(PendingEditRow, alert.pending_id)
    reading = reading_data(pending.readings(session, waits.id)[0].data)
    before = archive.reading_by(session, version, reading.extractor) or article_data(version)
    return AlertMessage(
        alert_id=alert.id,
        delivery_id=claim.id,
        topic=alert.topic,
        watchlist=alert.watchlist,
        kind="unconfirmed",
        created_at=alert.created_at,
        source=article.source,
        article_id=article.id,
        article=reading,
        first_seen_at=article.first_seen_at,
        sections=sections_of(session, article.id),
        matched=matched_terms(alert.matched),
        edit=compare(before, reading),
        before=before,
        from_version=alert.version,
        to_version=alert.version + 1,
        last_lacked_at=waits.last_lacked_at,
        fetched_at=waits.first_seen_at,
        sequence=alert.sequence,
        thread_of=_thread(session, article.id, story, claim),
    )


def _taken_back(session: Session, alert: AlertRow) -> TakenBack | None:
    if not alert.takes_back:
        return None
    told = session.get_one(AlertRow, alert.takes_back)
    if told.pending_id is not None:
        title = reading_data(pending.readings(session, told.pending_id)[0].data).title
    else:
        title = _version(session, told.article_id, told.version).title
    edit = session.get(EditRow, told.edit_id) if told.edit_id else None
    return TakenBack(
        alert_id=told.id,
        kind=cast(AlertKind, told.kind),
        created_at=told.created_at,
        title=title,
        stealth=edit is not None and edit.stealth,
    )


def _version(session: Session, article_id: int, n: int) -> VersionRow:
    return session.scalars(_VERSION, {"article": article_id, "n": n}).one()


def _thread(session: Session, article_id: int, story: int | None, claim: Claim) -> tuple[str, ...]:
    """What a delivery follows: the first about the story, the first about the article.

    A story's carriers that were told of before it was found keep threads of their own, which
    their later mails bring together.
    """
    to = {"destination": claim.destination}
    firsts = [run(session, _FIRST_ABOUT_ARTICLE, to | {"article": article_id}).scalar()]
    if story is not None:
        firsts.insert(0, run(session, _FIRST_ABOUT_STORY, to | {"story": story}).scalar())
    return tuple(dict.fromkeys(one for one in firsts if one not in (None, claim.id)))
