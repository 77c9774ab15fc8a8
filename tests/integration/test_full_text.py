"""What the full-text index finds is what reading every text finds, whatever came of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from marsad.searching import Wanted, articles
from pipeline.forgetting import forget_some
from pipeline.importing.batches import Importing
from pipeline.store import archive, full_text, queries
from pipeline.store.engine import Store
from pipeline.store.full_text import fill_some, fill_some_of
from pipeline.store.migrating import migration_config
from pipeline.store.tables import ArticleRow, VersionRow
from pipeline.topics import parse_query
from pipeline.topics.index import QueryIndex
from pipeline.topics.narrowing import needed
from pipeline.watch import prepared
from tests.article_data import piece
from tests.builders import BODY, NOW, minutes
from tests.integration.test_importing import _row
from tests.keeping import Keeper

QUERIES = [
    *("مكتبة", "المكتبات", "تالة AND مكتبة", "قطار", "title:قطار", "=الطريق", "طريق*", "15"),
    *("زيلينسكي", "Zelensky", "وكالات", "byline:وكالات", "مكتبة NOT تالة", "/مكت.../", "سيول"),
    *("مكتبة OR الطريق", "2 OF (مكتبة, الطريق, تالة)", "NEAR/4(مكتبة, تالة)"),
    *("source:outlet", "section:culture"),
    # in all their spellings more than 2,000 tokens
    "ترامب|بوتين|ماكرون|أردوغان|نتنياهو|بايدن|ميركل|لافروف|جونسون|غوتيريش|خامنئي|السيسي|تبون"
    "|حفتر|أوباما|هولاند|ميسي|رونالدو|غوغل|فيسبوك|بلينكن|شولتس|ستارمر|سوناك|القذافي|ترودو",
]


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    return Keeper(store, tmp_path)


def _found(keeper: Keeper, asked: str) -> list[int]:
    wanted = Wanted(None, asked, None)
    return [view.id for view in articles(keeper.settings, keeper.store, wanted, None)]


def _read(keeper: Keeper, asked: str) -> list[int]:
    """The same, by reading every text."""
    index = QueryIndex([parse_query(asked)])
    with keeper.store.read() as session:
        return [
            view.id
            for view in queries.articles(session)
            if any(index.held(prepared(view.source, view.sections, view.data)))
        ]


def _assert_finds_all(keeper: Keeper) -> None:
    for asked in QUERIES:
        assert _found(keeper, asked) == _read(keeper, asked), asked


def _looked_at(keeper: Keeper, asked: str) -> int:
    """How many articles are read for a query."""
    with keeper.store.read() as session:
        return len(queries.article_ids(session, needed=needed(parse_query(asked))))


def test_what_is_found_is_what_reading_all_finds(keeper: Keeper) -> None:
    keeper.publish(7, byline="الجريدة/وكالات")
    keeper.publish(8, 1, title="قطار الساحل", body=("زيارة زيلينسكي ونتانياهو إلى المدينة.",))
    lines = [_row(url=f"https://news.example.org/{n}", title=f"الطريق {n}") for n in (15, 16)]
    assert Importing(keeper.settings, keeper.store, keeper.timing, "x").take(lines, NOW) == []
    _assert_finds_all(keeper)
    assert _found(keeper, "Zelensky") == _found(keeper, QUERIES[-1]) == [2]
    assert (_looked_at(keeper, "قطار"), _looked_at(keeper, "سيول"), _looked_at(keeper, "/س/")) == (
        1,
        0,
        4,
    )


def test_an_edit_is_found_by_what_it_put_and_not_by_what_it_took(keeper: Keeper) -> None:
    keeper.publish(7, title="قطار الساحل")
    keeper.publish(7, 20, title="سيول في المدينة", body=(*BODY, "وأغلقت السيول الطريق."))
    assert (_found(keeper, "قطار"), _found(keeper, "السيول")) == ([], [1])
    assert _looked_at(keeper, "قطار") == 0
    _assert_finds_all(keeper)


def test_of_a_text_that_went_only_the_title_is_found(keeper: Keeper) -> None:
    keeper.publish(7, title="قطار الساحل", body=("أغلقت السيول الطريق.",))
    keeper.publish(8, 1)
    assert forget_some(keeper.store, minutes(0.5), minutes(200)) == 1
    assert (_found(keeper, "السيول"), _found(keeper, "قطار")) == ([], [1])
    assert _looked_at(keeper, "السيول") == 0
    _assert_finds_all(keeper)
    keeper.publish(7, 300, title="قطار الساحل", body=("عاد الماء.",))
    _assert_finds_all(keeper)


def test_what_was_rolled_back_is_not_in_the_index(keeper: Keeper) -> None:
    keeper.publish(7)
    data = piece(title="سيول", body=("سيول",))
    with keeper.store.write() as session:
        row = archive.add_article(session, "outlet", "k2:9", data, data.url, NOW)
        archive.add_version(session, row, data, NOW, None)
        session.rollback()
    assert _looked_at(keeper, "سيول") == 0


def test_an_older_archive_is_taken_in_little_by_little_and_searched_meanwhile(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "_BATCH", 2)
    _fill_before_there_was_an_index(database_url)
    store = Store(database_url)
    try:
        keeper = Keeper(store, tmp_path)
        looked_at = []
        while True:
            _assert_finds_all(keeper)
            looked_at.append(_looked_at(keeper, "سيول"))
            with store.write() as session:
                fill_some(session)
                session.rollback()  # killed
            if not fill_some_of(store):
                break
            if len(looked_at) == 1:  # one that is not in yet, and one that is
                for article in (1, 5):
                    _edit(store, article)
                keeper.publish(77, 9)
                forget_some(store, minutes(4.5), minutes(400))
        assert looked_at == [5, 4, 2, 2]
        assert _found(keeper, "سيول") == [5, 1]
    finally:
        store.close()


def _edit(store: Store, article: int) -> None:
    with store.write() as session:
        row = session.get_one(ArticleRow, article)
        data = piece(title=f"سيول {article}", body=("أغلقت السيول الطريق.",))
        archive.add_version(session, row, data, minutes(9), None)
        row.last_seen_at = minutes(9)


def _fill_before_there_was_an_index(url: str) -> None:
    engine = create_engine(url)
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0022")
    with Session(engine) as session, session.begin():
        for n in range(1, 6):
            data = piece(title=f"مكتبة {n}", body=(*BODY, "زيلينسكي", f"رقم {n}"))
            row = archive.add_article(session, "outlet", f"k2:{n}", data, data.url, minutes(n))
            version = archive.next_version(row, data, minutes(n), None, None, None)
            session.execute(VersionRow.__table__.insert().values(version))  # type: ignore[attr-defined]
    engine.dispose()
