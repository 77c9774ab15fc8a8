"""Whether a noun is the dual of another by its form: «خليتين» beside «خلية» or «خلايا».

Only two words set side by side tell: many nouns end as duals do («ميدان», «قوانين»). The duals
of counted nouns that are known by themselves are `pipeline.edits.counting.dual_words`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.edits.joined import bare
from pipeline.edits.sourcing.speech import keys
from pipeline.edits.words import Word

_ENDINGS: Final = ("ان", "ين")
_ARTICLES: Final = ("وال", "بال", "ال", "لل")
#: letters that change between a noun's forms
_WEAK: Final = frozenset("اويىهءت")
#: consonants by which a dual and a broken plural are known for one noun
_LEAST_ROOT: Final = 3
_LEAST: Final = 2
#: nouns so short that what ends as their dual may be a word of its own: «أمين», «كمين»
_SHORT: Final = keys("لص سد حد حق شق صف خط كف خد جد عم رف قط دب نص صك طن")
#: what ends as a dual beside a shorter word of its root
_NO_DUALS: Final = keys(
    """
    فقدان حرمان سريان جريان دوران طيران غليان هيجان نسيان عصيان عدوان غفران كتمان خسران عرفان بنيان
    إنسان لبنان سلطان عمران طغيان حيوان طوفان غضبان عطشان جوعان فرحان كسلان سكران قربان شعبان
    آخرين سجنان البحرين بحرين القصرين قصرين سليمان سلمان خلفان سرطان بركان مهرجان برلين نسرين ياسين
    السنين سنين اللتين اللذين بنيامين مدنين
    """
)


def is_dual_of(dual: Word, noun: Word) -> bool:
    """Whether the first word says two of what the second says one, or several, of."""
    key, other = dual.key, noun.key
    if not key.endswith(_ENDINGS) or other.isascii():
        return False
    if len(key) <= _LEAST + 2 and key[:-2] not in _SHORT:
        return False
    if not _NO_DUALS.isdisjoint(bare(key)):
        return False
    stem = key[:-2]
    if other.endswith("ه"):
        return stem == f"{other[:-1]}ت"
    if stem == other:
        open_ended = noun.plain.endswith("ى")  # «مستشفى»
        return key.endswith("ان") or open_ended or not _takes_plural(stem)
    if other.endswith(_ENDINGS):
        return False
    if stem.endswith("ت"):  # «رصاصتين», «رصاصات»; «خليتين», «خلايا»
        return other == f"{stem[:-1]}ات" or (
            _root(stem) == _root(other) and len(_root(other)) >= _LEAST and "ا" in other[1:]
        )
    if key.endswith("ين") and _takes_plural(stem):  # «مدارس», «مدرسين»
        return False
    plural = "ا" in other and key[:1] not in ("ي", "ت")
    return plural and _root(stem) == _root(other) and len(_root(other)) >= _LEAST_ROOT


def _takes_plural(stem: str) -> bool:
    """Whether «ين» may be the plural: of who does or suffers («مسؤول», «عامل», «فلاح», «تونسي»)."""
    for article in _ARTICLES:
        stem = stem.removeprefix(article)
    if stem[:1] in "وفبكل" and stem[1:2] == "م":  # «ومسؤولين», «لمهندسين»
        return True
    return stem.startswith("م") or stem.endswith("ي") or "ا" in stem[1:3]


def _root(key: str) -> str:
    for article in _ARTICLES:
        if key.startswith(article) and len(key) > len(article) + _LEAST:
            key = key[len(article) :]
            break
    return "".join(letter for letter in key if letter not in _WEAK)
