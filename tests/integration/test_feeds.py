"""The feeds in the data folder: as the store has the alerts, written whole when they change."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import feedparser
import pytest
from structlog.testing import capture_logs

from config.settings import Settings
from marsad.pruning import prune_archive
from pipeline.channels.feed import Channel, render_feed
from pipeline.delivery import feeds as feeds_module
from pipeline.delivery.feeds import Feeds
from pipeline.records import AlertMessage
from pipeline.store.engine import Store
from tests.builders import BODY
from tests.outboxes import Outbox, filled_outbox


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    """A store with one alert on the watchlist `desk`."""
    with filled_outbox(store, tmp_path) as filled:
        yield filled


def changed(box: Outbox, **keys: object) -> Settings:
    return Settings.model_validate(box.settings.model_dump(exclude_none=True) | keys)


def titles(path: Path) -> list[str]:
    return [one.title for one in feedparser.parse(path.as_uri()).entries]


def ids(path: Path) -> list[str]:
    return [one.id for one in feedparser.parse(path.as_uri()).entries]


def test_a_watchlist_s_alerts_are_in_its_feed_and_newer_ones_come_first(
    box: Outbox, tmp_path: Path
) -> None:
    feeds = Feeds(box.settings, box.store)
    (path,) = feeds.refresh()
    assert path == tmp_path / "feeds" / "desk.atom"
    assert titles(path) == ["[library] مكتبة عمومية جديدة في تالة"]
    first = ids(path)
    box.queue(tmp_path, 2)
    assert feeds.refresh() == [path]
    assert len(ids(path)) == 2
    assert ids(path)[1:] == first


def test_a_feed_that_is_as_the_store_has_it_is_not_written_again(
    box: Outbox, tmp_path: Path
) -> None:
    feeds = Feeds(box.settings, box.store)
    (path,) = feeds.refresh()
    before = path.stat()
    assert feeds.refresh() == []
    assert Feeds(box.settings, box.store).refresh() == []
    box.drain()
    assert feeds.refresh() == []  # a delivery changes no alert
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("left", [b"", b"<feed", None])
def test_a_feed_that_is_lost_or_was_cut_is_made_anew_at_the_start(
    box: Outbox, left: bytes | None
) -> None:
    (path,) = Feeds(box.settings, box.store).refresh()
    whole = path.read_bytes()
    if left is None:
        path.unlink()
    else:
        path.write_bytes(left)
    assert Feeds(box.settings, box.store).refresh() == [path]
    assert path.read_bytes() == whole


def test_a_feed_is_a_file_like_others_and_nothing_is_left_beside_it(
    box: Outbox, tmp_path: Path
) -> None:
    (path,) = Feeds(box.settings, box.store).refresh()
    other = tmp_path / "other"
    other.write_bytes(b"")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)
    assert list(path.parent.iterdir()) == [path]


def test_only_the_newest_alerts_are_in_it(box: Outbox, tmp_path: Path) -> None:
    box.queue(tmp_path, 4)
    (path,) = Feeds(changed(box, feed_entries=2), box.store).refresh()
    (whole,) = Feeds(changed(box, feed_entries=50), box.store).refresh()
    assert len(ids(whole)) == 4
    (path,) = Feeds(changed(box, feed_entries=2), box.store).refresh()
    assert len(ids(path)) == 2


def test_no_feeds_are_written_where_none_are_wanted_and_old_ones_go(
    box: Outbox, tmp_path: Path
) -> None:
    Feeds(box.settings, box.store).refresh()
    kept = tmp_path / "feeds" / "notes.atomic.txt"
    kept.write_text("not a feed", "utf-8")
    (tmp_path / "feeds" / "desk.atom.unfinished-77").write_bytes(b"<feed")
    assert Feeds(changed(box, feed_entries=0), box.store).refresh() == []
    assert list(kept.parent.iterdir()) == [kept]


def test_a_watchlist_that_left_the_configuration_takes_its_feed_along(
    box: Outbox, tmp_path: Path
) -> None:
    Feeds(box.settings, box.store).refresh()
    lists = box.settings.model_dump(exclude_none=True)["watchlists"]
    renamed = changed(box, watchlists=[lists[0] | {"name": "مكتب"}])
    (path,) = Feeds(renamed, box.store).refresh()
    assert [one.name for one in path.parent.iterdir()] == ["مكتب.atom"]
    assert titles(path) == []


def test_a_folder_that_cannot_be_written_is_told_once_and_tried_again(
    box: Outbox, tmp_path: Path
) -> None:
    (tmp_path / "feeds").write_bytes(b"in the way")
    feeds = Feeds(box.settings, box.store)
    with capture_logs() as logs:
        assert feeds.refresh() == feeds.refresh() == []
    assert [one["event"] for one in logs] == ["feed_not_written"]
    (tmp_path / "feeds").unlink()
    assert len(feeds.refresh()) == 1


def test_what_retention_takes_away_goes_from_the_feed_too(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with filled_outbox(sqlite_store, tmp_path) as filled:
        (path,) = Feeds(filled.settings, sqlite_store).refresh()
        assert BODY[0] in path.read_text("utf-8")
        prune_archive(changed(filled, retention={"texts": "1d"}), remove=True, as_json=True)
        assert BODY[0] not in path.read_text("utf-8")
        assert len(ids(path)) == 1


def test_one_watchlist_s_trouble_is_not_another_s(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = box.settings.model_dump(exclude_none=True)["watchlists"]
    topic = lists[0]["topics"][0] | {"name": "other"}
    both = changed(box, watchlists=[*lists, lists[0] | {"name": "abroad", "topics": [topic]}])

    def broken(channel: Channel, messages: Iterable[AlertMessage]) -> bytes:
        if channel.watchlist == "abroad":
            raise ZeroDivisionError
        return render_feed(channel, messages)

    monkeypatch.setattr(feeds_module, "render_feed", broken)
    assert [one.name for one in Feeds(both, box.store).refresh()] == ["desk.atom"]


def test_a_flood_of_alerts_is_written_out_now_and_then(
    box: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 0.0, 2.0, 19.0, 21.0, 21.0, 21.0])
    monkeypatch.setattr(feeds_module, "monotonic", lambda: next(clock))
    feeds = Feeds(box.settings, box.store)
    asyncio.run(feeds.refresh_when_rested())  # it takes two seconds
    box.queue(tmp_path, 2)
    path = tmp_path / "feeds" / "desk.atom"
    asyncio.run(feeds.refresh_when_rested())
    assert len(ids(path)) == 1
    asyncio.run(feeds.refresh_when_rested())
    assert len(ids(path)) == 2
