"""Holds what a source's articles change alike, and settles it: the incidents of a source.

    a change is about to count         `weighed`: hold it, take it for the new base, or let it be
    a change has only been seen once   `join`: an open incident that explains it holds it at once,
                                       else a few other pages are looked at while it waits
    people decide                      `release`, `discard`

An incident closes by itself where a newer reading explains it: when no page shows the change any
more, and when one shows it still a day later. Which changes are alike is `pipeline.breaker`'s to
tell; docs/incidents.md has the rule and its reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from pipeline import carriers, taken_back
from pipeline.breaker import (
    LEAST,
    Parts,
    alike,
    is_explained,
    marks_from_json,
    parts_json,
    parts_of,
)
from pipeline.confirmation import unconfirmed
from pipeline.confirmation.holding import Origin
from pipeline.edits import compare
from pipeline.records import ArticleData, EditData
from pipeline.store import archive, incidents, pending
from pipeline.store.incidents import DISCARDED, OPEN, OVER, RELEASED, Lately
from pipeline.store.rows import article_data, evidence_ref, reading_data
from pipeline.store.tables import ArticleRow, IncidentRow, PendingEditRow, VersionRow
from pipeline.telling import tell_of_edit
from pipeline.watch import Watch

#: changes that were first seen within it may be alike: by then most of what a source is watched
#: for was looked at, however slowly
CYCLE: Final = timedelta(days=1)
#: what a page shows for so long since its incident was opened is there to stay
SETTLED_AFTER: Final = timedelta(hours=24)
#: a discarded incident explains the same change on pages that are looked at later
_REMEMBERED: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Hold:
    """The change is held: no version, no edit, nobody told."""

    incident: IncidentRow


@dataclass(frozen=True, slots=True)
class Adopt:
    """The page as it is becomes the new base: a version, but no edit."""

    #: None: it takes away what a record of kind `template` had brought
    incident: IncidentRow | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What closing an incident came to."""

    articles: int
    alerts: int = 0


def weighed(
    session: Session,
    article: ArticleRow,
    before: ArticleData,
    after: ArticleData,
    edit: EditData,
    now: datetime,
) -> Hold | Adopt | None:
    """What becomes of a change that would count now; None: it is an edit like any.

    Args:
        before: the latest version, as the extractor of the reading reads it.
        after: what is confirmed.
        edit: their difference.
    """
    parts = parts_of(edit, before, after)
    if not parts:
        return None
    if taken_back.undoes(session, article, parts):
        return Adopt(None)
    waiting = pending.waiting(session, article.id)
    for incident in incidents.remembered(session, article.source, now - _REMEMBERED):
        if not is_explained(parts, marks_from_json(incident.marks)):
            continue
        is_held_here = waiting is not None and waiting.incident_id == incident.id
        if incident.state == OPEN and is_held_here and now - incident.opened_at >= SETTLED_AFTER:
            _end(session, incident, DISCARDED, "the pages show it still a day later", now)
        if incident.state == OPEN:
            return Hold(incident)
        if incident.state == RELEASED:
            return None
        if incident.state == DISCARDED:
            return Adopt(incident)
    return _opened(session, article, parts, waiting, now)


def _opened(
    session: Session,
    article: ArticleRow,
    parts: Parts,
    waiting: PendingEditRow | None,
    now: datetime,
) -> Hold | None:
    """A new incident, where enough articles of the source changed alike with this one."""
    lately = _without_others(session, article, now)
    lately[article.id] = Lately(parts, waiting.first_seen_at if waiting else now)
    # a change without marks is like no other
    if len(lately) < LEAST or not any(part.words or part.element for part in parts):
        return None
    since = min(one.since for one in lately.values() if _meet(one, parts))
    looked_at = max(
        incidents.looked_at(session, article.source, since),
        sum(one.since >= since for one in lately.values()),
    )
    found = alike({number: one.parts for number, one in lately.items()}, looked_at)
    if article.id not in found.articles:
        return None
    incident = incidents.add(session, article.source, found.marks, looked_at, now)
    fellows = incidents.waiting(session, article.source, now - CYCLE)
    incidents.hold(incident, [one for one in fellows if one.article_id in found.articles])
    taken_back.mark(session, incident, CYCLE)
    return Hold(incident)


def _without_others(session: Session, article: ArticleRow, now: datetime) -> dict[int, Lately]:
    """What changed lately, but for what an open incident explains, or one that was released."""
    known = [
        marks_from_json(one.marks)
        for one in incidents.remembered(session, article.source, now - _REMEMBERED)
        if one.state in (OPEN, RELEASED)
    ]
    return {
        number: one
        for number, one in incidents.changed_lately(session, article.source, now - CYCLE).items()
        if not any(is_explained(one.parts, marks) for marks in known)
    }


def _end(session: Session, incident: IncidentRow, state: str, why: str, now: datetime) -> None:
    """Closes an incident: what was told before it opened stands again, or is taken back."""
    incidents.close(session, incident, state, why, now)
    if state == RELEASED:
        taken_back.restore(session, incident, CYCLE)
    else:
        taken_back.withdraw(session, incident, CYCLE, now)


def join(
    session: Session,
    article: ArticleRow,
    before: ArticleData,
    after: ArticleData,
    *,
    is_near: bool = False,
) -> IncidentRow | None:
    """Notes what a pending edit changed; the open incident that explains it holds it at once.

    Args:
        is_near: the next look may confirm it. Where a template may have made it, other pages of the
            source are then made due, so that this look finds what they show.
    """
    waiting, edit = pending.waiting(session, article.id), compare(before, after)
    if waiting is None or edit is None:
        return None
    parts = parts_of(edit, before, after)
    waiting.parts = parts_json(parts)
    for incident in incidents.remembered(session, article.source, waiting.first_seen_at):
        if incident.state == OPEN and is_explained(parts, marks_from_json(incident.marks)):
            incidents.hold(incident, [waiting])
            return incident
    if parts and waiting.confirm_at is not None:
        _ask_fellows(session, article, waiting, parts, waiting.confirm_at, is_near=is_near)
    return None


def _ask_fellows(
    session: Session,
    article: ArticleRow,
    waiting: PendingEditRow,
    parts: Parts,
    until: datetime,
    *,
    is_near: bool,
) -> None:
    """Has so many other pages looked at as tell a template from an edit.

    Once in the time that a confirmation takes, and once more for each page that is found to show
    the same, until they are enough. Where pages are known to change by themselves only for what two
    looks have shown: else each promo would have pages fetched that show others.
    """
    looks = pending.readings(session, waiting.id)
    now, shown = looks[-1].last_at, sum(one.times for one in looks)
    first = 2 if pending.wavers_often(session, article.source) else 1
    if shown < first:
        return
    lately = incidents.changed_lately(session, article.source, now - CYCLE)
    alike_since = [
        one.since for number, one in lately.items() if number != article.id and _meet(one, parts)
    ]
    if alike_since and shown == first:
        incidents.make_due(session, article, LEAST - 1, now, unseen_since=min(alike_since))
        return
    others = incidents.waiting(session, article.source, now - (until - now))
    if is_near and not any(one.parts for one in others if one.id != waiting.id):
        # else the pages that were made due for another serve
        incidents.make_due(session, article, LEAST - 1, now, unseen_since=now)


def _meet(other: Lately, parts: Parts) -> bool:
    """Whether a change shares a mark with another."""
    marks = {mark for part in other.parts for mark in part.marks()}
    return any(mark in marks for part in parts for mark in part.marks())


def decided(
    session: Session, article: ArticleRow, before: ArticleData, after: ArticleData
) -> EditData | None:
    """The edit of a reading that shows what was held and is decided by now, and nothing more."""
    waiting = pending.waiting(session, article.id)
    if waiting is None or waiting.incident_id is None:
        return None
    incident = session.get_one(IncidentRow, waiting.incident_id)
    edit = compare(before, after) if incident.state in (RELEASED, DISCARDED) else None
    if edit is None:
        return None
    marks = marks_from_json(incident.marks)
    return edit if is_explained(parts_of(edit, before, after), marks) else None


def close_if_over(session: Session, source: str, now: datetime) -> None:
    """Closes a source's open incidents that hold nothing any more: its pages are as they were."""
    for incident in incidents.opened(session, source):
        if not incidents.held(session, incident.id):
            _end(session, incident, OVER, "it holds nothing any more", now)


def take_back_of_outlet(
    session: Session, source: str, furniture: Mapping[str, Collection[int]], now: datetime
) -> None:
    """Takes back edits that only brought a paragraph which proves to be the outlet's.

    Args:
        furniture: such paragraphs, and the articles that carry each.
    """
    records = taken_back.of_outlet(session, source, furniture, now - CYCLE)
    taken_back.withdraw_all(session, records, now)


def adopt(
    session: Session,
    article: ArticleRow,
    incident: IncidentRow | None,
    data: ArticleData,
    origin: Origin,
) -> None:
    """Makes what a page shows the article's latest version, without an edit."""
    _add_version(session, article, data, origin)
    if incident is not None:
        incident.adopted += 1


def _add_version(
    session: Session, article: ArticleRow, data: ArticleData, origin: Origin
) -> VersionRow:
    version = archive.add_version(
        session,
        article,
        data,
        origin.fetched_at,
        origin.evidence,
        last_lacked_at=origin.last_lacked_at,
    )
    article.canonical_url = data.canonical_url
    carriers.place(session, article, data, origin.fetched_at)
    return version


# --- by command ----------------------------------------------------------------------


def discard(session: Session, incident: IncidentRow, now: datetime) -> Settled:
    """What is held was no edit: what the pages show becomes the new base, nobody is told."""
    _end(session, incident, DISCARDED, "by command", now)
    articles = 0
    for waiting, article, _, shown in _held(session, incident):
        unconfirmed.withdraw(session, article, waiting.id, now)
        if shown.edit is not None:
            adopt(session, article, incident, shown.data, shown.origin)
            articles += 1
        pending.settle(session, waiting, "adopted")
    return Settled(articles)


def release(session: Session, watch: Watch, incident: IncidentRow, now: datetime) -> Settled:
    """What is held are edits: they are written, and told to the topics that hold for them."""
    _end(session, incident, RELEASED, "by command", now)
    articles = alerts = 0
    for waiting, article, before, shown in _held(session, incident):
        if (edit := shown.edit) is not None:
            version = _add_version(session, article, shown.data, shown.origin)
            reverts_to = archive.version_with(session, article, shown.data)
            row = archive.add_edit(session, article, edit, version.n, now, reverts_to=reverts_to)
            article.last_changed_at = now if edit.substantive else article.last_changed_at
            told = unconfirmed.confirm(session, waiting.id, before, row)
            hits = tell_of_edit(session, watch, article, before, shown.data, row, now, but=told)
            articles, alerts = articles + 1, alerts + len(hits)
        pending.settle(session, waiting, "confirmed")
    return Settled(articles, alerts)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The latest reading that shows what is held, and nothing more."""

    data: ArticleData
    #: None: the reading is as the version
    edit: EditData | None
    origin: Origin


def _held(
    session: Session, incident: IncidentRow
) -> list[tuple[PendingEditRow, ArticleRow, ArticleData, _Shown]]:
    """What an incident holds, with the version that each is held against."""
    found = []
    for waiting in incidents.held(session, incident.id):
        article = archive.article_by_id(session, waiting.article_id)
        session.refresh(waiting)  # a crawl may have settled it while the article was locked
        if waiting.settled is not None:
            continue
        if waiting.from_version != article.versions:
            pending.settle(session, waiting, "noise")
            continue
        found.append((waiting, article, *_shown(session, incident, article, waiting)))
    return found


def _shown(
    session: Session, incident: IncidentRow, article: ArticleRow, waiting: PendingEditRow
) -> tuple[ArticleData, _Shown]:
    """The version as the extractor of a reading reads it, and that reading."""
    version, marks = archive.latest_version(session, article), marks_from_json(incident.marks)
    for row in reversed(pending.readings(session, waiting.id)):
        data = reading_data(row.data)
        # where an extractor came meanwhile that never read the version, its own reading stands
        before = archive.reading_by(session, version, data.extractor) or article_data(version)
        edit = compare(before, data)
        if edit is None or is_explained(parts_of(edit, before, data), marks):
            break
    origin = Origin(row.fetched_at, waiting.last_lacked_at, evidence_ref(row))
    return before, _Shown(data, edit, origin)
