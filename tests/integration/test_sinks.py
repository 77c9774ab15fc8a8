"""The demo's mail sink and webhook receiver: what they keep and how they misbehave."""

from __future__ import annotations

import http.client
import smtplib
import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from standardwebhooks import Webhook

from marsad.demo.mailbox import Mailbox, Mood
from marsad.demo.receiver import Receiver, Reply

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
BODY = '{"نبأ": "جسر"}'.encode()


@pytest.fixture(autouse=True)
def nothing_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Whatever happens to a connection, no thread of the server complains."""
    yield
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with Receiver(SECRET) as hook:
        yield hook


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "marsad@example.org", "desk@example.org"
    message["Subject"] = subject
    message.set_content("نص الرسالة\n.سطر يبدأ بنقطة\n")
    return message


def send(box: Mailbox, subject: str = "خبر") -> None:
    with smtplib.SMTP("127.0.0.1", box.port, timeout=5) as client:
        client.send_message(letter(subject))


def post(
    hook: Receiver,
    *,
    message_id: str = "msg_1",
    at: datetime | None = None,
    body: bytes = BODY,
    path: str = "/hook",
    changed: Mapping[str, str] | None = None,
) -> http.client.HTTPResponse:
    at = at or datetime.now(UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(message_id, at, BODY.decode()),
    } | dict(changed or {})
    connection = http.client.HTTPConnection(hook.host, timeout=5)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


# Mail


def test_a_message_is_kept_with_its_envelope(box: Mailbox) -> None:
    send(box, "عاجل: جسر جديد")

    (mail,) = box.wait_for(1, timeout=60)
    assert (mail.sender, mail.recipients) == ("marsad@example.org", ("desk@example.org",))
    assert mail.message["Subject"] == "عاجل: جسر جديد"
    assert mail.message.get_content().splitlines() == ["نص الرسالة", ".سطر يبدأ بنقطة"]
    assert b"\r\n\r\n" in mail.raw
    assert datetime.now(UTC) - mail.at < timedelta(minutes=1)


def test_messages_are_refused_as_often_as_asked_for(box: Mailbox) -> None:
    box.moods.next(Mood.REFUSE_FOR_NOW, Mood.REFUSE)
    codes = []
    for n in range(3):
        try:
            send(box, str(n))
        except smtplib.SMTPDataError as refused:
            codes.append(refused.smtp_code)

    assert codes == [451, 550]
    assert [mail.message["Subject"] for mail in box.refused] == ["0", "1"]
    assert [mail.message["Subject"] for mail in box.messages] == ["2"]


def test_a_usual_mood_lasts(box: Mailbox) -> None:
    box.moods.usual = Mood.REFUSE
    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError):
            send(box)

    assert len(box.refused) == 2


def test_a_message_whose_answer_is_cut_off_was_kept_all_the_same(box: Mailbox) -> None:
    box.moods.next(Mood.BREAK_OFF)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        send(box, "مرة أولى")
    send(box, "مرة ثانية")

    assert [mail.message["Subject"] for mail in box.messages] == ["مرة أولى", "مرة ثانية"]


def test_waiting_in_vain_says_how_many_came(box: Mailbox) -> None:
    send(box)
    with pytest.raises(TimeoutError, match="1 of 2"):
        box.wait_for(2, timeout=0.05)


def test_the_mailbox_ends_with_its_threads_and_comes_back_at_its_port() -> None:
    before = set(threading.enumerate())
    box = Mailbox()
    with box:
        port = box.port
        idle = socket.create_connection(("127.0.0.1", port), timeout=5)
        assert idle.recv(100).startswith(b"220")
    ended = set(threading.enumerate()) <= before
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        send(box)
    with box:
        send(box)
        assert box.port == port

    assert ended
    assert len(box.messages) == 1


# Webhooks


def test_a_signed_delivery_is_kept_and_verified(hook: Receiver) -> None:
    status = post(hook).status

    (received,) = hook.wait_for(1, timeout=60)
    assert status == 204
    assert received.verified
    assert (received.id, received.body) == ("msg_1", BODY)
    assert received.headers["content-type"] == "application/json"
    assert datetime.now(UTC) - received.at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "garbage"},
        {"webhook-signature": "v1,not!base64,3"},
        {"webhook-signature": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "1e400"},
        {"webhook-timestamp": "yesterday"},
    ],
)
def test_a_forged_delivery_is_kept_but_not_verified(
    hook: Receiver, changed: dict[str, str]
) -> None:
    post(hook, changed=changed)

    (received,) = hook.received
    assert not received.verified


@pytest.mark.parametrize("body", [b"{}", b"\xff\xfe", b""])
def test_another_body_under_the_signature_is_not_verified(hook: Receiver, body: bytes) -> None:
    post(hook, body=body)

    assert [(one.body, one.verified) for one in hook.received] == [(body, False)]


def test_an_old_delivery_is_not_verified(hook: Receiver) -> None:
    post(hook, at=datetime.now(UTC) - timedelta(hours=1))

    assert not hook.received[0].verified


def test_replies_come_in_turn_and_then_the_usual_one(hook: Receiver) -> None:
    hook.replies.next(Reply(500), Reply(429, {"Retry-After": "2"}), Reply(410))
    answers = [post(hook) for _ in range(4)]

    assert [answer.status for answer in answers] == [500, 429, 410, 204]
    assert answers[1].headers["Retry-After"] == "2"
    assert len(hook.received) == 4


def test_a_delivery_whose_answer_is_cut_off_was_kept_all_the_same(hook: Receiver) -> None:
    hook.replies.next(Reply(break_off=True))
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        post(hook)

    assert post(hook).status == 204
    assert [one.id for one in hook.received] == ["msg_1", "msg_1"]


def test_a_receiver_that_hangs_still_ends_with_its_threads() -> None:
    before = set(threading.enumerate())
    with Receiver(SECRET) as hook:
        hook.replies.usual = Reply(delay=3600)
        caller = socket.create_connection(("127.0.0.1", urlsplit(hook.url).port or 0), timeout=5)
        caller.sendall(b"POST /hook HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
        hook.wait_for(1, timeout=60)
    caller.close()

    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/elsewhere", {}, 404), ("/hook", {"Content-Length": "99999999999"}, 413)],
)
def test_what_is_no_delivery_is_not_kept(
    hook: Receiver, path: str, headers: dict[str, str], status: int
) -> None:
    assert post(hook, path=path, changed=headers).status == status
    assert hook.received == []
