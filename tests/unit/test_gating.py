"""Which places are the operator's own, and so open to the service though they are private."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.gating import gate_for, own_places
from tests.builders import settings

SMTP = {"host": "mail.internal", "port": 587, "sender": "marsad@example.org"}


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_mail_server_and_sentry_are(tmp_path: Path) -> None:
    dsn = "https://key@sentry.internal/1"
    found = settings(tmp_path, smtp=SMTP, sentry={"dsn": dsn})
    assert set(own_places(found)) == {("mail.internal", 587), ("sentry.internal", 443)}


def test_a_proxy_is_where_sentry_is_reached_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:word@proxy.internal:3128")
    monkeypatch.setenv("HTTP_PROXY", "plain.internal")
    monkeypatch.setenv("ALL_PROXY", "http://broken:port")
    assert set(own_places(settings(tmp_path, smtp=SMTP))) == {("mail.internal", 587)}
    found = settings(tmp_path, smtp=SMTP, sentry={"dsn": "https://key@sentry.internal/1"})
    assert set(own_places(found)) == {
        ("mail.internal", 587),
        ("sentry.internal", 443),
        ("proxy.internal", 3128),
        ("plain.internal", 80),
    }


def test_the_manager_that_started_the_service_may_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "@/run/marsad/notify")
    gate = gate_for(settings(tmp_path))
    gate("socket.sendto", (None, "\0/run/marsad/notify"))
    with pytest.raises(PermissionError):
        gate("socket.sendto", (None, "/run/other"))


def test_without_settings_nothing_private_is_open() -> None:
    gate = gate_for(None)
    gate("socket.connect", (None, ("93.184.215.14", 443)))
    with pytest.raises(PermissionError):
        gate("socket.connect", (None, ("127.0.0.1", 25)))
