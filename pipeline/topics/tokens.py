"""What an article is found by in the full-text index: its words, and how names among them sound.

    وللجزائر  →  وللجزاير ~lksr    the word as written, in normal form, and its consonants

A word is not taken apart here: which tokens a query needs is `pipeline.topics.narrowing`'s, so
that better rules for words make no stored index wrong. What these tokens are must never change
without a migration that begins the index anew; a test pins them.
"""

from __future__ import annotations

from typing import Final

from pipeline.arabic import fold_letters
from pipeline.chunks import chunks
from pipeline.records import ArticleData
from pipeline.remembering import RememberedOfMany
from pipeline.topics.sounds import (
    FEWEST_ACROSS,
    consonants,
    consonants_of_each,
    last_vowel,
    letters_heard,
)
from pipeline.topics.words import LONGEST_CACHED, USUAL_AMONG, evened, runs_of, spellings_of

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
#: a و that no word holds: it may belong to the one after it
_APART: Final = " و "
#: what a foreign word in its own script may have before it, see `pipeline.arabic.bare_words`
_PROCLITIC_LETTERS: Final = "وفبكلسا"


def tokens(data: ArticleData) -> str:
    """What an article is found by, with spaces between, in no order.

    Of title, paragraphs, byline and tags: what a query may seek in the sections' names is not here.
    """
    blocks = (data.title, *data.body, data.byline or "", *data.tags)
    own = set(chunks(" ".join(blocks)))
    met = _MET.of(own)
    found = " ".join(map(met.__getitem__, own))
    if _APART in f" {found} ":
        apart = {chunk for chunk in own if _APART in f" {met[chunk]} "}
        holding = [block for block in blocks if not apart.isdisjoint(chunks(block))]
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


def _of_each(chunks: set[str]) -> dict[str, str]:
    """The tokens of each of what `pipeline.chunks` cuts, of usual words all at once."""
    usual = USUAL_AMONG.findall(" ".join(chunks))
    if usual and len(max(usual, key=len)) > LONGEST:
        usual = [word for word in usual if len(word) <= LONGEST]
    joined = " ".join(usual)
    folded, heard = fold_letters(joined).split(" "), consonants_of_each(joined)
    found = {
        word: f"{token} {SOUND}{sound}{last_vowel(word)}" if len(sound) >= FEWEST_ACROSS else token
        for word, token, sound in zip(usual, folded, heard, strict=bool(usual))
    }
    return found | {chunk: _of_runs(chunk) for chunk in chunks.difference(found)}


def _of_runs(chunk: str) -> str:
    """The tokens of what is no usual word, or several."""
    return " ".join(_of_word(spelling) for _, _, spelling in runs_of(evened(chunk)) if spelling)


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


_MET: Final = RememberedOfMany(_of_each, 1 << 15, LONGEST_CACHED)
