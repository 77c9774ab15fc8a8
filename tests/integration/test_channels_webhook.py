"""The webhook channel against a real HTTP server on loopback."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from pipeline.channels import DeliveryError
from pipeline.channels.webhook import render_webhook, send_webhook
from pipeline.egress.gated_http import GuardedBackend
from pipeline.egress.policy import EgressPolicy
from tests.alert_messages import silent_edit
from tests.certificates import self_signed
from tests.waiting import until

SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of test secret!").decode()
TOKEN = "t0ken-in-the-path"


@dataclass
class Receiver:
    """A webhook receiver that keeps what arrives and answers as it is told."""

    port: int = 0
    status: int = 200
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b"ok"
    delay: float = 0
    #: ends the delays
    hurry: threading.Event = field(default_factory=threading.Event)
    #: a sender hung up before all was answered
    cut_off: bool = False
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    #: makes it speak TLS from the next connection on
    secure: Callable[[ssl.SSLContext], None] = lambda context: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/{TOKEN}"

    @property
    def policy(self) -> EgressPolicy:
        return EgressPolicy([f"127.0.0.1:{self.port}"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.requests.append((self.path, dict(self.headers), body))
            kept.hurry.wait(kept.delay)
            self.send_response(kept.status)
            for name, value in kept.answer_headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(kept.answer)
            except ConnectionError:  # the sender has read enough
                kept.cut_off = True

        def log_message(self, *args: Any) -> None:
            """Keeps the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_port

        def secure(context: ssl.SSLContext) -> None:
            server.socket = context.wrap_socket(server.socket, server_side=True)

        kept.secure = secure
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield kept
        kept.hurry.set()
        server.shutdown()
        thread.join()


async def post(receiver: Receiver, **changed: Any) -> None:
    arguments: dict[str, Any] = {
        "url": receiver.url,
        "secret": SECRET,
        "delivery_id": "dlv-7f3a90c2",
        "now": datetime.now(UTC),
        "policy": receiver.policy,
        "timeout": 30,
    }
    await send_webhook(render_webhook(silent_edit()), **(arguments | changed))


async def failure(receiver: Receiver, **changed: Any) -> DeliveryError:
    """The error of a webhook that must fail, which tells neither the URL nor the secret."""
    with pytest.raises(DeliveryError) as caught:
        await post(receiver, **changed)
    assert TOKEN not in str(caught.value)
    assert SECRET.removeprefix("whsec_") not in str(caught.value)
    assert str(caught.value).isprintable()
    return caught.value


async def test_a_webhook_arrives_signed_and_verifies(receiver: Receiver) -> None:
    await post(receiver)
    path, headers, body = receiver.requests[0]
    told = Webhook(SECRET).verify(body, headers)
    assert path.endswith(TOKEN)
    assert told["data"]["edit"]["stealth"] is True
    assert body == render_webhook(silent_edit()).payload
    assert headers["webhook-id"] == "dlv-7f3a90c2"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"].startswith("Marsad/")
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"


async def test_while_a_secret_changes_receivers_with_either_can_verify(receiver: Receiver) -> None:
    new = "whsec_" + base64.b64encode(b"another thirty-two bytes secret!").decode()
    await post(receiver, secret=new, old_secret=SECRET)
    _, headers, body = receiver.requests[0]
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (new, SECRET):
        assert Webhook(secret).verify(body, headers)
    stranger = "whsec_" + base64.b64encode(b"yet another secret of a stranger").decode()
    with pytest.raises(WebhookVerificationError):
        Webhook(stranger).verify(body, headers)


async def test_a_changed_body_does_not_verify(receiver: Receiver) -> None:
    await post(receiver)
    _, headers, body = receiver.requests[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"true", b"null", 1), headers)


async def test_a_retry_keeps_its_id_and_body_and_signs_the_new_time(receiver: Receiver) -> None:
    now = datetime.now(UTC)
    await post(receiver, now=now - timedelta(minutes=3))
    await post(receiver, now=now)
    (_, first, first_body), (_, second, second_body) = receiver.requests
    assert first["webhook-id"] == second["webhook-id"]
    assert first_body == second_body
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 180
    for headers in (first, second):
        Webhook(SECRET).verify(first_body, headers)


async def test_a_local_clock_signs_the_same_instant(receiver: Receiver) -> None:
    await post(receiver, now=datetime.now(ZoneInfo("Africa/Algiers")))
    _, headers, body = receiver.requests[0]
    assert Webhook(SECRET).verify(body, headers)["type"] == "article.edited"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_2xx_accepts(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.answer = status, b""
    await post(receiver)
    assert len(receiver.requests) == 1


async def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.status = 307
    receiver.answer_headers = {"Location": receiver.url}
    error = await failure(receiver)
    assert "redirect" in str(error)
    assert not error.permanent
    assert len(receiver.requests) == 1


async def test_gone_is_permanent(receiver: Receiver) -> None:
    receiver.status = 410
    assert (await failure(receiver)).permanent


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503])
async def test_any_other_refusal_may_pass(receiver: Receiver, status: int) -> None:
    receiver.status = status
    error = await failure(receiver)
    assert not error.permanent
    assert error.retry_after is None
    assert str(status) in str(error)


NOW = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0),
        ("999999999", 86400),
        ("9" * 400, 86400),
        (format_datetime(NOW + timedelta(days=30), usegmt=True), 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
async def test_a_busy_receiver_says_when_to_come_back(
    receiver: Receiver, status: int, asked: str, seconds: float | None
) -> None:
    receiver.status = status
    receiver.answer_headers = {"Retry-After": asked}
    assert (await failure(receiver, now=NOW)).retry_after == seconds


async def test_only_a_busy_receiver_is_heard_on_when_to_come_back(receiver: Receiver) -> None:
    receiver.status = 500
    receiver.answer_headers = {"Retry-After": "120"}
    assert (await failure(receiver)).retry_after is None


async def test_a_receiver_that_does_not_answer_is_left_after_the_timeout(
    receiver: Receiver,
) -> None:
    receiver.delay = 60
    started = time.monotonic()
    error = await failure(receiver, timeout=0.1)
    assert time.monotonic() - started < receiver.delay / 2
    assert "0.1 s" in str(error)
    assert not error.permanent


async def test_an_endless_answer_to_an_accepted_webhook_is_cut_off(receiver: Receiver) -> None:
    receiver.answer = b"x" * 20_000_000
    await post(receiver)
    await until(lambda: receiver.cut_off)


async def test_a_loopback_receiver_is_refused_unless_listed(receiver: Receiver) -> None:
    error = await failure(receiver, policy=EgressPolicy())
    assert error.permanent
    assert "network.allow" in str(error)
    assert receiver.requests == []


async def test_a_name_that_resolves_to_loopback_is_refused_unless_listed(
    receiver: Receiver,
) -> None:
    url = f"http://localhost:{receiver.port}/{TOKEN}"
    error = await failure(receiver, url=url, policy=EgressPolicy())
    assert error.permanent
    await post(receiver, url=url, policy=EgressPolicy([f"localhost:{receiver.port}"]))
    assert receiver.requests[0][1]["Host"] == f"localhost:{receiver.port}"


async def test_a_closed_port_may_open_later(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    policy = EgressPolicy([f"127.0.0.1:{port}"])
    error = await failure(receiver, url=f"http://127.0.0.1:{port}/{TOKEN}", policy=policy)
    assert not error.permanent
    assert "no connection" in str(error)


async def test_a_receiver_that_speaks_no_tls_may_learn_it(receiver: Receiver) -> None:
    error = await failure(receiver, url=receiver.url.replace("http:", "https:"))
    assert not error.permanent
    assert "TLS" in str(error)


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    receiver: Receiver, tmp_path: Path
) -> None:
    receiver.secure(self_signed(tmp_path)[0])
    error = await failure(receiver, url=receiver.url.replace("http:", "https:"))
    assert "certificate is not trusted" in str(error)
    assert not error.permanent
    assert receiver.requests == []


async def test_a_trusted_certificate_must_be_for_the_host_that_was_asked(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = self_signed(tmp_path)
    receiver.secure(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    await post(receiver, url=receiver.url.replace("http:", "https:"))
    assert len(receiver.requests) == 1
    url = f"https://localhost:{receiver.port}/"
    policy = EgressPolicy([f"localhost:{receiver.port}"])
    error = await failure(receiver, url=url, policy=policy)
    assert "certificate is not trusted" in str(error)


def speaks(*pieces: bytes) -> Iterator[int]:
    """A server that says the given bytes to whoever connects, then hangs up; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                for piece in pieces:
                    connection.sendall(piece)
                # reading to the end lets the other side see what was said, not a reset
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-nothing here\r\n\r\n", b"HTTP/1.1 2"])
async def test_an_answer_that_is_not_http_is_a_passing_failure(
    receiver: Receiver, said: bytes
) -> None:
    for port in speaks(said):
        policy = EgressPolicy([f"127.0.0.1:{port}"])
        error = await failure(receiver, url=f"http://127.0.0.1:{port}/{TOKEN}", policy=policy)
        assert not error.permanent
        assert "SSH" not in str(error)


async def test_an_answer_cut_after_its_status_was_an_acceptance(receiver: Receiver) -> None:
    for port in speaks(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"cut"):
        policy = EgressPolicy([f"127.0.0.1:{port}"])
        await post(receiver, url=f"http://127.0.0.1:{port}/", policy=policy)


async def test_the_guard_tries_the_next_checked_address(receiver: Receiver) -> None:
    async def two_answers(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.9", "127.0.0.1"]

    policy = EgressPolicy([f"news.example.org:{receiver.port}"])
    stream = await GuardedBackend(policy, two_answers).connect_tcp(
        "news.example.org", receiver.port, 5
    )
    address = stream.get_extra_info("server_addr")
    await stream.aclose()
    assert address[0] == "127.0.0.1"


async def test_a_name_is_resolved_once_and_the_checked_answer_is_connected_to(
    receiver: Receiver,
) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    guard = GuardedBackend(receiver.policy, rebinding)
    stream = await guard.connect_tcp("rebinding.example.org", receiver.port, 5)
    address = stream.get_extra_info("server_addr")
    await stream.aclose()
    assert address == ("127.0.0.1", receiver.port)
    assert answers == [["10.0.0.1"]]


async def test_an_ipv6_address_is_told_in_brackets() -> None:
    said = b"HTTP/1.1 204 No Content\r\n\r\n"
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        heard: list[bytes] = []

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(65536))
                connection.sendall(said)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        await send_webhook(
            render_webhook(silent_edit()),
            url=f"http://[::1]:{port}/",
            secret=SECRET,
            delivery_id="dlv-1",
            now=datetime.now(UTC),
            policy=EgressPolicy([f"[::1]:{port}"]),
        )
        thread.join()
    assert f"\r\nHost: [::1]:{port}\r\n".encode() in heard[0]
