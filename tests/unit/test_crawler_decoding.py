"""Bodies come out of their encodings whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decoding import decoded
from crawler.failures import Dropped
from pipeline.records import FailureReason

LIMIT = 10_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=LIMIT), st.sampled_from(["gzip", "x-gzip"]))
def test_what_was_packed_comes_out_again(data: bytes, name: str) -> None:
    assert decoded(gzip.compress(data), [name], LIMIT) == data
    assert decoded(zlib.compress(data), ["deflate"], LIMIT) == data
    assert decoded(gzip.compress(zlib.compress(data)), ["deflate", name], LIMIT * 2) == data


@given(st.binary(min_size=20, max_size=500))
def test_what_some_servers_mean_by_deflate_is_understood(data: bytes) -> None:
    assert decoded(raw_deflate(b"plain" + data), ["deflate"], LIMIT) == b"plain" + data


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_body_cut_anywhere_is_broken(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(Dropped) as dropped:
        decoded(packed[:cut], ["gzip"], LIMIT)
    assert dropped.value.reason is FailureReason.BROKEN


def test_several_members_are_one_body_and_what_follows_is_left_out() -> None:
    body = gzip.compress(b"a") + gzip.compress(b"b") + b"\x00\x00padding"
    assert decoded(body, ["gzip"], LIMIT) == b"ab"


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT])
def test_the_limit_itself_is_within_the_limit(size: int) -> None:
    assert len(decoded(gzip.compress(b"x" * size), ["gzip"], LIMIT)) == size


def test_one_byte_more_is_too_large() -> None:
    for body in (
        gzip.compress(b"x" * (LIMIT + 1)),
        gzip.compress(b"x" * LIMIT) + gzip.compress(b"x"),
    ):
        with pytest.raises(Dropped) as dropped:
            decoded(body, ["gzip"], LIMIT)
        assert dropped.value.reason is FailureReason.TOO_LARGE


def test_a_body_in_a_million_pieces_is_given_up_at_once() -> None:
    started = process_time()
    with pytest.raises(Dropped):
        decoded(gzip.compress(b"") * 200_000, ["gzip"], LIMIT)
    assert process_time() - started < 2


@pytest.mark.parametrize("encoding", ["br", "zstd", "identity", "x" * 1000])
def test_encodings_that_were_not_asked_for_are_not_undone(encoding: str) -> None:
    with pytest.raises(Dropped) as dropped:
        decoded(b"body", [encoding], LIMIT)
    assert dropped.value.reason is FailureReason.BROKEN
    assert len(dropped.value.detail) < 100
