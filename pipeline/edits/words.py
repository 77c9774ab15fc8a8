"""Cuts paragraphs into sentences of words, each word in a form that can be compared.

Numbers and letters are words of their own («40كلم» is two), and an apostrophe parts two words but
in « aujourd'hui » and "o'clock"; punctuation is kept as the gap
before a word. Vowel marks and tatweel change neither the words nor where sentences end.
What the words mean is other modules' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from pipeline.arabic import fold_letters, plain
from pipeline.remembering import remembered

#: what is written over, under or between letters and is no letter: tashkeel, tatweel,
#: Quranic signs, accents written apart, joiners
_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_TOKEN: Final = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬:/]\d+)*)|(?P<one>\b(?:aujourd['’]hui|o['’]clock)\b)"
    # marks that no letter follows are looked at once, however many there are
    rf"|(?P<word>(?:(?<![{_MARKS}])[{_MARKS}]+)?[^\W\d_](?:[^\W\d_]|[{_MARKS}])*)",
    re.IGNORECASE,
)
MARK: Final = re.compile(rf"[{_MARKS}]+")
_ENDS: Final = frozenset(".!?؟…")
#: a point after a word as short as this is of an abbreviation: «د. سالم», « M. Petit »
_SHORTEST_LAST: Final = 2
#: what stands before a sentence and belongs to it
OPENING: Final = "«“„([\"'"


class Word(NamedTuple):
    """One word or number."""

    #: as written
    text: str
    #: as `pipeline.arabic.plain` writes it
    plain: str
    #: as `pipeline.arabic.normalise` writes it: equal for two spellings of one word
    key: str
    #: what stands between the word before it and this one, as written
    space: str
    #: the punctuation in it
    gap: str
    #: where it stands in its paragraph
    start: int
    end: int
    #: number of the quotation that it stands in, from 1 within the paragraph; 0 outside
    quotation: int = 0


@dataclass(frozen=True)
class Sentence:
    """A sentence, or several that were joined, with the paragraph they stand in."""

    words: tuple[Word, ...]
    #: as written
    text: str
    #: index of the body paragraph; None for the title
    paragraph: int | None
    #: what stands after the last word, as written, without white space at its end
    tail: str = ""

    @cached_property
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


@remembered(1 << 16)
def spelled(text: str) -> tuple[str, str]:
    """A word's `plain` form and its key."""
    bare = "".join(plain(text).split()).replace("’", "'")
    return bare, fold_letters(bare)


def words_of(paragraph: str) -> tuple[list[Word], str]:
    """The words of a paragraph in order, and what stands after the last.

    A «و» written apart, an old habit, belongs to the word after it.
    """
    found: list[Word] = []
    end = 0
    carried = ""
    conjunction: re.Match[str] | None = None
    for token in _TOKEN.finditer(paragraph):
        text, start = token[0], token.start()
        bare, key = spelled(text)
        space = paragraph[end:start]
        if not bare:  # a tatweel that stands alone
            end = token.end()
            dash = paragraph[start - 1 : start].isdigit() and paragraph[end : end + 1].isdigit()
            carried += "-" if dash else space  # «2ـ0»
            continue
        if conjunction is not None:
            if space.isspace() and key[0] >= "ء":
                start, space = conjunction.start(), ""
                text = paragraph[start : token.end()]
                bare, key = f"و{bare}", f"و{key}"
            else:
                found.append(_word(conjunction[0], carried, conjunction.start()))
                carried = ""
            conjunction = None
        space, carried = carried + space, ""
        end = token.end()
        if key == "و":
            conjunction, carried = token, space
            continue
        found.append(Word(text, bare, key, space, _punctuation(space), start, end))
    if conjunction is not None:
        found.append(_word(conjunction[0], carried, conjunction.start()))
        carried = ""
    return found, MARK.sub("", carried + paragraph[end:]).rstrip()


def _word(text: str, space: str, start: int) -> Word:
    bare, key = spelled(text)
    return Word(text, bare, key, space, _punctuation(space), start, start + len(text))


def _punctuation(space: str) -> str:
    return "" if space in ("", " ") else MARK.sub("", "".join(space.split()))


def cut(
    words: Sequence[Word], tail: str, text: str, paragraph: int, begins: int = 0
) -> Iterator[Sentence]:
    """Cuts the words of a paragraph, or of a part that begins at `begins`, into sentences.

    A sentence ends with . ! ? ؟ … before white space, but for a point after one or two letters.
    """
    start = 0
    for at in range(1, len(words) + 1):
        last = at == len(words)
        if not last and not (words[at].gap and _ends(words[at - 1], words[at])):
            continue
        run = tuple(words[start:at])
        after = tail if last else words[at].space.rstrip().rstrip(OPENING).rstrip()
        yield Sentence(run, text[run[0].start - begins : run[-1].end - begins], paragraph, after)
        start = at


def _ends(before: Word, after: Word) -> bool:
    if _ENDS.isdisjoint(after.gap) or not any(map(str.isspace, after.space)):
        return False
    point = set(after.gap) & _ENDS == {"."}
    return not (point and len(before.plain) <= _SHORTEST_LAST and before.plain.isalpha())
