"""Finds the times of publication in the data that a page hands to its own scripts.

Keys of general use only, in any notation that writes `"key": "value"`; it parses no script and
takes no side: of pages that carry the data of several pieces, it gives the times of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.extract.candidates import Claim
from pipeline.records import Provenance

_KEYED: Final = re.compile(
    r"""(?i)["']?\b(date_?published|publish(?:ed)?_?(?:at|on|date|time)|publication_?date|pub_?date"""
    r"""|first_?published(?:_?at)?|created_?(?:at|on|date))\\?["']?\s{0,4}[:=]\s{0,4}\\?["']"""
    r"""([0-9][^"'\\<>]{7,34})\\?["']"""
)
_LONGEST: Final = 1_000_000
_MOST: Final = 40


def state_claims(tree: LexborHTMLParser) -> Iterator[Claim]:
    """The claims, those of publication before those of creation; at most some dozens."""
    left = _LONGEST
    found: list[tuple[bool, Claim]] = []
    for script in tree.css("script:not([src])"):
        text = script.text()[:left]
        left -= len(text)
        for key, value in _KEYED.findall(text):
            claim = Claim(value.strip(), Provenance.META, f"a script's {key}")
            found.append((key.lower().startswith("created"), claim))
        if left <= 0 or len(found) >= _MOST:
            break
    of_publication = [claim for is_creation, claim in found if not is_creation]
    yield from (of_publication or [claim for _, claim in found])[:_MOST]
