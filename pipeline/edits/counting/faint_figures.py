"""Words that are figures only where another is put for them: «أول مرة» beside «المرة الأولى».

Alone they count nothing: «أحد أبرز الشعراء» came and went as words do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.figure import Figure
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

_COUNTS: Final = table.table(
    """
    1 أحد إحدى أحدهم أحدهما أحدها إحداها إحداهما إحداهن أحدنا
    2 كلاهما كليهما كلتاهما كلتيهما both
    """
)
_PLACES: Final = table.table(
    """
    1 أول أولى أولهم أولها أولهما أولاهما
    2 ثانية ثانيهم ثانيها ثانيهما ثانيتهما
    3 ثالثهم ثالثها
    """
)
#: measures of time that stand for one of them: «أسبوع» beside «سبعة أيام»
_ONE_OF: Final = {
    key: table.TIME_UNITS[key]
    for key in keys("ساعة يوم أسبوع شهر سنة عام heure jour semaine an hour day week month year")
}
#: what goes on from «أول»: a day
_NO_PLACE: Final = keys("أمس")
_ROMAN: Final = re.compile(r"([IVXL]+)(er|ère|e|ème|th|st|nd|rd)?")
_LETTERS: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
_LARGEST: Final = 89
_CENTURIES: Final = keys("القرن قرن siècle siècles century centuries")
#: what may be written in full where Roman letters stand: "World War Two", "Charles the Third"
_AFTER_NAMES: Final = table.table(
    """
    1 one
    """
)


def may_be_faint(key: str) -> bool:
    """Whether a word written in small letters can be a faint figure: a quick look."""
    return (
        key in _AFTER_NAMES
        or key in _ONE_OF
        or key[1:] in _ONE_OF
        or any(form in _COUNTS or form in _PLACES for form in bare(key))
    )


def may_be_roman(word: Word) -> bool:
    """Whether a word begins with a letter that is a Roman number."""
    return word.text[:1] in _LETTERS


def faint_at(words: Sequence[Word], at: int) -> Figure | None:
    """The faint figure that stands at a place; a century in Roman letters is a whole one."""
    word = words[at]
    if may_be_roman(word):
        return _roman(words, at)
    if word.key in _AFTER_NAMES:
        named = at > 0 and words[at - 1].text[:1].isupper() and word.text[:1].isupper()
        return Figure(("n", _AFTER_NAMES[word.key]), "", at, at + 1, faint=True) if named else None
    after = words[at + 1].key if at + 1 < len(words) else ""
    if (unit := _ONE_OF.get(word.key) or _ONE_OF.get(word.key[1:])) is not None:
        return Figure(("n", 1.0), unit, at, at + 1, faint=True)
    for form in bare(word.key):
        if form in _COUNTS:
            return Figure(("n", _COUNTS[form]), "", at, at + 1, after, faint=True)
        if form in _PLACES and after not in _NO_PLACE and not (at and _counted(words[at - 1])):
            return Figure(("place", _PLACES[form]), "", at, at + 1, after, faint=True)
    return None


def _counted(word: Word) -> bool:
    """Whether a number stands before «ثانية», which then is a measure of time."""
    return word.key[0].isdigit() or any(
        form in table.ONES or form in table.TENS or form in table.FRACTIONS
        for form in bare(word.key)
    )


def _roman(words: Sequence[Word], at: int) -> Figure | None:
    """« XXe siècle », «القرن XX»; "Charles III" is a name, of whom nothing else is told."""
    letters = _ROMAN.fullmatch(words[at].text)
    before = words[at - 1] if at else None
    after = words[at + 1].key if at + 1 < len(words) else ""
    if letters is None:
        return None
    century = after in _CENTURIES or (before is not None and before.key in _CENTURIES)
    named = before is not None and before.text[:1].isupper() and not words[at].gap
    if not century and (not named or (letters[1] == "I" and not letters[2])):
        return None
    value = _worth(letters[1])
    if value > _LARGEST:
        return None
    return Figure(("place", float(value)), "", at, at + 1, after, faint=not century)


def _worth(letters: str) -> int:
    worth = [_LETTERS[letter] for letter in letters]
    return sum(
        -one if one < after else one for one, after in zip(worth, (*worth[1:], 0), strict=True)
    )
