"""What an article is found by in the full-text index: its words, and how names among them sound.

    وللجزائر  →  وللجزاير ~lksr    the word as written, in normal form, and its consonants

A word is not taken apart here: which tokens a query needs is `pipeline.topics.narrowing`'s, so
that better rules for words make no stored index wrong. What these tokens are must never change
without a migration that begins the index anew; a test pins them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.arabic import fold_letters
from pipeline.chunks import chunks
from pipeline.topics.sounds import (
    FEWEST_ACROSS,
    consonants,
    consonants_of_each,
    last_vowel,
    letters_heard,
)
from pipeline.topics.words import USUAL_AMONG, evened, runs_of, spellings_of

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


def joined_tokens(cut: Iterable[str], tokens: Sequence[str], blocks: Iterable[str]) -> str:
    """The tokens of an article, with spaces between, in no order.

    Args:
        cut: what `pipeline.chunks` cuts its blocks into.
        tokens: of each of these.
        blocks: what its words stand in.
    """
    found = [*tokens]
    if _APART in f" {' '.join(found)} ":
        apart = {chunk for chunk, own in zip(cut, tokens, strict=True) if _APART in f" {own} "}
        holding = [block for block in blocks if not apart.isdisjoint(chunks(block))]
        joined = {word for block in holding for word in spellings_of(block) if word[0] == "و"}
        found += map(_of_word, joined)
    whole = " ".join(found)
    # What is taken out of an index may be less than was put in, as older ones did with what two
    # spellings share, but never more: SQLite would take the index for damaged. So what is measured
    # is what these measured.
    if len(whole) <= _MOST:
        return " ".join(set(found))
    distinct = " ".join(set(whole.split()))
    return distinct if len(distinct) <= _MOST else EVERYTHING


def token(word: str) -> str:
    """The token of a word.

    Args:
        word: as `pipeline.arabic.plain` writes it, or in normal form already.
    """
    folded = fold_letters(word)
    return (folded if folded.isalpha() else folded.translate(_SIGNS))[:LONGEST]


def usual_words(chunks: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those of some chunks that are one word as nearly all are written, and their normal forms."""
    usual = USUAL_AMONG.findall(" ".join(chunks))
    if usual and len(max(usual, key=len)) > LONGEST:
        usual = [word for word in usual if len(word) <= LONGEST]
    return usual, fold_letters(" ".join(usual)).split(" ") if usual else []


def tokens_of_usual(words: Sequence[str], folded: Sequence[str]) -> list[str]:
    """The tokens of each of some usual words, with spaces between; all at once it takes a third.

    Args:
        folded: their normal forms.
    """
    heard = consonants_of_each(" ".join(words))[: len(words)]
    # of equal strings the one that is kept anyway: half of what is remembered would be such
    same = [word if word == token else token for word, token in zip(words, folded, strict=True)]
    return [
        f"{token} {SOUND}{sound}{last_vowel(word)}" if len(sound) >= FEWEST_ACROSS else token
        for word, token, sound in zip(words, same, heard, strict=True)
    ]


def tokens_of(chunk: str) -> str:
    """The tokens of what is no usual word, or several, with spaces between."""
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
