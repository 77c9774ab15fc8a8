"""Changes that wait: pending edits, noise, headline tests and live pages, on both databases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default as default_policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline import taken_back
from pipeline.channels.mail import render_mail
from pipeline.channels.webhook import render_webhook
from pipeline.forgetting import forget_some
from pipeline.ingest import Outcome
from pipeline.records import AlertMessage, FailureReason, PageVisit, TakenBack
from pipeline.store import outbox, pending, queries, removals
from pipeline.store.engine import Store
from pipeline.store.messages import message_for
from pipeline.store.rows import evidence_ref
from pipeline.store.tables import (
    EditRow,
    PendingEditRow,
    PendingReadingRow,
    SourceRow,
    VersionRow,
    WaveringRow,
)
from scheduler.plans import plan_confirming
from tests.builders import (
    BODY,
    NOW,
    failure,
    fetched,
    item_url,
    k2_page,
    listing,
    minutes,
    settings,
)
from tests.integration.test_ingest import Desk

EDITED = (BODY[0], BODY[1].replace("12", "15"), BODY[2])
PROMO = ("اقرأ أيضا: مهرجان الربيع في الميناء", "شاهد الصور من المدينة القديمة", "نشرتنا كل صباح")


class Waiting(Desk):
    """A desk whose source confirms what changed, with a page that was seen three times."""

    def __post_init__(self) -> None:
        source = settings(self.folder).sources[0].model_dump() | {"confirm": "3m"}
        self.changes = {"sources": [source | self.changes.pop("source", {})]} | self.changes
        super().__post_init__()
        self.past_the_baseline()

    def known(self, **page: Any) -> Waiting:
        self.list_and_read(fetched(k2_page(**page)))
        for at in (10, 20):
            self.look(at, **page)
        return self

    def look(self, at: float, etag: str | None = None, **page: Any) -> Outcome:
        return self.page(fetched(k2_page(**page), minutes(at), etag=etag))

    def pending(self) -> list[PendingEditRow]:
        with self.store.read() as session:
            return list(session.scalars(select(PendingEditRow)))

    def wavering(self) -> WaveringRow | None:
        with self.store.read() as session:
            return pending.wavering(session, 1)

    def shown(self) -> queries.VersionView:
        with self.store.read() as session:
            return queries.versions(session, 1)[-1]

    def due(self, at: float) -> bool:
        """Whether the article is to be fetched by then, and whole."""
        return (item_url(), None) in self.due_urls(minutes(at))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Waiting:
    return Waiting(store, tmp_path, {}).known()


def test_a_change_waits_for_a_second_fetch_some_minutes_later(desk: Waiting) -> None:
    assert desk.look(30, body=EDITED).what == "pending"
    assert (desk.edits(), len(desk.alerts())) == ([], 1)
    (waiting,) = desk.pending()
    assert (waiting.first_seen_at, waiting.confirm_at) == (minutes(30), minutes(33))
    assert not desk.due(32.9)
    assert desk.due(33)
    assert desk.look(33, body=EDITED).what == "edited"
    assert desk.pending() == []


def test_a_confirmed_version_tells_when_it_was_first_seen_and_last_lacked(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    desk.look(33, body=EDITED)
    version = desk.shown()
    assert (version.n, version.data.body) == (2, EDITED)
    assert (version.last_lacked_at, version.fetched_at) == (minutes(20), minutes(30))
    assert [alert.kind for alert in desk.alerts()] == ["edit", "new"]


def test_the_response_of_the_first_fetch_is_the_versions_evidence(desk: Waiting) -> None:
    desk.look(30, body=EDITED, hits=77)
    with desk.store.read() as session:
        kept = session.scalars(select(PendingReadingRow)).one()
    desk.look(33, body=EDITED, hits=78)
    with desk.store.read() as session:
        row = session.scalars(select(VersionRow).where(VersionRow.n == 2)).one()
        assert evidence_ref(row) == evidence_ref(kept)
        ref = evidence_ref(row)
    assert ref is not None
    assert "<b>77</b>" in desk.evidence.read(ref).body.decode()


def test_a_change_that_is_gone_at_the_second_fetch_is_dropped_and_counted(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    assert desk.look(33).what == "unchanged"
    assert (desk.edits(), desk.pending()) == ([], [])
    known = desk.wavering()
    assert known is not None
    assert known.dropped == 1


def test_a_rotating_promo_neither_hides_an_edit_nor_is_one(desk: Waiting) -> None:
    def body(text: tuple[str, ...], promo: str) -> tuple[str, ...]:
        return (*text[:1], promo, *text[1:])

    desk.look(30, body=body(BODY, PROMO[0]))
    desk.look(33, body=body(EDITED, PROMO[1]))
    assert desk.look(34, body=body(EDITED, PROMO[2])).what == "edited"
    (edit,) = desk.edits()
    assert edit.edit.kinds == ("figures",)
    assert desk.shown().data.body == EDITED
    # and what was seen to rotate is not waited for again
    assert desk.look(50, body=body(EDITED, PROMO[1])).what == "unchanged"


def test_a_new_piece_and_a_moved_stamp_wait_for_nothing(desk: Waiting) -> None:
    moved = desk.look(30, modified="الأحد, 01 مارس 2026 10:05")
    assert moved.what == "edited"
    assert desk.pending() == []


def test_one_pass_looks_again_at_what_waits_whenever_it_is_due(desk: Waiting) -> None:
    source = desk.settings.sources[0]
    with desk.store.read() as session:
        assert plan_confirming(session, source, minutes(21)) is None
    desk.look(30, body=EDITED)
    with desk.store.read() as session:
        plan = plan_confirming(session, source, minutes(30))
    assert plan is not None
    assert plan.visits == (PageVisit(item_url()),)
    desk.page(failure(FailureReason.NOT_FOUND, minutes(31), status=404))
    with desk.store.read() as session:
        assert plan_confirming(session, source, minutes(31)) is None


def test_a_page_that_is_missing_meanwhile_takes_nothing_back(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    assert desk.page(failure(FailureReason.TIMEOUT, minutes(33))).what == "missed"
    assert len(desk.pending()) == 1
    assert desk.look(40, body=EDITED).what == "edited"


def test_a_killed_process_loses_no_pending_edit(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    after = Desk(desk.store, desk.folder, desk.changes)
    outcome = after.page(fetched(k2_page(body=EDITED), minutes(90)))
    assert outcome.what == "edited"
    assert desk.shown().fetched_at == minutes(30)


def test_validators_that_hid_a_confirmed_change_are_not_trusted(desk: Waiting) -> None:
    desk.look(25, etag='"1"')
    desk.look(30, etag='"1"', body=EDITED)
    desk.look(33, etag='"2"', body=EDITED)
    with desk.store.read() as session:
        assert session.get_one(SourceRow, "outlet").validators_wrong


def test_the_wait_is_never_longer_than_the_shortest_interval_unless_it_is_said(
    tmp_path: Path,
) -> None:
    source = settings(tmp_path).sources[0]
    sections = (source.sections[0].model_copy(update={"every": timedelta(minutes=1)}),)
    default = source.model_copy(update={"confirm": None})
    assert default.confirms_after == timedelta(minutes=3)
    quick = default.model_copy(update={"sections": sections})
    assert quick.confirms_after == timedelta(minutes=1)
    said = quick.model_copy(update={"confirm": timedelta(minutes=5)})
    assert said.confirms_after == timedelta(minutes=5)


# --- titles -------------------------------------------------------------------------


def looks(desk: Waiting, start: float, *titles: str) -> list[str]:
    return [desk.look(start + n, title=title).what for n, title in enumerate(titles)]


ONE, OTHER = "مكتبة عمومية جديدة في تالة", "تالة تفتح مكتبتها الجديدة"


def test_a_title_that_alternates_is_one_record_and_no_alert(desk: Waiting) -> None:
    assert looks(desk, 30, OTHER, ONE, OTHER) == ["pending", "unchanged", "edited"]
    looks(desk, 40, ONE, OTHER, OTHER, ONE, ONE, OTHER)
    (record,) = desk.edits()
    assert (record.edit.kinds, record.edit.severity) == (("headline test",), "none")
    assert {record.edit.title_before, record.edit.title_after} == {ONE, OTHER}
    assert [alert.kind for alert in desk.alerts()] == ["new"]


def test_a_test_that_began_as_an_edit_becomes_the_record_of_the_test(desk: Waiting) -> None:
    looks(desk, 30, *[OTHER] * 5)
    (edit,) = desk.edits()
    assert edit.edit.kinds == ("headline",)
    looks(desk, 40, ONE, OTHER, ONE, OTHER, ONE)
    (record,) = desk.edits()
    assert (record.id, record.edit.kinds) == (edit.id, ("headline test",))
    assert [alert.kind for alert in desk.alerts()] == ["edit", "new"]


def test_a_title_that_goes_there_and_back_slowly_is_told_twice_and_no_more(desk: Waiting) -> None:
    looks(desk, 30, *[OTHER] * 5)
    looks(desk, 40, *[ONE] * 17)
    assert [one.edit.kinds for one in desk.edits()] == [("headline",)] * 2
    told = len(desk.alerts())
    looks(desk, 70, *[OTHER] * 5)
    looks(desk, 80, *[ONE] * 5)
    record, edit = desk.edits()
    assert (record.edit.kinds, edit.edit.kinds) == (("headline test",), ("headline",))
    assert len(desk.alerts()) == told


def test_a_true_reversal_names_the_version_it_went_back_to(desk: Waiting) -> None:
    looks(desk, 30, *[OTHER] * 5)
    hours = [desk.look(60 * hour, title=OTHER).what for hour in range(1, 6)]
    assert hours == ["unchanged"] * 5
    looks(desk, 400, ONE, ONE)
    back, _ = desk.edits()
    assert (back.edit.kinds, back.reverts_to) == (("headline",), 1)


def test_a_variant_that_wins_is_an_edit_once_it_stood_for_long(desk: Waiting) -> None:
    looks(desk, 30, OTHER, ONE, OTHER)
    assert desk.shown().data.title == OTHER
    outcomes = looks(desk, 40, *[ONE] * 18)
    assert outcomes[:16] == ["unchanged"] * 16
    assert desk.shown().data.title == ONE


# --- live pages ---------------------------------------------------------------------


def entries(*numbers: int) -> tuple[str, ...]:
    return tuple(
        f"الساعة {n}: وصلت فرقة إنقاذ أخرى إلى المكان رقم {n} من المدينة." for n in numbers
    )


def test_a_page_that_grows_at_its_head_is_kept_every_half_hour(
    store: Store, tmp_path: Path
) -> None:
    desk = Waiting(store, tmp_path, {}).known(body=entries(2, 1))
    numbers, at = [2, 1], 30.0
    while at < 150:
        numbers.insert(0, numbers[0] + 1)
        desk.look(at, body=entries(*numbers))
        desk.look(at + 3, body=entries(*numbers))
        at += 10
    edits = desk.edits()
    assert {edit.edit.kinds for edit in edits} == {("addition",)}
    # three make it a live page, then one every half an hour
    assert 3 + 2 <= len(edits) <= 3 + 4


def test_noise_of_one_reading_alerts_nobody_in_an_hour_of_fetches(desk: Waiting) -> None:
    at: datetime = NOW
    for turn in range(12):
        promo = PROMO[turn % 3]
        desk.look(30 + 5 * turn, body=(*BODY[:2], promo, BODY[2]))
        at = minutes(30 + 5 * turn)
    assert desk.edits() == []
    (article,) = desk.articles()
    assert article.last_seen_at == at


# --- alerts before the confirmation -----------------------------------------------------


@pytest.fixture
def early(store: Store, tmp_path: Path) -> Waiting:
    return Waiting(store, tmp_path, {"source": {"unconfirmed_alerts": "high"}}).known()


def kinds_of(desk: Waiting) -> list[str]:
    return [alert.kind for alert in desk.alerts()][::-1]


def messages(desk: Waiting, kind: str) -> list[AlertMessage]:
    with desk.store.write() as session:
        claims = outbox.claim_due(
            session,
            owner="test",
            now=minutes(500),
            due_by=minutes(500),
            lease=timedelta(minutes=1),
            shares={"mail": 99, "hook": 99},
        )
        found = [message_for(session, claim) for claim in claims]
    return [one for one in found if one.kind == kind]


def test_a_severe_edit_is_told_at_once_where_that_is_asked_for_and_once(early: Waiting) -> None:
    assert early.look(30, body=EDITED).alerts == 1
    (mail, hook) = messages(early, "unconfirmed")
    assert mail.edit is not None
    assert (mail.edit.kinds, mail.article.body) == (("figures",), EDITED)
    assert (mail.fetched_at, mail.last_lacked_at) == (minutes(30), minutes(20))
    sent = json.loads(render_webhook(hook).payload)
    assert sent["type"] == "article.edit-unconfirmed"
    assert (sent["data"]["edit"]["id"], sent["data"]["edit"]["to_version"]) == (None, None)
    letter = render_mail(mail, sender="a@example.org", recipient="b@example.org", timezone="UTC")
    plain = message_from_bytes(letter.payload, policy=default_policy).get_body(("plain",))
    assert plain is not None
    assert "تعديل غير مؤكد" in plain.get_content()
    assert mail.sequence > 0
    early.look(33, body=EDITED)
    assert kinds_of(early) == ["new", "unconfirmed"]
    # one that was held until then tells the same
    with early.store.read() as session:
        claim = outbox.Claim(mail.delivery_id, mail.alert_id, "mail", 0, None)
        later = message_for(session, claim)
    assert (later.before, later.article, later.edit) == (mail.before, mail.article, mail.edit)


def test_what_was_told_unconfirmed_and_proves_to_be_another_edit_is_told_as_that(
    early: Waiting,
) -> None:
    early.look(30, body=EDITED)
    other = tuple(one.replace("15", "17") for one in EDITED)
    assert other != EDITED
    for at in (33, 36, 39):
        early.look(at, body=other)
    assert kinds_of(early) == ["new", "unconfirmed", "edit"]
    (told, _) = messages(early, "edit")
    assert told.article.body == other


def test_what_was_told_unconfirmed_of_a_page_that_is_gone_is_taken_back(early: Waiting) -> None:
    early.look(30, body=EDITED)
    for at in (33, 100, 200, 300, 400):
        early.page(failure(FailureReason.GONE, minutes(at), status=410))
    assert kinds_of(early) == ["new", "unconfirmed", "withdrawn"]


def test_what_was_told_unconfirmed_and_proves_to_be_noise_is_taken_back(early: Waiting) -> None:
    title = "بلدية تالة تعيد فتح 3 مكتبات"
    early.look(30, body=EDITED, title=title)
    early.look(33)
    assert kinds_of(early) == ["new", "unconfirmed", "withdrawn"]
    withdrawn, unconfirmed, new = early.alerts()
    assert [one.takes_back for one in (withdrawn, unconfirmed, new)] == [unconfirmed.id, None, None]
    (told, _) = messages(early, "withdrawn")
    event = json.loads(render_webhook(told).payload)
    assert event["type"] == "article.edit-withdrawn"
    assert event["data"]["alert"]["takes_back"] == unconfirmed.id
    # as the mail of it was headed
    assert told.takes_back == TakenBack(
        unconfirmed.id, "unconfirmed", unconfirmed.created_at, title, stealth=False
    )
    # who cried wolf about a version does not cry again
    for at in range(40, 48):
        early.look(at, body=EDITED)
    assert kinds_of(early) == ["new", "unconfirmed", "withdrawn", "edit"]


def test_the_texts_of_what_was_told_unconfirmed_are_forgotten_with_the_article_s(
    early: Waiting,
) -> None:
    early.look(30, body=EDITED, title="بلدية تالة تعيد فتح 3 مكتبات")
    early.look(33)
    assert any(term.context for alert in early.alerts() for term in alert.matched)
    assert forget_some(early.store, minutes(400), minutes(900)) == 1
    with early.store.read() as session:
        (reading,) = session.scalars(select(PendingReadingRow))
        assert (reading.data["body"], bool(reading.data["title"])) == ([], True)
    terms = [term for alert in early.alerts() for term in alert.matched]
    assert {(bool(term.found), term.context) for term in terms} == {(True, "")}
    # what went out is still named by what took it back
    (told, _) = messages(early, "withdrawn")
    assert told.takes_back is not None
    assert told.takes_back.title == "بلدية تالة تعيد فتح 3 مكتبات"


def test_each_alert_of_a_version_is_taken_back_by_one_of_its_own(early: Waiting) -> None:
    """An edit was told, and then another that the page soon did not show any more."""
    for at in (30, 33, 36):
        early.look(at, body=EDITED)
    assert early.shown().n == 2
    # it is confirmed again by then that the text stands
    for at in (40, 50):
        early.look(at, body=EDITED)
    early.look(60, body=(EDITED[0], EDITED[1].replace("15", "19"), EDITED[2]))
    early.look(63, body=EDITED)
    told = [one for one in early.alerts() if one.kind in ("unconfirmed", "edit")]
    with early.store.write() as session:
        edit = session.scalars(select(EditRow)).one()
        assert taken_back.withdraw_all(session, [edit], minutes(70)) == 1
        assert taken_back.withdraw_all(session, [edit], minutes(71)) == 0
    withdrawn = [one for one in early.alerts() if one.kind == "withdrawn"]
    assert len(withdrawn) == len(told) == 2
    assert {one.takes_back for one in withdrawn} == {one.id for one in told}


def test_an_edit_that_is_not_severe_waits_all_the_same(early: Waiting) -> None:
    early.look(30, body=(*BODY, "وستفتح المكتبة أبوابها للتلاميذ والطلبة طيلة أيام الأسبوع."))
    assert kinds_of(early) == ["new"]


def test_what_comes_and_goes_on_other_pages_is_not_the_pieces_own(
    store: Store, tmp_path: Path
) -> None:
    """A notice stood in the text when it was first read, and then stays away for long."""
    notice = "خصوصيتك تهمنا: اقبل الكل أو خصص اختياراتك."
    desk = Waiting(store, tmp_path, {})

    def look(number: int, at: float, *, shows: bool) -> str:
        body = (f"فتحت المكتبة رقم {number} أبوابها أمام قراء المدينة.", BODY[number % 2])
        html = k2_page(title=f"المكتبة رقم {number}", body=(*body, notice) if shows else body)
        return desk.page(fetched(html, minutes(at), url=item_url(number, f"p{number}"))).what

    for number in range(1, 5):
        desk.listings.listing(listing(item_url(number, f"p{number}"), at=minutes(0)))
        look(number, 0, shows=number == 1)
    for at, shows in ((10, True), (13, False)):
        for number in range(2, 5):
            look(number, at, shows=shows)
    assert {look(1, 20 + at, shows=False) for at in range(12)} == {"unchanged"}
    assert desk.edits() == []


def test_a_page_that_is_missing_meanwhile_goes_on_where_it_was(desk: Waiting) -> None:
    desk.look(30, body=EDITED)
    assert desk.page(failure(FailureReason.NOT_FOUND, minutes(33), status=404)).what == "suspected"
    desk.look(36, body=EDITED)
    assert (desk.shown().n, desk.shown().data.body) == (2, EDITED)
    assert desk.pending() == []


def test_a_change_that_goes_with_its_page_is_told_with_the_removal_and_is_no_edit(
    desk: Waiting,
) -> None:
    desk.look(30, body=EDITED)
    what = [
        desk.page(failure(FailureReason.GONE, minutes(at), status=410)).what
        for at in (33, 100, 180, 300)
    ]
    assert "gone" in what
    assert (desk.pending(), desk.edits()) == ([], [])
    with desk.store.read() as session:
        (told,) = removals.of_articles(session, [1])
    assert "first seen at 2026-03-01 09:30 UTC (figures) was never confirmed" in told.removal.detail
    # it comes back as it was seen last, which counts once two fetches show it
    assert desk.look(400, body=EDITED).what == "restored"
    assert desk.shown().n == 1
    at = 401.0
    while desk.shown().n == 1 and at < 420:
        desk.look(at, body=EDITED)
        at += 1
    assert desk.shown().data.body == EDITED
