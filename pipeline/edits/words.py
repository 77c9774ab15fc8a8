"""Cuts paragraphs into sentences of words, each word in a form that can be compared.

Numbers and letters are words of their own («40كلم» is two); punctuation is kept as the gap
before a word. Vowel marks and tatweel change neither the words nor where sentences end.
What the words mean is other modules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.arabic import fold_letters, plain

#: what is written over, under or between letters and is no letter: tashkeel, tatweel,
#: Quranic signs, accents written apart, joiners
_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_TOKEN: Final = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬:/]\d+)*)|(?P<word>[{_MARKS}]*[^\W\d_](?:[^\W\d_]|[{_MARKS}])*)"
)
_MARK: Final = re.compile(rf"[{_MARKS}]+")
_ENDS: Final = frozenset(".!?؟…")
#: a point after a word as short as this is of an abbreviation: «د. سالم», « M. Petit »
_SHORTEST_LAST: Final = 2
_LONGEST_KEPT: Final = 40


@dataclass(frozen=True, slots=True)
class Word:
    """One word or number."""

    #: as written
    text: str
    #: as `pipeline.arabic.plain` writes it
    plain: str
    #: as `pipeline.arabic.normalise` writes it: equal for two spellings of one word
    key: str
    #: the punctuation between the word before it and this one, without white space
    gap: str
    #: whether white space stands in that gap
    apart: bool
    #: where it stands in its paragraph
    start: int
    end: int
    #: number of the quotation that it stands in, from 1 within the paragraph; 0 outside
    quotation: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or several that were joined, with the paragraph they stand in."""

    words: tuple[Word, ...]
    #: as written
    text: str
    #: index of the body paragraph; None for the title
    paragraph: int | None
    #: the punctuation after the last word
    tail: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)

    @property
    def whole(self) -> str:
        """The text with the marks before its first word and after its last."""
        return self.words[0].gap.lstrip(".!?؟…") + self.text + self.tail

    def said(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as written, with what stands between them."""
        if start >= end:
            return ""
        base = self.words[0].start
        first, last = self.words[start], self.words[end - 1]
        return self.text[first.start - base : last.end - base]


def spelled(text: str) -> tuple[str, str]:
    """A word's `plain` form and its key."""
    return _spelled(text) if len(text) <= _LONGEST_KEPT else _spell(text)


def _spell(text: str) -> tuple[str, str]:
    bare = "".join(plain(text).split())
    return bare, fold_letters(bare)


_spelled = lru_cache(maxsize=1 << 16)(_spell)


def words_of(paragraph: str) -> tuple[list[Word], str]:
    """The words of a paragraph in order, and the punctuation after the last."""
    found: list[Word] = []
    end = 0
    carried = ""
    for token in _TOKEN.finditer(paragraph):
        text = token[0]
        bare, key = spelled(text)
        gap = paragraph[end : token.start()]
        end = token.end()
        if not bare:  # a tatweel that stands alone
            carried += gap
            continue
        gap, carried = carried + gap, ""
        apart = gap == " " or any(map(str.isspace, gap))
        found.append(Word(text, bare, key, _punctuation(gap), apart, token.start(), end))
    return found, _punctuation(carried + paragraph[end:])


def _punctuation(gap: str) -> str:
    return "" if gap in ("", " ") else _MARK.sub("", "".join(gap.split()))


def cut(words: Sequence[Word], tail: str, text: str, paragraph: int | None) -> Iterator[Sentence]:
    """Cuts the words of one paragraph into sentences.

    A sentence ends with . ! ? ؟ … before white space, but for a point after one or two letters.
    """
    start = 0
    for at in range(1, len(words) + 1):
        last = at == len(words)
        if not last and not (words[at].gap and _ends(words[at - 1], words[at])):
            continue
        run = tuple(words[start:at])
        after = tail if last else words[at].gap
        yield Sentence(run, text[run[0].start : run[-1].end], paragraph, after)
        start = at


def _ends(before: Word, after: Word) -> bool:
    if not after.apart or _ENDS.isdisjoint(after.gap):
        return False
    point = set(after.gap) & _ENDS == {"."}
    return not (point and len(before.plain) <= _SHORTEST_LAST and before.plain.isalpha())
