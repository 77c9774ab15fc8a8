"""How the service keeps up, as the store and the desk tell it, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from config.settings import Settings
from pipeline.listings import Listings
from pipeline.store import outbox
from pipeline.store.engine import Store
from pipeline.store.frontier import sections, source_row
from pipeline.store.tables import DeliveryRow
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from scheduler.upkeep import LAG_BOUND, Upkeep
from tests.builders import settings

HOUR = timedelta(hours=1)


class _Desk:
    """A desk that crawls everything that is due, or nothing."""

    running = 2

    def __init__(self) -> None:
        self.due: Mapping[str, datetime] = {}

    def lag(self, due: Mapping[str, datetime], now: datetime) -> float:
        self.due = due
        return max([0.0, *((now - at).total_seconds() for at in due.values())])


async def _at_once(call: Callable[..., Any], *args: Any) -> Any:
    return call(*args)


class Kept:
    """A store that knows the sections of the settings, all due at one time."""

    def __init__(self, store: Store, folder: Path, due_at: datetime) -> None:
        self.store, self.settings, self.desk = store, settings(folder), _Desk()
        Listings(self.settings, store, Watch(self.settings), AgeTiming()).adopt_settings(due_at)
        self.upkeep = self.of(self.settings)

    def of(self, configured: Settings) -> Upkeep:
        return Upkeep(configured, self.store, self.desk, _at_once)  # type: ignore[arg-type]


def _now() -> datetime:
    return datetime.now(UTC)


async def test_what_is_owed_and_how_large_the_store_is_is_told(
    store: Store, tmp_path: Path
) -> None:
    kept = Kept(store, tmp_path, _now() + HOUR)
    began = _now() - HOUR
    with store.write() as session:
        for number, destination in enumerate(("desk", "hook", "desk")):
            outbox.add_notice(
                session,
                delivery_id=f"msg_{number}",
                destination=destination,
                payload=b"x",
                now=began + number * timedelta(minutes=1),
            )
        outbox.add_notice(
            session, delivery_id="msg_9", destination="night", payload=b"x", now=began
        )
    with store.write() as session:
        outbox.record(session, [outbox.Attempt("msg_1", _now())])
        session.get_one(DeliveryRow, "msg_9").held = "quiet"
    (tmp_path / "warc" / "2026-03").mkdir(parents=True)
    (tmp_path / "warc" / "2026-03" / "one.warc.gz").write_bytes(b"x" * 1000)
    await kept.upkeep.look()
    facts = kept.upkeep.facts
    assert facts is not None
    owed, held = facts.owed
    assert (owed.destination, owed.queued) == ("desk", 2)
    # what waits for the quiet hours to end is no sign that deliveries do not leave
    assert (held.destination, held.queued, held.oldest_at) == ("night", 1, None)
    assert owed.oldest_at is not None
    assert abs(owed.oldest_at - began) < timedelta(seconds=1)
    assert facts.database > 4096
    assert (facts.evidence, facts.crawls, facts.lag) == (1000, 2, 0.0)
    assert facts.free > 0
    assert kept.upkeep.unready() == ()


async def test_a_source_that_waits_too_long_is_no_readiness(store: Store, tmp_path: Path) -> None:
    kept = Kept(store, tmp_path, _now() - timedelta(seconds=LAG_BOUND - 60))
    assert kept.upkeep.unready() == ("it has only just started",)
    await kept.upkeep.look()
    assert kept.upkeep.unready() == ()
    with store.write() as session:
        sections(session, "outlet")[0].due_at -= timedelta(seconds=120)
    await kept.upkeep.look()
    (reason,) = kept.upkeep.unready()
    assert 360 <= int(reason.removeprefix("crawls lag by ").removesuffix(" s")) < 420


async def test_hosts_that_asked_for_peace_and_sections_no_longer_watched_do_not_count(
    store: Store, tmp_path: Path
) -> None:
    kept = Kept(store, tmp_path, _now() - HOUR)
    with store.write() as session:
        source_row(session, "outlet").paused_until = _now() + HOUR
    await kept.upkeep.look()
    assert kept.desk.due == {}
    with store.write() as session:
        source_row(session, "outlet").paused_until = _now()
    await kept.upkeep.look()
    assert set(kept.desk.due) == {"outlet"}
    other = kept.settings.sources[0].model_copy(update={"name": "other"})
    await kept.of(settings(tmp_path, sources=[other])).look()
    assert kept.desk.due == {}


async def test_a_database_that_another_marsad_migrated_is_no_readiness(
    store: Store, tmp_path: Path
) -> None:
    kept = Kept(store, tmp_path, _now() + HOUR)
    with store.write() as session:
        before = session.scalar(text("SELECT version_num FROM alembic_version"))
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        await kept.upkeep.look()
        (reason,) = kept.upkeep.unready()
        assert reason.startswith("the database is at schema 9999, and this Marsad's is ")
    finally:
        with store.write() as session:
            session.execute(text(f"UPDATE alembic_version SET version_num = '{before}'"))
