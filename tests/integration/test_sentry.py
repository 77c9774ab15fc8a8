"""What Sentry receives, told by a receiver on the loopback interface."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
import sentry_sdk
import structlog

from config import telemetry
from config.telemetry import report_unexpected, start_sentry
from crawler.plan import CrawlReport
from marsad.gating import egress_policy, own_places
from pipeline.egress.gate import Gate
from pipeline.egress.policy import EgressRefused
from pipeline.ingest import Outcome
from scheduler.checkins import CheckIns
from scheduler.events import PageDone, SectionPolled
from tests.builders import HOME, NOW, settings

ROOT = Path(__file__).parents[2]
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


class Receiver:
    """Takes envelopes as Sentry does, and keeps the events and check-ins."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.checkins: list[dict[str, Any]] = []
        kept = {"event": self.events, "check_in": self.checkins}

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = DECODERS[self.headers["Content-Encoding"]](body)
                lines = body.splitlines()
                for header, payload in zip(lines[1::2], lines[2::2], strict=True):
                    kept[json.loads(header)["type"]].append(json.loads(payload))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://hunter2@127.0.0.1:{self.server.server_port}/1"

    def received(self) -> list[dict[str, Any]]:
        sentry_sdk.flush(timeout=5)
        return self.events


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    yield one
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    one.server.shutdown()
    one.server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _silent_log() -> Iterator[None]:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_an_error_reaches_sentry_through_the_gate_and_nothing_else_does(
    receiver: Receiver, tmp_path: Path, name: str
) -> None:
    receiver.dsn = receiver.dsn.replace("127.0.0.1", name)
    found = settings(tmp_path, sentry={"dsn": receiver.dsn})
    refused: list[EgressRefused] = []
    gate = Gate(egress_policy(found), own_places(found), tell=refused.append)
    with gate.closed(), socket.create_server(("127.0.0.1", 0)) as other:
        start(receiver)
        report_unexpected(ValueError("through the gate"))
        assert len(receiver.received()) == 1
        with pytest.raises(PermissionError):
            socket.create_connection(other.getsockname())
    assert len(refused) == 1


def start(receiver: Receiver) -> None:
    start_sentry(receiver.dsn, release="marsad@0.1.0", environment="test")


def raised(message: str, cause: BaseException | None = None) -> RuntimeError:
    secret = "".join(("hun", "ter2"))  # not whole in the source, which Sentry shows
    try:
        if secret:
            raise RuntimeError(message) from cause
    except RuntimeError as error:
        return error
    raise AssertionError("unreachable")


def test_an_unexpected_exception_arrives_with_its_tags(receiver: Receiver) -> None:
    start(receiver)
    report_unexpected(raised("no such thing"), source="almithaq", crawl=3)
    (event,) = receiver.received()
    assert event["exception"]["values"][0]["value"] == "no such thing"
    assert event["tags"] == {"source": "almithaq", "crawl": "3"}
    assert (event["release"], event["environment"]) == ("marsad@0.1.0", "test")


def test_an_exception_arrives_once_however_often_it_is_met(receiver: Receiver) -> None:
    start(receiver)
    error = raised("once")
    report_unexpected(error)
    report_unexpected(error)
    report_unexpected(raised("around it", cause=error))
    sentry_sdk.capture_exception(error)
    assert len(receiver.received()) == 1


def test_tags_do_not_stay_for_the_next_exception(receiver: Receiver) -> None:
    start(receiver)
    report_unexpected(raised("first"), source="almithaq")
    report_unexpected(raised("second"))
    assert "tags" not in receiver.received()[1]


def test_what_fails_again_and_again_is_told_once_an_hour_for_each_source(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(receiver)
    for number in range(50):
        report_unexpected(raised(f"tick {number}"), source="almithaq")
        report_unexpected(raised(f"tick {number}"), source="echo")
    assert [event["tags"]["source"] for event in receiver.received()] == ["almithaq", "echo"]
    monkeypatch.setattr(telemetry, "SENTRY_SPAN", 0.0)  # the hour has passed
    report_unexpected(raised("tick 50"), source="almithaq")
    assert len(receiver.received()) == 3


def test_however_many_errors_there_are_sentry_is_sent_a_bounded_number(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telemetry, "MOST_IN_SPAN", 5)
    start(receiver)
    for number in range(20):
        report_unexpected(raised("everywhere"), source=f"source-{number}")
    assert len(receiver.received()) == 5


def test_log_lines_make_no_events(receiver: Receiver) -> None:
    start(receiver)
    logging.getLogger("scrapy").error("failed", exc_info=raised("logged only"))
    structlog.get_logger().error("crawl_failed")
    assert receiver.received() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
def test_being_stopped_is_no_error(receiver: Receiver, error: BaseException) -> None:
    start(receiver)
    report_unexpected(error)
    assert receiver.received() == []


def test_neither_secrets_nor_query_strings_nor_local_values_leave(receiver: Receiver) -> None:
    start(receiver)
    sentry_sdk.set_context("request", {"authorization": "hunter2", "url": "https://h/?q=hunter2"})
    sentry_sdk.add_breadcrumb(message="GET https://h/a?key=hunter2#top", data={"secret": "hunter2"})
    message = "postgresql://u:hunter2@db/x and https://h/page?token=hunter2 and whsec_hunter2"
    report_unexpected(raised(message), url="https://h/tag?hunter2")
    (event,) = receiver.received()
    assert "hunter2" not in json.dumps(event)
    shown = event["exception"]["values"][0]["value"]
    assert "db/x and https://h/page and" in shown


def test_without_a_dsn_nothing_is_started() -> None:
    start_sentry(None, release="marsad@0.1.0", environment="test")
    assert not sentry_sdk.get_client().is_active()
    report_unexpected(raised("stays here"))


PROGRAM = """
import sys
import time
from config.telemetry import report_unexpected, start_sentry
from marsad.gating import egress_policy, own_places
from pipeline.egress.policy import EgressRefused
from pipeline.egress.gate import Gate
from tests.builders import settings
start_sentry(sys.argv[1], release="marsad@0.1.0", environment="test")
try:
    raise RuntimeError("at the top")
except RuntimeError as error:
    print(time.monotonic(), flush=True)
    if sys.argv[2] == "reported":
        report_unexpected(error)
    raise
"""


def run(dsn: str, how: str) -> tuple[str, float]:
    """What the program told as it ended, and the seconds from its exception to its end."""
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, dsn, how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert program.returncode == 1
    # the clock is one for all processes
    return program.stderr, time.monotonic() - float(program.stdout.split(maxsplit=1)[0])


@pytest.mark.parametrize("how", ["reported", "unreported"])
def test_an_exception_that_ends_the_process_arrives_once(receiver: Receiver, how: str) -> None:
    stderr, _ = run(receiver.dsn, how)
    assert [event["exception"]["values"][0]["value"] for event in receiver.events] == ["at the top"]
    assert "Sentry is attempting" not in stderr
    assert "hunter2" not in json.dumps(receiver.events)


def test_a_silent_sentry_does_not_keep_the_process_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        stderr, seconds = run(f"http://key@127.0.0.1:{deaf.getsockname()[1]}/1", "reported")
    assert "at the top" in stderr
    assert seconds < 15


class _Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def _polled(checkins: CheckIns, *failed: bool) -> None:
    """A crawl that polls so many sections, and fetches a page."""
    for one in failed:
        checkins.watch(SectionPolled("outlet", "culture", "failed" if one else "listed", 0.0))
    checkins.watch(PageDone("outlet", HOME, Outcome("new")))
    checkins.watch(CrawlReport("outlet", NOW, NOW, 1, 1))


def _statuses(receiver: Receiver) -> list[str]:
    receiver.received()
    return [one["status"] for one in receiver.checkins]


def test_a_check_in_tells_how_polls_went_and_when_the_next_are_due(
    receiver: Receiver, tmp_path: Path
) -> None:
    start(receiver)
    clock = _Clock()
    checkins = CheckIns(clock)
    checkins.adopt(settings(tmp_path).sources)
    _polled(checkins, False, False)
    clock.now = 600
    _polled(checkins, False, True)
    assert _statuses(receiver) == ["ok", "error"]
    assert receiver.events == []
    told = receiver.checkins[0]
    assert told["monitor_slug"] == "marsad-outlet"
    assert told["environment"] == "test"
    assert told["monitor_config"] == {
        "schedule": {"type": "interval", "value": 10, "unit": "minute"},
        "checkin_margin": 10,
        "failure_issue_threshold": 3,
        "recovery_threshold": 1,
    }
    assert set(told) <= {
        *("type", "monitor_slug", "check_in_id", "status", "environment", "release"),
        *("monitor_config", "duration", "event_id", "timestamp", "platform", "contexts"),
        *("server_name", "sdk"),
    }


def test_there_is_one_check_in_a_minute_at_most_and_no_failure_is_lost(
    receiver: Receiver, tmp_path: Path
) -> None:
    start(receiver)
    clock = _Clock()
    checkins = CheckIns(clock)
    for second in range(181):
        if second % 50 == 0:  # a new configuration is taken up
            checkins.adopt(settings(tmp_path).sources)
        clock.now = second
        _polled(checkins, second == 70)
    assert _statuses(receiver) == ["ok", "ok", "error", "ok"]


def test_a_crawl_that_polled_nothing_makes_no_check_in(receiver: Receiver, tmp_path: Path) -> None:
    start(receiver)
    checkins = CheckIns(_Clock())
    checkins.adopt(settings(tmp_path).sources)
    _polled(checkins)
    assert _statuses(receiver) == []


def test_without_a_dsn_there_are_no_check_ins(tmp_path: Path) -> None:
    start_sentry(None, release="marsad@0.1.0", environment="test")
    checkins = CheckIns(_Clock())
    checkins.adopt(settings(tmp_path).sources)
    _polled(checkins, True)
