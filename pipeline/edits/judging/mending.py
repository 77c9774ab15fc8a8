"""Words of a change that are one word spelt in two ways: they take no part in the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from config.edit_kinds import EditKind
from pipeline.edits.clauses import is_verbal
from pipeline.edits.common_words import is_common
from pipeline.edits.hunks import Hunk
from pipeline.edits.joined import bare
from pipeline.edits.judging.agreement import agree_as_whole, agrees_anew, stands_alone
from pipeline.edits.judging.latin_slips import is_contracted
from pipeline.edits.judging.mistyped import (
    is_doubled,
    is_mark_mistyped,
    misspelt,
    same_but_alif,
    same_but_seat,
)
from pipeline.edits.judging.pair import Pair
from pipeline.edits.mending.foreign import is_foreign
from pipeline.edits.mending.slips import alike
from pipeline.edits.mending.spelling import (
    of_abroad,
    same_joined,
    same_sound,
    same_word,
    sounds_apart,
)
from pipeline.edits.mending.transliterations import transliterated
from pipeline.edits.mending.word_forms import agree, same_but_ending
from pipeline.edits.naming.family_names import are_two_families
from pipeline.edits.naming.name_looks import is_given, is_head, is_plain, is_title
from pipeline.edits.naming.name_words import GIVEN, LINKS, PLACES
from pipeline.edits.words import Word

#: how many words farther on the same word spelt otherwise is looked for
_REACH: Final = 12
#: letters of a family's name that one letter makes no other of
_LEAST_FAMILY: Final = 5
_LEAST_GIVEN: Final = 3
#: no case ends so: «ابتداءا»
_MISWRITTEN: Final = "اءا"
#: words of a foreigner's name
_LONGEST_NAME: Final = 3
#: more letters than any name has
_LONGEST: Final = 100
_LATIN_VOWELS: Final = frozenset("aeiouy")
#: letters of a given name that may be a foreign one in two transliterations
_LEAST_FOREIGN: Final = 6
#: letters that one given name ends with or without: «سارة», «سارا»
_LAST: Final = "هاءي"
_HISSING: Final = {"ز", "س"}


def mend_blanks(pair: Pair, hunk: Hunk) -> bool:
    """Tells and claims words that were only written together or apart."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    left = pair.open(hunk)
    if not same_joined(
        tuple(old[i].key for i in left.before), tuple(new[j].key for j in left.after)
    ):
        return False
    sides = ([old[at] for at in left.before], [new[at] for at in left.after])
    shown, again = ("".join(word.plain for word in words) for words in sides)
    son = "".join(word.key for word in sides[0]) != "".join(word.key for word in sides[1])
    if son or shown.isascii() or _names_somebody(sides):
        _mend(pair, left.before, left.after, "spelling")
    else:  # «و إلتقى», «والتقى» lost a blank and a hamza
        _mend(pair, left.before, left.after, "formatting")
        if shown != again:
            _mend(pair, left.before, left.after, "spelling")
    return True


def look_at_spelling(pair: Pair, hunk: Hunk) -> None:
    """Tells and claims the words of a change that were only spelt another way."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    left = pair.open(hunk)
    if is_contracted([old[i].key for i in left.before], [new[j].key for j in left.after]):
        _mend(pair, left.before, left.after, "spelling")
        return
    if is_mark_mistyped(old, left.before, new, hunk.j) or is_mark_mistyped(
        new, left.after, old, hunk.i
    ):
        if not (left.before and left.after):
            _mend(pair, left.before, left.after, "spelling")
        return
    if is_doubled(old, left.before) or is_doubled(new, left.after):
        if not (left.before and left.after):
            _mend(pair, left.before, left.after, "spelling")
        return
    if left.before and left.after and (agrees_anew(pair, hunk) or agree_as_whole(pair, hunk)):
        _mend(pair, left.before, left.after, "spelling")
        return
    alone = len(left.before) == len(left.after) and all(
        same_word(old[i].key, new[j].key) for i, j in zip(*left, strict=True)
    )
    # two words in a row that sound the same are a name in another transliteration
    named = len(left.before) == len(left.after) > 1 and all(
        same_sound(old[i].key, new[j].key) and not agree(old[i].key, new[j].key)
        for i, j in zip(*left, strict=True)
    )
    if _same_foreign([old[i] for i in left.before], [new[j] for j in left.after]):
        _mend(pair, left.before, left.after, "spelling")
        return
    start = 0
    for i in left.before:
        for place in range(start, min(start + _REACH, len(left.after))):
            j = left.after[place]
            if _are_two(old[i].key, new[j].key):
                continue
            names = named or (
                (i in pair.before.names or j in pair.after.names)
                # «[حاتم بن سالم]», «[سليم خلبوس]» are two persons
                and (i - hunk.i == j - hunk.j or hunk.i_end - i == hunk.j_end - j)
            )
            titled = i > 0 and j > 0 and is_title(old[i - 1]) and is_title(new[j - 1])
            if (
                same_word(old[i].key, new[j].key, names=names)
                or (pair.usage and pair.usage.mended(old, i, new, j))
                or _same_with_article(old, i, new, j)
                or ((names or titled) and _same_but_last(old[i].key, new[j].key))
                or _same_family(old, i, new, j)
                or same_but_alif(old[i], new[j])
                or same_but_seat(old[i], new[j])
                or misspelt(old, i, new, j)
                or transliterated(old[i].key, new[j].key)
            ):
                # a case that follows from the words beside it is no mended word
                told = not _only_raised(old[i], new[j]) and (
                    (alone and stands_alone(pair, hunk))
                    or not same_but_ending(old[i].key, new[j].key)
                    or _MISWRITTEN in (old[i].key[-3:], new[j].key[-3:])
                )
                kind: EditKind = "formatting" if old[i].plain == new[j].plain else "spelling"
                _mend(pair, [i], [j], kind if told else None)
                start = place + 1
                break


def _names_somebody(sides: Iterable[Sequence[Word]]) -> bool:
    """Whether a name is among words; written together or apart it is spelt so: «عبد الله».

    With a word that is none beside it only a blank is missing: «ليمابولاية».
    """
    words = [word for side in sides for word in side]
    named = any(
        is_given(word) or not (PLACES | LINKS).isdisjoint(bare(word.key))
        for word in words
        if not is_common(word.key)  # «على» is written as «علي»
    )
    return named and not any(is_head(word) or is_title(word) for word in words)


def _are_two(one: str, other: str) -> bool:
    """Whether two words are the known names of two places, persons or families."""
    return _two_places(one, other) or _two_persons(one, other) or are_two_families(one, other)


def _two_places(one: str, other: str) -> bool:
    """Whether two words are the known names of two places: «فرنانة», «فريانة»; not «ميونخ»."""
    if one == other or of_abroad(one, other):
        return False
    return all(not PLACES.isdisjoint(bare(key)) for key in (one, other))


def _two_persons(one: str, other: str) -> bool:
    """Whether two words are known given names of two persons: «سالم», «سليم».

    Long ones that sound the same are foreign, and one in two transliterations: «ديمتري».
    """
    if one.removeprefix("ال").rstrip(_LAST) == other.removeprefix("ال").rstrip(_LAST):
        return False
    short = min(len(one), len(other)) < _LEAST_FOREIGN
    return short and one in GIVEN and other in GIVEN


def _same_but_last(one: str, other: str) -> bool:
    """Whether a name only got another letter for its last vowel: «سارة», «سارا»."""
    return one[:-1] == other[:-1] and len(one) > 3 and {one[-1], other[-1]} <= set("هاي")


def _only_raised(one: Word, other: Word) -> bool:
    """Whether nothing but a capital came or went, with the words beside it: « [la] », « [La] »."""
    return one.text.lower() == other.text.lower()


def _same_family(old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
    """Whether after the same given name a family's was only written in another way.

    It lost or gained a letter, or has one in place of another that looks or sounds like it: any
    other makes another person of it («الماجري», «الهاجري»).
    """
    if old[i].key.isascii() and new[j].key.isascii():
        return _same_capital(old, i, new, j)
    if not (i and j) or old[i - 1].key != new[j - 1].key:
        return False
    if not is_given(old[i - 1]):
        return False
    one, other = old[i].key, new[j].key
    if min(len(one), len(other)) < _LEAST_FAMILY or old[i].gap or new[j].gap:
        return False
    if len(one) == len(other) and not same_sound(one, other):
        changed = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        if not all(alike(*letters) or {*letters} == _HISSING for letters in changed):
            return False
    named = not any(is_plain(word) or is_verbal(word) for word in (old[i], new[j]))
    return named and OSA.distance(one, other, score_cutoff=1) <= 1


def _same_capital(old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
    """« Alain [Mercier] », « Alain [Mercer] »: what follows a given name or a title.

    A consonant put for another makes another person: « Dupont », « Dumont ».
    """
    if not (old[i].text[:1].isupper() and new[j].text[:1].isupper()):
        return False
    before, after = (old[i - 1 : i], new[j - 1 : j]), (old[i + 1 : i + 2], new[j + 1 : j + 2])
    given = _same_raised(*before) or (before[0] and is_title(before[0][0]))
    # « [Van] Vieng », « [Vang] Vieng »
    least = _LEAST_GIVEN if _same_raised(*after) else _LEAST_FAMILY if given else _LONGEST
    if given and len(old[i].key) != len(new[j].key):  # « Sako », « Sakho »
        least = _LEAST_GIVEN + 1
    if min(len(old[i].key), len(new[j].key)) < least:
        return False
    one, other = old[i].key, new[j].key
    changed = {
        letter for pair in zip(one, other, strict=False) if pair[0] != pair[1] for letter in pair
    }
    lost = len(one) != len(other) or sorted(one) == sorted(other) or changed <= _LATIN_VOWELS
    return lost and OSA.distance(one, other, score_cutoff=1) <= 1


def _same_raised(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether beside a word the same one with a capital stands in both versions."""
    return bool(old and new) and (
        old[0].text == new[0].text
        and old[0].text[:1].isupper()
        and len(old[0].text) >= _LEAST_GIVEN
        and not new[0].gap
    )


def _same_with_article(old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
    """Whether the name of one person or place was only given an article: «نوري», «النوري»."""
    shorter, longer = sorted((old[i], new[j]), key=lambda word: len(word.key))
    if longer.key != f"ال{shorter.key}" or is_title(longer):
        return False
    before = (*old[max(0, i - 1) : i], *new[max(0, j - 1) : j])
    after_given = len(before) > 1 and all(map(is_given, before)) and not (old[i].gap or new[j].gap)
    return after_given or shorter.key in PLACES or (is_given(shorter) and is_given(longer))


def _same_foreign(told: Sequence[Word], tells: Sequence[Word]) -> bool:
    """Whether a foreigner's name only stands in another transliteration: «ريشار جاسكيه».

    One of its words sounds the same, and each nearly does.
    """
    if len(told) != len(tells) or not 1 < len(told) <= _LONGEST_NAME:
        return False
    pairs = [(one.key, other.key) for one, other in zip(told, tells, strict=True)]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    apart = [sounds_apart(*pair) for pair in changed]
    known = pairs[0][0] in GIVEN and pairs[0][1] in GIVEN
    foreign = known or any(is_foreign(key) for pair in pairs for key in pair)
    heard = any(same_sound(*pair) for pair in changed)
    return (
        foreign
        and (heard or (0 in apart and len(changed) > 1))
        and all(
            far == 0 or (far == 1 and one[0] == other[0])
            for far, (one, other) in zip(apart, changed, strict=True)
        )
    )


def _mend(pair: Pair, i: list[int], j: list[int], kind: EditKind | None) -> None:
    pair.claim(i, j)
    pair.found.kept += min(len(i), len(j))
    if kind:
        pair.tell(
            kind,
            pair.before.sentence.said(i[0], i[-1] + 1) if i else "",
            pair.after.sentence.said(j[0], j[-1] + 1) if j else "",
        )
