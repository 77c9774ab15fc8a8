"""Bytes counted at once are as many as when they are counted one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.byte_counts import count_of, count_of_pair, has_controls

PIECES = [b"<", b"</", b"/", b"\t", b"\n", b"\r", b"\x0b", b"\x0c", b" ", "ن".encode()]
bodies = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=3))).map(b"".join)


@given(bodies)
def test_bytes_counted_at_once_are_as_many_as_one_by_one(body: bytes) -> None:
    assert count_of(body, b"<") == body.count(b"<")
    assert count_of_pair(body, b"<", b"/") == body.count(b"</")
    assert has_controls(body) == any(code < 0x20 and code not in b"\t\n\r" for code in body)
