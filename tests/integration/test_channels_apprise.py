"""The channel by way of Apprise, against a real HTTP server on loopback."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from marsad import previewing
from pipeline.channels import DeliveryError
from pipeline.channels.apprise import is_readable, render_note, send_note
from pipeline.channels.notice import DestinationDisabled
from pipeline.delivery import posting
from pipeline.egress.policy import EgressPolicy
from pipeline.records import Rendered
from pipeline.store import destinations, queries
from pipeline.store.engine import Store
from tests.alert_messages import silent_edit
from tests.builders import settings
from tests.certificates import self_signed
from tests.outboxes import Outbox, filled_outbox

TOKEN = "t0ken-in-the-path"


@dataclass
class Service:
    """A service that Apprise's `json://` posts to; answers as it is told."""

    port: int = 0
    status: int = 200
    location: str | None = None
    retry_after: str | None = None
    delay: float = 0
    bodies: list[bytes] = field(default_factory=list)
    #: from now on it speaks TLS
    secure_with: Callable[[ssl.SSLContext], None] = lambda _: None

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/{TOKEN}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@pytest.fixture
def service() -> Iterator[Service]:
    kept = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(kept.delay)
            self.send_response(kept.status)
            if kept.location:
                self.send_header("Location", kept.location)
            if kept.retry_after:
                self.send_header("Retry-After", kept.retry_after)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Keeps the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_port

        def secure_with(context: ssl.SSLContext) -> None:
            server.socket = context.wrap_socket(server.socket, server_side=True)

        kept.secure_with = secure_with
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


@dataclass
class Matrix:
    """As much of a Matrix server as Apprise asks for; answers as it is told."""

    port: int = 0
    #: the end of a path → status and body; None: it hangs up
    answers: dict[str, tuple[int, dict[str, Any]] | None] = field(default_factory=dict)
    #: the end of a path → seconds
    delays: dict[str, float] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"matrix://bot:{TOKEN}@127.0.0.1:{self.port}/%23desk:localhost?discovery=no"


@pytest.fixture
def matrix() -> Iterator[Matrix]:
    kept = Matrix()
    usual: dict[str, dict[str, Any]] = {
        "login": {"access_token": TOKEN, "user_id": "@bot:localhost", "device_id": "D"},
        "joined_rooms": {"joined_rooms": []},
    }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(
                self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}"
            )
            last = urlsplit(self.path).path.rpartition("/")[2]
            time.sleep(kept.delays.get(last, 0))
            if "/send/" in self.path:
                kept.messages.append(body)
            told = kept.answers.get(last, (200, {"room_id": "!r:localhost"} | usual.get(last, {})))
            if told is None:
                return
            status, said = told
            text = json.dumps(said).encode()
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", str(said["retry_after_ms"] // 1000))
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(text)

        do_PUT = do_POST  # noqa: N815 - as the library calls it

        def log_message(self, *args: Any) -> None:
            """Keeps the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        kept.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


NOTE = render_note(silent_edit(), "Africa/Algiers")


async def send(service: Service, **changed: Any) -> str:
    return await send_note(NOTE, **({"url": service.url, "allow": [service.host]} | changed))


async def failure(service: Service, **changed: Any) -> DeliveryError:
    """The error of a message that must fail, which does not tell the address."""
    with pytest.raises(DeliveryError) as caught:
        await send(service, **changed)
    assert TOKEN not in str(caught.value)
    assert str(caught.value).isprintable()
    return caught.value


async def matrix_send(matrix: Matrix, timeout: float = 30) -> str:  # noqa: ASYNC109 - passed on
    allow = [f"127.0.0.1:{matrix.port}"]
    return await send_note(NOTE, url=matrix.url, allow=allow, timeout=timeout)


async def matrix_failure(matrix: Matrix, timeout: float = 30) -> DeliveryError:  # noqa: ASYNC109
    with pytest.raises(DeliveryError) as caught:
        await matrix_send(matrix, timeout)
    assert TOKEN not in str(caught.value)
    assert matrix.messages == []
    return caught.value


async def test_a_message_arrives_and_a_repetition_carries_the_same_bytes(service: Service) -> None:
    assert await send(service) == await send(service) == "the service accepted it"
    first, second = service.bodies
    assert first == second
    told, rendered = json.loads(first), json.loads(NOTE.payload)
    assert (told["title"], told["message"]) == (rendered["title"], rendered["body"])


async def test_a_service_that_refuses_is_told_by_its_status_and_may_take_it_later(
    service: Service,
) -> None:
    service.status = 503
    error = await failure(service)
    assert str(error) == "the service answered 503"
    assert not error.permanent


@pytest.mark.parametrize(("status", "asked"), [(429, 900.0), (503, 900.0), (500, None)])
async def test_a_service_that_is_busy_is_left_alone_for_as_long_as_it_asks(
    service: Service, status: int, asked: float | None
) -> None:
    service.status, service.retry_after = status, "900"
    assert (await failure(service)).retry_after == asked


@pytest.mark.parametrize("status", [401, 403])
async def test_a_login_that_is_refused_sends_the_operator_to_the_password(
    service: Service, status: int
) -> None:
    service.status = status
    assert f"answered {status}: is the password or token right" in str(await failure(service))


async def test_a_service_that_makes_us_wait_for_too_long_is_told_by_what_it_answered(
    matrix: Matrix,
) -> None:
    matrix.answers["login"] = (429, {"retry_after_ms": 300_000})
    error = await matrix_failure(matrix, timeout=6)
    assert str(error) == "the service answered 429: too much at once"
    assert error.retry_after == 300


async def test_a_status_that_apprise_made_up_is_not_told_for_an_answer(matrix: Matrix) -> None:
    matrix.answers |= {"login": None, "register": None}
    assert "could not be reached" in str(await matrix_failure(matrix))


async def test_a_message_counts_as_taken_though_the_farewell_hangs(matrix: Matrix) -> None:
    matrix.delays["logout"] = 30
    assert await matrix_send(matrix, timeout=6) == "the service accepted it"
    assert len(matrix.messages) == 1


async def test_a_private_address_is_refused_unless_it_is_allowed(service: Service) -> None:
    for url in (service.url, service.url.replace("127.0.0.1", "localhost")):
        error = await failure(service, allow=[], url=url)
        assert "127.0.0.1 is not a public address" in str(error)
        assert "network.allow" in str(error)
        assert error.permanent
    assert service.bodies == []
    await send(
        service,
        allow=[f"localhost:{service.port}"],
        url=service.url.replace("127.0.0.1", "localhost"),
    )
    assert len(service.bodies) == 1


@pytest.mark.parametrize(
    ("asked", "why"), [("", "answered 307"), ("?redirect=yes", "not a public address")]
)
async def test_no_redirect_leads_to_a_private_address(
    service: Service, asked: str, why: str
) -> None:
    other = Service()
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.2)
        other.port = inside.getsockname()[1]
        service.status, service.location = 307, f"http://{other.host}/"
        assert why in str(await failure(service, url=service.url + asked))
        with pytest.raises(TimeoutError):
            inside.accept()


async def test_a_service_that_hangs_is_left_at_the_deadline(service: Service) -> None:
    service.delay = 30
    began = time.monotonic()
    error = await failure(service, url=f"{service.url}?rto=60", timeout=2)
    assert "did not answer within 2 s" in str(error)
    assert time.monotonic() - began < 20


async def test_a_service_that_is_away_may_come_back(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"json://127.0.0.1:{port}/{TOKEN}"
    error = await failure(service, url=url, allow=[f"127.0.0.1:{port}"])
    assert "could not be reached" in str(error)
    assert not error.permanent


async def test_a_certificate_that_is_not_trusted_is_told(service: Service, tmp_path: Path) -> None:
    trust, _ = self_signed(tmp_path)
    service.secure_with(trust)
    error = await failure(service, url=service.url.replace("json://", "jsons://"))
    assert "could not be reached: its certificate is not trusted" in str(error)


async def test_a_service_that_is_slow_to_answer_is_not_sent_it_again(service: Service) -> None:
    service.delay = 4.5  # Apprise by itself would wait for 4 seconds
    assert await send(service) == "the service accepted it"
    assert len(service.bodies) == 1


async def test_an_address_that_names_no_service_is_told_without_showing_it(
    service: Service,
) -> None:
    error = await failure(service, url=f"nosuchservice://{TOKEN}")
    assert "Apprise can make nothing of the destination's address" in str(error)


async def test_what_was_rendered_for_another_channel_is_not_sent(service: Service) -> None:
    with pytest.raises(DeliveryError, match="another channel") as caught:
        await send_note(Rendered(b'{"type":"article.new"}'), url=service.url, allow=[])
    assert caught.value.permanent


def test_an_address_is_read_without_connecting(service: Service) -> None:
    assert is_readable(service.url)
    assert not is_readable("nosuchservice://x")
    assert service.bodies == []


# --- from the outbox ---------------------------------------------------------------------


@pytest.fixture
def box(store: Store, tmp_path: Path, service: Service) -> Iterator[Outbox]:
    """A store with one alert that is owed to a chat, and a mailbox for the operator."""
    with filled_outbox(store, tmp_path) as filled:
        filled.settings = settings(
            tmp_path,
            smtp={"host": "127.0.0.1", "port": filled.mailbox.port, "sender": "m@example.org"},
            destinations=[
                {"name": "mail", "email": "desk@example.org"},
                {"name": "hook", "apprise": service.url},
            ],
            network={"allow": [service.host]},
        )
        yield filled


def test_a_failed_message_is_repeated_with_the_same_bytes_and_recorded(
    box: Outbox, service: Service
) -> None:
    service.status = 500
    with capture_logs() as logs:
        box.drain()
        assert box.states()["hook"] == ("queued", 1)
        with box.store.read() as session:
            (hook,) = queries.deliveries(session, state="queued")
        assert hook.last_error == "the service answered 500"
        assert hook.next_attempt_at is not None
        assert hook.next_attempt_at < datetime.now(UTC) + timedelta(seconds=6)
        service.status = 200
        box.make_all_due()
        box.drain()
    assert box.states()["hook"] == ("delivered", 2)
    assert service.bodies[0] == service.bodies[1]
    assert "مكتبة عمومية جديدة في تالة" in json.loads(service.bodies[0])["title"]
    assert TOKEN not in repr((logs, box.settings, hook))


def test_a_service_that_fails_for_days_is_disabled_and_the_operator_told(
    box: Outbox, service: Service
) -> None:
    service.status = 404
    now = datetime.now(UTC)
    with box.store.write() as session:
        row = destinations.note_failed(session, "hook", now - timedelta(days=6))
        row.failures = 9
    box.drain()
    with box.store.read() as session:
        assert destinations.disabled(session) == ["hook"]
    box.drain()
    assert [one.message["Subject"] for one in box.mailbox.messages][-1] == (
        "[Marsad] hook is disabled"
    )


def test_the_operator_may_be_told_by_a_chat(box: Outbox, service: Service) -> None:
    now = datetime.now(UTC)
    chat = posting.destination_named(box.settings, "hook")
    notice = DestinationDisabled("msg_1", "other", "the receiver answered 410", now, now)
    told = json.loads(posting.render(box.settings, chat, notice).payload)
    assert told["title"] == "[Marsad] other is disabled"
    assert "marsad destinations enable other" in told["body"]


def test_a_sample_can_be_sent_to_a_chat(box: Outbox, service: Service) -> None:
    chat = posting.destination_named(box.settings, "hook")
    policy = EgressPolicy(box.settings.network.allow)
    said = asyncio.run(previewing.send_sample(box.settings, chat, datetime.now(UTC), policy))
    assert said == ("the service accepted it", True)
    assert len(service.bodies) == 1


def test_what_is_printed_beside_the_answer_hides_it_from_nobody() -> None:
    program = (
        "import atexit, os; atexit.register(os.write, 1, b'bye\\n');"
        "from pipeline.channels.apprise_process import main; main()"
    )
    order = {"url": "json://127.0.0.1/", "allow": [], "seconds": 30}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(order).encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(ended.stdout) == {"readable": True}
