"""The mail of an alert: its headers, its two bodies, and what no page can do to them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MultipartInvariantViolationDefect
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.channels import DeliveryError
from pipeline.channels.mail import render_mail
from pipeline.channels.wording import ARABIC, ENGLISH, FRENCH, wording_for
from pipeline.records import Absence, AlertMessage, MatchedTerm, Precision, Stamp, TakenBack
from tests.alert_messages import (
    ALGIERS,
    ARABIC_PIECE,
    ENGLISH_PIECE,
    FRENCH_PIECE,
    admitted_edit,
    edited,
    new_piece,
    removed_piece,
    restored_piece,
    returned_changed,
    silent_edit,
    withdrawn,
)

NAUGHTY = Path(__file__).parents[2].parent / "shared" / "data" / "naughty-strings.json"
HEADERS = [
    "Auto-Submitted", "Content-Type", "Date", "From", "List-Id", "MIME-Version", "Message-ID",
    "Subject", "To", "X-Marsad-Topic",
]  # fmt: skip
INJECTED = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def payload(message: AlertMessage, **changed: Any) -> bytes:
    arguments = {
        "sender": "marsad@example.org",
        "recipient": "desk@example.org",
        "timezone": "Africa/Algiers",
    }
    return render_mail(message, **(arguments | changed)).payload


def mail(message: AlertMessage, **changed: Any) -> EmailMessage:
    return message_from_bytes(payload(message, **changed), policy=policy.default)


def body(message: AlertMessage, kind: str, **changed: Any) -> str:
    part = mail(message, **changed).get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


class Page(HTMLParser):
    """The elements and attributes of a page as a browser would find them, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags[-2:] == ["mark", "b"]:
            self.marked.append(data)
            self.tags.append("")

    def values(self, tag: str, name: str) -> list[str | None]:
        return [value for t, n, value in self.attributes if (t, n) == (tag, name)]


def words(message: AlertMessage, kind: str) -> str:
    """What a reader finds in a body, whatever the markup."""
    told = body(message, kind)
    return Page(told).text if kind == "html" else told


def page(message: AlertMessage, **changed: Any) -> Page:
    return Page(body(message, "html", **changed))


# --- headers -----------------------------------------------------------------------------


def test_a_new_piece_has_its_topic_and_title_as_subject() -> None:
    assert mail(new_piece())["Subject"] == f"[مياه] {ARABIC_PIECE.title}"


@pytest.mark.parametrize(
    ("message", "marker"),
    [
        (silent_edit(), "[مياه] تعديل صامت: ولاية تاغيت"),
        (admitted_edit(), "[مياه] تعديل: ولاية تاغيت"),
        (edited(FRENCH_PIECE, FRENCH_PIECE), "[مياه] Modification silencieuse : Le port"),
        (edited(ENGLISH_PIECE, ENGLISH_PIECE), "[مياه] Silent edit: Ferry"),
        (silent_edit(kind="entered"), "[مياه] دخلت الموضوع بتعديل: ولاية تاغيت"),
        (silent_edit(kind="left"), "[مياه] خرجت من الموضوع بتعديل: ولاية تاغيت"),
    ],
)
def test_an_edit_says_in_its_subject_what_kind_it_is(message: AlertMessage, marker: str) -> None:
    assert mail(message)["Subject"].startswith(marker)


def test_the_headers_are_exactly_those_of_an_alert() -> None:
    read = mail(new_piece())
    assert sorted(read.keys()) == HEADERS
    assert read["From"] == "Marsad <marsad@example.org>"
    assert read["To"] == "desk@example.org"
    assert read["Date"].datetime == datetime.fromisoformat("2026-02-03T09:30:05+00:00")
    assert read["Message-ID"] == "<dlv-7f3a90c2@example.org>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["X-Marsad-Topic"] == "مياه"
    assert read.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


def test_an_early_python_that_misses_parts_it_was_not_to_read_refuses_no_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Parser(BytesParser):
        """As before Python 3.11.5."""

        def parsebytes(self, text: bytes | bytearray, headersonly: bool = False) -> Any:
            read = super().parsebytes(text, headersonly)
            if headersonly and read.get_content_maintype() == "multipart":
                read.defects.append(MultipartInvariantViolationDefect())
            return read

    at_hand = payload(new_piece())
    monkeypatch.setattr("pipeline.channels.mail.BytesParser", Parser)
    assert payload(new_piece()) == at_hand


def test_an_edit_is_threaded_under_the_first_mail_of_its_article() -> None:
    read = mail(silent_edit())
    first = mail(new_piece())["Message-ID"]
    assert read["In-Reply-To"] == first
    assert read["References"] == first
    assert read["Message-ID"] == "<dlv-88e1d402@example.org>"


def test_a_copy_is_threaded_under_the_first_mail_of_its_story_and_its_edits_under_both() -> None:
    copy = mail(new_piece(delivery_id="dlv-2", thread_of=("dlv-1",)))
    assert copy["In-Reply-To"] == copy["References"] == "<dlv-1@example.org>"
    edit = mail(silent_edit(delivery_id="dlv-3", thread_of=("dlv-1", "dlv-2")))
    assert edit["In-Reply-To"] == copy["Message-ID"] == "<dlv-2@example.org>"
    assert edit["References"] == "<dlv-1@example.org> <dlv-2@example.org>"
    longest = tuple(f"msg_{letter * 32}" for letter in "ab")
    read = mail(silent_edit(thread_of=longest))
    assert read["References"] == " ".join(f"<{one}@example.org>" for one in longest)


def test_a_thread_that_is_no_message_id_is_refused() -> None:
    with pytest.raises(DeliveryError, match="cannot be part of a message id"):
        mail(silent_edit(thread_of=("dlv-1", "x>\r\nBcc: v@example.net")))


def test_a_watchlist_is_a_list_of_its_own_to_the_reader_s_client() -> None:
    names = ("desk", "Desk", "مكتب", "غرفة", "desk one", "desk-one", "x" * 64)
    ids = [str(mail(new_piece(watchlist=name))["List-Id"]) for name in names]
    assert ids[0] == "<desk.marsad.example.org>"
    assert len(set(ids)) == len(names)
    assert all(re.fullmatch(r"<[a-z0-9-]+\.marsad\.example\.org>", one) for one in ids)
    assert ids[2] == mail(silent_edit(watchlist="مكتب"))["List-Id"]


def test_a_reader_is_told_where_to_ask_for_no_more_mail_where_that_is_configured() -> None:
    read = mail(new_piece(), unsubscribe="mailto:lists@example.org")
    assert read["List-Unsubscribe"] == "<mailto:lists@example.org>"
    assert "List-Unsubscribe" not in mail(new_piece())


def test_the_same_message_gives_the_same_bytes() -> None:
    assert payload(silent_edit()) == payload(silent_edit())


@pytest.mark.parametrize("message", [new_piece(), silent_edit(), new_piece(ENGLISH_PIECE)])
def test_the_bytes_are_safe_for_any_server_on_the_way(message: AlertMessage) -> None:
    sent = payload(message)
    assert sent.isascii()
    assert sent.count(b"\n") == sent.count(b"\r\n") == sent.count(b"\r")
    assert max(map(len, sent.split(b"\r\n"))) <= 78


def test_a_long_subject_in_plain_letters_is_folded() -> None:
    title = "Ferry fares to rise again " * 5
    sent = payload(new_piece(replace(ENGLISH_PIECE, title=title), topic="ferries"))
    assert max(map(len, sent.split(b"\r\n"))) <= 78
    assert b"Subject: [ferries] Ferry fares" in sent


def test_a_long_title_is_cut_at_a_word() -> None:
    subject = mail(new_piece(replace(ARABIC_PIECE, title="خبر طويل " * 200)))["Subject"]
    assert 100 < len(subject) <= 150
    assert subject.endswith(("خبر…", "طويل…"))


@pytest.mark.parametrize(
    "title",
    [
        "a\r\nBcc: victim@example.net",
        "a\nBcc: victim@example.net\n\nbody",
        "a\rBcc: victim@example.net",
        "a\u2028Bcc: victim@example.net",
        "a\u2029Bcc: victim@example.net",
        "a\x85Bcc: victim@example.net",
        "a\x0b\x0c\x1c\x1d\x1eBcc: victim@example.net",
        "=?utf-8?q?a=0D=0ABcc:_victim@example.net?=",
        "=?utf-8?b?DQpCY2M6IHZpY3RpbUBleGFtcGxlLm5ldA==?=",
        "خبر =?utf-8?q?=0D=0ABcc:_victim@example.net?= عاجل",
        "=?utf-8?q?" + "a" * 500,
        "\x00\x07\x1b[31m\x7f\x9b",
        "\ud800 lone \udfff",
        "\u202egnp.exe\u2066",
        "",
        " ",
        "\\" * 80 + '"' * 80,
        "x" * 10_000,
        "م" * 10_000,
        "🙂" * 300,
        "=?" * 90,
        "?=" * 90,
        "a: b, c <d@e>; (f)",
    ],
)
@pytest.mark.parametrize("kind", [new_piece, lambda article: edited(article, article)])
def test_a_crafted_title_changes_no_header(title: str, kind: Any) -> None:
    read = mail(kind(replace(ENGLISH_PIECE, title=title)))
    assert set(read.keys()) - {"In-Reply-To", "References"} == set(HEADERS)
    assert read["To"] == "desk@example.org"
    assert "victim" not in str(read["From"])
    assert len(read["Subject"]) <= 150
    assert str(read["Subject"]).isprintable()


@given(st.text(), st.text())
def test_no_title_or_topic_changes_a_header(title: str, topic: str) -> None:
    read = mail(new_piece(replace(FRENCH_PIECE, title=title), topic=topic))
    assert sorted(read.keys()) == HEADERS
    assert len(read["Subject"]) <= 150
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


def test_naughty_titles_change_no_header_and_no_markup() -> None:
    if not NAUGHTY.exists():
        pytest.skip(f"{NAUGHTY} is not here")
    plain = page(new_piece(ENGLISH_PIECE))
    for title in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        read = mail(new_piece(replace(ENGLISH_PIECE, title=title)))
        assert sorted(read.keys()) == HEADERS, title
        found = Page(str(read.get_body(("html",)).get_content()))  # type: ignore[union-attr]
        assert found.tags == plain.tags, title
        assert found.attributes == plain.attributes, title


@pytest.mark.parametrize("delivery_id", ["a>\r\nBcc: x@example.net", "a b", "é"])
def test_an_id_that_would_change_the_headers_is_an_error(delivery_id: str) -> None:
    with pytest.raises(DeliveryError, match="message id") as caught:
        payload(new_piece(delivery_id=delivery_id))
    assert caught.value.permanent
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("which", ["sender", "recipient"])
@pytest.mark.parametrize("end", ["\r\nBcc: x@example.net", "\nBcc: x@example.net", "\r\n\r\nx"])
def test_an_address_that_would_change_the_headers_is_an_error(which: str, end: str) -> None:
    with pytest.raises(DeliveryError, match="headers") as caught:
        payload(new_piece(), **{which: f"desk@example.org{end}"})
    assert caught.value.permanent


def test_an_arabic_domain_is_written_in_ascii() -> None:
    read = mail(new_piece(), recipient="desk@واحة.example", sender="marsad@واحة.example")
    domain = "واحة.example".encode("idna").decode()
    assert read["To"] == f"desk@{domain}"
    assert read["Message-ID"].endswith(f"@{domain}>")


def test_a_mailbox_name_outside_ascii_is_an_error() -> None:
    with pytest.raises(DeliveryError) as caught:
        payload(new_piece(), recipient="مكتب@example.org")
    assert caught.value.permanent


# --- direction and language --------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "language", "direction"),
    [
        (new_piece(), "ar", "rtl"),
        (new_piece(FRENCH_PIECE), "fr", "ltr"),
        (new_piece(replace(ARABIC_PIECE, language=None)), "ar", "rtl"),
        (new_piece(replace(ENGLISH_PIECE, language=None)), "en", "ltr"),
        (new_piece(replace(ARABIC_PIECE, language="ar-DZ")), "ar-DZ", "rtl"),
        (new_piece(replace(ARABIC_PIECE, language="fa")), "fa", "rtl"),
        (new_piece(replace(ENGLISH_PIECE, language='x" onload="')), "en", "ltr"),
    ],
)
def test_the_root_carries_the_language_and_direction_of_the_article(
    message: AlertMessage, language: str, direction: str
) -> None:
    found = page(message)
    assert found.values("html", "lang") == [language]
    assert found.values("html", "dir") == [direction]


def test_the_wording_follows_the_language_and_else_is_english() -> None:
    assert wording_for("ar-DZ") is ARABIC
    assert wording_for("FR") is FRENCH
    assert wording_for("fa") is wording_for(None) is wording_for("") is ENGLISH


def test_direction_tricks_of_a_title_do_not_leave_it() -> None:
    message = new_piece(replace(ARABIC_PIECE, title="خبر \u202e\u2067عاجل"))
    for kind in ("plain", "html"):
        told = body(message, kind)
        assert "خبر عاجل" in told
        assert "\u202e" not in told
        assert told.count("\u2068") == told.count("\u2069")


def test_a_line_of_arabic_text_that_begins_in_latin_still_runs_from_right_to_left() -> None:
    article = replace(ARABIC_PIECE, title="Delta Works تفوز بالصفقة")
    lines = body(new_piece(article), "plain").splitlines()
    assert "\u200fDelta Works تفوز بالصفقة" in lines
    assert article.canonical_url in lines
    assert "-- " in lines
    assert "\u200f" not in body(new_piece(FRENCH_PIECE), "plain")


# --- what it tells -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_new_piece_tells_where_when_and_how_it_begins(kind: str) -> None:
    told = words(new_piece(), kind)
    for one in ("waha", "المغرب العربي", "صدى الواحة/وكالات", "2026-02-03 10:12:44 (UTC+01:00)"):
        assert one in told
    assert "2026-02-03 10:30:02" in told  # 09:30:02 UTC on a reader's clock in Algiers
    assert "أعلنت مديرية الموارد المائية" in told
    assert "تراجع منسوب" in told
    assert "تعود إلى سنة 2019" not in told  # the fourth paragraph
    assert ARABIC.silent not in told


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_time_that_was_printed_far_away_is_told_by_the_reader_s_clock_too(kind: str) -> None:
    far = {"timezone": "Asia/Dubai"}
    told = Page(body(new_piece(FRENCH_PIECE), kind, **far)).text
    assert "2026-02-02 18:05 (UTC+01:00)" in told
    assert "2026-02-02 21:05\u2069 (heure de \u2068Asia/Dubai" in told
    assert "21:05" not in body(new_piece(FRENCH_PIECE), kind)
    last = Stamp(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), Precision.MINUTE)
    endless = new_piece(replace(FRENCH_PIECE, published=last))
    assert "9999-12-31 23:59 (UTC+00:00)" in Page(body(endless, kind, **far)).text
    assert "Published: \u20682026-02-02\u2069\n" in body(new_piece(ENGLISH_PIECE), "plain", **far)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_silent_edit_says_so_and_shows_what_changed_and_when(kind: str) -> None:
    told = body(silent_edit(), kind)
    assert ARABIC.silent in told
    assert ARABIC.admitted not in told
    assert "12 مليار" in told
    assert "19 مليار" in told
    assert "26" in told
    assert "38" in told
    assert "2026-02-03 10:20:05" in told
    assert "10:30:02" in told
    assert ARABIC.excerpt not in told


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(("article", "wording"), [(ARABIC_PIECE, ARABIC), (FRENCH_PIECE, FRENCH)])
def test_a_withdrawn_alert_names_the_one_it_takes_back(
    article: Any, wording: Any, kind: str
) -> None:
    edit = edited(article, replace(article, title=f"{article.title} 2030"), alert_id=77)
    told = TakenBack(77, "edit", edit.created_at, edit.article.title, stealth=True)
    read = words(withdrawn(article=article, takes_back=told), kind)
    time = "\u20682026-02-03 10:30:05\u2069"
    assert wording.takes_back in read
    assert f"77 {'في' if wording is ARABIC else 'du'} {time}" in read
    # under the subject that its reader finds it by
    assert mail(edit)["Subject"] in read
    # what an older Marsad withdrew names none
    assert wording.takes_back not in body(withdrawn(article=article, takes_back=None), kind)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_removal_tells_what_was_found_instead_and_the_last_text_held(kind: str) -> None:
    told = body(removed_piece(), kind)
    assert ARABIC.is_gone.format(absence=ARABIC.absences["gone"]) in told
    for time in ("2026-02-03 07:30:05", "08:00:05", "2026-02-03 10:30:05"):
        assert time in told  # last seen, first missed, confirmed; on a reader's clock in Algiers
    for paragraph in ARABIC_PIECE.body:
        assert paragraph in told
    assert ARABIC.last_text in told
    assert ARABIC.excerpt not in told


@pytest.mark.parametrize(
    ("article", "wording"),
    [(ARABIC_PIECE, ARABIC), (FRENCH_PIECE, FRENCH), (ENGLISH_PIECE, ENGLISH)],
)
def test_a_removal_and_its_end_say_so_in_the_subject(article: Any, wording: Any) -> None:
    assert f"] {wording.removed}{wording.colon}" in mail(removed_piece(article))["Subject"]
    assert f"] {wording.restored}{wording.colon}" in mail(restored_piece(article))["Subject"]
    assert wording.is_back in body(restored_piece(article), "plain")
    assert set(wording.absences) == set(Absence)


def test_a_piece_that_is_back_is_told_with_when_and_how_it_begins() -> None:
    told = body(restored_piece(), "plain")
    assert "2026-02-03 15:30:05" in told
    assert ARABIC.excerpt in told
    assert ARABIC.last_text not in told


def test_a_piece_that_came_back_changed_is_told_with_the_difference() -> None:
    told = body(returned_changed(), "plain")
    assert ARABIC.is_back_changed in told
    assert "[-12-]" in told
    assert "{+15+}" in told
    assert ARABIC.excerpt not in told


def test_the_last_text_of_a_page_of_megabytes_makes_a_mail_of_kilobytes() -> None:
    endless = replace(ENGLISH_PIECE, body=("word " * 200_000,) + ("one more paragraph",) * 40_000)
    assert len(payload(removed_piece(endless))) < 400_000
    assert "and 3" in body(removed_piece(endless), "plain")


def test_a_changed_byline_is_told_apart_from_the_text() -> None:
    told = body(edited(ENGLISH_PIECE, replace(ENGLISH_PIECE, byline="Ada Quill")), "plain")
    assert "Byline:\n\u2068{+Ada Quill+}\u2069" in told


def test_a_rewritten_page_of_megabytes_makes_a_mail_of_kilobytes() -> None:
    words = [" ".join(f"كلمة{n}{m}" for n in range(2_000)) for m in range(60)]
    after = replace(ARABIC_PIECE, body=(*ARABIC_PIECE.body, *words))
    message = edited(ARABIC_PIECE, after)
    assert len(payload(message)) < 300_000
    assert "وغيرها: " in body(message, "plain")


@pytest.mark.parametrize(
    "message", [new_piece(), silent_edit(), removed_piece(), returned_changed()]
)
def test_the_html_asks_nothing_of_outlook_that_word_cannot_lay_out(message: Any) -> None:
    html = body(message, "html")
    for unknown in ("flex", "grid", "var(", "position:", "float:", "<svg", "<section"):
        assert unknown not in html
    # a veil stands behind a plain colour, which those who know no veils keep
    veils = len(re.findall(r"background:rgba\(", html))
    assert veils == len(re.findall(r"background:#\w+;background:rgba\(", html)) > 0
    # what was found is heavy, for the look of `mark` is dropped
    assert html.count("<mark") == len(re.findall("<mark[^>]*><b>", html)) > 0
    # within borders nothing but cells has room
    assert not re.findall(r"<(?:p|div|a|span)\b[^>]*padding:8px[^>]*>", html)


def test_the_html_of_an_edit_marks_what_went_and_what_came() -> None:
    tags = page(silent_edit()).tags
    assert {"s", "u"} <= set(tags)
    # Word would take these for changes of its own that it tracks, and may hide
    assert not {"ins", "del"} & set(tags)


def test_what_went_and_what_came_are_told_apart_without_colours() -> None:
    found = page(silent_edit())
    html = body(silent_edit(), "html")
    assert re.findall(r"<s [^>]*><bdi>(.*?)</bdi></s>", html) == ["12", "26"]
    assert re.findall(r"<u [^>]*><bdi>(.*?)</bdi></u>", html) == ["19", "38"]
    assert all("bold" in (look or "") for look in found.values("mark", "style"))


def test_a_screen_reader_is_told_that_what_is_underlined_came() -> None:
    # that what is struck out went is known of its element
    assert set(page(silent_edit()).values("u", "role")) == {"insertion"}


def test_every_part_of_a_page_that_outlook_lays_out_by_itself_says_its_direction() -> None:
    for message, way in ((silent_edit(), "rtl"), (new_piece(FRENCH_PIECE), "ltr")):
        found = page(message)
        assert set(found.values("table", "dir")) == set(found.values("div", "dir")) == {way}
        assert len(found.values("table", "dir")) == found.tags.count("table")
        outermost = f'<table role="presentation" align="center" width="640" dir="{way}" '
        assert outermost in body(message, "html")


def test_no_cell_says_at_which_side_its_border_is() -> None:
    # word processors do not agree where that is in a table from right to left
    looks = page(silent_edit()).values("td", "style")
    assert looks
    assert not [look for look in looks if re.search("border-(left|right)", look or "")]


def test_a_context_runs_its_own_way() -> None:
    contexts = (
        MatchedTerm("port", "port", "body", "The port opened."),
        MatchedTerm("سد", "سد", "body", "بني سد جديد."),
    )
    html = body(new_piece(FRENCH_PIECE, matched=contexts), "html")
    assert re.findall(r'<p dir="(\w+)"[^>]*>[^<]*<mark', html) == ["ltr", "rtl"]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_leads_to_the_article_s_page_on_the_dashboard_where_there_is_one(kind: str) -> None:
    address = "https://marsad.example.org/articles/31"
    told = body(new_piece(dashboard_url=address), kind)
    assert address in told
    assert ARABIC.dashboard in told
    assert ARABIC.dashboard not in body(new_piece(), kind)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_an_admitted_edit_says_so_with_the_page_s_own_time(kind: str) -> None:
    told = words(admitted_edit(), kind)
    assert ARABIC.admitted in told
    assert ARABIC.silent not in told
    assert "2026-02-03 10:25 (UTC+01:00)" in told


def test_a_second_admitted_edit_tells_the_modified_time_before_and_after() -> None:
    first = replace(
        ENGLISH_PIECE, modified=Stamp(datetime(2026, 2, 2, 9, 0, tzinfo=ALGIERS), Precision.MINUTE)
    )
    second = replace(
        first, modified=Stamp(datetime(2026, 2, 2, 9, 40, tzinfo=ALGIERS), Precision.MINUTE)
    )
    told = body(edited(first, second), "plain")
    assert "Modified: \u20682026-02-02 09:40 (UTC+01:00)" in told
    assert "Modified, before: \u20682026-02-02 09:00 (UTC+01:00)" in told


def test_a_changed_title_is_told_with_the_one_before() -> None:
    told = body(silent_edit(), "plain")
    assert f"العنوان السابق: {ARABIC_PIECE.title}" in told


def test_a_change_that_no_earlier_fetch_bounds_has_one_time() -> None:
    told = body(silent_edit(last_lacked_at=None), "plain")
    assert "بين" not in told.split("سبب التنبيه")[0].split("وقت التغيير")[1]
    assert "2026-02-03 10:30:02" in told


def test_a_change_over_midnight_is_told_with_both_days() -> None:
    start = datetime.fromisoformat("2026-02-02T22:55:00+00:00")
    end = datetime.fromisoformat("2026-02-02T23:05:00+00:00")
    told = body(silent_edit(last_lacked_at=start, fetched_at=end), "plain")
    assert "2026-02-02 23:55:00" in told
    assert "2026-02-03 00:05:00" in told


def test_a_day_is_told_as_a_day() -> None:
    told = body(new_piece(ENGLISH_PIECE), "plain")
    assert "Published: \u20682026-02-02\u2069" in told


def test_the_reader_s_zone_is_the_one_asked_for() -> None:
    told = body(new_piece(), "plain", timezone="Asia/Beirut")
    assert "2026-02-03 11:30:02" in told
    assert "Asia/Beirut" in told


def test_the_words_that_matched_are_marked_in_their_context() -> None:
    assert page(new_piece()).marked == ["سدّ", "المياه"]
    told = body(new_piece(), "plain")
    assert "أشغال *سدّ* جديد" in told


def test_a_word_that_only_contains_the_match_is_not_marked() -> None:
    matched = (MatchedTerm("fare", "fare", "body", "Warfare, welfare and a fare"),)
    assert page(new_piece(ENGLISH_PIECE, matched=matched)).marked == ["fare"]
    assert "Warfare, welfare and a *fare*" in body(
        new_piece(ENGLISH_PIECE, matched=matched), "plain"
    )


def test_one_context_with_two_matches_is_shown_once() -> None:
    context = "Ferry fares to rise"
    matched = tuple(MatchedTerm(word, word, "title", context) for word in ("ferry", "Ferry fares"))
    assert body(new_piece(ENGLISH_PIECE, matched=matched), "plain").count("*Ferry fares*") == 1


def test_many_matches_are_counted_beyond_the_first() -> None:
    matched = tuple(MatchedTerm("a", "a", "body", f"context {n} a") for n in range(20))
    told = body(new_piece(ENGLISH_PIECE, matched=matched), "plain")
    assert "and 14 more" in told


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://waha.example.org/خبر", "https://waha.example.org/%D8%AE%D8%A8%D8%B1"),
        ('http://waha.example.org/a"><script>', "http://waha.example.org/a%22%3E%3Cscript%3E"),
    ],
)
def test_the_only_link_is_the_article_s_with_its_host_in_sight(url: str, link: str) -> None:
    message = new_piece(replace(ARABIC_PIECE, url=url, canonical_url=url))
    assert [value for _, name, value in page(message).attributes if name == "href"] == [link]
    assert "waha.example.org" in page(message).text
    assert link in body(message, "plain")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://good.example\\@evil.example/", ""]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    message = new_piece(replace(ARABIC_PIECE, url=url, canonical_url=url))
    assert page(message).values("a", "href") == []
    assert "evil" not in body(message, "plain")


def test_whatever_the_page_holds_is_shown_and_never_run() -> None:
    hostile = replace(
        ENGLISH_PIECE, title=INJECTED, body=(INJECTED,) * 3, byline=INJECTED, section=INJECTED,
        credited_source=INJECTED, canonical_url="https://harbour.example.org/" + INJECTED,
    )  # fmt: skip
    matched = (MatchedTerm(INJECTED, INJECTED, "body", f"a {INJECTED} b"),)
    for message in (
        new_piece(hostile, matched=matched, source=INJECTED, topic=INJECTED, watchlist=INJECTED),
        edited(ENGLISH_PIECE, hostile, matched=matched),
        edited(hostile, ENGLISH_PIECE, matched=matched),
    ):
        found = page(message)
        assert not {"script", "img", "iframe", "form", "object", "link", "base"} & set(found.tags)
        assert not [name for _, name, _ in found.attributes if name.startswith(("on", "src"))]
        assert "<script>alert(1)</script>" in found.text


def test_nothing_remote_is_loaded() -> None:
    html = body(silent_edit(), "html")
    assert html.count("http") == 1
    assert "url(" not in html


def test_a_page_of_megabytes_makes_a_mail_of_kilobytes() -> None:
    huge = "كلمة " * 400_000
    article = replace(ARABIC_PIECE, title=huge, body=(huge,) * 40, byline=huge, section=huge)
    matched = (MatchedTerm(huge, huge, "body", huge),) * 30
    assert len(payload(new_piece(article, matched=matched))) < 100_000


@pytest.mark.parametrize(
    ("piece", "line"),
    [
        (ARABIC_PIECE, "نوع التغيير: العنوان، الأرقام والتواريخ"),
        (FRENCH_PIECE, "Nature : titre, chiffres et dates"),
        (ENGLISH_PIECE, "Kinds: headline, figures and dates"),
    ],
)
def test_an_edit_tells_its_kinds_and_severity_in_the_articles_language(
    piece: Any, line: str
) -> None:
    told = body(edited(piece, replace(piece, title=f"{piece.title} 2")), "plain")
    assert line in told
    assert wording_for(piece.language).severity_names["high"] in told


def test_a_long_domain_or_address_to_unsubscribe_still_makes_a_mail() -> None:
    sender = f"marsad@{'long-name.' * 10}example.org"
    read = mail(new_piece(), sender=sender, unsubscribe=f"https://example.org/{'x' * 90}")
    assert str(read["List-Id"]).strip().startswith("<desk.marsad.long-name.")
    assert str(read["List-Unsubscribe"]).strip() == f"<https://example.org/{'x' * 90}>"
