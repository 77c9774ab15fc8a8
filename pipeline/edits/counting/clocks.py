"""Reads a time of day: «الثامنة والنصف مساء», «منتصف الليل», « 18h30 », "half past eight", "2 pm".

A time is the hour of 24 and its minutes, so that «الثانية ظهرا» and 14:00 are one. An hour of which
nothing tells the half of the day is left as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.digits import digits
from pipeline.edits.counting.spelt_numbers import spelt
from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word


class Time(NamedTuple):
    """A time of day, and where the words that tell it end."""

    hour: float
    minutes: float
    end: int
    #: whether words tell the half of the day
    half: bool


_DAY: Final = 24
_HALF_HOUR, _HOUR_LONG = 30, 60
_MINUTES: Final = {"نصف": 30, "ربع": 15, "ربعا": 15, "ثلث": 20, "ثلثا": 20}
_LESS: Final = keys("إلا")
_MINUTE_WORDS: Final = keys("دقيقة دقائق minutes")
#: two words that tell an hour by themselves
_MIDDLES: Final = {
    tuple(keys_of): hour
    for keys_of, hour in (
        (("منتصف", "الليل"), 0.0),
        (("منتصف", "النهار"), 12.0),
        (("نصف", "الليل"), 0.0),
    )
}
_LATIN_MIDDLES: Final = table.table(
    """
    12 midi noon midday
    0 minuit midnight
    """
)
#: before an hour that one of them tells
_AT: Final = keys(
    """
    à a avant après vers dès jusqu'à d de entre at by until till before after from since around
    about
    """
)
_AFTER_NOON: Final = keys("الظهر الزوال")
_THE_HOUR: Final = keys("الساعة")
_ALONE_NOON: Final = keys("زوالا")
_BEFORE_PART: Final = keys("من")
_QUARTERS: Final = {"half": 30.0, "quarter": 15.0}
_PAST: Final = {"past": 1, "to": -1}
_IN: Final = keys("in at du de")
_THE: Final = keys("the l")
_O_CLOCK: Final = frozenset({"o'clock"})
_TEN: Final = frozenset({"عشر", "عشره"})
#: of the parts of a day, in Latin letters
_LATIN_PARTS: Final = table.table(
    """
    2 morning matin
    4 afternoon
    5 evening soir
    6 night
    """
)
_AFTERNOON: Final = 4


def time_at(words: Sequence[Word], at: int) -> Time | None:
    """The time of day that begins at a place."""
    key = words[at].key
    if key[0] >= "ء":
        return _middle(words, at) or _hour_in_arabic(words, at)
    if key in _LATIN_MIDDLES:
        return _latin_middle(words, at)
    if (key in _QUARTERS or key in table.ONES) and (past := _past(words, at)):
        return past
    if not key[0].isdigit():
        return _with_half(words, at, _latin_hour(words, at))
    return _with_half(words, at, _digital(words, at)) or _hour_in_arabic(words, at)


def _middle(words: Sequence[Word], at: int) -> Time | None:
    """«منتصف الليل», «منتصف النهار»."""
    if at + 1 >= len(words) or words[at + 1].gap:
        return None
    for form in bare(words[at].key):
        hour = _MIDDLES.get((form, words[at + 1].key))
        if hour is not None:
            return Time(hour, 0.0, at + 2, half=True)
    return None


def _latin_middle(words: Sequence[Word], at: int) -> Time | None:
    """« à midi », "until midnight"; no part of a day: « lundi midi »."""
    if at == 0 or words[at - 1].key not in _AT or "-" in words[at].space:
        return None
    if words[at - 1].key == "apres" and words[at - 1].space in ("'", "’"):
        return None  # « l'après midi »
    hour, end = _LATIN_MIDDLES[words[at].key], at + 1
    if [word.key for word in words[end : end + 2]] in (["et", "demi"], ["et", "demie"]):
        return Time(hour, _HALF_HOUR, end + 2, half=True)
    return Time(hour, 0.0, end, half=True)


def _hour_in_arabic(words: Sequence[Word], at: int) -> Time | None:
    """«الثامنة والنصف مساء», «8 صباحا», «الحادية عشرة إلا ربعا»."""
    read = _hour(words, at)
    if read is None:
        return None
    hour, minutes, end = read
    more, end_of_minutes = _minutes(words, end)
    spoken = end_of_minutes > end
    minutes, end = minutes + more, end_of_minutes
    part, after = _part(words, end)
    if part is None:
        digital = words[at].key[0].isdigit()
        if not spoken or (digital and not (at and words[at - 1].key in _THE_HOUR)):
            return None
        return _settled(hour, minutes, end, half=False)
    return _settled(_of_day(hour, part), minutes, after, half=True)


def _hour(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """An hour up to 24 with its minutes: «الثامنة», «الثانية عشرة», «8», «8:30»."""
    key = words[at].key
    if key[0].isdigit():
        parts = key.replace(".", ":").split(":")
        if len(parts) > 2 or not all(part.isdigit() and len(part) <= 2 for part in parts):
            return None
        hour, minutes = digits(parts[0]), digits(parts[1]) if len(parts) > 1 else 0.0
        return None if hour > _DAY or minutes > table.LAST_MINUTE else (hour, minutes, at + 1)
    if at and words[at - 1].key in _THE_HOUR and key in table.ONES:
        return table.ONES[key], 0.0, at + 1
    for form in (key, key[1:] if key[:1] in "وفبل" else ""):
        if form == "الواحده":
            return 1.0, 0.0, at + 1
        if form[:2] == "ال" and form.endswith("ه") and form in table.ORDINALS:
            ten = at + 1 < len(words) and words[at + 1].key in _TEN and not words[at + 1].gap
            return table.ORDINALS[form] + 10 * ten, 0.0, at + 1 + ten
    return None


def _minutes(words: Sequence[Word], at: int) -> tuple[float, int]:
    """«والنصف», «وربع», «إلا ثلثا», «و30 دقيقة», «وخمس دقائق»: the minutes, and where they end."""
    told = 0.0
    for _ in range(2):  # «والنصف وخمس دقائق»
        minutes, end = _some_minutes(words, at)
        if end == at:
            break
        told, at = told + minutes, end
    return told, at


def _some_minutes(words: Sequence[Word], at: int) -> tuple[float, int]:
    if at >= len(words) or words[at].gap:
        return 0.0, at
    key, after = words[at].key, words[at + 1] if at + 1 < len(words) else None
    if key in _LESS and after is not None and not after.gap:
        minutes = _MINUTES.get(after.key.removeprefix("ال"))
        return (-minutes, at + 2) if minutes else (0.0, at)
    if key[0] != "و":
        return 0.0, at
    if (minutes := _MINUTES.get(key[1:].removeprefix("ال"))) is not None:
        return minutes, at + 1
    place = at + 1 if key == "و" else at  # «و30»
    if place >= len(words):
        return 0.0, at
    if words[place].key.isdigit():
        count: float | None = digits(words[place].key)
        end = place + 1
    else:  # «وخمس وأربعين دقيقة»
        count, end = spelt(words, at)
    named = end < len(words) and words[end].key in _MINUTE_WORDS
    return (count, end + 1) if count and named else (0.0, at)


def _part(words: Sequence[Word], at: int) -> tuple[float | None, int]:
    """The part of the day that follows an hour, and where it ends."""
    if at >= len(words) or words[at].gap:
        return None, at
    key, after = words[at].key, words[at + 1] if at + 1 < len(words) else None
    if key in _ALONE_NOON:
        return table.MIDDAY, at + 1
    if key == "بعد" and after is not None and after.key in _AFTER_NOON:
        return _AFTERNOON, at + 2
    if key in _BEFORE_PART and after is not None and not after.gap:
        forms = (after.key, after.key.removeprefix("ال"))
        part = next((table.DAY_PARTS[form] for form in forms if form in table.DAY_PARTS), None)
        return (part, at + 2) if part else (None, at)
    part = table.DAY_PARTS.get(key)
    return (part, at + 1) if part is not None and key[0] >= "ء" else (None, at)


def _of_day(hour: float, part: float) -> float:
    """An hour of 24: «الثانية ظهرا» is 14, «الثانية ليلا» 2, «الثانية عشرة ليلا» 0."""
    if hour > table.NOON:
        return hour
    if part < table.MIDDAY:
        return hour % table.NOON
    if part == table.NIGHT:
        return (hour + table.NOON if hour >= table.EVENING else hour) % _DAY
    if part == table.MIDDAY and hour >= table.NOON - 1:
        return hour
    return hour if hour == table.NOON else hour + table.NOON


def _settled(hour: float, minutes: float, end: int, *, half: bool) -> Time:
    total = (hour * _HOUR_LONG + minutes) % (_DAY * _HOUR_LONG)
    return Time(total // _HOUR_LONG, total % _HOUR_LONG, end, half)


# --- in Latin letters -------------------------------------------------------------


def _digital(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """«18h30», « 18 heures 30 », "6.30" before "pm": the hour, its minutes, where they end."""
    key, after = words[at].key, words[at + 1 : at + 3]
    if ":" in key or "." in key:
        return _hour(words, at)
    if not key.isdigit() or digits(key) > _DAY:
        return None
    minutes = after[1].key if len(after) > 1 and not after[1].gap else ""
    if after and not after[0].gap and after[0].key in table.HOURS:
        if minutes.isdigit() and len(minutes) == 2 and digits(minutes) <= table.LAST_MINUTE:
            return digits(key), digits(minutes), at + 3
        return digits(key), 0.0, at + 2
    return digits(key), 0.0, at + 1


def _latin_hour(words: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """« huit heures », "eight o'clock", "eight" before a half of the day."""
    hour, end = spelt(words, at)
    if hour is None or hour > _DAY:
        return None
    after = words[end] if end < len(words) else None
    named = after is not None and not after.gap and after.key in table.HOURS | _O_CLOCK
    return hour, 0.0, end + named


def _with_half(
    words: Sequence[Word], at: int, read: tuple[float, float, int] | None
) -> Time | None:
    """An hour with the half of the day behind it, or with minutes that only a clock has."""
    if read is None:
        return None
    hour, minutes, end = read
    led = at > 0 and words[at - 1].key in _AT
    more, after_minutes = _french_minutes(words, end) if led else (0.0, end)
    if hour <= table.NOON and (half := _half(words, after_minutes)):
        return _settled(_of_day(hour, half[0]), minutes + more, half[1], half=True)
    clocked = end == at + 3 or after_minutes > end
    return _settled(hour, minutes + more, after_minutes, half=False) if clocked else None


def _french_minutes(words: Sequence[Word], at: int) -> tuple[float, int]:
    """« et demie », « et quart », « moins le quart » after « à huit heures »."""
    if not at or words[at - 1].key not in table.HOURS:
        return 0.0, at
    said = [word.key for word in words[at : at + 3]]
    if said[:1] == ["et"] and said[1:2] in (["demie"], ["quart"]):
        return _HALF_HOUR / (1 if said[1] == "demie" else 2), at + 2
    if said == ["moins", "le", "quart"]:
        return -_HALF_HOUR / 2, at + 3
    minutes, end = spelt(words, at) if said and not words[at].gap else (None, at)
    return (minutes, end) if minutes and minutes <= table.LAST_MINUTE else (0.0, at)


def _half(words: Sequence[Word], at: int) -> tuple[float, int] | None:
    """ "pm", "a.m.", "in the morning", « du soir », « de l'après-midi »: the part of the day."""
    said = [word.key for word in words[at : at + 4]]
    if not said:
        return None
    if said[0] in table.HALVES_OF_DAY:
        return (2.0 if said[0] == "am" else _AFTERNOON), at + 1
    if said[:2] in (["a", "m"], ["p", "m"]) and words[at + 1].gap == ".":
        return (2.0 if said[0] == "a" else _AFTERNOON), at + 2
    if said[0] not in _IN:
        return None
    if said[1:] == ["l", "apres", "midi"]:
        return _AFTERNOON, at + 4
    after = 2 if said[1:2] and said[1] in _THE else 1
    part = _LATIN_PARTS.get(said[after]) if len(said) > after else None
    return None if part is None else (float(part), at + after + 1)


def _past(words: Sequence[Word], at: int) -> Time | None:
    """ "half past eight", "ten to nine"."""
    said = [word.key for word in words[at : at + 3]]
    if len(said) < 3 or said[1] not in _PAST:
        return None
    minutes, hour = _QUARTERS.get(said[0]) or table.ONES.get(said[0]), table.ONES.get(said[2])
    led = at > 0 and (words[at - 1].key in _AT)
    plain = said[1] == "to" and said[0] not in _QUARTERS and not led  # "five to seven days"
    if minutes is None or hour is None or plain or hour > table.NOON:
        return None
    if said[1] == "to" and said[0] not in _QUARTERS and not _ends_clock(words, at + 3):
        return None
    half = _half(words, at + 3)
    hour = _of_day(hour, half[0]) if half else hour
    return _settled(hour, _PAST[said[1]] * minutes, half[1] if half else at + 3, half=bool(half))


def _ends_clock(words: Sequence[Word], at: int) -> bool:
    """Whether nothing that "five to seven" would count follows."""
    return (
        at >= len(words)
        or bool(words[at].gap)
        or words[at].key in _AT | _IN | keys("on when as and")
    )
