"""Sources that stop, fail or show less than they did: told once, and once when it is over."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from pipeline.records import FailureReason
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import AilmentRow, ArticleRow, LinkRow, LinkSectionRow, SectionRow
from pipeline.vigil.looks import Vigil
from tests.acceptance.watching import ask
from tests.builders import BODY, HOME, NOW, failure, item_url, listing, minutes
from tests.keeping import Keeper
from tests.outboxes import Outbox, filled_outbox

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTES = timedelta(minutes=1)
#: of the newsroom: from eight to eight, every day
HOURS = range(8, 20)


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    with filled_outbox(store, tmp_path) as filled:
        yield filled


class Newsroom:
    """A section whose polls are written into the store as a crawl would have them there."""

    def __init__(self, box: Outbox) -> None:
        self.box = box
        self.store = box.store
        self.began = NOW - 30 * DAY
        self.vigil = self.started()
        with self.store.write() as session:
            session.add(
                SectionRow(
                    source="outlet",
                    name="culture",
                    url=f"{HOME}/index.php/culture",
                    due_at=NOW,
                    last_ok_at=NOW,
                    baselined_at=self.began,
                )
            )
        self.publish(
            *(
                self.began.replace(hour=hour, minute=30) + day * DAY
                for day in range(30)
                for hour in HOURS
            )
        )

    def started(self) -> Vigil:
        """A watch that remembers nothing, as after a start."""

        async def here(call: Callable[..., Any], *args: Any) -> Any:
            return call(*args)

        return Vigil(self.box.settings, self.store, here)

    def publish(self, *times: datetime) -> None:
        with self.store.write() as session:
            for at in times:
                link = LinkRow(
                    source="outlet",
                    key=f"at:{at.isoformat()}",
                    url=f"{HOME}/{at.timestamp():.0f}",
                    discovered_at=at,
                    baseline=False,
                )
                session.add(link)
                session.flush()
                session.add(LinkSectionRow(link_id=link.id, section="culture", listed_at=at))

    def polled(self, at: datetime, **changes: Any) -> None:
        with self.store.write() as session:
            session.execute(update(SectionRow).values({"last_ok_at": at, **changes}))

    def look(self, at: datetime, **changes: Any) -> int:
        self.polled(at, **changes)
        return asyncio.run(self.vigil.look(at))

    def told(self) -> list[str]:
        """Subjects of what the operator got, as many as there are."""
        self.box.drain()
        subjects = (str(one.message["Subject"]) for one in self.box.mailbox.messages)
        return sorted(one for one in subjects if one.startswith("[Marsad] outlet"))

    def ailments(self) -> list[AilmentRow]:
        with self.store.read() as session:
            return list(session.scalars(select(AilmentRow).order_by(AilmentRow.id)))


@pytest.fixture
def newsroom(box: Outbox) -> Newsroom:
    return Newsroom(box)


#: the last piece of the newsroom
LAST = (NOW - DAY).replace(hour=19, minute=30)


def test_a_newsroom_that_sleeps_is_let_sleep(newsroom: Newsroom) -> None:
    assert newsroom.look(LAST + 12 * HOUR) == 0
    newsroom.publish(LAST + 13 * HOUR)
    assert newsroom.look(LAST + 14 * HOUR) == 0
    assert newsroom.told() == []


def test_one_that_falls_silent_is_told_once_and_so_is_its_return(newsroom: Newsroom) -> None:
    assert newsroom.look(LAST + 36 * HOUR) == 1
    for later in (37, 48, 70):
        assert newsroom.look(LAST + later * HOUR) == 0
    assert newsroom.told() == ["[Marsad] outlet may be dying"]
    newsroom.publish(LAST + 71 * HOUR)
    assert newsroom.look(LAST + 72 * HOUR) == 1
    assert newsroom.look(LAST + 73 * HOUR) == 0
    assert newsroom.told() == ["[Marsad] outlet may be dying", "[Marsad] outlet recovered"]
    (mail,) = (
        one.message
        for one in newsroom.box.mailbox.messages
        if one.message["Subject"] == "[Marsad] outlet may be dying"
    )
    part = mail.get_body(("plain",))
    assert part is not None
    body = part.get_content()
    assert "outlet/culture: nothing new" in body
    assert "since 2026-02-28 20:30:00, Africa/Algiers time" in body
    assert "marsad sources" in body


def test_a_restart_tells_nothing_again_and_still_tells_the_end(newsroom: Newsroom) -> None:
    newsroom.look(LAST + 36 * HOUR)
    newsroom.vigil = newsroom.started()
    assert newsroom.look(LAST + 40 * HOUR) == 0
    newsroom.publish(LAST + 41 * HOUR)
    newsroom.vigil = newsroom.started()
    assert newsroom.look(LAST + 42 * HOUR) == 1
    assert len(newsroom.told()) == 2
    (row,) = newsroom.ailments()
    assert (row.kind, row.since, row.ended_at) == ("silent", LAST, LAST + 42 * HOUR)


def test_polls_that_fail_are_no_silence_but_out_of_reach(newsroom: Newsroom) -> None:
    failing = {"failures": 9, "last_error": "the host refuses"}
    assert newsroom.look(LAST, **failing) == 0
    newsroom.polled(LAST, **failing)
    assert asyncio.run(newsroom.vigil.look(LAST + 40 * HOUR)) == 1
    assert asyncio.run(newsroom.vigil.look(LAST + 41 * HOUR)) == 0
    assert [(one.kind, one.since) for one in newsroom.ailments()] == [("unreachable", LAST)]
    # it answers again, and its newsroom is still asleep: that alone is no silence yet
    assert newsroom.look(LAST + 60 * HOUR, failures=0) == 1
    assert newsroom.look(LAST + 61 * HOUR) == 0
    assert newsroom.told() == ["[Marsad] outlet may be dying", "[Marsad] outlet recovered"]


def test_a_service_that_did_not_run_hears_no_silence(newsroom: Newsroom) -> None:
    newsroom.polled(LAST)
    assert asyncio.run(newsroom.vigil.look(LAST + 9 * DAY)) == 0


def test_without_the_vigil_nothing_is_told(newsroom: Newsroom) -> None:
    off = newsroom.box.settings.vigil.model_copy(update={"enabled": False})
    newsroom.box.settings = newsroom.box.settings.model_copy(update={"vigil": off})
    newsroom.vigil = newsroom.started()
    assert newsroom.look(LAST + 60 * HOUR) == 0


def test_what_left_the_configuration_ails_no_more_and_nobody_is_told(newsroom: Newsroom) -> None:
    newsroom.look(LAST + 36 * HOUR)
    (source,) = newsroom.box.settings.sources
    other = source.model_copy(update={"name": "other"})
    newsroom.box.settings = newsroom.box.settings.model_copy(update={"sources": (other,)})
    newsroom.vigil = newsroom.started()
    assert newsroom.look(LAST + 37 * HOUR) == 0
    assert newsroom.ailments()[0].ended_at is not None
    assert len(newsroom.told()) == 1


def test_whatever_comes_each_trouble_is_told_once_and_so_is_its_end(newsroom: Newsroom) -> None:
    dice, at, notices = random.Random(7), LAST, 0
    for _ in range(25):
        at += dice.choice((1, 3, 30, 50)) * HOUR
        came = dice.choice(("piece", "nothing", "nothing", "failure", "restart"))
        if came == "piece":
            newsroom.publish(at)
        if came == "restart":
            newsroom.vigil = newsroom.started()
        if came == "failure":
            with newsroom.store.write() as session:
                session.execute(update(SectionRow).values(failures=8))
            changes = asyncio.run(newsroom.vigil.look(at))
        else:
            changes = newsroom.look(at, failures=0)
        notices += bool(changes)
        assert asyncio.run(newsroom.vigil.look(at)) == 0, "it was told just now"
    found = newsroom.ailments()
    assert {one.kind for one in found} == {"silent", "unreachable"}
    for kind in ("silent", "unreachable"):
        those = [one for one in found if one.kind == kind]
        for before, after in pairwise(those):
            assert before.ended_at is not None
            assert before.ended_at <= after.told_at
    with newsroom.store.read() as session:
        told = [one for one in queries.deliveries(session) if one.alert is None]
    assert len(told) == notices


def test_the_sources_command_tells_what_ails_since_when(
    newsroom: Newsroom, migrated_url: str, tmp_path: Path
) -> None:
    newsroom.look(LAST + 36 * HOUR)
    config = tmp_path / "marsad.yaml"
    config.write_text(
        f"""\
contact: tests@example.org
database: {json.dumps(migrated_url)}
sources:
  - {{name: outlet, home: "{HOME}/", sections: [{{name: culture, page: "{HOME}/x"}}]}}
""",
        encoding="utf-8",
    )
    (found,) = ask("sources", "--json", "--config", config).objects
    (ailment,) = found["ailments"]
    assert (ailment["section"], ailment["kind"]) == ("culture", "silent")
    assert datetime.fromisoformat(ailment["since"]) == LAST
    assert "culture: silent since 2026-02-28" in ask("sources", "--config", config).out


# --- what is read -------------------------------------------------------------------


class Desk:
    """Pieces that are listed, fetched and read, one an hour."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.keeper = Keeper(store, folder)
        self.store = store
        self.count = 0

        async def here(call: Callable[..., Any], *args: Any) -> Any:
            return call(*args)

        self.vigil = Vigil(self.keeper.settings, store, here)

    def publish(self, pieces: int, **page: Any) -> None:
        for _ in range(pieces):
            self.count += 1
            about = {"title": f"خبر رقم {self.count}", "byline": "ليلى بن عمر"} | page
            self.keeper.publish(self.count + 100, at=self.count, **about)

    def look(self) -> list[tuple[str, str, bool]]:
        """Kind and field of what was noted so far, and whether it is over."""
        asyncio.run(self.vigil.look(minutes(self.count)))
        with self.store.read() as session:
            rows = session.scalars(select(AilmentRow).order_by(AilmentRow.id))
            return [(one.kind, one.field, one.ended_at is not None) for one in rows]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def test_polls_that_bring_nothing_new_any_more_are_a_silence(desk: Desk) -> None:
    def poll(number: int, at: datetime) -> None:
        known, newest = item_url(500 + number), item_url(501 + number)
        desk.keeper.listings.listing(listing(newest, known, at=at))
        desk.keeper.listings.done("outlet", "culture", at)

    for number in range(45):
        poll(number, NOW + number * 10 * HOUR)
    last = NOW + 44 * 10 * HOUR
    poll(44, last + DAY)
    assert asyncio.run(desk.vigil.look(last + DAY)) == 0
    poll(44, last + 6 * DAY)
    assert asyncio.run(desk.vigil.look(last + 6 * DAY)) == 1
    poll(45, last + 7 * DAY)
    assert asyncio.run(desk.vigil.look(last + 7 * DAY)) == 1
    with desk.store.read() as session:
        (row,) = session.scalars(select(AilmentRow))
        assert (row.section, row.kind, row.since) == ("culture", "silent", last)
        assert row.ended_at == last + 7 * DAY


def test_pages_that_show_less_than_they_did_are_noticed(desk: Desk) -> None:
    desk.publish(30, body=BODY * 4)
    desk.publish(3, byline=None, body=BODY[:1])
    assert desk.look() == []
    desk.publish(9, byline=None, body=BODY[:1])
    assert desk.look() == [("lacking", "authors", False), ("shorter", "", False)]
    desk.publish(10, body=BODY * 4)
    assert desk.look() == [("lacking", "authors", True), ("shorter", "", True)]


def test_pages_that_cannot_be_read_any_more_are_noticed(desk: Desk) -> None:
    desk.publish(8)
    for number in range(6):
        answer = failure(FailureReason.HTTP, minutes(9), url=item_url(101 + number), status=503)
        desk.keeper.page(answer)
        assert desk.look() == ([] if number < 4 else [("unreadable", "", False)])
    with desk.store.write() as session:
        session.execute(update(ArticleRow).values(misses=0))
    assert desk.look() == [("unreadable", "", True)]
    with desk.store.read() as session:
        (notice, over) = [one for one in queries.deliveries(session) if one.alert is None]
    assert notice.destination == over.destination
