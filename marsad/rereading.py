"""Runs `marsad reread`: the kept responses go through the limited processes that read pages."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime

from config.settings import Settings
from marsad import VERSION, jsonlines
from marsad.opening import opened_store
from marsad.progress import progress_bar
from marsad.screen import err
from marsad.wording import counted
from pipeline.evidence.files import EvidenceArchive
from pipeline.extract import read_article
from pipeline.reading import Reader
from pipeline.reading.workers import ReadingPool
from pipeline.rereading import Rereading, VersionToRead
from pipeline.store import queries
from pipeline.watch import Watch
from scheduler.room import Room

_TOLD = ("same", "other", "unreadable", "not-kept")


def reread_archive(settings: Settings, *, from_start: bool, alert: bool, as_json: bool) -> None:
    """Reads everything again, beside a running service if there is one, and tells what came.

    Raises:
        OSError: there is no room but the reserve; another run goes on where this one ended.
    """
    counts = asyncio.run(_reread(settings, from_start=from_start, alert=alert))
    if as_json:
        found = {name.replace("-", "_"): counts[name] for name in _TOLD}
        print(jsonlines.line({"versions": counts.total(), **found}))  # noqa: T201 - program output
        return
    err.print(
        f"{counted(counts.total(), 'version')} read again: {counts['same']} read the same, "
        f"{counts['other']} otherwise, {counts['unreadable']} could not be read, "
        f"{counted(counts['not-kept'], 'has', 'have')} no response or no source",
        style="green",
        soft_wrap=True,
    )


async def _reread(settings: Settings, *, from_start: bool, alert: bool) -> Counter[str]:
    evidence = EvidenceArchive(settings.data / "warc", f"Marsad/{VERSION}")
    room = Room.of_database(settings)  # what is left is for alerts
    with opened_store(settings) as store, ReadingPool() as reader:
        watch = Watch(settings) if alert else None
        run = Rereading(settings, store, evidence, from_start=from_start, watch=watch)
        with store.read() as session:
            total = queries.version_count(session)
        with progress_bar("reading", total) as advance:
            advance(run.counts.total())
            while versions := run.next():
                room.claim()
                found = await asyncio.gather(*(_read(reader, one) for one in versions))
                run.keep(zip(versions, found, strict=True), datetime.now(UTC))
                advance(len(versions))
        return run.counts


async def _read(reader: Reader, version: VersionToRead) -> object:
    if version.page is None:
        return None
    return await reader.read(version.source, read_article, *version.page)
