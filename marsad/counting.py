"""Runs `marsad stats`: how the archive grew, by source, day and kind of edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.settings import Settings
from marsad.charts import bar, columns
from marsad.opening import opened_store
from marsad.screen import foreign, when
from pipeline.store.growth import Counts, Growth, growth

#: sources that people are shown, those with the most versions
_SOURCES: Final = 20
#: characters of a chart over time, and of a bar
_WIDTH: Final = 60
_BAR: Final = 30
_ROWS: Final[tuple[tuple[str, Callable[[Counts], int]], ...]] = (
    ("articles", lambda one: one.articles),
    ("versions", lambda one: one.versions),
    ("edits", lambda one: one.edits),
    ("kept", lambda one: one.kept),
)


def counted(settings: Settings, since: datetime, now: datetime) -> Growth:
    """What came in from then until now, in days of the reader's zone."""
    with opened_store(settings) as store:
        return growth(store, since, now, settings.timezone)


def growth_objects(found: Growth, data: Path) -> Iterator[dict[str, Any]]:
    """One object for the whole, then one for every source, day and kind of edit."""
    disk = {"database_bytes": found.database, "responses_bytes": responses_size(data)}
    yield {"of": "archive", "name": None, **_object(found.total), **disk}
    for name, counts in by_size(found):
        yield {"of": "source", "name": name, **_object(counts)}
    for day, counts in found.days.items():
        yield {"of": "day", "name": day.isoformat(), **_object(counts)}
    for kind, count in found.kinds.most_common():
        yield {"of": "kind", "name": kind, "edits": count}


def growth_page(found: Growth, data: Path, since: datetime, zone: str) -> RenderableType:
    """All of it for a terminal of 80 columns."""
    whole = Text(
        f"since {when(since, zone)} ({zone}); on disk now: database {size(found.database)}, "
        f"responses {size(responses_size(data))}",
        style="dim",
    )
    parts: list[RenderableType] = [whole, Text(), _sources(found), Text(), _days(found)]
    if found.kinds:
        parts += [Text(), _kinds(found)]
    return Group(*parts)


def by_size(found: Growth) -> list[tuple[str, Counts]]:
    """Sources, those with the most versions first."""
    return sorted(found.sources.items(), key=lambda one: (-one[1].versions, one[0]))


def responses_size(data: Path) -> int:
    """Bytes that the files of responses take."""
    return sum(one.stat().st_size for one in (data / "warc").glob("*/*") if one.is_file())


def size(count: float) -> str:
    """Bytes for people."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} TB"


def _sources(found: Growth) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column("source", overflow="fold")
    for column in ("articles", "edited", "versions", "edits", "kept"):
        table.add_column(column, justify="right", no_wrap=True)
    shown = by_size(found)
    for name, counts in shown[:_SOURCES]:
        table.add_row(foreign(name), *_cells(counts))
    if len(shown) > _SOURCES:
        rest = Counts()
        for _, counts in shown[_SOURCES:]:
            rest.add(counts)
        table.add_row(Text(f"… {len(shown) - _SOURCES} more", style="dim"), *_cells(rest))
    table.add_row(Text("all", style="bold"), *_cells(found.total))
    return table


def _cells(counts: Counts) -> tuple[str, ...]:
    share = counts.share_edited
    edited = "–" if share is None else f"{share:.0%}"
    numbers = (f"{counts.articles:,}", edited, f"{counts.versions:,}", f"{counts.edits:,}")
    return (*numbers, size(counts.kept))


def _days(found: Growth) -> Table:
    """A chart a row, all over the same days."""
    days = list(found.days)
    table = Table(box=None, pad_edge=False, show_header=False, expand=False)
    for _ in range(3):
        table.add_column(no_wrap=True)
    for name, value in _ROWS:
        values = [value(counts) for counts in found.days.values()]
        most = max(values, default=0)
        told = size(most) if name == "kept" else f"{most:,}"
        chart = Text(columns(values, _WIDTH), style="cyan")
        table.add_row(name, chart, Text(f"≤ {told}", style="dim"))
    if days:
        table.add_row("", Text(f"{days[0]} … {days[-1]}", style="dim"), Text("a day", style="dim"))
    return table


def _kinds(found: Growth) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column("kind of edit", no_wrap=True)
    table.add_column("edits", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    (_, most), *_ = found.kinds.most_common(1)
    for kind, count in found.kinds.most_common():
        table.add_row(kind, f"{count:,}", Text(bar(count, most, _BAR), style="cyan"))
    return table


def _object(counts: Counts) -> dict[str, Any]:
    return {
        "articles": counts.articles,
        "edited_share": counts.share_edited,
        "versions": counts.versions,
        "edits": counts.edits,
        "bytes": counts.kept,
    }
