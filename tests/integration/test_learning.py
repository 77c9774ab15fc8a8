"""Rates learned from what a store's fetches showed, kept, and rechecks timed by them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, select

from config.settings import Settings
from marsad.planning import planned
from pipeline.importing.batches import Importing
from pipeline.listings import Listings
from pipeline.recheck_facts import recheck_facts
from pipeline.records import ArticleState, NotModified
from pipeline.store import frontier, spent
from pipeline.store import learned as kept
from pipeline.store.engine import Store
from pipeline.store.spent import Spent
from pipeline.store.sweeps import row_of
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    EditRow,
    FetchRow,
    LearnedRow,
    LinkRow,
    LinkSectionRow,
    SectionRow,
    ToldRow,
)
from pipeline.timing import RecheckFacts, SeenEdit, Waiting
from pipeline.topic_weights import topic_weights
from pipeline.trust import Standing
from scheduler import learning, spending
from scheduler.learning import Learner, adopt_stored, by_age, looks_of
from scheduler.policy import Learned, LearnedTiming
from scheduler.rates import AGES, PARTS, PRIOR
from tests.builders import NOW, listing, settings
from tests.integration.test_importing import _row
from tests.keeping import Keeper

HOUR = timedelta(hours=1)
BEGAN = NOW - timedelta(days=6)


@pytest.fixture(autouse=True)
def short_rehearsals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds are found roughly, with few articles; `scheduler.spending` has its own tests."""
    monkeypatch.setattr(learning, "_REHEARSED", 40)
    monkeypatch.setattr(spending, "_NEAR", 0.1)


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    return Keeper(store, tmp_path)


async def _here(call: Callable[..., Any], *args: Any) -> Any:
    return call(*args)


def _learner(store: Store, timing: LearnedTiming, wanted: Settings) -> Learner:
    run: Callable[..., Awaitable[Any]] = _here
    return Learner(wanted, store, timing, run)


def _fill(store: Store, articles: int = 60, *, baseline: bool = False) -> None:
    """Articles looked at every other hour of two days; one in three was edited in its first."""
    with store.write() as session:
        for n in range(articles):
            born = BEGAN + n * HOUR
            article = ArticleRow(
                source="outlet",
                identity=f"n:{n}",
                url=f"https://news.example.org/{n}",
                canonical_url=f"https://news.example.org/{n}",
                state="live",
                first_seen_at=born,
                last_seen_at=born + 48 * HOUR,
                last_changed_at=born,
                recheck_at=NOW + timedelta(minutes=n),
                tags=[],
            )
            session.add(article)
            session.flush()
            link = LinkRow(
                source="outlet",
                key=f"n:{n}",
                url=article.url,
                discovered_at=born,
                baseline=baseline,
                article_id=article.id,
            )
            session.add(link)
            session.flush()
            if n % 3 == 0:
                runs = [("new", 0, 0), ("edited", 2, 2), ("unchanged", 4, 48)]
                session.add(_edit(article.id, born + 2 * HOUR))
            else:
                runs = [("new", 0, 0), ("unchanged", 2, 48)]
            session.add_all(
                FetchRow(
                    link_id=link.id,
                    first_at=born + first * HOUR,
                    last_at=born + last * HOUR,
                    times=1 + (last - first) // 2,
                    outcome=outcome,
                    detail="",
                )
                for outcome, first, last in runs
            )


def _edit(article: int, at: datetime) -> EditRow:
    return EditRow(
        article_id=article,
        from_version=1,
        to_version=2,
        detected_at=at,
        stealth=True,
        substantive=True,
        kinds=["wording"],
        evidence=[],
        title_before="عنوان",
        title_after="عنوان",
        changes=[],
    )


def _facts(**changes: Any) -> RecheckFacts:
    facts = RecheckFacts(
        state=ArticleState.LIVE,
        first_seen_at=NOW - 6 * HOUR,
        last_changed_at=NOW - 6 * HOUR,
        every=timedelta(minutes=5),
        misses=0,
        source="outlet",
    )
    return replace(facts, **changes)


def _wait(timing: LearnedTiming, **changes: Any) -> timedelta:
    due = timing.next_recheck(_facts(**changes), NOW)
    assert due is not None
    return due - NOW


def test_rechecks_go_by_age_until_there_is_something_to_learn_from(
    store: Store, tmp_path: Path
) -> None:
    timing = LearnedTiming()
    _fill(store, 5)
    assert not asyncio.run(_learner(store, timing, settings(tmp_path)).refresh(NOW))
    assert _wait(timing) == 6 * HOUR / 8


def test_what_was_there_before_anybody_watched_is_not_learned_from(
    store: Store, tmp_path: Path
) -> None:
    _fill(store, baseline=True)
    with store.read() as session:
        assert kept.histories(session, BEGAN, 100) == ([], 1)


def test_of_many_articles_every_so_many_th_is_learned_from(store: Store) -> None:
    _fill(store)
    with store.read() as session:
        found, one_in = kept.histories(session, BEGAN, 20)
    assert (len(found), one_in) == (20, 3)
    ages = [one.first_seen_at for one in found]
    assert max(ages) - min(ages) >= 56 * HOUR


def test_what_was_learned_is_kept_and_times_rechecks_after_a_restart(
    store: Store, tmp_path: Path
) -> None:
    _fill(store)
    timing, later = LearnedTiming(), LearnedTiming()
    learner = _learner(store, timing, settings(tmp_path))
    assert asyncio.run(learner.refresh(NOW))
    adopt_stored(store, later)
    quiet = _wait(timing)
    assert quiet == _wait(later)
    assert quiet != 6 * HOUR / 8
    seen = tuple(SeenEdit(NOW - n * HOUR, NOW - (n + 0.5) * HOUR) for n in (3, 1))
    edited = {"edits": seen, "last_changed_at": NOW - HOUR}
    assert _wait(later, **edited) < quiet
    assert _wait(later, weight=9.0) < _wait(later, weight=3.0) < quiet
    assert _wait(later, first_seen_at=NOW - 50 * HOUR, last_changed_at=NOW - 50 * HOUR) > quiet
    # what is missing, or could not be read, goes by age as ever
    assert _wait(later, state=ArticleState.SUSPECTED, last_changed_at=NOW) == timedelta(minutes=5)
    assert _wait(later, every=timedelta(days=4)) == timedelta(days=4)


def _tell(store: Store, standing: Standing, missed: int = 0) -> None:
    """A sweep that listed every article two days after its last look, and says nothing of it."""
    with store.write() as session:
        sweep = row_of(session, "outlet", "k2", "culture", "https://news.example.org/s?format=json")
        sweep.standing, sweep.told_rightly, sweep.missed = standing.value, 9 * missed + 5, missed
        for article in session.scalars(select(ArticleRow)):
            session.add(
                ToldRow(
                    sweep_id=sweep.id,
                    article_id=article.id,
                    mark="",
                    told_at=article.last_seen_at + 48 * HOUR,
                    looked_at=article.last_seen_at,
                )
            )


@pytest.mark.parametrize("standing", [Standing.TRUSTED, Standing.ON_TRIAL])
def test_what_a_sweep_says_nothing_of_counts_as_looked_at_if_the_sweep_is_trusted(
    store: Store, standing: Standing
) -> None:
    _fill(store, 6)
    _tell(store, standing, missed=1)
    with store.read() as session:
        stories, _ = kept.histories(session, BEGAN, 100)
    looks = looks_of(stories)
    watched = np.zeros(6)
    np.add.at(watched, looks.article, looks.end - looks.start)
    if standing is Standing.TRUSTED:
        assert watched == pytest.approx(np.full(6, 96.0))
        assert set(looks.trust.tolist()) == {1.0, 14 / 15}
    else:
        assert watched == pytest.approx(np.full(6, 48.0))
        assert set(looks.trust.tolist()) == {1.0}


def test_it_is_learned_once_a_day_and_not_again_at_every_start(
    store: Store, tmp_path: Path
) -> None:
    _fill(store)
    wanted = settings(tmp_path)
    learner = _learner(store, LearnedTiming(), wanted)
    assert asyncio.run(learner.refresh(NOW))
    assert not asyncio.run(learner.refresh(NOW + HOUR))
    assert not asyncio.run(_learner(store, LearnedTiming(), wanted).refresh(NOW + 2 * HOUR))
    assert asyncio.run(learner.refresh(NOW + 25 * HOUR))
    assert asyncio.run(learner.refresh(NOW + HOUR)), "the clock was set back by a day"


def test_a_budget_makes_rechecks_rarer_or_oftener(store: Store, tmp_path: Path) -> None:
    _fill(store)
    waits: list[timedelta] = []
    for budget in (20, 200, 2_000):
        wanted = settings(tmp_path)
        source = wanted.sources[0].model_copy(update={"budget": budget})
        timing = LearnedTiming()
        learner = _learner(store, timing, wanted.model_copy(update={"sources": (source,)}))
        assert asyncio.run(learner.refresh(NOW + timedelta(days=2 * len(waits))))
        waits.append(_wait(timing))
    assert waits[0] > waits[1] > waits[2]


def _list(store: Store, pieces: int, *, section: str = "culture") -> None:
    """A section, watched since six days, that lists so many new pieces, evenly."""
    with store.write() as session:
        row = frontier.section_row(session, "outlet", section, "https://news.example.org/s", BEGAN)
        row.baselined_at = BEGAN
        for n in range(pieces):
            at = BEGAN + (n + 1) * 6 * 24 * HOUR / (pieces + 1)
            link = LinkRow(
                source="outlet",
                key=f"{section}/{n}",
                url=f"https://news.example.org/{section}/{n}",
                discovered_at=at,
                baseline=False,
            )
            session.add(link)
            session.flush()
            session.add(LinkSectionRow(link_id=link.id, section=section, listed_at=at))


def test_a_budget_is_not_overspent_by_what_weighs_more(store: Store, tmp_path: Path) -> None:
    _fill(store)
    wanted = settings(tmp_path)
    source = wanted.sources[0].model_copy(update={"budget": 400})
    wanted = wanted.model_copy(update={"sources": (source,)})
    plain, weighed = LearnedTiming(), LearnedTiming()
    assert asyncio.run(_learner(store, plain, wanted).refresh(NOW))
    with store.write() as session:
        for article in session.scalars(select(ArticleRow)):
            session.add(_alert(article.id, "library"))
        session.execute(delete(LearnedRow))
    assert asyncio.run(_learner(store, weighed, wanted).refresh(NOW))
    # where all articles weigh three times as much, that is the same as if none did
    assert _wait(weighed, weight=3.0) == pytest.approx(_wait(plain), rel=0.01)


def _alert(article: int, topic: str) -> AlertRow:
    return AlertRow(
        topic=topic,
        watchlist="desk",
        kind="new",
        article_id=article,
        version=1,
        created_at=BEGAN,
        matched=[],
    )


def test_the_topics_of_an_article_make_it_weigh(store: Store, tmp_path: Path) -> None:
    _fill(store, 3)
    wanted = settings(tmp_path)
    with store.write() as session:
        ids = session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()
        session.add_all([_alert(ids[1], "library"), _alert(ids[2], "no longer configured")])
    with store.read() as session:
        found = [
            recheck_facts(session, wanted.sources[0], row, topic_weights(wanted)).weight
            for row in session.scalars(select(ArticleRow).order_by(ArticleRow.id))
        ]
    assert found == [1, 3, 1]


def _taught(store: Store, folder: Path) -> LearnedTiming:
    """A policy that has learned from one source."""
    timing = LearnedTiming()
    _fill(store)
    assert asyncio.run(_learner(store, timing, settings(folder)).refresh(NOW))
    return timing


def test_a_new_piece_that_a_topic_holds_for_is_looked_at_again_sooner_than_another(
    store: Store, tmp_path: Path
) -> None:
    keeper = Keeper(store, tmp_path, timing=_taught(store, tmp_path))
    wanted = keeper.publish(7, 1, title="فتحت المكتبة أبوابها", body=("جاء القراء إلى المكتبة.",))
    other = keeper.publish(8, 1, title="قطار الساحل", body=("وصل القطار إلى محطته صباحا.",))
    assert (wanted.alerts, other.alerts) == (1, 0)
    with store.read() as session:
        sooner, later = (
            session.scalars(select(ArticleRow.recheck_at).where(ArticleRow.identity == one)).one()
            for one in ("k2:7", "k2:8")
        )
    assert sooner is not None
    assert later is not None
    assert sooner < later


def test_imported_pieces_are_timed_by_what_their_source_taught(
    store: Store, tmp_path: Path
) -> None:
    timing = _taught(store, tmp_path)
    seen_at = NOW - 6 * HOUR
    row = _row(fetched_at=seen_at.isoformat(), first_seen_at=seen_at.isoformat())
    importing = Importing(settings(tmp_path), store, timing, "file")
    assert importing.take([row], NOW) == []
    with store.read() as session:
        newest = select(ArticleRow.recheck_at).order_by(ArticleRow.id.desc()).limit(1)
        recheck_at = session.scalars(newest).one()
    every = timedelta(minutes=10)
    assert recheck_at == NOW + _wait(timing, every=every)
    assert recheck_at != NOW + _wait(timing, every=every, source="")


def test_a_section_that_lists_much_is_polled_oftener_and_none_slower_than_it_says(
    store: Store, tmp_path: Path
) -> None:
    _fill(store)
    _list(store, 600)
    _list(store, 1, section="local")
    timing, later, within = LearnedTiming(), LearnedTiming(), (timedelta(minutes=1), 2 * HOUR)
    before = timing.poll_interval("outlet", "culture", within, NOW)
    asyncio.run(_learner(store, timing, settings(tmp_path)).refresh(NOW))
    adopt_stored(store, later)
    assert before == within[1]
    busy, still = (later.poll_interval("outlet", one, within, NOW) for one in ("culture", "local"))
    assert within[0] <= busy < still / 3 <= within[1] / 3
    assert later.poll_interval("outlet", "unheard-of", within, NOW) == within[1]


def test_polls_beyond_the_setting_are_paid_of_the_same_budget_as_rechecks(
    store: Store, tmp_path: Path
) -> None:
    _fill(store)
    wanted = settings(tmp_path)
    source = wanted.sources[0].model_copy(update={"budget": 400})
    wanted = wanted.model_copy(update={"sources": (source,)})
    still, busy = LearnedTiming(), LearnedTiming()
    assert asyncio.run(_learner(store, still, wanted).refresh(NOW))
    _list(store, 3_000)
    assert asyncio.run(_learner(store, busy, wanted).refresh(NOW + timedelta(days=1)))
    assert _wait(busy) > _wait(still)


def test_a_listing_that_asks_for_peace_gets_it_up_to_the_setting(keeper: Keeper) -> None:
    timing = LearnedTiming()
    timing.adopt(Learned(PRIOR, {}, 0.01, {("outlet", "culture"): np.full(PARTS, 50.0)}))
    listings = Listings(keeper.settings, keeper.store, keeper.watch, timing)
    waits = []
    asked = (None, None), (timedelta(minutes=4), None), (None, timedelta(days=1))
    for n, (good_for, ttl) in enumerate(asked):
        at = NOW + n * HOUR
        listings.listing(listing(at=at, good_for=good_for, ttl=ttl))
        listings.done("outlet", "culture", at)
        waits.append(_due(keeper.store) - at)
    listings.unchanged("culture", NotModified("outlet", "", NOW + 4 * HOUR))
    # the feed's own word holds for as long as the feed stands
    waits.append(_due(keeper.store) - NOW - 4 * HOUR)
    every = keeper.settings.sources[0].sections[0].every
    assert waits[0] < timedelta(minutes=3) < timedelta(minutes=4) <= waits[1] < every * 0.9
    assert every <= min(waits[2:]) <= max(waits[2:]) <= every * 1.1


def _due(store: Store) -> datetime:
    with store.read() as session:
        row = session.get(SectionRow, ("outlet", "culture"))
        assert row is not None
        return row.due_at


def test_for_a_steady_rate_an_edit_stands_unseen_for_half_the_time_between_looks() -> None:
    timing = LearnedTiming()
    steady = replace(PRIOR, age=np.full(len(AGES), 0.01))
    timing.adopt(Learned(steady, {}, 0.01))
    looks = [(NOW, NOW + 6 * HOUR), (NOW - 6 * HOUR, NOW - HOUR)]
    delays = [
        timing.expected_delay("outlet", [Waiting(BEGAN, looked, due, ())], NOW)
        for looked, due in looks
    ]
    # what is late is looked at now at the soonest
    assert delays == [pytest.approx(3, rel=1e-3)] * 2
    assert timing.expected_delay("outlet", [], NOW) is None
    assert LearnedTiming().expected_delay("outlet", [Waiting(NOW, NOW, NOW, ())], NOW) is None


def test_later_rechecks_let_edits_stand_unseen_for_longer(store: Store, tmp_path: Path) -> None:
    _fill(store)
    with store.write() as session:
        for article in session.scalars(select(ArticleRow)):
            article.last_seen_at = NOW - HOUR
    wanted, timing = settings(tmp_path), LearnedTiming()
    asyncio.run(_learner(store, timing, wanted).refresh(NOW))
    with store.read() as session:
        soon = kept.waiting(session, "outlet", 100)
        assert len(kept.waiting(session, "outlet", 20)) == 20
    assert sum(len(one.edits) for one in soon) == 20
    late = [replace(one, recheck_at=one.recheck_at + 12 * HOUR) for one in soon]
    sooner, later = (timing.expected_delay("outlet", rows, NOW) for rows in (soon, late))
    assert sooner is not None
    assert later is not None
    assert 0 < sooner < later / 3


def test_what_was_spent_is_counted_by_the_hour_and_forgotten_after_a_month(store: Store) -> None:
    with store.write() as session:
        for at in (NOW - timedelta(days=40), NOW - timedelta(days=2), NOW - HOUR, NOW, NOW):
            spent.note(session, "outlet", Spent(requests=5, rechecks=3), at)
        spent.note(session, "other", Spent(requests=1), NOW)
    with store.read() as session:
        assert spent.since(session, "outlet", NOW - timedelta(days=1)) == Spent(15, 9)
        assert spent.since(session, "outlet", NOW - timedelta(days=99)) == Spent(20, 12)
        assert spent.since(session, "nobody", NOW) == Spent()


def test_going_by_age_spends_some_seventy_rechecks_on_an_article() -> None:
    assert 65 <= by_age(timedelta(minutes=10)) <= 80


def test_the_plan_of_the_next_hour_tells_what_is_due_and_why(store: Store, tmp_path: Path) -> None:
    _fill(store, 80)
    wanted, timing = settings(tmp_path), LearnedTiming()
    asyncio.run(_learner(store, timing, wanted).refresh(NOW))
    with store.read() as session:
        rows = planned(session, wanted, timing, NOW)
        due = session.scalars(select(ArticleRow).where(ArticleRow.recheck_at <= NOW + HOUR)).all()
    rechecks = [row for row in rows if row.what == "recheck"]
    assert {row.article for row in rechecks} == {article.id for article in due}
    assert all(row.chance is not None and 0 <= row.chance <= 1 for row in rechecks)
    assert "edits seen: 1" in rechecks[0].why
    assert {row.what for row in rows} == {"poll", "recheck"}
    assert [row.at for row in rows] == sorted(row.at for row in rows)


def test_an_edit_that_was_stored_counts_for_its_article(keeper: Keeper) -> None:
    keeper.publish(7)
    keeper.publish(7, at=60, body="<p>نص جديد كله، لا يشبه ما كان قبله في شيء من كلماته.</p>")
    with keeper.store.read() as session:
        article = session.scalars(select(ArticleRow)).one()
        (edit,) = kept.edits_seen(session, {article.id: article.first_seen_at})[article.id]
    assert edit == SeenEdit(at=edit.at, after=article.first_seen_at)
    assert edit.at > edit.after
