"""Whether two Arabic words are one that agrees in two ways with the words beside it.

«هذا», «هذه»; «التي», «الذي»; «سيكون», «ستكون»; «الجديد», «الجديدة» after a noun. Who a word is
about does not change with it: words beside it that stayed say that, and
`pipeline.edits.judging.agreement` knows those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.edits.common_words import is_common
from pipeline.edits.mending.frequency import frequency
from pipeline.edits.naming import name_words as table
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

#: of which one stands by the gender and number of a word beside it
_GROUPS: Final = tuple(
    map(
        keys,
        (
            "هذا هذه هذان هذين هاتان هاتين هؤلاء",
            "ذلك تلك أولئك",
            "الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي",
            "كان كانت كانا كانتا كانوا",
            "كلا كلتا كلي كلتي",
            "أحد إحدى",
            "الأول الأولى",
        ),
    )
)
#: what may be joined before one of these
_JOINED: Final = "وفبلك"
#: of verbs that are not past, and what is joined before them
_VERB: Final = re.compile("([وف]?[سل]?)([يت])(..+)")
#: words without gender by which a plural verb of them is known
_LEAST_VERB: Final = 5
#: how adjectives are built, without article and gender: «جديد», «حاكم», «عام», «متربص», «بلدي»
_ADJECTIVE: Final = re.compile("..ي.|.ا..|.ا.|م...+|..+ي")
#: what is built so and is a noun with and without «ة», each of another thing
_NOUNS: Final = keys(
    "مكتب مدرس محكم منطق مجموع مصلح مطبع مزرع مرحل مسير جامع عامل قاعد عاصم دائر ناحي بلدي ثاني "
    "دقيق طريق حديق جزير قضي مادي حمل"
)
#: of these, what says of no person who did it, or to whom it was done
_QUALITY: Final = re.compile("..ي.|.ا.|..+ي")
_DEFINITE: Final = re.compile("[وفبك]?ال(?=..)|[وف]?لل(?=..)")
#: before an adjective that says how something is, which it agrees with: «كانت النتائج [إيجابية]»
_BEING: Final = keys(
    "كان أصبح بدا ظل بات صار ليس أضحى أمسى يكون يبقى يعتبر يعد يبدو يصبح يظل سيكون ستكون تكون تبقى "
    "تعتبر تعد تبدو تصبح تظل كانت أصبحت بدت ظلت باتت صارت ليست أضحت أمست"
)
_FEMININE: Final = keys(
    "طريق أرض شمس حرب نار دار نفس سوق بنت أم أخت عين يد سماء روح بئر كأس قدم رجل رياح حدود"
)
_TANWIN: Final = "ا"
#: how much rarer than a noun or an adjective what is none may be with an article
_AS_NOUN: Final = 2.2
#: how much rarer a noun may be with an article than without
_NEARLY: Final = 1.5
#: nouns that an adjective may go with, back from the word before it
_FAR: Final = 3


def are_forms_of_one(one: str, other: str) -> bool:
    """Whether two words, given by their keys, only stand for others in another gender or number."""
    rests = [(one, other)]
    if one[:1] == other[:1] and one[:1] in _JOINED:
        rests.append((one[1:], other[1:]))
    return any(first in group and second in group for first, second in rests for group in _GROUPS)


def same_verb(one: str, other: str) -> bool:
    """Whether two verbs differ by gender, or by the mood of a plural: «ستكون», «يطالبوا»."""
    shown, again = _VERB.fullmatch(one), _VERB.fullmatch(other)
    if shown is None or again is None or shown[1] != again[1]:
        return False
    if shown[2] != again[2]:
        return shown[3] == again[3]
    ends = {shown[3][-2:], again[3][-2:]}
    plural = ends == {"ون", "وا"} and shown[3][:-2] == again[3][:-2]
    return plural and len(one) >= _LEAST_VERB


def is_tanwin(one: str, other: str) -> bool:
    """Whether a noun only has the ending of the accusative or lacks it: «صعب», «صعبا»; «تأثيرا».

    That it is a noun, and no verb of two («لعبا»), is known by its article.
    """
    noun, accusative = sorted((one, other), key=len)
    if accusative != noun + _TANWIN or is_common(noun) or is_common(accusative):
        return False
    return frequency(f"ال{noun}") >= _AS_NOUN


def _is_noun(key: str) -> bool:
    """Whether a word has an article nearly as often as none: verbs have none."""
    bare = key[1:] if key[:1] in "وف" and frequency(key[1:]) > frequency(key) else key
    return frequency(f"ال{bare}") + _NEARLY >= frequency(bare) > 0


def is_adjective_anew(words: Sequence[Word], at: int, one: Word, other: Word) -> bool:
    """Whether an adjective that stands at words[at] got the gender of a noun before it.

    Args:
        words: of the new version of a sentence.
        at: where the word stands.
        one: as it was.
        other: as it is.
    """
    male, female = sorted((one, other), key=lambda word: len(word.key))
    plural = male.plain.endswith("ى")  # «القرى»
    if female.key != f"{male.key}ه" or plural or at == 0 or other.gap:
        return False
    head = _DEFINITE.match(male.key)
    bare = male.key[head.end() :] if head else male.key
    if not _ADJECTIVE.fullmatch(bare) or bare in _NOUNS:
        return False
    if bare in table.PEOPLE or f"ال{bare}" in table.TITLES:
        return False
    if head is None:
        return female.plain.endswith("ة") and _is_predicate(words, at, is_female=other is female)
    if _is_between(words, at):
        return other is male
    before = words[at - 1]
    if _DEFINITE.match(before.key) is None:
        return False
    if bare.endswith("ي"):
        return True
    wanted = other is female
    head_noun = words[at - 2] if at > 1 and not before.gap else None
    if head_noun is None or _DEFINITE.match(head_noun.key) or is_common(head_noun.key):
        return _is_female(before) == wanted
    if not _is_noun(head_noun.key):  # «كرمت البلدية [المعلمة]»
        return _is_female(before) == wanted and _QUALITY.fullmatch(bare) is not None
    return wanted in (_is_female(before), _is_female(head_noun))


def _is_between(words: Sequence[Word], at: int) -> bool:
    """«من [المنتظر] أن»."""
    after = words[at + 1].key if at + 1 < len(words) else ""
    return words[at - 1].key in ("من", "ومن") and after in ("ان", "الا")


def _is_predicate(words: Sequence[Word], at: int, *, is_female: bool) -> bool:
    """Whether a verb before says that something is so, and is of the same gender."""
    for word in reversed(words[max(0, at - _FAR) : at]):
        for key in (word.key, word.key[1:]):
            if key in _BEING:
                return (key.endswith("ت") or key.startswith(("ت", "ست"))) == is_female
    return False


def _is_female(word: Word) -> bool:
    head = _DEFINITE.match(word.key)
    bare = word.key[head.end() :] if head else word.key
    return bare.endswith(("ه", "ات")) or bare in _FEMININE
