"""What sweeps told, held against what pages showed, and the rechecks that follow from it.

Every function works inside the transaction its caller opened. What a verdict is worth is
`pipeline.trust`'s; nothing here asks anybody anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from pipeline import trust
from pipeline.records import ArticleState, Told
from pipeline.store.tables import ArticleRow, SweepRow, ToldRow
from pipeline.trust import Standing, Track, Verdict

#: failures in a row after which rechecks no longer count on a sweep
PATIENCE = 3


def of_source(session: Session, source: str) -> list[SweepRow]:
    """The source's sweeps in a lasting order."""
    found = session.scalars(
        select(SweepRow).where(SweepRow.source == source).order_by(SweepRow.kind, SweepRow.section)
    )
    return list(found)


def row_of(session: Session, source: str, kind: str, section: str | None, url: str) -> SweepRow:
    """The sweep's row; new where there is none, begun anew where it has another address."""
    row = session.scalar(
        select(SweepRow).where(
            SweepRow.source == source, SweepRow.kind == kind, SweepRow.section == (section or "")
        )
    )
    if row is not None and row.url != url:
        forget(session, row)
        row = None
    if row is None:
        row = SweepRow(
            source=source,
            kind=kind,
            section=section or "",
            url=url,
            standing=Standing.NONE.value,
            hits=0,
            quiet=0,
            told_rightly=0,
            missed=0,
            told_falsely=0,
            failures=0,
        )
        session.add(row)
        session.flush()
    return row


def hear(
    session: Session,
    row: SweepRow,
    told: Sequence[tuple[ArticleRow, Told]],
    now: datetime,
    *,
    keep: timedelta = timedelta(0),
) -> tuple[ArticleRow, ...]:
    """Notes what a sweep tells; gives the articles to look at in the same crawl.

    Args:
        told: known articles, each once, in the sweep's order.
        keep: for how long an article counts as covered though it was not listed; none
            where one answer is the whole window.
    """
    _write(row, trust.answered(track_of(row)))
    row.last_told_at, row.failures, row.last_error = now, 0, None
    known = {
        one.article_id: one
        for one in session.scalars(select(ToldRow).where(ToldRow.sweep_id == row.id))
    }
    moved: list[ArticleRow] = []
    for article, one in told:
        before = known.pop(article.id, None)
        if before is None:
            tells = _cover(session, row, article, one, now)
        else:
            tells = _compare(session, row, before, one, now)
        if tells:
            moved.append(article)
    _uncover(session, row, [one for one in known.values() if one.told_at + keep <= now])
    followed = moved[: trust.most_followed(Standing(row.standing))]
    for article in followed:
        # remembered, should the crawl end before it is looked at; no 304 may say otherwise
        article.recheck_at, article.etag, article.last_modified = now, None, None
    return tuple(followed)


def stand(session: Session, row: SweepRow, now: datetime) -> None:
    """Notes that a sweep tells what it told before: what it owed, it has missed.

    Of what it told before its last answer, and no longer lists, it says nothing.
    """
    listed, row.last_told_at = row.last_told_at, now
    row.failures, row.last_error = 0, None
    told = select(ToldRow).where(ToldRow.sweep_id == row.id, ToldRow.told_at == listed)
    for one in session.scalars(told):
        one.told_at = now
        if one.owed_at is not None:
            one.owed_at = None
            _judge(session, row, Verdict.MISSED)


def judge(session: Session, article: ArticleRow, *, changed: bool | None, now: datetime) -> None:
    """Holds what was told of an article against its page, which was fetched just now.

    Args:
        changed: whether the page's words differ from those read the last time; None for a
            304, which may be untrue: it begins a watch and proves nothing.
    """
    for told, row in _rows(session, article):
        if changed is None:
            told.looked_at = told.looked_at or now
            continue
        first_look = told.looked_at is None
        moved, told.moved_at, told.looked_at = told.moved_at, None, now
        if moved is not None:
            _judge(session, row, Verdict.RIGHT if changed else Verdict.FALSE)
        elif first_look:
            continue  # what changed, if anything did, may have changed before it was covered
        elif changed:
            # the sweep may not have had the time to tell; its next answer must
            told.owed_at = told.owed_at or now
        else:
            _judge(session, row, Verdict.QUIET)


def stretched(
    session: Session, article: ArticleRow, ordinary: datetime | None, now: datetime
) -> datetime | None:
    """When to recheck an article whose recheck would be due at `ordinary`.

    Later under a trusted sweep that covers it, for then a recheck is a mere sample; as it is
    for an article that is missing or could not be read, and wherever no sweep is trusted.
    """
    steady = article.state == ArticleState.LIVE.value and article.misses == 0
    times = 1.0
    for told, row in _rows(session, article):
        relied_on = row.standing == Standing.TRUSTED.value and row.failures < PATIENCE
        told.ordinary_recheck_at = ordinary if steady and relied_on else None
        if told.ordinary_recheck_at is not None:
            times = max(times, trust.stretch(track_of(row)))
    return now + times * (ordinary - now) if ordinary else None


def fail(session: Session, row: SweepRow, detail: str) -> None:
    """Notes a failure in passing; after a few of them rechecks go on as without the sweep."""
    row.failures, row.last_error = row.failures + 1, detail
    if row.failures == PATIENCE:
        _release(session, _covered(session, row))


def give_up(session: Session, row: SweepRow, detail: str) -> None:
    """Notes that a source does not offer a sweep, or no longer; what it missed stays known."""
    _write(row, trust.given_up(track_of(row)))
    row.failures, row.last_error, row.etag, row.last_modified = 0, detail, None, None
    _uncover(session, row, _covered(session, row))


def forget(session: Session, row: SweepRow) -> None:
    """Removes a sweep and what it told; rechecks go on as without it."""
    _uncover(session, row, _covered(session, row))
    session.delete(row)
    session.flush()


def track_of(row: SweepRow) -> Track:
    return Track(
        Standing(row.standing),
        hits=row.hits,
        quiet=row.quiet,
        right=row.told_rightly,
        missed=row.missed,
        false=row.told_falsely,
    )


def _write(row: SweepRow, track: Track) -> None:
    row.standing, row.hits, row.quiet = track.standing.value, track.hits, track.quiet
    row.told_rightly, row.missed, row.told_falsely = track.right, track.missed, track.false


def _judge(session: Session, row: SweepRow, verdict: Verdict) -> None:
    """Adds a verdict; what it does to the sweep's standing, it does to rechecks at once."""
    trusted = row.standing == Standing.TRUSTED.value
    _write(row, trust.judged(track_of(row), verdict))
    trusted_now = row.standing == Standing.TRUSTED.value
    if trusted and not trusted_now:
        _release(session, _covered(session, row))
    elif trusted_now and not trusted:
        _stretch(session, _covered(session, row), trust.stretch(track_of(row)))


def _cover(session: Session, row: SweepRow, article: ArticleRow, told: Told, now: datetime) -> bool:
    """Begins to cover an article; a stamp after its last look tells of a change already."""
    stamp = told.link.modified
    late = stamp is not None and stamp.at > article.last_seen_at
    session.add(
        ToldRow(
            sweep_id=row.id,
            article_id=article.id,
            mark=told.mark,
            told_at=now,
            moved_at=now if late else None,
        )
    )
    return late


def _compare(session: Session, row: SweepRow, before: ToldRow, told: Told, now: datetime) -> bool:
    """Whether the sweep now says something else of an article that it covered before."""
    moved = before.mark != told.mark
    before.mark, before.told_at = told.mark, now
    if before.owed_at is not None:
        before.owed_at = None
        if moved:  # the look that follows may find only what was found, so it judges nothing
            before.looked_at = None
        _judge(session, row, Verdict.RIGHT if moved else Verdict.MISSED)
    elif moved:
        before.moved_at = now
    return moved


def _rows(session: Session, article: ArticleRow) -> Sequence[Row[ToldRow, SweepRow]]:
    """What each sweep that covers an article told of it."""
    covering = select(ToldRow, SweepRow).join(SweepRow, SweepRow.id == ToldRow.sweep_id)
    return session.execute(covering.where(ToldRow.article_id == article.id)).all()


def _covered(session: Session, row: SweepRow) -> list[ToldRow]:
    return list(session.scalars(select(ToldRow).where(ToldRow.sweep_id == row.id)))


def _uncover(session: Session, row: SweepRow, gone: Sequence[ToldRow]) -> None:
    _release(session, gone)
    session.flush()
    ids = [one.article_id for one in gone]
    session.execute(delete(ToldRow).where(ToldRow.sweep_id == row.id, ToldRow.article_id.in_(ids)))


def _stretch(session: Session, covered: Sequence[ToldRow], times: float) -> None:
    """Puts off the rechecks of articles that a sweep, trusted just now, says nothing of."""
    by_id = _articles(session, covered)
    for one in covered:
        article = by_id[one.article_id]
        steady = article.state == ArticleState.LIVE.value and article.misses == 0
        known = one.moved_at is None and one.owed_at is None and one.looked_at is not None
        if article.recheck_at is None or not steady or not known or one.ordinary_recheck_at:
            continue
        one.ordinary_recheck_at = article.recheck_at
        since = article.last_seen_at
        article.recheck_at = since + times * (article.recheck_at - since)


def _release(session: Session, covered: Sequence[ToldRow]) -> None:
    """Brings rechecks back to when they would be due without the sweep."""
    stretched_ones = [one for one in covered if one.ordinary_recheck_at is not None]
    by_id = _articles(session, stretched_ones)
    for one in stretched_ones:
        article, ordinary = by_id[one.article_id], one.ordinary_recheck_at
        one.ordinary_recheck_at = None
        if article.recheck_at is not None and ordinary is not None:
            article.recheck_at = min(article.recheck_at, ordinary)


def _articles(session: Session, covered: Sequence[ToldRow]) -> dict[int, ArticleRow]:
    ids = [one.article_id for one in covered]
    return {
        row.id: row for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(ids)))
    }
