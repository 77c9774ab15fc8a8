"""When things are due next: pure functions of what is known and the time.

Edits come soon after publication and after other edits, so an article is rechecked
at an interval that grows with the time since it was first seen or last changed, never
shorter than its sections' own interval.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2s

from pipeline.records import ArticleState
from pipeline.timing import RecheckFacts

#: an article is looked at again after this share of its age
_AGE_SHARE = 1 / 8
_LONGEST_RECHECK = timedelta(days=3)
#: an article unchanged for so long is left alone
_WATCHED_FOR = timedelta(days=60)
#: for how long an article that is gone is looked for
_GONE_WATCHED_FOR = timedelta(days=14)
#: a suspected removal is settled sooner than age would have it
_SUSPECT_RECHECK = timedelta(minutes=15)
#: and for so long; a page that went to a redirect for good is then left to its age
_SUSPECT_HASTE = timedelta(hours=6)
#: waits after the first, second … fetch of a link that gave no article
_RETRIES = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
_LONGEST_BACKOFF = timedelta(hours=6)
#: longest stay away that a host may ask for
LONGEST_RETRY_AFTER = timedelta(hours=24)
_JITTER = 0.10


class AgeTiming:
    """The policy: intervals by age, linear backoff after failures."""

    def next_recheck(self, facts: RecheckFacts, now: datetime) -> datetime | None:
        quiet = now - max(facts.first_seen_at, facts.last_changed_at)
        watched_for = _GONE_WATCHED_FOR if facts.state is ArticleState.GONE else _WATCHED_FOR
        if quiet > watched_for:
            return None
        wait = min(max(facts.every, quiet * _AGE_SHARE), _LONGEST_RECHECK)
        if facts.state is ArticleState.SUSPECTED and quiet < _SUSPECT_HASTE:
            wait = min(wait, max(facts.every, _SUSPECT_RECHECK))
        return now + min(wait * (1 + facts.misses), _LONGEST_RECHECK)

    def next_try(self, attempts: int, now: datetime) -> datetime | None:
        return now + _RETRIES[attempts - 1] if attempts <= len(_RETRIES) else None

    def next_poll(
        self, every: timedelta, failures: int, now: datetime, key: str, retry_after: float | None
    ) -> datetime:
        wait = min(every * (1 + failures), max(every, _LONGEST_BACKOFF))
        wait *= 1 + _JITTER * _spread(f"{key} {now.timestamp():.0f}")
        if retry_after is not None:
            wait = max(wait, min(timedelta(seconds=retry_after), LONGEST_RETRY_AFTER))
        return now + wait


def _spread(key: str) -> float:
    """A number from -1 to 1 that is the same for the same key, so tests and restarts agree."""
    return int.from_bytes(blake2s(key.encode(), digest_size=4).digest()) / 2**31 - 1
