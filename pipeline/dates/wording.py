"""Turns a printed text into its wording: the kinds of its words as one string, and their values.

Each reader looks for its patterns in the kinds, and strikes out what it has read, so that
what is left over can be judged.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from pipeline.dates.lexicon import PHRASES, SHOWS_DAY_FIRST, WORDS, Word
from pipeline.dates.refusals import Reason, Refused
from pipeline.dates.zones import IN_CAPITALS
from pipeline.folding import fold

#: characters; no printed date with its label is longer
LONGEST: Final = 200

_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]|_")
_ARABIC: Final = re.compile("[\u0621-\u064a]")


@dataclass(slots=True)
class Wording:
    """A text as the readers of dates see it."""

    #: folded, in lower case, one a kind, words of a phrase joined by a space
    tokens: list[str]
    values: list[int | str]
    #: one letter a token, see `pipeline.dates.lexicon`; what was read is struck out
    kinds: str

    def strike(self, start: int, end: int, mark: str) -> None:
        """Puts the mark for everything from start to end: it has been read."""
        self.kinds = f"{self.kinds[:start]}{mark * (end - start)}{self.kinds[end:]}"

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
    wording = Wording(tokens, [word[1] for word in words], "".join([word[0] for word in words]))
    if "Z" in wording.kinds and not IN_CAPITALS.isdisjoint(tokens):
        _lower_zones(wording, folded)
    return wording


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


def _lower_zones(wording: Wording, folded: str) -> None:
    """Takes « et » and « est » for words, ET and EST for zones."""
    capitals = {token.lower() for token in _TOKEN.findall(folded) if token.isupper()}
    for at, token in enumerate(wording.tokens):
        if wording.kinds[at] == "Z" and token in IN_CAPITALS and token not in capitals:
            wording.strike(at, at + 1, "f")
