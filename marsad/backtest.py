"""Runs a query over the archive or over a file of texts, and shows what it finds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from config.settings import Settings, TopicSettings
from marsad import jsonlines, screen
from marsad.progress import progress_bar
from marsad.screen import err, out
from pipeline.backfill import queue_untold
from pipeline.backtest import Backtest, Flagged, NearMiss
from pipeline.store.engine import Store
from pipeline.topics import parse_query, prepare
from pipeline.topics.index import QueryIndex
from pipeline.topics.match import shown_places

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
        err.print(f"{queued} alerts queued: marsad deliver sends them", style="green")


def match_manifest(query: str, named: Mapping[str, str], manifest: Path, *, as_json: bool) -> None:
    """Prints the texts of a file that a query holds for, with the words that made it hold.

    Raises:
        typer.BadParameter: a line is no JSON object with an id.
    """
    index = QueryIndex([parse_query(query, named)])
    for entry in _entries(manifest):
        body = entry.get("body") or ""
        paragraphs = [str(one) for one in body] if isinstance(body, list) else str(body).split("\n")
        text = prepare(str(entry.get("title") or ""), paragraphs)
        held = next(index.held(text), None)
        if held is None:
            continue
        terms = [term for leaf in held[1] for term in shown_places(leaf, text)]
        if as_json:
            _print({"id": entry["id"], "matched": [asdict(term) for term in terms]})
        else:
            words = dict.fromkeys(term.found for term in terms)
            out.print(f"{entry['id']}", screen.foreign(", ".join(words)), soft_wrap=True)


def _entries(manifest: Path) -> Iterator[dict[str, Any]]:
    with manifest.open(encoding="utf-8", errors="replace") as lines:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                entry = json.loads(text)
            except (ValueError, RecursionError):
                entry = None
            if not isinstance(entry, dict) or "id" not in entry:
                raise typer.BadParameter(f"{manifest}:{number}: not a JSON object with an id")
            yield entry


def _page(found: _Found, seconds: float, zone: str) -> RenderableType:
    total = sum(found.events.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.events.items()))
    parts: list[RenderableType] = [
        Text(
            f"{found.looked_at} pieces looked at in {seconds:.1f} s: "
            + (f"{total} alerts ({kinds})" if total else "no alert"),
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
