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
_ARABIC: Final = re.compile("[\u0621-\u064a]")


class Wording(NamedTuple):
    """A text as the readers of dates see it."""

    #: folded, in lower case, one a kind, words of a phrase joined by a space
    tokens: list[str]
    values: list[int | str]
    #: one letter a token, see `pipeline.dates.lexicon`
    kinds: str

    def number(self, at: int) -> int:
        """The value of a figure, or of a word that stands for one."""
        value = self.values[at]
        return value if isinstance(value, int) else 0

    def name(self, at: int) -> str:
        """The value of a half of the day, a zone or a place."""
        return str(self.values[at])

    def shows_day_first(self) -> bool:
        """Whether its own words are of a language that prints the day before the month."""
        return any(
            token in SHOWS_DAY_FIRST or _ARABIC.match(token) is not None for token in self.tokens
        )


def wording_of(text: str) -> Wording:
    """Reads the words of a text.

    Raises:
        Refused: it is too long.
    """
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LONG)
    if "&" in text:
        text = html.unescape(text)
    folded = fold(text)
    tokens = _TOKEN.findall(folded.lower())
    words = [WORDS.get(token) or _other(token) for token in tokens]
    if not PHRASES.keys().isdisjoint(tokens):
        tokens, words = _with_phrases(tokens, words)
    kinds = "".join([word[0] for word in words])
    if "Z" in kinds and not IN_CAPITALS.isdisjoint(tokens):
        kinds = _with_lower_zones_as_words(kinds, tokens, folded)
    return Wording(tokens, [word[1] for word in words], kinds)


def _other(token: str) -> Word:
    if token[0] in "0123456789":
        if len(token) > 4:
            return Word("#")
        return Word("34"[len(token) - 3], int(token))
    if token.isalpha():
        return Word("x" if len(token) > 1 else "X")
    return Word(";")


def _with_phrases(tokens: list[str], words: list[Word]) -> tuple[list[str], list[Word]]:
    """The same with the words of each phrase as one."""
    joined: list[str] = []
    meant: list[Word] = []
    at = 0
    while at < len(tokens):
        for rest, word in PHRASES.get(tokens[at], ()):
            if tuple(tokens[at + 1 : at + 1 + len(rest)]) == rest:
                joined.append(" ".join(tokens[at : at + 1 + len(rest)]))
                meant.append(word)
                at += 1 + len(rest)
                break
        else:
            joined.append(tokens[at])
            meant.append(words[at])
            at += 1
    return joined, meant


def _with_lower_zones_as_words(kinds: str, tokens: list[str], folded: str) -> str:
    """The kinds, where « et » and « est » are words; ET and EST stay zones."""
    capitals = {token.lower() for token in _TOKEN.findall(folded) if token.isupper()}
    return "".join(
        "f" if kind == "Z" and token in IN_CAPITALS and token not in capitals else kind
        for kind, token in zip(kinds, tokens, strict=True)
    )
