"""Which carrier of a story the others were likely taken from, and in which order they came.

A guess with its reason: what carriers say of their source goes before clocks, and a stamp
that is printed to the minute before the time of our fetch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipeline.arabic import normalise
from pipeline.records import ArticleData, Precision
from pipeline.stories.shingles import compared_words


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that is part of a story, as it stands."""

    article: int
    #: the source's configured name
    source: str
    #: UTC
    first_seen_at: datetime
    data: ArticleData

    @property
    def appeared_at(self) -> datetime:
        """When it came out: as printed, if so finely and not after we saw it; else when seen."""
        printed = self.data.published
        if printed is None or printed.precision is Precision.DAY:
            return self.first_seen_at
        at = printed.at.astimezone(UTC)
        return min(at, self.first_seen_at)

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom it names as its source: agencies and the credit at the end, as printed."""
        credited = (self.data.credited_source,) if self.data.credited_source else ()
        return tuple(dict.fromkeys((*self.data.agencies, *credited)))


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely origin of a story, and why."""

    article: int
    why: str
    #: whom most carriers credit, where it is none of them
    credited: str | None = None


def in_order(carriers: Iterable[Carrier]) -> tuple[Carrier, ...]:
    """Carriers in order of appearance."""
    return tuple(
        sorted(carriers, key=lambda one: (one.appeared_at, one.first_seen_at, one.article))
    )


def likely_origin(carriers: Sequence[Carrier]) -> Origin:
    """The carrier that others name, else the one that appeared first.

    Args:
        carriers: at least one, in any order.
    """
    ordered = in_order(carriers)
    named = {one.article: _times_named(one, ordered) for one in ordered}
    best = max(ordered, key=lambda one: named[one.article])
    if named[best.article]:
        return Origin(best.article, f"credited by {named[best.article]} of the others")
    first = ordered[0]
    clock = "seen first" if first.appeared_at == first.first_seen_at else "earliest printed time"
    credited = _credited_outside(ordered)
    if credited:
        clock += f"; most carriers credit {credited}, which is none of them"
    return Origin(first.article, clock, credited)


def _times_named(one: Carrier, carriers: Iterable[Carrier]) -> int:
    names = {_folded(name) for name in (one.source, _label(one.data.url))} - {""}
    return sum(
        any(_names(_folded(credit), names) for credit in (*other.credits, other.data.byline or ""))
        for other in carriers
        if other.source != one.source
    )


def _names(credit: str, names: set[str]) -> bool:
    return any(f" {name} " in f" {credit} " for name in names)


def _credited_outside(carriers: Sequence[Carrier]) -> str | None:
    printed = {_folded(name): name for one in carriers for name in reversed(one.credits)}
    times = Counter(name for one in carriers for name in {_folded(name) for name in one.credits})
    if not times:
        return None
    name, count = max(times.items(), key=lambda item: (item[1], item[0]))
    return printed[name] if 2 * count > len(carriers) else None


def _folded(name: str) -> str:
    return " ".join(compared_words((normalise(name),)))


def _label(url: str) -> str:
    """The part of a host that is an outlet's name: `almithaq` of `www.almithaq.example.org`."""
    labels = (urlsplit(url).hostname or "").split(".")
    labels = labels[1:] if labels and labels[0] in ("www", "m") else labels
    return labels[0] if len(labels) > 1 and len(labels[0]) > 3 else ""
