"""Texts and digests come out of their columns as they went in, and take little room there."""

from __future__ import annotations

import json
import zlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from pipeline.store.packed import Digest, Packed, known_words, pack, unpack
from tests.builders import BODY

DIALECT = sqlite.dialect()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_a_value_comes_out_as_it_went_in(value: object) -> None:
    assert unpack(pack(value)) == value


def test_half_a_surrogate_pair_comes_out_too() -> None:
    assert unpack(pack(["\ud83d نص"])) == ["\ud83d نص"]


def test_a_text_of_news_takes_less_than_without_the_words_that_are_known() -> None:
    plain = json.dumps([*BODY], ensure_ascii=False).encode()
    assert len(pack([*BODY])) < 0.85 * len(zlib.compress(plain, 9))


def test_what_is_packed_is_read_for_ever() -> None:
    """Never to be changed: archives hold this."""
    assert unpack(bytes.fromhex("018b5642cf55a87d46b8a900")) == ["وأضاف أن الحكومة", "text"]
    assert sha256(known_words(b"\x01")).hexdigest() == (
        "c7dbf9fce834d69e2e574500bcc2c3c97594f619b13cab8fe735a3caef6cc197"
    )


@pytest.mark.parametrize("kept", [b"", b"\x02abc", pack([*BODY])[:-4], b"\x01\xff\xff"])
def test_what_is_damaged_is_an_error(kept: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of them, it is told
        unpack(kept)


def test_nothing_stays_nothing() -> None:
    for column in (Packed(), Digest()):
        assert column.process_bind_param(None, DIALECT) is None
        assert column.process_result_value(None, DIALECT) is None


@given(st.sampled_from(["v1", "sha256"]), st.binary(max_size=64))
def test_a_digest_comes_out_as_it_went_in(name: str, digest: bytes) -> None:
    written = f"{name}:{digest.hex()}"
    kept = Digest().process_bind_param(written, DIALECT)
    assert kept is not None
    assert len(kept) == len(name) + 1 + len(digest)
    assert Digest().process_result_value(kept, DIALECT) == written


@pytest.mark.parametrize("written", [sha256(b"").hexdigest(), "v1:xy", "v1:AB", "v1:0"])
def test_what_is_no_digest_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of them, it is told
        Digest().process_bind_param(written, DIALECT)
