"""Tidies the texts in which pages make claims: entities escaped twice, tags, lists of words."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from pipeline.extract.candidates import Claim
from pipeline.text import clean

#: claims by field, in the order in which they are believed
Claims = dict[str, list[Claim]]

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_BREAK: Final = re.compile(r"[\r\n]+|<[^<>]{1,200}>")
_LIST: Final = re.compile("[,،;؛|]")
#: of one claim, in characters; longer ones are cut
_LONGEST: Final = 2_000


def text_of(value: str | None) -> str | None:
    """Clean, with the tags gone and the entities undone that many sites escape twice."""
    if not value:
        return None
    text = value[:_LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text) if text.startswith("<") else _TAG.sub("", text)
    return clean(text) or None


def words_of_list(text: str) -> list[str]:
    """The entries of a list in one string: `أنهار، أمطار`."""
    return [word for part in _LIST.split(text) if (word := part.strip(" \"'"))]


def lines_of(value: Any) -> str | None:
    """The lines of a claimed text, tags taken out."""
    if isinstance(value, list):
        value = "\n".join(one for one in value if isinstance(one, str))
    if not isinstance(value, str):
        return None
    lines = _BREAK.split(html.unescape(value))
    return "\n".join(line for line in map(clean, lines) if line) or None
