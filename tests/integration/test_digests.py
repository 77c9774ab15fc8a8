"""What calm destinations are sent: held, composed, sent once, and never lost; on both databases."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console
from sqlalchemy import insert, select

from config.settings import DestinationSettings
from marsad import screen
from marsad.demo.mailbox import Mood
from marsad.demo.receiver import Reply
from pipeline.delivery import posting, rounds
from pipeline.store import destinations, digests, outbox, queries
from pipeline.store.engine import Store
from pipeline.store.queries import DeliveryView
from pipeline.store.tables import AlertRow, AttemptRow, DeliveryRow
from tests.acceptance.watching import ask
from tests.builders import HOME, NOW, fetched, item_url, k2_page
from tests.outboxes import Outbox, filled_outbox
from tests.reading_here import take

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: the digest that all of `NOW` waits for, in Algiers
MORNING = NOW.replace(hour=6, minute=30) + DAY
DAILY = {"deliver": "daily", "at": "07:30"}


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    """Three alerts, owed to a mailbox and a webhook."""
    with filled_outbox(store, tmp_path) as filled:
        filled.queue(tmp_path, 3)
        yield filled


def calmed(box: Outbox, **asked: Any) -> Outbox:
    """All destinations ask for it."""
    calm = [
        DestinationSettings.model_validate({**_written(one), **asked})
        for one in box.settings.destinations
    ]
    box.settings = box.settings.model_copy(update={"destinations": tuple(calm)})
    return box


def _written(one: DestinationSettings) -> dict[str, Any]:
    return {
        name: getattr(one, name)
        for name in ("name", "email", "webhook", "secret")
        if getattr(one, name) is not None
    }


def of(box: Outbox, destination: str, **wanted: Any) -> list[DeliveryView]:
    with box.store.read() as session:
        views = queries.deliveries(session, **wanted)
    return [one for one in views if one.destination == destination]


def table(views: list[DeliveryView]) -> str:
    """What people are shown of deliveries, on a wide terminal."""
    console = Console(file=StringIO(), width=200)
    console.print(screen.delivery_table(views, "Africa/Algiers"))
    return cast(StringIO, console.file).getvalue()


def told(box: Outbox) -> Counter[int]:
    """Alerts that the receiver accepted, by how often."""
    bodies = [json.loads(one.body) for one in box.receiver.received]
    events = [event for body in bodies for event in body["data"].get("events", [body])]
    return Counter(event["data"]["alert"]["id"] for event in events)


def test_a_daily_digest_is_one_message_to_each_destination_with_all_that_waited(
    box: Outbox,
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    assert [(one.held, one.next_attempt_at) for one in of(box, "hook", held=True)] == [
        ("deliver", MORNING)
    ] * 3
    rounds.look(box.store, box.settings, MORNING)
    assert of(box, "hook", held=True) == []
    assert [one.error for one in box.drain()] == [None, None]
    assert told(box) == {1: 1, 2: 1, 3: 1}
    assert all(one.verified for one in box.receiver.received)
    (mail,) = box.mailbox.messages
    assert "3 تنبيهات" in str(message_from_bytes(mail.raw, policy=policy.default)["Subject"])
    for destination in ("mail", "hook"):
        carried = [one for one in of(box, destination) if not one.carries]
        (digest,) = [one for one in of(box, destination) if one.carries]
        assert digest.carries == 3
        assert {(one.state, one.digest) for one in carried} == {("delivered", digest.id)}
    assert box.drain() == []


def _crowd(box: Outbox, alerts: int) -> None:
    """So many more alerts of the article, owed to the webhook."""
    numbers = range(101, 101 + alerts)
    with box.store.write() as session:
        session.execute(
            insert(AlertRow),
            [
                {
                    "id": number,
                    "topic": "library",
                    "watchlist": "desk",
                    "kind": "edit",
                    "article_id": 1,
                    "version": number,
                    "created_at": NOW,
                    "matched": [],
                }
                for number in numbers
            ],
        )
        session.execute(
            insert(DeliveryRow),
            [
                {
                    "id": f"msg_{number}",
                    "alert_id": number,
                    "destination": "hook",
                    "state": "queued",
                    "next_attempt_at": NOW,
                    "created_at": NOW,
                }
                for number in numbers
            ],
        )


def _look_until_done(box: Outbox, now: datetime) -> list[int]:
    """Rounds until nothing is left to look at; what waits for the webhook after each."""
    left = []
    while rounds.look(box.store, box.settings, now):
        left.append(len(of(box, "hook", held=True)))
    return left


def test_thousands_that_the_budget_held_are_let_go_as_one_message_by_rounds_that_take_in_some(
    box: Outbox,
) -> None:
    calmed(box, at_most="1/h")
    _crowd(box, 2_000)
    assert _look_until_done(box, NOW)[-1] == 2_002
    left = [2_002, *_look_until_done(box, NOW + HOUR)]
    assert left[-1] == 0
    assert all(0 < before - after <= 960 for before, after in pairwise(left))
    carried = Counter(one.digest for one in of(box, "hook") if one.digest)
    # a message is full before the next is begun, but for the last of all
    assert sorted(carried.values())[1:] == [6] * 333
    box.queue(Path(box.settings.data), 4)
    assert _look_until_done(box, NOW + HOUR) == [1]


def test_a_story_is_told_together_though_a_round_takes_in_less(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_MOST", 6)
    monkeypatch.setattr(rounds, "_EACH", 6)
    calmed(box, group="10m")
    _crowd(box, 9)
    assert _look_until_done(box, NOW)[-1] == 12
    _look_until_done(box, NOW + HOUR / 6)
    views = [one for one in of(box, "hook") if not one.carries]
    assert sorted(Counter(one.digest for one in views if one.digest).values()) == [4, 6]
    # the other articles' alone
    assert sum(one.digest is None and one.held is None for one in views) == 2


def test_a_drain_lets_all_go_that_is_due_however_little_a_round_takes_in(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_MOST", 2)
    monkeypatch.setattr(rounds, "_EACH", 1)
    box.queue(Path(box.settings.data), 17)
    calmed(box, at_most="1/h")
    while rounds.look(box.store, box.settings, NOW):
        pass
    assert len(of(box, "hook", held=True)) == 16
    box.drain()
    assert told(box) == dict.fromkeys(range(1, 18), 1)
    assert len(box.receiver.received) == 1 + 3


def test_one_alert_that_waited_alone_is_sent_as_itself(store: Store, tmp_path: Path) -> None:
    with filled_outbox(store, tmp_path) as box:
        calmed(box, **DAILY)
        rounds.look(store, box.settings, NOW)
        rounds.look(store, box.settings, MORNING)
        box.drain()
        assert json.loads(box.receiver.received[0].body)["type"] == "article.new"


def test_a_digest_that_failed_is_sent_again_with_the_same_id_and_bytes(box: Outbox) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    rounds.look(box.store, box.settings, MORNING)
    box.receiver.replies.next(Reply(500))
    box.mailbox.moods.next(Mood.REFUSE_FOR_NOW)
    box.drain()
    waits = of(box, "hook")
    assert {(one.state, one.attempts, one.last_error) for one in waits} == {
        ("queued", 1, "the receiver answered 500")
    }
    assert len({one.next_attempt_at for one in waits}) == 1
    with box.store.write() as session:  # the digests alone have a time
        for one in session.scalars(select(DeliveryRow)):
            one.next_attempt_at = NOW if one.carries else None
    box.drain()
    first, second = box.receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert box.mailbox.refused[0].raw == box.mailbox.messages[0].raw
    assert {one.state for one in (*of(box, "hook"), *of(box, "mail"))} == {"delivered"}


def test_what_a_dead_digest_carried_is_dead_and_is_replayed_with_all_of_it_once(
    box: Outbox,
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    rounds.look(box.store, box.settings, MORNING)
    box.mailbox.moods.next(Mood.REFUSE)
    box.drain()
    dead = of(box, "mail", state="dead")
    assert len(dead) == 4
    with box.store.write() as session:
        ids = outbox.replay(session, NOW, since=NOW - DAY)
    assert ids == [one.id for one in dead if one.carries]
    box.drain()
    with box.store.write() as session:
        one = next(one for one in dead if not one.carries)
        assert outbox.replay(session, NOW, delivery_id=one.id) == ids
    box.drain()
    assert {one.state for one in of(box, "mail")} == {"delivered"}
    assert box.mailbox.messages[0].raw == box.mailbox.messages[1].raw
    assert box.mailbox.refused[0].raw == box.mailbox.messages[0].raw


def test_the_budget_lets_one_message_go_and_rolls_the_rest_into_a_digest(box: Outbox) -> None:
    calmed(box, at_most="1/h")
    rounds.look(box.store, box.settings, NOW)
    assert [(one.held, one.next_attempt_at) for one in of(box, "hook", held=True)] == [
        ("at_most", NOW + HOUR)
    ] * 2
    box.queue(Path(box.settings.data), 4)
    rounds.look(box.store, box.settings, NOW + HOUR / 2)
    assert len(of(box, "hook", held=True)) == 3
    rounds.look(box.store, box.settings, NOW + HOUR)
    box.drain()
    assert sorted(json.loads(one.body)["type"] for one in box.receiver.received) == [
        "article.new",
        "digest",
    ]
    assert told(box) == {1: 1, 2: 1, 3: 1, 4: 1}


def test_an_edit_of_high_severity_passes_the_budget(box: Outbox, tmp_path: Path) -> None:
    calmed(box, at_most="1/h")
    rounds.look(box.store, box.settings, NOW)
    before = len(of(box, "hook", held=True))
    ingest = box.ingest(tmp_path)
    for hits, sentence in ((1, "وتضم المكتبة 12 ألف كتاب."), (2, "وتضم المكتبة 19 ألف كتاب.")):
        page = k2_page(title=f"مكتبة {sentence}", body=(sentence, *_FILLING), hits=hits)
        take(ingest, fetched(page, NOW + hits * HOUR / 6, url=item_url(99)))
    rounds.look(box.store, box.settings, NOW + HOUR / 2)
    with box.store.read() as session:
        kinds = {one.id: one.kind for one in queries.alerts(session)}
    held = [kinds[one.alert] for one in of(box, "hook", held=True) if one.alert]
    let_go = [kinds[one.alert] for one in of(box, "hook") if not one.held and one.alert]
    assert len(held) == before + 1
    assert "edit" not in held
    assert sorted(let_go) == ["edit", "new"]


_FILLING = (
    "وقال مدير المؤسسة إن الأشغال انطلقت في بداية السنة الماضية بمشاركة عدة مقاولات محلية.",
    "ومن المنتظر أن تستقبل القاعات الجديدة تلاميذ المدارس القريبة قبل نهاية فصل الربيع.",
)


def test_alerts_of_one_article_go_out_as_one_message(store: Store, tmp_path: Path) -> None:
    with filled_outbox(store, tmp_path) as box:
        lists = json.loads(json.dumps([one.model_dump() for one in box.settings.watchlists]))
        lists[0]["topics"].append({"name": "town", "query": "تالة OR المكتبة"})
        watchlists = (
            type(box.settings)
            .model_validate({**box.settings.model_dump(), "watchlists": lists})
            .watchlists
        )
        box.settings = box.settings.model_copy(update={"watchlists": watchlists})
        calmed(box, group="10m")
        box.queue(tmp_path / "more", 2)
        rounds.look(store, box.settings, NOW)
        assert {one.held for one in of(box, "hook")} == {"group"}
        rounds.look(store, box.settings, NOW + HOUR / 6)
        box.drain()
        assert told(box) == {1: 1, 2: 1, 3: 1}
        assert sorted(json.loads(one.body)["type"] for one in box.receiver.received) == [
            "article.new",
            "digest",
        ]


def test_what_came_up_after_the_look_is_not_sent_before_the_next(box: Outbox) -> None:
    calmed(box, **DAILY)
    with box.store.write() as session:
        shares = dict.fromkeys(outbox.waiting_destinations(session, NOW, NOW), 9)
        assert len(shares) == 2
        calm = rounds.calm_destinations(box.settings)
        assert not outbox.claim_due(
            session, owner="a:1:x", now=NOW, due_by=NOW, lease=HOUR, shares=shares, calm=calm
        )
    rounds.look(box.store, box.settings, NOW)
    assert len(of(box, "hook", held=True)) == 3


def test_a_drain_holds_what_is_to_wait(box: Outbox) -> None:
    calmed(box, quiet=_quiet_now())
    assert box.drain() == []
    assert {one.held for one in of(box, "hook")} == {"quiet"}


def _quiet_now() -> str:
    """Hours that the present is in the middle of, by the clock of Algiers."""
    now = datetime.now(ZoneInfo("Africa/Algiers"))
    return f"{now - 2 * HOUR:%H:%M}-{now + 2 * HOUR:%H:%M}"


def test_a_disabled_destination_is_left_alone_and_gets_one_digest_when_it_is_back(
    box: Outbox,
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    with box.store.write() as session:
        destinations.disable(destinations.note_failed(session, "hook", NOW), "away", NOW)
    rounds.look(box.store, box.settings, MORNING)
    assert len(of(box, "hook", held=True)) == 3
    with box.store.write() as session:
        destinations.enable(session, "hook", MORNING + HOUR)
    rounds.look(box.store, box.settings, MORNING + HOUR)
    box.drain()
    assert told(box) == {1: 1, 2: 1, 3: 1}
    assert len(box.receiver.received) == 1


def test_calm_that_is_no_longer_asked_for_lets_each_alert_go_by_itself(box: Outbox) -> None:
    usual = box.settings
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    box.settings = usual
    box.drain()
    assert told(box) == {1: 1, 2: 1, 3: 1}
    assert len(box.receiver.received) == 3


def test_more_than_one_event_can_hold_goes_out_in_several(box: Outbox) -> None:
    box.queue(Path(box.settings.data), 17)
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    rounds.look(box.store, box.settings, MORNING)
    box.drain()
    assert told(box) == dict.fromkeys(range(1, 18), 1)
    assert len(box.receiver.received) == 3
    assert len(box.mailbox.messages) == 1


def test_a_message_that_cannot_be_composed_holds_up_no_other_destination(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    compose = digests.compose

    def broken(session: Any, destination: str, *rest: Any) -> str:
        digest = compose(session, destination, *rest)
        if destination == "hook":
            raise ZeroDivisionError
        return digest

    monkeypatch.setattr(digests, "compose", broken)
    rounds.look(box.store, box.settings, MORNING)
    assert len(of(box, "hook", held=True)) == 3
    assert not any(one.carries for one in of(box, "hook"))
    assert [one.carries for one in of(box, "mail") if one.carries] == [3]
    monkeypatch.undo()
    rounds.look(box.store, box.settings, MORNING + HOUR)
    box.drain()
    assert told(box) == {1: 1, 2: 1, 3: 1}


#: ends as `kill -9` would, at the given call of a function of the outbox
_KILLED = """
import os, pickle, sys
from pipeline.delivery import rounds
from pipeline.store import digests
from pipeline.store.engine import Store

settings, url, name, calls, now = pickle.load(sys.stdin.buffer)
work, left = getattr(digests, name), [calls]

def last(*given, **named):
    done = work(*given, **named)
    left[0] -= 1
    if not left[0]:
        os._exit(9)
    return done

setattr(digests, name, last)
rounds.look(Store(url), settings, now)
"""


@pytest.mark.parametrize(("name", "calls"), [("compose", 1), ("keep_past", 2)])
def test_a_death_between_composing_and_committing_loses_nothing_and_doubles_nothing(
    box: Outbox, name: str, calls: int
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    url = box.store.url.render_as_string(hide_password=False)
    given = pickle.dumps((box.settings, url, name, calls, MORNING))
    died = subprocess.run([sys.executable, "-c", _KILLED], input=given, timeout=60, check=False)
    assert died.returncode == 9
    rounds.look(box.store, box.settings, MORNING)
    box.drain()
    assert told(box) == {1: 1, 2: 1, 3: 1}
    assert len(box.mailbox.messages) == 1
    with box.store.read() as session:
        assert len(session.scalars(select(AttemptRow)).all()) == 2


def test_people_are_told_what_waits_until_when_and_why_and_what_a_digest_carried(
    box: Outbox, migrated_url: str, tmp_path: Path
) -> None:
    config = tmp_path / "marsad.yaml"
    config.write_text(
        f"""\
contact: tests@example.org
database: {json.dumps(migrated_url)}
timezone: Africa/Algiers
sources: [{{name: outlet, home: "{HOME}/", sections: [{{name: all, page: "{HOME}/x"}}]}}]
""",
        encoding="utf-8",
    )
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    listed = ask("deliveries", "--held", "--json", "--config", config).objects
    assert {(one["held"], one["next_attempt_at"]) for one in listed} == {
        ("deliver", MORNING.isoformat())
    }
    assert len(listed) == 6
    (explained,) = ask("explain", item_url(1), "--json", "--config", config).objects
    assert [one["held"] for one in explained["deliveries"]] == ["deliver"] * 2
    shown = table(of(box, "hook"))
    assert shown.count("held for its digest") == 3
    assert shown.count("2026-03-02 07:30") == 3
    rounds.look(box.store, box.settings, MORNING)
    box.drain()
    assert ask("deliveries", "--held", "--json", "--config", config).objects == []
    everything = ask("deliveries", "--json", "--config", config).objects
    digest = next(one for one in everything if one["carries"] and one["destination"] == "hook")
    assert sum(one["digest"] == digest["id"] for one in everything) == digest["carries"] == 3
    shown = table(of(box, "hook"))
    assert shown.count("carries 3 alerts") == 1
    assert shown.count("carried by") == 3
    assert shown.count(digest["id"]) == 4
    assert ask("alerts", "preview", digest["id"], tmp_path, "--config", config).code == 0
    written = (tmp_path / f"digest-{digest['id']}.json").read_bytes()
    assert written == box.receiver.received[0].body
    assert "3 تنبيهات" in (tmp_path / f"digest-{digest['id']}.txt").read_text("utf-8")
    assert ask("alerts", "preview", "msg_unknown", "--config", config).code == 3


def test_a_death_after_sending_repeats_the_same_digest(
    box: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    calmed(box, **DAILY)
    rounds.look(box.store, box.settings, NOW)
    rounds.look(box.store, box.settings, MORNING)

    class Killed(BaseException):
        pass

    send = posting.send

    async def sends_and_dies(*given: Any) -> str:
        await send(*given)
        raise Killed

    monkeypatch.setattr(posting, "send", sends_and_dies)
    with pytest.raises(Killed):
        box.drain()
    monkeypatch.undo()
    with box.store.write() as session:
        outbox.release_leases(session, outbox.lease_owners(session))
    box.drain()
    assert len({(one.id, one.body) for one in box.receiver.received}) == 1
    assert {one.state for one in of(box, "hook")} == {"delivered"}
