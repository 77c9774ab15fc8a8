"""An archive of schema 0013 is taken over: every text, the chain, every copy found."""

from __future__ import annotations

import json
import zlib
from base64 import b85encode
from hashlib import blake2b
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import MetaData, create_engine, select

from pipeline.evidence.chain import next_link, reading_digest
from pipeline.evidence.files import EvidenceArchive, EvidenceRef
from pipeline.evidence.verification import verify
from pipeline.extract import read_article
from pipeline.fingerprints import content_hash
from pipeline.records import ArticleData, ReadingRules
from pipeline.store import stories
from pipeline.store.engine import Store
from pipeline.store.migrating import migration_config
from pipeline.store.rows import article_data, version_columns
from pipeline.store.tables import EditRow, ReadingRow, RegionRow, RevisitRow, VersionRow
from pipeline.stories.shingles import ComparedText
from pipeline.stories.signatures import signature
from tests.builders import NOW, fetched, item_url, k2_page, minutes
from tests.story_texts import TEXT


def test_an_older_archive_is_taken_over_whole(database_url: str, tmp_path: Path) -> None:
    evidence = EvidenceArchive(tmp_path / "warc", "Marsad/test", "gzip")
    ref = evidence.keep(fetched(k2_page("عنوان", TEXT)))
    data = read_article(
        k2_page("عنوان", TEXT).encode(), item_url(), "text/html", ReadingRules("joomla-k2"), NOW
    )
    assert isinstance(data, ArticleData)
    signed = signature(ComparedText.of(data).shingles)
    assert signed is not None
    _fill(database_url, data, ref, signed)
    store = Store(database_url)
    try:
        checked = list(verify(store, evidence))
        assert [(one.article, one.n, one.response, one.revisits) for one in checked] == [
            (1, 1, "kept", 1),
            (1, 2, "kept", 0),
        ]
        assert [one.damage for one in checked] == [(), ()]
        with store.read() as session:
            versions = session.scalars(select(VersionRow).order_by(VersionRow.n)).all()
            assert [article_data(one) for one in versions] == [data, data]
            assert versions[0].content_hash == content_hash(data)
            assert session.get_one(EditRow, 1).changes == [{"op": "insert", "after": "نص"}]
            assert session.get_one(EditRow, 1).evidence == []
            assert session.get_one(RegionRow, 1).region is None
            assert session.get_one(ReadingRow, 1).data == {"title": "عنوان"}
            assert session.get_one(RevisitRow, 1).evidence_digest == ref.digest
            assert stories.candidates(session, signed, but=99, most=8) == [1]
        with store.write() as session:
            stories.sign(session, 1, 3, None, 0)
            assert stories.candidates(session, signed, but=99, most=8) == []
    finally:
        store.close()


def _fill(url: str, data: ArticleData, ref: EvidenceRef, signed: bytes) -> None:
    """A database of schema 0013 with an article of two versions, the second's body compressed."""
    engine = create_engine(url)
    config = migration_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        tables = MetaData()
        tables.reflect(connection)

        def add(table: str, *rows: dict[str, Any]) -> None:
            for row in rows:
                connection.execute(tables.tables[table].insert().values(row))

        add("articles", _article())
        columns = version_columns(data) | {"content_hash": content_hash(data)}
        packed = zlib.compress(json.dumps(columns["body"], ensure_ascii=False).encode(), 9)
        link = None
        for n, body in ((1, columns["body"]), (2, "z:" + b85encode(packed).decode())):
            reading = reading_digest(columns)
            link = next_link(link, n, minutes(n), reading, ref.digest)
            version = columns | {"article_id": 1, "n": n, "fetched_at": minutes(n), "body": body}
            seal = {"reading_digest": reading, "chain": link, **_kept(ref)}
            add("versions", version | seal)
        add("revisits", {"version_id": 1, "fetched_at": minutes(2), **_kept(ref)})
        add(
            "edits",
            {
                "article_id": 1,
                "from_version": 1,
                "to_version": 2,
                "detected_at": minutes(2),
                "stealth": False,
                "substantive": True,
                "kinds": ["addition"],
                "evidence": [],
                "title_before": "أ",
                "title_after": "ب",
                "changes": [{"op": "insert", "after": "نص"}],
            },
        )
        newer = {"version_id": 1, "extractor": "x", "read_at": NOW, "adopted": False}
        add("readings", newer | {"data": {"title": "عنوان"}})
        add("regions", {"article_id": 1, "version": 2, "extractor": "x", "vain": 0, "region": None})
        add("signatures", {"article_id": 1, "version": 2, "signature": signed, "shingles": 9})
        add("bands", *({"key": key, "article_id": 1} for key in _former_keys(signed)))
    engine.dispose()


def _article() -> dict[str, Any]:
    return {
        "source": "outlet",
        "identity": "k2:7",
        "url": item_url(),
        "canonical_url": item_url(),
        "state": "live",
        "strikes": 0,
        "held": False,
        "misses": 0,
        "unmodified": 0,
        "featured": False,
        "first_seen_at": NOW,
        "last_seen_at": NOW,
        "last_changed_at": NOW,
        "tags": [],
        "versions": 2,
    }


def _kept(ref: EvidenceRef) -> dict[str, Any]:
    return {
        "evidence_file": ref.file,
        "evidence_offset": ref.offset,
        "evidence_length": ref.length,
        "evidence_digest": ref.digest,
    }


def _former_keys(signed: bytes) -> list[int]:
    """The keys of bands as they were: 58 bits below the band's number."""
    bands = (signed[at : at + 16] for at in range(0, 512, 16))
    return [
        number << 58 | int.from_bytes(blake2b(band, digest_size=8).digest(), "little") >> 6
        for number, band in enumerate(bands)
    ]
