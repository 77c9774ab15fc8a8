"""Whether two words are one name of abroad in two transliterations: «سالزبورغ», «زالتسبورغ».

What each land writes for a sound that Arabic lacks, or for a vowel, differs; the consonants that
are heard stay. Names of Arabic itself are told apart by vowels («سالم», «سليم») and are left out.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA

from pipeline.edits.mending.foreign import is_foreign
from pipeline.edits.mending.frequency import frequency, is_listed
from pipeline.edits.mending.word_forms import joined_otherwise, of_place
from pipeline.edits.naming.name_words import GIVEN, PLACES
from pipeline.remembering import remembered

#: letters of the shorter one
_SHORTEST: Final = 4
_LONGEST: Final = 30
#: consonants by which a name is known, and from how many on one may be heard otherwise
_LEAST_HEARD: Final = 3
_LEAST_NEAR: Final = 5
#: letters in which names that Arabic could have made may differ
_FEW: Final = 2
#: the same, where no consonant is written otherwise
_LEAST_SAME: Final = 4
#: joined before a name, or a part of it
_ARTICLE: Final = re.compile("^(?:[وف]?(?:لل|[بلك]?ال))(?=.{4})")
_PREPOSED: Final = tuple("لبوفك")
#: two letters for one sound: z and ts, ch, the German z
_TOGETHER: Final = (("تس", "س"), ("تز", "س"), ("دز", "س"), ("تش", "ش"), ("دج", "ج"), ("كس", "س"))
#: letters that stand for one sound of other languages
_HEARD: Final = str.maketrans("غقجڨگزصذثظطضڤپچ", "ككككك" + "سسسسس" + "تت" + "فبش")
_VOWELS: Final = re.compile("[اويهعءةى]")
#: what begins a name that others begin with the letter J
_J: Final = re.compile("^[جيخه]")
#: what Arabic joins to its own words, and how much rarer they are then than a name
_BEHIND: Final = ("ها", "هم", "ات", "وا", "ت")
_PERSONS: Final = "يتن"
_PRONOUNS: Final = ("ها", "هم", "هما", "هن", "نا", "وا", "كم")
_HARDLY: Final = 1.0
_TWICE: Final = re.compile(r"(.)\1+")


@remembered(1 << 14)
def heard(key: str) -> str:
    """The consonants of a name as they are heard, vowels left out."""
    for two, one in _TOGETHER:
        key = key.replace(two, one)
    return _TWICE.sub(r"\1", _VOWELS.sub("", key.translate(_HEARD)))


def transliterated(one: str, other: str) -> bool:
    """Whether two words, given by their keys, are one name of abroad written in two ways."""
    if one.isascii() or other.isascii() or max(len(one), len(other)) > _LONGEST:
        return False
    heads = [_ARTICLE.match(key) for key in (one, other)]
    before = [head[0] if head else "" for head in heads]
    if before[0] != before[1]:
        return False
    one, other = one[len(before[0]) :], other[len(before[0]) :]
    if _is_one_name(one, other):
        return True
    joined = one[:1] == other[:1] and one[:1] in _PREPOSED  # «[ل]موزارت»
    return (
        joined and is_listed(one[1:]) and is_listed(other[1:]) and _is_one_name(one[1:], other[1:])
    )


def _is_one_name(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST or joined_otherwise(one, other):
        return False
    if of_place(one, other) or not _are_of_abroad(one, other):
        return False
    said, again = heard(one), heard(other)
    if said != again and _J.match(one) and _J.match(other):
        said, again = (heard(_J.sub("ش", key)) for key in (one, other))
    if said != again:
        near = min(len(said), len(again)) >= _LEAST_NEAR and said[0] == again[0]
        return near and OSA.distance(said, again, score_cutoff=1) == 1
    if _VOWELS.sub("", one) == _VOWELS.sub("", other):
        # «شارون», «شيرين»: by vowels alone only a long one is known
        return len(said) >= _LEAST_SAME
    return len(said) >= _LEAST_HEARD or (
        len(said) > 1 and OSA.distance(one, other, score_cutoff=_FEW) <= _FEW
    )


def _are_of_abroad(one: str, other: str) -> bool:
    """Whether neither is a word of Arabic, nor both are names that are known as two."""
    pair = (one, other)
    if one in PLACES and other in PLACES:
        return False
    foreign = any(map(is_foreign, pair))
    if one in GIVEN and other in GIVEN and not all(map(is_foreign, pair)):
        return False
    if not foreign and OSA.distance(one, other, score_cutoff=_FEW) > _FEW:
        return False
    if any(key.endswith(_PRONOUNS) for key in pair):
        return False
    return all(is_foreign(key) or _stands_alone(key) for key in pair)


@remembered(1 << 14)
def _stands_alone(key: str) -> bool:
    """Whether a word is hardly written with an article or a pronoun, as those of Arabic are.

    Nor with another person, as a verb is: «تتماثل», «يتماثل».
    """
    if key[0] in _PERSONS and any(
        is_listed(person + key[1:]) for person in _PERSONS if person != key[0]
    ):
        return False
    if not is_listed(key):
        return True
    forms = (f"ال{key}", *(key + behind for behind in _BEHIND))
    most = max(frequency(form) if is_listed(form) else 0.0 for form in forms)
    return most < frequency(key) - _HARDLY
