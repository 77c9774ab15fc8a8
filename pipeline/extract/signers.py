"""Tells which desk or outlet signs a piece that no person signs: "Newsdesk", "MND Staff".

What a page prints as its author, or claims in the name of a desk, is signed so; that a
template claims the outlet for the author of whatever it publishes is no signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.extract.candidates import Claim
from pipeline.extract.names import without_label
from pipeline.press import byline_words as words
from pipeline.press import words as press
from pipeline.press.credits import agencies_in
from pipeline.press.words import key
from pipeline.records import Provenance

_LONGEST: Final = 50
_LONGEST_LINE: Final = 200
_MOST_WORDS: Final = 5
#: what stands around a name: rules, bars, and from a bar or a date on other details
_AROUND: Final = " \t|·•,;:–—-"
_REST: Final = re.compile(r"\s+[|·•–—]\s.*$|\s+(?:am\s+|on\s+)?\d.*$")
_PARTS: Final = re.compile(r"\s*[,;/|،؛]\s*")
#: between the words of a name
_BETWEEN: Final = re.compile(r"[\s.-]+")


def signer_of(claims: Iterable[Claim], outlets: frozenset[str]) -> tuple[Claim, str] | None:
    """Who signs, and where: a desk before the outlet, in the order of the claims.

    Args:
        claims: places that name authors, the surest first, none of which names a person.
        outlets: keys of the outlet's names.
    """
    named = [(claim, list(_names(claim.text))) for claim in claims]
    for claim, names in named:
        if desk := next(filter(_is_desk, names), None):
            return claim, desk
    for claim, names in named:
        if len(names) == 1 and key(names[0]) in outlets and _is_printed(claim):
            return claim, names[0]
    return None


def _names(text: str) -> Iterator[str]:
    """The names in a line or claim that may be a desk's or an outlet's."""
    for part in _PARTS.split(without_label(text)) if len(text) <= _LONGEST_LINE else ():
        name = _REST.sub("", part.strip(_AROUND)).strip(_AROUND).removeprefix("www.")
        if _may_sign(name):
            yield name


def _may_sign(name: str) -> bool:
    keys = {key(word) for word in _BETWEEN.split(name)}
    return (
        1 < len(name) <= _LONGEST
        and len(name.split()) <= _MOST_WORDS
        and "@" not in name
        and keys.isdisjoint(words.NOBODY)
        and not agencies_in(name)
    )


def _is_desk(name: str) -> bool:
    keys = [key(word) for word in _BETWEEN.split(name)]
    arabic = keys[0] in press.DESK_HEADS and not press.DESK_TAILS.isdisjoint(keys[1:])
    return arabic or not words.SIGNING_DESKS.isdisjoint(keys)


def _is_printed(claim: Claim) -> bool:
    """Where authors are printed and nothing else is."""
    return claim.provenance in (Provenance.TEXT, Provenance.MICRODATA) and (
        "(a line" not in claim.where
    )
