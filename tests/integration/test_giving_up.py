"""Webhooks that are disabled, whom that is told, and what is sent again afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from config.settings import DestinationSettings
from marsad.demo.mailbox import Mood
from marsad.demo.receiver import Receiver, Reply
from pipeline.store import destinations, outbox, queries
from pipeline.store.destinations import DestinationView
from pipeline.store.engine import Store
from pipeline.store.tables import DestinationRow
from tests.acceptance.watching import ask
from tests.builders import HOME, NOW, SECRET
from tests.outboxes import Outbox, filled_outbox

OTHER = "whsec_" + "b3RoZXItc2VjcmV0LW9mLXRoZS1yZWNlaXZlcg=="


@pytest.fixture
def box(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    with filled_outbox(store, tmp_path) as filled:
        yield filled


def state(box: Outbox, name: str = "hook") -> DestinationView:
    with box.store.read() as session:
        (view,) = destinations.views(session, [name])
    return view


def configure(box: Outbox, **changed: Any) -> None:
    box.settings = box.settings.model_copy(update=changed)


def notices(box: Outbox) -> list[str]:
    subjects = (str(one.message["Subject"]) for one in box.mailbox.messages)
    return [one for one in subjects if "disabled" in one]


def age(box: Outbox, days: float, failures: int) -> None:
    since = datetime.now(UTC) - timedelta(days=days)
    with box.store.write() as session:
        session.execute(update(DestinationRow).values(failing_since=since, failures=failures))


def test_a_410_disables_the_webhook_and_tells_the_operator_elsewhere(
    box: Outbox, tmp_path: Path
) -> None:
    box.receiver.replies.next(Reply(410))
    box.drain()
    view = state(box)
    assert view.disabled_at is not None
    assert view.disabled_why == "the receiver answered 410: it is gone for good"
    assert (view.queued, view.dead) == (0, 1)
    box.queue(tmp_path, 3)
    box.drain()
    assert len(box.receiver.received) == 1, "nothing is sent to it any more"
    assert state(box).queued == 2, "and nothing is lost"
    assert notices(box) == ["[Marsad] hook is disabled"]


def test_one_that_is_enabled_again_gets_what_waited(box: Outbox, tmp_path: Path) -> None:
    box.receiver.replies.next(Reply(410))
    box.drain()
    box.queue(tmp_path, 3)
    with box.store.write() as session:
        assert destinations.enable(session, "hook", datetime.now(UTC)) == 2
    box.drain()
    assert len(box.receiver.received) == 3
    assert state(box).disabled_at is None
    assert state(box).queued == 0


@pytest.mark.parametrize(
    ("days", "failures", "disabled"), [(5.1, 9, True), (4.9, 500, False), (5.1, 8, False)]
)
def test_five_failing_days_disable_a_webhook(
    box: Outbox, days: float, failures: int, disabled: bool
) -> None:
    box.receiver.replies.usual = Reply(500)
    box.drain()
    age(box, days, failures)
    box.make_all_due()
    box.drain()
    assert (state(box).disabled_at is not None) is disabled
    assert len(notices(box)) == 0
    box.drain()
    assert len(notices(box)) == disabled


def test_one_that_is_failing_says_why_until_it_takes_something(box: Outbox) -> None:
    box.receiver.replies.next(Reply(503))
    box.drain()
    assert state(box).last_error == "the receiver answered 503"
    assert state(box, "mail").last_error is None
    box.make_all_due()
    box.drain()
    assert state(box).last_error is None


def test_an_acceptance_begins_the_count_anew(box: Outbox) -> None:
    box.receiver.replies.next(Reply(500))
    box.drain()
    age(box, 30, 50)
    box.make_all_due()
    box.drain()
    assert (state(box).failures, state(box).failing_since) == (0, None)


def test_what_is_wrong_on_our_side_is_not_held_against_the_webhook(box: Outbox) -> None:
    with box.store.read() as session:
        owed = queries.deliveries(session)
    configure(box, destinations=box.settings.destinations[:1])
    box.drain()
    assert state(box).failures == 0
    assert len(owed) == 2


def test_the_destination_named_operator_is_told_by_a_signed_event(box: Outbox) -> None:
    with Receiver(OTHER) as desk:
        told = DestinationSettings(name="ops", webhook=desk.url, secret=OTHER)
        allowed = box.settings.network.model_copy(update={"allow": (desk.host,)})
        configure(
            box,
            destinations=(*box.settings.destinations, told),
            operator="ops",
            network=allowed,
        )
        box.allow.append(desk.host)
        box.receiver.replies.next(Reply(410))
        box.drain()
        box.drain()
        (event,) = desk.received
        assert event.verified
        found = json.loads(event.body)
    assert found["type"] == "destination.disabled"
    assert found["data"]["destination"] == "hook"
    assert notices(box) == []


def test_with_nobody_to_tell_it_is_disabled_all_the_same(box: Outbox) -> None:
    configure(box, destinations=box.settings.destinations[1:])
    box.receiver.replies.next(Reply(410))
    box.drain()
    assert state(box).disabled_at is not None


def test_mail_is_never_disabled(box: Outbox) -> None:
    box.mailbox.moods.next(Mood.REFUSE)
    box.drain()
    assert (state(box, "mail").failures, state(box, "mail").dead) == (0, 1)


def test_a_replay_has_the_same_id_and_the_same_bytes(box: Outbox) -> None:
    box.receiver.replies.next(Reply(410))
    box.drain()
    now = datetime.now(UTC)
    with box.store.write() as session:
        destinations.enable(session, "hook", now)
        replayed = outbox.replay(session, now, since=NOW)
    assert replayed == [box.receiver.received[0].id]
    box.drain()
    first, second = box.receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert second.verified
    with box.store.read() as session:
        assert [error is None for _, error in queries.attempts(session, first.id)] == [False, True]


def test_a_delivered_one_is_replayed_when_it_is_named_and_only_then(box: Outbox) -> None:
    box.drain()
    now = datetime.now(UTC)
    with box.store.write() as session:
        assert outbox.replay(session, now, since=NOW) == []
        assert outbox.replay(session, now, delivery_id="msg_unknown") == []
        (mail,) = [one for one in queries.deliveries(session) if one.destination == "mail"]
        assert outbox.replay(session, now, delivery_id=mail.id) == [mail.id]
    box.drain()
    first, second = box.mailbox.messages
    assert first.raw == second.raw


def test_alerts_of_a_topic_are_counted_without_a_gap(box: Outbox, tmp_path: Path) -> None:
    box.queue(tmp_path, 4)
    box.drain()
    told = [json.loads(one.body)["data"]["alert"]["sequence"] for one in box.receiver.received]
    assert sorted(told) == [1, 2, 3, 4]
    with box.store.read() as session:
        in_order = [one.sequence for one in queries.alerts(session)]
    assert in_order == [4, 3, 2, 1]


# --- the commands ------------------------------------------------------------------


@pytest.fixture
def config(box: Outbox, migrated_url: str, tmp_path: Path) -> Path:
    """A configuration of the same destinations and the same database."""
    path = tmp_path / "marsad.yaml"
    path.write_text(
        f"""\
contact: tests@example.org
database: {json.dumps(migrated_url)}
smtp: {{host: 127.0.0.1, port: {box.mailbox.port}, sender: marsad@example.org}}
sources: [{{name: outlet, home: "{HOME}/", sections: [{{name: all, page: "{HOME}/x"}}]}}]
destinations:
  - {{name: mail, email: desk@example.org}}
  - {{name: hook, webhook: "{box.receiver.url}", secret: {OTHER}, old_secret: {SECRET}}}
network: {{allow: ["{box.receiver.host}"]}}
""",
        encoding="utf-8",
    )
    return path


def test_a_sample_is_sent_now_and_the_answer_is_told(box: Outbox, config: Path) -> None:
    mailed = ask("alerts", "test", "mail", "--config", config)
    assert mailed.code == 0, mailed.err
    assert "answered" in mailed.err
    assert "تنبيه تجريبي" in str(box.mailbox.messages[0].message["Subject"])
    posted = ask("alerts", "test", "hook", "--config", config)
    assert "the receiver answered 204" in posted.err
    (event,) = box.receiver.received
    assert event.verified, "by the old secret as well"
    assert json.loads(event.body)["data"]["alert"]["id"] == 0


def test_a_sample_that_is_refused_says_so_and_ends_with_1(box: Outbox, config: Path) -> None:
    box.receiver.replies.next(Reply(503))
    refused = ask("alerts", "test", "hook", "--config", config)
    assert refused.code == 1
    assert "the receiver answered 503" in refused.err
    assert ask("alerts", "test", "nobody", "--config", config).code == 3


def test_an_alert_is_previewed_as_it_is_sent(box: Outbox, config: Path, tmp_path: Path) -> None:
    box.drain()
    folder = tmp_path / "seen"
    assert ask("alerts", "preview", "1", folder, "--config", config).code == 0
    assert (folder / "alert-1.json").read_bytes() == box.receiver.received[0].body
    assert "<html" in (folder / "alert-1.html").read_text("utf-8")
    assert "المكتبة" in (folder / "alert-1.txt").read_text("utf-8")
    assert ask("alerts", "preview", "99", folder, "--config", config).code == 3


def test_the_dead_are_listed_replayed_and_the_disabled_taken_up_again(
    box: Outbox, config: Path
) -> None:
    box.receiver.replies.next(Reply(410))
    box.drain()
    listed = ask("deliveries", "--state", "dead", "--json", "--config", config).objects
    assert [(one["destination"], one["disabled"]) for one in listed] == [("hook", True)]
    (hook,) = [
        one
        for one in ask("destinations", "--json", "--config", config).objects
        if one["name"] == "hook"
    ]
    assert (hook["state"], hook["dead"]) == ("disabled", 1)
    assert "hook is disabled" in ask("deliveries", "--config", config).err
    assert ask("destinations", "enable", "hook", "--config", config).code == 0
    assert ask("deliveries", "replay", "--config", config).code == 2
    assert ask("deliveries", "replay", "msg_unknown", "--config", config).code == 3
    replayed = ask(
        "deliveries", "replay", "--since", NOW.isoformat(), "--json", "--config", config
    ).objects
    assert replayed == [{"delivery": listed[0]["id"]}]
    box.drain()
    assert ask("deliveries", "--state", "dead", "--json", "--config", config).objects == []
