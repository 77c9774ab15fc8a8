"""A French or English word written as another that sounds the same, or made to agree anew.

« Les secours sont [intervenu] », « ils [on] refusé », "[their] is no bridge": nothing around the
word changed, so that it is no other word but the same one mended, or mistaken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.speech import keys
from pipeline.edits.words import Word

#: what sounds the same, each a group
_HOMOPHONES: Final = tuple(
    map(
        keys,
        (
            *("on ont", "et est", "son sont", "ce se", "ces ses", "a as", "peu peut", "un une"),
            *("tout tous toute toutes", "quel quelle quels quelles", "sa ca", "mais mes", "du dus"),
            *("fait faits fais", "pris prit", "mis mit", "dit dits dis", "plutot plus tot"),
            *("their there", "then than", "lose loose", "affect effect", "your you", "to too"),
            *("c s", "principal principle", "its it", "lead led", "past passed", "advice advise"),
        ),
    )
)
#: what French words gain with gender and number, longest first
_AGREEING: Final = ("ees", "ent", "es", "ee", "s", "e", "x")
#: verbs that sound alike: « chercher », « cherché », « cherchez », as keys write them
_SOUNDING: Final = ("er", "ez", "ees", "ee", "es", "e", "ait", "aient", "ai")
#: letters of a word that its ending leaves
_LEAST: Final = 3
_DOUBLED: Final = ("nn", "ll", "tt")
#: by which a text is known as French
_FRENCH: Final = keys(
    "l le la les un une des du de et est ete qu en au aux dans pour sur que qui pas sont ont ils"
)
_ENGLISH: Final = keys("the of and is was were to for with his her")


#: of two words that sound as one
_CONTRACTED: Final = frozenset(
    {("they", "re", "their"), ("it", "s", "its"), ("you", "re", "your"), ("who", "s", "whose")}
)


def is_contracted(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether of two words in English one was written as it sounds: "they're", "their"."""
    shorter, longer = sorted((tuple(old), tuple(new)), key=len)
    return (*longer, *shorter) in _CONTRACTED


def is_slip_in_latin(old: Sequence[Word], i: int, new: Sequence[Word], j: int) -> bool:
    """Whether old[i] and new[j], all that changed, are one word mended.

    After a mark, or none, a noun may have got another number: « [Manifestation] à Sète ».
    """
    one, other = old[i], new[j]
    if one.key == other.key or not (one.key.isalpha() and other.key.isalpha()):
        return False
    if any({one.key, other.key} <= group for group in _HOMOPHONES):
        return True
    if i == 0 or j == 0 or one.text[0].isupper():
        return False
    if (one.gap or other.gap) and {one.key, other.key} & {f"{one.key}s", f"{other.key}s"}:
        return False
    said = {word.key for word in old}
    french = not _FRENCH.isdisjoint(said) and _ENGLISH.isdisjoint(said)
    return french and not _FRENCH.issuperset((one.key, other.key)) and _agree(one.key, other.key)


def _agree(one: str, other: str) -> bool:
    if not _stems(one, _AGREEING).isdisjoint(_stems(other, _AGREEING)):
        return True
    return bool((_stems(one, _SOUNDING) - {one}) & (_stems(other, _SOUNDING) - {other}))


def _stems(key: str, endings: Sequence[str]) -> set[str]:
    found = {key}
    for ending in endings:
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST:
            stem = key[: -len(ending)]
            found.add(stem[:-1] if stem.endswith(_DOUBLED) else stem)  # « européen », « -enne »
    return found
