"""The pipeline of a simulated source, without a crawl: what benchmarks of edits look through."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from config.settings import Settings
from pipeline.evidence.files import EvidenceArchive
from pipeline.ingest import Ingest
from pipeline.listings import Listings
from pipeline.store.engine import Store
from pipeline.watch import Watch
from scheduler.policy import AgeTiming
from tests.builders import NOW


def watching(settings: Settings, store: Store, folder: Path) -> tuple[Listings, Ingest]:
    """What takes listings, and what takes pages; responses are kept in the folder."""
    watch, timing = Watch(settings), AgeTiming()
    listings = Listings(settings, store, watch, timing)
    listings.adopt_settings(NOW)
    evidence = EvidenceArchive(folder / "warc", "Marsad/bench")
    later = timedelta(minutes=30)
    return listings, Ingest(settings, store, evidence, watch, timing, confirm_after=later)
