"""Plans one crawl of a source: what of it is due that its hosts may be asked for now.

Plans only read the store; `scheduler.dispatch` decides when they are made and runs them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from config.settings import SourceSettings
from crawler.plan import CrawlPlan, SectionPoll
from pipeline.breaker import LEAST
from pipeline.hosts import Welcome, hosts_of
from pipeline.records import ArticleState, PageVisit
from pipeline.store import frontier, pending
from pipeline.store.tables import ArticleRow, SourceRow
from pipeline.urls import host_key
from scheduler.sweeping import due_sweeps

#: pages of one source fetched in one crawl, so that its sections are polled in between
_MOST_VISITS = 60
#: articles whose addresses a crawl learns the shape of
_MOST_KNOWN = 200
#: answers 304 in a row after which a page is fetched whole, to see whether they are true
_TRUST_NEW = 3
_TRUST_PROVEN = 12
_PROOFS = 20


def plan_crawl(
    session: Session,
    source: SourceSettings,
    now: datetime,
    *,
    everything: bool = False,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """What is due of a source, or None when nothing is or its host asked for peace.

    Args:
        everything: every section, every waiting link and every live or suspected
            article, whatever their due times.
        welcome: what a host may be asked for now.
    """
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    if any(welcome(host) is Welcome.CONFIRMING for host in hosts_of(source)):
        return _plan_reserved(session, source, now, welcome)
    rows = {row.name: row for row in frontier.sections(session, source.name)}
    polls = [
        SectionPoll(section, row.etag, row.last_modified, None if everything else row.due_at)
        for section in source.sections
        if (row := rows.get(section.name)) and (everything or row.due_at <= now)
        if welcome(host_key(section.url)) is Welcome.OPEN
    ]
    when = None if everything else now
    most = None if everything else _MOST_VISITS
    links = [PageVisit(link.url) for link in frontier.due_links(session, source.name, when, most)]
    rechecks = [
        _recheck(article, health)
        for article in frontier.due_articles(session, source.name, when, most)
    ]
    visits = _open((links + rechecks)[:most], welcome)
    if not polls and not visits:
        return None
    learns = any(poll.section.kind != "feed" for poll in polls)
    known = frontier.known_addresses(session, source.name, _MOST_KNOWN) if learns else ()
    sweeps = due_sweeps(session, source, [poll.section.name for poll in polls], now)
    return CrawlPlan(source, tuple(polls), tuple(visits), known, sweeps)


def plan_confirming(
    session: Session,
    source: SourceSettings,
    now: datetime,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """The looks that changed readings of a source wait for, whenever they are due."""
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    articles = pending.to_confirm(session, source.name, None)
    visits = _open([PageVisit(one.url) for one in articles], welcome, confirms=True)
    return CrawlPlan(source, (), tuple(visits), confirms=True) if visits else None


def plan_fellows(
    session: Session,
    source: SourceSettings,
    now: datetime,
    welcome: Callable[[str], Welcome] = lambda _: Welcome.OPEN,
) -> CrawlPlan | None:
    """A few due pages to look at before changes of others are confirmed.

    What a change may share with other pages, they were made due for (`pipeline.incidents`).
    """
    health = session.get(SourceRow, source.name)
    if health and health.paused_until and health.paused_until > now:
        return None
    if not pending.to_confirm(session, source.name, None):
        return None
    due = frontier.due_articles(session, source.name, now, _MOST_VISITS)
    # one that is missing shows no template, and another look would count towards its removal
    live = [one for one in due if one.state == ArticleState.LIVE.value]
    visits = _open([_recheck(one, health) for one in live], welcome)[: LEAST - 1]
    return CrawlPlan(source, (), tuple(visits)) if visits else None


def _plan_reserved(
    session: Session, source: SourceSettings, now: datetime, welcome: Callable[[str], Welcome]
) -> CrawlPlan | None:
    """What the end of a host's daily allowance is kept for: due looks that confirm something."""
    articles = [
        *pending.to_confirm(session, source.name, now),
        *frontier.due_suspects(session, source.name, now, _MOST_VISITS),
    ]
    visits = _open([PageVisit(one.url) for one in articles], welcome, confirms=True)
    return CrawlPlan(source, (), tuple(visits[:_MOST_VISITS]), confirms=True) if visits else None


def _open(
    visits: list[PageVisit], welcome: Callable[[str], Welcome], *, confirms: bool = False
) -> list[PageVisit]:
    """The visits to hosts that may be asked now; the others stay due."""
    may = (Welcome.OPEN, Welcome.CONFIRMING) if confirms else (Welcome.OPEN,)
    return [visit for visit in visits if welcome(host_key(visit.url)) in may]


def _recheck(article: ArticleRow, health: SourceRow | None) -> PageVisit:
    """A recheck, conditional unless the source's 304s are untrue or due for a proof."""
    proven = health is not None and health.validators_right >= _PROOFS
    trust = _TRUST_PROVEN if proven else _TRUST_NEW
    if (health and health.validators_wrong) or article.unmodified >= trust:
        return PageVisit(article.url)
    return PageVisit(article.url, article.etag, article.last_modified)
