"""From a text to its words, in order, with their places in the text as written.

A query is cut by the same rules as an article, so that what looks the same is the same.
Scripts written without spaces (Chinese, Thai) come out as long runs, not as words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from pipeline.arabic import plain


class Word(NamedTuple):
    """One word or number of a text."""

    #: as `pipeline.arabic.plain` writes it, never empty
    spelling: str
    #: where it stands: text[start:end] is the word as written
    start: int
    end: int
    #: it goes on from the word before it: no end of a sentence lies between them
    joined: bool


#: a Word of its fields, in half the time: there are hundreds in each article
_word = partial(tuple.__new__, Word)

# What `\w` leaves out though it stands inside words: tashkeel, accents, vowel signs and
# invisible marks. Few lie beyond the first plane, and none in a language of the news.
_MARKS = "".join(
    char
    for char in map(chr, range(0x80, 0x10000))
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
)
#: 1.5 and 15,5 are one number each
_RUN = re.compile(rf"\w[\w{_MARKS}]*(?:(?<=\d)[.,٫٬](?=\d)[\w{_MARKS}]+)*")
_GLUED = re.compile(
    r"\d+(?:[.,٫٬]\d+)*(?=[ء-ي])"  # «40كلم» is a number and a unit
    r"|[^\W\dة]{2,}ة(?=[ء-ي]{2})"  # «وزارةالتربية»: ة ends a word
)
_ELIDED = frozenset((*"ldjmtsnc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
_SENTENCE_END = re.compile(r"[!?؟;؛…|•]|\.\.")
_SPACE = re.compile(r"\s")
_BEFORE_A_WORD = re.compile(rf"\s+[{_MARKS}]*[ء-ي]")
#: characters; longer ones are rare, and might hold so many words that the memory fills
LONGEST_CACHED = 24


def words(text: str) -> Iterator[Word]:
    """The words of one paragraph, title or query.

    - Hyphens, underscores and apostrophes part words: «F-16» is two, #حراك_الريف too.
    - What French elides is no word, nor the English possessive: «l'armée» and «d’armée»
      are «armée», "Malta's" is "Malta".
    - A ة ends its word, though the next be glued to it: «وزارةالتربية» is two.
    - A «و» written apart, an old habit, belongs to the word after it.
    - A number keeps its separators, comma and point being the same: 15,5 is 15.5.
    - Quotation marks, brackets, commas, colons and dashes do not end a sentence;
      ! ? ; … | • do, and a point before a space, except after one or two letters
      («د. محمد», «M. Tebboune»).
    """
    text = evened(text)
    last, gap_start = "", 0
    conjunction: int | None = None
    at = 0
    for chunk in text.split(" "):
        runs = _runs(chunk) if len(chunk) <= LONGEST_CACHED else runs_of(chunk)
        for start, end, spelling in runs:
            start += at
            end += at
            if text[end : end + 1] == " " and len(spelling) > 1:  # most words: nothing to look into
                pass
            elif spelling == "" or _is_worn_down(spelling, text, start, end):
                continue
            elif spelling == "و" and _stands_before_a_word(text, end):
                conjunction = start
                continue
            if conjunction is not None:
                spelling, start, conjunction = "و" + spelling, conjunction, None
            gap = text[gap_start:start]
            joined = last != "" and (gap == " " or not _ends_a_sentence(last, gap))
            yield _word((spelling, start, end, joined))
            last, gap_start = spelling, end
        at += len(chunk) + 1


def evened(text: str) -> str:
    """A text whose words are parted by spaces alone, or within what no space parts.

    One character for one: places stay.
    """
    return text.replace("_", " ").replace("ʼ", "'").replace("’", "'")


def runs_of(chunk: str) -> tuple[tuple[int, int, str], ...]:
    """Where words stand in what no space parts, and their spellings."""
    found = []
    for run in _RUN.finditer(chunk):
        start, end = run.span()
        while glued := _GLUED.match(chunk, start, end):
            found.append((start, glued.end(), _spell(glued[0])))
            start = glued.end()
        found.append((start, end, _spell(chunk[start:end])))
    return tuple(found)


#: the same few thousand are met in article after article
_runs = lru_cache(maxsize=1 << 16)(runs_of)


def _spell(run: str) -> str:
    # some compatibility forms hold spaces
    return "".join(plain(run).split()).replace(",", ".")


def _is_worn_down(spelling: str, text: str, start: int, end: int) -> bool:
    if text[end : end + 1] == "'" and text[end + 1 : end + 2].isalpha():
        return spelling in _ELIDED
    return spelling == "s" and start > 0 and text[start - 1] == "'"


def _stands_before_a_word(text: str, end: int) -> bool:
    return _BEFORE_A_WORD.match(text, end) is not None


def _ends_a_sentence(word: str, gap: str) -> bool:
    if _SENTENCE_END.search(gap):
        return True
    point = gap.find(".")
    if point < 0 or (len(word) <= 2 and word.isalpha()):
        return False
    return _SPACE.search(gap, point) is not None  # example.org is one sentence's
