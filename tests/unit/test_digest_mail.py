"""A digest as a mail: what stands where, in whose direction, and how much of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.channels.apprise import MOST_NOTED, render_noted_digest
from pipeline.channels.digest import MOST_MAILED, render_mailed_digest
from pipeline.channels.digest_layout import digest_page, digest_text
from pipeline.channels.digest_letter import DigestLetter, compose_digest
from pipeline.channels.digest_wording import digest_wording_for
from pipeline.records import AlertMessage, Digest, MatchedTerm
from tests.alert_messages import (
    ARABIC_PIECE,
    ARABIC_REVISED,
    ENGLISH_PIECE,
    FRENCH_PIECE,
    admitted_edit,
    digest,
    edited,
    new_piece,
    removed_piece,
    silent_edit,
)

FRENCH = new_piece(
    FRENCH_PIECE,
    alert_id=15,
    topic="ports",
    article_id=40,
    source="lerivage",
    matched=(MatchedTerm("port sec", "port sec", "body", "Le port sec de Sidi Amar doit ouvrir"),),
)
ENGLISH = new_piece(
    ENGLISH_PIECE, alert_id=16, topic="ports", article_id=41, source="harbour", matched=()
)
#: two topics, one of them with three alerts of one article
MIXED = digest(new_piece(), silent_edit(alert_id=13), FRENCH, removed_piece(alert_id=17), ENGLISH)
#: Gmail cuts longer mails
_GMAIL = 102_000


def letter(given: Digest = MIXED) -> DigestLetter:
    return compose_digest(given, "Africa/Algiers")


def mail(given: Digest = MIXED, **more: str) -> EmailMessage:
    rendered = render_mailed_digest(
        given,
        sender="marsad@example.org",
        recipient="desk@example.org",
        timezone="Africa/Algiers",
        **more,
    )
    return message_from_bytes(rendered.payload, policy=policy.default)


def texts(read: EmailMessage) -> tuple[str, str]:
    plain, html = read.iter_parts()
    return plain.get_content(), html.get_content()


def plain(given: Digest = MIXED) -> str:
    """The plain text without what only steers its direction."""
    return re.sub("[\u200f\u2068\u2069]", "", digest_text(letter(given)))


# --------------------------------------------------------------------- headers


def test_the_subject_tells_how_many_and_of_which_topics() -> None:
    assert str(mail()["Subject"]) == "[مرصد] 5 تنبيهات: مياه (3)، ports (2)"


def test_of_one_story_the_subject_has_its_latest_headline() -> None:
    of_one = digest(new_piece(), silent_edit(topic="سدود"))
    assert str(mail(of_one)["Subject"]) == f"[مياه، سدود] تنبيهان: {ARABIC_REVISED.title}"


def test_a_digest_has_the_headers_of_a_mailing_list_and_is_in_no_thread() -> None:
    read = mail(unsubscribe="mailto:lists@example.org")
    assert read["Message-ID"] == "<dlv-d16e5701@example.org>"
    assert read["List-Id"].strip() == "<desk.marsad.example.org>"
    assert read["List-Unsubscribe"] == "<mailto:lists@example.org>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert str(read["X-Marsad-Topic"]) == "مياه, ports"
    assert read["In-Reply-To"] is None
    several = digest(new_piece(), replace(FRENCH, watchlist="business"))
    assert mail(several)["List-Id"].strip() == "<digest.marsad.example.org>"


def test_the_same_digest_is_the_same_bytes() -> None:
    assert mail().as_bytes() == mail().as_bytes()


# ------------------------------------------------------------------- what is told


def test_alerts_stand_under_their_topic_and_with_those_of_their_story() -> None:
    water, ports = letter().topics
    assert [len(story) for story in water.stories] == [3]
    assert [len(story) for story in ports.stories] == [1, 1]
    text = plain()
    order = [
        "مياه (3)",
        "نص واحد، 3 تنبيهات",
        ARABIC_REVISED.title,
        "ports (2)",
        ENGLISH_PIECE.title,
    ]
    assert sorted(order, key=text.rindex) == order


def test_plain_text_stands_by_itself() -> None:
    text = plain()
    for told in (
        "‼ " + ARABIC_REVISED.title,
        "تعديل صامت · waha · العنوان، الأرقام والتواريخ · الأهمية: عالية · #13",
        "وقت التغيير: بين 2026-02-03 10:20:05 و10:30:02 (توقيت Africa/Algiers)",
        "خلال [-26-] {+38+} شهرا",
        "> تاغيت تطلق أشغال *سدّ* جديد بكلفة 12 مليار",
        "لم تعد المادة منشورة: سُحبت الصفحة (410).",
        "Nouvel article · lerivage · #15",
        "> Le *port sec* de Sidi Amar doit ouvrir",
        "https://lerivage.example.org/economie/port-sec",
        "> " + ENGLISH_PIECE.body[0],
    ):
        assert told in text


class _Read(HTMLParser):
    """The tags that stand in a page, and the text under each language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.directions: list[tuple[str | None, str | None]] = []
        self.links: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        if tag in ("div", "td", "p") and "lang" in found:
            self.directions.append((found["lang"], found["dir"]))
        if tag == "a":
            self.links.append(found["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_alert_runs_in_its_own_direction_and_its_headline_leads_to_it() -> None:
    read = _Read(texts(mail())[1])
    assert read.directions == [("ar", "rtl")] * 4 + [("fr", "ltr"), ("en", "ltr")]
    assert read.links[-2:] == [
        "https://lerivage.example.org/economie/port-sec",
        "https://harbour.example.org/news/ferry-fares",
    ]
    assert {"s", "u", "mark", "h1", "h2", "h3"} <= read.tags
    assert not {"img", "script", "form", "iframe", "link"} & read.tags


def test_headings_are_in_the_language_of_most_of_it() -> None:
    assert letter(digest(FRENCH, ENGLISH, FRENCH)).title == "3 alertes"
    assert letter(digest(ENGLISH, ENGLISH)).title == "2 alerts"
    assert letter().direction == "rtl"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "تنبيه واحد"),
        (2, "تنبيهان"),
        (3, "3 تنبيهات"),
        (10, "10 تنبيهات"),
        (11, "11 تنبيهًا"),
        (60, "60 تنبيهًا"),
        (100, "100 تنبيه"),
        (103, "103 تنبيهات"),
    ],
)
def test_arabic_counts_as_arabic_does(n: int, said: str) -> None:
    assert digest_wording_for("ar").alerts(n) == said


def test_an_edit_that_two_topics_flag_is_shown_once() -> None:
    twice = digest(silent_edit(), silent_edit(alert_id=14, topic="سدود"))
    text = plain(twice)
    assert text.count("{+38+}") == 1
    assert text.count(ARABIC_REVISED.title) == 2
    assert "تفصيله تحت موضوع آخر في هذه الرسالة" in text


def test_a_digest_leads_to_each_article_on_the_dashboard() -> None:
    page = "https://desk.example.org/articles/31"
    given = digest(new_piece(dashboard_url=page), FRENCH)
    assert page in plain(given).splitlines()
    assert page in _Read(texts(mail(given))[1]).links


def test_a_note_of_a_digest_tells_every_alert_by_headline_and_link() -> None:
    many = [new_piece(replace(FRENCH_PIECE, title=f"{n} @everyone {'x ' * 99}")) for n in range(6)]
    given = digest(silent_edit(), FRENCH, *many)
    assert len(given.entries) == MOST_NOTED
    note = json.loads(render_noted_digest(given, "Africa/Algiers").payload)
    lines = note["body"].splitlines()
    assert note["title"].startswith("[Marsad] 8 alertes : مياه (7)")
    assert lines[0] == f"\u200f\u2068‼ تعديل صامت: {ARABIC_REVISED.title}\u2069"
    assert [line for line in lines if line.startswith("http")] == [
        *["https://waha.example.org/maghreb/item/4411-dam"],
        *["https://lerivage.example.org/economie/port-sec"] * 7,
    ]
    assert all(any(f" {n} @" in line for line in lines) for n in range(6))
    assert "@everyone" not in note["body"], "nobody is called"
    assert sum(len(line) for line in lines if not line.startswith("http")) < 1_000


def test_an_alert_in_another_direction_than_its_digest_keeps_its_order_in_a_chat() -> None:
    given = digest(silent_edit(), removed_piece(), FRENCH)
    note = json.loads(render_noted_digest(given, "Africa/Algiers").payload)
    arabic, _, _, _, french, _ = note["body"].splitlines()
    assert arabic.startswith("‼ ")
    assert french.startswith("\u200e\u2068• ")
    assert french.endswith("\u2069")


# ------------------------------------------------------------------- how much of it


def long_edit(number: int, **more: object) -> AlertMessage:
    title = f"{number} {ARABIC_PIECE.title}"
    slug = "%D9%88%D9%84%D8%A7%D9%8A%D8%A9-%D8%AA%D8%A7%D8%BA%D9%8A%D8%AA"
    before = replace(
        ARABIC_PIECE,
        title=title,
        canonical_url=f"{ARABIC_PIECE.canonical_url}/{slug}-{number}",
        body=ARABIC_PIECE.body * 4,
    )
    after = replace(before, body=tuple(one.replace("ا", "أ") for one in before.body))
    given = {"alert_id": number + 100, "article_id": number, "edit_id": number + 1, **more}
    return edited(before, after, **given)


@pytest.fixture(scope="module")
def full() -> DigestLetter:
    low = [long_edit(number) for number in range(MOST_MAILED - 2)]
    low = [replace(one, edit=replace(one.edit, severity="low")) for one in low if one.edit]
    high = [long_edit(number) for number in (998, 999)]
    return letter(digest(*low, *high))


def test_a_long_digest_tells_what_does_not_fit_by_headline_and_says_so(
    full: DigestLetter,
) -> None:
    items = [item for part in full.topics for story in part.stories for item in story]
    brief = sum(item.is_brief for item in items)
    assert len(items) == MOST_MAILED
    assert 0 < brief < MOST_MAILED
    assert full.brief is not None
    assert str(brief) in full.brief
    assert all(item.title in digest_text(full) for item in items)
    assert not any(item.is_brief for item in items if item.is_high)


def test_a_long_digest_is_not_cut_by_gmail(full: DigestLetter) -> None:
    assert len(digest_page(full).encode()) < _GMAIL
    assert len(digest_text(full).encode()) < _GMAIL


@settings(max_examples=15)
@given(st.text(st.characters(codec=None), max_size=40), st.integers(1, 400))
def test_whatever_a_page_holds_changes_no_header_and_no_layout(text: str, times: int) -> None:
    hostile = text * times
    piece = replace(
        ARABIC_PIECE, title=hostile, url=hostile, canonical_url=hostile, body=(hostile,) * 3
    )
    after = replace(piece, title=hostile + "x", body=(hostile, "x"))
    terms = (MatchedTerm(hostile, hostile, "title", hostile),)
    given_digest = digest(new_piece(piece, matched=terms), edited(piece, after), FRENCH)
    read = mail(given_digest)
    assert set(read.keys()) == set(mail().keys())
    found = _Read(texts(read)[1])
    usual = _Read(texts(mail(digest(new_piece(), admitted_edit(), FRENCH)))[1])
    assert found.tags <= usual.tags | {"br"}
    assert not re.search("[\u202a-\u202e\u2066\u2067]", "".join(texts(read)))
    assert all(link is None or re.match("https?://", link) for link in found.links)
