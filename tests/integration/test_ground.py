"""What a deeper walk finds raises no alert, what is new does, and gaps are noted and filled."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from marsad import jsonlines, screen
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.listings import READ_AT_FIRST, Listings
from pipeline.records import ArticleLink, Listing, ListingAnswer, Precision, Stamp
from pipeline.store import frontier, queries
from pipeline.store.engine import Store
from pipeline.watch import Watch
from scheduler.plans import plan_crawl
from scheduler.policy import AgeTiming
from tests.builders import BODY, HOME, NOW, fetched, item_url, k2_page, minutes, settings
from tests.reading_here import take
from tests.story_texts import invented_words

LATER = 60 * 24 * 10
SECTION = f"{HOME}/index.php/culture"


class Desk:
    """A pipeline over one source with a page, a feed and a sitemap."""

    def __init__(self, store: Store, folder: Path, **changes: Any) -> None:
        source = settings(folder).sources[0].model_dump() | changes
        source["sections"] = [
            {"name": "culture", "page": SECTION},
            {"name": "feed", "feed": f"{HOME}/feed"},
            {"name": "map", "sitemap": f"{HOME}/sitemap.xml", "every": "1d"},
        ]
        self.settings = settings(folder, sources=[source])
        self.store = store
        watch, timing = Watch(self.settings), AgeTiming()
        self.listings = Listings(self.settings, store, watch, timing)
        self.listings.adopt_settings(NOW)
        evidence = EvidenceArchive(folder / "warc", "Marsad/test")
        self.ingest = Ingest(
            self.settings, store, evidence, watch, timing, confirm_after=minutes(30) - NOW
        )

    def poll(
        self,
        *pages: list[int | ArticleLink],
        at: float = 0,
        section: str = "culture",
        complete: bool = True,
        etag: str | None = None,
    ) -> list[ListingAnswer]:
        """One poll of these pages, each a list of items; nothing is read."""
        url = next(one.url for one in self.settings.sources[0].sections if one.name == section)
        answers = []
        for number, page in enumerate(pages):
            more = number + 1 < len(pages)
            answers.append(
                self.listings.listing(
                    Listing(
                        source="outlet",
                        section=section,
                        url=f"{url}?start={number}" if number else url,
                        fetched_at=minutes(at + number / 60),
                        links=tuple(
                            one if isinstance(one, ArticleLink) else ArticleLink(item_url(one))
                            for one in page
                        ),
                        next_url=f"{url}?start={number + 1}" if more else None,
                        etag=etag,
                    )
                )
            )
        self.listings.done("outlet", section, minutes(at + 1), complete)
        return answers

    def read(self, *items: int, at: float = 0, published: str = "") -> None:
        for item in items:
            # each its own words, or the same text would be one article, or one story
            text = (BODY[0], " ".join(invented_words(item, 60)))
            page = k2_page(f"المكتبة رقم {item}", text, published=published)
            take(self.ingest, fetched(page, minutes(at), url=item_url(item)))

    def alerted(self) -> list[int]:
        """The items that alerts of new pieces were raised for."""
        with self.store.read() as session:
            alerts = queries.alerts(session)
        return sorted(int(one.title.rpartition(" ")[2]) for one in alerts if one.kind == "new")

    def source(self) -> queries.SourceView:
        with self.store.read() as session:
            return queries.source(session, "outlet")

    def etag(self) -> str | None:
        """With which the section page is asked for next."""
        with self.store.read() as session:
            rows = frontier.sections(session, "outlet")
            return next(row.etag for row in rows if row.name == "culture")

    def due(self, at: datetime) -> list[str]:
        with self.store.read() as session:
            plan = plan_crawl(session, self.settings.sources[0], at)
        return [visit.url for visit in plan.visits] if plan else []


def dated(item: int, day: int, month: int = 3) -> ArticleLink:
    at = datetime.fromisoformat(f"2026-{month:02}-{day:02}T09:00:00+01:00")
    return ArticleLink(item_url(item), None, Stamp(at, Precision.MINUTE))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The section's first crawl reached down to item 20."""
    desk = Desk(store, tmp_path)
    desk.poll([24, 23, 22], [21, 20])
    desk.read(20, 21, 22, 23, 24)
    return desk


def test_what_a_deeper_walk_finds_below_the_first_crawls_ground_raises_no_alert(
    desk: Desk,
) -> None:
    desk.poll([25, 24, 23], [22, 21, 20], [19, 18], at=LATER)
    desk.read(25, 19, 18, at=LATER + 2)
    assert desk.alerted() == [25]


def test_that_holds_though_the_first_crawl_was_cut_short(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.poll([24, 23], [22], complete=False)
    desk.poll([25, 24, 23], [22, 21, 20], at=10)
    desk.read(*range(20, 26), at=12)
    assert desk.alerted() == [25]


def test_a_piece_that_enters_among_known_ones_alerts(desk: Desk) -> None:
    desk.poll([24, 23, 9], [22, 21, 20], at=LATER)
    desk.read(9, at=LATER + 2)
    assert desk.alerted() == [9]


def test_a_piece_that_moves_up_when_another_is_deleted_raises_no_alert(desk: Desk) -> None:
    desk.poll([24, 23, 21], [20, 19], at=LATER)
    desk.read(19, at=LATER + 2)
    assert desk.alerted() == []


def test_an_old_piece_pinned_to_the_top_raises_no_alert_where_its_date_shows(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path)
    desk.poll([dated(24, 1), dated(23, 1)], [dated(22, 28, 2), dated(21, 27, 2)])
    pinned, new = dated(3, 5, 1), dated(25, 11)
    desk.poll([pinned, new, dated(24, 1), dated(23, 1)], at=LATER)
    desk.read(3, 25, at=LATER + 2)
    assert desk.alerted() == [25]


@pytest.mark.parametrize("dates_known", [True, False])
def test_in_a_listing_without_dates_the_page_tells_that_a_pinned_piece_is_old(
    store: Store, tmp_path: Path, dates_known: bool
) -> None:
    desk = Desk(store, tmp_path)
    desk.poll([24, 23], [22, 21])
    if dates_known:  # the deepest could not be read, or prints none
        desk.read(22, published="الأحد, 1 فيفري 2026 09:30")
    desk.poll([3, 25, 24, 23], at=LATER)
    desk.read(3, at=LATER + 2, published="الاثنين, 5 جانفي 2026 09:30")
    desk.read(25, at=LATER + 2, published="الأربعاء, 11 مارس 2026 09:30")
    assert desk.alerted() == [25]


def test_the_pages_own_date_overrules_the_listings_place(desk: Desk) -> None:
    desk.poll([24, 23, 22], [21, 20, 19, 18], at=LATER)
    desk.read(19, at=LATER + 2, published="الثلاثاء, 10 مارس 2026 09:30")
    desk.read(18, at=LATER + 2, published="السبت, 10 جانفي 2026 09:30")
    assert desk.alerted() == [19]


def test_first_crawl_alert_holds_nothing_back(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path, first_crawl="alert")
    desk.poll([24, 23])
    desk.poll([24, 23], [22, 21], at=LATER)
    desk.read(21, 22, 23, 24, at=LATER + 2)
    assert desk.alerted() == [21, 22, 23, 24]


def test_polls_that_share_no_article_leave_a_gap_until_known_ground_is_reached(
    desk: Desk,
) -> None:
    [answer] = desk.poll([40, 39, 38], at=LATER)
    assert answer.to_fill
    [gap] = desk.source().gaps
    assert (gap.section, gap.state, gap.found_at) == ("culture", "open", minutes(LATER))
    assert gap.after_at == minutes(1)
    desk.poll([41, 40, 39], [38, 37, 36], [30, 24, 23], at=LATER + 20)
    [gap] = desk.source().gaps
    assert (gap.state, gap.how) == ("filled", "pages")
    desk.read(*range(36, 42), 30, at=LATER + 30)
    assert desk.alerted() == [30, *range(36, 42)]


def test_a_gap_that_one_poll_fills_by_going_deeper_is_filled_at_once(desk: Desk) -> None:
    first, second = desk.poll([40, 39, 38], [37, 24, 23], at=LATER)
    assert (first.to_fill, second.to_fill) == (True, False)
    assert [gap.state for gap in desk.source().gaps] == ["filled"]
    desk.read(37, 38, 39, 40, at=LATER + 2)
    assert desk.alerted() == [37, 38, 39, 40]


def test_a_gap_that_stayed_open_is_tried_once_more_from_far_and_without_validators(
    desk: Desk,
) -> None:
    [first] = desk.poll([40, 39, 38], at=LATER, etag='"a"')
    assert not first.far
    assert desk.etag() is None
    near, deep, reached = desk.poll([40, 39], [38, 37], [24, 23], at=LATER + 20, etag='"b"')
    assert [(one.go_on, one.far) for one in (near, deep)] == [(True, True)] * 2
    assert not reached.far
    assert [gap.state for gap in desk.source().gaps] == ["filled"]
    assert desk.etag() == '"b"'


def test_a_gap_that_the_second_try_does_not_reach_is_lost_and_costs_no_third(desk: Desk) -> None:
    desk.poll([40, 39, 38], at=LATER)
    desk.poll([40, 39, 38], [37, 36], at=LATER + 20)
    assert [gap.state for gap in desk.source().gaps] == ["lost"]
    [usual] = desk.poll([40, 39, 38], at=LATER + 40)
    assert (usual.go_on, usual.to_fill, usual.far) == (False, False, False)
    console = Console(width=200, record=True, file=StringIO())
    console.print(
        screen.source_table([(desk.settings.sources[0], desk.source())], "UTC", desk.settings.daily)
    )
    assert "could not be reached and is not tried again" in console.export_text()


def test_a_try_that_failed_in_passing_is_none(desk: Desk) -> None:
    desk.poll([40, 39, 38], at=LATER)
    desk.poll([40, 39, 38], at=LATER + 20, complete=False)
    assert [gap.state for gap in desk.source().gaps] == ["open"]
    again, _ = desk.poll([40, 39, 38], [24, 23], at=LATER + 40)
    assert again.far
    assert [gap.state for gap in desk.source().gaps] == ["filled"]


def test_a_lost_gap_is_filled_by_what_reaches_below_it_after_all(desk: Desk) -> None:
    desk.poll([40, 39, 38], at=LATER)
    desk.poll([40, 39, 38], [37, 36], at=LATER + 20)
    desk.poll([40, 39, 38], [30, 24, 23], at=LATER + 40)
    assert [gap.state for gap in desk.source().gaps] == ["filled"]


def test_gaps_are_shown_with_their_source(desk: Desk) -> None:
    desk.poll([24, 23], section="feed", at=3)
    desk.poll([40, 39], section="feed", at=LATER)
    desk.poll([40, 39, 38], [24, 23], at=LATER)
    told = jsonlines.source(desk.settings.sources[0], desk.source(), desk.settings.daily)
    gaps = {one["name"]: one["gaps"] for one in told["sections"]}
    assert gaps["feed"] == [
        {
            "after_at": minutes(4).isoformat(),
            "found_at": minutes(LATER).isoformat(),
            "state": "open",
            "filled_at": None,
            "how": None,
        }
    ]
    assert [(one["state"], one["how"]) for one in gaps["culture"]] == [("filled", "pages")]
    assert gaps["map"] == []
    console = Console(width=200, record=True, file=StringIO())
    console.print(
        screen.source_table([(desk.settings.sources[0], desk.source())], "UTC", desk.settings.daily)
    )
    lines = [line for line in console.export_text().splitlines() if "missed" in line]
    assert [line.split(":")[0].strip() for line in lines] == ["feed"]


def test_what_lies_in_an_open_gap_alerts_though_later_pieces_are_known(desk: Desk) -> None:
    desk.poll([40, 39], at=LATER)
    desk.poll([40, 39], [38, 37], at=LATER + 20)
    desk.read(37, 38, at=LATER + 30)
    assert desk.alerted() == [37, 38]


def test_another_listing_at_the_same_address_is_known_by_its_old_dates(desk: Desk) -> None:
    desk.poll([dated(90, 3, 1), dated(91, 2, 1)], at=LATER)
    desk.read(90, 91, at=LATER + 2)
    assert desk.alerted() == []


def test_a_first_crawl_and_an_empty_section_open_no_gap(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.poll([])
    desk.poll([3, 2, 1], at=LATER)
    desk.poll([], at=LATER + 10)
    assert desk.source().gaps == ()
    desk.read(1, 2, 3, at=LATER + 20)
    assert desk.alerted() == [1, 2, 3]


def test_a_feed_goes_on_only_where_it_shares_nothing_with_the_poll_before(desk: Desk) -> None:
    [first] = desk.poll([24, 23], section="feed")
    [usual] = desk.poll([25, 24], section="feed", at=LATER)
    [gap] = desk.poll([40, 39], section="feed", at=LATER + 10)
    assert [(one.go_on, one.to_fill) for one in (first, usual, gap)] == [
        (False, False),
        (False, False),
        (True, True),
    ]


def test_a_sitemap_that_was_whole_before_a_gap_fills_it(desk: Desk) -> None:
    desk.poll([24, 23, 22], section="map", at=2)
    desk.poll([24, 23], section="feed", at=LATER - 20)
    desk.poll([24, 23, 22], section="map", at=LATER - 10)
    desk.poll([40, 39], section="feed", at=LATER)
    sections = {one.name: one for one in desk.source().sections}
    assert sections["map"].due_at == minutes(LATER)
    desk.poll([40, 39, 38, 24, 23], section="map", at=LATER + 5)
    [gap] = desk.source().gaps
    assert (gap.section, gap.state, gap.how) == ("feed", "filled", "sitemap")
    desk.read(38, 39, 40, at=LATER + 10)
    assert desk.alerted() == [38, 39, 40]


def test_a_sitemap_that_was_first_crawled_after_a_gap_does_not_fill_it(desk: Desk) -> None:
    desk.poll([24, 23], section="feed", at=3)
    desk.poll([40, 39], section="feed", at=LATER)
    desk.poll([40, 39, 38, 24, 23], section="map", at=LATER + 5)
    desk.poll([40, 39, 38, 24, 23], section="map", at=LATER + 15)
    assert [gap.state for gap in desk.source().gaps] == ["open"]


def test_of_a_large_sitemap_the_first_crawl_reads_the_newest_and_notes_the_others(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path)
    [answer] = desk.poll(list(range(1000, 0, -1)), section="map")
    assert [visit.url for visit in answer.visits] == [
        item_url(n) for n in range(1000, 1000 - READ_AT_FIRST, -1)
    ]
    assert (desk.source().waiting, desk.source().noted) == (READ_AT_FIRST, 1000 - READ_AT_FIRST)
    assert desk.source().given_up == 0


def test_what_was_only_noted_is_read_when_it_changes_or_is_listed_and_raises_no_alert(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, tmp_path)
    moved = dated(5, 2)
    many: list[int | ArticleLink] = list(range(300, 5, -1))
    desk.poll([*many, ArticleLink(moved.url, modified=dated(5, 1).published)], section="map")
    desk.poll([9, 8], at=1)
    [answer] = desk.poll([9, 7, 8], at=5)
    assert item_url(7) in [visit.url for visit in answer.visits]
    changed = ArticleLink(moved.url, modified=moved.published)
    [answer] = desk.poll([301, *many, changed], section="map", at=10)
    assert {visit.url for visit in answer.visits} == {item_url(301), item_url(5)}
    desk.read(5, at=20)
    desk.read(301, at=20)
    assert desk.alerted() == [301]


def test_stamps_that_move_all_at_once_are_the_sitemaps_not_the_pieces(
    store: Store, tmp_path: Path
) -> None:
    # with sweeps such stamps are believed on trial: twenty looks, and none once they prove false
    desk = Desk(store, tmp_path, sweep="off")
    for day in (1, 2):
        links = [ArticleLink(item_url(n), modified=dated(n, day).published) for n in range(60)]
        [answer] = desk.poll([*links], section="map", at=day)
        if day == 1:
            desk.read(*range(60), at=day)
    assert answer.visits == ()


def test_the_plan_carries_the_addresses_of_known_articles(desk: Desk) -> None:
    with desk.store.read() as session:
        plan = plan_crawl(session, desk.settings.sources[0], minutes(LATER))
        assert frontier.known_addresses(session, "outlet", 2) == (item_url(24), item_url(23))
    assert plan is not None
    assert set(plan.known) == {item_url(n) for n in range(20, 25)}
