"""Newer extractors over what was kept: no edits, no work done twice, nothing lost by a kill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from pipeline.extract import read_article
from pipeline.records import ArticleData, NotArticle
from pipeline.rereading import Rereading
from pipeline.store import told_stories
from pipeline.store.engine import Store
from pipeline.store.tables import (
    AlertRow,
    BandRow,
    EditRow,
    LinkRow,
    ProgressRow,
    ReadingRow,
    SignatureRow,
    StoryArticleRow,
    StoryRow,
    VersionRow,
)
from tests.builders import BODY, fetched, item_url, k2_page, minutes, settings
from tests.keeping import Keeper
from tests.story_texts import TEXT, TITLE


class Newer:
    """An extractor that reads every title with a mark behind it, and counts its readings."""

    def __init__(self, name: str = "joomla-k2/99", mark: str = "!") -> None:
        self.name, self.mark, self.readings = name, mark, 0

    def __call__(self, *args: Any) -> ArticleData | NotArticle:
        self.readings += 1
        data = read_article(*args)
        assert isinstance(data, ArticleData)
        return replace(data, title=data.title + self.mark, extractor=self.name)


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """Three articles, the first with two versions."""
    keeper = Keeper(store, tmp_path)
    for number in (7, 8, 9):
        keeper.publish(number, title=f"خبر رقم {number}")
    keeper.publish(7, 10, title="عنوان آخر")
    return keeper


def _reread(keeper: Keeper, read: Callable[..., object], most: int | None = None) -> Rereading:
    """Runs to the end, or is killed after so many batches."""
    run = Rereading(keeper.settings, keeper.store, keeper.evidence, from_start=False)
    while most != 0 and (batch := run.next()):
        run.keep([(one, one.page and read(*one.page)) for one in batch], minutes(60))
        most = most and most - 1
    return run


def test_the_archive_is_not_read_again_at_every_recheck(keeper: Keeper) -> None:
    keeper.reading = newer = Newer()
    assert keeper.publish(7, 20, title="عنوان آخر").what == "unchanged"
    assert newer.readings == 2  # the page, and once the response of the version
    for at in (30, 40):
        assert keeper.publish(7, at, title="عنوان آخر").what == "unchanged"
    assert newer.readings == 4
    assert keeper.publish(7, 50, title="ثالث").what == "edited"


def test_what_was_read_for_a_version_stays_as_it_was(keeper: Keeper) -> None:
    before = [(row.title, row.extractor, row.chain) for row in keeper.versions()]
    _reread(keeper, Newer())
    assert [(row.title, row.extractor, row.chain) for row in keeper.versions()] == before
    assert keeper.damage() == []
    assert keeper.count(ReadingRow) == 4


def test_a_counter_that_ran_on_until_a_change_was_confirmed_is_no_other_reading(
    store: Store, tmp_path: Path
) -> None:
    (source,) = settings(tmp_path).model_dump()["sources"]
    keeper = Keeper(store, tmp_path, changes={"sources": [source | {"confirm": "3m"}]})
    for hits, at in enumerate((0, 10, 20)):
        keeper.publish(at=at, hits=hits)
    changed = (*BODY[:1], BODY[1].replace("12", "15"), *BODY[2:])
    for hits, at in enumerate((30, 33), start=7):
        keeper.publish(at=at, hits=hits, body=changed)
    assert [row.hits for row in keeper.versions()] == [0, 8]
    run = _reread(keeper, read_article)
    assert (run.counts["same"], run.counts["other"]) == (2, 0)


def test_articles_from_before_there_were_stories_find_theirs(keeper: Keeper) -> None:
    keeper.publish(20, title=TITLE, body=TEXT)
    keeper.publish(21, title="طريق جديد", body=TEXT[:3])
    before = _carriers(keeper)
    assert len(before) == 2
    with keeper.store.write() as session:
        for table in (StoryArticleRow, StoryRow, SignatureRow, BandRow):
            session.execute(delete(table))
    run = _reread(keeper, read_article, most=1)
    assert run.counts.total() == 6
    assert _carriers(keeper) == before
    assert keeper.count(SignatureRow) == 5


def _carriers(keeper: Keeper) -> set[frozenset[int]]:
    """The articles of each story."""
    with keeper.store.read() as session:
        return {
            frozenset(one.carrier.article for one in story.carriers)
            for story in told_stories.stories(session)
        }


def test_a_topic_that_holds_only_now_is_told_where_that_is_asked_for(keeper: Keeper) -> None:
    keeper.publish(30, title="خبر", body=("لا كلمة هنا مما يطلبه أحد في هذا الخبر القصير.",))
    with keeper.store.write() as session:
        session.execute(update(LinkRow).values(baseline=False))
    alerts = keeper.count(AlertRow)
    newer = Newer(mark=" المكتبة")
    _reread(keeper, newer)
    assert keeper.count(AlertRow) == alerts
    watched = Rereading(
        keeper.settings, keeper.store, keeper.evidence, from_start=True, watch=keeper.watch
    )
    while batch := watched.next():
        watched.keep([(one, one.page and newer(*one.page)) for one in batch], minutes(90))
    # those of which the topic held before were told or were there before they were watched
    assert keeper.count(AlertRow) == alerts + 1


def test_an_upgrade_over_an_unchanged_archive_makes_no_edit(keeper: Keeper) -> None:
    newer = Newer()
    edits = keeper.count(EditRow)
    run = _reread(keeper, newer)
    assert run.counts == {"other": 4}
    keeper.reading = newer
    readings = newer.readings
    assert keeper.publish(7, 20, title="عنوان آخر").what == "unchanged"
    for number in (8, 9):
        assert keeper.publish(number, 20, title=f"خبر رقم {number}").what == "unchanged"
    assert keeper.count(EditRow) == edits
    assert newer.readings == readings + 3  # the pages alone


def test_a_reading_that_is_the_same_takes_no_room(keeper: Keeper) -> None:
    run = _reread(keeper, Newer(mark=""))
    assert run.counts == {"same": 4}
    with keeper.store.read() as session:
        assert {row.data for row in session.query(ReadingRow)} == {None}
    keeper.reading = newer = Newer(mark="")
    assert keeper.publish(8, 20, title="خبر رقم 8").what == "unchanged"
    assert newer.readings == 1


def test_every_field_of_a_newer_reading_comes_back(keeper: Keeper) -> None:
    _reread(keeper, Newer())
    keeper.reading = Newer()
    page = k2_page("خبر رقم 8", modified="الأحد, 01 مارس 2026 10:30")
    outcome = keeper.page(fetched(page, minutes(20), url=item_url(8)))
    # the stamp moved and nothing else: any other field that came back wrong would be an edit
    assert outcome.what == "edited"
    assert keeper.edits()[0].edit.kinds == ("touched",)


def test_a_run_that_was_killed_goes_on_where_it_was(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.rereading._BATCH", 1)
    first, second = Newer(), Newer()
    _reread(keeper, first, most=3)
    assert keeper.count(ProgressRow) == 1
    run = _reread(keeper, second)
    assert (first.readings, second.readings) == (3, 1)
    assert run.counts == {"other": 4}
    assert keeper.count(ProgressRow) == 0
    third = Newer()
    _reread(keeper, third)
    assert third.readings == 4


def test_a_batch_that_was_not_kept_is_read_again(keeper: Keeper) -> None:
    run = Rereading(keeper.settings, keeper.store, keeper.evidence, from_start=False)

    def killed(*_: object) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.keep(((one, killed()) for one in run.next()), minutes(60))
    assert keeper.count(ReadingRow) == 0
    assert _reread(keeper, Newer()).counts == {"other": 4}


def test_without_a_response_the_next_reading_is_what_later_ones_are_compared_with(
    keeper: Keeper,
) -> None:
    with keeper.store.write() as session:
        session.execute(update(VersionRow).values(evidence_file=None))
    keeper.reading = newer = Newer()
    assert keeper.publish(8, 20, title="خبر رقم 8").what == "unchanged"
    assert keeper.publish(8, 30, title="خبر رقم 8").what == "unchanged"
    assert newer.readings == 2
    assert keeper.publish(8, 40, title="رقم آخر").what == "edited"
    assert _reread(keeper, newer).counts["not-kept"] == 4
