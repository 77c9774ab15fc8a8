"""Parses JSON from strangers within bounds of size, depth and number of values."""

from __future__ import annotations

import json
from typing import Any, NoReturn

#: bytes; a hundred whole Arabic articles, each letter escaped as six characters, are 2 MB
_MOST_BYTES = 5 * 1024 * 1024
#: a short value of three bytes may take sixty in memory, so their number is bounded as well
_MOST_CONTAINERS = 50_000
_MOST_VALUES = 300_000
#: a number above is nobody's
_LARGEST = 10**18


class NotJsonError(ValueError):
    """The bytes are no JSON, or more of it than we take; the message is one clear line."""


def parse_json(body: bytes) -> Any:
    """The value that the bytes hold.

    Raises:
        NotJsonError: it holds none, or is too large, too deep, or too finely cut.
    """
    if len(body) > _MOST_BYTES:
        raise NotJsonError(f"the answer is larger than {_MOST_BYTES} bytes")
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in (b"[", b"{"):
        raise NotJsonError("the answer is not JSON")
    if body.count(b"[") + body.count(b"{") > _MOST_CONTAINERS or body.count(b",") > _MOST_VALUES:
        raise NotJsonError("the answer holds too many values")
    try:
        # utf-8 alone (RFC 8259, section 8.1): json would also guess at UTF-16 and UTF-32
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(f"the answer is broken JSON: {_line(error)}") from error


def whole_number(value: Any) -> int | None:
    """A publisher's own number; JSON made by PHP has it as a text as often as not."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        value = int(value)
    valid = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST
    return value if valid else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:100]
