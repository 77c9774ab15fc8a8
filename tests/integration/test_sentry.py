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

from config.telemetry import report_unexpected, start_sentry
from marsad.gating import egress_policy, own_places
from pipeline.egress import EgressRefused
from pipeline.gate import Gate
from tests.builders import settings

ROOT = Path(__file__).parents[2]
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


class Receiver:
    """Takes envelopes as Sentry does, and keeps the events."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        events = self.events

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = DECODERS[self.headers["Content-Encoding"]](body)
                lines = body.splitlines()
                for header, payload in zip(lines[1::2], lines[2::2], strict=True):
                    if json.loads(header)["type"] == "event":
                        events.append(json.loads(payload))
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
from config.telemetry import report_unexpected, start_sentry
from marsad.gating import egress_policy, own_places
from pipeline.egress import EgressRefused
from pipeline.gate import Gate
from tests.builders import settings
start_sentry(sys.argv[1], release="marsad@0.1.0", environment="test")
try:
    raise RuntimeError("at the top")
except RuntimeError as error:
    if sys.argv[2] == "reported":
        report_unexpected(error)
    raise
"""


def run(dsn: str, how: str) -> tuple[str, float]:
    begun = time.monotonic()
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, dsn, how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert program.returncode == 1
    return program.stderr, time.monotonic() - begun


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
    assert seconds < 10
