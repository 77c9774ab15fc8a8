"""A French or English word written as another that sounds the same, or made to agree anew.

« Les secours sont [intervenu] », « ils [on] refusé », "[their] is no bridge": nothing around the
word changed, so that it is no other word but the same one mended, or mistaken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.edits.counting.numbers import may_count
from pipeline.edits.mending.frequency import Latin
from pipeline.edits.sourcing.speech import keys
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
            *("quand quant", "sense cense", "sensee censee", "voir voire", "pres pret", "foi fois"),
            *("leur leurs", "quelque quelques", "balade ballade", "fond fonds", "cour cours"),
            *("complement compliment", "stationary stationery", "discreet discrete", "whos whose"),
        ),
    )
)
#: what agrees with the words beside it, and "a" and "an" by the next one, each a group
_FORMS: Final = tuple(
    map(
        keys,
        (
            *("was were", "is are", "has have", "does do", "doesn don", "a an", "isn aren"),
            *("a ont", "est sont", "etait etaient", "sera seront", "va vont", "de du des d"),
        ),
    )
)
#: what French words gain with gender and number, longest first
_AGREEING: Final = ("ees", "ent", "es", "ee", "s", "e", "x")
#: verbs that sound alike: « chercher », « cherché », « cherchez », as keys write them
_SOUNDING: Final = ("er", "ez", "ees", "ee", "es", "e", "ait", "aient", "ai")
#: and two that agree with one and with many: « reprendra », « reprendront »
_ENDING_FOR: Final = (("ra", "ront"), ("ait", "aient"), ("a", "erent"))
#: letters of a word that its ending leaves
_LEAST: Final = 3
_DOUBLED: Final = ("nn", "ll", "tt")
#: by which a text is known as French
_FRENCH: Final = keys(
    "l le la les un une des du de et est ete qu en au aux dans pour sur que qui pas sont ont ils"
)
_ENGLISH: Final = keys("the of and is was were to for with his her")
#: words on both sides of one by which its language is known
_NEAR: Final = 40
#: after which a verb has another ending: "she [goes]"
_PERSONS: Final = keys("he she it they we you who which that")
#: after which a noun is a plural, besides numbers
_SEVERAL: Final = keys("several many few both these those various other all")
#: before it "one of": "one of the [players]"
_OF_MANY: Final = keys("the his her its their our these those")
#: after which "of" is "have" as it sounds
_WOULD: Final = keys("could should would must might")
#: plurals that have no "s"
_PLURALS: Final = frozenset(
    {("man", "men"), ("woman", "women"), ("child", "children"), ("person", "people")}
)
#: of two words that sound as one
_CONTRACTED: Final = frozenset(
    {("they", "re", "their"), ("it", "s", "its"), ("you", "re", "your"), ("who", "s", "whose")}
)


def language_of(words: Sequence[Word], at: int) -> Latin | None:
    """The language of words in Latin letters, by the small ones near; None: they do not tell."""
    said = {word.key for word in words[max(0, at - _NEAR) : at + _NEAR]}
    french, english = not _FRENCH.isdisjoint(said), not _ENGLISH.isdisjoint(said)
    if french == english:
        return None
    return "fr" if french else "en"


def is_contracted(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether of two words in English one was written as it sounds: "they're", "their"."""
    shorter, longer = sorted((tuple(old), tuple(new)), key=len)
    return (*longer, *shorter) in _CONTRACTED


def is_slip_in_latin(
    old: Sequence[Word], i: int, new: Sequence[Word], j: int, *, alone: bool
) -> bool:
    """Whether old[i] and new[j], all that changed, are one word mended.

    After a mark, or none, a noun may have got another number: « [Manifestation] à Sète ». A verb
    agrees anew only where nothing near changed (`alone`).
    """
    one, other = old[i], new[j]
    if one.key == other.key or not (one.key.isalpha() and other.key.isalpha()):
        return False
    if any({one.key, other.key} <= group for group in _HOMOPHONES):
        return True
    if i and {one.key, other.key} == {"of", "have"} and old[i - 1].key in _WOULD:
        return True
    if alone and any({one.key, other.key} <= group for group in _FORMS):
        return True
    if i == 0 or j == 0 or one.text[0].isupper():
        return False
    if (one.gap or other.gap) and {one.key, other.key} & {f"{one.key}s", f"{other.key}s"}:
        return False
    if (
        alone
        and old[i - 1].key == new[j - 1].key
        and _is_number(old[max(0, i - 3) : i], one.key, other.key)
    ):
        return True
    return (
        language_of(old, i) == "fr"
        and not _FRENCH.issuperset((one.key, other.key))
        and _agree(one.key, other.key)
    )


def _is_number(before: Sequence[Word], one: str, other: str) -> bool:
    """Whether an English verb or noun got the number that the words before it ask for."""
    single, plural = sorted((one, other), key=len)
    last = before[-1].key
    ends = plural in (f"{single}s", f"{single}es")
    if last in _PERSONS:
        return ends
    of_many = last in _SEVERAL or (last in _OF_MANY and before[-3:-2] and before[-3].key == "one")
    counted = may_count(before[-1]) and last not in ("one", "un", "une", "1")
    return bool(of_many or counted) and (
        ends or (single, plural) in _PLURALS or (plural, single) in _PLURALS
    )


def _agree(one: str, other: str) -> bool:
    for ending, many in _ENDING_FOR:
        for first, second in ((one, other), (other, one)):
            stem = first.removesuffix(ending)
            if len(stem) >= _LEAST and stem != first and second == stem + many:
                return True
    # « européen », « européenne »; but « salle », « sale »
    doubling = not all(key.rstrip("s").endswith("e") for key in (one, other))
    stems = [_stems(key, _AGREEING, doubling=doubling) for key in (one, other)]
    if not stems[0].isdisjoint(stems[1]):
        return True
    heard = [_stems(key, _SOUNDING, doubling=doubling) - {key} for key in (one, other)]
    return not heard[0].isdisjoint(heard[1])


def _stems(key: str, endings: Sequence[str], *, doubling: bool) -> set[str]:
    found = {key}
    for ending in endings:
        if key.endswith(ending) and len(key) - len(ending) >= _LEAST:
            stem = key[: -len(ending)]
            found.add(stem[:-1] if doubling and stem.endswith(_DOUBLED) else stem)
    return found
