"""The full-text index is made anew where it is damaged, and holds no word that was forgotten."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from marsad.app import started_engine
from marsad.doctor.archive import archive
from marsad.doctor.findings import Finding
from marsad.pruning import prune_archive
from marsad.reindexing import reindex_archive
from marsad.searching import Wanted, articles
from pipeline.egress.policy import EgressPolicy
from pipeline.forgetting import forget_some
from pipeline.store import full_text, index_upkeep
from pipeline.store.engine import Store
from pipeline.store.full_text import fill_some_of, unread
from pipeline.store.index_upkeep import begin_anew, emptying_takes, merge_some_of
from pipeline.store.met_damage import met_damage
from pipeline.store.tables import DeliveryRow, ProgressRow, SourceRow
from scheduler.room import Room
from tests.builders import BODY, NOW, minutes
from tests.keeping import Keeper
from tests.waiting import until

#: what may be wrong with SQLite's tables of the index, if their own pages are sound
DAMAGES = {
    "blocks": "UPDATE full_text_data SET block = x'ffffffffffffffff' WHERE id > 10",
    "structure": "UPDATE full_text_data SET block = x'ffffffffffffffff' WHERE id = 10",
    "no totals": "DELETE FROM full_text_data WHERE id = 1",
    "nothing left": "DELETE FROM full_text_data",
    "another form": "UPDATE full_text_config SET v = 99",
    "a table gone": "DROP TABLE full_text_idx",
}
RARE = "zqmorvexilant"


def _keeper(store: Store, folder: Path, **changes: object) -> Keeper:
    address = store.url.render_as_string(hide_password=False)
    return Keeper(store, folder, changes={"database": address, **changes})


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """Five pieces, each with a word of its own."""
    keeper = _keeper(store, tmp_path)
    for number in range(1, 6):
        keeper.publish(number, number, body=(*BODY, f"وصل القطار رقم {number * 111}."))
    return keeper


def _found(keeper: Keeper, asked: str) -> list[int]:
    return [
        view.id for view in articles(keeper.settings, keeper.store, Wanted(None, asked, None), None)
    ]


def _assert_finds_each(keeper: Keeper, upto: int = 5) -> None:
    for number in range(1, upto + 1):
        assert _found(keeper, str(number * 111)) == [number]


def _doctored(keeper: Keeper) -> Finding:
    (found,) = (one for one in archive(keeper.settings, NOW) if one.check == "full-text")
    return found


def _damage(store: Store, statement: str) -> None:
    with closing(sqlite3.connect(str(store.url.database))) as plain, plain:
        plain.execute(statement)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_the_doctor_finds_damaged_is_made_anew_as_he_says(
    sqlite_store: Store, tmp_path: Path, damage: str
) -> None:
    keeper = _keeper(sqlite_store, tmp_path)
    for number in range(1, 4):
        keeper.publish(number, number, body=(*BODY, f"وصل القطار رقم {number * 111}."))
    assert _doctored(keeper).verdict == "ok"
    _damage(sqlite_store, DAMAGES[damage])
    told = _doctored(keeper)
    assert told.verdict == "bad"
    assert told.advice.startswith("marsad reindex ")
    reindex_archive(keeper.settings, as_json=True)
    assert _doctored(keeper).verdict == "ok"
    _assert_finds_each(keeper, 3)
    # the store that was open all the while goes on
    keeper.publish(9, 9, body=("وصل القطار رقم 999.",))
    assert _found(keeper, "999") == [4]


def test_an_index_that_lacks_words_is_told_and_made_anew(keeper: Keeper) -> None:
    assert _doctored(keeper).verdict == "ok"
    with keeper.store.write() as session:
        if keeper.store.is_sqlite:
            session.execute(text("INSERT INTO full_text (full_text) VALUES ('delete-all')"))
        else:
            session.execute(text("UPDATE full_text SET words = to_tsvector('simple', 'شيء')"))
    told = _doctored(keeper)
    assert (told.verdict, "(5, 4, 3, 2, 1)" in told.told) == ("bad", True)
    reindex_archive(keeper.settings, as_json=True)
    assert _doctored(keeper).verdict == "ok"
    _assert_finds_each(keeper)


def test_while_it_is_made_anew_everything_is_found_and_whoever_writes_goes_on(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "_BATCH", 2)
    with closing(Store(keeper.settings.database.get_secret_value())) as beside:
        with beside.write() as session:
            assert begin_anew(session) == 5
        _assert_finds_each(keeper)
        assert "5 articles are taken in" in _doctored(keeper).told
        assert fill_some_of(beside) == 2
        # one that is in already, one that is not yet, and a new one
        for number in (5, 1, 6):
            keeper.publish(number, 20, body=(*BODY, f"وصل القطار رقم {number * 111}."))
            keeper.publish(number, 30, body=(*BODY, f"تأخر القطار رقم {number * 111}."))
            _assert_finds_each(keeper, max(5, number))
        with keeper.store.read() as session:
            assert unread(session) == 3
    # killed there; the service takes in what is left
    while fill_some_of(keeper.store):
        _assert_finds_each(keeper, 6)
    assert _doctored(keeper).verdict == "ok"
    _assert_finds_each(keeper, 6)


def test_a_writer_who_did_not_know_that_it_was_emptied_is_no_hindrance(keeper: Keeper) -> None:
    """On PostgreSQL two write at a time: a row may come before the index is filled up to it."""
    with keeper.store.read() as session:
        known = full_text.unread(session)
    assert known == 0
    with keeper.store.write() as session:
        begin_anew(session)
    if not keeper.store.is_sqlite:
        with keeper.store.write() as session:
            session.execute(text("INSERT INTO full_text VALUES (2, to_tsvector('simple', 'x'))"))
    while fill_some_of(keeper.store):
        pass
    _assert_finds_each(keeper)


def test_an_archive_without_articles_has_nothing_to_index(store: Store, tmp_path: Path) -> None:
    keeper = _keeper(store, tmp_path)
    reindex_archive(keeper.settings, as_json=True)
    assert not any(one.check == "full-text" for one in archive(keeper.settings, NOW))
    keeper.publish(1, 1, body=("وصل القطار رقم 111.",))
    assert _found(keeper, "111") == [1]


def test_damage_names_what_mends_it(sqlite_store: Store) -> None:
    _damage(sqlite_store, DAMAGES["nothing left"])
    with pytest.raises(OperationalError, match="marsad reindex"):
        sqlite_store.ping()
    with sqlite_store.write() as session:
        begin_anew(session)
    sqlite_store.ping()


async def test_the_operator_is_told_once_of_damage_that_is_met_and_once_that_it_is_mended_later(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.app.ALARM_TICK", 0.02)
    monkeypatch.setattr("marsad.app.INDEX_TICK", 0.02)
    monkeypatch.setattr("scheduler.hindrances.PATIENCE", 0.0)
    keeper = _keeper(sqlite_store, tmp_path)
    keeper.publish(1, 1, body=(*BODY, "وصل القطار رقم 111."))
    with sqlite_store.write() as session:
        paused = datetime.now(UTC) + timedelta(days=1)
        session.merge(SourceRow(name="outlet", paused_until=paused))
    _damage(sqlite_store, DAMAGES["blocks"])

    def told() -> list[str]:
        with sqlite_store.read() as session:
            notices = select(DeliveryRow.payload).where(DeliveryRow.alert_id.is_(None))
            mails = session.scalars(notices.order_by(DeliveryRow.created_at))
            return [message_from_bytes(one)["Subject"] for one in mails if one]

    async with started_engine(keeper.settings, sqlite_store, EgressPolicy([])) as engine:
        working = asyncio.create_task(engine.service.run())
        await asyncio.sleep(0.1)
        assert told() == []  # nobody met it yet
        with pytest.raises(OperationalError, match="marsad reindex"):
            _found(keeper, "111")
        await until(lambda: told() == ["[Marsad] the full-text index is damaged"])
        await until(lambda: _told_is_remembered(sqlite_store))
        engine.service.ask_to_stop()
        await working
    with closing(Store(keeper.settings.database.get_secret_value())) as anew:
        async with started_engine(keeper.settings, anew, EgressPolicy([])) as engine:
            working = asyncio.create_task(engine.service.run())
            await until(lambda: anew.index_damage != "")
            await asyncio.sleep(0.1)  # some looks
            assert len(told()) == 1
            reindex_archive(keeper.settings, as_json=True)
            await until(lambda: told()[1:] == ["[Marsad] the full-text index is sound again"])
            assert anew.index_damage == ""
            await until(lambda: keeper.count(ProgressRow) == 0)
            engine.service.ask_to_stop()
            await working
    assert _found(keeper, "111") == [1]


def _told_is_remembered(store: Store) -> bool:
    with store.read() as session:
        met = met_damage(session)
    return met is not None and met.is_told


def test_nothing_is_emptied_without_room_and_what_is_left_is_filled_once_there_is(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "_BATCH", 2)
    reserve = 1_000_000 * keeper.settings.archive.reserve_mb
    with keeper.store.read() as session:
        taken = emptying_takes(session)
    assert (taken > 0) == keeper.store.is_sqlite
    # the reserve and what the emptying takes is there or not; then the first articles are in
    free: Iterator[int]
    monkeypatch.setattr("scheduler.room.disk_usage", lambda _: SimpleNamespace(free=next(free)))
    monkeypatch.setattr(Room, "of_database", lambda settings: Room([settings.data], reserve))
    free = iter((reserve + taken - 1,))
    with pytest.raises(OSError, match="no room"):
        reindex_archive(keeper.settings, as_json=True)
    assert _doctored(keeper).told == "has the words of the latest 5 articles"
    free = iter((reserve + taken, reserve, reserve - 1))
    with pytest.raises(OSError, match="no room"):
        reindex_archive(keeper.settings, as_json=True)
    assert _doctored(keeper).told == "3 articles are taken in while the service runs"
    while fill_some_of(keeper.store):
        pass
    _assert_finds_each(keeper)


def test_room_is_wanted_where_the_index_is_and_nowhere_else(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def looked_at(folder: Path) -> SimpleNamespace:
        asked.append(folder)
        return SimpleNamespace(free=10**12)

    monkeypatch.setattr("scheduler.room.disk_usage", looked_at)
    settings = keeper.settings.model_copy(update={"data": Path("/elsewhere")})
    reindex_archive(settings, as_json=True)
    # PostgreSQL's disk is its server's to watch
    file = keeper.store.url.database if keeper.store.is_sqlite else None
    assert set(asked) == ({Path(file).parent} if file else set())


def test_the_room_that_is_wanted_is_what_the_log_takes(sqlite_store: Store) -> None:
    words = [f"كلمة{number:x}" for number in range(30_000)]
    with sqlite_store.write() as session:
        add = text("INSERT INTO full_text (rowid, words) VALUES (:number, :words)")
        for number in range(1, 301):
            some = " ".join(words[number * 89 % 20_000 :][:250])
            session.execute(add, {"number": number, "words": some})
    sqlite_store.empty_log()
    with sqlite_store.read() as session:
        wanted = emptying_takes(session)
    with sqlite_store.write() as session:
        begin_anew(session)
    log = Path(f"{sqlite_store.url.database}-wal")
    assert 0.7 * wanted < log.stat().st_size < wanted + 200_000


# --- what was forgotten --------------------------------------------------------------------


def _bytes(store: Store) -> bytes:
    file = Path(str(store.url.database))
    return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))


@pytest.fixture
def remembering(sqlite_store: Store, tmp_path: Path) -> Keeper:
    """Pieces that say a rare word each, and one that is edited and loses it."""
    keeper = _keeper(sqlite_store, tmp_path, retention={"texts": "60d"})
    for number in range(1, 5):
        keeper.publish(number, number, body=(*BODY, f"قالت {RARE} إن المكتبة رقم {number} فتحت."))
    keeper.publish(2, 40, body=BODY)
    assert RARE.encode() in _bytes(sqlite_store)
    return keeper


def test_a_word_that_was_forgotten_stands_nowhere_in_the_files(remembering: Keeper) -> None:
    store = remembering.store
    prune_archive(remembering.settings, remove=True, as_json=True)
    assert remembering.count(ProgressRow) == 0
    assert RARE.encode() not in _bytes(store)
    # nor a piece of it, since the index shares the beginnings of words
    assert RARE[5:].encode() not in _bytes(store)
    assert _found(remembering, RARE) == []


def test_what_a_killed_run_forgot_is_merged_by_the_next_or_by_the_service(
    remembering: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_upkeep, "_PAGES", 1)
    store = remembering.store
    assert forget_some(store, minutes(60), NOW + timedelta(days=90)) == 5
    assert RARE[5:].encode() in _bytes(store)
    steps = 1
    while merge_some_of(store):
        steps += 1
        remembering.publish(10 + steps, 200 + steps)  # the service writes meanwhile
        assert steps < 50
    assert steps > 1
    assert RARE[5:].encode() not in _bytes(store)
    _damage(store, "INSERT INTO full_text (full_text) VALUES ('integrity-check')")
    assert not merge_some_of(store)


def test_the_log_is_emptied_once_nobody_reads_it_any_more(remembering: Keeper) -> None:
    store = remembering.store
    forget_some(store, minutes(60), NOW + timedelta(days=90))
    with store.read() as session:
        session.execute(text("SELECT count(*) FROM articles"))
        while merge_some_of(store):
            pass
        assert remembering.count(ProgressRow) == 1
    assert not merge_some_of(store)
    assert remembering.count(ProgressRow) == 0
    assert RARE[5:].encode() not in _bytes(store)
