"""Whether words that no list knows are names, since names, or words of their kind, stand there too.

A change shows two texts in one place: what one of them is tells what the other is. «اللاعب
[ديلان برون]» after a title, «إلى [غلطة سراي] التركي» before an adjective, one office for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.clauses import is_verbal
from pipeline.edits.hunks import Hunk
from pipeline.edits.judging.other_bodies import bodies_alike, other_body, other_speaker
from pipeline.edits.judging.pair import Open, Pair
from pipeline.edits.judging.persons_in_kind import (
    families_alike,
    listed_alike,
    no_part_of_any,
    persons_alike,
    surnames_alike,
    titled_alike,
)
from pipeline.edits.judging.places_in_kind import may_call_place, places_alike
from pipeline.edits.judging.side import Side
from pipeline.edits.mending.word_forms import agree
from pipeline.edits.naming.gazetteer import is_body, is_place, may_be_body, named_at
from pipeline.edits.naming.name_bodies import is_body_name
from pipeline.edits.naming.name_heads import is_part_of_place
from pipeline.edits.naming.name_looks import (
    is_bare_noun,
    is_family,
    is_foreign_name,
    is_given,
    is_head,
    is_local,
    is_nisba,
    is_office,
    is_plain,
)
from pipeline.edits.naming.name_phrases import heads_name
from pipeline.edits.naming.name_words import BEFORE_NAMES
from pipeline.edits.words import Word

#: words that are left beside a name that only came, and say nothing without it
_FEW: Final = 2
#: letters in which the forms of a noun end, and those of what is left
_OF_FORMS: Final = "هتينا"
_LEAST_STEM: Final = 3
_QUOTES: Final = '"«»“”'
#: words of a name that a title stands before
_NAMED: Final = (2, 3)
_JOINED: Final = ("ال", "لل", "بال", "و")
#: by which nouns end, and foreign names do not
_OF_NOUNS: Final = ("ات", "ين", "ون", "ها", "هم", "ية")


def in_kind(pair: Pair, hunk: Hunk) -> Open:
    """Words of no name that tell who or where, put for others that do: «الفرنسي», «الوزير»."""
    left = pair.open(hunk)
    if len(left.before) == len(left.after) == 1 and _of_one_noun(pair, left):
        return Open([], [])
    old, new = pair.before.sentence.words, pair.after.sentence.words
    for test in (is_local, is_office):
        one = [at for at in left.before if test(old[at])]
        other = [at for at in left.after if test(new[at])]
        if one and other:
            return Open([], []) if _regendered(pair, one, other) else Open(one, other)
    looks = (
        alike,
        families_alike,
        listed_alike,
        other_speaker,
        bodies_alike,
        other_body,
        places_alike,
    )
    if any(look(pair, left) for look in looks):
        return left
    if _of_country(pair, hunk, left):
        return left
    # «سوسة المدينة», «سوسة الشمالية»: which part of a place
    single = len(left.before) == len(left.after) == 1
    if single and all(is_part_of_place(*one) for one in ((old, hunk.i), (new, hunk.j))):
        return left
    return Open([], [])


def _of_one_noun(pair: Pair, left: Open) -> bool:
    """Whether both words are forms of one: «البندقية» is a place, «بندقيتي صيد» are two rifles."""
    one = pair.before.sentence.words[left.before[0]].key
    other = pair.after.sentence.words[left.after[0]].key
    stems = [key.removeprefix("ال").rstrip(_OF_FORMS) for key in (one, other)]
    return stems[0] == stems[1] and len(stems[0]) >= _LEAST_STEM


def alike(pair: Pair, left: Open) -> bool:
    """Whether both sides of a change are names of persons or foreign ones, by what one shows."""
    looks = (titled_alike, _foreign_alike, persons_alike, surnames_alike)
    return any(look(pair, left) for look in looks)


def _foreign_alike(pair: Pair, left: Open) -> bool:
    """Whether up to three words stand for as many that may be foreign names, and one surely is.

    «وظهرت [أنجلينا جولي]», «وظهرت [نيكول كيدمان]».
    """
    runs = [
        [side.sentence.words[at] for at in places]
        for side, places in ((pair.before, left.before), (pair.after, left.after))
    ]
    if not all(0 < len(run) <= max(_NAMED) for run in runs):
        return False
    if any(word.gap.strip(_QUOTES) for run in runs for word in run[1:]):
        return False
    surely = [any(map(is_foreign_name, run)) for run in runs]
    return any(surely) and all(
        _may_be_foreign(word, beside=sure and len(run) > 1)
        for sure, run in zip(surely, runs, strict=True)
        for word in run
    )


def _may_be_foreign(word: Word, *, beside: bool) -> bool:
    """Whether a word may be of a foreign name: as a verb does one begin only `beside` another."""
    if is_foreign_name(word) or is_given(word):
        return True
    unlike = word.plain.startswith(_JOINED) or word.plain.endswith(_OF_NOUNS)
    unlike = unlike or (begins_as_verb(word) and not beside)
    return not (unlike or no_part_of_any(word))


def begins_as_verb(word: Word) -> bool:
    """Whether a word looks like a verb; of the future «س» stands before a person's letter."""
    future = word.key[:1] != "س" or word.key[1:2] in ("ي", "ت", "ن")
    return is_verbal(word) and future


def _of_country(pair: Pair, hunk: Hunk, left: Open) -> bool:
    """Whether words take an adjective with the article without having one, as names do.

    «إلى [غلطة سراي] التركي», «إلى [فنربخشة] التركي»; after a verb «التركي» would be its subject.
    """
    for (side, start, end), places in zip(pair.sides(hunk), left, strict=True):
        words = side.sentence.words
        if not 0 < start < end < len(words) or places != list(range(start, end)):
            return False
        if words[start - 1].key not in BEFORE_NAMES or words[end].gap:
            return False
        if not words[end].key.startswith("ال") or not is_local(words[end]):
            return False
        if any(word.key.startswith(_JOINED) or no_part_of_any(word) for word in words[start:end]):
            return False
    return True


def _regendered(pair: Pair, one: list[int], other: list[int]) -> bool:
    """Whether an office only changed its gender: «[الوزير] السابقة», «[الوزيرة] السابقة»."""
    old, new = pair.before.sentence.words, pair.after.sentence.words
    single = len(one) == len(other) == 1 and is_office(old[one[0]]) and is_office(new[other[0]])
    return single and agree(old[one[0]].key, new[other[0]].key)


def instead(
    side: Side, places: list[int], of: Sequence[Word], at: int, *, alone: bool
) -> list[int]:
    """What may stand where a name stands, if it is not lost among other words.

    One word that looks like nothing may be a name where the name stands alone.

    Args:
        side: where it is looked for.
        places: words there that changed.
        of: the words of the other version.
        at: where the name begins among them.
        alone: whether those that changed there are the name and no more.
    """
    words = side.sentence.words
    found = [at for at in places if may_name(words[at])]
    run = [words[at] for at in places]
    if not found and alone and run and (_is_phrase(side, places) or is_body_name(run)):
        return places
    if not found and alone and _is_place(of, at) and may_call_place(words, places):
        return places
    if not found and alone and len(places) == 1:
        likewise = _is_likewise(words[places[0]], of, at) or _is_surname(words, places[0], of[at])
        found = places if likewise else []
    return found if len(side.content(places)) - len(found) <= _FEW else []


def _is_phrase(side: Side, places: list[int]) -> bool:
    """«[الكتلة الديمقراطية]», put for «[كتلة الإصلاح]»: a head that is described."""
    words = side.sentence.words
    described = len(places) > 1 and side.phrases.issuperset(places)
    plain = any(is_plain(words[at]) for at in places)
    return described and not plain and heads_name(words, places[0])


def _is_surname(words: Sequence[Word], at: int, name: Word) -> bool:
    """«يوسف [الصيد]», put for «يوسف [الشاهد]»."""
    word = words[at]
    definite = word.key.startswith("ال") and name.key.startswith("ال")
    after_given = at > 0 and not word.gap and is_given(words[at - 1])
    return definite and after_given and not (word.key.endswith("ه") or no_part_of_any(word))


def _is_place(words: Sequence[Word], at: int) -> bool:
    return is_place(words[at].key) or named_at(words, at) > 0


def _is_likewise(word: Word, of: Sequence[Word], at: int) -> bool:
    """Whether one word may be a name since it was put for one: «في [رين]», «في [ميتز]»."""
    if (is_body(of[at].key) or named_at(of, at)) and may_be_body(word.key):
        return True
    if is_place(of[at].key):
        unlike = word.key.startswith(("ال", "و")) or word.key.endswith(("ه", "ات", "ها", "هم"))
        return not (unlike or is_plain(word) or is_head(word))
    return is_bare_noun(word)


def may_name(word: Word) -> bool:
    """Whether a word may be a name where a name stands in its place."""
    # «بالحكم» looks like «بالطيب»
    family = is_family(word) and not word.key.startswith("بال")
    return is_office(word) or is_nisba(word) or is_given(word) or family
