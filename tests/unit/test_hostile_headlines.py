"""Five hundred hostile headlines change no mail, webhook, feed, chat message or terminal."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from xml.etree import ElementTree

import pytest
from rich.console import Console

from marsad import screen
from pipeline.channels.apprise import render_note
from pipeline.channels.feed import Channel, render_feed
from pipeline.channels.mail import render_mail
from pipeline.channels.webhook import LARGEST, render_webhook
from pipeline.records import AlertMessage, MatchedTerm
from pipeline.store.queries import AlertView
from tests.alert_messages import ARABIC_PIECE, CREATED, edited, new_piece

_BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0", "%0d%0a")
_HEADERS = ("Bcc: v@example.net", "Subject: other", "Content-Type: text/html", "", ".", "DATA")
_ENCODED = (
    "=?utf-8?q?a=0D=0ABcc:_v@example.net?=",
    "=?utf-8?b?DQpCY2M6IHZAZXhhbXBsZS5uZXQ=?=",
    "=?utf-8?q?" + "a" * 500,
    "=?iso-8859-6?q?=C7=E4?= =?utf-8?q?=0A?=",
    "=?=?=?" * 30,
)
_BIDI = (
    "\u202e",
    "\u202d",
    "\u202a",
    "\u202b",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\u202c",
    "\u061c",
)
_TAGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></td></table></body><h1>",
    "<!--",
    "\"'><a href=javascript:alert(1)>",
    "<style>*{display:none}</style>",
    "&lt;b&gt;&#60;i&#62;",
    "[link=https://evil.example][/link][bold red]",
)
_TERMINAL = ("\x1b[31m", "\x1b]8;;https://evil.example\x07", "\x9b2J", "\x07", "\x08" * 20, "\x7f")
_LONG = (
    "م" * 10_000,
    "x" * 10_000,
    "🙂" * 5_000,
    "a b " * 2_500,
    "\ud800" * 10_000,
    "\u0651" * 10_000,
)


def headlines() -> list[str]:
    """The same five hundred each time: attacks alone, then several at random in one title."""
    alone = [f"خبر عاجل{one}{header}" for one in _BREAKS for header in _HEADERS]
    alone += [f"{mark}خبر{other}" for mark in _BIDI for other in _BIDI]
    alone += [*_ENCODED, *_TAGS, *_TERMINAL, *_LONG, "", " "]
    chance = random.Random(5)
    pieces = [*_BREAKS, *_HEADERS, *_ENCODED, *_BIDI, *_TAGS, *_TERMINAL, "البلدية", "council", " "]
    mixed = ["".join(chance.choices(pieces, k=chance.randint(2, 12))) for _ in range(500)]
    return [*alone, *mixed][:500]


TITLES = headlines()


def shown(title: str) -> AlertMessage:
    """An alert in which the title stands wherever a page's text can."""
    article = replace(ARABIC_PIECE, title=title, byline=title, section=title, credited_source=title)
    return edited(
        replace(ARABIC_PIECE, title="عنوان سابق"),
        article,
        matched=(MatchedTerm(title, title, "title", title),),
        created_at=CREATED + timedelta(seconds=1),
    )


def mailed(message: AlertMessage) -> EmailMessage:
    sent = render_mail(
        message, sender="m@example.org", recipient="desk@example.org", timezone="Africa/Algiers"
    )
    return message_from_bytes(sent.payload, policy=policy.default)


def text_of(read: EmailMessage, kind: str) -> str:
    part = read.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


class Markup(HTMLParser):
    """Which tags and attributes a page has, but the marks of words and changes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(sorted(name for name, _ in attrs))))


@cache
def ordinary() -> tuple[list[str], set[tuple[str, tuple[str, ...]]]]:
    """Names of headers, and the markup, of mails whose titles are harmless."""
    read = mailed(shown("عنوان"))
    markup = (
        Markup(text_of(read, "html")).found | Markup(text_of(mailed(new_piece()), "html")).found
    )
    return sorted(read.keys()), markup


def assert_turns_nothing_around(text: str) -> None:
    """No override, no control."""
    assert not re.search("[\u202a-\u202e\u2066\u2067]", text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text.replace("\r\n", "\n"))


def test_there_are_five_hundred_and_they_differ() -> None:
    assert len(TITLES) == 500
    assert len(set(TITLES)) > 450


@pytest.mark.parametrize("part", range(10))
def test_no_headline_changes_a_mail(part: int) -> None:
    headers, markup = ordinary()
    for title in TITLES[part::10]:
        read = mailed(shown(title))
        assert sorted(read.keys()) == headers, repr(title)
        assert (read["To"], read["From"]) == ("desk@example.org", "Marsad <m@example.org>")
        assert len(read["Subject"]) <= 150
        assert_turns_nothing_around(str(read["Subject"]))
        html, plain = text_of(read, "html"), text_of(read, "plain")
        assert_turns_nothing_around(plain)
        assert_turns_nothing_around(html)
        assert Markup(html).found <= markup, repr(title)
        assert [one.get_content_type() for one in read.iter_parts()] == ["text/plain", "text/html"]


def test_no_headline_changes_a_webhook() -> None:
    fields = set(json.loads(render_webhook(shown("عنوان")).payload)["data"]["article"])
    for title in TITLES:
        sent = render_webhook(shown(title)).payload
        assert len(sent) <= LARGEST
        text = sent.decode()
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text), repr(title)
        found = json.loads(text)
        assert set(found["data"]["article"]) == fields
        whole = title.encode("utf-8", "replace").decode()
        got = found["data"]["article"]["title"]
        assert got == whole or (got.endswith("…") and whole.startswith(got[:-1]))


@pytest.mark.parametrize("part", range(5))
def test_no_headline_changes_a_feed(part: int) -> None:
    channel = Channel("desk", "example.org", "Africa/Algiers")
    titles = TITLES[part::5]
    document = render_feed(channel, [shown("عنوان"), *map(shown, titles)])
    assert_turns_nothing_around(document.decode())
    feed = ElementTree.fromstring(document)
    usual, *found = feed.findall("{*}entry")
    assert len(found) == len(titles)
    _, markup = ordinary()
    for title, entry in zip(titles, found, strict=True):
        assert parts(entry) == parts(usual), repr(title)
        content = entry.findtext("{*}content") or ""
        assert Markup(content).found <= markup, repr(title)
        assert len(entry.findtext("{*}title") or "") <= 150
        assert_turns_nothing_around("".join(entry.itertext()))


def parts(entry: ElementTree.Element) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of an entry with the names of their attributes."""
    return [(one.tag, tuple(sorted(one.attrib))) for one in entry.iter()]


def test_no_headline_changes_a_chat_s_message() -> None:
    for title in TITLES:
        told = json.loads(render_note(shown(title), "Africa/Algiers").payload)
        assert set(told) == {"title", "body"}
        assert "\n" not in told["title"]
        assert_turns_nothing_around(told["title"] + told["body"])
        assert not re.search(r"<[!@#/a-zA-Z]|@\w", told["title"] + told["body"]), repr(title)
        assert told["body"].splitlines()[-1] == ARABIC_PIECE.canonical_url


def test_no_headline_changes_the_terminal() -> None:
    views = [
        AlertView(
            id=number,
            topic="council",
            watchlist="desk",
            kind="edit",
            article=number,
            version=1,
            edit=None,
            created_at=CREATED,
            matched=(MatchedTerm(title, title, "title", title),),
            title=title[:300],
            sequence=number,
        )
        for number, title in enumerate(TITLES)
    ]
    for start in range(0, len(views), 100):
        written = StringIO()
        console = Console(file=written, width=2_000, force_terminal=False)
        console.print(screen.alert_table(views[start : start + 100], "UTC"))
        text = written.getvalue()
        assert "\x1b" not in text
        assert_turns_nothing_around(text)
        assert "[link" not in text or "[link=https" in text
