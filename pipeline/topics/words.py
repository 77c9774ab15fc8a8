"""From a text to its words, in order, with their places in the text as written.

A query is cut by the same rules as an article, so that what looks the same is the same.
Scripts written without spaces (Chinese, Thai) come out as long runs, not as words.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
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
_GLUED = re.compile(
    r"\d+(?:[.,٫٬]\d+)*(?=[ء-ي])"  # «40كلم» is a number and a unit
    r"|[^\W\dة]{2,}ة(?=[ء-ي]{2})"  # «وزارةالتربية»: ة ends a word
)
_ELIDED = frozenset((*"ldjmtsnc", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"))
_SENTENCE_END = re.compile(r"[!?؟;؛…|•]|\.\.")
_SPACE = re.compile(r"\s")
_BEFORE_A_WORD = re.compile(rf"\s+[{_MARKS}]*[ء-ي]")
#: characters; longer ones are rare, and might hold so many words that the memory fills
LONGEST_CACHED: Final = 24

#: where a word stands in what no space parts, from and to, and its spelling
Run = tuple[int, int, str]


class _Pause(Enum):
    """What stands between two words does to the sentence."""

    NONE = auto()
    #: ends it, but for an abbreviation
    POINT = auto()
    END = auto()


class Words:
    """The words of paragraphs, in columns: there are hundreds in each article.

    Attributes:
        spellings: of each word, as `pipeline.arabic.plain` writes it, never empty.
        starts, ends: of each word; paragraph[start:end] is the word as written.
        begins: numbers of the words that do not go on from the word before them: the end of a
            sentence or of a paragraph lies between.
    """

    def __init__(self) -> None:
        self.spellings: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.begins: set[int] = set()

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
        spellings, starts, ends = self.spellings, self.starts, self.ends
        has_apostrophes = "'" in text
        last_end: int | None = None
        conjunction: int | None = None
        at = 0
        for chunk in text.split(" "):
            known = _KNOWN[chunk]
            after = at + len(chunk)
            if isinstance(known, str):
                if at - 1 == last_end:  # most words: one space behind another
                    spellings.append(known)
                    starts.append(at)
                    ends.append(after)
                    at = (last_end := after) + 1
                    continue
                known = ((0, len(chunk), known),)
            for start, end, spelling in known:
                start += at
                end += at
                worn_down = has_apostrophes and _is_worn_down(spelling, text, start, end)
                if worn_down or spelling == "":
                    continue
                if spelling == "و" and _stands_before_a_word(text, end):
                    conjunction = start
                    continue
                if conjunction is not None:
                    spelling, start, conjunction = "و" + spelling, conjunction, None
                if last_end is None or _ends_a_sentence(spellings[-1], text[last_end:start]):
                    self.begins.add(len(spellings))
                spellings.append(spelling)
                starts.append(start)
                ends.append(end)
                last_end = end
            at = after + 1


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
    if USUAL.fullmatch(chunk):
        return ((0, len(chunk), chunk),)
    found = []
    for run in _RUN.finditer(chunk):
        start, end = run.span()
        while glued := _GLUED.match(chunk, start, end):
            found.append((start, glued.end(), _spell(glued[0])))
            start = glued.end()
        found.append((start, end, _spell(chunk[start:end])))
    return tuple(found)


def _known_as(chunk: str) -> str | tuple[Run, ...]:
    """What no space parts: the spelling of the one word that it is, or its runs."""
    runs = runs_of(chunk)
    if len(runs) == 1 and runs[0][:2] == (0, len(chunk)) and len(runs[0][2]) > 1:
        return runs[0][2]
    return runs


#: the same few thousand are met in article after article
_KNOWN = Memo(_known_as, 1 << 16, LONGEST_CACHED)


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
    """Whether a sentence ends between a word and the next, with this between them."""
    pause = _PAUSES[gap]
    if pause is _Pause.POINT:
        return len(word) > 2 or not word.isalpha()
    return pause is _Pause.END


def _pause_in(gap: str) -> _Pause:
    if _SENTENCE_END.search(gap):
        return _Pause.END
    point = gap.find(".")
    if point >= 0 and _SPACE.search(gap, point):  # example.org is one sentence's
        return _Pause.POINT
    return _Pause.NONE


_PAUSES = Memo(_pause_in, 1 << 10, 8)
