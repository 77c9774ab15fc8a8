"""What sweeps tell, held against what pages show: standings and rechecks, on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.plan import CrawlPlan
from pipeline.records import (
    ArticleLink,
    FailureReason,
    FetchFailure,
    NotModified,
    PageVisit,
    Precision,
    Stamp,
    Sweep,
    SweepKind,
    SweepVisit,
    Told,
)
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.queries import SweepView
from pipeline.sweeps import Sweeps
from scheduler.plans import plan_crawl
from scheduler.policy import AgeTiming
from tests.builders import BODY, HOME, NOW, failure, fetched, item_url, k2_page, listing, minutes
from tests.builders import settings as settings_of
from tests.integration.test_ingest import Desk
from tests.reading_here import take
from tests.story_texts import invented_words

VISIT = SweepVisit(SweepKind.K2, "culture", f"{HOME}/index.php/culture?format=json&limit=100")
#: articles of the desk's only swept section
NUMBERS = range(1, 26)


class SweptDesk(Desk):
    """A desk with articles that a sweep covers, and a clock that goes on by itself."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sweeps = Sweeps(self.settings, self.store, AgeTiming())
        self.now = NOW
        self.texts: dict[int, str] = {}
        self.marks: dict[int, str] = {}

    def later(self, passed: float = 10) -> datetime:
        self.now += timedelta(minutes=passed)
        return self.now

    def publish(self, numbers: Sequence[int] = NUMBERS) -> None:
        """These pieces are listed and read."""
        for number in numbers:
            words = " ".join(invented_words(number, 60))
            self.texts[number], self.marks[number] = f"نص القطعة {words}.", "m0"
        links = [item_url(number, f"p{number}") for number in numbers]
        self.listings.listing(listing(*links, at=self.now))
        self.read(*numbers)

    def edit(self, number: int, *, told: bool = True) -> None:
        self.texts[number] += (
            f" وزيد عليه {invented_words(100 + number, 1)[0]}."  # each another edit
        )
        if told:
            self.marks[number] += "+"

    def read(self, *numbers: int) -> None:
        """The pages of these pieces are fetched whole."""
        for number in numbers:
            page = k2_page(f"قطعة {number}", (BODY[0], self.texts[number]))
            take(self.ingest, fetched(page, self.now, url=item_url(number, f"p{number}")))

    def sweep(
        self, numbers: Iterable[int] | None = None, *, visit: SweepVisit = VISIT, **more: Any
    ) -> list[int]:
        """The system tells of these pieces; numbers of those that are to be looked at."""
        told = tuple(
            Told(ArticleLink(item_url(number, f"p{number}")), self.marks[number], f"k2:{number}")
            for number in (self.marks if numbers is None else numbers)
        )
        return self.handed(Sweep("outlet", visit, self.now, told, **more), visit)

    def handed(
        self, answer: Sweep | NotModified | FetchFailure, visit: SweepVisit = VISIT
    ) -> list[int]:
        return [_number(one) for one in self.sweeps.record("outlet", visit, answer)]

    def earn_trust(self) -> None:
        """Five edits told among twenty pages that did not change."""
        self.sweep()
        self.later()
        self.read(*NUMBERS)
        for number in range(1, 6):
            self.edit(number)
        self.later()
        self.read(*self.sweep(), *range(6, 26))
        assert self.standing == "trusted"

    @property
    def view(self) -> SweepView:
        with self.store.read() as session:
            (found,) = queries.source(session, "outlet").sweeps
        return found

    @property
    def standing(self) -> str:
        return self.view.standing

    def counts(self) -> tuple[int, int, int]:
        return self.view.right, self.view.missed, self.view.false

    def due(self, passed: float = 0) -> list[int]:
        """Numbers of the pieces that a crawl would recheck so much later."""
        at = self.now + timedelta(minutes=passed)
        urls = [url for url, _ in self.due_urls(at)]
        return sorted(_number(PageVisit(url)) for url in urls)

    def plan(self, *, everything: bool = False) -> CrawlPlan | None:
        with self.store.read() as session:
            return plan_crawl(session, self.settings.sources[0], self.now, everything=everything)


def _number(visit: PageVisit) -> int:
    return int(visit.url.partition("/item/")[2].partition("-")[0])


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> SweptDesk:
    desk = SweptDesk(store, tmp_path, {})
    desk.past_the_baseline()
    desk.publish()
    desk.later()
    return desk


# --- trust -----------------------------------------------------------------------


def test_a_sweep_on_trial_brings_looks_and_leaves_rechecks_as_they_were(desk: SweptDesk) -> None:
    assert desk.sweep() == []
    desk.later()
    desk.edit(3)
    assert desk.sweep() == [3]
    assert desk.due() == list(NUMBERS)
    assert desk.standing == "on-trial"


def test_under_trust_a_recheck_waits_ten_times_as_long_and_is_never_given_up(
    desk: SweptDesk,
) -> None:
    desk.earn_trust()
    assert desk.counts() == (5, 0, 0)
    assert desk.due(90) == []
    assert desk.due(101) == list(NUMBERS)


def test_what_a_trusted_sweep_tells_is_looked_at_unconditionally(desk: SweptDesk) -> None:
    desk.earn_trust()
    desk.later()
    desk.edit(20)
    assert desk.sweep() == [20]
    # remembered, should the crawl end before the look
    assert desk.due() == [20]
    assert dict(desk.due_urls(desk.now)) == {item_url(20, "p20"): None}


def test_an_edit_that_came_between_sweep_and_look_is_no_miss_if_it_is_told_next(
    desk: SweptDesk,
) -> None:
    desk.earn_trust()
    desk.edit(9)  # after the sweep …
    desk.read(9)  # … and found by the sample
    assert desk.counts() == (5, 0, 0)
    desk.later()
    assert desk.sweep() == [9]  # it may have been edited again since
    assert desk.counts() == (6, 0, 0)
    desk.read(9)  # it was not, and nobody holds that against the sweep
    assert desk.counts() == (6, 0, 0)
    assert desk.standing == "trusted"


def test_one_silent_edit_revokes_trust_and_brings_overdue_rechecks_at_once(
    desk: SweptDesk,
) -> None:
    desk.earn_trust()
    desk.edit(9, told=False)
    desk.later(60)
    desk.read(9)
    assert desk.standing == "trusted"
    desk.sweep()
    assert (desk.standing, desk.counts()) == ("revoked", (5, 1, 0))
    assert set(NUMBERS) - {9} <= set(desk.due())


def test_a_sweep_that_answers_304_owes_what_it_did_not_tell(desk: SweptDesk) -> None:
    desk.earn_trust()
    desk.edit(9, told=False)
    desk.read(9)
    desk.later()
    assert desk.handed(NotModified("outlet", VISIT.url, desk.now)) == []
    assert (desk.standing, desk.counts()) == ("revoked", (5, 1, 0))


def test_a_304_of_a_page_proves_nothing(desk: SweptDesk) -> None:
    desk.sweep()
    for _ in range(2):
        desk.later()
        for number in NUMBERS:
            take(desk.ingest, NotModified("outlet", item_url(number, f"p{number}"), desk.now))
    for number in range(1, 6):
        desk.edit(number)
    desk.read(*desk.sweep())
    assert (desk.standing, desk.counts()) == ("on-trial", (5, 0, 0))


def test_a_stamp_that_moved_alone_is_a_false_alarm(desk: SweptDesk) -> None:
    desk.sweep()
    desk.later()
    desk.marks[4] = "touched"
    desk.read(*desk.sweep())
    assert desk.counts() == (0, 0, 1)


def test_a_sweep_on_trial_has_twenty_articles_looked_at_and_noise_none(desk: SweptDesk) -> None:
    desk.sweep()
    for expected in (20, 0):
        desk.later()
        for number in NUMBERS:
            desk.marks[number] += "!"
        told = desk.sweep()
        assert len(told) == expected
        desk.read(*told)
    assert (desk.standing, desk.counts()) == ("noisy", (0, 0, 20))


def test_a_trusted_sweep_that_cries_wolf_brings_the_rechecks_back(desk: SweptDesk) -> None:
    desk.earn_trust()
    for _ in range(2):
        desk.later()
        for number in NUMBERS:
            desk.marks[number] += "!"
        desk.read(*desk.sweep())
    assert desk.standing == "noisy"
    assert desk.due(11) == list(NUMBERS)


def test_a_stamp_later_than_the_last_look_tells_of_a_change_at_the_first_sweep(
    desk: SweptDesk,
) -> None:
    def told(number: int, at: datetime) -> Told:
        link = ArticleLink(item_url(number, f"p{number}"), None, None, Stamp(at, Precision.SECOND))
        return Told(link, at.isoformat())

    before, after = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)
    answer = Sweep("outlet", VISIT, desk.now, (told(1, before), told(2, after)))
    assert desk.handed(answer) == [2]


# --- what is covered ---------------------------------------------------------------


def test_an_article_that_leaves_the_sweep_is_rechecked_as_before(desk: SweptDesk) -> None:
    desk.earn_trust()
    desk.later()
    desk.sweep(range(1, 20))
    assert desk.due() == list(range(20, 26))


def test_an_article_that_no_sweep_covers_is_rechecked_as_before(desk: SweptDesk) -> None:
    desk.earn_trust()
    desk.publish([40])
    assert desk.due(11) == [40]


def test_a_missing_article_is_looked_for_as_if_there_were_no_sweep(desk: SweptDesk) -> None:
    desk.earn_trust()
    gone = failure(FailureReason.NOT_FOUND, desk.now, url=item_url(7, "p7"), status=404)
    take(desk.ingest, gone)
    assert desk.due(20) == [7]


def test_articles_are_known_by_number_whatever_their_address(desk: SweptDesk) -> None:
    desk.sweep()
    desk.later()
    moved = Told(ArticleLink(f"{HOME}/local/item/3-other-slug"), "moved", "k2:3")
    assert desk.handed(Sweep("outlet", VISIT, desk.now, (moved,))) == [3]


def test_an_answer_of_strangers_covers_nothing(desk: SweptDesk) -> None:
    told = Told(ArticleLink(f"{HOME}/elsewhere"), "m", "k2:999")
    assert desk.handed(Sweep("outlet", VISIT, desk.now, (told,))) == []
    assert desk.standing == "on-trial"


def test_a_k2_sweep_finds_what_was_published_since_its_section_is_watched(
    desk: SweptDesk,
) -> None:
    def told(number: int, published: datetime | None) -> Told:
        stamp = Stamp(published, Precision.SECOND) if published else None
        link = ArticleLink(item_url(number, f"p{number}"), "عنوان", stamp)
        return Told(link, "m", f"k2:{number}")

    old, undated, known = told(70, NOW - timedelta(days=9)), told(71, None), told(3, minutes(5))
    new = told(72, minutes(5))
    answer = Sweep("outlet", VISIT, desk.now, (old, undated, known, new))
    assert desk.handed(answer) == [72]
    desk.texts[72] = "نص جديد."
    take(desk.ingest, fetched(k2_page(), desk.now, url=item_url(72, "p72")))
    (article,) = [one for one in desk.articles() if one.data.publisher_id == "k2:72"]
    assert article.sections == ("culture",)
    assert [alert.kind for alert in desk.alerts() if alert.article == article.id] == ["new"]


# --- what is offered ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "status", "for_good"),
    [
        (FailureReason.NOT_FOUND, 404, True),
        (FailureReason.GONE, 410, True),
        (FailureReason.HTTP, 401, True),
        (FailureReason.HTTP, 403, True),
        (FailureReason.BROKEN, 200, True),  # a page instead of data
        (FailureReason.BROKEN, None, False),  # the connection was cut
        (FailureReason.ROBOTS, None, True),
        (FailureReason.OFF_SITE, 302, True),
        (FailureReason.TOO_LARGE, 200, True),
        (FailureReason.HTTP, 429, False),
        (FailureReason.HTTP, 500, False),
        (FailureReason.TIMEOUT, None, False),
        (FailureReason.UNREACHABLE, None, False),
    ],
)
def test_what_is_not_offered_is_asked_again_in_weeks_and_what_failed_soon(
    desk: SweptDesk, reason: FailureReason, status: int | None, for_good: bool
) -> None:
    desk.handed(failure(reason, desk.now, url=VISIT.url, status=status))
    assert desk.standing == "none"
    assert desk.view.due_at is not None
    wait = desk.view.due_at - desk.now
    assert (wait > timedelta(days=18)) if for_good else (wait < timedelta(hours=1))


def test_a_sweep_that_vanishes_brings_the_rechecks_back_and_is_asked_again_in_a_day(
    desk: SweptDesk,
) -> None:
    desk.earn_trust()
    desk.later()
    desk.handed(failure(FailureReason.NOT_FOUND, desk.now, url=VISIT.url, status=404))
    assert desk.standing == "none"
    assert desk.due() == list(NUMBERS)
    assert desk.view.due_at is not None
    assert timedelta(hours=20) < desk.view.due_at - desk.now < timedelta(hours=28)
    desk.sweep()
    assert (desk.standing, desk.counts()) == ("on-trial", (5, 0, 0))


def test_a_trusted_sweep_may_fail_twice_before_rechecks_come_back(desk: SweptDesk) -> None:
    desk.earn_trust()
    for expected in ([], [], list(NUMBERS)):
        desk.later()
        desk.handed(failure(FailureReason.TIMEOUT, desk.now, url=VISIT.url))
        assert desk.due() == expected
    desk.read(*NUMBERS)
    assert desk.due(11) == list(NUMBERS)
    desk.later()
    desk.sweep()
    desk.read(*NUMBERS)
    assert (desk.standing, desk.due(90)) == ("trusted", [])


def test_a_sweep_goes_along_with_its_sections_poll_and_asks_conditionally(
    desk: SweptDesk,
) -> None:
    due = desk.plan(everything=True)
    assert due is not None
    assert [(one.section, one.etag) for one in due.sweeps] == [("culture", None), ("local", None)]
    desk.sweep(etag='"a"', last_modified="Sun, 01 Mar 2026 09:00:00 GMT")
    again = desk.plan(everything=True)
    assert again is not None
    assert [one.section for one in again.sweeps] == ["local"]
    desk.later(12)
    again = desk.plan()
    assert again is not None
    assert [(one.section, one.etag) for one in again.sweeps] == [
        ("culture", '"a"'),
        ("local", None),
    ]
    for section in ("culture", "local"):
        desk.listings.done("outlet", section, desk.now)
    rechecks_alone = desk.plan()
    assert rechecks_alone is not None
    assert (rechecks_alone.polls, rechecks_alone.sweeps) == ((), ())


def test_a_source_without_articles_is_not_asked(store: Store, tmp_path: Path) -> None:
    plan = SweptDesk(store, tmp_path, {}).plan()
    assert plan is not None
    assert plan.sweeps == ()


def test_a_section_at_another_address_begins_its_trial_anew(desk: SweptDesk) -> None:
    desk.earn_trust()
    moved = SweepVisit(SweepKind.K2, "culture", f"{HOME}/culture?format=json&limit=100")
    desk.later()
    desk.sweep(visit=moved)
    assert (desk.standing, desk.counts()) == ("on-trial", (0, 0, 0))
    assert desk.due() == list(NUMBERS)


@pytest.mark.parametrize("why", ["off", "section left"])
def test_a_sweep_that_nobody_wants_any_more_is_forgotten(desk: SweptDesk, why: str) -> None:
    desk.earn_trust()
    source: dict[str, Any] = {
        "name": "outlet",
        "home": f"{HOME}/",
        "preset": "joomla-k2",
        "sweep": "off" if why == "off" else "auto",
        "sections": [
            {
                "name": "culture" if why == "off" else "other",
                "page": f"{HOME}/index.php/culture",
            }
        ],
    }
    changed = settings_of(desk.folder, sources=[source])
    Sweeps(changed, desk.store, AgeTiming()).adopt_settings()
    desk.later()
    assert desk.due() == list(NUMBERS)
    with desk.store.read() as session:
        assert queries.source(session, "outlet").sweeps == ()


# --- listings as sweeps ------------------------------------------------------------


FEED: dict[str, Any] = {
    "confirm": "0s",
    "name": "outlet",
    "home": f"{HOME}/",
    "preset": "joomla-k2",
    "sections": [
        {"name": "culture", "feed": f"{HOME}/index.php/culture", "every": "10m"},
        {"name": "local", "page": f"{HOME}/index.php/local", "every": "10m"},
    ],
}


class FeedDesk(SweptDesk):
    """A desk whose section is an Atom feed."""

    def poll(self, numbers: Iterable[int] | None = None) -> list[int]:
        """The feed tells its stamps, moved by a minute for each `+` of a mark."""
        links = [
            ArticleLink(
                item_url(number, f"p{number}"),
                modified=Stamp(minutes(self.marks[number].count("+") - 60), Precision.SECOND),
            )
            for number in (self.marks if numbers is None else numbers)
        ]
        answer = self.listings.listing(listing(*links, at=self.now))
        return [_number(visit) for visit in answer.visits]


@pytest.fixture
def feed_desk(store: Store, tmp_path: Path) -> FeedDesk:
    desk = FeedDesk(store, tmp_path, {"sources": [FEED]})
    desk.past_the_baseline()
    desk.publish()
    desk.later()
    return desk


def _trusted(desk: FeedDesk) -> None:
    desk.poll()
    desk.later()
    desk.read(*NUMBERS)
    for number in range(1, 6):
        desk.edit(number)
    desk.later()
    desk.read(*desk.poll(), *range(6, 26))


def test_an_atom_feed_is_a_sweep_that_costs_nothing(feed_desk: FeedDesk) -> None:
    _trusted(feed_desk)
    view = feed_desk.view
    assert (view.kind, view.section, view.standing) == ("atom", "culture", "trusted")
    assert (view.due_at, feed_desk.counts()) == (None, (5, 0, 0))
    assert feed_desk.due(90) == []


def test_a_sitemap_is_a_sweep_that_costs_nothing(store: Store, tmp_path: Path) -> None:
    sitemap = {"name": "culture", "sitemap": f"{HOME}/index.php/culture", "every": "10m"}
    source = FEED | {"sections": [sitemap, FEED["sections"][1]]}
    desk = FeedDesk(store, tmp_path, {"sources": [source]})
    desk.past_the_baseline()
    desk.publish()
    desk.later()
    _trusted(desk)
    assert (desk.view.kind, desk.view.section, desk.view.standing) == (
        "sitemap",
        "culture",
        "trusted",
    )
    assert desk.due(90) == []


def test_a_feed_that_stands_owes_what_a_page_showed(feed_desk: FeedDesk) -> None:
    _trusted(feed_desk)
    feed_desk.edit(9, told=False)
    feed_desk.read(9)
    feed_desk.later()
    feed_desk.listings.unchanged("culture", NotModified("outlet", HOME, feed_desk.now))
    assert feed_desk.standing == "revoked"


def test_a_feed_without_stamps_is_no_sweep(feed_desk: FeedDesk) -> None:
    feed_desk.listings.listing(listing(item_url(3, "p3"), at=feed_desk.now))
    with feed_desk.store.read() as session:
        assert queries.source(session, "outlet").sweeps == ()


def test_an_article_counts_as_covered_for_three_polls_after_the_feed_dropped_it(
    feed_desk: FeedDesk,
) -> None:
    _trusted(feed_desk)
    for expected in ([], [], [25]):
        feed_desk.later()
        feed_desk.poll(range(1, 25))
        assert feed_desk.due() == expected


def test_a_feed_that_stands_says_nothing_of_what_it_had_dropped(feed_desk: FeedDesk) -> None:
    _trusted(feed_desk)
    feed_desk.later()
    feed_desk.poll(range(1, 25))
    feed_desk.later()
    feed_desk.listings.unchanged("culture", NotModified("outlet", HOME, feed_desk.now))
    feed_desk.later()
    feed_desk.poll(range(1, 25))
    assert feed_desk.due() == [25]


def test_a_feed_whose_every_stamp_moves_brings_few_looks_and_then_none(
    feed_desk: FeedDesk,
) -> None:
    feed_desk.poll()
    for expected in (20, 0):
        feed_desk.later()
        for number in NUMBERS:
            feed_desk.marks[number] += "+"
        told = feed_desk.poll()
        assert len(told) == expected
        feed_desk.read(*told)
    assert feed_desk.standing == "noisy"


def test_where_sweeps_are_off_a_stamp_brings_a_look_as_it_always_did(
    store: Store, tmp_path: Path
) -> None:
    desk = FeedDesk(store, tmp_path, {"sources": [FEED | {"sweep": "off"}]})
    desk.past_the_baseline()
    desk.publish()
    desk.later()
    desk.poll()
    desk.later()
    desk.edit(9)
    assert desk.poll() == [9]
