"""From a text to its words, in order, with their places in the text as written.

A query is cut by the same rules as an article, so that what looks the same is the same.
Scripts written without spaces (Chinese, Thai) come out as long runs, not as words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress, count
from operator import not_
from typing import Final

from pipeline.arabic import plain
from pipeline.topics.memo import Memo

# What `\w` leaves out though it stands inside words: tashkeel, accents, vowel signs and
# invisible marks. Few lie beyond the first plane, and none in a language of the news.
_MARKS = "".join(
    char
    for char in map(chr, range(0x80, 0x10000))
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
)
#: 1.5 and 15,5 are one number each
_RUN = re.compile(rf"\w[\w{_MARKS}]*(?:(?<=\d)[.,٫٬](?=\d)[\w{_MARKS}]+)*")
#: a word as nearly all are written: its letters are its spelling, and no ة before two others ends
#: a word inside it
USUAL = re.compile("[ء-بت-غف-ي]+ة?[ء-غف-ي]?")
#: such words among others that spaces part
USUAL_AMONG = re.compile(f"(?<![^ ]){USUAL.pattern}(?![^ ])")
#: the same among signs that are part of no word: «مصر», (القاهرة).
_USUAL_AMONG_SIGNS = re.compile(rf"[«»()\[\]\"،؛؟.,;:!?…]*({USUAL.pattern})[«»()\[\]\"،؛؟.,;:!?…]*")
#: the same of the letters of any script: without a figure or ة nothing ends a word inside it
_LETTERS_AMONG_SIGNS = re.compile(
    r"[«»()\[\]\"،؛؟.,;:!?…“”„]*([^\W\dة]+)[«»()\[\]\"،؛؟.,;:!?…“”„]*"
)
_GLUED = re.compile(
    r"\d+(?:[.,٫٬]\d+)*(?=[ء-ي])"  # «40كلم» is a number and a unit
    r"|[^\W\dة]{2,}ة(?=[ء-ي]{2})"  # «وزارةالتربية»: ة ends a word
)
_ELIDED = frozenset((*"ldjmtsnc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
#: what may stand behind the last word of a sentence
_ENDING: Final = frozenset(".!?؟;؛…")
_SENTENCE_END = re.compile(r"[!?؟;؛…|•]|\.\.")
#: any sign that ends a sentence
_NEW_PARAGRAPH: Final = "!"
_SPACE = re.compile(r"\s")
_SOLID = re.compile(r"\S")
_BEFORE_A_WORD = re.compile(rf"\s+[{_MARKS}]*[ء-ي]")
#: characters; longer ones are rare, and might hold so many words that the memory fills
LONGEST_CACHED: Final = 24

#: where a word stands in what no space parts, from and to, and its spelling
Run = tuple[int, int, str]


class Words:
    """The words of paragraphs, in columns: there are hundreds in each article.

    Attributes:
        spellings: of each word, as `pipeline.arabic.plain` writes it, never empty.
        begins: numbers of the words that do not go on from the word before them: the end of a
            sentence or of a paragraph lies between.
    """

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self.begins: set[int] = set()
        # few ask where words stand, and of few articles: told when it is asked for
        self._unmeasured: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def cut(self, text: str) -> None:
        """Add the words of one paragraph, title or query.

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
        self._unmeasured.append(text)
        chunks = text.split(" ")
        known = list(map(_KNOWN.__getitem__, chunks))
        spellings = self.spellings
        #: what stands between the last word and this chunk, less one space behind a word
        gap = _NEW_PARAGRAPH
        #: how much of it stands before a «و» written apart that waits for its word
        before_waw: int | None = None
        done = 0
        for number in (*compress(count(), map(not_, known)), len(known)):
            if done < number:  # most words: one behind another, taken over at once
                if (pause := _PAUSES[gap[:before_waw]]) and _ends(pause, spellings):
                    self.begins.add(len(spellings))
                if before_waw is not None:
                    known[done] = "و" + known[done]
                spellings += known[done:number]
                gap, before_waw = "", None
            if number == len(known):
                break
            chunk, last_end, done = chunks[number], 0, number + 1
            if (sign := chunk[-1:]) and sign in _ENDING and (spelling := _KNOWN[chunk[:-1]]):
                # as most sentences end; whatever else stands around the word ends none
                if (pause := _PAUSES[gap[:before_waw]]) and _ends(pause, spellings):
                    self.begins.add(len(spellings))
                spellings.append(spelling if before_waw is None else "و" + spelling)
                gap, before_waw = sign + " ", None
                continue
            for start, end, spelling in _RUNS[chunk]:
                gap += chunk[last_end:start]
                last_end = end
                if spelling == "و" and _stands_before_a_word(chunks, number, end):
                    before_waw = len(gap)
                    gap += spelling
                    continue
                if (pause := _PAUSES[gap[:before_waw]]) and _ends(pause, spellings):
                    self.begins.add(len(spellings))
                spellings.append(spelling if before_waw is None else "و" + spelling)
                gap, before_waw = "", None
            gap += chunk[last_end:] + " "

    @property
    def starts(self) -> list[int]:
        """Of each word, where it starts in its paragraph."""
        self._measure()
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Of each word, where it ends: paragraph[start:end] is the word as written."""
        self._measure()
        return self._ends

    def _measure(self) -> None:
        for text in self._unmeasured:
            chunks = text.split(" ")
            conjunction: int | None = None
            at = 0
            for number, chunk in enumerate(chunks):
                for start, end, spelling in _RUNS[chunk]:
                    if spelling == "و" and _stands_before_a_word(chunks, number, end):
                        conjunction = at + start
                        continue
                    self._starts.append(at + start if conjunction is None else conjunction)
                    self._ends.append(at + end)
                    conjunction = None
                at += len(chunk) + 1
        self._unmeasured = []


def spellings_of(text: str) -> list[str]:
    """The words of one text, as `Words.cut` tells them."""
    words = Words()
    words.cut(text)
    return words.spellings


def evened(text: str) -> str:
    """A text whose words are parted by spaces alone, or within what no space parts.

    One character for one: places stay.
    """
    return text.replace("_", " ").replace("ʼ", "'").replace("’", "'")


def runs_of(chunk: str) -> tuple[Run, ...]:
    """Where words stand in what no space parts, and their spellings."""
    if usual := _USUAL_AMONG_SIGNS.fullmatch(chunk):
        return ((*usual.span(1), usual[1]),)
    if letters := _LETTERS_AMONG_SIGNS.fullmatch(chunk):
        return ((*letters.span(1), _spell(letters[1])),)
    found = []
    for run in _RUN.finditer(chunk):
        start, end = run.span()
        while glued := _GLUED.match(chunk, start, end):
            found.append((start, glued.end(), _spell(glued[0])))
            start = glued.end()
        found.append((start, end, _spell(chunk[start:end])))
    return tuple(found)


def _words_in(chunk: str) -> tuple[Run, ...]:
    """The runs of what no space parts that are words."""
    runs = runs_of(chunk)
    if "'" in chunk:
        runs = tuple(run for run in runs if not _is_worn_down(chunk, run))
    return tuple(run for run in runs if run[2])


def _only_word_in(chunk: str) -> str:
    """The spelling of the one word of what no space parts; "" where it must be looked at closer.

    It must be for a «و», for no word or several, and where a sentence may end around the word.
    """
    if chunk.isascii() and chunk.isalpha():
        return chunk.lower()
    if len(chunk) > 1 and USUAL.fullmatch(chunk):
        return chunk
    runs = _words_in(chunk)
    if len(runs) != 1:
        return ""
    start, end, spelling = runs[0]
    if spelling == "و" or _PAUSES[chunk[:start]] or _PAUSES[chunk[end:] + " "]:
        return ""
    # one sign may stand for a phrase: what is remembered must not outgrow what was written
    return spelling if len(spelling) <= 2 * LONGEST_CACHED else ""


#: the same few thousand are met in article after article
_KNOWN = Memo(_only_word_in, 1 << 17, LONGEST_CACHED)
_RUNS = Memo(_words_in, 1 << 13, LONGEST_CACHED)


def _spell(run: str) -> str:
    spelling = plain(run)
    if spelling.isalpha():
        return spelling
    # some compatibility forms hold spaces
    return "".join(spelling.split()).replace(",", ".")


def _is_worn_down(chunk: str, run: Run) -> bool:
    start, end, spelling = run
    if chunk[end : end + 1] == "'" and chunk[end + 1 : end + 2].isalpha():
        return spelling in _ELIDED
    return spelling == "s" and start > 0 and chunk[start - 1] == "'"


def _stands_before_a_word(chunks: Sequence[str], number: int, end: int) -> bool:
    """Whether an Arabic word begins behind the white space that follows here in a chunk."""
    # nothing is copied, or «و-و-و-…» would take the square of its length
    chunk = chunks[number]
    while _SOLID.search(chunk, end) is None and number + 1 < len(chunks):
        number += 1
        chunk, end = " " + chunks[number], 0
    return _BEFORE_A_WORD.match(chunk, end) is not None


def _ends(pause: str, before: Sequence[str]) -> bool:
    """Whether such a pause ends a sentence behind the last of these words."""
    return pause != "." or len(before[-1]) > 2 or not before[-1].isalpha()


def _pause_in(gap: str) -> str:
    """What of a gap ends a sentence; "" for nothing, "." for what may be of an abbreviation."""
    if end := _SENTENCE_END.search(gap):
        return end[0]
    point = gap.find(".")
    if point >= 0 and _SPACE.search(gap, point):  # example.org is one sentence's
        return "."
    return ""


_PAUSES = Memo(_pause_in, 1 << 10, 8)
