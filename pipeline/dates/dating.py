"""How the dates of one page are read: what every reader of it must know, in one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.dates.machine import parse_machine
from pipeline.dates.printed import parse_stamp
from pipeline.records import Stamp


@dataclass(frozen=True, slots=True)
class Dating:
    """The zone, language and time of the fetch by which a page's dates are read."""

    #: IANA name of the zone of printed times without an offset
    zone: str
    #: BCP 47; decides in which order 03/04/2026 is read
    language: str | None = None
    #: aware, None where nobody knows: nothing relative is read then, and nothing refused for
    #: lying in the future
    fetched_at: datetime | None = None

    def printed(self, text: str) -> Stamp | None:
        """The date that a text prints, also relative to the fetch («منذ ساعتين»)."""
        return parse_stamp(text, self.zone, language=self.language, fetched_at=self.fetched_at)

    def lasting(self, text: str) -> Stamp | None:
        """The date that a text prints and will still mean at the next fetch.

        «منذ ساعتين» moves with every fetch: a time of change told so would make each look at
        the page another edit.
        """
        absolute = parse_stamp(text, self.zone, language=self.language)
        return self.printed(text) if absolute else None

    def machine(self, text: str) -> Stamp | None:
        """The time that an attribute gives."""
        return parse_machine(text, self.zone, fetched_at=self.fetched_at)
