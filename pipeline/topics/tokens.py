"""What an article is found by in the full-text index: its words, and how names among them sound.

    وللجزائر  →  وللجزاير ~lksr    the word as written, in normal form, and its consonants

A word is not taken apart here: which tokens a query needs is `pipeline.topics.narrowing`'s, so
that better rules for words make no stored index wrong. What these tokens are must never change
without a migration that begins the index anew; a test pins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.arabic import fold_letters
from pipeline.records import ArticleData
from pipeline.topics.sounds import FEWEST_ACROSS, consonants, letters_heard
from pipeline.topics.words import LONGEST_CACHED, evened, runs_of, words

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
_CONJUNCTION: Final = re.compile(r"(?:^| )و(?: |$)")
#: what a foreign word in its own script may have before it, see `pipeline.arabic.bare_words`
_PROCLITIC_LETTERS: Final = "وفبكلسا"


def tokens(data: ArticleData) -> str:
    """What an article is found by, with spaces between; nothing stands there in vain twice.

    Of title, paragraphs, byline and tags: what a query may seek in the sections' names is not here.
    """
    blocks = [evened(block) for block in (data.title, *data.body, data.byline or "", *data.tags)]
    chunks = set(" ".join(blocks).split(" "))
    found = " ".join(map(_of_chunk, chunks))
    if _CONJUNCTION.search(found):  # it may belong to the word after it
        found += " " + " ".join(_of_word(word[0]) for block in blocks for word in words(block))
    distinct = " ".join(dict.fromkeys(found.split()))
    return distinct if len(distinct) <= _MOST else EVERYTHING


def token(word: str) -> str:
    """The token of a word.

    Args:
        word: as `pipeline.arabic.plain` writes it, or in normal form already.
    """
    return fold_letters(word).translate(_SIGNS)[:LONGEST]


def _of_chunk(chunk: str) -> str:
    """The tokens of what no space parts."""
    return _remembered(chunk) if len(chunk) <= LONGEST_CACHED else _of_runs(chunk)


def _of_runs(chunk: str) -> str:
    return " ".join(_of_word(spelling) for _, _, spelling in runs_of(chunk) if spelling)


#: the same few thousand are met in article after article
_remembered = lru_cache(maxsize=1 << 16)(_of_runs)


def _of_word(spelling: str) -> str:
    found = token(spelling)
    for heard in _heard(spelling):
        if letters_heard(heard) >= FEWEST_ACROSS:
            found += f" {SOUND}{heard}"[: LONGEST + 1]
    return found


def _heard(spelling: str) -> Iterable[str]:
    yield consonants(spelling)
    if not spelling.isascii():
        foreign = spelling.lstrip(_PROCLITIC_LETTERS)
        if foreign.isascii():
            yield consonants(foreign)
