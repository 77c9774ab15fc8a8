"""Finds what names a day or a part of one: months, days of the week, «أمس», «مساء»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.figure import Figure
from pipeline.edits.joined import PREFIXES, bare
from pipeline.edits.naming.name_words import DOUBTFUL_NAMES, GIVEN, LINKS
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

_OPENING: Final = frozenset('"«“')
_CLOSING: Final = frozenset('"»”')
#: beside a month that may be another word
_BESIDE_MONTH: Final = frozenset({"شهر", "fin", "1er"})
#: before one: «خلال مارس», "in May"; «مارس» and «من مارس» may be of those who practise
_BEFORE_MONTH: Final = keys(
    """
    في خلال منذ مطلع بداية أوائل مستهل منتصف أواسط نهاية أواخر موفى
    in of since until by last next early late mid this en mi début
    """
)
_OF: Final = keys("من of de")
#: written on to the digits of a day: "the 12th"
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th", "er"})


def value_of(word: Word, values: dict[str, float]) -> float | None:
    """What a word is worth by a table, «و» and the like counted off."""
    return next((values[form] for form in bare(word.key) if form in values), None)


def day_at(words: Sequence[Word], at: int) -> Figure | None:
    """The month, day of the week, near day or part of a day that stands at a place."""
    word = words[at]
    if at + 1 < len(words):
        for form in bare(word.key):
            month = table.TWO_WORD_MONTHS.get((form, words[at + 1].key))
            if month is not None:
                return Figure(("month", month), "", at, _twice_named(words, at + 2, month))
    month = value_of(word, table.MONTHS)
    if month is not None and _may_be_month(words, at):
        return Figure(("month", month), "", at, _twice_named(words, at + 1, month))
    for name, values in (("weekday", table.WEEKDAYS), ("day", table.RELATIVE_DAYS)):
        worth = worth_as_written(word, values)
        if worth is not None and not (at and words[at - 1].key in table.BEFORE_NO_DATE):
            farther = at > 0 and name == "day" and words[at - 1].key in table.FARTHER_DAYS
            return Figure((name, worth * 2 if farther else worth), "", at - farther, at + 1)
    part = value_of(word, table.DAY_PARTS)
    if part is not None and _quoted_alone(words, at):
        return None  # the paper «"الصباح"»
    if word.key in table.DOUBTFUL_DAY_PARTS and not _told_of_time(words, at):
        return None
    return None if part is None else Figure(("part", part), "", at, at + 1)


def _quoted_alone(words: Sequence[Word], at: int) -> bool:
    """Whether a word stands by itself between quotation marks, as a name does."""
    closing = words[at + 1].gap if at + 1 < len(words) else ""
    opened = words[at].gap[-1:] in _OPENING
    return opened and (at + 1 == len(words) or closing[:1] in _CLOSING)


def _told_of_time(words: Sequence[Word], at: int) -> bool:
    """Whether a day or what goes with days stands beside a word: «[ظهر] اليوم», «حتى [عصر] …»."""
    after = words[at + 1] if at + 1 < len(words) else None
    day = after and any(
        form in table.WEEKDAYS or form in table.RELATIVE_DAYS or form in table.ATTENDING
        for form in bare(after.key)
    )
    day = day or (after is not None and after.key[0].isdigit())
    return bool(day) or (at > 0 and words[at - 1].key in table.BEFORE_DAY_PARTS)


def _twice_named(words: Sequence[Word], end: int, month: float) -> int:
    """Where a month ends that is named twice: «يناير/كانون الثاني», «يناير (كانون الثاني)»."""
    if end >= len(words) or words[end].gap not in ("/", "("):
        return end
    two = (words[end].key, words[end + 1].key if end + 1 < len(words) else "")
    if table.TWO_WORD_MONTHS.get(two) == month:
        return end + 2
    return end + (table.MONTHS.get(words[end].key) == month)


def worth_as_written(word: Word, values: dict[str, float]) -> float | None:
    """Of words whose article belongs to them: «الأحد» is Sunday, «أحد» is anybody."""
    for key in (word.key, word.key[1:] if word.key[:1] in PREFIXES else ""):
        if key in values:
            return values[key]
    return None


def _may_be_month(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].key if at else ""
    if before in LINKS or before in GIVEN - DOUBTFUL_NAMES:
        return False  # «بن رمضان»
    if any(form in table.SHORT_MONTHS for form in bare(words[at].key)):
        first = table.SHORT_MONTHS.get(words[at].key, "")
        dated = any(one.key[0].isdigit() for one in _beside(words, at))
        return dated and words[at].text[0] in first
    if table.DOUBTFUL_MONTHS.isdisjoint(bare(words[at].key)):
        return True
    if any(one.key[0].isdigit() or one.key in _BESIDE_MONTH for one in _beside(words, at)):
        return True
    if before in _BEFORE_MONTH and words[at].text[0].isupper() == words[at].key.isascii():
        return True
    if at and (_is_place(words[at - 1]) or before in table.ONES):
        return True  # « premier mai », «ثلاثة ماي»
    # «الخامس [من] مارس», "the 12th [of] March"
    day = words[at - 2] if at > 1 and (before in _OF or before in _SUFFIXES) else None
    return day is not None and (day.key[0].isdigit() or day.key in _SUFFIXES or _is_place(day))


def _beside(words: Sequence[Word], at: int) -> Sequence[Word]:
    return (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])


def _is_place(word: Word) -> bool:
    return worth_as_written(word, table.ORDINALS) is not None or word.key.startswith("والعشر")


def with_months(found: Sequence[Figure], words: Sequence[Word]) -> list[Figure]:
    """Figures of which each day knows its month: "March 12" and "12 March" are one date."""
    dated = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        if not _of_one_date(words, one, other):
            continue
        for day, month, place in ((one, other, at), (other, one, at + 1)):
            if month.value[0] == "month" and _is_day(day):
                dated[place] = replace(day, counted=f"month {month.value[1]}")
                other_place = at + 1 if place == at else at
                dated[other_place] = replace(month, counted=f"day {day.value[1]}")
                break
    return dated


def _of_one_date(words: Sequence[Word], one: Figure, other: Figure) -> bool:
    between = words[one.end : other.start]
    return not words[other.start].gap and all(
        word.key in _OF or word.key in _SUFFIXES for word in between
    )


def _is_day(figure: Figure) -> bool:
    kind, worth, *_ = figure.value
    return kind in ("n", "place") and isinstance(worth, float) and worth <= table.LAST_DAY
