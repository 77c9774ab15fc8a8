"""Makes the data of an event fit into so many bytes of JSON, losing the least useful first.

Pure, and the same for the same data. It knows nothing of what the fields mean: the last items
of the heaviest list go, and a text that outweighs all lists is cut short.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: controls, line and paragraph separators, direction marks
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ESCAPES = {code: f"\\u{code:04x}" for code in range(0x7F, 0x206A) if _STEERING.match(chr(code))}
#: a text over this share of the room is cut before any list loses an item
_HEAVY = 4
#: lists of fewer bytes lose nothing: they are pairs of times, and names
_LIGHT = 250
#: texts are not cut below so many characters, unless nothing else is left
_SHORT = 16


@dataclass(frozen=True, slots=True)
class _Part:
    """A list or text, and where it stands: `holder[key]`."""

    holder: Any
    key: Any
    #: bytes of JSON
    weight: int

    @property
    def value(self) -> Any:
        return self.holder[self.key]


def as_bytes(value: Any) -> bytes:
    """A JSON value as it is sent: UTF-8 without white space; a lone surrogate becomes "?".

    What would turn text around or steer a terminal stands as an escape, for those who look at
    the bytes: the value is the same.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if _STEERING.search(text):
        text = text.translate(_ESCAPES)
    return text.encode("utf-8", "replace")


def fit(data: dict[str, Any], room: int) -> tuple[dict[str, Any], bool]:
    """The data, cut until it takes up no more than `room` bytes, and whether it was cut.

    Args:
        data: a JSON object; it is not changed.
        room: bytes; where even its shortest form is larger, that form is the answer.
    """
    if len(as_bytes(data)) <= room:
        return data, False
    whole = {"data": _copied(data)}
    while (weight := len(as_bytes(whole["data"]))) > room:
        if not _lightened(list(_parts(whole, "data")), room, far=weight > 4 * room):
            break
    return whole["data"], True


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _parts(holder: Any, key: Any) -> Iterator[_Part]:
    value = holder[key]
    if isinstance(value, str):
        yield _Part(holder, key, len(as_bytes(value)))
    elif isinstance(value, dict):
        for name in value:
            yield from _parts(value, name)
    elif isinstance(value, list):
        yield _Part(holder, key, len(as_bytes(value)))
        for number in range(len(value)):
            yield from _parts(value, number)


def _lightened(parts: list[_Part], room: int, *, far: bool) -> bool:
    """Cuts one thing; False where nothing is left to cut.

    Args:
        far: much must go, and lists lose half at once before any text is looked at: a hostile
            page must not choose how long this takes.
    """
    texts = [one for one in parts if isinstance(one.value, str) and len(one.value) > _SHORT]
    lists = [one for one in parts if isinstance(one.value, list) and len(one.value) > 1]
    lists = [one for one in lists if one.weight > _LIGHT]
    text = max(texts, key=lambda one: one.weight, default=None)
    listed = max(lists, key=lambda one: one.weight, default=None)
    share = 2 if far else 8
    if text and (not listed or (not far and text.weight > room // _HEAVY)):
        kept = max(_SHORT, len(text.value) * (share - 1) // share)
        text.holder[text.key] = text.value[: kept - 1].rstrip("…") + "…"
    elif listed:
        fewer = len(listed.value) - max(1, len(listed.value) // share)
        listed.holder[listed.key] = listed.value[:fewer]
    return bool(text or listed)
