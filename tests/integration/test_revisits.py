"""Unchanged rechecks are kept as records that refer to the response of the version that stood."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.evidence.revisits import is_worth_keeping
from pipeline.records import NotModified
from pipeline.store import queries
from pipeline.store.engine import Store
from pipeline.store.tables import RevisitRow
from tests.builders import NOW, fetched, item_url, k2_page, minutes
from tests.keeping import Keeper, as_plain_warc

DAY = 24 * 60


@pytest.fixture
def keeper(store: Store, tmp_path: Path) -> Keeper:
    keeper = Keeper(store, tmp_path)
    keeper.publish(7)
    return keeper


def records(keeper: Keeper, kind: str) -> list[dict[str, str]]:
    """The WARC headers of the records of a kind, in the order in which they were written."""
    found = []
    for record in ArchiveIterator(as_plain_warc(keeper.record_file())):
        if record.rec_type == kind:
            found.append(dict(record.rec_headers.headers))
    return found


def test_a_recheck_of_the_same_bytes_refers_to_the_response_by_its_digest(keeper: Keeper) -> None:
    keeper.publish(7, 10)
    (response,), (revisit,) = records(keeper, "response"), records(keeper, "revisit")
    assert revisit["WARC-Profile"].endswith("/identical-payload-digest")
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert revisit["WARC-Refers-To"] == response["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == response["WARC-Target-URI"]
    assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
    assert revisit["WARC-Date"] > response["WARC-Date"]


def test_other_bytes_in_which_the_same_is_read_are_told_apart(keeper: Keeper) -> None:
    keeper.publish(7, 10, hits=77)
    (response,), (revisit,) = records(keeper, "response"), records(keeper, "revisit")
    assert revisit["WARC-Profile"] == "urn:marsad:revisit:same-reading"
    assert revisit["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert revisit["WARC-Marsad-Payload-Digest"] != response["WARC-Payload-Digest"]


def test_a_page_that_was_not_modified_is_kept_with_its_headers(keeper: Keeper) -> None:
    page = fetched(k2_page(), url=item_url(7))
    keeper.page(NotModified("outlet", item_url(7), minutes(10), page.exchange))
    (revisit,) = records(keeper, "revisit")
    assert revisit["WARC-Profile"].endswith("/server-not-modified")
    assert revisit["WARC-IP-Address"] == "192.0.2.1"


def test_rechecks_are_kept_ever_more_seldom_and_cost_little(keeper: Keeper) -> None:
    size = keeper.record_file().stat().st_size
    for at in (10, 20, 60, DAY + 20, DAY + 40, 2 * DAY, 3 * DAY):
        keeper.publish(7, at, hits=int(at))
    assert len(records(keeper, "revisit")) == 3
    assert keeper.record_file().stat().st_size - size < 3 * 700


def test_an_edit_begins_anew(keeper: Keeper) -> None:
    keeper.publish(7, 10)
    keeper.publish(7, 20, title="عنوان آخر")
    keeper.publish(7, 30, title="عنوان آخر")
    first, second = records(keeper, "revisit")
    assert first["WARC-Refers-To"] != second["WARC-Refers-To"]


def test_verify_counts_rechecks_and_tells_of_damage(keeper: Keeper) -> None:
    keeper.publish(7, 10)
    assert [(one.revisits, one.damage) for one in keeper.verified()] == [(1, ())]
    path = keeper.record_file()
    content = bytearray(path.read_bytes())
    content[-20] ^= 0xFF
    path.write_bytes(content)
    ((_, _, told),) = keeper.damage()
    assert told.startswith("revisit: ")


def test_an_export_has_the_rechecks_behind_the_response(keeper: Keeper, tmp_path: Path) -> None:
    keeper.publish(7, 10)
    with keeper.store.read() as session:
        refs = [ref for ref in queries.evidence_of(session, 1) if ref]
    bundle = tmp_path / "bundle.warc.gz"
    bundle.write_bytes(b"".join(keeper.evidence.bundle(refs, bundle.name)))
    with bundle.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "response", "request", "revisit"]


def test_where_there_is_no_response_there_is_nothing_to_refer_to(keeper: Keeper) -> None:
    keeper.record_file().unlink()
    assert keeper.publish(7, 10).what == "unchanged"
    assert keeper.count(RevisitRow) == 0


@given(st.lists(st.integers(1, 20 * DAY), max_size=60))
def test_a_year_of_rechecks_leaves_few_records(gaps: list[int]) -> None:
    last, now, kept = None, NOW, 0
    for gap in gaps:
        now += timedelta(minutes=gap)
        if is_worth_keeping(NOW, last, now):
            last, kept = now, kept + 1
    assert kept <= 2 + len([1 for n in range(60) if 1.25**n * DAY < 60 * 20 * DAY])
    assert kept > 0 or not gaps
