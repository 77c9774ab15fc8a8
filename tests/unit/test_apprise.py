"""The short text of an alert for chats, pushes and SMS, and the gate it is sent through."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config import values
from config.settings import DestinationSettings
from pipeline.channels.apprise import LONGEST, render_note
from pipeline.channels.apprise_process import Confinement
from pipeline.egress.policy import EgressPolicy
from pipeline.records import AlertMessage, Change
from tests.alert_messages import (
    ARABIC_PIECE,
    ENGLISH_PIECE,
    FRENCH_PIECE,
    edited,
    new_piece,
    removed_piece,
    restored_piece,
    silent_edit,
    withdrawn,
)

DASHBOARD = "https://m.example.org/articles/31"


def note(message: AlertMessage) -> tuple[str, list[str]]:
    told = json.loads(render_note(message, "Africa/Algiers").payload)
    return told["title"], told["body"].splitlines()


# --- what it says ------------------------------------------------------------------------


def test_an_edit_says_topic_kind_headline_severity_and_what_changed() -> None:
    title, lines = note(silent_edit(dashboard_url=DASHBOARD))
    assert title == f"[مياه] تعديل صامت: {silent_edit().article.title}"
    assert lines == [
        "المصدر: waha",
        "الأهمية: عالية",
        f"العنوان: {ARABIC_PIECE.title} ← {silent_edit().article.title}",
        "الأرقام والتواريخ: 12 مليار دينار ← 19 مليار دينار",
        "تعديل صامت: تغيّر المحتوى ولم تُشِر الصفحة إلى ذلك.",
        ARABIC_PIECE.canonical_url,
        DASHBOARD,
    ]


def test_a_note_runs_as_its_article_does_whatever_the_topic_is_called() -> None:
    # chats take the direction from the first letter that they meet
    arabic, french = note(silent_edit(topic="water"))[0], note(new_piece(FRENCH_PIECE))[0]
    assert (arabic[0], french[0]) == ("\u200f", "\u200e")
    assert note(silent_edit())[0][0] == note(new_piece(FRENCH_PIECE, topic="ports"))[0][0] == "["


def test_a_line_of_a_note_that_begins_with_a_foreign_name_runs_as_the_others() -> None:
    piece = replace(ARABIC_PIECE, body=("Delta Works تلتزم بتسليم السد في موعده، كما قالت.",))
    lines = note(new_piece(piece))[1]
    assert lines[1] == "\u200f" + piece.body[0]
    assert lines[-1].startswith("https://"), "a link stands bare"


def test_what_is_gone_is_told_with_how_its_last_text_began() -> None:
    _, lines = note(removed_piece())
    assert lines[-3].endswith("ما يلي آخر نص محفوظ لها.")
    assert lines[-2] == ARABIC_PIECE.body[0]


def test_an_edit_whose_kinds_are_not_known_tells_its_changes() -> None:
    message = edited(ENGLISH_PIECE, replace(ENGLISH_PIECE, title="Ferry fares to rise"))
    assert message.edit is not None
    changes = (
        Change("insert", "", "by nine", "body", 0),
        Change("delete", "in March", "", "body", 0),
        Change("replace", "9%", "19%", "title"),
        Change("replace", "a", "b", "title"),
    )
    edit = replace(message.edit, kinds=(), severity=None, evidence=(), changes=changes)
    assert note(replace(message, edit=edit))[1][1:5] == [
        "What changed: + by nine",
        "What changed: − in March",
        "What changed: 9% → 19%",
        "and 1 more",
    ]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (new_piece(FRENCH_PIECE), "Le port sec de Sidi Amar doit ouvrir avant l’été"),
        (removed_piece(FRENCH_PIECE), "L’article n’est plus en ligne"),
        (
            withdrawn(article=FRENCH_PIECE),
            "Annule : l’alerte 13 du \u20682026-02-03 10:23:05\u2069",
        ),
        (restored_piece(FRENCH_PIECE), "L’article est de nouveau à son adresse."),
    ],
)
def test_each_kind_of_alert_has_its_words(message: AlertMessage, words: str) -> None:
    _, lines = note(message)
    assert any(line.startswith(words) for line in lines)
    assert lines[-1] == FRENCH_PIECE.canonical_url


def test_the_same_alert_makes_the_same_bytes() -> None:
    assert render_note(silent_edit(), "UTC") == render_note(silent_edit(), "UTC")


# --- what no page can do -----------------------------------------------------------------


@pytest.mark.parametrize(
    "call", ["@everyone", "@here", "<!channel>", "<@U123>", "<#C1>", "[اقرأ](https://evil.example)"]
)
def test_no_headline_calls_anybody_or_hides_a_link(call: str) -> None:
    article = replace(ARABIC_PIECE, title=f"خبر {call}", body=(f"{call} نص",))
    for message in (new_piece(article, source=call), edited(ARABIC_PIECE, article)):
        title, lines = note(message)
        assert call not in title
        assert not any(call in line for line in lines)
    assert call in title.replace("\u200b", "")


@given(st.text(max_size=3_000), st.integers(1, 5))
def test_whatever_a_page_holds_the_text_is_short_and_ends_with_the_link(
    text: str, times: int
) -> None:
    article = replace(ENGLISH_PIECE, title=text * times, body=(text * times,), byline=text)
    for message in (new_piece(article, source=text), edited(ENGLISH_PIECE, article)):
        title, lines = note(message)
        assert len(title.replace("\u200b", "")) <= 150
        assert len("\n".join(lines[:-1]).replace("\u200b", "")) <= LONGEST
        assert lines[-1] == ENGLISH_PIECE.canonical_url
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", "".join((title, *lines)))


# --- the gate ----------------------------------------------------------------------------


def test_the_gate_lets_public_and_allowed_addresses_through_until_one_is_refused() -> None:
    gate = Confinement(EgressPolicy(["chat.internal:8443"]))
    gate("socket.getaddrinfo", ("chat.internal", 8443, 0, 0, 0))
    gate("socket.connect", (None, ("10.0.0.7", 8443)))
    gate("socket.getaddrinfo", (b"hooks.example.org", 443, 0, 0, 0))
    gate("socket.connect", (None, ("2606:4700::1", 443, 0, 0)))
    gate("socket.sendmsg", (None, None))
    with pytest.raises(PermissionError, match=r"169\.254\.169\.254 is not a public address"):
        gate("socket.connect", (None, ("169.254.169.254", 80)))
    with pytest.raises(PermissionError):  # one bad answer condemns all
        gate("socket.connect", (None, ("2606:4700::1", 443, 0, 0)))


@pytest.mark.parametrize(
    ("event", "details"),
    [
        ("socket.connect", (None, "/run/docker.sock")),
        ("socket.sendto", (None, ("127.0.0.1", 53))),
        ("socket.connect", (None, ("fe80::1%eth0", 80, 0, 2))),
        ("socket.connect", (None, ("intranet", 80))),
        ("subprocess.Popen", ("sh", [], None, None)),
        ("os.system", (b"id",)),
    ],
)
def test_the_gate_lets_nothing_else_out(event: str, details: tuple[object, ...]) -> None:
    with pytest.raises(PermissionError):
        Confinement(EgressPolicy())(event, details)


# --- its key -----------------------------------------------------------------------------


def test_an_address_is_a_secret() -> None:
    found = DestinationSettings.model_validate({"name": "chat", "apprise": "json://u:t0ken@h/"})
    assert found.channel == "apprise"
    assert "t0ken" not in repr(found)


def test_without_the_extra_the_configuration_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(values, "find_spec", found)
    with pytest.raises(ValidationError, match=r"pip install 'marsad\[apprise\]'"):
        DestinationSettings.model_validate({"name": "chat", "apprise": "json://h/"})


def test_the_service_itself_never_loads_apprise() -> None:
    render_note(silent_edit(), "UTC")
    assert "apprise" not in sys.modules
