"""A topic is tried on the archive: what it would have flagged, narrowly missed, and can fill in."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import TopicSettings
from marsad import searching
from pipeline.backfill import queue_untold
from pipeline.backtest import Backtest, Looked
from pipeline.store import queries
from pipeline.store.engine import Store
from tests.builders import NOW, settings
from tests.keeping import Keeper
from tests.story_texts import invented_words


def text(number: int, *said: str) -> dict[str, Any]:
    # each its own words, or they would be one story
    return {
        "title": f"خبر رقم {number}",
        "body": (*said, " ".join(invented_words(number, 40))),
    }


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    keeper = Keeper(store, tmp_path)
    keeper.publish(1, at=1, **text(1, "مناورات في الساحل."))
    keeper.publish(2, at=2, **text(2, "مناورات في الصحراء."))
    keeper.publish(3, at=3, **text(3, "وصل الوفد إلى الساحل."))
    keeper.publish(3, at=600, **text(3, "وصل الوفد إلى الساحل لإجراء مناورات."))
    return keeper


def tried(keeper: Keeper, since: datetime | None = None, **topic: Any) -> list[Looked]:
    asked = TopicSettings(**{"name": "drills", "query": "مناورات AND الساحل"} | topic)
    return list(Backtest(keeper.settings, asked).run(keeper.store, since))


def flagged(looked: list[Looked]) -> list[tuple[str, str]]:
    return [(one.hit.kind, one.article.data.title) for each in looked for one in each.flagged]


def test_new_pieces_and_edits_that_would_have_been_flagged_are_found(keeper: Keeper) -> None:
    assert flagged(tried(keeper)) == [("new", "خبر رقم 1"), ("edit", "خبر رقم 3")]
    assert flagged(tried(keeper, on=["entered"])) == [("entered", "خبر رقم 3")]
    assert flagged(tried(keeper, sources=["elsewhere"])) == []


def test_only_what_was_seen_since_then_counts(keeper: Keeper) -> None:
    since = NOW + timedelta(hours=1)
    assert flagged(tried(keeper, since)) == [("edit", "خبر رقم 3")]


def test_what_a_topics_limits_leave_out_is_no_near_miss(keeper: Keeper) -> None:
    assert any(one.near for one in tried(keeper, languages=["ar"]))
    assert not any(one.near for one in tried(keeper, languages=["fr"]))


def test_near_misses_name_the_term_that_stood_in_the_way(keeper: Keeper) -> None:
    near = [(one.without, one.article.data.title) for each in tried(keeper) for one in each.near]
    assert near == [("without الساحل", "خبر رقم 2")]


def test_a_new_topic_is_filled_backwards_once(keeper: Keeper) -> None:
    topic = TopicSettings(name="drills", query="مناورات AND الساحل")
    watchlist = {"name": "desk", "destinations": ["mail"], "topics": [topic.model_dump()]}
    found = settings(keeper.folder, watchlists=[watchlist])
    for expected in (2, 0):
        queued = sum(
            queue_untold(found, keeper.store, found.watchlists[0].topics[0], one)
            for looked in Backtest(found, topic).run(keeper.store, None)
            for one in looked.flagged
        )
        assert queued == expected
    with keeper.store.read() as session:
        raised = [one for one in queries.alerts(session) if one.topic == "drills"]
        assert sorted(one.kind for one in raised) == ["edit", "new"]
        assert len(queries.deliveries(session, alert_ids=[one.id for one in raised])) == 2


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("مناورات", ["خبر رقم 3", "خبر رقم 2", "خبر رقم 1"]),
        ("title:3", ["خبر رقم 3"]),
        ("source:outlet AND الصحراء", ["خبر رقم 2"]),
        ("غائب", []),
    ],
)
def test_the_archive_is_searched_in_the_language_of_topics(
    keeper: Keeper, query: str, titles: list[str]
) -> None:
    wanted = searching.Wanted(None, query, None)
    found = searching.articles(keeper.settings, keeper.store, wanted, None)
    assert [view.data.title for view in found] == titles
    recent = searching.Wanted("outlet", query, NOW + timedelta(minutes=2, seconds=30))
    newer = searching.articles(keeper.settings, keeper.store, recent, 1)
    assert [view.data.title for view in newer] == titles[:1] * (titles[:1] == ["خبر رقم 3"])
