"""Words of time and measure that say another date or amount where one is put for another.

«مطلع» and «نهاية» before a month, «الماضي» and «المقبل» after a week, «شهر» and «أسبوع», seasons
and decades are no figures by themselves, and one that comes or goes dates little. Numbers, months
and days of the week are `pipeline.edits.counting.numbers`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting.number_words import MONTHS, TIME_UNITS, WEEKDAYS, table
from pipeline.edits.counting.numbers import may_count
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: before the name of a period: its beginning, middle and end
_STAGES: Final = table(
    """
    1 مطلع بداية أوائل مستهل early début beginning start
    2 منتصف أواسط mid mi middle milieu
    3 نهاية أواخر موفى late fin end
    """
)
#: beside the name of a period: the one before this, this, the one after it
_TURNS: Final = table(
    """
    -1 الماضي الماضية الفارط الفارطة المنقضي المنقضية المنصرم المنصرمة الفائت last dernier dernière
    0 الجاري الجارية الحالي الحالية this
    1 القادم القادمة المقبل المقبلة الآتي next prochain prochaine
    """
)
#: before the one that is now: «[هذا] الأسبوع»
_THIS: Final = keys("هذا هذه ce cet cette this")
#: « cette année-[là] »
_DISTANT: Final = keys("là")
_OTHERS: Final = {
    "season": table(
        """
        1 الربيع spring printemps
        2 الصيف صيف summer été
        3 الخريف autumn automne
        4 الشتاء شتاء winter hiver
        """
    ),
    "decade": table(
        """
        20 عشرينات عشرينيات
        30 ثلاثينات ثلاثينيات
        40 أربعينات أربعينيات
        50 خمسينات خمسينيات
        60 ستينات ستينيات
        70 سبعينات سبعينيات
        80 ثمانينات ثمانينيات
        90 تسعينات تسعينيات
        """
    ),
    "lunar month": table(
        """
        1 محرم
        2 صفر
        11 القعدة
        12 الحجة
        """
    ),
    "part of a year": table(
        """
        3 ثلاثي ثلاثية trimestre quarter
        4 رباعي رباعية
        6 سداسي سداسية semestre
        """
    ),
    "times": table(
        """
        2 double doubled doublé الضعف
        3 triple tripled triplé
        4 quadruple quadrupled quadruplé
        """
    ),
}
#: before a number: from where on, or up to where, it counts
_BOUNDS: Final = table(
    """
    1 أكثر فوق more over above plus
    0 نحو حوالي قرابة زهاء about around roughly approximately environ
    -1 أقل دون less fewer under below moins
    """
)
_CENTURIES: Final = keys("قرن century siècle")
_SEASONS: Final = _OTHERS["season"]
#: between a stage and its period: «end of [the] year»
_REACH: Final = 3
_HALF: Final = keys("منتصف")
_OF_DAY: Final = table(
    """
    3 النهار
    6 الليل
    """
)


def period(words: Sequence[Word], at: int) -> tuple[str, float | str] | None:
    """What sort of period or measure a word tells, and which; None where it tells none."""
    word = words[at]
    if may_count(word):
        return None
    forms = bare(word.key)
    for form in forms:
        if form in _STAGES and any(_is_calendar(one) for one in words[at + 1 : at + 1 + _REACH]):
            return "stage", _STAGES[form]
        if form in _TURNS and any(
            _is_calendar(one) for one in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
        ):
            return "turn", _TURNS[form]
        if form in _BOUNDS and any(map(may_count, words[at + 1 : at + 1 + _REACH])):
            return "bound", _BOUNDS[form]
        if form in TIME_UNITS:
            return "unit", TIME_UNITS[form]
        if form in _OF_DAY and at and words[at - 1].key in _HALF:
            return "half", _OF_DAY[form]
        for name, values in _OTHERS.items():
            if form in values and not _is_of_name(words, at):
                return name, values[form]
    return None


def turn(words: Sequence[Word], at: int) -> tuple[float, int] | None:
    """Which week, month or year a word says a period to be, with the place of the period.

    «[هذا] الأسبوع» is 0, «الأسبوع [المقبل]» is 1; None where a word says none.
    """
    key = words[at].key
    after = at + 1 < len(words) and not words[at + 1].gap and _is_period(words[at + 1])
    if key in _THIS:
        distant = at + 2 < len(words) and words[at + 2].key in _DISTANT
        return (0.0, at + 1) if after and not distant else None
    if key not in _TURNS:
        return None
    if after and key.isascii():
        return _TURNS[key], at + 1
    if at and not words[at].gap and _is_period(words[at - 1]):
        return _TURNS[key], at - 1
    return None


def _is_period(word: Word) -> bool:
    return any(form in TIME_UNITS for form in bare(word.key))


def _is_of_name(words: Sequence[Word], at: int) -> bool:
    """Whether a season is a part of a name: "the [Spring] Statement", "the [Summer] Palace"."""
    if not at or not words[at].key.isascii() or at + 1 >= len(words):
        return False
    after = words[at + 1]
    return words[at].text[:1].isupper() and after.text[:1].isupper() and not after.gap


def _is_calendar(word: Word) -> bool:
    """Whether a word is, or names, a period: «سنة», «مارس», 2018, «السبت»."""
    if word.key.isdigit():
        return len(word.key) == 4
    return any(
        form in TIME_UNITS
        or form in MONTHS
        or form in WEEKDAYS
        or form in _CENTURIES
        or form in _SEASONS
        for form in bare(word.key)
    )
