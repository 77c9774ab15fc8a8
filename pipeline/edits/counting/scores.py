"""Reads the score of a match in words: «بهدفين لهدف», «3 مقابل 1», « deux buts à un », "one-all".

Two numbers that only a range or a score joins ("2 to 1", « 2 à 1 ») are set beside "2-1" by
`pipeline.edits.counting.figure_changes`; here is what no two numbers tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.digits import digits
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: goals that a word tells by itself
_GOALS: Final = table.table(
    """
    1 هدف هدفا هدفه
    2 هدفين هدفان ثنائية شوطين نقطتين
    3 ثلاثية
    4 رباعية
    5 خماسية
    6 سداسية
    7 سباعية
    """
)
_COUNTED: Final = keys("هدف هدفا أهداف نقطة نقاط أشواط شوط")
_AGAINST: Final = keys("مقابل ضد")
_WITHOUT: Final = keys("دون بدون بلا")
_NOTHING: Final = keys("رد مقابل أهداف صفر شيء")
_CLEAN: Final = keys("نظيف نظيفا نظيفة نظيفين نظيفان")
_AS_MANY: Final = keys("لمثله لمثلها لمثلهما لمثلهم لمثليهما مثله مثلها مثلهما مثلهم")
_ONE: Final = {"واحد": 1.0, "واحده": 1.0, "صفر": 0.0, "لاشيء": 0.0}
_ONLY: Final = keys("واحد")
#: a goal that stayed the only one
_LONE: Final = keys("وحيد وحيدا يتيم يتيما")
_DRAW: Final = keys("التعادل تعادل بالتعادل بتعادل")
_GOALLESS: Final = keys("السلبي سلبي السلبية")
_LATIN_GOALS: Final = keys("but buts goal goals set sets manche manches point points")
_TO: Final = keys("à to")
_LATIN_ONES: Final = table.table(
    """
    0 zéro nil zero rien love
    1 un une one
    """
)
_ALL: Final = keys("partout all apiece")
#: of one side: "two-nil", « trois à zéro »
_NIL: Final = keys("zéro nil")
_GOALLESS_LATIN: Final = keys("goalless scoreless")
_DASHES: Final = frozenset({"", "-", "–"})


def score_at(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """A score that begins at a place: both sides' goals, and where it ends."""
    key = words[at].key
    if key[0] >= "ء" or (key[0].isdigit() and _next(words, at, _COUNTED | _AGAINST)):
        return _goalless(words, at) or _in_arabic(words, at)
    return _in_latin(words, at)


def _next(words: Sequence[Word], at: int, these: frozenset[str]) -> bool:
    return at + 1 < len(words) and not words[at + 1].gap and words[at + 1].key in these


def _goalless(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    if words[at].key in _DRAW and _next(words, at, _GOALLESS):
        return 0.0, 0.0, at + 2
    return None


def _in_arabic(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """«بهدفين لهدف», «ثلاثية نظيفة», «بهدف دون رد», «3 أهداف مقابل هدف»."""
    read = _goals(words, at)
    if read is None:
        return None
    ours, end, bare_number = read
    if end >= len(words) or words[end].gap:
        return None
    key = words[end].key
    if bare_number:
        theirs = _goals(words, end + 1) if key in _AGAINST else None
        return (ours, theirs[0], theirs[1]) if theirs else None
    if key in _CLEAN or (key in _LONE and ours == 1):
        return ours, 0.0, end + 1
    if key in _AS_MANY:
        return ours, ours, end + 1
    if key in _WITHOUT and _next(words, end, _NOTHING):
        return ours, 0.0, end + 2
    if key in _AGAINST:
        theirs = _goals(words, end + 1)
        return (ours, theirs[0], theirs[1]) if theirs else None
    if key[0] == "ل":  # «لهدفين», «لـ1»
        theirs = _goals(words, end + 1) if key == "ل" else _goals(words, end, joined=True)
        return (ours, theirs[0], theirs[1]) if theirs else None
    return None


def _goals(
    words: Sequence[Word], at: int, *, joined: bool = False
) -> tuple[float, int, bool] | None:
    """How many goals words tell, where they end, and whether they name no goals."""
    if at >= len(words):
        return None
    key = words[at].key
    if key[0].isdigit():
        if not key.isdigit() or len(key) > 3:
            return None
        counted = _next(words, at, _COUNTED)
        return digits(key), at + 1 + counted, not counted
    forms = (key[1:],) if joined else bare(key)
    for form in forms:
        if form in _GOALS:
            one = _GOALS[form] == 1 and _next(words, at, _ONLY)
            return _GOALS[form], at + 1 + one, False
        if form in _ONE:
            return _ONE[form], at + 1, True
        if form in table.ONES:
            counted = _next(words, at, _COUNTED)
            return table.ONES[form], at + 1 + counted, not counted
    return None


def _in_latin(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """« deux buts à un », "two goals to nil", "one-all", « 2 partout »."""
    if words[at].key in _GOALLESS_LATIN:
        return 0.0, 0.0, at + 1
    ours = _latin_number(words, at)
    if ours is None:
        return None
    counted = _next(words, at, _LATIN_GOALS)
    end = at + 1 + counted
    if end >= len(words) or words[end].gap not in _DASHES:
        return None
    if words[end].key in _ALL:
        return ours, ours, end + 1
    if words[end].key in _NIL:
        return ours, 0.0, end + 1
    after = words[end + 1] if end + 1 < len(words) and words[end].key in _TO else None
    if after is None or after.gap or not (counted or after.key in _NIL):
        return None
    theirs = _latin_number(words, end + 1)
    if theirs is None:
        return None
    again = _next(words, end + 1, _LATIN_GOALS)
    return ours, theirs, end + 2 + again


def _latin_number(words: Sequence[Word], at: int) -> float | None:
    key = words[at].key
    if key.isdigit() and len(key) <= 2:
        return digits(key)
    return table.ONES.get(key, _LATIN_ONES.get(key)) if key.isascii() else None
