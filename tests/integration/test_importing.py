"""Another archive's articles and versions come in whole, once, quietly, whatever interrupts."""

from __future__ import annotations

import json
import pickle
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from marsad import jsonlines
from pipeline.importing.batches import Importing, Rejected
from pipeline.records import FailureReason
from pipeline.store import exporting, queries, told_stories
from pipeline.store.engine import Store
from pipeline.store.tables import (
    AlertRow,
    ArticleRow,
    Base,
    EditRow,
    ProgressRow,
    SignatureRow,
    VersionRow,
)
from pipeline.watch import Watch
from tests.builders import BODY, failure, item_url, minutes
from tests.keeping import Keeper
from tests.story_texts import OTHER_TEXT, OTHER_TITLE, TEXT, TITLE

URL = "https://news.example.org/index.php/culture/item/7-maktaba"


def _importing(keeper: Keeper, work: str = "file", **more: Any) -> Importing:
    return Importing(keeper.settings, keeper.store, keeper.timing, work, **more)


def _row(**values: Any) -> str:
    usual = {"url": URL, "source": "outlet", "title": "مكتبة في تالة", "body": list(BODY)}
    return json.dumps(usual | values, ensure_ascii=False)


def _exported(store: Store) -> tuple[list[str], list[str]]:
    """Versions and articles, as `marsad export` writes them."""
    return (
        [
            jsonlines.line(jsonlines.exported_version(one.source, one.view))
            for one in exporting.versions(store, None)
        ],
        [
            jsonlines.line(jsonlines.exported_article(one))
            for one in exporting.articles(store, None)
        ],
    )


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    return Keeper(store, tmp_path)


@pytest.fixture
def other(migrated_file: Path, tmp_path: Path) -> Iterator[Keeper]:
    """An archive that was crawled: edits, two sections, a piece that is gone."""
    (folder := tmp_path / "other").mkdir()
    shutil.copy(migrated_file, folder / "marsad.db")
    store = Store(f"sqlite:///{folder}/marsad.db")
    keeper = Keeper(store, folder)
    keeper.publish(7, byline="الجريدة/وكالات")
    keeper.publish(8, 1, title="المجلس البلدي", modified="الأحد, 01 مارس 2026 10:30")
    keeper.publish(7, 10, title="عنوان آخر", byline="الجريدة/وكالات", hits=99)
    keeper.publish(7, 20, title="عنوان آخر", body=(*BODY, "وأضاف أن العدد بلغ 15 ألفا."))
    for at in (60, 120, 180):
        keeper.page(failure(FailureReason.NOT_FOUND, minutes(at), url=item_url(8), status=404))
    yield keeper
    store.close()


def test_an_archive_that_was_imported_exports_the_same_again(keeper: Keeper, other: Keeper) -> None:
    versions, articles = _exported(other.store)
    assert len(versions) == 4
    assert _importing(keeper, "versions").take(versions, minutes(500)) == []
    assert _importing(keeper, "articles").take(articles, minutes(500)) == []
    assert _exported(keeper.store) == (versions, articles)
    assert [(one.article, one.from_version, one.edit) for one in keeper.edits()] == [
        (one.article, one.from_version, one.edit) for one in other.edits()
    ]
    assert keeper.damage() == []
    assert {one.response for one in keeper.verified()} == {"none"}


def test_the_same_file_again_changes_nothing(keeper: Keeper, other: Keeper) -> None:
    versions, articles = _exported(other.store)
    for _ in range(2):
        for name, lines in (("versions", versions), ("articles", articles)):
            run = _importing(keeper, name)
            assert run.take(lines, minutes(500)) == []
            run.done()
    assert run.counts == {"unchanged": 2}
    assert _exported(keeper.store) == (versions, articles)


def test_nothing_alerts_unless_it_is_asked_for(keeper: Keeper) -> None:
    _importing(keeper).take([_row()], minutes(1))
    assert keeper.count(AlertRow) == 0
    run = _importing(keeper, "second", watch=keeper.watch)
    other_url = URL.replace("7-", "8-")
    run.take([_row(url=other_url, publisher_id="k2:8", body=["فتحت المكتبة أبوابها."])], minutes(2))
    assert keeper.count(AlertRow) == 1


def test_what_is_imported_carries_stories_and_a_topic_tells_of_one_once(keeper: Keeper) -> None:
    once = (
        keeper.settings.watchlists[0]
        .topics[0]
        .model_copy(update={"query": "الطريق", "story_once": True})
    )
    desk = keeper.settings.watchlists[0].model_copy(update={"topics": (once,)})
    settings = keeper.settings.model_copy(update={"watchlists": (desk,)})
    run = _importing(keeper, watch=Watch(settings))
    rows = [
        _row(url=f"https://{host}.example.org/{number}", title=title, body=list(body), source=host)
        for host, number, title, body in (
            ("manara", 1, TITLE, TEXT),
            ("zaytuna", 2, "طريق جديد في الجهة", TEXT[:3]),
            ("zaytuna", 3, OTHER_TITLE, OTHER_TEXT),
        )
    ]
    assert run.take(rows, minutes(1)) == []
    with keeper.store.read() as session:
        (story,) = told_stories.stories(session)
        (left,) = told_stories.untold(session, [2])
    assert [one.carrier.source for one in story.carriers] == ["manara", "zaytuna"]
    assert keeper.count(AlertRow) == 1
    assert (left.topic, left.story) == (once.name, story.id)


def test_a_piece_that_a_corpus_lists_at_two_addresses_is_one_article(keeper: Keeper) -> None:
    dated = {"published": "2026-02-01T10:00:00+01:00", "first_seen_at": "2026-02-01T10:00:00Z"}
    other = "https://news.example.org/local/piece-again"
    run = _importing(keeper)
    assert run.take([_row(**dated), _row(**dated, url=other)], minutes(1)) == []
    assert run.counts == {"new": 1, "unchanged": 1}
    assert keeper.count(ArticleRow) == 1


def test_a_crawl_finds_what_was_imported_and_sees_its_edits(keeper: Keeper) -> None:
    _importing(keeper).take([_row(publisher_id="k2:7", sections=["culture"])], minutes(0))
    assert keeper.publish(7, 10).what == "unchanged"  # nobody can tell what the reading changed
    assert keeper.publish(7, 20, title="عنوان آخر").what == "edited"
    assert keeper.count(ArticleRow) == 1


def test_a_later_text_is_a_new_version_with_its_edit(keeper: Keeper) -> None:
    run = _importing(keeper)
    run.take([_row(first_seen_at="2026-03-01T00:00:00Z")], minutes(0))
    run.take([_row(title="عنوان آخر", first_seen_at="2026-03-01T00:00:00Z")], minutes(0))
    assert run.counts == {"new": 1, "rejected": 1}
    run.take([_row(title="عنوان آخر", first_seen_at="2026-03-01T01:00:00Z")], minutes(0))
    assert run.counts["edited"] == 1
    assert (keeper.count(VersionRow), keeper.count(EditRow)) == (2, 1)


def test_rows_of_a_researchers_corpus_are_understood(keeper: Keeper) -> None:
    row = {
        "id": "JA-1",
        "url": "http://www.example.net/ar/article/95/76326",
        "source": "Example FM",
        "section": "culture",
        "title": "خبر",
        "published": "2017-01-20T21:43:00+01:00",
        "abstract": "",
        "text": "الفقرة الأولى.\n\n  الفقرة الثانية.  ",
    }
    assert _importing(keeper).take([json.dumps(row)], minutes(0)) == []
    with keeper.store.read() as session:
        (view,) = queries.articles(session)
    assert view.source == "Example FM"
    assert view.data.body == ("الفقرة الأولى.", "الفقرة الثانية.")
    assert view.data.section == "culture"
    assert view.data.published is not None
    assert view.data.published.at.isoformat() == "2017-01-20T21:43:00+01:00"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("17/05/2015", ("2015-05-17T00:00:00+01:00", "day")),
        ("2015-05-17", ("2015-05-17T00:00:00+01:00", "day")),
        ("17 ماي 2015 09:30", ("2015-05-17T09:30:00+01:00", "minute")),
        ("one day", None),
    ],
)
def test_dates_of_a_corpus_are_read_as_those_of_pages_are(
    keeper: Keeper, printed: str, read: tuple[str, str] | None
) -> None:
    assert _importing(keeper).take([_row(published=printed)], minutes(0)) == []
    with keeper.store.read() as session:
        (view,) = queries.articles(session)
    found = view.data.published
    assert (found and (found.at.isoformat(), str(found.precision))) == read


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no JSON object"),
        (_row(url="ftp://a/"), "url"),
        (_row(title=None), "title: missing"),
        (_row(title=7), "title: no text"),
        (_row(body=[]), "body: missing"),
        (_row(body=[1]), "body: neither"),
        (_row(source=""), "source: missing"),
        (_row(source="x" * 65), "source: missing"),
        (_row(published_at="soon"), "published_at: no time"),
        (_row(first_seen_at=12), "first_seen_at: no time"),
        (_row(hits=-1), "hits: no number"),
        (_row(hits=2**80), "hits: no number"),
        (_row(state="lost"), "state: one of"),
        (_row(n=2), "version 2 of an article whose first"),
        (_row(tags="a"), "tags: no list"),
        (_row(first_seen_at="2036-01-01T00:00:00Z"), "in the future"),
        (
            '{"url": "https://a.example/", "source": "s", "title": "\\ud800", "body": ["b"]}',
            "title",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_given_back_with_the_reason(
    keeper: Keeper, line: str, why: str
) -> None:
    run = _importing(keeper)
    good = _row(url="https://news.example.org/index.php/culture/item/9-x")
    (rejected,) = run.take([line, good], minutes(0))
    assert rejected == Rejected(1, rejected.why, line)
    assert why in rejected.why
    assert run.counts == {"new": 1, "rejected": 1}


def test_a_run_that_was_killed_goes_on_where_it_was(keeper: Keeper) -> None:
    rows = [
        _row(url=f"https://news.example.org/index.php/culture/item/{number}-x")
        for number in range(20)
    ]
    first = _importing(keeper)
    first.take(rows[:5], minutes(0))
    with pytest.raises(ZeroDivisionError):  # the kill: its batch was not stored
        first.take([*rows[5:9], _Killing()], minutes(0))  # type: ignore[list-item]
    again = _importing(keeper)
    assert again.position == 5
    again.take(rows[again.position :], minutes(1))
    assert again.counts == {"new": 20}
    assert keeper.count(ArticleRow) == 20
    again.done()
    assert keeper.count(ProgressRow) == 0


class _Killing:
    def strip(self) -> str:
        raise ZeroDivisionError


def test_what_was_worked_out_before_is_stored_as_it_is_elsewhere(
    keeper: Keeper, migrated_file: Path, tmp_path: Path
) -> None:
    (folder := tmp_path / "plain").mkdir()
    shutil.copy(migrated_file, folder / "marsad.db")
    plain = Keeper(Store(f"sqlite:///{folder}/marsad.db"), folder)
    found = []
    for one, before in ((plain, False), (keeper, True)):
        run = _importing(one)
        lines = [*_mixed_rows(), "", " "]
        refused = run.take(lines, minutes(500), _pickled(run.work)(lines) if before else None)
        with one.store.read() as session:
            signed = session.execute(
                select(SignatureRow.keys, SignatureRow.shingles).order_by(SignatureRow.article_id)
            )
            stories = [len(story.carriers) for story in told_stories.stories(session)]
            found.append((refused, run.counts, signed.all(), stories, _exported(one.store)))
        assert one.damage() == []
    assert found[0] == found[1]
    plain.store.close()


def _pickled(work: Callable[[Sequence[str]], Any]) -> Callable[[Sequence[str]], Any]:
    """What comes of it where it goes to another process and back."""
    there = pickle.loads(pickle.dumps(work))
    return lambda lines: pickle.loads(pickle.dumps(there(pickle.loads(pickle.dumps(lines)))))


def _mixed_rows() -> list[str]:
    """New pieces, later versions, one address and one text twice, copies, and what is refused."""
    date = {"published_at": "2026-02-01T08:00:00+01:00", "fetched_at": "2026-02-01T09:00:00Z"}
    places = [f"https://other.example.net/a/{n}" for n in range(8)]
    return [
        _row(sections=["culture", "local", "culture"], tags=["كتب"], hits=5),
        _row(source="b", url=places[0], title=TITLE, body=list(TEXT), **date),
        _row(source="b", url=places[1], title=OTHER_TITLE, body=list(OTHER_TEXT), **date),
        _row(source="c", url=places[2], title=f"{TITLE} اليوم", body=[*TEXT, "وكالات"], **date),
        _row(source="c", url=places[3], title=TITLE, body=list(TEXT), n=1, **date),
        _row(source="c", url=places[3], title=TITLE, body=list(OTHER_TEXT), n=2)[:-1]
        + ', "fetched_at": "2026-02-03T09:00:00Z", "last_lacked_at": "2026-02-02T09:00:00Z"}',
        _row(source="b", url=places[4], title=TITLE, body=list(TEXT), **date),
        _row(source="b", url=f"{places[1]}?utm_source=x", title="آخر", body=list(OTHER_TEXT)),
        _row(source="b", url=places[5], title="م", body=["نص قصير."], state="gone", absence="gone"),
        _row(source="b", url=places[6], title="غد", fetched_at="2027-01-01T00:00:00Z"),
        _row(source="b", url=places[7], n=3),
        "no row",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_rows_taken_together_leave_what_rows_taken_one_by_one_leave(
    migrated_file: Path, tmp_path: Path, seed: int
) -> None:
    rows = _mixed_rows()
    random.Random(seed).shuffle(rows)
    found = []
    for way in ("together", "worked out before", "one by one"):
        (folder := tmp_path / way).mkdir()
        shutil.copy(migrated_file, folder / "marsad.db")
        store = Store(f"sqlite:///{folder}/marsad.db")
        keeper = Keeper(store, folder)
        # who asks for alerts has rows taken one by one
        watch = Watch(keeper.settings) if way == "one by one" else None
        run = _importing(keeper, watch=watch)
        refused = [
            one
            for at, lines in ((500, rows[:4]), (501, rows[4:]))
            for one in run.take(lines, minutes(at), run.work(lines) if "before" in way else None)
        ]
        with store.read() as session:
            left = {
                table.name: sorted(map(repr, session.execute(table.select())))
                for table in Base.metadata.sorted_tables
                if table.name not in ("alerts", "deliveries", "sequences", "untold")
            }
        found.append((refused, run.counts, left))
        store.close()
    assert found[0] == found[1] == found[2]
    assert found[0][1]["new"] >= 4
    assert len(found[0][2]["story_articles"]) >= 3
