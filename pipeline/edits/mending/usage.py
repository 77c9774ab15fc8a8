"""Whether a word is a slip of the hand, by how the rest of the article writes it.

«قنون» may be a word, and «قانون» another; where the same version writes «القانون» elsewhere and the
other version has no «قنون» left, one was mistyped. Slips that two words show by themselves are
`pipeline.edits.mending.spelling`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.mending.misspelt import are_well_known
from pipeline.edits.mending.slips import is_slip
from pipeline.edits.naming.name_words import DOUBTFUL_NAMES, GIVEN
from pipeline.edits.words import MARK, Word, spelled

#: what may be joined before a word
_JOINED: Final = re.compile("[وف]?[بكل]?(?:ال|ل)?")
_BEFORE: Final = re.compile(rf"{_JOINED.pattern}(?=\w{{3}})")
_WORD: Final = re.compile(r"\w+")
#: letters of the longest that is joined
_LONGEST_JOINED: Final = 4
#: letters of a word that is known by itself
_LEAST_ALONE: Final = 5
#: characters around a word in which the words beside it stand
_NEAR: Final = 40
#: letters of the shortest name in Latin letters that is known by its capital
_LEAST_NAME: Final = 3
#: characters before a capital among which a small word is looked for
_LONGEST_BEFORE: Final = 20
_SMALL: Final = re.compile(r"\b[a-zà-ÿ]+['’ ]$")
#: characters of a text, pairs of words of an edit, and places of one, that are looked at
_LONGEST: Final = 100_000
_MOST: Final = 100


class Usage:
    """All that two versions of an article say, each as one text."""

    def __init__(self, before: str, after: str) -> None:
        self._before, self._after = before[:_LONGEST], after[:_LONGEST]
        self._looks = 0

    def wrote(self, text: str) -> bool:
        """Whether the older version had some letters anywhere."""
        return text in self._before

    def mended(self, old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
        """Whether old[i] or new[j], of two versions of a sentence, is the other one mistyped.

        The version that holds the mistyped one writes the other elsewhere, and the other version
        does not hold it. Short and common words, and those that differ by a letter more («قاتل»,
        «قتل»), may both belong to an article: there one of the words beside must stand beside it
        too.
        """
        one, other = old[i].key, new[j].key
        if self._looks >= _MOST or not is_slip(one, other):
            return False
        if not self._looks:  # vowel marks and tatweel change no word
            self._before, self._after = (MARK.sub("", text) for text in (self._before, self._after))
        self._looks += 1
        shorter, longer = sorted((len(old[i].key), len(new[j].key)))
        alone = shorter == longer >= _LEAST_ALONE and not are_well_known(one, other)
        return any(
            _writes(text, right, at, alone=alone) and not _writes(other, wrong, place, alone=True)
            for text, right, at, other, wrong, place in (
                (self._before, new, j, self._after, old, i),
                (self._after, old, i, self._before, new, j),
            )
        )

    def names(self, word: Word) -> bool:
        """Whether a capital word in Latin letters has its capital within a sentence too: a name.

        At the head of a sentence, and in a title that is set so, every word may have one.
        """
        if self._looks >= _MOST or not word.text[:1].isupper() or len(word.text) < _LEAST_NAME:
            return False
        self._looks += 1
        return any(_raises(text, word.text) for text in (self._before, self._after))

    def calls(self, word: Word, *, after: bool) -> bool:
        """Whether a version, the one after if so, has a word right after a given name.

        «النائب سالم قسيلة» tells what «طالب [قسيلة]» is.
        """
        if self._looks >= _MOST or len(word.plain) < _LEAST_NAME or word.key.isascii():
            return False
        self._looks += 1
        text = self._after if after else self._before
        return any(
            _calls(spelled(before)[1])
            for start, _ in _found(text, word.plain)
            for before in _WORD.findall(text[max(0, start - _NEAR) : start])[-1:]
            if text[start - 1] == " "
        )


def _calls(key: str) -> bool:
    return any(form in GIVEN and form not in DOUBTFUL_NAMES for form in bare(key))


def _raises(text: str, name: str) -> bool:
    """Whether a text has a name after a small word, and never writes it small."""
    if name.lower() in text:
        return False
    at = -1
    for _ in range(_MOST):
        at = text.find(name, at + 1)
        if at < 0:
            return False
        before = text[max(0, at - _LONGEST_BEFORE) : at]
        if _SMALL.search(before) and not text[at + len(name) : at + len(name) + 1].isalpha():
            return True
    return False


def _writes(text: str, words: Sequence[Word], at: int, *, alone: bool) -> bool:
    """Whether a text holds words[at], by itself or beside a word that stands beside it there."""
    form = _BEFORE.sub("", words[at].plain, count=1)
    if alone:
        return any(True for _ in _found(text, form))
    before = {word.plain for word in words[max(0, at - 1) : at]}
    after = {word.plain for word in words[at + 1 : at + 2]}
    return any(
        not before.isdisjoint(_WORD.findall(text[max(0, start - _NEAR) : start])[-1:])
        or not after.isdisjoint(_WORD.findall(text[end : end + _NEAR])[:1])
        for start, end in _found(text, form)
    )


def _found(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where words begin and end that are a form with no more than what is joined before it."""
    at = -1
    for _ in range(_MOST):
        at = text.find(form, at + 1)
        if at < 0:
            return
        start, end = at, at + len(form)
        while start > max(0, at - _LONGEST_JOINED) and text[start - 1].isalnum():
            start -= 1
        whole = not text[end : end + 1].isalnum() and not text[max(0, start - 1) : start].isalnum()
        if whole and _JOINED.fullmatch(text, start, at):
            yield start, end
