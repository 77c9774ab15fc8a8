"""`marsad run` left alone: it finds, alerts, stops cleanly, and survives being killed."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import update

from marsad.demo.mailbox import Mood
from marsad.demo.receiver import Reply
from marsad.demo.trouble import endless
from pipeline.store.tables import DeliveryRow
from tests.acceptance.conftest import COUNCIL, STANDING, council
from tests.acceptance.watching import Watching, eventually


def _hooked_titles(watching: Watching) -> set[str]:
    return {json.loads(one.body)["data"]["article"]["title"] for one in watching.receiver.received}


def _starts(watching: Watching) -> int:
    return sum(one["event"] == "service_started" for one in watching.log())


def _asked(watching: Watching, path: str) -> tuple[int, str]:
    """What the service answers a probe: the status, 0 for no answer, and the text."""
    try:
        with urlopen(f"http://{watching.health}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except OSError as error:
        return 0, str(error)


@contextmanager
def _asking(watching: Watching, path: str) -> Iterator[list[int]]:
    """Asks again and again in the meantime; gives the statuses."""
    statuses: list[int] = []
    done = Event()

    def ask() -> None:
        while not statuses or not done.wait(0.05):
            statuses.append(_asked(watching, path)[0])

    thread = Thread(target=ask)
    thread.start()
    try:
        yield statuses
    finally:
        done.set()
        thread.join()


def test_the_service_alerts_of_new_pieces_and_edits_and_ends_on_sigterm(
    watching_each: Watching,
) -> None:
    watching = watching_each
    with watching.service_apart() as service:
        eventually(lambda: watching.stored() == 5, "the first crawl")
        watching.newsroom.publish(COUNCIL)
        eventually(lambda: watching.mailbox.messages, "mail of the new piece")
        watching.newsroom.edit(50, title="البلدية تؤجل فتح المكتبة", admit=False)
        eventually(lambda: len(watching.mailbox.messages) == 2, "mail of the silent edit")
        eventually(lambda: len(watching.receiver.received) == 2, "both webhooks")
        service.send_signal(signal.SIGTERM)
        assert service.wait(30) == 0
    assert all(hook.verified for hook in watching.receiver.received)
    assert [one["kind"] for one in watching.list("alerts")] == ["new", "edit"]
    assert [event for event in watching.log() if event["level"] == "error"] == []


def test_a_new_configuration_is_taken_up_without_a_restart(
    watching: Watching, unused_port: int
) -> None:
    watching.health = f"127.0.0.1:{unused_port}"
    watching.configure()
    with watching.service() as service:
        eventually(lambda: watching.stored() == 5, "the first crawl")
        eventually(lambda: _asked(watching, "/readyz") == (200, "ok\n"), "readiness")
        watching.topics = "{name: council, query: المكتبة}"
        watching.configure()
        with _asking(watching, "/healthz") as statuses:
            reloaded = watching.run("reload")
        assert (reloaded.code, reloaded.err) == (0, "")
        assert set(statuses) == {200}
        watching.newsroom.publish(COUNCIL)
        eventually(lambda: watching.mailbox.messages, "mail by the new query")
        _, metrics = _asked(watching, "/metrics")
        for line in (
            "marsad_ready 1.0",
            'marsad_reloads_total{outcome="taken-up"} 1.0',
            'marsad_pages_total{outcome="new",source="newsroom"} 6.0',
            'marsad_alerts_total{source="newsroom"} 1.0',
        ):
            assert line in metrics.splitlines()
        assert service.poll() is None
    assert [one["event"] for one in watching.log() if "configuration" in one["event"]] == [
        "configuration_taken_up"
    ]


def test_a_configuration_with_mistakes_is_refused_and_the_old_one_runs_on(
    watching: Watching,
) -> None:
    with watching.service() as service:
        eventually(lambda: watching.stored() == 5, "the first crawl")
        right = watching.config.read_text(encoding="utf-8")
        watching.config.write_text(right.replace("every: 1s", "every: soon"), encoding="utf-8")
        refused = watching.run("reload")
        assert refused.code == 2
        assert "sources[0].sections[0].every" in refused.err
        service.send_signal(signal.SIGHUP)  # as systemd would, without asking first
        eventually(
            lambda: [one for one in watching.log() if one["event"] == "configuration_refused"],
            "the refusal",
        )
        watching.newsroom.publish(COUNCIL)
        eventually(lambda: watching.mailbox.messages, "mail by the old configuration")
        moved = right.replace("marsad.db", "another.db")
        watching.config.write_text(moved, encoding="utf-8")
        refused = watching.run("reload")
        assert refused.code == 2
        assert "database: cannot change while the service runs" in refused.err
        assert service.poll() is None


def test_reloading_where_no_service_runs_says_how_to_start_one(watching: Watching) -> None:
    told = watching.run("reload")
    assert told.code == 1
    assert "marsad run" in told.err


def test_a_second_one_on_the_same_data_is_refused_and_told_of_the_first(
    watching: Watching,
) -> None:
    with watching.service() as service:
        eventually(lambda: watching.stored() == 5, "the first crawl")
        for command in ("run", "crawl"):
            refused = watching.run(command)
            assert refused.code == 4
            assert f"marsad run (process {service.pid}, since " in refused.err


def test_sigterm_ends_it_in_time_while_a_site_and_a_receiver_hang(watching: Watching) -> None:
    watching.crawl()
    watching.receiver.replies.usual = Reply(delay=60)
    watching.newsroom.publish(COUNCIL)
    with watching.service_apart() as service:
        eventually(lambda: watching.receiver.received, "a delivery that gets no answer")
        watching.site.misbehave("*", endless())
        asked = len(watching.site.requests)
        eventually(lambda: len(watching.site.requests) > asked, "a page without end")
        service.send_signal(signal.SIGTERM)
        assert service.wait(40) == 0  # the receiver takes a minute, the site for ever
    assert {one["state"] for one in watching.list("deliveries")} <= {"delivered", "queued"}


def test_a_restart_neither_forgets_nor_repeats(watching: Watching) -> None:
    watching.every = "1h"
    watching.configure()
    with watching.service():
        eventually(lambda: watching.stored() == 5, "the first crawl")
    before = len(watching.site.requests)
    with watching.service():
        eventually(lambda: _starts(watching) == 2, "the second start")
        time.sleep(1.5)  # it looks for what is due at once, and every second
    assert len(watching.site.requests) == before
    assert len(watching.list("articles")) == len(STANDING)


def test_a_service_killed_again_and_again_loses_no_piece_and_no_alert(
    watching_each: Watching,
) -> None:
    watching = watching_each
    watching.crawl()
    published = 0
    for round_ in range(4):
        with watching.service() as service:
            for _ in range(4):
                watching.newsroom.publish(council(published))
                published += 1
            time.sleep(0.4 + 0.5 * round_)  # from before its first request to after its sends
            service.kill()
            service.wait()
    with watching.service():
        wanted = {council(number).title for number in range(published)}
        eventually(lambda: _hooked_titles(watching) == wanted, "a webhook of every piece")
        eventually(
            lambda: {one["state"] for one in watching.list("deliveries")} == {"delivered"},
            "every delivery delivered",
        )
        eventually(lambda: watching.feed_entries() == published, "a feed of all alerts")
    assert len(watching.list("articles")) == 5 + published
    assert len(watching.list("alerts")) == published
    by_id: dict[str, set[bytes]] = {}
    for hook in watching.receiver.received:
        by_id.setdefault(hook.id, set()).add(hook.body)
    assert len(by_id) == published
    assert all(len(bodies) == 1 for bodies in by_id.values())


def test_a_service_killed_in_the_middle_of_its_sends_repeats_them_with_the_same_id_and_body(
    watching_each: Watching,
) -> None:
    watching = watching_each
    watching.crawl()
    watching.receiver.replies.next(*[Reply(delay=3600)] * 2)
    watching.mailbox.moods.next(*[Mood.HANG] * 2)
    for number in range(2):
        watching.newsroom.publish(council(number))
    with watching.service() as service:
        # the messages have arrived whole, and no answer of theirs has
        eventually(lambda: len(watching.receiver.received) == 2, "both webhooks under way")
        eventually(lambda: len(watching.mailbox.messages) == 2, "both mails under way")
        service.kill()
        service.wait()
    assert {one["state"] for one in watching.list("deliveries")} == {"queued"}
    with closing(watching.store()) as store, store.write() as session:
        # nobody may wait for leases to run out
        later = datetime.now(UTC) + timedelta(hours=1)
        session.execute(update(DeliveryRow).values(lease_until=later))
    with watching.service():
        eventually(
            lambda: {one["state"] for one in watching.list("deliveries")} == {"delivered"},
            "all delivered after the restart",
        )
    hooks = [(one.id, one.body) for one in watching.receiver.received]
    mails = [mail.raw for mail in watching.mailbox.messages]
    assert len(hooks) == len(mails) == 4
    assert sorted(hooks[:2]) == sorted(hooks[2:])
    assert sorted(mails[:2]) == sorted(mails[2:])
    assert {one["attempts"] for one in watching.list("deliveries")} == {1}


def test_a_delivery_whose_answer_was_cut_is_repeated_with_the_same_id_and_body(
    watching: Watching,
) -> None:
    watching.crawl()
    watching.receiver.replies.next(Reply(break_off=True))
    watching.newsroom.publish(COUNCIL)
    with watching.service():
        eventually(lambda: len(watching.receiver.received) == 2, "the repetition")
        eventually(
            lambda: {one["state"] for one in watching.list("deliveries")} == {"delivered"},
            "both delivered",
        )
    first, second = watching.receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert second.verified


@pytest.mark.parametrize("outage", ["mailbox", "receiver"])
def test_one_dead_destination_does_not_hold_up_the_other(watching: Watching, outage: str) -> None:
    watching.crawl()
    if outage == "receiver":
        watching.receiver.replies.usual = Reply(delay=3600)
    else:
        watching.mailbox.__exit__(None, None, None)
    try:
        watching.newsroom.publish(COUNCIL)
        with watching.service() as service:
            if outage == "receiver":
                eventually(lambda: watching.mailbox.messages, "the mail")
            else:
                eventually(lambda: watching.receiver.received, "the webhook")
            service.kill()  # its end would wait for the receiver that hangs
    finally:
        if outage == "mailbox":
            watching.mailbox.__enter__()
