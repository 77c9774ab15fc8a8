"""Verbs that deny by what they say: «فشل في» is «لم ينجح في», «يقل عن» is «لا يتجاوز».

They are no negations by themselves: it depends on what they are put for, which
`pipeline.edits.negation` knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.speech import keys

_FAILING: Final = keys(
    """
    عجز عجزت يعجز تعجز عجزوا عاجز عاجزة عاجزا فشل فشلت يفشل تفشل فشلوا أخفق أخفقت يخفق تخفق إخفاق
    تعذر تعذرت يتعذر تتعذر استحال يستحيل استحالة امتنع امتنعت يمتنع تمتنع امتنعوا أحجم أحجمت يحجم
    تحجم رفض رفضت يرفض ترفض رفضوا رافضا رافضة يرفضون
    échoué échoue échouent échouait refusé refuse refusent refusait
    failed fails fail failing refused refuses refuse refusing declined declines unable
    """
)
#: their contraries
_DOING: Final = keys(
    """
    نجح نجحت ينجح تنجح نجحوا نجاح تمكن تمكنت يتمكن تتمكن تمكنوا استطاع استطاعت يستطيع تستطيع وافق
    وافقت يوافق توافق وافقوا قبلت يقبل تقبل قبلوا قبول سمح سمحت يسمح تسمح
    réussi réussit réussissent accepté accepte acceptent
    managed manages succeeded succeeds accepted accepts agreed agrees able
    """
)
_LESS: Final = keys("يقل تقل")
_THAN: Final = "عن"
_JOINED: Final = frozenset("وفس")


def fails(words: Sequence[str], at: int) -> bool:
    """Whether the word at a place, of words given by their keys, is such a verb.

    «لا يقل عن» is of those that call it an idiom.
    """
    less = is_less(words[at]) and tuple(words[at + 1 : at + 2]) == (_THAN,)
    return less or _is_of(words[at], _FAILING)


def is_less(key: str) -> bool:
    """«يقل», «وتقل»."""
    return _is_of(key, _LESS)


def succeeds(key: str) -> bool:
    """Whether a word is the contrary of such a verb."""
    return _is_of(key, _DOING)


def _is_of(key: str, verbs: frozenset[str]) -> bool:
    """Whether a word is one of some verbs, whatever is joined before it: «وفشل», «ستفشل»."""
    return key in verbs or (key[:1] in _JOINED and (key[1:] in verbs or key[2:] in verbs))
