"""The gzip that a server sent is undone only where it can be made again, byte for byte."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evidence.codings import Recipe, undone

HEAD = bytes.fromhex("1f8b0800000000000003")
PAGE = "".join(f"<p>فقرة {n} من نص طويل {n * n % 997}</p>\n" for n in range(800)).encode()


def packed(body: bytes, level: int = 6, memory: int = 8, cuts: tuple[int, ...] = ()) -> bytes:
    """As zlib packs it, told to flush after some bytes."""
    stream, out, at = zlib.compressobj(level, zlib.DEFLATED, -15, memory), HEAD, 0
    for cut in cuts:
        out += stream.compress(body[at:cut]) + stream.flush(zlib.Z_SYNC_FLUSH)
        at = cut
    out += stream.compress(body[at:]) + stream.flush()
    return out + zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")


@pytest.mark.parametrize("memory", [8, 9])
@pytest.mark.parametrize("level", range(1, 10))
def test_every_level_of_zlib_is_found_out(level: int, memory: int) -> None:
    sent = packed(PAGE, level, memory)
    found = undone(sent)
    assert found is not None
    body, recipe = found
    assert body == PAGE
    assert Recipe.parse(str(recipe)).make(body) == sent


@given(
    st.binary(max_size=3000) | st.text(max_size=2000).map(str.encode),
    st.integers(1, 9),
    st.sampled_from([8, 9]),
    st.lists(st.integers(1, 3000), max_size=5),
)
def test_what_is_undone_is_made_again(
    body: bytes, level: int, memory: int, cuts: list[int]
) -> None:
    sent = packed(body, level, memory, tuple(sorted({cut for cut in cuts if cut <= len(body)})))
    found = undone(sent)
    assert found is not None
    assert found[0] == body
    assert Recipe.parse(str(found[1])).make(body) == sent


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 255))
def test_of_a_stream_that_is_no_zlibs_nothing_false_is_claimed(
    body: bytes, place: int, byte: int
) -> None:
    sent = bytearray(packed(body))
    sent[place % len(sent)] = byte
    found = undone(bytes(sent))
    assert found is None or found[1].make(found[0]) == bytes(sent)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        HEAD,
        PAGE[:500],
        packed(PAGE)[:-1],
        packed(PAGE) + b"\0",
        packed(PAGE) + packed(PAGE),
        packed(PAGE, memory=3),
        gzip.compress(b"\0" * 50_000_000),
    ],
    ids=["nothing", "a head", "a page", "cut", "more", "two", "little memory", "too large"],
)
def test_other_streams_stay_as_they_came(sent: bytes) -> None:
    assert undone(sent) is None


def test_a_recipe_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no recipe"):
        Recipe.parse("gzip level=0 memory=9 head=00")
