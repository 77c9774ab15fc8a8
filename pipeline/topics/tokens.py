"""What an article is found by in the full-text index: its words, and how names among them sound.

    وللجزائر  →  وللجزاير ~lksr    the word as written, in normal form, and its consonants

A word is not taken apart here: which tokens a query needs is `pipeline.topics.narrowing`'s, so
that better rules for words make no stored index wrong. What these tokens are must never change
without a migration that begins the index anew; a test pins them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from pipeline.arabic import fold_letters
from pipeline.records import ArticleData
from pipeline.topics.sounds import FEWEST_ACROSS, consonants, consonants_of_each, letters_heard
from pipeline.topics.words import LONGEST_CACHED, USUAL, evened, runs_of, spellings_of

#: characters of a token; what is longer is no word, and is found by its beginning
LONGEST: Final = 64
#: before what is heard
SOUND: Final = "~"
#: what stands for the words of an article that has more than an index can take
EVERYTHING: Final = "~~"
#: characters of an article's tokens: PostgreSQL takes a megabyte, and a character may be four bytes
_MOST: Final = 200_000

#: words that are remembered, and the most of one article: a hostile page must not fill the memory
_MOST_MET: Final = 1 << 16
_MOST_AT_ONCE: Final = 1 << 13

#: compatibility forms may hold signs, and a sign would part a token
_SIGNS: Final = {ord(sign): "." for sign in map(chr, range(0x21, 0x7F)) if not sign.isalnum()}
#: what stands around words and is part of none
_AROUND: Final = "«»()[]\"'،؛؟.,;:!?…"
#: a و that no word holds: it may belong to the one after it
_APART: Final = " و "
#: no token, for it holds a space
_NEW: Final = " "
#: what a foreign word in its own script may have before it, see `pipeline.arabic.bare_words`
_PROCLITIC_LETTERS: Final = "وفبكلسا"


def tokens(data: ArticleData) -> str:
    """What an article is found by, with spaces between, in no order.

    Of title, paragraphs, byline and tags: what a query may seek in the sections' names is not here.
    """
    blocks = (data.title, *data.body, data.byline or "", *data.tags)
    met = _met.of(set(evened(" ".join(blocks)).split(" ")))
    found = " ".join(met.values())
    if _APART in f" {found} ":
        apart = [chunk for chunk, of in met.items() if _APART in f" {of} "]
        holding = [block for block in map(evened, blocks) if any(one in block for one in apart)]
        joined = {word for block in holding for word in spellings_of(block) if word[0] == "و"}
        found = " ".join((found, *map(_of_word, joined)))
    if len(found) <= _MOST:
        return found  # a token that two words share stands there twice, which changes no index
    distinct = " ".join(set(found.split()))
    return distinct if len(distinct) <= _MOST else EVERYTHING


def token(word: str) -> str:
    """The token of a word.

    Args:
        word: as `pipeline.arabic.plain` writes it, or in normal form already.
    """
    folded = fold_letters(word)
    return (folded if folded.isalpha() else folded.translate(_SIGNS))[:LONGEST]


class _Met:
    """Remembers the tokens of what was met: the same few thousand come in article after article."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, chunks: set[str]) -> Mapping[str, str]:
        """The tokens of each, under the chunk without what stands around it."""
        known = self._known
        found = {chunk: known.get(chunk, _NEW) for chunk in chunks}
        if bare := {chunk: chunk.strip(_AROUND) for chunk, of in found.items() if of is _NEW}:
            for chunk in bare:
                del found[chunk]
            found |= {chunk: known.get(chunk, _NEW) for chunk in bare.values()}
            if new := [chunk for chunk, of in found.items() if of is _NEW]:
                fresh = _of_each(new)
                found |= fresh
                self._remember(fresh)
        return found

    def _remember(self, fresh: Mapping[str, str]) -> None:
        if len(self._known) + len(fresh) > _MOST_MET:
            self._known = {}
        if len(fresh) <= _MOST_AT_ONCE:
            self._known |= {
                chunk: of for chunk, of in fresh.items() if len(chunk) <= LONGEST_CACHED
            }


_met: Final = _Met()


def _of_each(chunks: Collection[str]) -> dict[str, str]:
    """The tokens of each of what no space parts, of words as nearly all are written at once."""
    usual = [chunk for chunk in chunks if len(chunk) <= LONGEST and USUAL.fullmatch(chunk)]
    joined = " ".join(usual)
    folded, heard = fold_letters(joined).split(" "), consonants_of_each(joined)
    found = {
        # but for the last vowel there are only consonants in it
        chunk: f"{token} {SOUND}{sound}" if len(sound.rstrip("ai")) >= FEWEST_ACROSS else token
        for chunk, token, sound in zip(usual, folded, heard, strict=bool(usual))
    }
    for chunk in chunks:
        if chunk not in found:
            found[chunk] = _of_runs(chunk)
    return found


def _of_runs(chunk: str) -> str:
    """The tokens of what no space parts."""
    return " ".join(_of_word(spelling) for _, _, spelling in runs_of(chunk) if spelling)


def _of_word(spelling: str) -> str:
    found = token(spelling)
    if len(spelling) < FEWEST_ACROSS:
        return found
    found += _sound(spelling)
    if spelling[-1].isascii() and not spelling.isascii():
        found += _sound(spelling.lstrip(_PROCLITIC_LETTERS))
    return found


def _sound(word: str) -> str:
    heard = consonants(word)
    if len(heard) < FEWEST_ACROSS or letters_heard(heard) < FEWEST_ACROSS:
        return ""
    return f" {SOUND}{heard}"[: LONGEST + 1]
