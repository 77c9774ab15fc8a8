"""What an article is found by in the full-text index: its words, and how names among them sound.

    وللجزائر  →  وللجزاير ~lksr    the word as written, in normal form, and its consonants

A word is not taken apart here: which tokens a query needs is `pipeline.topics.narrowing`'s, so
that better rules for words make no stored index wrong. What these tokens are must never change
without a migration that begins the index anew; a test pins them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pipeline.arabic import fold_letters
from pipeline.records import ArticleData
from pipeline.topics.sounds import FEWEST_ACROSS, consonants, letters_heard
from pipeline.topics.words import LONGEST_CACHED, evened, runs_of, spellings_of

#: characters of a token; what is longer is no word, and is found by its beginning
LONGEST: Final = 64
#: before what is heard
SOUND: Final = "~"
#: what stands for the words of an article that has more than an index can take
EVERYTHING: Final = "~~"
#: characters of an article's tokens: PostgreSQL takes a megabyte, and a character may be four bytes
_MOST: Final = 200_000

#: compatibility forms may hold signs, and a sign would part a token
_SIGNS: Final = {ord(sign): "." for sign in map(chr, range(0x21, 0x7F)) if not sign.isalnum()}
#: what stands around words and is part of none
_AROUND: Final = "«»()[]\"'،؛؟.,;:!?…"
#: what a foreign word in its own script may have before it, see `pipeline.arabic.bare_words`
_PROCLITIC_LETTERS: Final = "وفبكلسا"


def tokens(data: ArticleData) -> str:
    """What an article is found by, with spaces between, each once and in no order.

    Of title, paragraphs, byline and tags: what a query may seek in the sections' names is not here.
    """
    blocks = (data.title, *data.body, data.byline or "", *data.tags)
    chunks = {chunk.strip(_AROUND) for chunk in evened(" ".join(blocks)).split(" ")}
    long = {chunk for chunk in chunks if len(chunk) > LONGEST_CACHED}
    found = " ".join((*map(_remembered, chunks - long), *map(_of_runs, long)))
    if " و " in f" {found} ":  # it may belong to the word after it
        found += " " + " ".join(_of_word(word) for block in blocks for word in spellings_of(block))
    distinct = " ".join(set(found.split()))
    return distinct if len(distinct) <= _MOST else EVERYTHING


def token(word: str) -> str:
    """The token of a word.

    Args:
        word: as `pipeline.arabic.plain` writes it, or in normal form already.
    """
    folded = fold_letters(word)
    return (folded if folded.isalpha() else folded.translate(_SIGNS))[:LONGEST]


def _of_runs(chunk: str) -> str:
    """The tokens of what no space parts."""
    return " ".join(_of_word(spelling) for _, _, spelling in runs_of(chunk) if spelling)


#: the same few thousand are met in article after article
_remembered = lru_cache(maxsize=1 << 16)(_of_runs)


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
