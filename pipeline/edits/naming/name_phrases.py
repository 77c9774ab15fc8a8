"""Finds the whole phrases that name a body or a place: «فرقة الحرس الوطني بالضاحية».

A head with what it governs, the adjectives after it, and the place it is of. Which words are names
is `pipeline.edits.naming.names`'s.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pipeline.edits.naming import name_words as table
from pipeline.edits.naming.name_looks import is_bare_noun, is_head, is_plain
from pipeline.edits.words import Sentence, Word

_QUOTES: Final = '"«»“”'
_DEFINITE: Final = ("ال", "بال", "لل")


def named_phrases(sentence: Sentence, names: Collection[int]) -> frozenset[int]:
    """Places of the words of such phrases.

    Args:
        sentence: to look at.
        names: places of the words in it that are names, or belong to one.
    """
    words = sentence.words
    found: set[int] = set()
    for at, word in enumerate(words):
        after_name = at - 1 in found and not word.gap.strip(_QUOTES)
        goes_on = word.key.startswith(_DEFINITE) or is_bare_noun(word) or _names(words, at)
        heads = (is_head(word) and _governs(words, at, names)) or _is_described(words, at)
        if at in names or heads or (after_name and goes_on):
            found.add(at)
    return frozenset(found)


def heads_name(words: tuple[Word, ...], at: int) -> bool:
    """Whether the name of a body or place may begin with a word: «ولاية …», «الحديقة الوطنية»."""
    return is_head(words[at]) or _is_described(words, at)


def _is_described(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word is a head that an adjective follows: «[الحديقة] الوطنية»."""
    key, after = words[at].key, words[at + 1 : at + 2]
    return (
        key[:2] == "ال"
        and key[2:] in table.HEADS
        and any(word.key.startswith("ال") and not word.gap for word in after)
    )


def _names(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word tells which one of its sort the head right before it is: «معتمدية [سبيبة]»."""
    return is_head(words[at - 1]) and not is_plain(words[at])


def _governs(words: tuple[Word, ...], at: int, names: Collection[int]) -> bool:
    """Whether a head has something to name: «ولاية القصرين», but not «رئيس جديد»."""
    if at + 1 >= len(words) or words[at + 1].gap.strip(_QUOTES):
        return False
    after = words[at + 1]
    person = words[at].key in table.PEOPLE or words[at].key[1:] in table.PEOPLE
    return at + 1 in names or not (person or is_plain(after))
