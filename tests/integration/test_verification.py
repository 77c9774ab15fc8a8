"""The archive is checked against what was kept: sound as it is, damage told where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, delete, update

from pipeline.evidence.files import EvidenceArchive, EvidenceRef
from pipeline.evidence.verification import verify
from pipeline.extract import read_article
from pipeline.fingerprints import content_hash
from pipeline.records import ArticleData, ReadingRules
from pipeline.store.engine import Store
from pipeline.store.migrating import migration_config
from pipeline.store.rows import version_columns
from pipeline.store.tables import VersionRow
from tests.builders import NOW, fetched, item_url, k2_page, minutes
from tests.keeping import Keeper


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    """Two articles, the first with three versions, the second with one."""
    keeper = Keeper(store, tmp_path)
    keeper.publish()
    keeper.publish(8, 1, title="المجلس البلدي يناقش الميزانية")
    keeper.publish(at=10, title="عنوان آخر")
    keeper.publish(at=20, title="عنوان ثالث")
    return keeper


def _change(keeper: Keeper, n: int, **values: Any) -> None:
    with keeper.store.write() as session:
        session.execute(
            update(VersionRow).where(VersionRow.article_id == 1, VersionRow.n == n).values(**values)
        )


def test_an_archive_that_nobody_touched_is_sound(keeper: Keeper) -> None:
    checked = keeper.verified()
    assert [(one.article, one.n) for one in checked] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert {one.response for one in checked} == {"kept"}
    assert keeper.damage() == []


@pytest.mark.parametrize(
    "values",
    [
        {"title": "عنوان لم يكن"},
        {"body": ["نص لم يكن."]},
        {"byline": "كاتب آخر"},
        {"modified_at": minutes(3)},
        {"url": "https://elsewhere.example.org/"},
        {"reading_digest": "v1:00"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_reading_is_told_where_it_was_changed(
    keeper: Keeper, values: dict[str, Any]
) -> None:
    _change(keeper, 2, **values)
    assert {(article, n) for article, n, _ in keeper.damage()} == {(1, 2)}


def test_a_changed_time_of_the_fetch_breaks_the_chain(keeper: Keeper) -> None:
    _change(keeper, 2, fetched_at=minutes(11))
    assert [told for *_, told in keeper.damage()] == [
        "the chain is broken: this version or the one before was changed"
    ]


def test_a_version_sealed_anew_breaks_the_chain_after_it(keeper: Keeper) -> None:
    _change(keeper, 2, chain="v1:" + "0" * 64)
    assert [(article, n) for article, n, _ in keeper.damage()] == [(1, 2), (1, 3)]


def test_a_version_taken_out_is_missed(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.execute(delete(VersionRow).where(VersionRow.article_id == 1, VersionRow.n == 2))
    assert {(article, n) for article, n, _ in keeper.damage()} == {(1, 3)}


def test_the_last_version_taken_away_is_missed(keeper: Keeper) -> None:
    with keeper.store.write() as session:
        session.execute(delete(VersionRow).where(VersionRow.article_id == 1, VersionRow.n == 3))
    ((article, n, told),) = keeper.damage()
    assert (article, n) == (1, 2)
    assert "had 3 versions" in told


def test_one_changed_byte_of_a_response_is_told(keeper: Keeper) -> None:
    row = keeper.versions()[1]
    assert row.evidence_offset is not None
    with keeper.record_file().open("r+b") as file:
        file.seek(row.evidence_offset + 200)
        (byte,) = file.read(1)
        file.seek(row.evidence_offset + 200)
        file.write(bytes([byte ^ 1]))
    ((article, n, told),) = keeper.damage()
    assert (article, n) == (1, 2)
    assert "not the bytes that were kept" in told


def test_a_file_cut_short_or_gone_is_told(keeper: Keeper) -> None:
    path = keeper.record_file()
    path.write_bytes(path.read_bytes()[:-10])
    ((article, n, told),) = keeper.damage()
    assert (article, n) == (1, 3)
    assert "the file ends before" in told
    path.unlink()
    assert len(keeper.damage()) == 4


def test_only_articles_with_a_version_since_then_are_checked_and_those_whole(
    keeper: Keeper,
) -> None:
    checked = verify(keeper.store, keeper.evidence, minutes(15))
    assert [(one.article, one.n) for one in checked] == [(1, 1), (1, 2), (1, 3)]


def test_what_was_kept_before_there_was_a_chain_is_sealed_as_it_was_found(
    database_url: str, tmp_path: Path
) -> None:
    evidence = EvidenceArchive(tmp_path / "warc", "Marsad/test")
    _an_older_archive(database_url, evidence.keep(fetched(k2_page())))
    upgraded = Store(database_url)
    try:
        checked = list(verify(upgraded, evidence))
        assert [(one.article, one.n, one.response) for one in checked] == [
            (1, 1, "kept"),
            (1, 2, "kept"),
            (2, 1, "kept"),
        ]
        assert [one.damage for one in checked] == [(), (), ()]
        with upgraded.write() as session:
            session.execute(update(VersionRow).where(VersionRow.n == 2).values(title="x"))
        assert [(one.article, one.n) for one in verify(upgraded, evidence) if one.damage] == [
            (1, 2)
        ]
    finally:
        upgraded.close()


def _an_older_archive(url: str, ref: EvidenceRef) -> None:
    """A database of schema 0004 with two articles, of two versions and one."""
    engine = create_engine(url)
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        tables = MetaData()
        tables.reflect(connection, only=["articles", "versions"])
        connection.execute(
            tables.tables["articles"].insert(),
            [
                {
                    "id": number,
                    "source": "outlet",
                    "identity": f"k2:{number}",
                    "url": item_url(number),
                    "canonical_url": item_url(number),
                    "state": "live",
                    "strikes": 0,
                    "misses": 0,
                    "unmodified": 0,
                    "featured": False,
                    "first_seen_at": NOW,
                    "last_seen_at": NOW,
                    "last_changed_at": NOW,
                    "tags": [],
                    "versions": versions,
                }
                for number, versions in ((1, 2), (2, 1))
            ],
        )
        data = read_article(
            k2_page().encode(), item_url(), "text/html", ReadingRules("joomla-k2"), NOW
        )
        assert isinstance(data, ArticleData)
        connection.execute(
            tables.tables["versions"].insert(),
            [
                {
                    **version_columns(data),
                    "article_id": article,
                    "n": n,
                    "fetched_at": minutes(n),
                    "content_hash": content_hash(data),
                    "evidence_file": ref.file,
                    "evidence_offset": ref.offset,
                    "evidence_length": ref.length,
                }
                for article, n in ((1, 1), (2, 1), (1, 2))
            ],
        )
    engine.dispose()
