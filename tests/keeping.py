"""A pipeline on a fresh store whose archive tests may damage, reread, export and import."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from backports import zstd
from sqlalchemy import select

from pipeline.evidence.files import EvidenceArchive
from pipeline.evidence.verification import Checked, verify
from pipeline.ingest import Answer, Ingest, Outcome
from pipeline.listings import Listings
from pipeline.records import ArticleData, FetchedPage, NotArticle
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import Base, VersionRow
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from tests.builders import NOW, fetched, item_url, k2_page, listing, minutes, settings
from tests.reading_here import read_once, take


@dataclass
class Keeper:
    """An archive with short ways to fill it and to ask what it holds."""

    store: Store
    folder: Path
    reading: Callable[..., ArticleData | NotArticle] = read_once
    #: settings other than those of the builder
    changes: Mapping[str, Any] = field(default_factory=dict)
    timing: AgeTiming = field(default_factory=AgeTiming)

    def __post_init__(self) -> None:
        self.settings = settings(self.folder, **self.changes)
        compression = self.settings.archive.compression
        self.evidence = EvidenceArchive(self.folder / "warc", "Marsad/test", compression)
        self.watch = Watch(self.settings)
        self.listings = Listings(self.settings, self.store, self.watch, self.timing)
        self.listings.adopt_settings(NOW)
        self.ingest = Ingest(
            self.settings,
            self.store,
            self.evidence,
            self.watch,
            self.timing,
            confirm_after=timedelta(minutes=30),
        )
        for section in ("culture", "local"):
            self.listings.listing(listing(section=section))
            self.listings.done("outlet", section, NOW)

    def page(self, answer: Answer) -> Outcome:
        return take(self.ingest, answer, self.reading)

    def publish(self, number: int = 7, at: float = 0, **page: Any) -> Outcome:
        """A piece is listed and fetched; with the number of a known one, its recheck."""
        answer: FetchedPage = fetched(k2_page(**page), minutes(at), url=item_url(number))
        self.listings.listing(listing(answer.url, at=answer.fetched_at))
        return self.page(answer)

    def verified(self) -> list[Checked]:
        return list(verify(self.store, self.evidence))

    def damage(self) -> list[tuple[int, int, str]]:
        return [(one.article, one.n, told) for one in self.verified() for told in one.damage]

    def versions(self) -> list[VersionRow]:
        with self.store.read() as session:
            order = (VersionRow.article_id, VersionRow.n)
            return list(session.scalars(select(VersionRow).order_by(*order)))

    def edits(self) -> list[queries.EditView]:
        with self.store.read() as session:
            return queries.edits(session)

    def count(self, table: type[Base]) -> int:
        with self.store.read() as session:
            return len(session.scalars(select(table)).all())

    def record_file(self) -> Path:
        """The one file in which responses are kept."""
        (path,) = (self.folder / "warc").rglob("*.warc.*")
        return path


def as_plain_warc(path: Path) -> BytesIO:
    """A file of records as other tools see it once it is uncompressed."""
    content = path.read_bytes()
    if path.name.endswith(".gz"):
        return BytesIO(gzip.decompress(content))
    known = None
    if content.startswith(b"\x5d\x2a\x4d\x18"):
        size = int.from_bytes(content[4:8], "little")
        known = zstd.ZstdDict(zstd.decompress(content[8 : 8 + size]))
    return BytesIO(zstd.decompress(content, known))
