"""Finds the figures of a sentence, in digits or in words, with their value and unit.

A figure is a number, an amount, a percentage, a score, an ordinal, a date (month, day of the
week, «أمس») or a time. «ثلاث» and «ثلاثة», 4 and أربعة, ٢٥ and 25, جانفي and يناير are equal;
3 years and 3 weeks are not. What a changed figure means is `pipeline.edits.judging`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.edits import number_words as table
from pipeline.edits.amounts import amount, unit_after
from pipeline.edits.digits import digits
from pipeline.edits.dual_words import DUALS
from pipeline.edits.joined import PREFIXES, bare
from pipeline.edits.name_words import DOUBTFUL_NAMES, GIVEN, LINKS, PLACES
from pipeline.edits.spelt_numbers import TEN_KEYS
from pipeline.edits.words import Word
from pipeline.remembering import remembered

#: sorts of figures that count nothing
DAYS: Final = frozenset({"day", "weekday", "part", "month"})
_DASHES: Final = frozenset("-–—−:/")
#: as `Word.plain` writes them, of the dead; «مئتا» is 200
_DEAD: Final = frozenset({"ميتا", "ميتان", "ميتين", "الميتين"})
#: «I am not», which looks like «for six»
_NO_NUMBERS: Final = frozenset({"لست", "ولست", "فلست"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: words[start:end] of its sentence, the unit among them."""

    #: what sort of figure, then its parts: ("n", 12.0), ("score", 2.0, 1.0), ("month", 3.0)
    value: tuple[str | float, ...]
    #: canonical unit; "" for none that is known
    unit: str
    start: int
    end: int
    #: key of the word after it: what is counted
    counted: str = ""

    def _as_place(self, other: Figure) -> bool:
        """«الساعة الثامنة», «الساعة 8»: a place or hour in figures."""
        return {self.value[0], other.value[0]} == {"n", "place"} and (
            self.value[1:] == other.value[1:]
        )

    def same(self, other: Figure) -> bool:
        """Whether it says the same: value, and unit where both have one."""
        if self.value != other.value and not self._as_place(other):
            return False
        return self.unit == other.unit or "" in (self.unit, other.unit)


def _worth(word: Word, values: dict[str, float]) -> float | None:
    return next((values[form] for form in bare(word.key) if form in values), None)


_OPENING: Final = frozenset('"«“')
_CLOSING: Final = frozenset('"»”')
_EVERY: Final = frozenset().union(
    table.ONES,
    table.BEFORE_TEN,
    table.TENS,
    table.HUNDREDS,
    table.SCALES,
    table.DUAL_SCALES,
    table.FRACTIONS,
    table.ORDINALS,
    table.VAGUE,
    table.MONTHS,
    table.WEEKDAYS,
    table.RELATIVE_DAYS,
    table.DAY_PARTS,
    DUALS,
    (first for first, _ in table.TWO_WORD_MONTHS),
)


def may_count(word: Word) -> bool:
    """Whether a word can be part of a figure: a quick look."""
    return word.plain not in _DEAD and _may_count(word.key)


@remembered(1 << 14)
def _may_count(key: str) -> bool:
    return key[0].isdigit() or (
        key not in _NO_NUMBERS and any(form in _EVERY for form in bare(key))
    )


def attends(word: Word) -> bool:
    """Whether a word only goes with a date or number: «يوم», «الجاري», «نحو»."""
    return not table.ATTENDING.isdisjoint(bare(word.key))


def figures(words: Sequence[Word], tail: str = "") -> tuple[Figure, ...]:
    """The figures of a sentence in order.

    Args:
        words: of the sentence.
        tail: the punctuation after the last of them, where a sign such as % may stand.
    """
    found: list[Figure] = []
    at = 0
    while at < len(words):
        figure = (
            _figure(words, at, tail) if may_count(words[at]) and not _named(words, at) else None
        )
        if figure is None:
            at += 1
        else:
            found.append(figure)
            at = figure.end
    return tuple(found)


def _figure(words: Sequence[Word], at: int, tail: str) -> Figure | None:
    return (
        _date_word(words, at)
        or _clock_or_score(words, at)
        or _number(words, at, tail)
        or _other(words, at)
    )


def _named(words: Sequence[Word], at: int) -> bool:
    """Whether a number belongs to a name: «القناة 12», « France 24 », «صفاقس2»."""
    if at and words[at].space == "" and not PLACES.isdisjoint(bare(words[at - 1].key)):
        return True
    return at > 0 and words[at].key.isdigit() and words[at - 1].key in table.NUMBERED


def _date_word(words: Sequence[Word], at: int) -> Figure | None:
    word = words[at]
    if at + 1 < len(words):
        for form in bare(word.key):
            month = table.TWO_WORD_MONTHS.get((form, words[at + 1].key))
            if month is not None:
                return Figure(("month", month), "", at, _twice_named(words, at + 2, month))
    month = _worth(word, table.MONTHS)
    if month is not None and _may_be_month(words, at):
        return Figure(("month", month), "", at, _twice_named(words, at + 1, month))
    for name, values in (("weekday", table.WEEKDAYS), ("day", table.RELATIVE_DAYS)):
        worth = _worth_as_written(word, values)
        if worth is not None and not (at and words[at - 1].key in table.BEFORE_NO_DATE):
            farther = at > 0 and name == "day" and words[at - 1].key in table.FARTHER_DAYS
            return Figure((name, worth * 2 if farther else worth), "", at - farther, at + 1)
    part = _worth(word, table.DAY_PARTS)
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


def _worth_as_written(word: Word, values: dict[str, float]) -> float | None:
    """Of words whose article belongs to them: «الأحد» is Sunday, «أحد» is anybody."""
    for key in (word.key, word.key[1:] if word.key[:1] in PREFIXES else ""):
        if key in values:
            return values[key]
    return None


def _number(words: Sequence[Word], at: int, tail: str) -> Figure | None:
    read = amount(words, at, tail)
    if read is None:
        return None
    value, unit, end = read
    return Figure(("n", value), unit, at, end, words[end].key if end < len(words) else "")


def _is_price(words: Sequence[Word], at: int) -> bool:
    """Whether «ثمن» is a price and no eighth: it is one in «ثمن نهائي» and «الدور ثمن»."""
    if words[at].key not in (table.DOUBTFUL_FRACTION, f"ال{table.DOUBTFUL_FRACTION}"):
        return table.DOUBTFUL_FRACTION in bare(words[at].key)
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return table.ROUNDS.isdisjoint(word.key for word in beside)


def _may_be_month(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1].key if at else ""
    if before in LINKS or before in GIVEN - DOUBTFUL_NAMES:
        return False  # «بن رمضان»
    if table.DOUBTFUL_MONTHS.isdisjoint(bare(words[at].key)):
        return True
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return any(one.key[0].isdigit() or one.key in ("شهر", "fin", "1er") for one in beside)


def _clock_or_score(words: Sequence[Word], at: int) -> Figure | None:
    """«10:30», «12/05/2026», «2-1», «2 - 1»; not the number in a name such as «القناة 12»."""
    word = words[at]
    if not word.key[0].isdigit():
        return None
    if clock := _clock(words, at):
        return clock
    if ":" in word.key or "/" in word.key:
        parts = word.key.replace("/", ":").split(":")
        if hour := _hour_of_half(words, at, parts):
            return hour
        if len(parts) == 2 and ":" in word.key and not digits(parts[1]):
            return Figure(("n", digits(parts[0])), "", at, at + 1)  # «8:00» is «8»
        return Figure(("parts", *map(digits, parts)), "", at, at + 1)
    end, parts = at + 1, [word.key]
    while end < len(words) and words[end].key[0].isdigit() and words[end].gap in _DASHES:
        parts += words[end].key.replace("/", ":").split(":")  # «27500 – 3/4»
        end += 1
    if end == at + 1:
        return None
    return Figure(("parts", *map(digits, parts)), unit_after(words, end, "")[0], at, end)


def _hour_of_half(words: Sequence[Word], at: int, parts: Sequence[str]) -> Figure | None:
    """«1:00 مساء» as 13:00 has it, with the part of the day that tells the half of it."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or after.gap or len(parts) != 2 or not all(map(str.isdigit, parts)):
        return None
    part = _worth(after, table.DAY_PARTS)
    hour, minutes = map(digits, parts)
    if part is None or after.key.isascii() or hour > table.NOON or minutes > table.LAST_MINUTE:
        return None
    night = part == table.NIGHT and hour < table.EVENING  # «1:00 ليلا»
    if part >= table.MIDDAY and hour < table.NOON and not night:
        hour += table.NOON
    value = ("n", hour) if not minutes else ("parts", hour, minutes)
    return Figure(value, "", at, at + 2)


def _clock(words: Sequence[Word], at: int) -> Figure | None:
    """«18h30», « 18 h 30 », "6.30pm": the hour and its minutes as 18:30 has them."""
    hour, after = words[at].key, words[at + 1 : at + 3]
    if not after or after[0].gap:
        return None
    if after[0].key in table.HALVES_OF_DAY and "." in hour:
        return Figure(("parts", *map(digits, hour.split("."))), "", at, at + 1)
    minutes = after[1].key if len(after) > 1 and not after[1].gap else ""
    if after[0].key == table.HOUR and hour.isdigit() and minutes.isdigit() and len(minutes) == 2:
        if not digits(minutes):
            return Figure(("n", digits(hour)), "", at, at + 3)
        return Figure(("parts", digits(hour), digits(minutes)), "", at, at + 3)
    return None


def _other(words: Sequence[Word], at: int) -> Figure | None:
    word = words[at]
    many = at > 0 and word.key.startswith("ال") and words[at - 1].key in table.BEFORE_MANY
    for form in () if many else bare(word.key):
        if form in DUALS:
            noun = DUALS[form]
            known = noun in table.UNITS.values()
            return Figure(("n", 2.0), noun if known else "", at, at + 1, "" if known else noun)
    for name, values in (("n", table.FRACTIONS), ("rough", table.VAGUE)):
        worth = _worth(word, values)
        if worth is not None and not _is_price(words, at):
            unit, end = unit_after(words, at + 1, "")
            return Figure((name, worth), unit, at, end, words[end].key if end < len(words) else "")
    ordinal = _worth_as_written(word, table.ORDINALS)
    if ordinal is None or (at + 1 < len(words) and words[at + 1].key in table.OFFICES_BY_PLACE):
        return None
    first = ordinal == 1 and len(words) > at + 2
    if first and words[at + 1].key == "من" and words[at + 2].key in table.ITS_KIND:
        return None  # «الأولى من نوعها»
    if _is_part(words, at):
        return Figure(("n", round(1 / table.PARTS[word.key], 2)), "", at - 1, at + 1)
    if at + 1 < len(words) and words[at + 1].key in TEN_KEYS:
        return Figure(("place", ordinal + 10), "", at, at + 2)
    tens = _joined_tens(words, at + 1)
    return Figure(("place", ordinal + tens), "", at, at + (2 if tens else 1))


def _is_part(words: Sequence[Word], at: int) -> bool:
    """Whether an ordinal in Latin letters divides: "one third", « un cinquième des »."""
    if not at or words[at].key not in table.PARTS:
        return False
    after = words[at + 1].key if at + 1 < len(words) else ""
    return words[at - 1].key == "one" or (
        words[at - 1].key in ("a", "un") and after in ("of", "de", "des", "du", "d")
    )


def _joined_tens(words: Sequence[Word], at: int) -> float:
    """The tens that «و» joins to an ordinal: «الحادي [والعشرون]»."""
    if at >= len(words) or words[at].gap or not words[at].key.startswith("وال"):
        return 0.0
    return table.TENS.get(words[at].key[3:], 0.0)
