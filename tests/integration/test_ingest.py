"""What becomes of pages and listings: articles, versions, edits and alerts, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline.evidence.files import EvidenceArchive
from pipeline.extract import read_article
from pipeline.ingest import Answer, Ingest, Outcome
from pipeline.listings import Listings
from pipeline.records import (
    ArticleData,
    ArticleLink,
    FailureReason,
    FetchedPage,
    NotArticle,
    Precision,
    Stamp,
)
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.rows import evidence_ref
from pipeline.store.tables import SectionRow, VersionRow
from pipeline.watch import Watch
from scheduler.plans import plan_crawl
from scheduler.policy import AgeTiming
from tests.builders import (
    BODY,
    HOME,
    NOW,
    failure,
    fetched,
    item_url,
    k2_page,
    listing,
    minutes,
    not_modified,
    settings,
)
from tests.reading_here import read_once, take


@dataclass
class Desk:
    """A pipeline on a fresh store, with short ways to ask what it holds."""

    store: Store
    folder: Path
    changes: dict[str, Any]
    confirm_after: timedelta = timedelta(minutes=30)
    reading: Callable[..., ArticleData | NotArticle] = read_once

    def __post_init__(self) -> None:
        self.settings = settings(self.folder, **self.changes)
        watch, timing = Watch(self.settings), AgeTiming()
        self.listings = Listings(self.settings, self.store, watch, timing)
        self.listings.adopt_settings(NOW)
        self.evidence = EvidenceArchive(self.folder / "warc", "Marsad/test")
        self.ingest = Ingest(
            self.settings,
            self.store,
            self.evidence,
            watch,
            timing,
            confirm_after=self.confirm_after,
        )

    def past_the_baseline(self) -> Desk:
        """Both sections have been polled once and were empty."""
        for section in ("culture", "local"):
            self.listings.listing(listing(section=section))
            self.listings.done("outlet", section, NOW)
        return self

    def list_and_read(self, page: FetchedPage) -> Outcome:
        self.listings.listing(listing(page.url, at=page.fetched_at))
        return self.page(page)

    def page(self, answer: Answer) -> Outcome:
        return take(self.ingest, answer, self.reading)

    def articles(self) -> list[queries.ArticleView]:
        with self.store.read() as session:
            return queries.articles(session)

    def edits(self) -> list[queries.EditView]:
        with self.store.read() as session:
            return queries.edits(session)

    def alerts(self) -> list[queries.AlertView]:
        with self.store.read() as session:
            return queries.alerts(session)

    def deliveries(self) -> list[queries.DeliveryView]:
        with self.store.read() as session:
            return queries.deliveries(session)

    def section(self, name: str) -> SectionRow:
        with self.store.read() as session:
            return session.get_one(SectionRow, ("outlet", name))

    def due_urls(self, at: Any, *, everything: bool = False) -> list[tuple[str, str | None]]:
        with self.store.read() as session:
            plan = plan_crawl(session, self.settings.sources[0], at, everything=everything)
        return [(visit.url, visit.etag) for visit in plan.visits] if plan else []


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path, {}).past_the_baseline()


def test_a_new_piece_is_kept_with_all_that_its_page_says(desk: Desk) -> None:
    assert desk.list_and_read(fetched(k2_page())).what == "new"
    (article,) = desk.articles()
    assert article.data.title == "مكتبة عمومية جديدة في تالة"
    assert article.data.body == BODY
    assert article.data.publisher_id == "k2:7"
    assert article.sections == ("culture",)
    assert article.hits == 10
    assert article.first_seen_at == NOW
    published = article.data.published
    assert published is not None
    assert published.at.isoformat() == "2026-03-01T09:30:00+01:00"
    assert published.precision is Precision.MINUTE


def test_a_new_piece_on_a_topic_owes_one_delivery_to_each_destination(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    (alert,) = desk.alerts()
    assert (alert.topic, alert.kind) == ("library", "new")
    assert any("المكتبة" in term.context for term in alert.matched)
    assert {one.destination for one in desk.deliveries()} == {"mail", "hook"}
    assert {one.state for one in desk.deliveries()} == {"queued"}


def test_what_was_there_at_the_first_crawl_raises_no_alert_but_its_edits_do(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path, {})
    desk.list_and_read(fetched(k2_page()))
    desk.listings.done("outlet", "culture", NOW)
    assert desk.alerts() == []
    desk.page(fetched(k2_page(body=(*BODY[:1], BODY[1].replace("12", "15"), BODY[2]))))
    assert [alert.kind for alert in desk.alerts()] == ["edit"]


def test_a_source_may_ask_for_alerts_of_what_was_already_there(
    store: Store, tmp_path: Path
) -> None:
    source = settings(tmp_path).sources[0].model_copy(update={"first_crawl": "alert"})
    desk = Desk(store, tmp_path, {"sources": [source.model_dump()]})
    desk.list_and_read(fetched(k2_page()))
    assert [alert.kind for alert in desk.alerts()] == ["new"]


def test_reading_the_same_page_again_changes_nothing_but_the_hits(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page(hits=10)))
    assert desk.page(fetched(k2_page(hits=99), minutes(10))).what == "unchanged"
    (article,) = desk.articles()
    assert (article.versions, article.hits, article.last_seen_at) == (1, 99, minutes(10))
    assert desk.edits() == []


def test_a_silent_edit_is_a_stealth_edit_with_the_words_that_changed(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    body = (BODY[0], BODY[1].replace("12", "15"), BODY[2])
    assert desk.page(fetched(k2_page(body=body), minutes(10))).what == "edited"
    (edit,) = desk.edits()
    assert edit.edit.stealth
    assert [(c.before, c.after) for c in edit.edit.changes] == [("12", "15")]
    assert (edit.from_version, edit.to_version) == (1, 2)
    assert [alert.kind for alert in desk.alerts()] == ["edit", "new"]


def test_an_edit_whose_page_moves_its_stamp_is_admitted(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    page = k2_page(title="مكتبة في تالة", modified="الأحد, 01 مارس 2026 10:05")
    desk.page(fetched(page, minutes(10)))
    (edit,) = desk.edits()
    assert not edit.edit.stealth
    assert edit.edit.title_before == "مكتبة عمومية جديدة في تالة"
    assert edit.edit.title_after == "مكتبة في تالة"


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (k2_page(modified="الأحد, 01 مارس 2026 10:05"), "touched"),
        (k2_page(body=(BODY[0].replace("المكتبة", "المكتبـــة"), *BODY[1:])), "formatting"),
    ],
)
def test_an_edit_of_no_words_is_recorded_and_never_alerts(desk: Desk, page: str, kind: str) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(fetched(page, minutes(10)))
    (edit,) = desk.edits()
    assert edit.edit.kinds == (kind,)
    assert not edit.edit.stealth
    assert [alert.kind for alert in desk.alerts()] == ["new"]


def test_an_edit_is_kept_with_what_its_kinds_rest_on(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    more = (*BODY, "وستفتح المكتبة أبوابها للتلاميذ والطلبة طيلة أيام الأسبوع دون انقطاع.")
    desk.page(fetched(k2_page(body=more), minutes(10)))
    (edit,) = desk.edits()
    assert (edit.edit.kinds, edit.edit.severity) == (("addition",), "medium")
    (evidence,) = edit.edit.evidence
    assert (evidence.kind, evidence.paragraph, evidence.before) == ("addition", len(BODY), "")
    assert evidence.after == more[-1]


def test_words_that_were_removed_alert_too(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    body = (
        "أعلنت بلدية تالة عن تأجيل الافتتاح.",
        *(t.replace("المكتبة", "البناية") for t in BODY[1:]),
    )
    desk.page(fetched(k2_page("تأجيل في تالة", body), minutes(10)))
    edit_alert = desk.alerts()[0]
    assert edit_alert.kind == "edit"
    assert edit_alert.matched


def test_one_article_at_five_addresses_is_one_row(desk: Desk) -> None:
    addresses = [
        item_url(7, "maktaba", "culture"),
        item_url(7, "another-slug", "culture"),
        f"{HOME}/culture/item/7-maktaba",
        f"{HOME}/index.php?option=com_k2&view=item&id=7:maktaba&Itemid=5",
        item_url(7) + "?tmpl=component&print=1&utm_source=x",
    ]
    for number, address in enumerate(addresses):
        desk.list_and_read(fetched(k2_page(), minutes(number), url=address))
    assert len(desk.articles()) == 1
    assert len(desk.alerts()) == 1


def test_a_slug_that_changes_with_its_headline_does_not_fork_the_article(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    renamed = fetched(k2_page("عنوان آخر للمكتبة"), minutes(10), url=item_url(7, "onwan-akhar"))
    desk.list_and_read(renamed)
    (article,) = desk.articles()
    assert article.versions == 2
    assert article.canonical_url.endswith("/item/7-onwan-akhar")


def test_an_article_in_two_sections_is_one_article_with_two_sections(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.listings.listing(listing(item_url(section="local"), section="local", at=minutes(1)))
    (article,) = desk.articles()
    assert article.sections == ("culture", "local")


def test_a_topic_of_one_section_hears_of_a_piece_that_enters_it_later(
    store: Store, tmp_path: Path
) -> None:
    topic = {"name": "library", "query": "المكتبة", "sections": ["local"]}
    watchlist = {"name": "desk", "destinations": ["mail"], "topics": [topic]}
    desk = Desk(store, tmp_path, {"watchlists": [watchlist]}).past_the_baseline()
    desk.list_and_read(fetched(k2_page()))
    assert desk.alerts() == []
    for at in (minutes(1), minutes(11)):
        desk.listings.listing(listing(item_url(section="local"), section="local", at=at))
    assert [alert.topic for alert in desk.alerts()] == ["library"]


def test_a_generic_page_at_two_addresses_with_the_same_text_is_one_article(
    store: Store, tmp_path: Path
) -> None:
    source = settings(tmp_path).sources[0].model_dump() | {"preset": None}
    topic = {"name": "local-library", "query": "المكتبة", "sections": ["local"]}
    watchlist = {"name": "desk", "destinations": ["mail"], "topics": [topic]}
    changes = {"sources": [source], "watchlists": [watchlist]}
    desk = Desk(store, tmp_path, changes).past_the_baseline()
    page = f"""<html lang="ar"><head><title>مكتبة في تالة</title>
    <meta property="og:type" content="article"><meta property="og:title" content="مكتبة في تالة">
    <meta property="article:published_time" content="2026-03-01T09:30:00+01:00"></head>
    <body><article><h1>مكتبة في تالة</h1>{"".join(f"<p>{text}</p>" for text in BODY * 3)}
    </article></body></html>"""
    first = desk.list_and_read(fetched(page, url=f"{HOME}/culture/maktaba-fi-tala"))
    again = fetched(page, minutes(1), url=f"{HOME}/local/maktaba-fi-tala")
    desk.listings.listing(listing(again.url, section="local", at=minutes(1)))
    second = desk.page(again)
    assert (first.what, second.what) == ("new", "duplicate")
    (article,) = desk.articles()
    assert article.sections == ("culture", "local")
    assert [alert.topic for alert in desk.alerts()] == ["local-library"]


def wordpress_page(number: int) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return f"""<html lang="ar"><head><title>مكتبة في تالة</title></head>
    <body class="single single-post postid-{number}"><main><article class="post type-post">
    <h1 class="entry-title">مكتبة في تالة</h1>
    <time class="entry-date published" datetime="2026-03-01T09:30:00+01:00">1 مارس</time>
    <div class="entry-content">{paragraphs}</div></article></main></body></html>"""


def test_an_article_whose_page_tells_its_number_stays_one_under_a_new_slug(
    store: Store, tmp_path: Path
) -> None:
    source = settings(tmp_path).sources[0].model_dump() | {"preset": "wordpress"}
    desk = Desk(store, tmp_path, {"sources": [source]}).past_the_baseline()

    first = desk.list_and_read(fetched(wordpress_page(31), url=f"{HOME}/2026/03/maktaba/"))
    second = desk.list_and_read(
        fetched(wordpress_page(31), minutes(1), url=f"{HOME}/2026/03/maktaba-jadida/")
    )

    assert (first.what, second.what) == ("new", "duplicate")
    assert [article.data.publisher_id for article in desk.articles()] == ["wp:31"]


def test_a_preset_that_comes_later_makes_no_second_article(store: Store, tmp_path: Path) -> None:
    source = settings(tmp_path).sources[0].model_dump()
    before = Desk(store, tmp_path, {"sources": [source | {"preset": None}]}).past_the_baseline()
    url = f"{HOME}/2026/03/maktaba/"
    assert before.list_and_read(fetched(wordpress_page(31), url=url)).what == "new"

    after = Desk(store, tmp_path, {"sources": [source | {"preset": "wordpress"}]})
    same = after.page(fetched(wordpress_page(31), minutes(1), url=url))
    moved = wordpress_page(31).replace(BODY[0], f"{BODY[0]} وأضيف إليها جناح للأطفال.")
    renamed = after.list_and_read(fetched(moved, minutes(2), url=f"{HOME}/2026/03/unwan-jadid/"))

    assert (same.what, renamed.what) == ("unchanged", "edited")
    assert len(after.articles()) == 1


def test_a_missing_article_is_suspected_at_once_and_gone_when_confirmed(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    told = [
        desk.page(failure(FailureReason.NOT_FOUND, minutes(at), status=404)).what
        for at in (10, 12, 14, 45)
    ]
    assert told == ["suspected", "suspected", "suspected", "gone"]
    (article,) = desk.articles()
    assert article.state == "gone"


def test_an_article_that_comes_back_is_live_again(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    for at in (10, 45):
        desk.page(failure(FailureReason.GONE, minutes(at), status=410))
    assert [one.state for one in desk.articles()] == ["gone"]
    assert desk.page(fetched(k2_page(), minutes(60))).what == "restored"
    (article,) = desk.articles()
    assert (article.state, article.versions) == ("live", 1)


def test_what_is_gone_is_looked_for_again_and_at_once_when_it_is_listed(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    for at in (10, 45):
        desk.page(failure(FailureReason.GONE, minutes(at), status=410))
    assert desk.due_urls(minutes(50), everything=True) == []
    assert [url for url, _ in desk.due_urls(minutes(56))] == [item_url()]
    answer = desk.listings.listing(listing(item_url(), at=minutes(47)))
    assert [visit.url for visit in answer.visits] == [item_url()]


def test_a_suspicion_ends_when_the_article_is_seen_again(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(failure(FailureReason.GONE, minutes(10), status=410))
    assert desk.page(fetched(k2_page(), minutes(20))).what == "unchanged"
    assert [one.state for one in desk.articles()] == ["live"]


@pytest.mark.parametrize(
    "reason", [FailureReason.TIMEOUT, FailureReason.HTTP, FailureReason.UNREACHABLE]
)
def test_an_outage_says_nothing_about_the_article(desk: Desk, reason: FailureReason) -> None:
    desk.list_and_read(fetched(k2_page()))
    assert desk.page(failure(reason, minutes(10))).what == "missed"
    (article,) = desk.articles()
    assert (article.state, article.last_seen_at) == ("live", NOW)


@pytest.mark.parametrize("page", ["", "<html></html>", "<p>الصفحة غير موجودة</p>"])
def test_a_page_of_another_kind_never_becomes_a_version(desk: Desk, page: str) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(fetched(page, minutes(10)))
    (article,) = desk.articles()
    assert (article.versions, article.state) == (1, "suspected")


def test_a_redirect_home_is_not_the_article(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    away = fetched(k2_page("صفحة أخرى"), minutes(10), final_url=f"{HOME}/")
    assert desk.page(away).detail == "redirected to the home page"
    assert len(desk.edits()) == 0


def test_a_version_knows_the_last_fetch_that_lacked_it(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(not_modified(minutes(10)))
    desk.page(fetched(k2_page("عنوان آخر"), minutes(20)))
    (article,) = desk.articles()
    with desk.store.read() as session:
        _, second = queries.versions(session, article.id)
    assert (second.last_lacked_at, second.fetched_at) == (minutes(10), minutes(20))


def test_every_version_can_be_read_again_from_what_was_kept(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(fetched(k2_page("عنوان آخر"), minutes(10)))
    with desk.store.read() as session:
        rows = session.scalars(select(VersionRow).order_by(VersionRow.n)).all()
    refs = [evidence_ref(row) for row in rows]
    kept = [desk.evidence.read(ref) for ref in refs if ref]
    assert kept[0].body == k2_page().encode()
    assert kept[1].body == k2_page("عنوان آخر").encode()
    assert kept[0].url == item_url()


def test_a_newer_extractor_over_the_same_page_makes_no_edit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.list_and_read(fetched(k2_page()))

    def newer(*args: Any) -> Any:
        data = read_article(*args)
        assert isinstance(data, ArticleData)
        return replace(data, title=data.title + "!", extractor="joomla-k2/99")

    desk.reading = newer
    assert desk.page(fetched(k2_page(), minutes(10))).what == "unchanged"
    edited = fetched(k2_page("عنوان آخر"), minutes(20))
    assert desk.page(edited).what == "edited"


def test_a_full_disk_stores_nothing_and_the_page_stays_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    desk.listings.listing(listing(item_url()))
    monkeypatch.setattr("pipeline.evidence.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        desk.page(fetched(k2_page()))
    assert desk.articles() == []
    assert desk.due_urls(NOW) == [(item_url(), None)]
    monkeypatch.undo()
    assert desk.page(fetched(k2_page(), minutes(1))).what == "new"


def test_rechecks_are_conditional_but_every_fourth_is_whole(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page(), etag='"a"'))
    asked = []
    for hour in range(1, 5):
        asked += [etag for _, etag in desk.due_urls(minutes(60 * hour))]
        desk.page(not_modified(minutes(60 * hour)))
    assert asked == ['"a"', '"a"', '"a"', None]


def test_a_304_that_hid_an_edit_ends_the_trust_in_the_source(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page(), etag='"a"'))
    desk.page(fetched(k2_page("عنوان آخر"), minutes(60), etag='"a"'))
    assert desk.due_urls(minutes(200)) == [(item_url(), None)]


def test_a_listing_that_shows_another_headline_brings_a_whole_recheck_at_once(desk: Desk) -> None:
    desk.listings.listing(listing(ArticleLink(item_url(), "الأول")))
    desk.page(fetched(k2_page(), etag='"a"'))
    same = desk.listings.listing(listing(ArticleLink(item_url(), "الأول"), at=minutes(1)))
    other = desk.listings.listing(listing(ArticleLink(item_url(), "الثاني"), at=minutes(2)))
    assert same.visits == ()
    assert [(visit.url, visit.etag) for visit in other.visits] == [(item_url(), None)]


def test_a_listing_that_shows_a_newer_modified_stamp_brings_a_recheck(desk: Desk) -> None:
    def link(minute: int) -> ArticleLink:
        return ArticleLink(item_url(), "عنوان", modified=Stamp(minutes(minute), Precision.MINUTE))

    desk.listings.listing(listing(link(0)))
    desk.page(fetched(k2_page()))
    assert desk.listings.listing(listing(link(0), at=minutes(1))).visits == ()
    assert len(desk.listings.listing(listing(link(5), at=minutes(6))).visits) == 1


def test_paging_goes_on_only_while_a_listing_shows_something_new(desk: Desk) -> None:
    first = desk.listings.listing(listing(item_url(1), item_url(2)))
    again = desk.listings.listing(listing(item_url(1), item_url(2), at=minutes(1)))
    assert (first.go_on, again.go_on) == (True, False)
    assert len(first.visits) == 2


def test_a_poll_that_was_cut_short_is_paged_through_again(desk: Desk) -> None:
    second = f"{HOME}/index.php/culture?start=10"
    first = listing(item_url(1), etag='"a"', next_url=second)
    assert desk.listings.listing(first).go_on
    assert desk.section("culture").unfinished
    assert desk.section("culture").etag is None  # a 304 would hide the second page for ever
    again = desk.listings.listing(replace(first, fetched_at=minutes(1)))
    assert again.go_on  # though nothing on it is new
    assert desk.listings.listing(replace(listing(item_url(2)), url=second)).go_on
    desk.listings.done("outlet", "culture", minutes(2))
    assert not desk.section("culture").unfinished
    assert desk.section("culture").etag == '"a"'
    assert not desk.listings.listing(replace(first, fetched_at=minutes(20))).go_on


def test_a_poll_whose_second_page_failed_ends_the_baseline_but_is_paged_again(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path, {})
    second = f"{HOME}/index.php/culture?start=10"
    desk.listings.listing(listing(item_url(1), next_url=second))
    desk.listings.done("outlet", "culture", NOW, complete=False)
    desk.listings.listing(listing(item_url(1), item_url(2), at=minutes(10), next_url=second))
    desk.page(fetched(k2_page(), minutes(10), url=item_url(2)))
    assert [alert.kind for alert in desk.alerts()] == ["new"]
    assert desk.section("culture").unfinished


def test_a_piece_that_a_late_section_found_first_alerts_when_the_watched_one_lists_it(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path, {})
    desk.listings.listing(listing())
    desk.listings.done("outlet", "culture", NOW)
    desk.listings.listing(listing(item_url(), section="local", at=minutes(30)))
    desk.page(fetched(k2_page(), minutes(30)))
    assert desk.alerts() == []
    desk.listings.listing(listing(item_url(), at=minutes(40)))
    assert [alert.kind for alert in desk.alerts()] == ["new"]


def test_an_outage_of_days_never_gives_a_link_up(desk: Desk) -> None:
    desk.listings.listing(listing(item_url()))
    at = NOW
    for _ in range(20):
        desk.page(failure(FailureReason.TIMEOUT, at))
        at += timedelta(days=2)
        assert desk.due_urls(at)
    assert desk.page(fetched(k2_page(), at)).what == "new"


def test_sections_that_spell_a_title_differently_bring_no_rechecks(desk: Desk) -> None:
    desk.listings.listing(listing(ArticleLink(item_url(), "عنوان طويل جدا")))
    desk.page(fetched(k2_page()))
    cut = ArticleLink(item_url(), "عنوان طويل…")
    for at in (1, 2, 3):
        whole = listing(ArticleLink(item_url(), "عنوان طويل جدا"), at=minutes(at))
        assert desk.listings.listing(listing(cut, section="local", at=minutes(at))).visits == ()
        assert desk.listings.listing(whole).visits == ()


def test_a_hint_of_change_outlives_a_crawl_that_ended_before_the_visit(desk: Desk) -> None:
    desk.listings.listing(listing(ArticleLink(item_url(), "الأول")))
    desk.page(fetched(k2_page(), etag='"a"'))
    desk.listings.listing(listing(ArticleLink(item_url(), "الثاني"), at=minutes(1)))
    assert desk.due_urls(minutes(1)) == [(item_url(), None)]


def test_trouble_with_a_page_is_told_on_its_source(desk: Desk) -> None:
    desk.list_and_read(fetched(k2_page()))
    desk.page(failure(FailureReason.HTTP, minutes(10), status=500))
    with desk.store.read() as session:
        view = queries.source(session, "outlet")
    assert view.last_error == f"{item_url()}: it failed: http"


def test_a_page_that_is_no_article_is_tried_less_and_less_and_then_given_up(desk: Desk) -> None:
    desk.listings.listing(listing(item_url()))
    at = NOW
    tries = 0
    while desk.due_urls(at) and tries < 50:
        desk.page(fetched("<html></html>", at))
        tries += 1
        at += timedelta(days=2)
    assert tries == 6
    assert desk.articles() == []


def test_a_failed_section_is_polled_later_and_says_why(desk: Desk) -> None:
    url = f"{HOME}/index.php/culture"
    desk.listings.failed("culture", failure(FailureReason.TIMEOUT, minutes(20), url=url))
    with desk.store.read() as session:
        view = queries.source(session, "outlet")
    section = next(one for one in view.sections if one.name == "culture")
    assert section.failures == 1
    assert section.last_error == "it failed: timeout"
    assert section.due_at > minutes(20 + 13)
    assert view.last_error == "it failed: timeout"


def test_a_host_that_asks_for_peace_is_left_alone(desk: Desk) -> None:
    url = f"{HOME}/index.php/culture"
    busy = replace(failure(FailureReason.HTTP, minutes(20), url=url, status=503), retry_after=3600)
    desk.listings.failed("culture", busy)
    assert desk.due_urls(minutes(60), everything=True) == []
    with desk.store.read() as session:
        assert plan_crawl(session, desk.settings.sources[0], minutes(81)) is not None
