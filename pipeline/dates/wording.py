"""Turns a printed text into its wording: the kinds of its words as one string, and their values.

Where in it the parts of a date stand is the matter of `pipeline.dates.layout`, what they mean
that of the other modules.
"""

from __future__ import annotations

import html
import re
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.dates.lexicon import (
    BEGINS_PHRASES,
    KINDS,
    PHRASES,
    SECOND_IN_PHRASES,
    SHOWS_DAY_FIRST,
    WORDS,
)
from pipeline.dates.zones import IN_CAPITALS
from pipeline.folding import fold

#: characters; no printed date with its label is longer
LONGEST: Final = 200

#: the usual letters first and nothing tried twice, for speed
_TOKEN: Final = re.compile("[0-9]++|[a-z\u0621-\u064a\u0671-\u06d3]++|[^\\W\\d_]++|[^\\w\\s]|_")
_tokens_of: Final = _TOKEN.findall
_kind: Final = KINDS.__getitem__
#: a figure cut in two: nothing but / . : , + ' - and the h of hours stands so between figures
_CUT: Final = re.compile(r"(?<![0-9:])[0-9]{1,3}(?:[^\w\s/.:,+'-]|(?![hHtTس])[^\W\d_])(?=[0-9])")
_ARABIC: Final = re.compile("[\u0621-\u06d3]")


class Wording(NamedTuple):
    """A text as the readers of dates see it."""

    #: one letter a word, see `pipeline.dates.lexicon`
    kinds: str
    #: folded, in lower case; those of a phrase joined by a space
    tokens: list[str]
    #: folded
    text: str

    def number(self, at: int) -> int:
        """The value of a figure, or of a word that stands for one."""
        return WORDS[self.tokens[at]][1]

    def name(self, at: int) -> str:
        """The name of a half of the day, a zone or a place."""
        return WORDS[self.tokens[at]][2]

    def shows_day_first(self) -> bool:
        """Whether its own words are of a language that prints the day before the month."""
        return any(
            word in SHOWS_DAY_FIRST or _ARABIC.match(word) is not None
            for token in self.tokens
            for word in token.split()
        )

    def is_cut(self, odd: tuple[int, ...]) -> bool:
        """Whether a sign or word at one of these places stands within a figure."""
        for at in odd:
            between = self.tokens[at]
            if len(between) == 1 or " " in between:
                return _CUT.search(self.text) is not None
        return False


#: a Wording of its fields, in half the time
_wording: Final = partial(tuple.__new__, Wording)


def wording_of(text: str) -> Wording:
    """Reads the words of a text, of at most `LONGEST` characters."""
    if "&" in text:
        text = html.unescape(text)
    folded = text if text.isascii() else fold(text)
    tokens: list[str] = _tokens_of(folded.lower())
    if not (BEGINS_PHRASES.isdisjoint(tokens) or SECOND_IN_PHRASES.isdisjoint(tokens)):
        _join_phrases(tokens)
    kinds = "".join(map(_kind, tokens))
    if "Z" in kinds and not IN_CAPITALS.isdisjoint(tokens):
        kinds = _with_lower_zones_as_words(kinds, tokens, folded)
    return _wording((kinds, tokens, folded))


def _join_phrases(tokens: list[str]) -> None:
    """Makes one token of each phrase."""
    starts = [at for at, two in enumerate(pairwise(tokens)) if two in PHRASES]
    joined = reached = 0
    for start in starts:
        if start < reached:
            continue
        at = start - joined
        for phrase in PHRASES[tokens[at], tokens[at + 1]]:
            end = at + len(phrase)
            if tokens[at:end] == phrase:
                tokens[at:end] = [" ".join(phrase)]
                joined += len(phrase) - 1
                reached = start + len(phrase)
                break


def _with_lower_zones_as_words(kinds: str, tokens: list[str], folded: str) -> str:
    """The kinds, where « et » and « est » are words; ET and EST stay zones."""
    capitals = {token.lower() for token in _TOKEN.findall(folded) if token.isupper()}
    return "".join(
        "f" if kind == "Z" and token in IN_CAPITALS and token not in capitals else kind
        for kind, token in zip(kinds, tokens, strict=True)
    )
