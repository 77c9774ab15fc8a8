"""Shows hostile text safely on one line: what cannot be seen is written out as an escape.

Serves terminals and log files. Does not sanitise text for mail or HTML.
"""

from __future__ import annotations

import json
import re
import unicodedata

# The joiners shape Persian and Indic words and move nothing around: they stay.
_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_NOT_PRINTABLE_ASCII = re.compile(r"[^ -~]")


def visible(text: str) -> str:
    r"""The text with control, bidi-control and unassigned characters as `\uXXXX`.

    The escapes are JSON's, so a line of JSON stays JSON and keeps its meaning. Letters
    of any script stay as they are.
    """
    if text.isprintable():
        return text
    return _NOT_PRINTABLE_ASCII.sub(_shown, text)


def shortened(text: str, limit: int = 60) -> str:
    """The text made visible and cut to `limit` characters, for quoting in a message."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return visible(cut)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    hidden = unicodedata.category(character) in _UNSEEN and character not in _JOINERS
    return json.dumps(character)[1:-1] if hidden else character
