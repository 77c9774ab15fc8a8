"""Whether a line, or what opens a text, only says whose the text is: who wrote or sent it.

Sources within a sentence («وفق مصدر أمني») are `attribution`'s; credits that a
reader of pages takes out of a body, `pipeline.press.credits`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.naming.name_looks import is_family, is_given, is_plain
from pipeline.edits.naming.names import proper_names_in
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Sentence, Word
from pipeline.press import words as press

#: initials of one who signs
_INITIALS: Final = 4
#: words of a family's name
_MOST_FAMILIES: Final = 2
#: words of a line that only says who wrote it
_LONGEST: Final = 7
#: words before the colon of such a line
_LABEL: Final = 3
#: words of a line that only announces a statement
_LONGEST_OPENING: Final = 20
#: what somebody did to a text
_BY: Final = keys(
    """
    تحرير ترجمة متابعة إعداد كتب كتبت تصوير حاوره حاورته تغطية ريبورتاج مراسلة صورة الصورة صور الصور
    عدسة فيديو الفيديو مونتاج photo photos crédit crédits image vidéo video
    """
)
_BY_LATIN: Final = keys("by par")
_DONE: Final = keys("reporting reported written edited compiled propos article texte")
_MORE: Final = keys("additional")
_BESIDE: Final = keys("مع")
_AND: Final = keys("and et in for à with de the")
_AGENCIES: Final = press.AGENCIES | press.AGENCIES_ALONE
#: who is no person
_WHO: Final = press.SOME_AGENCIES | press.DESKS_ALONE | keys("التحرير الأخبار الموقع")
_OUTLETS: Final = press.KNOWN | press.AGENCIES_ALONE
_SOURCE: Final = keys("المصدر مصدر المصادر source sources")
_OPENS: Final = frozenset("([")
SETS_OFF: Final = frozenset("-–—:/|")
#: what issues a statement
_ISSUES: Final = keys("صدر أصدر أصدرت وصدر وأصدر وأصدرت")
_STATEMENTS: Final = keys("البيان بيان بيانا البلاغ بلاغ بلاغا التوضيح توضيح توضيحا")


def is_signature(words: Sequence[Word]) -> bool:
    """Whether words are the initials by which a writer signs: «ع ب م»."""
    return 1 < len(words) <= _INITIALS and all(
        len(word.key) == 1 and word.key.isalpha() and not word.key.isascii() for word in words
    )


def signs(sentence: Sentence) -> bool:
    """Whether a line only says who wrote it: «س ع», «سالم العرفي», «متابعة: س. العرفي»."""
    if _credits_outlet(sentence):
        return True
    words = _without_agencies(sentence.words)
    if len(words) < len(sentence.words) and is_signature(words):
        return True
    if len(words) > _LONGEST or sentence.tail.strip(")].") or is_signature(words):
        return is_signature(words)
    if _is_initialled(words):
        return True
    for at, word in enumerate(words[: _LABEL + 1]):
        if at and ":" in word.gap:
            return all(one.key in _BY or one.key[1:] in _BY for one in words[:at]) and _is_who(
                words[at:]
            )
    if words[0].key in _MORE and len(words) > _LABEL:  # "Additional reporting by"
        words = words[1:]
    if words[0].key in _BY_LATIN or (
        words[0].key in _DONE and words[1:2] and words[1].key in _BY_LATIN
    ):  # "By Amy Hadley and Daniel Coyle"
        return len(words) > 1 and all(
            word.text[:1].isupper() or word.key in _AND | _BY_LATIN for word in words[1:]
        )
    return names_person(sentence)


def _credits_outlet(sentence: Sentence) -> bool:
    """«(العربي الجديد)», «المصدر (سكاي نيوز)»: no more than the name of an outlet."""
    words = sentence.words
    if not 1 <= len(words) <= _LONGEST:
        return False
    labelled = words[0].key in _SOURCE and len(words) > 1
    name = tuple(word.key for word in words[labelled:])
    if labelled and (not _OPENS.isdisjoint(words[1].gap) or name in _OUTLETS):
        return len(name) <= _INITIALS
    return "(" in words[0].gap and ")" in sentence.tail and name in _OUTLETS


def names_person(sentence: Sentence) -> bool:
    """Whether a sentence is no more than a person's name: «سالم العرفي»."""
    words = sentence.words
    if not 1 < len(words) <= _LONGEST or not is_given(words[0]):
        return False
    return len(proper_names_in(sentence)) == len(words)


def may_sign(sentence: Sentence) -> bool:
    """Whether a line could be a name, where one that signed stood in its place."""
    words = sentence.words
    return 1 < len(words) <= _INITIALS and not sentence.tail.strip(")].")


def _is_initialled(words: Sequence[Word]) -> bool:
    """«س. بلقاسمي», « J.-P. Martin »: initials, each before a point, and a name."""
    at = 0
    while at < len(words) - 1 and len(words[at].key) == 1 and words[at + 1].gap.startswith("."):
        at += 1
    name = words[at:]
    return at > 0 and 0 < len(name) <= _MOST_FAMILIES and not any(map(is_plain, name))


def _without_agencies(words: Sequence[Word]) -> Sequence[Word]:
    """The words of a line before «(مع وكالات)»."""
    end = len(words)
    while end and (words[end - 1].key in _WHO or words[end - 1].key in _BESIDE):
        end -= 1
    return words[:end] or words


def _is_who(words: Sequence[Word]) -> bool:
    """Whether what a label tells is who: «سالم العرفي», «س. العرفي», «وكالات», no other words."""
    if len(words) == 1 or not _WHO.isdisjoint(word.key for word in words):
        return True
    first, *rest = words
    initial = len(first.key) == 1
    if len(words) > _INITIALS or any(map(is_plain, rest)):
        return False
    return initial or is_given(first) or (len(words) == 2 and is_family(rest[-1]))


def opens_by_source(words: Sequence[Word], after: Word) -> bool:
    """Whether words at the head of a text, set off by a mark, tell where it is from: «(وات) -»."""
    if SETS_OFF.isdisjoint(after.gap) or len(words) > _LONGEST:
        return False
    said = tuple(word.key for word in words)
    ends = range(1, len(said) + 1)
    named = any(
        said[at:end] in _AGENCIES for end in ends for at in range(max(0, end - press.LONGEST), end)
    )
    written = (
        ":" in after.gap
        and any(map(is_given, words[1:]))  # «الترجي - الإفريقي: …» is a match
        and not SETS_OFF.isdisjoint(words[1].gap)
    )
    return named or written or is_signature(words) or not press.SOME_AGENCIES.isdisjoint(said)


def introduces(sentence: Sentence) -> bool:
    """Whether a sentence only says whose statement follows: «صدر عن الوزارة البيان الآتي:»."""
    words = sentence.words
    return (
        len(words) <= _LONGEST_OPENING
        and words[0].key in _ISSUES
        and sentence.tail.endswith(":")
        and any(word.key in _STATEMENTS for word in words)
    )
