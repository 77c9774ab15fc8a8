"""What the operator is told: a destination is disabled, a source may be dying, all is hindered.

Each as a mail, an event and a short text; English, as the commands are. Who is told is
`pipeline.noticing`'s.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from pipeline.channels.apprise import written_note
from pipeline.channels.letter import one_line
from pipeline.channels.mail import written_mail
from pipeline.channels.webhook import as_event
from pipeline.records import Rendered

#: of what began or ended, so much is told in a notice; the others are counted
_MOST_TOLD: Final = 40


class Notice(ABC):
    """What the operator is told."""

    #: of the delivery that carries it
    delivery_id: str
    #: UTC
    at: datetime

    @property
    @abstractmethod
    def title(self) -> str:
        """One line."""

    @abstractmethod
    def lines(self, timezone: str) -> tuple[str, ...]:
        """What happened and what to do, for people of a zone."""

    @property
    @abstractmethod
    def event(self) -> tuple[str, Mapping[str, Any]]:
        """The type of the event that says the same to programs, and its data."""


@dataclass(frozen=True, slots=True)
class DestinationDisabled(Notice):
    """A destination that nothing is sent to any more."""

    delivery_id: str
    #: the destination that was disabled
    about: str
    why: str
    #: UTC
    failing_since: datetime
    at: datetime

    @property
    def title(self) -> str:
        return f"{self.about} is disabled"

    def lines(self, timezone: str) -> tuple[str, ...]:
        since, at = (_when(moment, timezone) for moment in (self.failing_since, self.at))
        return (
            f"Marsad sends nothing to the destination {self.about} any more.",
            f"Why: {one_line(self.why)}",
            f"It has failed since {since}, and was disabled at {at} ({timezone} time).",
            "What is owed to it waits and is not lost. When it works again:",
            f"    marsad destinations enable {self.about}",
            "What was given up before can be sent again:",
            f"    marsad deliveries replay --since {self.failing_since.astimezone(UTC):%Y-%m-%d}",
        )

    @property
    def event(self) -> tuple[str, Mapping[str, Any]]:
        return "destination.disabled", {
            "destination": self.about,
            "reason": one_line(self.why),
            "failing_since": _utc(self.failing_since),
            "disabled_at": _utc(self.at),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """An ailment of a source that began, or that is over."""

    source: str
    #: None: it is the whole source's
    section: str | None
    #: see `pipeline.vigil.vital_signs.Ailment`
    kind: str
    reason: str
    #: UTC
    since: datetime

    @property
    def place(self) -> str:
        return f"{self.source}/{self.section}" if self.section else self.source


@dataclass(frozen=True, slots=True)
class SourcesAiling(Notice):
    """Sources that show what they did not use to, and those that no longer do."""

    delivery_id: str
    began: tuple[Change, ...]
    ended: tuple[Change, ...]
    at: datetime

    @property
    def title(self) -> str:
        names = dict.fromkeys(one.source for one in self.began or self.ended)
        who = next(iter(names)) if len(names) == 1 else f"{len(names)} sources"
        return f"{who} may be dying" if self.began else f"{who} recovered"

    def lines(self, timezone: str) -> tuple[str, ...]:
        found: list[str] = []
        if self.began:
            found += ["What these sources show, they did not use to:"]
            found += _told(self.began, timezone, "since")
            found += [
                "Look at the site in a browser, and at what Marsad last had of it:",
                "    marsad sources",
                "If the site changed its pages or its addresses, change its entry in the "
                "configuration.",
                "It is told once. When it is over, you are told that too.",
            ]
            if len({one.source for one in self.began}) >= _MANY:
                found += ["So many at once may want a look at this machine's own connection."]
        if self.ended:
            found += ["It is over:", *_told(self.ended, timezone, "it began")]
        return tuple(found)

    @property
    def event(self) -> tuple[str, Mapping[str, Any]]:
        return "source.ailing", {
            "began": [_as_object(one) for one in self.began],
            "ended": [_as_object(one) for one in self.ended],
        }


#: of what hinders the service: as it begins, as it is over, and what goes on then
_HINDERED: Final = {
    "room": ("crawling is paused for want of room", "room again", "Crawling goes on"),
    "store": ("nothing can be stored", "the store is back", "What comes in is stored again"),
    "index": (
        "the full-text index is damaged",
        "the full-text index is sound again",
        "Searches find everything again",
    ),
}


@dataclass(frozen=True, slots=True)
class ServiceHindered(Notice):
    """What hinders the service as a whole, or no longer does."""

    delivery_id: str
    kind: Literal["room", "store", "index"]
    reason: str
    #: UTC
    since: datetime
    #: UTC; None: it lasts
    over_at: datetime | None
    at: datetime

    @property
    def title(self) -> str:
        begun, over, _ = _HINDERED[self.kind]
        return begun if self.over_at is None else over

    def lines(self, timezone: str) -> tuple[str, ...]:
        since, reason = _when(self.since, timezone), one_line(self.reason, 300)
        if self.over_at is not None:
            goes_on, over = _HINDERED[self.kind][-1], _when(self.over_at, timezone)
            return (
                f"{goes_on} since {over} ({timezone} time).",
                f"It was hindered since {since}: {reason}",
                "What fell due meanwhile is made up for, each thing once.",
            )
        if self.kind == "room":
            return (
                f"Marsad has paused crawling at {since} ({timezone} time): {reason}",
                "What is left is kept for alerts, which go on leaving. Nothing new is noticed.",
                "Make room on that disk; what takes it, and what Marsad may give back, is told by",
                "    marsad stats",
                "    marsad prune",
                "Crawling goes on by itself then, and you are told that too.",
            )
        if self.kind == "index":
            return (
                f"Marsad met damage in its full-text index at {since} ({timezone} time): {reason}",
                "Searches may miss articles, and new ones may not be stored; these stay due.",
                "It is made anew, while the service runs, by",
                "    marsad reindex",
                "When it is sound again, you are told that too.",
            )
        return (
            f"Marsad's database takes nothing since {since} ({timezone} time): it {reason}",
            "Nothing new is noticed and no alert leaves meanwhile. What was stored is not lost.",
            "What is the matter, and what to do, is told by",
            "    marsad doctor",
            "This was sent past the database, and is on no record. When it is over, you are told.",
        )

    @property
    def event(self) -> tuple[str, Mapping[str, Any]]:
        return "service.hindered", {
            "kind": self.kind,
            "reason": one_line(self.reason, 300),
            "since": _utc(self.since),
            "over_at": None if self.over_at is None else _utc(self.over_at),
        }


#: sources that ail at once, from which on the fault may be near
_MANY: Final = 5


def render_posted_notice(notice: Notice) -> Rendered:
    """The notice as an event."""
    kind, data = notice.event
    return as_event(kind, notice.at, data)


def render_mailed_notice(notice: Notice, *, sender: str, recipient: str, timezone: str) -> Rendered:
    """The notice as a mail of plain text.

    Args:
        notice: what happened.
        sender: plain address.
        recipient: plain address.
        timezone: IANA name of the reader's zone.

    Raises:
        DeliveryError: permanent; an address cannot be written in ASCII.
    """
    return written_mail(
        {"Subject": _title(notice)},
        (("plain", "\n\n".join(notice.lines(timezone)) + "\n"),),
        delivery_id=notice.delivery_id,
        at=notice.at,
        sender=sender,
        recipient=recipient,
    )


def render_noted_notice(notice: Notice, timezone: str) -> Rendered:
    """The notice as a short text.

    Args:
        notice: what happened.
        timezone: IANA name of the reader's zone.
    """
    return written_note(_title(notice), notice.lines(timezone))


def _title(notice: Notice) -> str:
    return one_line(f"[Marsad] {notice.title}", 150)


def _told(changes: Sequence[Change], timezone: str, since: str) -> Iterator[str]:
    for one in changes[:_MOST_TOLD]:
        began = _when(one.since, timezone)
        yield f"    {one.place}: {one_line(one.reason, 300)} ({since} {began}, {timezone} time)"
    if len(changes) > _MOST_TOLD:
        yield f"    … and {len(changes) - _MOST_TOLD} more"


def _as_object(change: Change) -> dict[str, Any]:
    return {
        "source": change.source,
        "section": change.section,
        "kind": change.kind,
        "reason": one_line(change.reason, 300),
        "since": _utc(change.since),
    }


def _when(moment: datetime, timezone: str) -> str:
    return moment.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M:%S")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
