"""A text comes out of its column as it went in, smaller where that can be."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from pipeline.store.tables import Paragraphs
from tests.builders import BODY

DIALECT = sqlite.dialect()  # type: ignore[no-untyped-call]


def kept(text: list[str]) -> object:
    return Paragraphs().process_bind_param(text, DIALECT)


def read(stored: object) -> list[str] | None:
    return Paragraphs().process_result_value(json.loads(json.dumps(stored)), DIALECT)


@given(st.lists(st.text(), max_size=8), st.integers(1, 40))
def test_a_text_comes_out_as_it_went_in(text: list[str], times: int) -> None:
    assert read(kept(text * times)) == text * times


def test_a_text_of_some_length_takes_less_room() -> None:
    text = [*BODY] * 4
    stored = kept(text)
    assert isinstance(stored, str)
    assert len(stored) < len(json.dumps(text, ensure_ascii=False).encode()) / 3


def test_what_older_releases_wrote_and_what_is_short_stays_a_list() -> None:
    assert read([*BODY]) == [*BODY]
    assert kept([]) == []
    assert kept(["نص"]) == ["نص"]
