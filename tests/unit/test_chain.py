"""The links of a chain: pinned, and changed by whatever is changed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evidence.chain import next_link, reading_digest
from pipeline.records import ArticleData, Precision, Stamp
from pipeline.store.rows import version_columns
from tests.builders import BODY, NOW

DATA = ArticleData(
    url="https://news.example.org/1",
    canonical_url="https://news.example.org/1",
    title="مكتبة عمومية جديدة في تالة",
    body=BODY,
    authors=("ليلى بن سالم",),
    published=Stamp(NOW, Precision.MINUTE),
    extractor="joomla-k2/2",
)
COLUMNS: dict[str, Any] = {**version_columns(DATA), "content_hash": "v1:0"}
READING = "v1:7b0498643c6296c2e1a7a84d0c96a1200ba86d80677a2e7a0f74ca02a20b1834"
LINK = "v1:cf6cc14cd7ffd6a1dfd905a617f0631d2bdaa452f2a440a381b41a1e6fb39e9b"


def test_the_same_version_hashes_the_same_on_any_machine_and_marsad() -> None:
    assert reading_digest(COLUMNS) == READING
    assert next_link(None, 1, NOW, READING, "sha256:00") == LINK


def test_the_zone_in_which_a_time_is_given_changes_nothing() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5)))
    assert next_link(None, 1, there, READING, None) == next_link(None, 1, NOW, READING, None)


@given(st.sampled_from(["url", "title", "byline", "section", "extractor"]), st.text(min_size=1))
def test_a_changed_text_changes_the_readings_digest(name: str, more: str) -> None:
    changed = COLUMNS | {name: (COLUMNS[name] or "") + more}
    assert reading_digest(changed) != reading_digest(COLUMNS)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_where_a_paragraph_ends_counts(body: list[str], other: list[str]) -> None:
    one, two = COLUMNS | {"body": body}, COLUMNS | {"body": other}
    assert (reading_digest(one) == reading_digest(two)) == (body == other)


@given(
    st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.sampled_from(["x", None])),
    st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.sampled_from(["x", None])),
)
def test_links_are_equal_for_equal_versions_alone(
    one: tuple[int, str, str | None], two: tuple[int, str, str | None]
) -> None:
    def link(parts: tuple[int, str, str | None], at: datetime = NOW) -> str:
        n, reading, evidence = parts
        return next_link("before", n, at, reading, evidence)

    assert (link(one) == link(two)) == (one == two)
    assert link(one, NOW + timedelta(microseconds=1)) != link(one)
