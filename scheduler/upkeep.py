"""How the service keeps up, looked at every few seconds: what waits, what is owed, what is left.

Facts for readiness and for metrics; what is the matter with them is said by `Upkeep.unready`.
"""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from pipeline.store import upkeep
from pipeline.store.engine import InStore, Store
from pipeline.store.tables import SCHEMA
from pipeline.store.upkeep import Owed
from scheduler.dispatch import CrawlDesk

#: seconds between looks
UPKEEP_TICK = 15.0
#: seconds for which a source may wait for its crawl while its hosts are free
LAG_BOUND = 300.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What one look found."""

    at: datetime
    #: the revision that the database is at
    schema: str
    #: seconds for which the longest waiting source could have been crawled and was not
    lag: float
    #: crawls under way
    crawls: int
    owed: tuple[Owed, ...]
    #: bytes of the database, of kept responses, and free where these are
    database: int
    evidence: int
    free: int


class Upkeep:
    """Keeps the latest facts.

    Args:
        in_store: runs a call on the thread that owns the store.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        desk: CrawlDesk,
        in_store: InStore,
    ) -> None:
        self._store = store
        self._desk = desk
        self._in_store = in_store
        self._folder = settings.data
        self._watched = {(one.name, each.name) for one in settings.sources for each in one.sections}
        #: None until the first look
        self.facts: Facts | None = None

    async def look(self) -> None:
        now = datetime.now(UTC)
        schema, due, owed, database = await self._in_store(self._read, now)
        evidence, free = await asyncio.to_thread(_space, self._folder)
        lag = self._desk.lag(due, now)
        self.facts = Facts(now, schema, lag, self._desk.running, owed, database, evidence, free)

    def unready(self) -> tuple[str, ...]:
        """Why no work can be expected now, as of the last look; empty when it can."""
        facts = self.facts
        if facts is None:
            return ("it has only just started",)
        found = []
        if facts.schema != SCHEMA:
            found.append(f"the database is at schema {facts.schema}, and this Marsad's is {SCHEMA}")
        if facts.lag > LAG_BOUND:
            found.append(f"crawls lag by {facts.lag:.0f} s")
        return tuple(found)

    def _read(self, now: datetime) -> tuple[str, dict[str, datetime], tuple[Owed, ...], int]:
        with self._store.read() as session:
            due: dict[str, datetime] = {}
            for source, section, at in upkeep.due_sections(session, now):
                if (source, section) in self._watched:
                    due[source] = min(at, due.get(source, at))
            size = upkeep.database_size(session)
            return upkeep.schema(session), due, upkeep.owed(session), size


def _space(folder: Path) -> tuple[int, int]:
    """Bytes that kept responses take, and that are free beside them."""
    taken = 0
    for file in (folder / "warc").glob("*/*"):
        try:
            taken += file.stat().st_size
        except FileNotFoundError:  # pruned at this moment
            continue
    return taken, shutil.disk_usage(folder).free
