"""Tells Sentry how the polls of each source go: a monitor a source, a check-in a poll.

Sentry knows from each check-in when the next is owed, and tells when it stays out. There is no
more than one a minute of a source; a failure in between is told by the next. Without a DSN
nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from time import monotonic
from typing import Any

from sentry_sdk.crons import capture_checkin

from config.settings import SourceSettings
from crawler.plan import CrawlReport
from scheduler.events import Event, PageDone, SectionPolled

#: seconds between check-ins of one source
APART = 60.0
#: check-ins in a row that fail before Sentry makes an issue of it: a site's bad minute is none
FAILURES = 3
_SLUG_LENGTH = 50


@dataclass(slots=True)
class _Polls:
    """What has not been told yet of a source's polls."""

    config: dict[str, Any] = field(default_factory=dict)
    told_at: float = float("-inf")
    waiting: bool = False
    failed: bool = False


class CheckIns:
    """Keeps Sentry's monitors informed.

    Args:
        clock: never goes back; seconds.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._polls: dict[str, _Polls] = {}

    def adopt(self, sources: Iterable[SourceSettings]) -> None:
        """Tells of these sources from now on."""
        before, self._polls = self._polls, {}
        for source in sources:
            polls = before.get(source.name) or _Polls()
            polls.config = monitor_config(source)
            self._polls[source.name] = polls

    def watch(self, event: Event) -> None:
        """Heeds polls of sources; what they came to is told when all that were due are made."""
        match event:
            case SectionPolled(source=source, outcome=outcome):
                polls = self._polls.get(source)
                if polls is None:
                    return  # it left the configuration while it was crawled
                polls.waiting = True
                polls.failed = polls.failed or outcome == "failed"
            case PageDone(source=source) | CrawlReport(source=source):
                self._tell(source)  # a crawl polls its sections before it fetches pages

    def _tell(self, source: str) -> None:
        polls, now = self._polls.get(source), self._clock()
        if polls is None or not polls.waiting or now - polls.told_at < APART:
            return
        capture_checkin(
            monitor_slug=monitor_slug(source),
            status="error" if polls.failed else "ok",
            monitor_config=polls.config,  # type: ignore[arg-type]  # its type has no name at run time
        )
        polls.told_at, polls.waiting, polls.failed = now, False, False


def monitor_slug(source: str) -> str:
    """What the source's monitor is called: small letters, figures and dashes, at most 50.

    A name that has other characters gets eight figures of its hash, so that no two are alike.
    """
    plain = re.sub(r"[^a-z0-9_]+", "-", source.lower()).strip("-")
    slug = f"marsad-{plain}".rstrip("-")
    if plain == source and len(slug) <= _SLUG_LENGTH:
        return slug
    return f"{slug[: _SLUG_LENGTH - 9].rstrip('-')}-{sha256(source.encode()).hexdigest()[:8]}"


def monitor_config(source: SourceSettings) -> dict[str, Any]:
    """When Sentry is to expect check-ins, as its monitors are configured; all in minutes."""
    every = min(section.every for section in source.sections).total_seconds() / 60
    return {
        "schedule": {"type": "interval", "value": max(1, ceil(every)), "unit": "minute"},
        # a crawl on the way, with its pauses between pages, may hold the next poll up
        "checkin_margin": max(10, ceil(every)),
        "failure_issue_threshold": FAILURES,
        "recovery_threshold": 1,
    }
