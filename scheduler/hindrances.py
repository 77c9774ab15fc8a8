"""What hinders the service as a whole, and what of it the operator is to be told: once each.

    room    little is left on a disk, so that crawls are paused
    store   the database takes nothing that is written
    index   damage was met in the full-text index

Told are a hindrance that lasts and, where it was told, that it is over. Decides only; who looks
and who tells is `scheduler.alarm`. It outlives a configuration, so that no reload tells it again;
what an earlier process met it is given by `recall`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Kind = Literal["room", "store", "index"]

#: seconds for which a hindrance lasts before it is told, and for which it is over before that is
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One that is to be told."""

    kind: Kind
    #: as it began, for people
    reason: str
    #: UTC, by the wall clock
    since: datetime
    #: None: it lasts
    over_at: datetime | None


@dataclass(slots=True)
class _Seen:
    """One that was seen and is not settled; steady times are seconds that never go back."""

    #: when it began
    reason: str
    since: datetime
    began: float
    told: bool = False
    over_at: datetime | None = None
    ended: float = 0.0


class Hindrances:
    """What was seen of each kind, and told."""

    def __init__(self) -> None:
        self._seen: dict[Kind, _Seen] = {}

    def see(self, kind: Kind, reason: str, now: datetime, steady: float) -> Hindrance | None:
        """Takes note of how it is now; what is to be told then, until `told` is called.

        Args:
            reason: what hinders; empty while nothing does.
            now: UTC, by the wall clock.
            steady: seconds that never go back.
        """
        seen = self._seen.get(kind)
        if reason:
            if seen is None:
                seen = self._seen[kind] = _Seen(reason, now, steady)
            seen.over_at = None
            if seen.told or steady - seen.began < PATIENCE:
                return None
            return Hindrance(kind, seen.reason, seen.since, None)
        if seen is None:
            return None
        if seen.over_at is None:
            seen.over_at, seen.ended = now, steady
        if not seen.told and seen.ended - seen.began < PATIENCE:
            del self._seen[kind]
            return None
        if steady - seen.ended < PATIENCE:
            return None
        return Hindrance(kind, seen.reason, seen.since, seen.over_at)

    def recall(
        self, kind: Kind, reason: str, since: datetime, steady: float, *, told: bool
    ) -> None:
        """Takes up one that an earlier process saw, unless this one saw one of its kind."""
        self._seen.setdefault(kind, _Seen(reason, since, steady, told))

    def noted(self, kind: Kind) -> tuple[str, datetime] | None:
        """Why one hinders that is not settled, and since when; None: there is none."""
        seen = self._seen.get(kind)
        return (seen.reason, seen.since) if seen else None

    def is_told(self, kind: Kind) -> bool:
        """Whether somebody was told of it, and not yet that it is over."""
        seen = self._seen.get(kind)
        return seen is not None and seen.told

    def told(self, hindrance: Hindrance) -> None:
        """Somebody was told, or will be for sure."""
        if hindrance.over_at is not None:
            del self._seen[hindrance.kind]
        else:
            self._seen[hindrance.kind].told = True
