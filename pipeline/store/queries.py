"""Reads the store for people: articles, versions, edits, alerts, deliveries, sources.

Every function runs inside a reading transaction and returns frozen views; none writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from pipeline.evidence.files import EvidenceRef
from pipeline.hosts import HostRecord
from pipeline.records import ArticleData, EditData, MatchedTerm
from pipeline.store import ailments, full_text, gaps, hosts, incidents, pending
from pipeline.store.incidents import IncidentView
from pipeline.store.rows import article_data, edit_data, evidence_ref, matched_terms
from pipeline.store.sweeps import of_source
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    AttemptRow,
    DeliveryRow,
    EditRow,
    FetchRow,
    GapRow,
    LinkRow,
    LinkSectionRow,
    RevisitRow,
    SectionRow,
    SourceRow,
    SweepRow,
    UntoldRow,
    VersionRow,
)
from pipeline.vigil.vital_signs import Ailment

#: gaps of a source that were filled and are still told of
_FILLED_GAPS = 10
#: of those that are open for good
_LOST_GAPS = 10


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it stands, with its latest version's content."""

    id: int
    source: str
    #: configured names of the sections that listed it, first listed first
    sections: tuple[str, ...]
    url: str
    canonical_url: str
    state: str
    #: what was found instead, of `Absence`; None: it is live, or nobody knows
    absence: str | None
    state_reason: str | None
    missing_since: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    hits: int | None
    featured: bool
    tags: tuple[str, ...]
    #: how many versions are kept
    versions: int
    data: ArticleData


@dataclass(frozen=True, slots=True)
class VersionView:
    article: int
    n: int
    fetched_at: datetime
    last_lacked_at: datetime | None
    content_hash: str
    data: ArticleData


@dataclass(frozen=True, slots=True)
class EditView:
    id: int
    article: int
    from_version: int
    to_version: int
    detected_at: datetime
    edit: EditData
    #: the earlier version whose content it went back to
    reverts_to: int | None = None


@dataclass(frozen=True, slots=True)
class AlertView:
    id: int
    topic: str
    watchlist: str
    kind: str
    article: int
    version: int
    edit: int | None
    created_at: datetime
    matched: tuple[MatchedTerm, ...]
    title: str
    #: counts the topic's alerts
    sequence: int
    #: articles that say nothing but what was told, and raised no alert of their own
    copies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryView:
    id: str
    #: None: a digest, or a notice to the operator
    alert: int | None
    destination: str
    state: str
    attempts: int
    #: of a digest's, when that is sent
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime
    delivered_at: datetime | None
    #: the key of its destination's settings by which it waits until then
    held: str | None = None
    #: the digest that carries it
    digest: str | None = None
    #: how many deliveries it carries; 0: it is no digest
    carries: int = 0


@dataclass(frozen=True, slots=True)
class GapView:
    """Two polls of a section in a row that shared no article."""

    section: str
    after_at: datetime
    found_at: datetime
    #: open, filled, lost (open for good)
    state: str
    filled_at: datetime | None
    how: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    name: str
    due_at: datetime
    last_polled_at: datetime | None
    last_ok_at: datetime | None
    failures: int
    last_error: str | None
    last_error_at: datetime | None


@dataclass(frozen=True, slots=True)
class SweepView:
    """How a sweep of a source stands, see `pipeline.trust`."""

    kind: str
    #: None: it tells of the whole source
    section: str | None
    standing: str
    right: int
    missed: int
    false: int
    last_told_at: datetime | None
    #: when it is asked, or probed again; None: it comes with the section's listing
    due_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is stored of a source; sources that were never crawled have none."""

    name: str
    last_ok_at: datetime | None
    last_error: str | None
    last_error_at: datetime | None
    paused_until: datetime | None
    sections: tuple[SectionView, ...]
    sweeps: tuple[SweepView, ...]
    live: int
    suspected: int
    gone: int
    #: of the suspected, those that much else is missing with, so that they are not taken for gone
    held: int
    #: links that wait to be read, and links given up
    waiting: int
    given_up: int
    #: links of sitemaps that are only taken note of
    noted: int
    edits: int
    #: the open ones and the last that were filled, the oldest first
    gaps: tuple[GapView, ...]
    #: the open ones, the latest first
    incidents: tuple[IncidentView, ...]
    #: changed readings that wait to be confirmed
    unconfirmed: int
    #: what is known of those of its hosts that were asked for
    hosts: tuple[HostRecord, ...]
    #: those that are not over, the first begun first
    ailments: tuple[Ailment, ...]


@dataclass(frozen=True, slots=True)
class FetchView:
    first_at: datetime
    last_at: datetime
    times: int
    outcome: str
    status: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """What is known of one address."""

    id: int
    source: str
    url: str
    title: str | None
    discovered_at: datetime
    sections: tuple[str, ...]
    baseline: bool
    article: int | None
    due_at: datetime | None
    attempts: int
    fetches: tuple[FetchView, ...]


def articles(
    session: Session,
    *,
    sources: Iterable[str] = (),
    states: Iterable[str] = (),
    ids: Iterable[int] | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> list[ArticleView]:
    """Articles, last first seen first; all of them without a limit.

    Args:
        session: of a reading transaction.
        sources: only of these; none: all.
        states: only in these; none: all.
        ids: only these.
        since: only those first seen then or later.
        limit: how many at most.
    """
    query = (
        select(ArticleRow, VersionRow)
        .join(
            VersionRow,
            and_(VersionRow.article_id == ArticleRow.id, VersionRow.n == ArticleRow.versions),
        )
        .order_by(ArticleRow.first_seen_at.desc(), ArticleRow.id.desc())
        .limit(limit)
    )
    if wanted := tuple(sources):
        query = query.where(ArticleRow.source.in_(wanted))
    if wanted := tuple(states):
        query = query.where(ArticleRow.state.in_(wanted))
    if ids is not None:
        query = query.where(ArticleRow.id.in_(tuple(ids)))
    if since is not None:
        query = query.where(ArticleRow.first_seen_at >= since)
    rows = session.execute(query).all()
    listed = _sections(session, None if ids is None else [article.id for article, _ in rows])
    return [_article(article, latest, listed[article.id]) for article, latest in rows]


def article_ids(
    session: Session,
    *,
    sources: Iterable[str] = (),
    states: Iterable[str] = (),
    since: datetime | None = None,
    needed: Sequence[frozenset[str]] = (),
) -> list[int]:
    """Ids of articles, last first seen first.

    Args:
        session: of a reading transaction.
        sources: only of these; none: all.
        states: only in these; none: all.
        since: only those first seen then or later.
        needed: only those that have a token of each of these sets, see `store.full_text`.
    """
    query = select(ArticleRow.id).order_by(ArticleRow.first_seen_at.desc(), ArticleRow.id.desc())
    if wanted := tuple(sources):
        query = query.where(ArticleRow.source.in_(wanted))
    if wanted := tuple(states):
        query = query.where(ArticleRow.state.in_(wanted))
    if since is not None:
        query = query.where(ArticleRow.first_seen_at >= since)
    condition = full_text.among(session, needed)
    if condition is not None:
        query = query.where(condition)
    return list(session.scalars(query))


def article(session: Session, article_id: int) -> ArticleView | None:
    return next(iter(articles(session, ids=[article_id])), None)


def _article(row: ArticleRow, latest: VersionRow, sections: list[str]) -> ArticleView:
    return ArticleView(
        id=row.id,
        source=row.source,
        sections=tuple(sections),
        url=row.url,
        canonical_url=row.canonical_url,
        state=row.state,
        absence=row.absence,
        state_reason=row.state_reason,
        missing_since=row.missing_since,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        hits=row.hits,
        featured=row.featured,
        tags=tuple(row.tags),
        versions=row.versions,
        data=article_data(latest),
    )


def _sections(session: Session, ids: list[int] | None) -> dict[int, list[str]]:
    """Section names by article, first listed first; of all articles when `ids` is None."""
    query = (
        select(LinkRow.article_id, LinkSectionRow.section, func.min(LinkSectionRow.listed_at))
        .join(LinkRow, LinkRow.id == LinkSectionRow.link_id)
        .where(LinkRow.article_id.is_not(None))
        .group_by(LinkRow.article_id, LinkSectionRow.section)
        .order_by(func.min(LinkSectionRow.listed_at), LinkSectionRow.section)
    )
    if ids is not None:
        query = query.where(LinkRow.article_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for article_id, section, _ in session.execute(query):
        assert article_id is not None
        found[article_id].append(section)
    return found


def versions(session: Session, article_id: int) -> list[VersionView]:
    rows = session.scalars(
        select(VersionRow).where(VersionRow.article_id == article_id).order_by(VersionRow.n)
    )
    return [version_view(row) for row in rows]


def version_view(row: VersionRow) -> VersionView:
    return VersionView(
        article=row.article_id,
        n=row.n,
        fetched_at=row.fetched_at,
        last_lacked_at=row.last_lacked_at,
        content_hash=row.content_hash,
        data=article_data(row),
    )


def evidence_of(session: Session, article_id: int) -> list[EvidenceRef | None]:
    """Where the responses of an article's versions are kept, oldest first, each before the
    rechecks that found it unchanged."""
    versions = session.scalars(
        select(VersionRow).where(VersionRow.article_id == article_id).order_by(VersionRow.n)
    ).all()
    found: list[EvidenceRef | None] = []
    for version in versions:
        revisits = session.scalars(
            select(RevisitRow).where(RevisitRow.version_id == version.id).order_by(RevisitRow.id)
        )
        found += [evidence_ref(version), *map(evidence_ref, revisits)]
    return found


def version_count(session: Session, since: datetime | None = None) -> int:
    """How many versions are kept, or were fetched since then."""
    return _count(session, VersionRow, *([VersionRow.fetched_at >= since] if since else []))


def edits(
    session: Session,
    *,
    article_id: int | None = None,
    source: str | None = None,
    kinds: Iterable[str] = (),
    severities: Iterable[str] = (),
    since: datetime | None = None,
    limit: int | None = None,
) -> list[EditView]:
    """Edits, last detected first.

    Args:
        session: of a reading transaction.
        article_id: only of this article.
        source: only of this source.
        kinds: only those of any of these kinds; empty: all.
        severities: only those of one of these; empty: all, also those of which none is known.
        since: only those detected then or later.
        limit: how many at most.
    """
    query = select(EditRow).order_by(EditRow.detected_at.desc(), EditRow.id.desc()).limit(limit)
    if wanted := tuple(kinds):
        # kinds are plain words in a JSON list: what holds one holds it in quotation marks
        listed = cast(EditRow.kinds, Text)
        query = query.where(or_(*(listed.contains(f'"{kind}"') for kind in wanted)))
    if wanted := tuple(severities):
        query = query.where(EditRow.severity.in_(wanted))
    if since is not None:
        query = query.where(EditRow.detected_at >= since)
    if article_id is not None:
        query = query.where(EditRow.article_id == article_id)
    if source is not None:
        query = query.join(ArticleRow, ArticleRow.id == EditRow.article_id).where(
            ArticleRow.source == source
        )
    return [edit_view(row) for row in session.scalars(query)]


def edit_view(row: EditRow) -> EditView:
    return EditView(
        row.id,
        row.article_id,
        row.from_version,
        row.to_version,
        row.detected_at,
        edit_data(row),
        row.reverts_to,
    )


def alerts(
    session: Session,
    *,
    article_id: int | None = None,
    alert_id: int | None = None,
    limit: int | None = None,
) -> list[AlertView]:
    """Alerts, last raised first, with the title of the version each speaks of."""
    query = (
        select(AlertRow, VersionRow.title)
        .join(
            VersionRow,
            and_(VersionRow.article_id == AlertRow.article_id, VersionRow.n == AlertRow.version),
        )
        .order_by(AlertRow.id.desc())
        .limit(limit)
    )
    if article_id is not None:
        query = query.where(AlertRow.article_id == article_id)
    if alert_id is not None:
        query = query.where(AlertRow.id == alert_id)
    rows = session.execute(query).all()
    copies = _copies(session, [row.id for row, _ in rows])
    return [
        AlertView(
            id=row.id,
            topic=row.topic,
            watchlist=row.watchlist,
            kind=row.kind,
            article=row.article_id,
            version=row.version,
            edit=row.edit_id,
            created_at=row.created_at,
            matched=matched_terms(row.matched),
            title=title,
            sequence=row.sequence,
            copies=copies.get(row.id, ()),
        )
        for row, title in rows
    ]


def _copies(session: Session, alerts: list[int]) -> dict[int, tuple[int, ...]]:
    """By alert, the later carriers of its story that its topic was not told of again."""
    found: dict[int, tuple[int, ...]] = {}
    for alert, article in session.execute(
        select(UntoldRow.alert_id, UntoldRow.article_id)
        .where(UntoldRow.alert_id.between(min(alerts, default=0), max(alerts, default=0)))
        .order_by(UntoldRow.at, UntoldRow.article_id)
    ):
        found[alert] = (*found.get(alert, ()), article)
    return found


def deliveries(
    session: Session,
    *,
    state: str | None = None,
    alert_ids: Iterable[int] | None = None,
    held: bool = False,
    limit: int | None = None,
) -> list[DeliveryView]:
    """Deliveries, last created first; held: only those that wait for calm's sake."""
    digest = aliased(DeliveryRow)
    query = (
        select(DeliveryRow, digest.next_attempt_at)
        .join(digest, digest.id == DeliveryRow.digest_id, isouter=True)
        .order_by(
            DeliveryRow.created_at.desc(), DeliveryRow.alert_id.desc(), DeliveryRow.destination
        )
    ).limit(limit)
    if held:
        query = query.where(DeliveryRow.state == "queued", DeliveryRow.held.is_not(None))
    if state is not None:
        query = query.where(DeliveryRow.state == state)
    if alert_ids is not None:
        query = query.where(DeliveryRow.alert_id.in_(tuple(alert_ids)))
    return [
        DeliveryView(
            id=row.id,
            alert=row.alert_id,
            destination=row.destination,
            state=row.state,
            attempts=row.attempts,
            next_attempt_at=carried_at or row.next_attempt_at,
            last_error=row.last_error,
            created_at=row.created_at,
            delivered_at=row.delivered_at,
            held=row.held,
            digest=row.digest_id,
            carries=row.carries,
        )
        for row, carried_at in session.execute(query)
    ]


def attempts(session: Session, delivery_id: str) -> list[tuple[datetime, str | None]]:
    """When each attempt was made and why it failed (None: it was accepted)."""
    rows = session.execute(
        select(AttemptRow.at, AttemptRow.error)
        .where(AttemptRow.delivery_id == delivery_id)
        .order_by(AttemptRow.id)
    )
    return [(at, error) for at, error in rows]


def topic_counts(session: Session) -> dict[str, tuple[int, datetime]]:
    """By topic: alerts raised and when the last was."""
    rows = session.execute(
        select(AlertRow.topic, func.count(), func.max(AlertRow.created_at)).group_by(AlertRow.topic)
    )
    return {topic: (count, last) for topic, count, last in rows}


def source(session: Session, name: str, of_hosts: Collection[str] = ()) -> SourceView:
    """What is stored of a source, empty when it was never crawled.

    Args:
        of_hosts: its hosts that are told of.
    """
    row = session.get(SourceRow, name)
    counted = session.execute(
        select(ArticleRow.state, func.count())
        .where(ArticleRow.source == name)
        .group_by(ArticleRow.state)
    )
    states = {state: count for state, count in counted}  # noqa: C416 - dict() hides the types
    unread = and_(LinkRow.source == name, LinkRow.article_id.is_(None))
    return SourceView(
        name=name,
        last_ok_at=row.last_ok_at if row else None,
        last_error=row.last_error if row else None,
        last_error_at=row.last_error_at if row else None,
        paused_until=row.paused_until if row else None,
        sections=tuple(
            _section(one)
            for one in session.scalars(select(SectionRow).where(SectionRow.source == name))
        ),
        sweeps=tuple(_sweep(one) for one in of_source(session, name)),
        live=states.get("live", 0),
        suspected=states.get("suspected", 0),
        gone=states.get("gone", 0),
        held=_count(session, ArticleRow, ArticleRow.source == name, ArticleRow.held),
        waiting=_count(session, LinkRow, unread, LinkRow.due_at.is_not(None)),
        given_up=_count(session, LinkRow, unread, LinkRow.due_at.is_(None), LinkRow.attempts > 0),
        noted=_count(session, LinkRow, unread, LinkRow.due_at.is_(None), LinkRow.attempts == 0),
        edits=session.scalar(
            select(func.count())
            .select_from(EditRow)
            .join(ArticleRow, ArticleRow.id == EditRow.article_id)
            .where(ArticleRow.source == name)
        )
        or 0,
        gaps=_gaps(session, name),
        incidents=tuple(incidents.of_sources(session, name, only_open=True)),
        unconfirmed=len(pending.waiting_of_source(session, name)),
        hosts=tuple(hosts.records(session, of_hosts)),
        ailments=tuple(ailments.still_open(session, name).values()),
    )


def _gaps(session: Session, source: str) -> tuple[GapView, ...]:
    query = select(GapRow).where(GapRow.source == source)
    open_ones = session.scalars(query.where(GapRow.state == gaps.OPEN)).all()
    lost = session.scalars(
        query.where(GapRow.state == gaps.LOST).order_by(GapRow.id.desc()).limit(_LOST_GAPS)
    ).all()
    filled = session.scalars(
        query.where(GapRow.state == gaps.FILLED)
        .order_by(GapRow.filled_at.desc(), GapRow.id.desc())
        .limit(_FILLED_GAPS)
    ).all()
    return tuple(
        GapView(row.section, row.after_at, row.found_at, row.state, row.filled_at, row.how)
        for row in sorted((*open_ones, *lost, *filled), key=lambda row: (row.found_at, row.id))
    )


def _section(row: SectionRow) -> SectionView:
    return SectionView(
        name=row.name,
        due_at=row.due_at,
        last_polled_at=row.last_polled_at,
        last_ok_at=row.last_ok_at,
        failures=row.failures,
        last_error=row.last_error,
        last_error_at=row.last_error_at,
    )


def _sweep(row: SweepRow) -> SweepView:
    return SweepView(
        kind=row.kind,
        section=row.section or None,
        standing=row.standing,
        right=row.told_rightly,
        missed=row.missed,
        false=row.told_falsely,
        last_told_at=row.last_told_at,
        due_at=row.due_at,
        last_error=row.last_error,
    )


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def links(
    session: Session,
    *,
    keys: Iterable[str] = (),
    url: str | None = None,
    article_id: int | None = None,
) -> list[LinkView]:
    """Links by any of their keys or their address, or all that lead to one article."""
    wanted = [LinkRow.key.in_(tuple(keys)), LinkRow.url == url]
    if article_id is not None:
        wanted = [LinkRow.article_id == article_id]
    rows = session.scalars(select(LinkRow).where(or_(*wanted)).order_by(LinkRow.id)).all()
    return [
        LinkView(
            id=row.id,
            source=row.source,
            url=row.url,
            title=row.title,
            discovered_at=row.discovered_at,
            sections=tuple(
                session.scalars(
                    select(LinkSectionRow.section)
                    .where(LinkSectionRow.link_id == row.id)
                    .order_by(LinkSectionRow.listed_at)
                )
            ),
            baseline=row.baseline,
            article=row.article_id,
            due_at=row.due_at,
            attempts=row.attempts,
            fetches=_fetches(session, row.id),
        )
        for row in rows
    ]


def _fetches(session: Session, link_id: int) -> tuple[FetchView, ...]:
    rows = session.scalars(
        select(FetchRow).where(FetchRow.link_id == link_id).order_by(FetchRow.id)
    )
    return tuple(
        FetchView(row.first_at, row.last_at, row.times, row.outcome, row.status, row.detail)
        for row in rows
    )


def articles_at(session: Session, url: str, keys: Iterable[str]) -> list[int]:
    """Ids of articles at an address or identity."""
    return list(
        session.scalars(
            select(ArticleRow.id).where(
                or_(
                    ArticleRow.url == url,
                    ArticleRow.canonical_url == url,
                    ArticleRow.identity.in_(tuple(keys)),
                )
            )
        )
    )
