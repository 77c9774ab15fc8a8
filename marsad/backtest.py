"""Runs a topic over the archive, and shows what it would have flagged and narrowly misses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from config.settings import Settings, TopicSettings
from marsad import jsonlines, screen
from marsad.progress import progress_bar
from marsad.screen import err, out
from marsad.wording import counted
from pipeline.backfill import queue_untold
from pipeline.backtest import Backtest, Flagged, NearMiss
from pipeline.store.engine import Store

_SAMPLES = 8
_NEAR_SAMPLES = 3
_MOST_DAYS = 31
_BAR = 30


@dataclass(slots=True)
class _Found:
    """What a backtest came to; samples alone are kept whole."""

    zone: ZoneInfo
    looked_at: int = 0
    days: Counter[date] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    samples: list[Flagged] = field(default_factory=list)
    near: Counter[str] = field(default_factory=Counter)
    near_samples: dict[str, list[NearMiss]] = field(default_factory=dict)

    def add(self, flagged: Flagged) -> None:
        self.days[flagged.at.astimezone(self.zone).date()] += 1
        self.events[flagged.hit.kind] += 1
        self.samples.append(flagged)
        self.samples.sort(key=lambda one: one.at, reverse=True)
        del self.samples[_SAMPLES:]

    def add_near(self, near: NearMiss) -> None:
        self.near[near.without] += 1
        kept = self.near_samples.setdefault(near.without, [])
        if len(kept) < _NEAR_SAMPLES:
            kept.append(near)


def run(
    settings: Settings,
    store: Store,
    topic: TopicSettings,
    since: datetime | None,
    *,
    as_json: bool,
    backfill: bool,
) -> None:
    """Holds a topic against the archive and tells what it would have flagged."""
    found = _Found(ZoneInfo(settings.timezone))
    began = perf_counter()
    queued = 0
    with progress_bar("looking", None) as advance:
        for looked in Backtest(settings, topic).run(store, since):
            found.looked_at += 1
            advance(1)
            for flagged in looked.flagged:
                found.add(flagged)
                if as_json:
                    _print(_flagged_object(flagged))
                if backfill:
                    queued += queue_untold(settings, store, topic, flagged)
            for near in looked.near:
                found.add_near(near)
                if as_json:
                    _print(_near_object(near))
    if not as_json:
        out.print(_page(found, perf_counter() - began, settings.timezone))
    if backfill:
        err.print(
            f"{counted(queued, 'alert')} queued: marsad deliver sends what is due", style="green"
        )


def _page(found: _Found, seconds: float, zone: str) -> RenderableType:
    total = sum(found.events.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.events.items()))
    parts: list[RenderableType] = [
        Text(
            f"{counted(found.looked_at, 'piece')} looked at in {seconds:.1f} s: "
            + (f"{counted(total, 'alert')} ({kinds})" if total else "no alert"),
            style="bold",
        )
    ]
    if total:
        parts += [Text(), *_chart(found.days), Text()]
        for one in found.samples:
            head = Text(f"{screen.when(one.at, zone)}  {one.hit.kind}  ", style="dim")
            parts += [head + screen.foreign(one.article.data.title, "bold")]
            parts += [screen.reasons(one.hit.match.terms[:2])]
    if found.near:
        parts += [Text(), Text("one term less would have added", style="bold")]
        for without, count in found.near.most_common():
            parts.append(Text(f"  {count}  ") + screen.foreign(without))
            for near in found.near_samples[without]:
                parts.append(Text("       ") + screen.foreign(near.article.data.title, "dim"))
    return Group(*parts)


def _chart(days: Counter[date]) -> Iterator[Text]:
    """A bar a day, days without a hit too; the last ones where there are many."""
    last, most = max(days), max(days.values())
    first = max(min(days), last - timedelta(days=_MOST_DAYS - 1))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        count = days[day]
        bar = "█" * max(1, round(count / most * _BAR)) if count else ""
        yield Text(f"  {day}  ") + Text(bar, style="cyan") + Text(f" {count}" if count else "")


def _flagged_object(one: Flagged) -> jsonlines.Object:
    return {
        "kind": one.hit.kind,
        "article": one.article.id,
        "version": one.version,
        "edit": one.edit,
        "at": jsonlines.time(one.at),
        "title": one.article.data.title,
        "url": one.article.url,
        "matched": [asdict(term) for term in one.hit.match.terms],
    }


def _near_object(one: NearMiss) -> jsonlines.Object:
    return {
        "kind": "near",
        "without": one.without,
        "article": one.article.id,
        "at": jsonlines.time(one.at),
        "title": one.article.data.title,
        "url": one.article.url,
    }


def _print(value: jsonlines.Object) -> None:
    print(jsonlines.line(value))  # noqa: T201 - program output
