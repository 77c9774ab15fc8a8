"""Turns a printed text into its wording: the kinds of its words as one string, and their values.

Where in it the parts of a date stand is the matter of `pipeline.dates.layout`, what they mean
that of the other modules.
"""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from pipeline.dates.lexicon import PHRASES, SHOWS_DAY_FIRST, WORDS, Word
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.zones import IN_CAPITALS
from pipeline.folding import fold

#: characters; no printed date with its label is longer
LONGEST: Final = 200

_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]|_")
#: a figure cut in two: nothing but / . : , + ' - and the h of hours stands so between figures
_CUT: Final = re.compile(r"(?<![0-9:])[0-9]{1,3}(?:[^\w\s/.:,+'-]|(?![hHtTس])[^\W\d_])(?=[0-9])")
_ARABIC: Final = re.compile("[\u0621-\u064a]")


class Wording(NamedTuple):
    """A text as the readers of dates see it."""

    #: one letter a word, see `pipeline.dates.lexicon`
    kinds: str
    #: folded, in lower case; those of a phrase joined by a space
    tokens: list[str]
    #: what each means
    words: list[Word]

    def number(self, at: int) -> int:
        """The value of a figure, or of a word that stands for one."""
        value = self.words[at][1]
        return value if isinstance(value, int) else 0

    def name(self, at: int) -> str:
        """The value of a half of the day, a zone or a place."""
        return str(self.words[at][1])

    def shows_day_first(self) -> bool:
        """Whether its own words are of a language that prints the day before the month."""
        return any(
            word in SHOWS_DAY_FIRST or _ARABIC.match(word) is not None
            for token in self.tokens
            for word in token.split()
        )


def wording_of(text: str) -> Wording:
    """Reads the words of a text.

    Raises:
        Refused: it is too long, or a sign stands within a figure.
    """
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LONG)
    if "&" in text:
        text = html.unescape(text)
    folded = fold(text)
    if _CUT.search(folded):
        raise Refused(Reason.STRAY)
    tokens: list[str] = _TOKEN.findall(folded.lower())
    words = [WORDS[token] for token in tokens]
    if not PHRASES.keys().isdisjoint(tokens):
        _join_phrases(tokens, words)
    kinds = "".join([word[0] for word in words])
    if "Z" in kinds and not IN_CAPITALS.isdisjoint(tokens):
        kinds = _with_lower_zones_as_words(kinds, tokens, folded)
    return Wording(kinds, tokens, words)


def _join_phrases(tokens: list[str], words: list[Word]) -> None:
    """Makes one word of each phrase, in both lists."""
    starts = [at for at, token in enumerate(tokens) if token in PHRASES]
    joined = reached = 0
    for start in starts:
        if start < reached:
            continue
        at = start - joined
        for rest, word in PHRASES[tokens[at]]:
            end = at + 1 + len(rest)
            if tokens[at + 1 : end] == rest:
                tokens[at:end] = [" ".join(tokens[at:end])]
                words[at:end] = [word]
                joined += len(rest)
                reached = start + 1 + len(rest)
                break


def _with_lower_zones_as_words(kinds: str, tokens: list[str], folded: str) -> str:
    """The kinds, where « et » and « est » are words; ET and EST stay zones."""
    capitals = {token.lower() for token in _TOKEN.findall(folded) if token.isupper()}
    return "".join(
        "f" if kind == "Z" and token in IN_CAPITALS and token not in capitals else kind
        for kind, token in zip(kinds, tokens, strict=True)
    )
