"""What came into the archive is counted by source, day and kind, on each database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from marsad.counting import growth_objects, responses_size
from pipeline.store.engine import Store
from pipeline.store.growth import Growth, growth
from pipeline.store.tables import ArticleRow
from tests.builders import NOW, minutes
from tests.keeping import Keeper

DAY = 24 * 60


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """Two articles of 1 March; the first is edited that day and two days later."""
    keeper = Keeper(store, tmp_path)
    keeper.publish()
    keeper.publish(8, 1, title="المجلس البلدي يناقش الميزانية")
    keeper.publish(at=10, title="عنوان آخر")
    keeper.publish(at=2 * DAY, title="عنوان ثالث")
    return keeper


def _growth(keeper: Keeper, since: float = 0, zone: str = "UTC", until: float = 3 * DAY) -> Growth:
    return growth(keeper.store, minutes(since), minutes(until), zone)


def test_each_day_has_what_came_in_on_it(keeper: Keeper) -> None:
    found = _growth(keeper)
    assert [
        (day.day, one.articles, one.versions, one.edits) for day, one in found.days.items()
    ] == [(1, 2, 3, 1), (2, 0, 0, 0), (3, 0, 1, 1), (4, 0, 0, 0)]
    assert (found.total.articles, found.total.edited, found.total.versions) == (2, 1, 4)
    assert found.total.share_edited == 0.5
    assert found.kinds["headline"] == 2
    assert found.database > 0


def test_what_is_kept_is_counted_in_bytes(keeper: Keeper) -> None:
    found = _growth(keeper)
    kept = [row.evidence_length or 0 for row in keeper.versions()]
    assert found.total.kept == sum(kept) == sum(one.kept for one in found.days.values())
    assert 0 < found.total.kept < responses_size(keeper.folder)


def test_only_what_came_since_then_counts(keeper: Keeper) -> None:
    found = _growth(keeper, since=DAY)
    assert (found.total.articles, found.total.versions, found.total.edits) == (0, 1, 1)
    assert found.total.share_edited is None
    assert list(found.days) == [date(2026, 3, 3), date(2026, 3, 4)]
    assert _growth(keeper, since=3 * DAY).days == {}


def test_days_are_the_readers(keeper: Keeper) -> None:
    assert next(iter(_growth(keeper, zone="Pacific/Kiritimati").days)) == date(2026, 3, 1)
    assert next(iter(_growth(keeper, zone="Pacific/Honolulu").days)) == date(2026, 2, 28)


def test_sources_are_told_apart_and_add_up(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.execute(update(ArticleRow).where(ArticleRow.id == 2).values(source="جريدة"))
    objects = list(growth_objects(_growth(keeper), keeper.folder))
    (whole,) = [one for one in objects if one["of"] == "archive"]
    sources = [one for one in objects if one["of"] == "source"]
    assert [(one["name"], one["versions"]) for one in sources] == [("outlet", 3), ("جريدة", 1)]
    assert sum(one["bytes"] for one in sources) == whole["bytes"]


def test_an_empty_archive_is_counted(store: Store, tmp_path: Path) -> None:
    found = growth(store, NOW - timedelta(days=100_000), NOW, "Africa/Algiers")
    assert (found.days, found.sources, found.total.versions) == ({}, {}, 0)
    assert [one["of"] for one in growth_objects(found, tmp_path)] == ["archive"]
