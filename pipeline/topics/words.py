"""From a text to its words, in order, with their places in the text as written.

A query is cut by the same rules as an article, so that what looks the same is the same.
Scripts written without spaces (Chinese, Thai) come out as long runs, not as words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

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
_SENTENCE_END = re.compile(r"[!?؟;؛…|•\uffff]|\.\.")
#: between paragraphs while they are cut, and what stands for it where a page has it: neither is
#: a letter, a mark or a sign
PARAGRAPH: Final = "\uffff"
_NO_CHARACTER: Final = "\ufffe"
#: a «و» written apart, and the same with what follows it: the places stay
_APART: Final = re.compile(rf"و (?<!\wو )(?=[^ {PARAGRAPH}])")
_JOINED: Final = "و\u00a0"
#: what stands between two words: nothing that ends a sentence, a point that may be of an
#: abbreviation, or the end of one
_NONE: Final = 0
_POINT: Final = 1
_SENTENCE: Final = 2
_SPACE = re.compile(r"\s")
_SOLID = re.compile(r"\S")
_BEFORE_A_WORD = re.compile(rf"\s+[{_MARKS}]*[ء-ي]")
#: characters; longer ones are rare, and might hold so many words that the memory fills
LONGEST_CACHED: Final = 24

#: where a word stands in what no space parts, from and to, and its spelling
Run = tuple[int, int, str]
#: words, each with the pause before it
_Found = tuple[tuple[int, str], ...]


class _Chunk(NamedTuple):
    """What no space parts, looked at closer."""

    words: _Found
    #: the pause behind them
    behind: int
    #: it ends in a «و» written apart, which may belong to the next word
    waits: bool


class Words:
    """The words of paragraphs, in columns: there are hundreds in each article.

    Attributes:
        spellings: of each word, as `pipeline.arabic.plain` writes it, never empty.
        begins: numbers of the words that do not go on from the word before them: the end of a
            sentence or of a paragraph lies between.
        ends_of_paragraphs: of each the number of the word behind its last.
    """

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self.begins: set[int] = set()
        self.ends_of_paragraphs: list[int] = []
        # few ask where words stand, and of few articles: told when it is asked for
        self._unmeasured: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def cut(self, *paragraphs: str) -> None:
        """Add the words of paragraphs, a title or a query.

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
        self.take(paragraphs, writings(paragraphs))

    def take(self, paragraphs: Sequence[str], chunks: Sequence[str]) -> None:
        """Add the words of paragraphs whose `writings` are known already."""
        self._unmeasured += paragraphs
        known = list(map(_KNOWN.__getitem__, chunks))
        spellings = self.spellings
        pause, done, last = _SENTENCE, 0, len(chunks) - 1
        while done < last:
            number = known.index("", done)
            if done < number:  # most words: one behind another, taken over at once
                if pause and _ends(pause, spellings):
                    self.begins.add(len(spellings))
                spellings += known[done:number]
                pause = _NONE
            chunk, done = chunks[number], number + 1
            words, behind, waits = _LOOKED_AT[chunk]
            if words or waits:
                words, behind, done = _closer(chunks, number)
                for before, spelling in words:
                    if (pause or before) and _ends(max(pause, before), spellings):
                        self.begins.add(len(spellings))
                    spellings.append(spelling)
                    pause = _NONE
            elif chunk == PARAGRAPH:
                self.ends_of_paragraphs.append(len(spellings))
            if pause < behind:
                pause = behind

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
            chunks = evened(text).split(" ")
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


def writings(paragraphs: Sequence[str]) -> list[str]:
    """What spaces part, in order, but for a «و» written apart, which stays with what follows.

    Some are empty. Behind each paragraph stands one that no paragraph holds.
    """
    behind_each = f" {PARAGRAPH} "
    text = behind_each.join((*paragraphs, ""))
    if text.count(PARAGRAPH) > len(paragraphs):  # no character, but a page may hold it
        paragraphs = [one.replace(PARAGRAPH, _NO_CHARACTER) for one in paragraphs]
        text = behind_each.join((*paragraphs, ""))
    return _APART.sub(_JOINED, evened(text)).split(" ")


def spellings_in(writing: str) -> tuple[tuple[str, ...], bool]:
    """The words of one of `writings`, and whether its last may belong to the next word."""
    if len(writing) > 1 and USUAL.fullmatch(writing):
        return (writing,), False
    spellings = tuple(spelling for _, _, spelling in _words_in(writing))
    if "و" not in spellings:
        return spellings, False
    words, _, waits = _looked_at(writing)
    return tuple(spelling for _, spelling in words), waits


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


def _looked_at(chunk: str) -> _Chunk:
    """The words of what no space parts, a «و» written apart being of the one behind it."""
    runs = _words_in(chunk)
    found: list[tuple[int, str]] = []
    gap, last_end = "", 0
    #: how much of the gap stands before a «و» written apart that waits for its word
    before_waw: int | None = None
    for start, end, spelling in runs:
        gap += chunk[last_end:start]
        last_end = end
        if spelling == "و" and _stands_before_a_word((chunk,), 0, end):
            before_waw = len(gap)
            gap += spelling
            continue
        joined = spelling if before_waw is None else "و" + spelling
        found.append((_pause_in(gap[:before_waw]), joined))
        gap, before_waw = "", None
    ends_so = bool(runs) and runs[-1][2] == "و"
    waits = ends_so and (before_waw is not None or _SOLID.search(chunk, last_end) is None)
    return _Chunk(tuple(found), _pause_in(f"{gap}{chunk[last_end:]} "), waits)


def _only_word_in(chunk: str) -> str:
    """The spelling of the one word of what no space parts; "" where it must be looked at closer.

    It must be for a «و», for no word or several, and where a sentence may end around the word.
    """
    if chunk.isascii() and chunk.isalpha():
        return chunk.lower()
    if len(chunk) > 1 and USUAL.fullmatch(chunk):
        return chunk
    runs = _words_in(chunk)
    if len(runs) == 1 and runs[0][2] != "و":
        start, end, spelling = runs[0]
        if _pause_in(chunk[:start]) or _pause_in(chunk[end:] + " "):
            return ""
    elif len(runs) == 2 and runs[0][2] == "و":
        words, behind, waits = _looked_at(chunk)
        if len(words) != 1 or words[0][0] or behind or waits:
            return ""
        spelling = words[0][1]
    else:
        return ""
    # one sign may stand for a phrase: what is remembered must not outgrow what was written
    return spelling if len(spelling) <= 2 * LONGEST_CACHED else ""


#: the same few thousand are met in article after article
_KNOWN = Memo(_only_word_in, 1 << 17, LONGEST_CACHED)
_LOOKED_AT = Memo(_looked_at, 1 << 13, LONGEST_CACHED)
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


def _ends(pause: int, before: Sequence[str]) -> bool:
    """Whether such a pause ends a sentence behind the last of these words."""
    return pause == _SENTENCE or len(before[-1]) > 2 or not before[-1].isalpha()


def _closer(chunks: Sequence[str], number: int) -> tuple[_Found, int, int]:
    """What must be looked at closer: its words, the pause behind them, the next chunk's number."""
    chunk = chunks[number]
    if len(chunk) > 1 and (sign := chunk[-1]) in _ENDING and (word := _KNOWN[chunk[:-1]]):
        # as most sentences end; whatever else stands around the word ends none
        return ((_NONE, word),), _POINT if sign == "." else _SENTENCE, number + 1
    words, behind, waits = _LOOKED_AT[chunk]
    end = _behind_conjunctions(chunks, number) if waits else number + 1
    if end > number + 1:
        words, behind, _ = _LOOKED_AT[" ".join(chunks[number:end])]
    return words, behind, end


def _behind_conjunctions(chunks: Sequence[str], number: int) -> int:
    """Where a chunk ends in a «و» that belongs to the next word: the number of what follows that.

    The word may be such a «و» itself. The next chunk's number, where none belongs to it.
    """
    while _LOOKED_AT[chunk := chunks[number]].waits:
        after = _RUNS[chunk][-1][1]
        if chunks[number + 1] == PARAGRAPH or not _stands_before_a_word(chunks, number, after):
            break
        number += 1
        while not _RUNS[chunks[number]] and chunks[number + 1] != PARAGRAPH:
            number += 1
    return number + 1


def _pause_in(gap: str) -> int:
    """What of a gap ends a sentence."""
    if _SENTENCE_END.search(gap):
        return _SENTENCE
    point = gap.find(".")
    # example.org is one sentence's
    return _POINT if point >= 0 and _SPACE.search(gap, point) else _NONE
