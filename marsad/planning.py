"""What would be fetched in the next hour, why, and what it waits for; fetches nothing."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rich.console import Group
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from config.settings import Settings, SourceSettings
from marsad.jsonlines import Object, time
from marsad.screen import foreign, when
from marsad.screen.base import new_table
from marsad.waiting import rest_object
from marsad.wording import counted
from pipeline.hosts import Rest, Welcome, hosts_of
from pipeline.recheck_facts import recheck_facts
from pipeline.records import ArticleState
from pipeline.store import frontier, pending
from pipeline.store.tables import ArticleRow
from pipeline.topic_weights import PLAIN, topic_weights
from pipeline.urls import host_key
from scheduler.policy import LearnedTiming

#: how far ahead is told
AHEAD = timedelta(hours=1)
#: of one source, links to read and articles to recheck, each
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Planned:
    """One fetch that is to come; what is late has its time in the past."""

    at: datetime
    source: str
    #: poll, read, recheck
    what: str
    url: str
    why: str
    article: int | None = None
    #: that an edit will be found, 0 to 1; None: nothing was learned, or it is no recheck
    chance: float | None = None
    #: it confirms an edit or a removal, for which part of a host's day is kept
    confirms: bool = False
    #: it is due before its host may be asked for it
    waits: Rest | None = None


def planned(
    session: Session,
    settings: Settings,
    timing: LearnedTiming,
    now: datetime,
    rests: Mapping[str, Rest] | None = None,
) -> list[Planned]:
    """The fetches of the next hour as the store has them now, soonest first.

    Args:
        rests: by their names, hosts that are not asked for all now.
    """
    weights = topic_weights(settings)
    found = [
        replace(one, waits=_wait(one, hosts_of(source), rests or {}, now))
        for source in settings.sources
        for one in _of(session, source, timing, weights, now)
    ]
    return sorted(found, key=lambda one: (one.at, one.source, one.url))


def _wait(
    one: Planned, hosts: Collection[str], rests: Mapping[str, Rest], now: datetime
) -> Rest | None:
    """What a fetch waits for: its host, or one of its source's whose day is nearly spent."""
    closed = rests.get(host_key(one.url))
    nearly = (rests[host] for host in sorted(hosts) if host in rests)
    reserved = next((rest for rest in nearly if rest.welcome is Welcome.CONFIRMING), None)
    if closed is None or closed.welcome is Welcome.CONFIRMING:
        closed = None if one.confirms else reserved or closed
    return closed if closed and closed.until > max(one.at, now) else None


def _of(
    session: Session,
    source: SourceSettings,
    timing: LearnedTiming,
    weights: Mapping[str, float],
    now: datetime,
) -> Iterator[Planned]:
    until = now + AHEAD
    rows = {row.name: row for row in frontier.sections(session, source.name)}
    for section in source.sections:
        row = rows.get(section.name)
        due = row.due_at if row else now
        if due <= until:
            failures = f" after {counted(row.failures, 'failure')}" if row and row.failures else ""
            pace = timing.poll_interval(source.name, section.name, section.polled_within, due)
            why = f"section {section.name}, polled every {_span(pace)}{failures}"
            yield Planned(due, source.name, "poll", section.url, why)
    for link in frontier.due_links(session, source.name, until, _MOST):
        tries = f", tried {counted(link.attempts, 'time')} in vain" if link.attempts else ""
        assert link.due_at is not None  # it was asked for
        yield Planned(link.due_at, source.name, "read", link.url, f"listed, not read yet{tries}")
    to_confirm = {one.id for one in pending.to_confirm(session, source.name, until)}
    for article in frontier.due_articles(session, source.name, until, _MOST):
        recheck = _recheck(session, source, article, timing, weights, now)
        if article.id in to_confirm:
            why = f"{recheck.why}; a change waits to be confirmed by it"
            recheck = replace(recheck, why=why, confirms=True)
        elif article.state == ArticleState.SUSPECTED.value:
            recheck = replace(recheck, confirms=True)
        yield recheck


def _recheck(
    session: Session,
    source: SourceSettings,
    article: ArticleRow,
    timing: LearnedTiming,
    weights: Mapping[str, float],
    now: datetime,
) -> Planned:
    assert article.recheck_at is not None  # it was asked for
    facts = recheck_facts(session, source, article, weights)
    at = max(article.recheck_at, now)
    expected = timing.expected_edits(facts, article.last_seen_at, at)
    age = _span(now - facts.first_seen_at)
    why = f"{article.state}, known for {age}, looked at {_span(now - article.last_seen_at)} ago"
    if facts.edits:
        why += f", edits seen: {len(facts.edits)}"
    if facts.weight > PLAIN:
        why += f", weighs {facts.weight:g} times by its topics"
    if facts.misses:
        why += f", not readable {counted(facts.misses, 'time')}"
    if expected is None:
        why += "; by its age alone, for nothing was learned yet"
    chance = None if expected is None else round(-math.expm1(-expected), 4)
    return Planned(article.recheck_at, source.name, "recheck", article.url, why, article.id, chance)


def plan_object(one: Planned) -> Object:
    return {
        "at": time(one.at),
        "source": one.source,
        "what": one.what,
        "url": one.url,
        "article": one.article,
        "chance": one.chance,
        "why": one.why,
        "waits": rest_object(one.waits) if one.waits else None,
    }


def plan_table(rows: Iterable[Planned], zone: str) -> Table:
    """What is planned, each with its reasons under its address.

    An address must be whole to be copied, and beside a column of reasons a terminal of 80 columns
    has no room for one.
    """
    table = new_table("at", "source", "what", "chance", "address, and why")
    table.columns[0].no_wrap = True
    for one in rows:
        reasons = [Text(one.why, "dim")]
        if one.waits:
            reasons.append(Text(f"waits until {when(one.waits.until, zone)}", "yellow"))
        table.add_row(
            when(one.at, zone),
            one.source,
            one.what,
            "–" if one.chance is None else f"{one.chance:.1%}",
            Group(foreign(one.url), *reasons),
        )
    return table


def _span(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    for size, name in ((1440, "d"), (60, "h")):
        if minutes >= size:
            return f"{minutes / size:.1f} {name}"
    return f"{minutes:.0f} min" if minutes >= 1 else f"{max(span.total_seconds(), 0):.0f} s"
