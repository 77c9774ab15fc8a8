"""Finds the figures of a sentence, in digits or in words, with their value and unit.

A figure is a number, an amount, a percentage, a score, an ordinal, a date (month, day of the
week, «أمس») or a time. «ثلاث» and «ثلاثة», 4 and أربعة, ٢٥ and 25, جانفي and يناير are equal;
3 years and 3 weeks are not. What a changed figure means is `pipeline.edits.judging`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.counting import number_words as table
from pipeline.edits.counting.amounts import amount, unit_after
from pipeline.edits.counting.clocks import time_at
from pipeline.edits.counting.days import day_at, value_of, with_months, worth_as_written
from pipeline.edits.counting.digits import digits
from pipeline.edits.counting.dual_words import DUALS
from pipeline.edits.counting.faint_figures import faint_at, may_be_faint, may_be_roman
from pipeline.edits.counting.figure import CLOCK, Figure
from pipeline.edits.counting.scores import score_at
from pipeline.edits.counting.spelt_numbers import TEN_KEYS
from pipeline.edits.joined import bare
from pipeline.edits.naming.name_words import PLACES
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word
from pipeline.remembering import remembered

#: sorts of figures that count nothing
DAYS: Final = frozenset({"day", "weekday", "part", "month"})
_DASHES: Final = frozenset("-–—−:/")
#: as `Word.plain` writes them, of the dead; «مئتا» is 200
_DEAD: Final = frozenset({"ميتا", "ميتان", "ميتين", "الميتين"})
#: «I am not», which looks like «for six»
_NO_NUMBERS: Final = frozenset({"لست", "ولست", "فلست"})


#: what follows «في» and «واحد», and counts nothing: «في وقت واحد», «من جانب واحد»
_AS_ONE: Final = keys("كل وقت آن صف صوت قلب جانب طرف نفس")
_ONE_KEYS: Final = keys("واحد واحدة")
#: where a figure may begin that no number tells
_BEGINNINGS: Final = keys(
    """
    منتصف هدف هدفا ثنائية ثلاثية رباعية خماسية سداسية سباعية التعادل تعادل واحد الواحدة
    شوطين نقطتين goalless scoreless zéro minuit midnight midday un une one
    twenties thirties forties fifties sixties seventies eighties nineties
    """
)
#: "the [nineties]"; "in the 1990[s]"
_DECADES: Final = table.table(
    """
    20 twenties
    30 thirties
    40 forties
    50 fifties
    60 sixties
    70 seventies
    80 eighties
    90 nineties
    """
)
_YEARS: Final = keys("années")
_CENTURY: Final = 100
_TEN: Final = 10
_AND_HALF: Final = (("and", "a", "half"), ("et", "demi"), ("et", "demie"))
_OF_A: Final = keys("of a an")
#: «[النصف] الثاني», «[الربع] الأول»
_WITH_ARTICLE: Final = ("النصف", "الربع", "الثلث")
_TIMES_SECOND: Final = keys("second seconde")
_BEFORE_SECOND: Final = keys("a une chaque every each per split par un")
#: « second [de] »
_OF: Final = keys("de du d à")
#: what has a second in command, and no second one of it
_CREWED: Final = keys(
    "navire bateau chalutier cargo paquebot voilier vaisseau cuisine bord équipage"
)
#: what joins tens with an ordinal: "twenty-first", « vingt et unième »
_HYPHENS: Final = frozenset({"", "-"})
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
    return tuple(one for one in figures_and_faint(words, tail) if not one.faint)


def figures_and_faint(words: Sequence[Word], tail: str = "") -> list[Figure]:
    """The figures of a sentence with those that are some only beside another."""
    found: list[Figure] = []
    at = 0
    while at < len(words):
        word = words[at]
        looked_at = _may_tell(word.key) or may_be_roman(word)
        figure = _figure(words, at, tail) if looked_at else None
        if figure is None:
            at += 1
        else:
            found.append(figure)
            at = figure.end
    return with_months(found, words)


def _figure(words: Sequence[Word], at: int, tail: str) -> Figure | None:
    counts = may_count(words[at])
    if counts and _named(words, at):
        return None
    if not counts and not _may_begin(words[at].key):
        return _unit_and_part(words, at) or faint_at(words, at)
    return (
        _clock(words, at)
        or (day_at(words, at) if counts else None)
        or _score(words, at)
        or _decade(words, at)
        or (_parts(words, at) or _number(words, at, tail) or _other(words, at) if counts else None)
        or faint_at(words, at)
    )


@remembered(1 << 14)
def _may_tell(key: str) -> bool:
    """Whether a figure of any sort may begin with a word: most are none and are left at once."""
    return (
        _may_count(key)
        or _may_begin(key)
        or may_be_faint(key)
        or any(form in table.TIME_UNITS for form in bare(key))
    )


@remembered(1 << 14)
def _may_begin(key: str) -> bool:
    return any(form in _BEGINNINGS for form in bare(key))


def _clock(words: Sequence[Word], at: int) -> Figure | None:
    """A time of day as 18:30 has it; «8:00» is «8»."""
    time = time_at(words, at)
    if time is None:
        return None
    hour, minutes, end, half = time
    value = ("parts", hour, minutes) if minutes else ("n", hour)
    return Figure(value, CLOCK if half else "", at, end)


def _score(words: Sequence[Word], at: int) -> Figure | None:
    read = score_at(words, at)
    if read is None:
        return None
    ours, theirs, end = read
    return Figure(("parts", ours, theirs), "", at, end, faint=not ours and not theirs)


def _decade(words: Sequence[Word], at: int) -> Figure | None:
    """ "the 1990s", "the nineties", « les années 90 »."""
    key = words[at].key
    if key in _DECADES:
        return Figure(("decade", _DECADES[key]), "", at, at + 1)
    suffix = words[at + 1] if at + 1 < len(words) else None
    many = suffix is not None and suffix.key == "s" and not suffix.space.strip("'’")
    years = at > 0 and words[at - 1].key in _YEARS
    if not (many or years):
        return None
    read = amount(words, at, "")
    if read is None or read[0] % _TEN:
        return None
    return Figure(("decade", read[0] % _CENTURY), "", at, at + 2 if many else read[2])


def _unit_and_part(words: Sequence[Word], at: int) -> Figure | None:
    """«سنة ونصف», « un an et demi »: one of a measure and a part of it."""
    units = (table.TIME_UNITS[form] for form in bare(words[at].key) if form in table.TIME_UNITS)
    unit = next(units, "")
    part, end = _part_of_unit(words, at + 1) if unit else (0.0, at)
    return Figure(("n", 1.0 + part), unit, at, end) if part else None


def _part_of_unit(words: Sequence[Word], at: int) -> tuple[float, int]:
    """What is added to a measure after it: «3 سنوات [ونصف]», « deux ans [et demi] »."""
    if at >= len(words) or words[at].gap:
        return 0.0, at
    key = words[at].key
    if key[0] == "و" and (part := table.FRACTIONS.get(key[1:].removeprefix("ال"))):
        return part, at + 1
    for said in _AND_HALF:
        if tuple(word.key for word in words[at : at + len(said)]) == said:
            return 0.5, at + len(said)
    return 0.0, at


def _named(words: Sequence[Word], at: int) -> bool:
    """Whether a number belongs to a name: «القناة 12», « France 24 », «صفاقس2»."""
    if at and words[at].space == "" and not PLACES.isdisjoint(bare(words[at - 1].key)):
        return True
    return at > 0 and words[at].key.isdigit() and words[at - 1].key in table.NUMBERED


def _parts(words: Sequence[Word], at: int) -> Figure | None:
    """«10:30», «12/05/2026», «2-1», «2 - 1»; not the number in a name such as «القناة 12»."""
    word = words[at]
    if not word.key[0].isdigit():
        return None
    if ":" in word.key or "/" in word.key:
        parts = word.key.replace("/", ":").split(":")
        if len(parts) == 2 and ":" in word.key and not digits(parts[1]):
            return Figure(("n", digits(parts[0])), "", at, at + 1)  # «8:00» is «8»
        return Figure(("parts", *map(digits, parts)), "", at, at + 1)
    end, parts = at + 1, [word.key]
    while end < len(words) and words[end].key[0].isdigit() and words[end].gap in _DASHES:
        parts += words[end].key.replace("/", ":").split(":")  # «27500 – 3/4»
        end += 1
    if end == at + 1:
        return None
    unit, end = unit_after(words, end, "")
    return Figure(("parts", *map(digits, parts)), unit, at, end)


def _number(words: Sequence[Word], at: int, tail: str) -> Figure | None:
    if at and words[at].key in _ONE_KEYS and words[at - 1].key in _AS_ONE:
        return None
    read = amount(words, at, tail)
    if read is None:
        return None
    value, unit, end = read
    if value >= 2 * _TEN and value % _TEN == 0 and not unit:
        one, after = _latin_ones(words, end)
        if one:
            return Figure(("place", value + one), "", at, after)
    if unit in table.TIME_UNITS.values():
        part, end = _part_of_unit(words, end)
        value += part
    return Figure(("n", value), unit, at, end, words[end].key if end < len(words) else "")


def _latin_ones(words: Sequence[Word], at: int) -> tuple[float, int]:
    """The ordinal after tens, and where it ends: "twenty-[first]", « vingt-[et-unième] »."""
    if at + 1 < len(words) and words[at].key == "et":
        at += 1
    if at >= len(words) or words[at].gap not in _HYPHENS or not words[at].key.isascii():
        return 0.0, at
    return table.ORDINALS.get(words[at].key, 0.0), at + 1


def _is_price(words: Sequence[Word], at: int) -> bool:
    """Whether «ثمن» is a price and no eighth: it is one in «ثمن نهائي» and «الدور ثمن»."""
    if words[at].key not in (table.DOUBTFUL_FRACTION, f"ال{table.DOUBTFUL_FRACTION}"):
        return table.DOUBTFUL_FRACTION in bare(words[at].key)
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    return table.ROUNDS.isdisjoint(word.key for word in beside)


def _other(words: Sequence[Word], at: int) -> Figure | None:
    word = words[at]
    many = at > 0 and word.key.startswith("ال") and words[at - 1].key in table.BEFORE_MANY
    for form in () if many else bare(word.key):
        if form in DUALS:
            noun = DUALS[form]
            known = noun in table.UNITS.values()
            part, end = _part_of_unit(words, at + 1) if known else (0.0, at + 1)
            return Figure(("n", 2.0 + part), noun if known else "", at, end, "" if known else noun)
    for name, values in (("n", table.FRACTIONS), ("rough", table.VAGUE)):
        worth = value_of(word, values)
        if worth is not None and not (_is_price(words, at) or _is_stage(words, at)):
            unit, end = _unit_of_part(words, at + 1)
            return Figure((name, worth), unit, at, end, words[end].key if end < len(words) else "")
    ordinal = worth_as_written(word, table.ORDINALS)
    if ordinal is None or (at + 1 < len(words) and words[at + 1].key in table.OFFICES_BY_PLACE):
        return None
    if words[at].key in _TIMES_SECOND and (_is_measure(words, at) or _is_mate(words, at)):
        return None  # "for a [second] before", « [second] du navire »
    first = ordinal == 1 and len(words) > at + 2
    if first and words[at + 1].key == "من" and words[at + 2].key in table.ITS_KIND:
        return None  # «الأولى من نوعها»
    if _is_part(words, at):
        return Figure(("n", round(1 / table.PARTS[word.key], 2)), "", at - 1, at + 1)
    if at + 1 < len(words) and words[at + 1].key in TEN_KEYS:
        return Figure(("place", ordinal + 10), "", at, at + 2)
    tens = _joined_tens(words, at + 1)
    return Figure(("place", ordinal + tens), "", at, at + (2 if tens else 1))


def _unit_of_part(words: Sequence[Word], at: int) -> tuple[str, int]:
    """The unit after a fraction: «نصف ساعة», "half [an hour]", « demi-[heure] »."""
    for skipped in (0, 1, 2):
        place = at + skipped
        if place >= len(words) or words[place].gap not in _HYPHENS:
            break
        article = words[place].key in _OF_A and place + 1 < len(words)
        if words[place].key in table.TIME_UNITS and not (
            article and words[place + 1].key in table.TIME_UNITS  # "half [an] hour"
        ):
            return table.TIME_UNITS[words[place].key], place + 1
        if words[place].key not in _OF_A:
            break
    return unit_after(words, at, "")


def _is_stage(words: Sequence[Word], at: int) -> bool:
    """Whether a half or quarter is one of a match or year: "the second [half]"."""
    before = words[at - 1] if at else None
    after = words[at + 1] if at + 1 < len(words) else None
    latin = before is not None and before.key.isascii() and before.key in table.ORDINALS
    ordinal = after is not None and after.key.startswith("ال") and after.key in table.ORDINALS
    return latin or (ordinal and words[at].key.endswith(_WITH_ARTICLE))


def _is_measure(words: Sequence[Word], at: int) -> bool:
    """Whether "second" is a measure of time: "a second", with nothing behind it to be second."""
    if not at or words[at - 1].key not in _BEFORE_SECOND:
        return False
    return at + 1 == len(words) or bool(words[at + 1].gap) or is_common(words[at + 1].key)


def _is_mate(words: Sequence[Word], at: int) -> bool:
    """Whether « second » is whoever stands next to the captain, or to the cook."""
    return any(word.key in _CREWED for word in words[at + 1 : at + 4] if not word.gap) and (
        words[at + 1].key in _OF
    )


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
